// Says in words what lies at a place of the skin.

/** @import { Area, Kind, Skin } from "./drawing.mjs" */
/** @import { Body, Side } from "./types.mjs" */

/** Skin nearer to the middle than this is neither left nor right. */
const MIDLINE_MM = 6;
/** A region or a segment counts for an area when it has at least this part of it. */
const PART_LEAST = 0.12;

/** @type {Record<Kind, string>} */
export const KIND_WORDS = { ache: "Ache", burning: "Burning", pins: "Pins and needles", numb: "Numb" };

/**
 * @param {Body} body
 * @param {number} triangle
 * @param {number} x millimetres to the body's left
 * @returns {Side}
 */
export function sideOf(body, triangle, x) {
  if (Math.abs(x) < MIDLINE_MM) return "midline";
  return triangle < body.half ? "left" : "right";
}

/** @param {string} text */
export function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * @param {string[]} words
 * @returns {string} `a`, `a and b`, `a, b and c`
 */
export function list(words) {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/**
 * What lies at one triangle.
 * @param {Body} body
 * @param {Record<string, string>} names of the regions, by id
 * @param {number} triangle
 */
export function at(body, names, triangle) {
  const t = triangle % body.half;
  const region = body.regions[body.region[t]] ?? "";
  return {
    region: regionWords(names, region),
    muscle: body.muscles[body.muscle[t]] ?? "",
    dermatome: body.dermatomes[body.dermatome[t]] ?? "",
    hazards: body.hazards.filter((_, bit) => body.hazard[t] & (1 << bit)),
  };
}

/**
 * @param {Record<string, string>} names
 * @param {string} region
 */
export function regionWords(names, region) {
  return names[region] ?? region.replaceAll("-", " ");
}

/**
 * A place in one line: `Right, front and sides of the knee. Muscle: quadriceps. Skin: L3.`
 * @param {Body} body
 * @param {Record<string, string>} names
 * @param {number} triangle
 * @param {Side} side
 * @param {{ code: string, side: Side, mm: number } | null} nearest
 */
export function place(body, names, triangle, side, nearest) {
  const here = at(body, names, triangle);
  const parts = [`${sentence(side)}, ${here.region}.`];
  if (nearest) parts.push(`Nearest: ${pointWords(nearest.code, nearest.side)}, ${nearest.mm} mm.`);
  if (here.muscle) parts.push(`Muscle: ${here.muscle}.`);
  if (here.dermatome) parts.push(`Skin: ${here.dermatome}.`);
  if (here.hazards.length > 0) parts.push(`Beneath: ${list(here.hazards)}.`);
  return parts.join(" ");
}

/**
 * @param {string} code
 * @param {Side} side
 */
export function pointWords(code, side) {
  return side === "midline" ? code : `${code} ${side}`;
}

/**
 * One area of a pain drawing: `Ache, 6 of 10: right, front and sides of the knee, 0.9 % of the skin.`
 * @param {Body} body
 * @param {Record<string, string>} names
 * @param {Skin} skin
 * @param {Area} area
 */
export function area(body, names, skin, area) {
  const total = skin.areas.reduce((sum, part) => sum + part, 0);
  const size = [...area.triangles].reduce((sum, t) => sum + skin.areas[t], 0);
  const regions = shares(area.triangles, skin, (t) => regionWords(names, body.regions[body.region[t % body.half]] ?? ""));
  const segments = shares(area.triangles, skin, (t) => body.dermatomes[body.dermatome[t % body.half]] ?? "");
  segments.sort((a, b) => body.dermatomes.indexOf(a) - body.dermatomes.indexOf(b));
  const sides = shares(area.triangles, skin, (t) => (t < body.half ? "left" : "right"));
  const side = sides.length === 2 ? "both sides" : sides[0];
  const skinOf = segments.length > 0 ? ` Skin of ${list(segments)}.` : "";
  return `${KIND_WORDS[area.kind]}, ${area.intensity} of 10: ${side}, ${list(regions)}, ${percent(size / total)} of the skin.${skinOf}`;
}

/**
 * The names that have a fair part of some triangles, the largest first.
 * @param {Iterable<number>} triangles
 * @param {Skin} skin
 * @param {(triangle: number) => string} nameOf
 */
function shares(triangles, skin, nameOf) {
  /** @type {Map<string, number>} */
  const sizes = new Map();
  let total = 0;
  for (const t of triangles) {
    total += skin.areas[t];
    const name = nameOf(t);
    if (name) sizes.set(name, (sizes.get(name) ?? 0) + skin.areas[t]);
  }
  const sorted = [...sizes].sort((a, b) => b[1] - a[1]);
  const large = sorted.filter(([, size]) => size >= PART_LEAST * total);
  return (large.length > 0 ? large : sorted.slice(0, 1)).map(([name]) => name);
}

/** @param {number} part */
export function percent(part) {
  const value = part * 100;
  if (value > 0 && value < 0.1) return "less than 0.1 %";
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} %`;
}

/**
 * @param {number} since seconds since 1970
 * @param {number} now seconds since 1970
 */
export function minutesIn(since, now) {
  return `${Math.max(0, Math.floor((now - since) / 60))} min`;
}
