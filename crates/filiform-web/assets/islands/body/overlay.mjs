// What stands over the skin: dots, their labels in two columns, pins, pairs and words.
// While the body turns only transforms and paths change; nothing is measured.

import { dot, project } from "./camera.mjs";
import { draw, make } from "./dom.mjs";
import { columns, isInside } from "./labels.mjs";
import { locateBoth } from "./mesh.mjs";
import { MARK_WORDS, markGroup } from "./shapes.mjs";

/** @import { View } from "./camera.mjs" */
/** @import { Box } from "./labels.mjs" */
/** @import { Picker } from "./pick.mjs" */
/** @import { Body, Bounds, Mark, Pair, Shape, ShownHalf, Vector } from "./types.mjs" */

/** Skin that is turned away more than this does not show its marks. */
const FACING_LEAST = 0.04;
const LABEL_MARGIN = 8;
/** Above the labels stand the side words, below them the buttons. */
const ROOM_ABOVE = 40;
const ROOM_BELOW = 68;
const SIDE_WORDS_PX = 32;
/** How far the columns stay from the widest part of the body. */
const COLUMN_GAP = 34;
const DOT_SCALE_MAX = 0.62;
const DOT_SCALE_MIN = 0.42;
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

/** @typedef {{ pins: boolean, labelOf: (mark: Mark) => string, classOf: (mark: Mark) => string }} Shown */

/**
 * @typedef {object} Pressed
 * @property {(mark: Mark) => void} press a mark without a form or an address of its own
 * @property {(mark: Mark) => void} sends a mark's own form is about to be sent
 */

export class Overlay {
  /**
   * @param {Body} body
   * @param {Pressed} on
   */
  constructor(body, on) {
    this.body = body;
    this.on = on;
    this.groups = {
      leaders: draw("g", { class: "leaders" }),
      pairs: draw("g", { class: "pairs" }),
      pins: draw("g", { class: "pins" }),
      dots: draw("g", { class: "dots" }),
    };
    const look = { class: "body-marks", "aria-hidden": "true", focusable: "false" };
    this.svg = draw("svg", look, ...Object.values(this.groups));
    this.labels = make("div", { class: "body-labels" });
    /** @type {Drawn[]} */
    this.drawn = [];
    /** @type {DrawnPair[]} */
    this.pairs = [];
    this.room = { width: 1, height: 1 };
    /** How broad the body is from the front, for the place of the columns. */
    this.bodyWidth_mm = 900;
    /** @type {ShownHalf} */
    this.half = "both";
    /** @type {Bounds} */
    this.bounds = { left: 0, top: 0, right: 1, bottom: 1 };
  }

  /** The widest label, so that the body leaves room for it. */
  gutter() {
    return this.drawn.reduce((most, it) => Math.max(most, it.labelWidth), 0);
  }

  /** How many marks are out of sight. */
  hidden() {
    return this.drawn.filter((it) => !it.isSeen).length;
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    this.room = { width, height };
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }

  /**
   * @param {Mark[]} marks
   * @param {Pair[]} pairs
   * @param {Shown} how
   */
  setMarks(marks, pairs, how) {
    for (const group of Object.values(this.groups)) group.replaceChildren();
    this.labels.replaceChildren();
    this.drawn = marks.map((mark) => create(mark, this.groups, this.labels, how, this.on));
    for (const it of this.drawn) it.labelWidth = it.label.offsetWidth;
    this.pairs = pairs.flatMap((pair) => createPair(pair, this.drawn, this.groups.pairs));
  }

  /** @param {(mark: Mark) => string} labelOf */
  relabel(labelOf) {
    for (const it of this.drawn) {
      const text = labelOf(it.mark);
      if (it.label.textContent === text) continue;
      it.label.textContent = text;
      it.label.setAttribute("aria-label", spoken(it.mark, text));
    }
    for (const it of this.drawn) it.labelWidth = it.label.offsetWidth;
  }

  /**
   * @param {Shape} shape
   * @param {number} sex
   */
  setShape(shape, sex) {
    for (const it of this.drawn) {
      const found = locateBoth(this.body, shape, it.mark.place, sex);
      if (found) Object.assign(it, found);
      it.isHidden = false;
    }
  }

  /** @param {View} view */
  follow(view) {
    for (const it of this.drawn) follow(it, view, this);
    const seen = this.drawn.filter((it) => it.isSeen);
    const { width, height } = this.room;
    const edges = edgesOf(view, this.bodyWidth_mm, this.gutter(), width);
    const aside = (edges.left + edges.right - width) / 2;
    const spots = columns(
      seen.map((it) => ({ x: it.screen[0] - aside, y: it.screen[1] - ROOM_ABOVE, width: it.labelWidth })),
      { width, height: Math.max(1, height - ROOM_ABOVE - ROOM_BELOW) },
      seen.map((it) => it.side),
    );
    seen.forEach((it, n) => placeLabel(it, { ...spots[n], y: spots[n].y + ROOM_ABOVE }, edges));
    for (const pair of this.pairs) followPair(pair);
  }

  /**
   * Once the camera rests: what other skin hides.
   * @param {View} view
   * @param {Picker} picker
   */
  settle(view, picker) {
    for (const it of this.drawn) it.isHidden = !picker.sees(it.point);
    this.follow(view);
  }

  /** Forgets what was hidden, because the body has begun to move. */
  unsettle() {
    for (const it of this.drawn) it.isHidden = false;
  }

  /**
   * The mark within reach of a finger, the nearest first.
   * @param {number} x
   * @param {number} y
   * @param {number} reach
   */
  markAt(x, y, reach) {
    const near = this.drawn
      .filter((it) => it.isSeen)
      .map((it) => ({ mark: it.mark, far: Math.hypot(it.screen[0] - x, it.screen[1] - y) }))
      .filter((it) => it.far <= reach)
      .sort((a, b) => a.far - b.far);
    return near[0]?.mark ?? null;
  }

  /** The room that dots and labels take, so that words on the skin keep clear of them. */
  boxes() {
    const seen = this.drawn.filter((it) => it.isSeen);
    return [
      { left: 0, right: this.room.width, top: 0, bottom: SIDE_WORDS_PX },
      ...seen.map((it) => it.box),
      ...seen.map(({ screen: [x, y] }) => ({ left: x - 10, right: x + 10, top: y - 10, bottom: y + 10 })),
    ];
  }

  /** @param {string} id of a mark */
  labelOf(id) {
    return this.drawn.find((it) => it.mark.id === id)?.label ?? null;
  }
}

/**
 * @param {Mark} mark
 * @param {Record<"leaders" | "pins" | "dots", SVGGElement>} groups
 * @param {HTMLElement} labels
 * @param {Shown} how
 * @param {Pressed} on
 * @returns {Drawn}
 */
function create(mark, groups, labels, how, on) {
  const group = markGroup(mark);
  const extra = how.classOf(mark);
  if (extra) group.classList.add(extra);
  const leader = draw("path", { class: "leader" });
  const hasPin = how.pins && mark.depth_mm && mark.mark !== "stopped";
  const pin = hasPin ? draw("line", { class: "pin" }) : null;
  const label = labelElement(mark, how.labelOf(mark), on);
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
 * @param {Pressed} on
 */
function labelElement(mark, text, on) {
  const look = { class: `body-label is-${mark.mark}`, text, title: mark.words, "data-mark": mark.id };
  const words = spoken(mark, text);
  if (mark.press?.open) return make("a", { ...look, href: mark.press.open, "aria-label": words });
  const submits = mark.press?.submit;
  const element = make("button", {
    ...look,
    type: submits ? "submit" : "button",
    form: submits,
    "aria-label": words,
  });
  element.addEventListener("click", () => (submits ? on.sends(mark) : on.press(mark)));
  return element;
}

/**
 * The words of a label: what is written on it and what it is about.
 * @param {Mark} mark
 * @param {string} text
 */
function spoken(mark, text) {
  const words = `${mark.words}, ${MARK_WORDS[mark.mark] ?? ""}`;
  return words.includes(text) ? words : `${text}: ${words}`;
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
 * @param {{ half: ShownHalf, bounds: Bounds }} stage
 */
function follow(it, view, { half, bounds }) {
  it.screen = project(view, it.point);
  const isFacing = dot(it.normal, view.toward) > FACING_LEAST && isInside(it.screen, bounds);
  it.isSeen = isFacing && !it.isHidden && (half === "both" || half === it.mark.side);
  const [x, y] = it.screen;
  const size = Math.max(DOT_SCALE_MIN, Math.min(DOT_SCALE_MAX, 1.5 * view.scale));
  it.dot.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${size.toFixed(2)})`);
  it.dot.classList.toggle("is-far", !it.isSeen);
  it.leader.classList.toggle("is-far", !it.isSeen);
  it.label.classList.toggle("is-far", !it.isSeen);
  if (it.pin) followPin(it, it.pin, view);
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
 * Where the two columns end toward the body: beside it, or at the edges of the stage.
 * @param {View} view
 * @param {number} bodyWidth_mm
 * @param {number} widest label
 * @param {number} width of the stage
 */
function edgesOf(view, bodyWidth_mm, widest, width) {
  const [middle] = project(view, [0, 0, 0]);
  const half = (bodyWidth_mm * view.scale) / 2 + COLUMN_GAP;
  const most = width - LABEL_MARGIN - widest;
  const left = Math.min(Math.max(middle - half, LABEL_MARGIN + widest), width / 2 - COLUMN_GAP);
  return { left, right: Math.max(Math.min(middle + half, most), width / 2 + COLUMN_GAP) };
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
