// A pain drawing: areas of skin, each of one kind and intensity, and the strokes that make them.

/** @import { Body } from "./types.mjs" */

/** @typedef {"ache" | "burning" | "pins" | "numb"} Kind */
/** @typedef {{ kind: Kind, intensity: number, triangles: Set<number> }} Area */
/** @typedef {{ kind: Kind, intensity: number }} Pen */

/** @type {Kind[]} */
export const KINDS = ["ache", "burning", "pins", "numb"];

/** A stroke this near to the last area of its kind belongs to it. */
const NEAR_MM = 30;

/**
 * @param {string | undefined} text `kind,intensity,ranges;...`
 * @returns {Area[]}
 */
export function read(text) {
  /** @type {Area[]} */
  const areas = [];
  for (const part of (text ?? "").split(";")) {
    const [kind, intensity, ranges] = part.split(",");
    const known = KINDS.find((it) => it === kind?.trim());
    if (!known || !ranges) continue;
    const triangles = readRanges(ranges);
    if (triangles.size > 0) areas.push({ kind: known, intensity: clamp(Number(intensity) || 0, 0, 10), triangles });
  }
  return areas;
}

/** @param {string} ranges for example `12-40.77.80-90` */
function readRanges(ranges) {
  /** @type {Set<number>} */
  const triangles = new Set();
  for (const range of ranges.split(".")) {
    const [from, to] = range.split("-").map(Number);
    if (!Number.isInteger(from) || (to !== undefined && !Number.isInteger(to))) continue;
    for (let t = from; t <= Math.min(to ?? from, from + 100_000); t += 1) triangles.add(t);
  }
  return triangles;
}

/** @param {Area[]} areas */
export function write(areas) {
  return areas.map((area) => `${area.kind},${area.intensity},${writeRanges(area.triangles)}`).join(";");
}

/** @param {Set<number>} triangles */
function writeRanges(triangles) {
  const sorted = [...triangles].sort((a, b) => a - b);
  /** @type {string[]} */
  const ranges = [];
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (sorted[end + 1] === sorted[end] + 1) end += 1;
    ranges.push(end > i ? `${sorted[i]}-${sorted[end]}` : `${sorted[i]}`);
    i = end + 1;
  }
  return ranges.join(".");
}

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
function clamp(value, least, most) {
  return Math.max(least, Math.min(most, Math.round(value)));
}

/**
 * @typedef {object} Skin what strokes need to know
 * @property {Int32Array} neighbours
 * @property {Float32Array} middles
 * @property {Float32Array} areas
 */

/**
 * The triangles within a brush that hang together with the one that was hit, so that a stroke
 * never goes through the body or over to another limb.
 * @param {Skin} skin
 * @param {number} triangle
 * @param {ArrayLike<number>} point
 * @param {number} radius_mm
 */
export function dab(skin, triangle, point, radius_mm) {
  const reached = new Set([triangle]);
  const limit = radius_mm * radius_mm;
  for (const from of reached) {
    for (let k = 0; k < 3; k += 1) {
      const next = skin.neighbours[3 * from + k];
      if (next >= 0 && !reached.has(next) && squared(skin.middles, 3 * next, point, 0) <= limit) reached.add(next);
    }
  }
  return reached;
}

/**
 * @param {ArrayLike<number>} a
 * @param {number} i
 * @param {ArrayLike<number>} b
 * @param {number} j
 */
function squared(a, i, b, j) {
  return (a[i] - b[j]) ** 2 + (a[i + 1] - b[j + 1]) ** 2 + (a[i + 2] - b[j + 2]) ** 2;
}

/**
 * The areas with one more stroke.
 * @param {Skin} skin
 * @param {Area[]} areas
 * @param {Pen} pen
 * @param {Set<number>} stroke
 * @returns {Area[]}
 */
export function painted(skin, areas, pen, stroke) {
  if (stroke.size === 0) return areas;
  const last = areas.at(-1);
  const joins = last && last.kind === pen.kind && last.intensity === pen.intensity && isNear(skin, last.triangles, stroke);
  if (!joins) return [...areas, { ...pen, triangles: new Set(stroke) }];
  return [...areas.slice(0, -1), { ...last, triangles: new Set([...last.triangles, ...stroke]) }];
}

/**
 * @param {Skin} skin
 * @param {Set<number>} area
 * @param {Set<number>} stroke
 */
function isNear(skin, area, stroke) {
  for (const triangle of stroke) if (area.has(triangle)) return true;
  for (const triangle of stroke) {
    for (const other of area) {
      if (squared(skin.middles, 3 * triangle, skin.middles, 3 * other) <= NEAR_MM * NEAR_MM) return true;
    }
  }
  return false;
}

/**
 * The areas without what was rubbed out.
 * @param {Area[]} areas
 * @param {Set<number>} stroke
 * @returns {Area[]}
 */
export function erased(areas, stroke) {
  const touched = areas.some((area) => [...stroke].some((t) => area.triangles.has(t)));
  if (!touched) return areas;
  return areas
    .map((area) => ({ ...area, triangles: new Set([...area.triangles].filter((t) => !stroke.has(t))) }))
    .filter((area) => area.triangles.size > 0);
}

/**
 * What came and what went between two drawings.
 * @param {Area[]} earlier
 * @param {Area[]} now
 */
export function change(earlier, now) {
  const [before, after] = [union(earlier), union(now)];
  return {
    came: new Set([...after].filter((t) => !before.has(t))),
    went: new Set([...before].filter((t) => !after.has(t))),
  };
}

/** @param {Area[]} areas */
export function union(areas) {
  /** @type {Set<number>} */
  const all = new Set();
  for (const area of areas) for (const triangle of area.triangles) all.add(triangle);
  return all;
}

/**
 * Only triangles that this skin has.
 * @param {Body} body
 * @param {Area[]} areas
 */
export function onSkin(body, areas) {
  const has = (/** @type {number} */ t) => t >= 0 && t < 2 * body.half && !body.isEmpty[t];
  return areas
    .map((area) => ({ ...area, triangles: new Set([...area.triangles].filter(has)) }))
    .filter((area) => area.triangles.size > 0);
}
