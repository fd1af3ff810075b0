// The layer of all named points: small dots with as many names as have room.

import { dot, project } from "./camera.mjs";
import { make } from "./dom.mjs";
import { isInside, near } from "./labels.mjs";
import { locateBoth, mirrored } from "./mesh.mjs";

/** @import { View } from "./camera.mjs" */
/** @import { Box } from "./labels.mjs" */
/** @import { Picker } from "./pick.mjs" */
/** @import { AtlasPoint, Body, Bounds, BothPlaces, Shape, ShownHalf, Side, Vector } from "./types.mjs" */

const RADIUS_PX = 3;
const LINE_PX = 15;
/** Skin that is turned away more than this does not show its points. */
const FACING_LEAST = 0.05;
const FONT = "560 12px Inter, system-ui, sans-serif";

/** @typedef {{ region: string, nerve: string, segment: string, muscle: string }} Filter */
/** @typedef {{ point: AtlasPoint, side: Side, places: BothPlaces, at: Vector, normal: Vector, width: number, screen: Vector, isSeen: boolean, label: { x: number, y: number } | null }} Spot */

/**
 * Whether a point is about everything that is asked for.
 * @param {AtlasPoint} point
 * @param {Filter} filter
 * @param {Record<string, string>} regions
 */
export function matches(point, filter, regions) {
  const has = (/** @type {string[] | undefined} */ values, /** @type {string} */ wanted) => {
    const sought = wanted.trim().toLowerCase();
    if (!sought) return true;
    const exact = values?.some((value) => value.toLowerCase() === sought);
    return exact || values?.some((value) => sought.length > 2 && value.toLowerCase().includes(sought)) || false;
  };
  return (
    has([regions[point.region] ?? "", point.region], filter.region) &&
    has(point.nerves, filter.nerve) &&
    has([...(point.segments ?? []), ...(point.dermatomes ?? [])], filter.segment) &&
    has(point.muscles, filter.muscle)
  );
}

export class NamedPoints {
  /** @param {Body} body */
  constructor(body) {
    this.body = body;
    this.canvas = make("canvas", { class: "body-points", hidden: true });
    this.context = this.canvas.getContext("2d");
    this.size = { width: 1, height: 1, ratio: 1 };
    /** @type {Spot[]} */
    this.all = [];
    /** @type {Spot[]} */
    this.shown = [];
    this.colours = { dot: "black", halo: "white", ink: "black" };
    /** @type {ShownHalf} */
    this.half = "both";
    /** @type {Bounds} */
    this.bounds = { left: 0, top: 0, right: 1, bottom: 1 };
  }

  /** @param {AtlasPoint[]} points */
  setAtlas(points) {
    const { context } = this;
    if (context) context.font = FONT;
    this.all = points.flatMap((point) => spotsOf(this.body, point, (code) => context?.measureText(code).width ?? 40));
  }

  /**
   * @param {Filter | null} filter nothing shows none
   * @param {Record<string, string>} regions
   */
  filter(filter, regions) {
    this.shown = filter ? this.all.filter((spot) => matches(spot.point, filter, regions)) : [];
    // A browser may keep the last picture of a canvas that is only cleared.
    this.canvas.hidden = this.shown.length === 0;
    return new Set(this.shown.map((spot) => spot.point.code)).size;
  }

  /**
   * @param {Shape} shape
   * @param {number} sex
   */
  setShape(shape, sex) {
    for (const spot of this.all) {
      const found = locateBoth(this.body, shape, spot.places, sex);
      if (found) Object.assign(spot, { at: found.point, normal: found.normal });
    }
  }

  setTheme() {
    const style = getComputedStyle(document.documentElement);
    const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    this.colours = { dot: read("--dot"), halo: read("--on-clay-halo"), ink: read("--on-clay") };
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    const ratio = Math.min(2, devicePixelRatio || 1);
    this.size = { width, height, ratio };
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
  }

  /** @param {View} view */
  follow(view) {
    for (const spot of this.shown) this.look(spot, view);
    this.paint();
  }

  /**
   * Once the camera rests: what other skin hides, and which names have room.
   * @param {View} view
   * @param {Picker} picker
   * @param {Box[]} taken
   */
  settle(view, picker, taken) {
    for (const spot of this.shown) {
      this.look(spot, view);
      spot.isSeen = spot.isSeen && picker.sees(spot.at);
      spot.label = null;
    }
    const seen = this.shown.filter((spot) => spot.isSeen);
    const dots = seen.map(({ screen: [x, y], width }) => ({ x, y, width }));
    const dotBoxes = dots.map(({ x, y }) => ({ left: x - 2, right: x + 2, top: y - 2, bottom: y + 2 }));
    const spots = near(dots, this.size, [...taken, ...dotBoxes], LINE_PX);
    seen.forEach((spot, i) => {
      const at = spots[i];
      spot.label = at && { x: at.x - dots[i].x, y: at.y - dots[i].y };
    });
    this.paint();
  }

  /**
   * @param {Spot} spot
   * @param {View} view
   */
  look(spot, view) {
    spot.screen = project(view, spot.at);
    const isOn = this.half === "both" || this.half === spot.side;
    spot.isSeen = isOn && dot(spot.normal, view.toward) > FACING_LEAST && isInside(spot.screen, this.bounds);
  }

  paint() {
    if (this.context) paint(this.context, this.shown, this.size, this.colours);
  }

  /** The room that the names take. */
  boxes() {
    return this.shown.flatMap(({ isSeen, label, screen: [x, y], width }) => {
      if (!isSeen || !label) return [];
      const left = x + label.x;
      return [{ left, right: left + width, top: y + label.y - LINE_PX / 2, bottom: y + label.y + LINE_PX / 2 }];
    });
  }

  /**
   * The point nearest to a place of the skin.
   * @param {Vector} place
   */
  nearest(place) {
    /** @type {{ code: string, name: string, side: Side, mm: number } | null} */
    let best = null;
    for (const { point, side, at } of this.all) {
      const mm = Math.round(Math.hypot(at[0] - place[0], at[1] - place[1], at[2] - place[2]));
      if (!best || mm < best.mm) best = { code: point.code, name: point.name, side, mm };
    }
    return best;
  }

  /**
   * The shown point within reach of a finger.
   * @param {number} x
   * @param {number} y
   * @param {number} reach
   */
  pointAt(x, y, reach) {
    const far = (/** @type {Spot} */ spot) => Math.hypot(spot.screen[0] - x, spot.screen[1] - y);
    const inReach = this.shown.filter((spot) => spot.isSeen && far(spot) <= reach);
    return inReach.sort((a, b) => far(a) - far(b))[0] ?? null;
  }

  /**
   * The words that the search fields offer.
   * @param {Record<string, string>} regions
   */
  offers(regions) {
    const sorted = (/** @type {string[]} */ values) =>
      [...new Set(values)].filter(Boolean).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    const points = this.all.map((spot) => spot.point);
    return {
      region: sorted(points.map((point) => regions[point.region] ?? point.region)),
      nerve: sorted(points.flatMap((point) => point.nerves ?? [])),
      segment: sorted(points.flatMap((point) => [...(point.segments ?? []), ...(point.dermatomes ?? [])])),
      muscle: sorted(points.flatMap((point) => point.muscles ?? [])),
    };
  }
}

/**
 * A point of the midline once, any other on both sides.
 * @param {Body} body
 * @param {AtlasPoint} point
 * @param {(code: string) => number} widthOf
 * @returns {Spot[]}
 */
function spotsOf(body, point, widthOf) {
  /** @type {Pick<Spot, "at" | "normal" | "screen" | "isSeen" | "label" | "width">} */
  const blank = { at: [0, 0, 0], normal: [0, 0, 1], screen: [0, 0, 0], isSeen: false, label: null, width: widthOf(point.code) };
  const own = { ...blank, point, places: point.place };
  if (point.midline) return [{ ...own, side: "midline" }];
  const { female, male } = point.place;
  const other = { female: female && mirrored(body, female), male: male && mirrored(body, male) };
  return [
    { ...own, side: "left" },
    { ...blank, point, places: other, side: "right" },
  ];
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Spot[]} spots
 * @param {{ width: number, height: number, ratio: number }} size
 * @param {{ dot: string, halo: string, ink: string }} colours
 */
function paint(context, spots, size, colours) {
  context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  context.font = FONT;
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const seen = spots.filter((spot) => spot.isSeen);
  context.beginPath();
  for (const { screen: [x, y] } of seen) {
    context.moveTo(x + RADIUS_PX, y);
    context.arc(x, y, RADIUS_PX, 0, 2 * Math.PI);
  }
  context.lineWidth = 2;
  context.strokeStyle = colours.halo;
  context.stroke();
  context.fillStyle = colours.dot;
  context.fill();
  context.lineWidth = 3;
  context.fillStyle = colours.ink;
  for (const { screen: [x, y], label, point } of seen) {
    if (!label) continue;
    context.strokeText(point.code, x + label.x, y + label.y);
    context.fillText(point.code, x + label.x, y + label.y);
  }
}
