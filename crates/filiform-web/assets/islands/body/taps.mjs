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
/** A named point as near as this is offered first: a finger is no more exact. */
const NEAR_MM = 15;

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
    const offered = (mark.actions ?? []).filter(hasForm);
    const choices = offered.map((action) => ({ words: action.words, press: () => act(mark, action) }));
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
      writePlace(form, hit);
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
  const form = free && document.getElementById(free.form);
  const said = placeWords(scene.body, names, hit.triangle, side, null);
  const here = { words: free?.words ?? "", press: () => openTapped(free?.form ?? "", { hit, side, said }) };
  const tell = () => {
    const shown = on.points.pointAt(x, y, REACH_PX / 2);
    const nearest = on.points.nearest(point);
    const named = shown ? { code: shown.point.code, side: shown.side } : nearest && nearest.mm <= NEAR_MM ? nearest : null;
    const words = named && pointWords(named.code, named.side);
    const choices = !form
      ? []
      : named
        ? [{ words: `${free?.named ?? "Use"} ${words}`, isMain: true, press: () => openTapped(free?.form ?? "", { ...named, said: `${words}.` }) }, here]
        : [{ ...here, isMain: true }];
    if (shown) {
      const what = `${words}, ${shown.point.name}, ${regionWords(names, shown.point.region)}.`;
      on.panel.say(`${what} ${said}`, choices);
    } else {
      on.panel.say(placeWords(scene.body, names, hit.triangle, side, nearest), choices);
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
 * Writes a place into the field `spot` of a form.
 * @param {string} id
 * @param {Hit} hit
 */
function writePlace(id, hit) {
  const form = document.getElementById(id);
  const spot = form instanceof HTMLFormElement ? form.elements.namedItem("spot") : null;
  if (spot instanceof HTMLInputElement) spot.value = spotText(hit);
}

/**
 * Writes a place, or the named point beside it, into a form and shows the form.
 * @param {string} id
 * @param {{ hit?: Hit, code?: string, side: Side, said: string }} tapped
 */
function openTapped(id, { hit, code, side, said }) {
  const form = document.getElementById(id);
  if (!(form instanceof HTMLFormElement)) return;
  const values = { spot: hit ? spotText(hit) : "", point: code ?? "", side: side === "midline" && code ? "" : side };
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }
  const words = form.querySelector("[data-tapped]");
  if (words) words.textContent = said;
  form.classList.toggle("is-named", code !== undefined);
  form.hidden = false;
  for (const field of form.elements) {
    if (!(field instanceof HTMLElement) || field.getClientRects().length === 0) continue;
    if (field instanceof HTMLInputElement && field.type === "hidden") continue;
    if (field instanceof HTMLFieldSetElement) continue;
    return field.focus();
  }
}

/**
 * A page that only shows has no forms to send.
 * @param {Action} action
 */
function hasForm({ submit, move }) {
  const form = submit ?? move;
  return form === undefined || document.getElementById(form) !== null;
}

/** @param {string} id */
function send(id) {
  const form = document.getElementById(id);
  if (form instanceof HTMLFormElement) form.requestSubmit();
}
