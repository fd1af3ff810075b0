// What stands over the skin: dots, their labels in two columns, pins, pairs and words.
// While the body turns only transforms and paths change; nothing is measured.

import { dot, project } from "./camera.mjs";
import { draw, make } from "./dom.mjs";
import { columns } from "./labels.mjs";
import { locateBoth } from "./mesh.mjs";
import { MARK_WORDS, markGroup } from "./shapes.mjs";

/** @import { View } from "./camera.mjs" */
/** @import { Box } from "./labels.mjs" */
/** @import { Picker } from "./pick.mjs" */
/** @import { Body, Mark, Pair, Shape, ShownHalf, Vector } from "./types.mjs" */

/** Skin that is turned away more than this does not show its marks. */
const FACING_LEAST = 0.04;
const LABEL_MARGIN = 8;
/** Above the labels stand the side words, below them the buttons. */
const ROOM_ABOVE = 40;
const ROOM_BELOW = 68;
/** How far the columns stay from the widest part of the body. */
const COLUMN_GAP = 34;
const DOT_SCALE = 0.62;
/** How far a needle leans from upright. */
const LEAN = { perpendicular: 0, oblique: 45, tangential: 75 };

/**
 * @typedef {object} Drawn
 * @property {Mark} mark
 * @property {SVGGElement} dot
 * @property {SVGLineElement | null} pin
 * @property {SVGPathElement} leader
 * @property {HTMLElement} label
 * @property {number} labelWidth
 * @property {Vector} point
 * @property {Vector} normal
 * @property {boolean} isHidden by other skin, as far as known
 * @property {boolean} isSeen
 * @property {"left" | "right" | undefined} side
 * @property {Vector} screen
 * @property {Box} box of the label
 */

/** @typedef {{ pair: Pair, line: SVGGElement, path: SVGPathElement, cross: SVGPathElement | null, words: SVGTextElement, ends: [Drawn, Drawn] }} DrawnPair */

/**
 * @param {Body} body
 * @param {(mark: Mark) => void} press
 */
export function createOverlay(body, press) {
  const groups = {
    leaders: draw("g", { class: "leaders" }),
    pairs: draw("g", { class: "pairs" }),
    pins: draw("g", { class: "pins" }),
    dots: draw("g", { class: "dots" }),
  };
  const svg = draw("svg", { class: "body-marks", "aria-hidden": "true", focusable: "false" }, ...Object.values(groups));
  const labels = make("div", { class: "body-labels" });
  const state = {
    /** @type {Drawn[]} */ drawn: [],
    /** @type {DrawnPair[]} */ pairs: [],
    room: { width: 1, height: 1 },
    bodyWidth_mm: 900,
    /** @type {ShownHalf} */ half: "both",
  };

  return {
    svg,
    labels,
    /** The widest label, so that the body leaves room for it. */
    gutter: () => state.drawn.reduce((most, it) => Math.max(most, it.labelWidth), 0),
    hidden: () => state.drawn.filter((it) => !it.isSeen).length,
    /** How broad the body is from the front, for the place of the columns. */
    setBodyWidth(/** @type {number} */ width_mm) {
      state.bodyWidth_mm = width_mm;
    },
    setHalf(/** @type {ShownHalf} */ half) {
      state.half = half;
    },
    resize(/** @type {number} */ width, /** @type {number} */ height) {
      state.room = { width, height };
      svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    },
    /**
     * @param {Mark[]} marks
     * @param {Pair[]} pairs
     * @param {{ pins: boolean, labelOf: (mark: Mark) => string, classOf: (mark: Mark) => string }} how
     */
    setMarks(marks, pairs, how) {
      for (const group of Object.values(groups)) group.replaceChildren();
      labels.replaceChildren();
      state.drawn = marks.map((mark) => create(mark, groups, labels, how, press));
      for (const it of state.drawn) it.labelWidth = it.label.offsetWidth;
      state.pairs = pairs.flatMap((pair) => createPair(pair, state.drawn, groups.pairs));
    },
    /** @param {(mark: Mark) => string} labelOf */
    relabel(labelOf) {
      for (const it of state.drawn) it.label.textContent = labelOf(it.mark);
      for (const it of state.drawn) it.labelWidth = it.label.offsetWidth;
    },
    /**
     * @param {Shape} shape
     * @param {number} sex
     */
    setShape(shape, sex) {
      for (const it of state.drawn) {
        const found = locateBoth(body, shape, it.mark.place, sex);
        if (found) Object.assign(it, found);
        it.isHidden = false;
      }
    },
    /** @param {View} view */
    follow(view) {
      for (const it of state.drawn) follow(it, view, state);
      const seen = state.drawn.filter((it) => it.isSeen);
      const { width, height } = state.room;
      const spots = columns(
        seen.map((it) => ({ x: it.screen[0], y: it.screen[1] - ROOM_ABOVE, width: it.labelWidth })),
        { width, height: Math.max(1, height - ROOM_ABOVE - ROOM_BELOW) },
        seen.map((it) => it.side),
      );
      const widest = this.gutter();
      const beside = width / 2 - (state.bodyWidth_mm * view.scale) / 2 - widest - COLUMN_GAP;
      const inset = Math.max(LABEL_MARGIN, beside);
      const edges = { left: inset + widest, right: width - inset - widest };
      seen.forEach((it, n) => placeLabel(it, { ...spots[n], y: spots[n].y + ROOM_ABOVE }, edges));
      for (const pair of state.pairs) followPair(pair);
    },
    /**
     * Once the camera rests: what other skin hides.
     * @param {View} view
     * @param {Picker} picker
     */
    settle(view, picker) {
      for (const it of state.drawn) it.isHidden = !picker.sees(it.point);
      this.follow(view);
    },
    /** Forget what was hidden, because the body has begun to move. */
    unsettle() {
      for (const it of state.drawn) it.isHidden = false;
    },
    /**
     * The mark within reach of a finger, the nearest first.
     * @param {number} x
     * @param {number} y
     * @param {number} reach
     */
    markAt(x, y, reach) {
      const near = state.drawn
        .filter((it) => it.isSeen)
        .map((it) => ({ mark: it.mark, far: Math.hypot(it.screen[0] - x, it.screen[1] - y) }))
        .filter((it) => it.far <= reach)
        .sort((a, b) => a.far - b.far);
      return near[0]?.mark ?? null;
    },
    /** The room that dots and labels take, so that words on the skin keep clear of them. */
    boxes: () =>
      state.drawn
        .filter((it) => it.isSeen)
        .flatMap(({ screen: [x, y], box }) => [{ left: x - 10, right: x + 10, top: y - 10, bottom: y + 10 }, box]),
    labelOf: (/** @type {string} */ id) => state.drawn.find((it) => it.mark.id === id)?.label ?? null,
  };
}

/** @typedef {ReturnType<typeof createOverlay>} Overlay */

/**
 * @param {Mark} mark
 * @param {Record<"leaders" | "pins" | "dots", SVGGElement>} groups
 * @param {HTMLElement} labels
 * @param {{ pins: boolean, labelOf: (mark: Mark) => string, classOf: (mark: Mark) => string }} how
 * @param {(mark: Mark) => void} press
 * @returns {Drawn}
 */
function create(mark, groups, labels, how, press) {
  const group = markGroup(mark);
  const extra = how.classOf(mark);
  if (extra) group.classList.add(extra);
  const leader = draw("path", { class: "leader" });
  const hasPin = how.pins && mark.depth_mm && mark.mark !== "stopped";
  const pin = hasPin ? draw("line", { class: "pin" }) : null;
  const label = labelElement(mark, how.labelOf(mark), press);
  if (extra) label.classList.add(extra);
  groups.leaders.append(leader);
  if (pin) groups.pins.append(pin);
  groups.dots.append(group);
  labels.append(label);
  return {
    mark,
    dot: group,
    pin,
    leader,
    label,
    labelWidth: 0,
    point: [0, 0, 0],
    normal: [0, 0, 1],
    isHidden: false,
    isSeen: true,
    side: undefined,
    screen: [0, 0, 0],
    box: { left: 0, top: 0, right: 0, bottom: 0 },
  };
}

/**
 * The control of a mark: sends its form, opens its page, or shows what can be done.
 * @param {Mark} mark
 * @param {string} text
 * @param {(mark: Mark) => void} press
 */
function labelElement(mark, text, press) {
  const look = { class: `body-label is-${mark.mark}`, text, title: mark.words, "data-mark": mark.id };
  const words = `${mark.words}, ${MARK_WORDS[mark.mark] ?? ""}`;
  if (mark.press?.open) return make("a", { ...look, href: mark.press.open, "aria-label": words });
  const submits = mark.press?.submit;
  const element = make("button", {
    ...look,
    type: submits ? "submit" : "button",
    form: submits,
    "aria-label": words,
  });
  if (!submits) element.addEventListener("click", () => press(mark));
  return element;
}

/**
 * @param {Pair} pair
 * @param {Drawn[]} drawn
 * @param {SVGGElement} into
 * @returns {DrawnPair[]}
 */
function createPair(pair, drawn, into) {
  const [a, b] = [pair.a, pair.b].map((id) => drawn.find((it) => it.mark.id === id));
  if (!a || !b) return [];
  const path = draw("path", { class: "pair-line" });
  const cross = pair.forbidden ? draw("path", { class: "pair-cross", d: "M-7 -7L7 7M7 -7L-7 7" }) : null;
  const words = draw("text", { class: "pair-words", text: pair.forbidden ?? pair.words });
  const line = draw("g", { class: pair.forbidden ? "pair is-forbidden" : "pair" }, path, cross, words);
  into.append(line);
  return [{ pair, line, path, cross, words, ends: [a, b] }];
}

/**
 * @param {Drawn} it
 * @param {View} view
 * @param {{ half: ShownHalf, room: { width: number, height: number } }} stage
 */
function follow(it, view, { half, room }) {
  it.screen = project(view, it.point);
  const isFacing = dot(it.normal, view.toward) > FACING_LEAST && isInside(it.screen, room);
  it.isSeen = isFacing && !it.isHidden && (half === "both" || half === it.mark.side);
  const [x, y] = it.screen;
  it.dot.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${DOT_SCALE})`);
  it.dot.classList.toggle("is-far", !it.isSeen);
  it.leader.classList.toggle("is-far", !it.isSeen);
  it.label.classList.toggle("is-far", !it.isSeen);
  if (it.pin) followPin(it, it.pin, view);
}

/**
 * @param {Vector} screen
 * @param {{ width: number, height: number }} room
 */
function isInside([x, y], room) {
  return x > 0 && y > 0 && x < room.width && y < room.height;
}

/**
 * A pin as long as the needle goes deep, leaning toward the head as far as its angle says.
 * @param {Drawn} it
 * @param {SVGLineElement} pin
 * @param {View} view
 */
function followPin(it, pin, view) {
  const n = it.normal;
  const lean = (LEAN[it.mark.angle ?? "perpendicular"] * Math.PI) / 180;
  const slope = Math.hypot(n[0] * n[1], 1 - n[1] * n[1], n[2] * n[1]) || 1;
  const along = [-n[0] * n[1] / slope, (1 - n[1] * n[1]) / slope, -n[2] * n[1] / slope];
  const length = it.mark.depth_mm ?? 0;
  const tip = it.point.map((value, k) => value + length * (Math.cos(lean) * n[k] + Math.sin(lean) * along[k]));
  const [x, y] = project(view, tip);
  pin.setAttribute("x1", it.screen[0].toFixed(1));
  pin.setAttribute("y1", it.screen[1].toFixed(1));
  pin.setAttribute("x2", x.toFixed(1));
  pin.setAttribute("y2", y.toFixed(1));
  pin.classList.toggle("is-far", !it.isSeen);
}

/**
 * @param {Drawn} it
 * @param {{ side: "left" | "right", y: number, height: number }} spot
 * @param {{ left: number, right: number }} edges of the columns toward the body
 */
function placeLabel(it, spot, edges) {
  it.side = spot.side;
  const isLeft = spot.side === "left";
  const edge = edges[spot.side];
  const x = isLeft ? edge - it.labelWidth : edge;
  it.box = { left: x, right: x + it.labelWidth, top: spot.y - spot.height / 2, bottom: spot.y + spot.height / 2 };
  it.label.style.transform = `translate(${x.toFixed(1)}px, ${(spot.y - spot.height / 2).toFixed(1)}px)`;
  it.label.style.height = `${spot.height.toFixed(1)}px`;
  const elbow = edge + (isLeft ? 10 : -10);
  it.leader.setAttribute("d", `M${edge} ${spot.y.toFixed(1)}H${elbow}L${it.screen[0].toFixed(1)} ${it.screen[1].toFixed(1)}`);
}

/** @param {DrawnPair} pair */
function followPair({ line, path, cross, words, ends: [a, b] }) {
  const isSeen = a.isSeen || b.isSeen;
  line.classList.toggle("is-far", !isSeen);
  if (!isSeen) return;
  const [x, y] = [(a.screen[0] + b.screen[0]) / 2, (a.screen[1] + b.screen[1]) / 2];
  path.setAttribute("d", `M${a.screen[0].toFixed(1)} ${a.screen[1].toFixed(1)}L${b.screen[0].toFixed(1)} ${b.screen[1].toFixed(1)}`);
  cross?.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  words.setAttribute("transform", `translate(${x.toFixed(1)} ${(y - 12).toFixed(1)})`);
}
