// The layer of all named points: small dots with as many names as have room.

import { dot, project } from "./camera.mjs";
import { isInside, near } from "./labels.mjs";
import { locateBoth, mirrored } from "./mesh.mjs";

/** @import { View } from "./camera.mjs" */
/** @import { Box } from "./labels.mjs" */
/** @import { Picker } from "./pick.mjs" */
/** @import { AtlasPoint, Body, Bounds, BothPlaces, Shape, ShownHalf, Side, Vector } from "./types.mjs" */

const RADIUS_PX = 3;
const LINE_PX = 15;
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

/** @param {Body} body */
export function createNamedPoints(body) {
  const canvas = document.createElement("canvas");
  canvas.className = "body-points";
  const context = canvas.getContext("2d");
  const size = { width: 1, height: 1, ratio: 1 };
  /** @type {Spot[]} */
  let all = [];
  /** @type {Spot[]} */
  let shown = [];
  let colours = { dot: "black", halo: "white", ink: "black" };
  /** @type {ShownHalf} */
  let shownHalf = "both";
  /** @type {Bounds} */
  let bounds = { left: 0, top: 0, right: 1, bottom: 1 };
  const isOn = (/** @type {Spot} */ spot) =>
    (shownHalf === "both" || shownHalf === spot.side) && isInside(spot.screen, bounds);

  return {
    canvas,
    /** @param {AtlasPoint[]} points */
    setAtlas(points) {
      if (context) context.font = FONT;
      all = points.flatMap((point) => spotsOf(body, point, (code) => context?.measureText(code).width ?? 40));
    },
    /**
     * @param {Filter | null} filter nothing shows none
     * @param {Record<string, string>} regions
     */
    filter(filter, regions) {
      shown = filter ? all.filter((spot) => matches(spot.point, filter, regions)) : [];
      // A browser may keep the last picture of a canvas that is only cleared.
      canvas.hidden = shown.length === 0;
      return new Set(shown.map((spot) => spot.point.code)).size;
    },
    /**
     * @param {Shape} shape
     * @param {number} sex
     */
    setShape(shape, sex) {
      for (const spot of all) {
        const found = locateBoth(body, shape, spot.places, sex);
        if (found) Object.assign(spot, { at: found.point, normal: found.normal });
      }
    },
    setHalf(/** @type {ShownHalf} */ half) {
      shownHalf = half;
    },
    setBounds(/** @type {Bounds} */ to) {
      bounds = to;
    },
    setTheme() {
      const style = getComputedStyle(document.documentElement);
      const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
      colours = { dot: read("--dot"), halo: read("--on-clay-halo"), ink: read("--on-clay") };
    },
    resize(/** @type {number} */ width, /** @type {number} */ height) {
      const ratio = Math.min(2, devicePixelRatio || 1);
      Object.assign(size, { width, height, ratio });
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    },
    /** @param {View} view */
    follow(view) {
      for (const spot of shown) {
        spot.screen = project(view, spot.at);
        spot.isSeen = dot(spot.normal, view.toward) > 0.05 && isOn(spot);
      }
      if (context) paint(context, shown, size, colours);
    },
    /**
     * @param {View} view
     * @param {Picker} picker
     * @param {Box[]} taken
     */
    settle(view, picker, taken) {
      for (const spot of shown) {
        spot.screen = project(view, spot.at);
        spot.isSeen = dot(spot.normal, view.toward) > 0.05 && isOn(spot) && picker.sees(spot.at);
        spot.label = null;
      }
      const seen = shown.filter((spot) => spot.isSeen);
      const dots = seen.map(({ screen: [x, y], width }) => ({ x, y, width }));
      const dotBoxes = dots.map(({ x, y }) => ({ left: x - 2, right: x + 2, top: y - 2, bottom: y + 2 }));
      const spots = near(dots, size, [...taken, ...dotBoxes], LINE_PX);
      seen.forEach((spot, i) => {
        const at = spots[i];
        spot.label = at && { x: at.x - dots[i].x, y: at.y - dots[i].y };
      });
      if (context) paint(context, shown, size, colours);
    },
    /** The room that the names take. */
    boxes: () =>
      shown.flatMap(({ isSeen, label, screen: [x, y], width }) => {
        if (!isSeen || !label) return [];
        const left = x + label.x;
        return [{ left, right: left + width, top: y + label.y - LINE_PX / 2, bottom: y + label.y + LINE_PX / 2 }];
      }),
    /**
     * The point nearest to a place of the skin.
     * @param {Vector} place
     */
    nearest(place) {
      /** @type {{ code: string, name: string, side: Side, mm: number } | null} */
      let best = null;
      for (const { point, side, at } of all) {
        const mm = Math.round(Math.hypot(at[0] - place[0], at[1] - place[1], at[2] - place[2]));
        if (!best || mm < best.mm) best = { code: point.code, name: point.name, side, mm };
      }
      return best;
    },
    /**
     * The shown point within reach of a finger.
     * @param {number} x
     * @param {number} y
     * @param {number} reach
     */
    pointAt(x, y, reach) {
      const far = (/** @type {Spot} */ spot) => Math.hypot(spot.screen[0] - x, spot.screen[1] - y);
      const inReach = shown.filter((spot) => spot.isSeen && far(spot) <= reach).sort((a, b) => far(a) - far(b));
      return inReach[0] ?? null;
    },
    /** The words that a search field offers. */
    offers(/** @type {Record<string, string>} */ regions) {
      const sorted = (/** @type {string[]} */ values) => [...new Set(values)].filter(Boolean).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
      const points = all.map((spot) => spot.point);
      return {
        region: sorted(points.map((point) => regions[point.region] ?? point.region)),
        nerve: sorted(points.flatMap((point) => point.nerves ?? [])),
        segment: sorted(points.flatMap((point) => [...(point.segments ?? []), ...(point.dermatomes ?? [])])),
        muscle: sorted(points.flatMap((point) => point.muscles ?? [])),
      };
    },
  };
}

/** @typedef {ReturnType<typeof createNamedPoints>} NamedPoints */

/**
 * A point of the midline once, any other on both sides.
 * @param {Body} body
 * @param {AtlasPoint} point
 * @param {(code: string) => number} widthOf
 * @returns {Spot[]}
 */
function spotsOf(body, point, widthOf) {
  const blank = { at: /** @type {Vector} */ ([0, 0, 0]), normal: /** @type {Vector} */ ([0, 0, 1]), screen: /** @type {Vector} */ ([0, 0, 0]), isSeen: false, label: null, width: widthOf(point.code) };
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
