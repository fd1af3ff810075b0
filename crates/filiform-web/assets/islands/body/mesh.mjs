// Reads the skin: the stored left half, its mirror, and bodies between female and male, light and heavy.

/** @import { Body, BothPlaces, Place, Sex, Shape, Vector } from "./types.mjs" */

/** @type {Sex[]} */
const SEXES = ["female", "male"];

/**
 * @typedef {{ at: number, type: "u8" | "i8" | "u16" | "i16", count: number, step_mm?: number }} Section
 */

/**
 * @param {ArrayBuffer} buffer the file `body.bin`
 * @returns {Body}
 */
export function parse(buffer) {
  const magic = new TextDecoder().decode(new Uint8Array(buffer, 0, 8));
  if (magic !== "FILBODY1") throw new Error("this is not a body");
  const length = new DataView(buffer).getUint32(8, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 12, length)));
  const read = (/** @type {string} */ name) => section(buffer, header.sections[name]);
  const quads = read("quads") ?? new Uint16Array();
  const vertexCount = header.vertices;
  /** @type {Body} */
  const body = {
    name: header.mesh,
    vertexCount,
    half: header.quads * 2,
    ...triangles(quads, vertexCount),
    isSeam: new Uint8Array(vertexCount),
    rest: { female: new Float32Array(), male: new Float32Array() },
    build: { female: { light: null, heavy: null }, male: { light: null, heavy: null } },
    region: bytes(read("region"), header.quads * 2),
    dermatome: bytes(read("dermatome"), header.quads * 2),
    muscle: bytes(read("muscle"), header.quads * 2),
    hazard: bytes(read("hazard"), header.quads * 2),
    regions: header.regions ?? [],
    dermatomes: header.dermatomes ?? [""],
    muscles: header.muscles ?? [""],
    hazards: header.hazards ?? [],
    cameras: header.cameras ?? [],
  };
  for (const sex of SEXES) {
    const grid = read(sex) ?? new Int16Array(3 * vertexCount);
    body.rest[sex] = Float32Array.from(grid, (n, i) => n * header.grid_mm + header.offset_mm[i % 3]);
    body.build[sex] = { light: offsets(read, header, `${sex}-light`), heavy: offsets(read, header, `${sex}-heavy`) };
  }
  for (let v = 0; v < vertexCount; v += 1) body.isSeam[v] = body.rest.female[3 * v] === 0 ? 1 : 0;
  return body;
}

/**
 * @param {ArrayBuffer} buffer
 * @param {Section | undefined} from
 */
function section(buffer, from) {
  if (!from) return null;
  const { at, count, type } = from;
  if (type === "u8") return new Uint8Array(buffer, at, count);
  if (type === "i8") return new Int8Array(buffer, at, count);
  if (type === "u16") return new Uint16Array(buffer, at, count);
  return new Int16Array(buffer, at, count);
}

/**
 * @param {ArrayLike<number> | null} values
 * @param {number} count
 */
function bytes(values, count) {
  return values ? Uint8Array.from(values) : new Uint8Array(count);
}

/**
 * @param {(name: string) => ArrayLike<number> | null} read
 * @param {{ sections: Record<string, Section> }} header
 * @param {string} name
 */
function offsets(read, header, name) {
  const steps = read(name);
  const step = header.sections[name]?.step_mm ?? 1;
  return steps ? Float32Array.from(steps, (n) => n * step) : null;
}

/**
 * Two triangles for each quad, then their mirrors with the same order of corners.
 * @param {ArrayLike<number>} quads
 * @param {number} vertexCount
 */
function triangles(quads, vertexCount) {
  const half = quads.length / 2;
  const corners = new Uint32Array(6 * half);
  const isEmpty = new Uint8Array(2 * half);
  for (let q = 0; q < quads.length / 4; q += 1) {
    const [a, b, c, d] = [quads[4 * q], quads[4 * q + 1], quads[4 * q + 2], quads[4 * q + 3]];
    corners.set([a, b, c, a, c, d], 6 * q);
    if (c === d) isEmpty[2 * q + 1] = isEmpty[2 * q + 1 + half] = 1;
  }
  for (let i = 0; i < 3 * half; i += 1) corners[3 * half + i] = corners[i] + vertexCount;
  return { corners, isEmpty };
}

/**
 * The body between female (0) and male (1), and between light (-1) and heavy (1).
 * @param {Body} body
 * @param {number} sex
 * @param {number} build
 * @returns {Shape}
 */
export function shape(body, sex, build) {
  const count = 3 * body.vertexCount;
  const left = new Float32Array(count);
  for (const name of SEXES) {
    const share = name === "male" ? sex : 1 - sex;
    const offset = build < 0 ? body.build[name].light : body.build[name].heavy;
    const extent = Math.abs(build);
    for (let i = 0; i < count; i += 1) {
      left[i] += share * (body.rest[name][i] + (offset ? extent * offset[i] : 0));
    }
  }
  for (let v = 0; v < body.vertexCount; v += 1) if (body.isSeam[v]) left[3 * v] = 0;
  return { positions: withMirror(left), normals: withMirror(halfNormals(body, left)) };
}

/** @param {Float32Array} left three numbers for each vertex */
function withMirror(left) {
  const both = new Float32Array(2 * left.length);
  both.set(left);
  for (let i = 0; i < left.length; i += 1) both[left.length + i] = i % 3 === 0 ? -left[i] : left[i];
  return both;
}

/**
 * Normals weighted by the area of the triangles around each vertex.
 * @param {Body} body
 * @param {Float32Array} p positions of the left half
 */
function halfNormals(body, p) {
  const normals = new Float32Array(p.length);
  for (let t = 0; t < body.half; t += 1) {
    if (body.isEmpty[t]) continue;
    const [a, b, c] = [3 * body.corners[3 * t], 3 * body.corners[3 * t + 1], 3 * body.corners[3 * t + 2]];
    const [ux, uy, uz] = [p[b] - p[a], p[b + 1] - p[a + 1], p[b + 2] - p[a + 2]];
    const [vx, vy, vz] = [p[c] - p[a], p[c + 1] - p[a + 1], p[c + 2] - p[a + 2]];
    for (const corner of [a, b, c]) {
      normals[corner] += uy * vz - uz * vy;
      normals[corner + 1] += uz * vx - ux * vz;
      normals[corner + 2] += ux * vy - uy * vx;
    }
  }
  for (let v = 0; v < body.vertexCount; v += 1) {
    if (body.isSeam[v]) normals[3 * v] = 0;
    const length = Math.hypot(normals[3 * v], normals[3 * v + 1], normals[3 * v + 2]) || 1;
    for (let k = 0; k < 3; k += 1) normals[3 * v + k] /= length;
  }
  return normals;
}

/**
 * Where a place lies on a body, and where the skin faces there.
 * @param {Body} body
 * @param {Shape} on
 * @param {Place} place
 * @returns {{ point: Vector, normal: Vector }}
 */
export function locate(body, on, place) {
  const [triangle, ...weights] = place;
  /** @type {Vector} */
  const point = [0, 0, 0];
  /** @type {Vector} */
  const normal = [0, 0, 0];
  weights.forEach((weight, corner) => {
    const v = 3 * body.corners[3 * triangle + corner];
    for (let k = 0; k < 3; k += 1) {
      point[k] += weight * on.positions[v + k];
      normal[k] += weight * on.normals[v + k];
    }
  });
  return { point, normal };
}

/**
 * Where a mark lies on a body between female and male.
 * @param {Body} body
 * @param {Shape} on
 * @param {BothPlaces} places
 * @param {number} sex 0 to 1
 * @returns {{ point: Vector, normal: Vector } | null}
 */
export function locateBoth(body, on, places, sex) {
  const usable = (/** @type {Place | undefined} */ place) =>
    place && place[0] >= 0 && place[0] < 2 * body.half ? place : undefined;
  const [female, male] = [usable(places.female), usable(places.male)];
  if (!female || !male) {
    const only = female ?? male;
    return only ? locate(body, on, only) : null;
  }
  const [a, b] = [locate(body, on, female), locate(body, on, male)];
  const mix = (/** @type {Vector} */ from, /** @type {Vector} */ to) =>
    /** @type {Vector} */ (from.map((value, k) => value + sex * (to[k] - value)));
  return { point: mix(a.point, b.point), normal: mix(a.normal, b.normal) };
}

/**
 * The place mirrored to the other half.
 * @param {Body} body
 * @param {Place} place
 * @returns {Place}
 */
export function mirrored(body, place) {
  const [triangle, ...weights] = place;
  return [(triangle + body.half) % (2 * body.half), ...weights];
}

/**
 * The three neighbours of each triangle of both halves across its edges; -1 where there is none.
 * @param {Body} body
 */
export function neighbours(body) {
  const next = new Int32Array(6 * body.half).fill(-1);
  /** @type {Map<number, number>} an edge and the place of the one triangle seen there so far */
  const open = new Map();
  for (let t = 0; t < body.half; t += 1) {
    if (body.isEmpty[t]) continue;
    for (let k = 0; k < 3; k += 1) {
      const [a, b] = [body.corners[3 * t + k], body.corners[3 * t + ((k + 1) % 3)]];
      const edge = Math.min(a, b) * body.vertexCount + Math.max(a, b);
      const other = open.get(edge);
      if (other === undefined) {
        open.set(edge, 3 * t + k);
        continue;
      }
      open.delete(edge);
      join(next, body.half, t, k, other);
    }
  }
  for (const [edge, slot] of open) {
    const onSeam = body.isSeam[Math.floor(edge / body.vertexCount)] && body.isSeam[edge % body.vertexCount];
    if (!onSeam) continue;
    const triangle = Math.floor(slot / 3);
    next[slot] = triangle + body.half;
    next[slot + 3 * body.half] = triangle;
  }
  return next;
}

/**
 * @param {Int32Array} next
 * @param {number} half
 * @param {number} triangle
 * @param {number} edge
 * @param {number} otherSlot
 */
function join(next, half, triangle, edge, otherSlot) {
  const other = Math.floor(otherSlot / 3);
  next[3 * triangle + edge] = other;
  next[otherSlot] = triangle;
  next[3 * (triangle + half) + edge] = other + half;
  next[otherSlot + 3 * half] = triangle + half;
}

/**
 * The area and the middle of every triangle of both halves.
 * @param {Body} body
 * @param {Shape} on
 */
export function measure(body, on) {
  const areas = new Float32Array(2 * body.half);
  const middles = new Float32Array(6 * body.half);
  const p = on.positions;
  for (let t = 0; t < 2 * body.half; t += 1) {
    const [a, b, c] = [3 * body.corners[3 * t], 3 * body.corners[3 * t + 1], 3 * body.corners[3 * t + 2]];
    for (let k = 0; k < 3; k += 1) middles[3 * t + k] = (p[a + k] + p[b + k] + p[c + k]) / 3;
    const [ux, uy, uz] = [p[b] - p[a], p[b + 1] - p[a + 1], p[b + 2] - p[a + 2]];
    const [vx, vy, vz] = [p[c] - p[a], p[c + 1] - p[a + 1], p[c + 2] - p[a + 2]];
    areas[t] = Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx) / 2;
  }
  return { areas, middles };
}
