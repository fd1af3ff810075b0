// Turns what the layers and the pain drawings say about triangles into colours of the skin.

import { KINDS } from "./drawing.mjs";

/** @import { Area } from "./drawing.mjs" */
/** @import { Body, Paint, TrianglePaint, Vector } from "./types.mjs" */

const EARLIER_BIT = 16;
const TINT_STRENGTH = 175;

/**
 * @typedef {object} Painted what lies on the skin
 * @property {(triangle: number) => Vector | null} tint the colour of a triangle in the chosen layer
 * @property {Area[]} pain
 * @property {Set<number>} earlier
 */

/**
 * The first corner and the last of the triangles around each vertex, where the two halves meet as one.
 * @param {Body} body
 */
function canonical(body) {
  const count = 2 * body.vertexCount;
  return Uint32Array.from({ length: count }, (_, v) =>
    v >= body.vertexCount && body.isSeam[v - body.vertexCount] ? v - body.vertexCount : v,
  );
}

/**
 * @param {Body} body
 */
export function createPainter(body) {
  const count = 2 * body.vertexCount;
  const same = canonical(body);
  const slots = body.corners.map((v) => same[v]);
  const degree = new Float32Array(count);
  for (let i = 0; i < slots.length; i += 1) if (!body.isEmpty[Math.floor(i / 3)]) degree[slots[i]] += 1;
  /** @type {Paint} */
  const paint = {
    tint: new Uint8Array(4 * count),
    cover: new Uint8Array(4 * count),
    strength: new Uint8Array(4 * count),
    earlier: new Uint8Array(count),
  };
  /** @type {TrianglePaint} */
  const triangles = { tint: new Array(2 * body.half).fill(null), kinds: new Uint8Array(2 * body.half) };

  const mesh = { body, slots, degree, same };
  return {
    paint,
    triangles,
    /** @param {Painted["tint"]} tint */
    setTint(tint) {
      for (let t = 0; t < 2 * body.half; t += 1) triangles.tint[t] = body.isEmpty[t] ? null : tint(t);
      blend(mesh, triangles.tint, paint.tint);
    },
    /**
     * @param {Area[]} pain
     * @param {Set<number>} earlier
     */
    setPain(pain, earlier) {
      triangles.kinds.fill(0);
      paint.cover.fill(0);
      paint.strength.fill(0);
      for (const area of pain) {
        const bit = 1 << KINDS.indexOf(area.kind);
        for (const t of area.triangles) triangles.kinds[t] |= bit;
      }
      for (const t of earlier) triangles.kinds[t] |= EARLIER_BIT;
      KINDS.forEach((kind, channel) => {
        const areas = pain.filter((area) => area.kind === kind);
        if (areas.length > 0) coverKind(mesh, areas, channel, paint);
      });
      spread(mesh, (t) => (triangles.kinds[t] & EARLIER_BIT ? 1 : 0), paint.earlier, 1, 0);
    },
  };
}

/** @typedef {{ body: Body, slots: Uint32Array, degree: Float32Array, same: Uint32Array }} PaintMesh */

/**
 * Blends the colours of the triangles around each vertex: borders of the layers are soft.
 * @param {PaintMesh} mesh
 * @param {(Vector | null)[]} tints
 * @param {Uint8Array} out
 */
function blend({ body, slots, degree, same }, tints, out) {
  const sums = new Float32Array(4 * degree.length);
  for (let i = 0; i < slots.length; i += 1) {
    const tint = tints[Math.floor(i / 3)];
    if (!tint) continue;
    const v = 4 * slots[i];
    for (let k = 0; k < 3; k += 1) sums[v + k] += tint[k];
    sums[v + 3] += 1;
  }
  for (let v = 0; v < 2 * body.vertexCount; v += 1) {
    const from = 4 * same[v];
    const weight = sums[from + 3];
    for (let k = 0; k < 3; k += 1) out[4 * v + k] = weight ? (255 * sums[from + k]) / weight : 0;
    out[4 * v + 3] = (TINT_STRENGTH * weight) / Math.max(1, degree[same[v]]);
  }
}

/**
 * @param {PaintMesh} mesh
 * @param {Area[]} areas of one kind
 * @param {number} channel
 * @param {Paint} paint
 */
function coverKind(mesh, areas, channel, paint) {
  const { body, slots, same } = mesh;
  const intensity = new Float32Array(2 * body.half);
  for (const area of areas) for (const t of area.triangles) intensity[t] = (area.intensity + 0.5) / 10.5;
  spread(mesh, (t) => (intensity[t] > 0 ? 1 : 0), paint.cover, 4, channel);
  const strongest = new Float32Array(2 * body.vertexCount);
  for (let i = 0; i < slots.length; i += 1) {
    strongest[slots[i]] = Math.max(strongest[slots[i]], intensity[Math.floor(i / 3)]);
  }
  for (let v = 0; v < strongest.length; v += 1) paint.strength[4 * v + channel] = 255 * strongest[same[v]];
}

/**
 * The part of the triangles around each vertex that is covered, smoothed once over the
 * neighbours, so that the border is round although the triangles are coarse.
 * @param {PaintMesh} mesh
 * @param {(triangle: number) => number} covered
 * @param {Uint8Array} out
 * @param {number} stride
 * @param {number} channel
 */
function spread({ body, slots, degree, same }, covered, out, stride, channel) {
  const sums = new Float32Array(degree.length);
  for (let t = 0; t < 2 * body.half; t += 1) {
    if (body.isEmpty[t] || !covered(t)) continue;
    for (let k = 0; k < 3; k += 1) sums[slots[3 * t + k]] += 1;
  }
  const own = sums.map((sum, v) => sum / Math.max(1, degree[v]));
  const around = new Float32Array(degree.length);
  for (let t = 0; t < 2 * body.half; t += 1) {
    if (body.isEmpty[t]) continue;
    const [a, b, c] = [slots[3 * t], slots[3 * t + 1], slots[3 * t + 2]];
    const all = own[a] + own[b] + own[c];
    if (all === 0) continue;
    around[a] += all - own[a];
    around[b] += all - own[b];
    around[c] += all - own[c];
  }
  for (let v = 0; v < 2 * body.vertexCount; v += 1) {
    const from = same[v];
    const smooth = 0.5 * own[from] + (0.25 * around[from]) / Math.max(1, degree[from]);
    out[stride * v + channel] = 255 * smooth;
  }
}
