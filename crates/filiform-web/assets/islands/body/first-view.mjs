// Which side of the body is looked at first: the one that shows most of what is marked.

import { basis, dot } from "./camera.mjs";
import { locateBoth } from "./mesh.mjs";

/** @import { PresetGroup } from "./controls.mjs" */
/** @import { Body, Mark, Shape } from "./types.mjs" */

/** Skin turned further away than this is hard to see and to tap. */
const FACING_LEAST = 0.3;

/**
 * @param {Body} body
 * @param {Shape} on
 * @param {number} sex 0 female to 1 male
 * @param {PresetGroup[]} groups
 * @param {Mark[]} marks
 * @returns {PresetGroup} the front where nothing is marked
 */
export function firstView(body, on, sex, groups, marks) {
  const normals = marks.flatMap((mark) => {
    const found = mark.mark === "last" ? null : locateBoth(body, on, mark.place, sex);
    return found ? [found.normal] : [];
  });
  const whole = groups.filter((group) => ["front", "back", "left", "right"].includes(group.presets[0].spec.name));
  const shown = (/** @type {PresetGroup} */ group) => {
    const { yaw, pitch } = group.presets[0].spec;
    const { toward } = basis(yaw, pitch);
    return normals.filter((normal) => dot(normal, toward) > FACING_LEAST).length;
  };
  return whole.reduce((best, group) => (shown(group) > shown(best) ? group : best), whole[0] ?? groups[0]);
}
