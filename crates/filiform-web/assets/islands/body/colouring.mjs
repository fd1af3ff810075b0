// Gives each muscle, segment and hazard of the skin its colour, neighbours different ones.

import { neighbours } from "./mesh.mjs";

/** @import { Body, Vector } from "./types.mjs" */

/** @typedef {"muscle" | "dermatome" | "hazard"} SkinLayer */

/**
 * The number of a colour for each name, so that names that touch have different ones.
 * @param {Body} body
 * @param {Uint8Array} names by triangle of the left half; 0 has no colour
 * @param {number} colours
 * @returns {number[]} by name; -1 for none
 */
export function distinct(body, names, colours) {
  const next = neighbours(body);
  const most = names.reduce((a, b) => Math.max(a, b), 0);
  /** @type {Set<number>[]} */
  const touching = Array.from({ length: most + 1 }, () => new Set());
  for (let i = 0; i < 3 * body.half; i += 1) {
    const [here, there] = [names[Math.floor(i / 3)], names[next[i] % body.half]];
    if (next[i] >= 0 && here !== there) touching[here].add(there);
  }
  /** @type {number[]} */
  const chosen = new Array(most + 1).fill(-1);
  const used = new Array(colours).fill(0);
  const order = touching.map((_, name) => name).sort((a, b) => touching[b].size - touching[a].size || a - b);
  for (const name of order) {
    if (name === 0) continue;
    const taken = new Set([...touching[name]].map((other) => chosen[other]));
    let best = 0;
    for (let c = 0; c < colours; c += 1) {
      const cost = (taken.has(c) ? 1_000 : 0) + used[c];
      const bestCost = (taken.has(best) ? 1_000 : 0) + used[best];
      if (cost < bestCost) best = c;
    }
    chosen[name] = best;
    used[best] += 1;
  }
  return chosen;
}

/**
 * @param {Body} body
 * @param {SkinLayer} layer
 * @param {Vector[]} colours
 */
export function layerOf(body, layer, colours) {
  if (layer === "hazard") return hazardLayer(body, colours);
  const values = body[layer];
  const names = layer === "muscle" ? body.muscles : body.dermatomes;
  const chosen = distinct(body, values, colours.length);
  const colourOfName = (/** @type {number} */ name) => colours[chosen[name]] ?? null;
  return {
    names,
    tint: (/** @type {number} */ t) => colourOfName(values[t % body.half]),
    namesAt: (/** @type {number} */ t) => (values[t % body.half] ? [values[t % body.half]] : []),
    colourNumber: (/** @type {number} */ name) => chosen[name] ?? 0,
  };
}

/**
 * @param {Body} body
 * @param {Vector[]} colours
 */
function hazardLayer(body, colours) {
  const bits = (/** @type {number} */ t) => body.hazards.flatMap((_, bit) => (body.hazard[t % body.half] & (1 << bit) ? [bit] : []));
  return {
    names: body.hazards,
    tint(/** @type {number} */ t) {
      const found = bits(t);
      if (found.length === 0) return null;
      const mean = (/** @type {number} */ k) => found.reduce((sum, bit) => sum + colours[bit % colours.length][k], 0) / found.length;
      return /** @type {Vector} */ ([mean(0), mean(1), mean(2)]);
    },
    namesAt: bits,
    colourNumber: (/** @type {number} */ name) => name % colours.length,
  };
}

/** @typedef {ReturnType<typeof layerOf>} LayerColouring */
