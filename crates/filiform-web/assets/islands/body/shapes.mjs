// The shapes of the marks, the same as on the chart that the server draws.

import { draw } from "./dom.mjs";

/** @import { Mark, MarkKind } from "./types.mjs" */

/** @type {Record<MarkKind, string>} */
export const MARK_WORDS = {
  planned: "planned",
  suggested: "suggested",
  in: "needle in",
  removed: "out",
  stopped: "stop",
  last: "last session",
  point: "named point",
};

/** @param {MarkKind} kind */
export function shapeOf(kind) {
  const circle = (/** @type {string} */ name, /** @type {number} */ r) => draw("circle", { class: name, r });
  const path = (/** @type {string} */ name, /** @type {string} */ d) => draw("path", { class: name, d });
  switch (kind) {
    case "suggested":
      return [circle("ring dashed", 13)];
    case "in":
      return [circle("disc", 15), path("needle", "M0 -9V9M-4 -9H4")];
    case "removed":
      return [circle("ring", 12), path("tick", "M-6 0l4 5l8 -9")];
    case "stopped":
      return [path("octagon", "M-7 -17H7L17 -7V7L7 17H-7L-17 7V-7Z"), path("cross", "M-6 -6L6 6M6 -6L-6 6")];
    case "last":
      return [path("square", "M-9 -9H9V9H-9Z")];
    default:
      return [circle("ring", 13), circle("core", 4)];
  }
}

/** @param {Mark} mark */
export function markGroup(mark) {
  return draw("g", { class: `dot is-${mark.mark}` }, draw("g", { class: "dot-mark" }, ...shapeOf(mark.mark)));
}
