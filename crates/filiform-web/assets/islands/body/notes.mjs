// Words on the skin itself: names of segments and muscles, areas of pain, devices. They are placed
// when the camera rests and hidden while it moves.

import { draw } from "./dom.mjs";
import { near } from "./labels.mjs";

/** @import { Box } from "./labels.mjs" */
/** @import { Sample } from "./pick.mjs" */
/** @import { Body } from "./types.mjs" */

/** A name with fewer samples than this has no room for its words. */
const SAMPLES_LEAST = 4;
/** Words of a layer stand on their own skin when they are no broader than this many times it. */
const BROADER_MOST = 2.4;
const LETTER_PX = 6.9;
const LINE_PX = 16;

/** @typedef {{ words: string, kind: "layer" | "pain" | "device", triangles: (triangle: number) => boolean }} Note */

/**
 * Where the words of each note go: on the sample nearest to the middle of what is seen of it.
 * @param {Note[]} notes
 * @param {Sample[]} samples
 * @returns {{ note: Note, x: number, y: number, width: number, count: number }[]} the largest first
 */
export function middles(notes, samples) {
  const found = notes.map((note) => {
    const inside = samples.filter((sample) => note.triangles(sample.triangle));
    if (inside.length === 0) return null;
    const mean = { x: 0, y: 0 };
    for (const sample of inside) {
      mean.x += sample.x / inside.length;
      mean.y += sample.y / inside.length;
    }
    const far = (/** @type {Sample} */ it) => (it.x - mean.x) ** 2 + (it.y - mean.y) ** 2;
    const { x, y } = inside.reduce((best, it) => (far(it) < far(best) ? it : best));
    const width = Math.max(...inside.map((it) => it.x)) - Math.min(...inside.map((it) => it.x));
    return { note, x, y, width, count: inside.length };
  });
  return found
    .filter((it) => it !== null)
    .sort((a, b) => Number(b.note.kind !== "layer") - Number(a.note.kind !== "layer") || b.count - a.count);
}

/** @param {ReturnType<typeof middles>[number]} found */
function hasRoom({ note, width, count }) {
  if (note.kind !== "layer") return true;
  return count >= SAMPLES_LEAST && note.words.length * LETTER_PX <= BROADER_MOST * (width + 12);
}

/**
 * One note for each name of a layer on each half of the body.
 * @param {Body} body
 * @param {{ names: string[], namesAt: (triangle: number) => number[] }} layer
 * @returns {Note[]}
 */
export function layerNotes(body, layer) {
  return layer.names.flatMap((words, name) =>
    words === ""
      ? []
      : [0, 1].map((half) => ({
          words,
          kind: /** @type {const} */ ("layer"),
          triangles: (/** @type {number} */ t) => Math.floor(t / body.half) === half && layer.namesAt(t).includes(name),
        })),
  );
}

/**
 * The names of a layer that are seen, and how often.
 * @param {{ namesAt: (triangle: number) => number[] }} layer
 * @param {Sample[]} samples
 */
export function layerSeen(layer, samples) {
  /** @type {Map<number, number>} */
  const seen = new Map();
  for (const sample of samples) {
    for (const name of layer.namesAt(sample.triangle)) seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  return seen;
}

export function createNotes() {
  const group = draw("g", { class: "notes" });
  return {
    group,
    clear: () => group.replaceChildren(),
    /**
     * @param {Note[]} notes
     * @param {Sample[]} samples
     * @param {{ width: number, height: number }} room
     * @param {Box[]} taken
         */
    place(notes, samples, room, taken) {
      const found = middles(notes, samples);
      const fitting = found.filter(hasRoom);
      const wanted = fitting.map(({ note, x, y }) => {
        const stands = note.kind === "layer" ? "on" : "on or by";
        return { x, y, width: note.words.length * LETTER_PX, stands: /** @type {"on" | "on or by"} */ (stands) };
      });
      const spots = near(wanted, room, taken, LINE_PX);
      group.replaceChildren(
        ...fitting.flatMap(({ note }, i) => {
          const spot = spots[i];
          if (!spot) return [];
          const x = spot.x + wanted[i].width / 2;
          return [draw("text", { class: `note is-${note.kind}`, x: x.toFixed(1), y: spot.y.toFixed(1), text: note.words })];
        }),
      );
    },
  };
}
