// The body by keyboard.

const TURN_DEGREES = 15;
const PAN_PX = 40;

/**
 * @typedef {object} Keyed
 * @property {(yaw: number, pitch: number) => void} turn degrees
 * @property {(across: number, down: number) => void} pan pixels
 * @property {(factor: number) => void} zoom
 * @property {(number: number) => void} preset
 * @property {() => void} tap
 * @property {() => boolean} cancel whether there was something to cancel
 */

export const KEY_WORDS =
  "Arrow keys turn the body, with shift they move it. Plus and minus bring it nearer and farther. " +
  "Keys 1 to 9 choose a view. Enter taps what is under the cross in the middle.";

/**
 * @param {HTMLElement} surface
 * @param {Keyed} on
 */
export function listenToKeys(surface, on) {
  /** @type {Record<string, [number, number]>} */
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const press = (/** @type {KeyboardEvent} */ event) => {
    const arrow = arrows[event.key];
    if (arrow && event.shiftKey) on.pan(-arrow[0] * PAN_PX, -arrow[1] * PAN_PX);
    else if (arrow) on.turn(arrow[0] * TURN_DEGREES, -arrow[1] * TURN_DEGREES);
    else if (event.key === "+" || event.key === "=") on.zoom(1.25);
    else if (event.key === "-" || event.key === "_") on.zoom(0.8);
    else if (/^[1-9]$/.test(event.key)) on.preset(Number(event.key));
    else if (event.key === "Enter" || event.key === " ") on.tap();
    else if (event.key === "Escape") return on.cancel();
    else return false;
    return true;
  };
  surface.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (press(event)) event.preventDefault();
  });
}
