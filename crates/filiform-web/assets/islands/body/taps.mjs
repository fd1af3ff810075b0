// What a tap does: presses the mark under it, or says what lies there and offers a needle.

import { pointWords, place as placeWords, regionWords, sentence, sideOf } from "./words.mjs";
import { MARK_WORDS } from "./shapes.mjs";

/** @import { Panel } from "./panel.mjs" */
/** @import { NamedPoints } from "./named-points.mjs" */
/** @import { Overlay } from "./overlay.mjs" */
/** @import { Scene } from "./scene.mjs" */
/** @import { Action, ChartData, Hit, Mark, Side } from "./types.mjs" */

const HINT = "Tap a place of the skin to read what lies there.";

/** A finger's reach. */
const REACH_PX = 24;

/**
 * @typedef {object} Tapped
 * @property {Scene} scene
 * @property {Overlay} overlay
 * @property {NamedPoints} points
 * @property {Panel} panel
 * @property {() => ChartData} data
 * @property {() => Promise<void>} atlas ready once the named points are known
 * @property {() => void} toStage brings the stage before the eyes
 * @property {(markId: string) => void} willSend a form is sent and the page will be another one
 */

/** @param {Tapped} on */
export function createTaps(on) {
  /** @type {Action | null} the needle that waits for its new place */
  let moving = null;

  const act = (/** @type {Mark} */ mark, /** @type {Action} */ action) => {
    if (action.move) {
      moving = action;
      on.panel.say(`Tap the new place of ${mark.words}.`, [{ words: "Leave it where it is", press: cancel }]);
      on.toStage();
    } else if (action.submit) {
      on.willSend(mark.id);
      send(action.submit);
    } else if (action.open) {
      location.assign(action.open);
    }
  };
  const showMark = (/** @type {Mark} */ mark) => {
    const depth = mark.depth_mm ? `, ${mark.depth_mm} mm deep` : "";
    const angle = mark.depth_mm && mark.angle ? `, ${mark.angle}` : "";
    const choices = (mark.actions ?? []).map((action) => ({ words: action.words, press: () => act(mark, action) }));
    on.panel.say(`${sentence(mark.words)}: ${MARK_WORDS[mark.mark]}${depth}${angle}.`, choices);
    if (choices.length > 0) on.panel.choices.querySelector("button")?.focus({ preventScroll: true });
  };
  const press = (/** @type {Mark} */ mark) => {
    if (mark.press?.submit) {
      on.willSend(mark.id);
      send(mark.press.submit);
    } else if (mark.press?.open) {
      location.assign(mark.press.open);
    } else {
      showMark(mark);
    }
  };
  const cancel = () => {
    if (!moving) return false;
    moving = null;
    on.panel.say("It stays where it is.");
    return true;
  };
  const tap = (/** @type {number} */ x, /** @type {number} */ y) => {
    const hit = on.scene.hitAt(x, y);
    if (moving && hit) {
      const form = moving.move ?? "";
      moving = null;
      writePlace(form, hit, null);
      on.willSend("");
      return send(form);
    }
    const mark = on.overlay.markAt(x, y, REACH_PX);
    if (mark) return press(mark);
    if (hit) return void describe(on, hit, x, y);
    on.panel.say(HINT);
  };
  const reset = () => {
    moving = null;
    on.panel.say(HINT);
  };
  return { tap, press, cancel, reset };
}

/**
 * @param {Tapped} on
 * @param {Hit} hit
 * @param {number} x
 * @param {number} y
 */
async function describe(on, hit, x, y) {
  const { scene } = on;
  const point = scene.pointOf(hit);
  const side = sideOf(scene.body, hit.triangle, point[0]);
  const free = on.data().free;
  const names = on.data().regions ?? {};
  const choices = free
    ? [{ words: free.words, isMain: true, press: () => openFree(free.form, hit, side) }]
    : [];
  const tell = () => {
    const named = on.points.pointAt(x, y, REACH_PX / 2);
    if (named) {
      const what = `${pointWords(named.point.code, named.side)}, ${named.point.name}, ${regionWords(names, named.point.region)}.`;
      on.panel.say(`${what} ${placeWords(scene.body, names, hit.triangle, side, null)}`, choices);
    } else {
      on.panel.say(placeWords(scene.body, names, hit.triangle, side, on.points.nearest(point)), choices);
    }
  };
  tell();
  await on.atlas();
  tell();
}

/**
 * A place as forms carry it: the triangle and three weights that sum to one.
 * @param {Pick<Hit, "triangle" | "weights">} hit
 */
export function spotText({ triangle, weights: [a, b] }) {
  const [wa, wb] = [Math.round(a * 10_000), Math.round(b * 10_000)];
  const parts = [wa, wb, Math.max(0, 10_000 - wa - wb)];
  return [triangle, ...parts.map((part) => (part / 10_000).toFixed(4))].join(":");
}

/**
 * Writes a place into the field `spot` of a form, and its side where the form asks for it.
 * @param {string} id
 * @param {Hit} hit
 * @param {Side | null} side
 */
function writePlace(id, hit, side) {
  const form = document.getElementById(id);
  if (!(form instanceof HTMLFormElement)) return null;
  const spot = form.elements.namedItem("spot");
  if (spot instanceof HTMLInputElement) {
    spot.value = spotText(hit);
    spot.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const sideField = form.elements.namedItem("side");
  if (side && sideField instanceof RadioNodeList) sideField.value = side;
  if (side && (sideField instanceof HTMLInputElement || sideField instanceof HTMLSelectElement)) sideField.value = side;
  return form;
}

/**
 * @param {string} id
 * @param {Hit} hit
 * @param {Side} side
 */
function openFree(id, hit, side) {
  const form = writePlace(id, hit, side);
  if (!form) return;
  for (const shown of [form, form.closest("[data-free-site]")]) if (shown instanceof HTMLElement) shown.hidden = false;
  const folded = form.closest("details");
  if (folded) folded.open = true;
  for (const field of form.elements) {
    if (!(field instanceof HTMLElement) || field.getClientRects().length === 0) continue;
    if (field instanceof HTMLInputElement && field.type === "hidden") continue;
    if (field instanceof HTMLFieldSetElement) continue;
    return field.focus();
  }
}

/** @param {string} id */
function send(id) {
  const form = document.getElementById(id);
  if (form instanceof HTMLFormElement) form.requestSubmit();
}
