// The tools of the pain drawing, for a patient with a finger: what kind, how strong, how broad.

import { button, make, segments } from "./dom.mjs";
import { dab, erased, painted, read, write } from "./drawing.mjs";
import { KIND_WORDS } from "./words.mjs";

/** @import { Area, Kind, Skin } from "./drawing.mjs" */
/** @import { Scene } from "./scene.mjs" */

/** @type {{ value: string, words: string, radius_mm: number }[]} */
const BRUSHES = [
  { value: "fine", words: "Fine", radius_mm: 9 },
  { value: "medium", words: "Medium", radius_mm: 18 },
  { value: "broad", words: "Broad", radius_mm: 34 },
];

/** Between two dabs of one stroke lies no more than this. */
const STEP_PX = 6;

/** @typedef {"draw" | "erase" | "turn"} Tool */

/**
 * @param {string} key
 * @param {{ scene: Scene, skin: () => Skin, areas: Area[], describe: (area: Area) => string, changed: (areas: Area[], isDone: boolean) => void }} on
 */
export function createDrawTools(key, on) {
  const state = {
    areas: on.areas,
    /** @type {Tool} */ tool: "draw",
    /** @type {Kind} */ kind: "ache",
    intensity: 5,
    radius_mm: BRUSHES[1].radius_mm,
    /** @type {string[]} */ past: [],
    /** @type {Set<number>} */ stroke: new Set(),
    /** @type {{ x: number, y: number } | null} */ last: null,
    frame: 0,
  };
  const view = createView(key, state, {
    undo: () => state.past.length > 0 && set(read(state.past.pop())),
    clear: () => state.areas.length > 0 && change([]),
    remove: (index) => change(state.areas.filter((_, i) => i !== index)),
  });
  const set = (/** @type {Area[]} */ areas) => {
    state.areas = areas;
    view.list(areas.map(on.describe));
    view.canUndo(state.past.length > 0);
    on.changed(areas, true);
  };
  const change = (/** @type {Area[]} */ areas) => {
    state.past.push(write(state.areas));
    set(areas);
  };
  const withStroke = () =>
    state.tool === "erase"
      ? erased(state.areas, state.stroke)
      : painted(on.skin(), state.areas, { kind: state.kind, intensity: state.intensity }, state.stroke);
  const dabAt = (/** @type {number} */ x, /** @type {number} */ y) => {
    const hit = on.scene.hitAt(x, y);
    if (!hit) return;
    for (const t of dab(on.skin(), hit.triangle, on.scene.pointOf(hit), state.radius_mm)) state.stroke.add(t);
  };
  const go = (/** @type {number} */ x, /** @type {number} */ y) => {
    const from = state.last ?? { x, y };
    const before = state.stroke.size;
    walk(from, { x, y }, dabAt);
    state.last = { x, y };
    if (state.stroke.size === before || state.frame) return;
    // A finger reports more often than the screen is drawn.
    state.frame = requestAnimationFrame(() => {
      state.frame = 0;
      on.changed(withStroke(), false);
    });
  };
  const end = (/** @type {"end" | "cancel"} */ phase) => {
    cancelAnimationFrame(state.frame);
    state.frame = 0;
    const areas = phase === "end" ? withStroke() : state.areas;
    state.stroke = new Set();
    state.last = null;
    if (areas === state.areas) on.changed(areas, false);
    else change(areas);
  };
  view.list(state.areas.map(on.describe));
  return {
    element: view.element,
    tool: () => /** @type {"turn" | "draw"} */ (state.tool === "turn" ? "turn" : "draw"),
    areas: () => state.areas,
    stroke: (/** @type {number} */ x, /** @type {number} */ y, /** @type {"begin" | "go" | "end" | "cancel"} */ phase) =>
      phase === "begin" || phase === "go" ? go(x, y) : end(phase),
  };
}

/**
 * @param {{ x: number, y: number }} from
 * @param {{ x: number, y: number }} to
 * @param {(x: number, y: number) => void} visit
 */
function walk(from, to, visit) {
  const [across, down] = [to.x - from.x, to.y - from.y];
  const steps = Math.max(1, Math.ceil(Math.hypot(across, down) / STEP_PX));
  for (let i = 1; i <= steps; i += 1) visit(from.x + (across * i) / steps, from.y + (down * i) / steps);
}

/**
 * @param {string} key
 * @param {{ tool: Tool, kind: Kind, intensity: number, radius_mm: number }} state changed in place
 * @param {{ undo: () => void, clear: () => void, remove: (index: number) => void }} press
 */
function createView(key, state, press) {
  const kinds = /** @type {Kind[]} */ (Object.keys(KIND_WORDS));
  const kind = segments(
    {
      legend: "What does it feel like?",
      name: `body-kind-${key}`,
      value: state.kind,
      options: kinds.map((value) => ({ value, words: KIND_WORDS[value] })),
    },
    (value) => (state.kind = /** @type {Kind} */ (value)),
  );
  kind.classList.add("body-kinds");
  kind.querySelectorAll(".segment").forEach((segment, i) => segment.classList.add(`is-${kinds[i]}`));
  const brush = segments(
    { legend: "Brush", name: `body-brush-${key}`, value: "medium", options: BRUSHES },
    (value) => (state.radius_mm = BRUSHES.find((it) => it.value === value)?.radius_mm ?? state.radius_mm),
  );
  const tool = segments(
    {
      legend: "Your finger",
      name: `body-tool-${key}`,
      value: state.tool,
      options: [
        { value: "draw", words: "Draws" },
        { value: "erase", words: "Erases" },
        { value: "turn", words: "Turns the body" },
      ],
    },
    (value) => (state.tool = /** @type {Tool} */ (value)),
  );
  const undo = button("Undo", press.undo, { "aria-disabled": "true" });
  const again = button("Start again", press.clear);
  const list = make("ol", { class: "body-areas", "aria-label": "What was drawn" });
  const element = make(
    "div",
    { class: "body-draw" },
    kind,
    intensityOf(key, state),
    make("div", { class: "body-draw-row" }, tool, brush, make("div", { class: "body-row" }, undo, again)),
    list,
  );
  return {
    element,
    canUndo: (/** @type {boolean} */ can) => undo.setAttribute("aria-disabled", String(!can)),
    list(/** @type {string[]} */ lines) {
      again.setAttribute("aria-disabled", String(lines.length === 0));
      list.replaceChildren(
        ...lines.map((words, i) => make("li", {}, make("span", { text: words }), button("Remove", () => press.remove(i), { "aria-label": `Remove: ${words}` }))),
      );
    },
  };
}

/**
 * @param {string} key
 * @param {{ intensity: number }} state changed in place
 */
function intensityOf(key, state) {
  const id = `body-intensity-${key}`;
  const input = make("input", { type: "range", id, min: 0, max: 10, step: 1, value: state.intensity });
  const shown = make("output", { for: id, class: "body-intensity-number", text: state.intensity });
  input.addEventListener("input", () => {
    state.intensity = Number(input.value);
    shown.textContent = input.value;
  });
  const ends = make("div", { class: "scale-ends" }, make("span", { text: "0, none" }), make("span", { text: "10, worst" }));
  return make(
    "div",
    { class: "body-intensity" },
    make("label", { for: id, text: "How strong is it there?" }),
    make("div", { class: "body-intensity-row" }, input, shown),
    ends,
  );
}
