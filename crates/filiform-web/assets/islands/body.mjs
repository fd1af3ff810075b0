// The body that turns: takes the place of the drawn chart once it has something to show.
// What was turned, chosen and drawn stays when the page's main part is exchanged: the living body
// moves into the new chart with the same key.

import { createLive } from "./body/live.mjs";

/** @import { ChartData } from "./body/types.mjs" */
/** @import { Live } from "./body/live.mjs" */

/** @type {Map<string, Promise<Live | null>>} */
const bodies = new Map();

/** @param {HTMLElement} element holds the drawn chart and its data */
export async function start(element) {
  const key = element.dataset.bodyKey ?? "body";
  const data = dataOf(element);
  const known = bodies.get(key);
  if (known) {
    const live = await known;
    if (live) return live.adopt(element, data);
  }
  const starting = createLive(key, element, data).catch((error) => {
    console.warn("the drawn chart stays", error);
    element.dataset.ready = "chart";
    return null;
  });
  bodies.set(key, starting);
  await starting;
}

/**
 * @param {HTMLElement} element
 * @returns {ChartData}
 */
function dataOf(element) {
  const text = element.querySelector("script.body-data")?.textContent;
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    return {};
  }
}
