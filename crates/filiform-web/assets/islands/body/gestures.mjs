// Fingers, mouse and wheel: turn, move, come nearer, tap, and draw.

/** A tap moves less than this. */
const TAP_PX = 8;

/**
 * @typedef {object} Hands what the stage does about them
 * @property {(x: number, y: number) => boolean} isBody whether a finger there is on the body
 * @property {() => "turn" | "draw"} tool what one finger does
 * @property {(across: number, down: number) => void} turn
 * @property {(across: number, down: number) => void} pan
 * @property {(factor: number, x: number, y: number) => void} zoom
 * @property {(x: number, y: number) => void} tap
 * @property {(x: number, y: number, phase: "begin" | "go" | "end" | "cancel") => void} stroke
 * @property {(isMoving: boolean) => void} moving
 */

/** @typedef {{ x: number, y: number, startX: number, startY: number, hasMoved: boolean, pans: boolean, scrolls: boolean }} Finger */

/**
 * @param {HTMLElement} surface
 * @param {Hands} hands
 */
export function listen(surface, hands) {
  /** @type {Map<number, Finger>} */
  const fingers = new Map();
  let isDrawing = false;
  let wasMany = false;

  const placeOf = (/** @type {{ clientX: number, clientY: number }} */ event) => {
    const box = surface.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  surface.addEventListener("pointerdown", (event) => {
    if (event.button > 0 && event.button !== 2) return;
    const { x, y } = placeOf(event);
    const pans = event.shiftKey || event.button === 2;
    fingers.set(event.pointerId, { x, y, startX: x, startY: y, hasMoved: false, pans, scrolls: false });
    surface.setPointerCapture(event.pointerId);
    if (fingers.size > 1) {
      wasMany = true;
      if (isDrawing) hands.stroke(x, y, "cancel");
      isDrawing = false;
    } else if (hands.tool() === "draw" && !pans) {
      isDrawing = hands.isBody(x, y);
      if (isDrawing) hands.stroke(x, y, "begin");
      // A pen beside the body does nothing, and a finger there scrolls the page.
      else fingers.set(event.pointerId, { x, y, startX: x, startY: y, hasMoved: true, pans, scrolls: true });
    }
  });
  surface.addEventListener("pointermove", (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    const { x, y } = placeOf(event);
    const [across, down] = [x - finger.x, y - finger.y];
    const before = [...fingers.values()].map((it) => ({ ...it }));
    if (!finger.hasMoved) finger.hasMoved = leaves(finger, x, y);
    if (finger.hasMoved && event.pointerType === "touch") finger.scrolls ||= scrolls(finger, x, y, hands);
    if (fingers.size === 1 && (finger.scrolls || (!isDrawing && !finger.hasMoved))) return;
    Object.assign(finger, { x, y });
    if (isDrawing) {
      const steps = event.getCoalescedEvents?.() ?? [];
      for (const step of (steps.length > 0 ? steps : [event]).map(placeOf)) hands.stroke(step.x, step.y, "go");
      return;
    }
    hands.moving(true);
    if (fingers.size > 1) pinch(before, [...fingers.values()], hands);
    else if (finger.pans) hands.pan(across, down);
    else hands.turn(across, down);
  });
  const lift = (/** @type {PointerEvent} */ event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    fingers.delete(event.pointerId);
    const isCancelled = event.type === "pointercancel";
    if (isDrawing) hands.stroke(finger.x, finger.y, isCancelled ? "cancel" : "end");
    else if (!finger.hasMoved && !wasMany && !isCancelled && !finger.pans) hands.tap(finger.x, finger.y);
    isDrawing = false;
    if (fingers.size === 0) {
      wasMany = false;
      hands.moving(false);
    }
  };
  surface.addEventListener("pointerup", lift);
  surface.addEventListener("pointercancel", lift);
  surface.addEventListener("contextmenu", (event) => event.preventDefault());
  guardScrolling(surface, hands, placeOf);
}

/**
 * @param {Finger} finger
 * @param {number} x
 * @param {number} y
 */
function leaves(finger, x, y) {
  return Math.hypot(x - finger.startX, y - finger.startY) >= TAP_PX;
}

/**
 * A finger that starts beside the body and goes up or down scrolls the page.
 * @param {Finger} finger
 * @param {number} x
 * @param {number} y
 * @param {Hands} hands
 */
function scrolls(finger, x, y, hands) {
  if (finger.x !== finger.startX || finger.y !== finger.startY) return false;
  const isUpright = Math.abs(y - finger.startY) > Math.abs(x - finger.startX);
  return isUpright && !hands.isBody(finger.startX, finger.startY);
}

/**
 * Two fingers pinch and move at once.
 * @param {Finger[]} before
 * @param {Finger[]} after
 * @param {Hands} hands
 */
function pinch([a, b], [c, d], hands) {
  const middle = { x: (c.x + d.x) / 2, y: (c.y + d.y) / 2 };
  const apart = Math.hypot(a.x - b.x, a.y - b.y);
  if (apart > 0) hands.zoom(Math.hypot(c.x - d.x, c.y - d.y) / apart, middle.x, middle.y);
  hands.pan(middle.x - (a.x + b.x) / 2, middle.y - (a.y + b.y) / 2);
}

/**
 * The page scrolls when a finger starts beside the body, and when the wheel turns over a stage
 * that nobody has chosen.
 * @param {HTMLElement} surface
 * @param {Hands} hands
 * @param {(event: { clientX: number, clientY: number }) => { x: number, y: number }} placeOf
 */
function guardScrolling(surface, hands, placeOf) {
  surface.addEventListener(
    "touchstart",
    (event) => {
      const { x, y } = placeOf(event.touches[0]);
      if (event.touches.length > 1 || hands.isBody(x, y)) event.preventDefault();
    },
    { passive: false },
  );
  surface.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && document.activeElement !== surface) return;
      event.preventDefault();
      const { x, y } = placeOf(event);
      const step = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
      hands.zoom(Math.exp(-step * (event.ctrlKey ? 0.01 : 0.0015)), x, y);
    },
    { passive: false },
  );
}
