// Finds what skin lies at a place of the stage. The skin is projected when it is first asked for
// after the camera has changed, and sorted into squares, so that painting stays quick.

import { project } from "./camera.mjs";

/** @import { Body, Hit, Shape, ShownHalf, Vector } from "./types.mjs" */
/** @import { View } from "./camera.mjs" */

const CELL_PX = 24;
const SAMPLE_PX = 12;
/** Skin that lies less than this before a mark does not hide it. */
const TOLERANCE_MM = 7;

/** @typedef {{ x: number, y: number, triangle: number }} Sample */

/**
 * @typedef {object} Picker
 * @property {(shape: Shape, view: View, size: { width: number, height: number }, half: ShownHalf) => void} look
 * @property {(x: number, y: number) => Hit | null} at
 * @property {(point: ArrayLike<number>) => boolean} sees
 * @property {() => Sample[]} samples what lies at places all over the stage
 */

/**
 * @param {Body} body
 * @returns {Picker}
 */
export function createPicker(body) {
  const count = 2 * body.vertexCount;
  const screen = { x: new Float32Array(count), y: new Float32Array(count), depth: new Float32Array(count) };
  /** @type {{ shape: Shape, view: View, width: number, height: number, half: ShownHalf } | null} */
  let current = null;
  /** @type {Cells | null} */
  let cells = null;

  const ready = () => {
    if (!current) return null;
    if (!cells) {
      flatten(current.shape, current.view, screen);
      cells = sortIntoCells(body, screen, current);
    }
    return cells;
  };
  const at = (/** @type {number} */ x, /** @type {number} */ y) => {
    const sorted = ready();
    return sorted ? nearest(body, screen, sorted, x, y) : null;
  };
  return {
    look(shape, view, { width, height }, half) {
      current = { shape, view, width, height, half };
      cells = null;
    },
    at,
    sees(point) {
      if (!current || !ready()) return true;
      const [x, y, depth] = project(current.view, point);
      const hit = at(x, y);
      return !hit || hit.depth <= depth + TOLERANCE_MM;
    },
    samples() {
      /** @type {Sample[]} */
      const seen = [];
      if (!current) return seen;
      for (let y = SAMPLE_PX / 2; y < current.height; y += SAMPLE_PX) {
        for (let x = SAMPLE_PX / 2; x < current.width; x += SAMPLE_PX) {
          const hit = at(x, y);
          if (hit) seen.push({ x, y, triangle: hit.triangle });
        }
      }
      return seen;
    },
  };
}

/** @typedef {{ x: Float32Array, y: Float32Array, depth: Float32Array }} Screen */
/** @typedef {{ columns: number, rows: number, starts: Uint32Array, members: Uint32Array }} Cells */

/**
 * @param {Shape} shape
 * @param {View} view
 * @param {Screen} screen
 */
function flatten(shape, view, screen) {
  const { right: r, up: u, toward: w, scale, left, top } = view;
  const p = shape.positions;
  for (let v = 0, i = 0; v < screen.x.length; v += 1, i += 3) {
    const [x, y, z] = [p[i], p[i + 1], p[i + 2]];
    screen.x[v] = left + (x * r[0] + y * r[1] + z * r[2]) * scale;
    screen.y[v] = top - (x * u[0] + y * u[1] + z * u[2]) * scale;
    screen.depth[v] = x * w[0] + y * w[1] + z * w[2];
  }
}

/**
 * @param {Body} body
 * @param {Screen} screen
 * @param {{ width: number, height: number, half: ShownHalf }} room
 * @returns {Cells}
 */
function sortIntoCells(body, screen, { width, height, half }) {
  const columns = Math.max(1, Math.ceil(width / CELL_PX));
  const rows = Math.max(1, Math.ceil(height / CELL_PX));
  const range = { columns, rows, from: half === "right" ? body.half : 0, to: half === "left" ? body.half : 2 * body.half };
  const counts = new Uint32Array(columns * rows + 1);
  eachCell(body, screen, range, (cell) => (counts[cell + 1] += 1));
  for (let cell = 1; cell < counts.length; cell += 1) counts[cell] += counts[cell - 1];
  const starts = counts.slice();
  const members = new Uint32Array(counts[counts.length - 1]);
  eachCell(body, screen, range, (cell, triangle) => {
    members[counts[cell]] = triangle;
    counts[cell] += 1;
  });
  return { columns, rows, starts, members };
}

/**
 * @param {Body} body
 * @param {Screen} screen
 * @param {{ columns: number, rows: number, from: number, to: number }} range cells and triangles
 * @param {(cell: number, triangle: number) => void} visit
 */
function eachCell(body, screen, { columns, rows, from, to }, visit) {
  const { x, y } = screen;
  for (let t = from; t < to; t += 1) {
    if (body.isEmpty[t] || facing(body, screen, t) <= 0) continue;
    const [a, b, c] = [body.corners[3 * t], body.corners[3 * t + 1], body.corners[3 * t + 2]];
    const left = Math.max(0, Math.floor(Math.min(x[a], x[b], x[c]) / CELL_PX));
    const right = Math.min(columns - 1, Math.floor(Math.max(x[a], x[b], x[c]) / CELL_PX));
    const top = Math.max(0, Math.floor(Math.min(y[a], y[b], y[c]) / CELL_PX));
    const bottom = Math.min(rows - 1, Math.floor(Math.max(y[a], y[b], y[c]) / CELL_PX));
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) visit(row * columns + column, t);
    }
  }
}

/**
 * Twice the area on the stage; positive where the skin faces the viewer.
 * @param {Body} body
 * @param {Screen} screen
 * @param {number} t
 */
function facing(body, { x, y }, t) {
  const [a, b, c] = [body.corners[3 * t], body.corners[3 * t + 1], body.corners[3 * t + 2]];
  const area = (x[c] - x[a]) * (y[b] - y[a]) - (x[b] - x[a]) * (y[c] - y[a]);
  return t < body.half ? area : -area;
}

/**
 * @param {Body} body
 * @param {Screen} screen
 * @param {Cells} cells
 * @param {number} px
 * @param {number} py
 * @returns {Hit | null}
 */
function nearest(body, screen, cells, px, py) {
  const [column, row] = [Math.floor(px / CELL_PX), Math.floor(py / CELL_PX)];
  if (column < 0 || row < 0 || column >= cells.columns || row >= cells.rows) return null;
  const { x, y, depth } = screen;
  const cell = row * cells.columns + column;
  /** @type {Hit | null} */
  let best = null;
  for (let i = cells.starts[cell]; i < cells.starts[cell + 1]; i += 1) {
    const t = cells.members[i];
    const [a, b, c] = [body.corners[3 * t], body.corners[3 * t + 1], body.corners[3 * t + 2]];
    const area = (x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a]);
    if (Math.abs(area) < 1e-9) continue;
    const wb = ((px - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (py - y[a])) / area;
    const wc = ((x[b] - x[a]) * (py - y[a]) - (px - x[a]) * (y[b] - y[a])) / area;
    const wa = 1 - wb - wc;
    if (wa < -1e-6 || wb < -1e-6 || wc < -1e-6) continue;
    const near = wa * depth[a] + wb * depth[b] + wc * depth[c];
    if (!best || near > best.depth) best = { triangle: t, weights: clean(wa, wb, wc), depth: near };
  }
  return best;
}

/**
 * @param {number} wa
 * @param {number} wb
 * @param {number} wc
 * @returns {Vector}
 */
function clean(wa, wb, wc) {
  const [a, b, c] = [Math.max(0, wa), Math.max(0, wb), Math.max(0, wc)];
  const sum = a + b + c;
  return [a / sum, b / sum, c / sum];
}
