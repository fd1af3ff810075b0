// A small egg in the format of the body, for tests: 8 by 6 quads on the left half, poles of triangles.

const COLUMNS = 8;
const ROWS = 6;

/** @param {number} radius_mm of the egg across */
export function sampleBody(radius_mm = 100) {
  const { vertices, quads } = egg();
  const grid_mm = 0.03125;
  const scaled = (/** @type {number} */ factor) => Int16Array.from(vertices.flat(), (v) => Math.round((v * factor * radius_mm) / grid_mm));
  const regions = Uint8Array.from({ length: 2 * quads.length }, (_, t) => (Math.floor(t / 2 / COLUMNS) < ROWS / 2 ? 0 : 1));
  const segments = Uint8Array.from({ length: 2 * quads.length }, (_, t) => 1 + (Math.floor(t / 2 / COLUMNS) % 3));
  const arrays = {
    quads: ["u16", Uint16Array.from(quads.flat())],
    female: ["i16", scaled(1)],
    male: ["i16", scaled(1.1)],
    "female-heavy": ["i8", Int8Array.from(vertices.flat(), (v) => Math.round(v * 100))],
    region: ["u8", regions],
    dermatome: ["u8", segments],
    muscle: ["u8", segments.map((n) => (n === 2 ? 1 : 0))],
    hazard: ["u8", regions.map((n) => (n === 1 ? 1 : 0))],
  };
  return pack(vertices.length, quads.length, grid_mm, arrays);
}

function egg() {
  const vertices = [[0, 1, 0]];
  for (let row = 1; row < ROWS; row += 1) {
    const [up, out] = [Math.cos((row * Math.PI) / ROWS), Math.sin((row * Math.PI) / ROWS)];
    for (let column = 0; column <= COLUMNS; column += 1) {
      const around = (column * Math.PI) / COLUMNS;
      const across = column === 0 || column === COLUMNS ? 0 : out * Math.sin(around);
      vertices.push([across, up, out * Math.cos(around)]);
    }
  }
  vertices.push([0, -1, 0]);
  const at = (/** @type {number} */ row, /** @type {number} */ column) =>
    row === 0 ? 0 : row === ROWS ? vertices.length - 1 : 1 + (row - 1) * (COLUMNS + 1) + column;
  const quads = [];
  for (let row = 0; row < ROWS; row += 1) {
    for (let column = 0; column < COLUMNS; column += 1) {
      const [a, b, c, d] = [at(row, column), at(row + 1, column), at(row + 1, column + 1), at(row, column + 1)];
      quads.push(row === 0 ? [a, b, c, c] : row === ROWS - 1 ? [a, b, d, d] : [a, b, c, d]);
    }
  }
  return { vertices, quads };
}

/**
 * @param {number} vertices
 * @param {number} quads
 * @param {number} grid_mm
 * @param {Record<string, any[]>} arrays
 */
function pack(vertices, quads, grid_mm, arrays) {
  const view = { centre_mm: [0, 0, 0], height_mm: 240 };
  const camera = (/** @type {string} */ name, /** @type {number} */ yaw) => ({ name, words: name, yaw, pitch: 0, width_px: 100, height_px: 120, female: view, male: view });
  const sections = {};
  const header = () =>
    new TextEncoder().encode(
      JSON.stringify({
        mesh: "egg", vertices, quads, grid_mm, offset_mm: [0, 0, 0], sections,
        regions: ["top", "foot-end"], dermatomes: ["", "C1", "C2", "C3"], muscles: ["", "egg muscle"], hazards: ["yolk"],
        cameras: [camera("front", 0), camera("left", 90), camera("head-left", 90), camera("hand-palm", 0), camera("hand-back", 180)],
      }),
    );
  const room = 4_096;
  let end = 12 + room;
  for (const [name, [type, values]] of Object.entries(arrays)) {
    sections[name] = { at: end, type, count: values.length, ...(type === "i8" ? { step_mm: 0.2 } : {}) };
    end += Math.ceil(values.byteLength / 4) * 4;
  }
  const file = new Uint8Array(end).fill(32, 12, 12 + room);
  file.set(new TextEncoder().encode("FILBODY1"));
  new DataView(file.buffer).setUint32(8, room, true);
  file.set(header(), 12);
  for (const [name, [, values]] of Object.entries(arrays)) file.set(new Uint8Array(values.buffer), sections[name].at);
  return file.buffer;
}
