// The buttons around the stage: views with their names, nearer and farther, and the shape of the body.

import { button, make, slider } from "./dom.mjs";

/** @import { CameraSpec, MirrorState } from "./types.mjs" */

/** @typedef {{ words: string, spec: CameraSpec, mirror: MirrorState }} Preset */
/** @typedef {{ words: string, presets: Preset[] }} PresetGroup */

/** @type {{ words: string, camera: string, mirror: MirrorState }[]} a name that ends in `-` stands for all that begin so */
const GROUPS = [
  { words: "Front", camera: "front", mirror: "as-taken" },
  { words: "Back", camera: "back", mirror: "as-taken" },
  { words: "Left side", camera: "left", mirror: "as-taken" },
  { words: "Right side", camera: "right", mirror: "as-taken" },
  { words: "Left hand", camera: "hand-", mirror: "as-taken" },
  { words: "Right hand", camera: "hand-", mirror: "mirrored" },
  { words: "Left foot", camera: "foot-", mirror: "as-taken" },
  { words: "Right foot", camera: "foot-", mirror: "mirrored" },
  { words: "Head", camera: "head-", mirror: "as-taken" },
];

/** @type {Record<string, string>} */
const CLOSE_UPS = {
  "hand-palm": "Palm",
  "hand-back": "Back of the hand",
  "foot-top": "Top",
  "foot-sole": "Sole",
  "foot-outside": "Outer side",
  "foot-inside": "Inner side",
  "head-front": "Face",
  "head-left": "Left side",
  "head-back": "Back of the head",
};

/**
 * The views that a body has cameras for, as far as they can be drawn.
 * @param {CameraSpec[]} cameras
 * @param {(spec: CameraSpec) => boolean} canDraw
 * @returns {PresetGroup[]}
 */
export function presetGroups(cameras, canDraw) {
  const usable = cameras.filter(canDraw);
  return GROUPS.map(({ words, camera, mirror }) => {
    const isFamily = camera.endsWith("-");
    const specs = usable.filter((spec) => (isFamily ? spec.name.startsWith(camera) : spec.name === camera));
    const presets = specs.flatMap((spec) => {
      const own = { words: isFamily ? (CLOSE_UPS[spec.name] ?? spec.words) : words, spec, mirror };
      if (spec.name !== "head-left") return [own];
      return [own, { words: "Right side", spec, mirror: /** @type {const} */ ("mirrored") }];
    });
    return { words, presets };
  }).filter((group) => group.presets.length > 0);
}

/**
 * @param {PresetGroup[]} groups
 * @param {PresetGroup} first
 * @param {(preset: Preset, group: PresetGroup) => void} chosen
 */
export function createViews(groups, first, chosen) {
  const closeUps = make("div", { class: "body-row", role: "group", "aria-label": "Closer views" });
  const choose = (/** @type {PresetGroup} */ group, /** @type {Preset} */ preset) => {
    show(group, preset);
    chosen(preset, group);
  };
  const buttons = groups.map((group) => button(group.words, () => choose(group, group.presets[0])));
  const row = make("div", { class: "body-row", role: "group", "aria-label": "Views" }, ...buttons);
  const show = (/** @type {PresetGroup | null} */ group, /** @type {Preset | null} */ preset) => {
    buttons.forEach((element, i) => element.setAttribute("aria-pressed", String(groups[i] === group)));
    const several = group && group.presets.length > 1 ? group.presets : [];
    const focused = [...closeUps.children].indexOf(/** @type {Element} */ (document.activeElement));
    closeUps.replaceChildren(
      ...several.map((it) => button(it.words, () => group && choose(group, it), { "aria-pressed": String(it === preset) })),
    );
    closeUps.hidden = several.length === 0;
    const again = closeUps.children[focused];
    if (again instanceof HTMLElement) again.focus();
  };
  show(first, first.presets[0]);
  return {
    element: make("div", { class: "body-views-row" }, row, closeUps),
    /** The view with this number, counted from 1. */
    press: (/** @type {number} */ number) => {
      const group = groups[number - 1];
      if (group) choose(group, group.presets[0]);
    },
    /** The next view around the body, for a stage that does not turn. */
    step: (/** @type {number} */ by) => {
      const around = ["Front", "Left side", "Back", "Right side"].filter((words) => groups.some((it) => it.words === words));
      const pressed = buttons.find((element) => element.getAttribute("aria-pressed") === "true")?.textContent ?? "";
      const next = around[(Math.max(0, around.indexOf(pressed)) + by + around.length) % around.length];
      const group = groups.find((it) => it.words === next);
      if (group) choose(group, group.presets[0]);
    },
    /** No view is pressed once the body was turned by hand. */
    release: () => buttons.forEach((element) => element.setAttribute("aria-pressed", "false")),
  };
}

/**
 * @param {(factor: number) => void} zoom
 * @param {() => void} reset
 */
export function createZoom(zoom, reset) {
  return make(
    "div",
    { class: "body-zoom", role: "group", "aria-label": "Size" },
    button("Nearer", () => zoom(1.4)),
    button("Farther", () => zoom(1 / 1.4)),
    button("Whole", reset),
  );
}

/**
 * @param {{ sex: number, build: number }} now
 * @param {(sex: number, build: number) => void} changed
 */
export function createShapeSliders(now, changed) {
  const sex = slider({ words: "Female to male", ends: ["Female", "Male"], min: 0, max: 1, step: 0.05, value: now.sex }, () => tell());
  const build = slider({ words: "Build", ends: ["Light", "Heavy"], min: -1, max: 1, step: 0.1, value: now.build }, () => tell());
  const tell = () => changed(Number(sex.input.value), Number(build.input.value));
  return make(
    "details",
    { class: "body-more" },
    make("summary", { text: "Shape of the body" }),
    make("div", { class: "body-shape" }, sex.element, build.element),
  );
}
