// How the viewer stands to the body: an orthographic camera that turns, moves and comes nearer.

/** @import { Camera, CameraSpec, MirrorState, Vector } from "./types.mjs" */

const PITCH_LIMIT = 85;
const SCALE_MAX = 12;

/**
 * @typedef {object} View a camera with the size of its stage, ready to project
 * @property {Vector} right
 * @property {Vector} up
 * @property {Vector} toward
 * @property {number} scale
 * @property {number} left pixels to add across
 * @property {number} top pixels to add down
 */

/**
 * @param {Camera} camera
 * @param {number} width
 * @param {number} height
 * @returns {View}
 */
export function viewOf(camera, width, height) {
  const { right, up, toward } = basis(camera.yaw, camera.pitch);
  const { centre, scale } = camera;
  return {
    right,
    up,
    toward,
    scale,
    left: width / 2 - dot(centre, right) * scale,
    top: height / 2 + dot(centre, up) * scale,
  };
}

/**
 * @param {number} yaw
 * @param {number} pitch
 * @returns {{ right: Vector, up: Vector, toward: Vector }}
 */
export function basis(yaw, pitch) {
  const [y, p] = [(yaw * Math.PI) / 180, (pitch * Math.PI) / 180];
  const [sy, cy, sp, cp] = [Math.sin(y), Math.cos(y), Math.sin(p), Math.cos(p)];
  return { right: [cy, 0, -sy], up: [-sy * sp, cp, -cy * sp], toward: [sy * cp, sp, cy * cp] };
}

/**
 * @param {ArrayLike<number>} a
 * @param {ArrayLike<number>} b
 */
export function dot(a, b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/**
 * Pixels across, pixels down and depth; a larger depth is nearer.
 * @param {View} view
 * @param {ArrayLike<number>} point
 * @returns {Vector}
 */
export function project(view, point) {
  return [
    view.left + dot(point, view.right) * view.scale,
    view.top - dot(point, view.up) * view.scale,
    dot(point, view.toward),
  ];
}

/**
 * @param {Camera} camera
 * @param {number} yaw degrees
 * @param {number} pitch degrees
 * @returns {Camera}
 */
export function turned(camera, yaw, pitch) {
  return {
    ...camera,
    yaw: (((camera.yaw + yaw) % 360) + 360) % 360,
    pitch: Math.max(-PITCH_LIMIT, Math.min(PITCH_LIMIT, camera.pitch + pitch)),
  };
}

/**
 * @param {Camera} camera
 * @param {number} across pixels that the body moves to the right
 * @param {number} down pixels that the body moves down
 * @returns {Camera}
 */
export function panned(camera, across, down) {
  const { right, up } = basis(camera.yaw, camera.pitch);
  const move = (/** @type {number} */ k) =>
    camera.centre[k] - (across / camera.scale) * right[k] + (down / camera.scale) * up[k];
  return { ...camera, centre: [move(0), move(1), move(2)] };
}

/**
 * Comes nearer, so that what is seen at a place of the stage stays there.
 * @param {Camera} camera
 * @param {number} factor
 * @param {number} across pixels from the middle of the stage
 * @param {number} down pixels from the middle of the stage
 * @param {number} least the smallest scale
 * @returns {Camera}
 */
export function zoomed(camera, factor, across, down, least) {
  const scale = Math.max(least, Math.min(SCALE_MAX, camera.scale * factor));
  const shift = scale / camera.scale - 1;
  const nearer = { ...camera, scale };
  return panned(nearer, -across * shift, -down * shift);
}

/**
 * Puts the middle of the view on the skin it shows; what is seen does not change.
 * @param {Camera} camera
 * @param {number} depth of the skin in the middle, a larger one is nearer
 * @returns {Camera}
 */
export function pivoted(camera, depth) {
  const { toward } = basis(camera.yaw, camera.pitch);
  const move = depth - dot(camera.centre, toward);
  const at = (/** @type {number} */ k) => camera.centre[k] + move * toward[k];
  return { ...camera, centre: [at(0), at(1), at(2)] };
}

/**
 * The camera of a picture, fitted into a stage.
 * @param {CameraSpec} spec
 * @param {MirrorState} mirror a picture of the left is mirrored for the right
 * @param {number} sex 0 female to 1 male
 * @param {{ width: number, height: number, gutter: number }} room
 * @returns {Camera}
 */
export function fitted(spec, mirror, sex, room) {
  const mix = (/** @type {number} */ a, /** @type {number} */ b) => a + sex * (b - a);
  const [f, m] = [spec.female, spec.male];
  const height_mm = mix(f.height_mm, m.height_mm);
  const width_mm = (height_mm * spec.width_px) / spec.height_px;
  const sign = mirror === "mirrored" ? -1 : 1;
  return {
    yaw: (((sign * spec.yaw) % 360) + 360) % 360,
    pitch: spec.pitch,
    centre: [
      sign * mix(f.centre_mm[0], m.centre_mm[0]),
      mix(f.centre_mm[1], m.centre_mm[1]),
      mix(f.centre_mm[2], m.centre_mm[2]),
    ],
    scale: Math.max(0.02, Math.min(room.height / height_mm, (room.width - 2 * room.gutter) / width_mm)),
  };
}

/**
 * A camera on the way from one to another.
 * @param {Camera} from
 * @param {Camera} to
 * @param {number} part 0 to 1
 * @returns {Camera}
 */
export function between(from, to, part) {
  const mix = (/** @type {number} */ a, /** @type {number} */ b) => a + part * (b - a);
  const way = ((to.yaw - from.yaw + 540) % 360) - 180;
  return {
    yaw: (from.yaw + part * way + 360) % 360,
    pitch: mix(from.pitch, to.pitch),
    centre: [
      mix(from.centre[0], to.centre[0]),
      mix(from.centre[1], to.centre[1]),
      mix(from.centre[2], to.centre[2]),
    ],
    scale: from.scale * (to.scale / from.scale) ** part,
  };
}

/**
 * The words at the left edge, at the right edge and above: the sides are the patient's own.
 * @param {number} yaw
 * @returns {{ left: string, right: string, above: string }}
 */
export function sideWords(yaw) {
  const across = Math.cos((yaw * Math.PI) / 180);
  if (across > 0.35) return { left: "Right", right: "Left", above: "" };
  if (across < -0.35) return { left: "Left", right: "Right", above: "" };
  return yaw < 180
    ? { left: "Front", right: "Back", above: "Left side" }
    : { left: "Back", right: "Front", above: "Right side" };
}
