// Reads the page's colours, so that the skin follows the theme.

/** @import { Palette, Vector } from "./types.mjs" */

export const LAYER_COLOURS = 8;
const PAIN_NAMES = ["ache", "burning", "pins", "numb"];

/** @type {CanvasRenderingContext2D | null} */
let probe = null;

/**
 * @param {string} name of a custom property that holds a colour
 * @returns {Vector} red, green and blue from 0 to 1
 */
export function colourOf(name) {
  probe ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  if (!probe || !value) return [0.5, 0.5, 0.5];
  probe.fillStyle = value;
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  return [r / 255, g / 255, b / 255];
}

/** @returns {Palette} */
export function palette() {
  const dim = Number(getComputedStyle(document.documentElement).getPropertyValue("--body-dim")) || 1;
  return {
    clay: colourOf("--clay"),
    shade: colourOf("--clay-shade"),
    glow: colourOf("--clay-glow"),
    earlier: colourOf("--pain-earlier"),
    pain: PAIN_NAMES.map((name) => colourOf(`--pain-${name}`)),
    dim,
  };
}

/** @returns {Vector[]} the colours of the layers */
export function layerColours() {
  return Array.from({ length: LAYER_COLOURS }, (_, i) => colourOf(`--layer-${i + 1}`));
}

/**
 * Calls back when the page changes between light and dark.
 * @param {() => void} changed
 */
export function onTheme(changed) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}
