// Which marks are shown, and what changed between this session's needles and the last one's.

import { list } from "./words.mjs";

/** @import { Settings } from "./layers.mjs" */
/** @import { Mark, Pair } from "./types.mjs" */

/**
 * @param {Mark[]} marks
 * @param {Pick<Settings, "planned" | "in" | "last" | "skin">} settings
 */
export function shownMarks(marks, settings) {
  return marks.filter((mark) => {
    if (mark.mark === "in" || mark.mark === "removed") return settings.in;
    if (mark.mark === "last") return settings.last || (settings.skin === "change" && needleChange(marks).isGone(mark));
    return settings.planned;
  });
}

/**
 * @param {Pair[]} pairs
 * @param {Mark[]} marks that are shown
 */
export function pairsShown(pairs, marks) {
  const ids = new Set(marks.map((mark) => mark.id));
  return pairs.filter((pair) => ids.has(pair.a) && ids.has(pair.b));
}

/** @param {Mark} mark */
function nameOf(mark) {
  return mark.side === "midline" ? mark.label : `${mark.label} ${mark.side}`;
}

/** @param {Mark[]} marks */
export function needleChange(marks) {
  const last = new Set(marks.filter((mark) => mark.mark === "last").map(nameOf));
  const now = new Set(marks.filter((mark) => ["planned", "in", "removed"].includes(mark.mark)).map(nameOf));
  const isNew = (/** @type {Mark} */ mark) => last.size > 0 && now.has(nameOf(mark)) && !last.has(nameOf(mark));
  const isGone = (/** @type {Mark} */ mark) => mark.mark === "last" && !now.has(nameOf(mark));
  const came = [...now].filter((name) => last.size > 0 && !last.has(name));
  const went = [...last].filter((name) => !now.has(name));
  const lines = [];
  if (came.length > 0) lines.push(`New needles: ${list(came)}.`);
  if (went.length > 0) lines.push(`No longer: ${list(went)}.`);
  return { isNew, isGone, lines };
}
