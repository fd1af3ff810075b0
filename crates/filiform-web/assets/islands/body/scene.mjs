// Keeps the skin, the camera and what stands over it together, and draws when something changed.

import { between, fitted, panned, pivoted, project, sideWords, turned, viewOf, zoomed } from "./camera.mjs";
import { palette } from "./colours.mjs";
import { isInside } from "./labels.mjs";
import { locate, shape } from "./mesh.mjs";
import { createPicker } from "./pick.mjs";

/** @import { Preset } from "./controls.mjs" */
/** @import { NamedPoints } from "./named-points.mjs" */
/** @import { Overlay } from "./overlay.mjs" */
/** @import { Body, Bounds, Camera, Hit, Paint, Sex, Shape, ShownHalf, Stage, TrianglePaint } from "./types.mjs" */

const REST_MS = 140;
const REST_MOST_MS = 500;
const MOVE_MS = 140;
/** A device that needs longer for a frame draws fewer pixels while the body moves. */
const SLOW_FRAME_MS = 28;
/** Frames further apart than this do not belong to one movement. */
const PAUSE_MS = 600;
const TURN_DEGREES = 0.45;
const HEAD_ROOM_PX = 38;

export class Scene {
  /** What happens when the camera begins to move. */
  onMove = () => {};
  /** What happens once the camera rests: words are placed on the skin. */
  onRest = () => {};
  /** What happens when a hand takes the camera away from its preset. */
  onTaken = () => {};
  /** What happens at the first frame. */
  onFirstFrame = () => {};

  /**
   * @param {Body} body
   * @param {Stage} stage
   * @param {{ overlay: Overlay, points: NamedPoints, sides: Record<"left" | "right" | "above", HTMLElement> }} over
   * @param {Preset} preset
   * @param {number} sex 0 female to 1 male
   */
  constructor(body, stage, over, preset, sex) {
    this.body = body;
    this.stage = stage;
    this.over = over;
    this.preset = preset;
    this.picker = createPicker(body);
    this.sex = sex;
    /** @type {Shape} */
    this.shape = shape(body, sex, 0);
    /** @type {Camera} */
    this.camera = { yaw: 0, pitch: 0, centre: [0, 0, 0], scale: 0.4 };
    this.size = { width: 1, height: 1 };
    /** @type {Bounds} */
    this.bounds = { left: 0, top: 0, right: 1, bottom: 1 };
    /** @type {ShownHalf} */
    this.half = "both";
    this.isTaken = false;
    this.isAsked = false;
    this.isFirst = true;
    this.isResting = false;
    this.closeUp = "";
    this.rest = 0;
    this.flight = 0;
    this.pace_ms = 0;
    this.drawn_ms = 0;
    stage.onRedraw = () => this.ask();
  }

  /** The camera as it is now, ready to project. */
  view() {
    return viewOf(this.camera, this.size.width, this.size.height);
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    if (width < 2 || height < 2) return;
    this.size = { width, height };
    this.stage.resize(width, height);
    this.over.overlay.resize(width, height);
    this.over.points.resize(width, height);
    const front = this.body.cameras.find((spec) => spec.name === "front") ?? this.preset.spec;
    this.over.overlay.bodyWidth_mm = (front.female.height_mm * front.width_px) / front.height_px;
    if (!this.isTaken) this.camera = this.fit();
    this.moved();
  }

  /** The front, which is as broad and as high as the body gets; without turning, the view as it is. */
  wholePreset() {
    const front = this.body.cameras.find((spec) => spec.name === "front");
    return front && this.stage.canTurn ? { ...this.preset, spec: front } : this.preset;
  }

  /**
   * A preset, fitted between the labels.
   * @param {Preset} [preset]
   */
  fit(preset = this.preset) {
    const { width, height } = this.size;
    const labels = this.over.overlay.gutter();
    // On a phone the labels may stand over the hands; else the body would be too small to tap.
    const gutter = labels > 0 ? Math.min(labels + 24, width * (width < 480 ? 0.12 : 0.22)) : 10;
    const room = { width, height: height - 2 * HEAD_ROOM_PX, gutter };
    return fitted(preset.spec, preset.mirror, this.stage.canTurn ? this.sex : Math.round(this.sex), room);
  }

  /** Fits again after labels came or went, unless somebody holds the camera elsewhere. */
  refit() {
    if (this.isTaken || this.flight) return;
    this.camera = this.fit();
    this.moved();
  }

  /**
   * @param {Preset} preset
   * @param {string} closeUp the words above a close-up
   */
  show(preset, closeUp) {
    this.preset = preset;
    this.closeUp = closeUp;
    this.isTaken = false;
    const isLimb = /^(hand|foot)-/.test(preset.spec.name);
    this.showHalf(isLimb ? (preset.mirror === "mirrored" ? "right" : "left") : "both");
    const [from, to] = [this.camera, this.fit()];
    cancelAnimationFrame(this.flight);
    this.flight = 0;
    if (!this.stage.canTurn || matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.camera = to;
      this.moved();
      return;
    }
    const began = performance.now();
    const fly = () => {
      const part = Math.min(1, (performance.now() - began) / MOVE_MS);
      this.camera = part < 1 ? between(from, to, part * (2 - part)) : to;
      this.flight = part < 1 ? requestAnimationFrame(fly) : 0;
      this.moved();
    };
    fly();
  }

  /** @param {ShownHalf} half */
  showHalf(half) {
    this.half = this.over.overlay.half = this.over.points.half = half;
    this.stage.setHalf(half);
  }

  /**
   * @param {Camera} camera
   */
  take(camera) {
    cancelAnimationFrame(this.flight);
    this.flight = 0;
    this.isTaken = true;
    this.camera = camera;
    this.moved();
  }

  /** Turning goes around the skin in the middle of the stage when it is seen from near. */
  holdMiddle() {
    if (!this.stage.canTurn || this.camera.scale < 1.6 * this.fit().scale) return;
    const hit = this.hitAt(this.size.width / 2, this.size.height / 2);
    if (hit) this.camera = pivoted(this.camera, hit.depth - 30);
  }

  /**
   * @param {number} across pixels
   * @param {number} down pixels
   */
  drag(across, down) {
    if (!this.stage.canTurn) return this.pan(across, down);
    this.turn(-across * TURN_DEGREES, down * TURN_DEGREES);
  }

  /**
   * @param {number} yaw
   * @param {number} pitch
   */
  turn(yaw, pitch) {
    if (!this.stage.canTurn) return;
    this.closeUp = "";
    this.showHalf("both");
    this.take(turned(this.camera, yaw, pitch));
    this.onTaken();
  }

  /**
   * @param {number} across
   * @param {number} down
   */
  pan(across, down) {
    this.take(panned(this.camera, across, down));
  }

  /**
   * @param {number} factor
   * @param {number} [x] the place of the stage that stays
   * @param {number} [y]
   */
  zoom(factor, x = this.size.width / 2, y = this.size.height / 2) {
    const whole = this.fit(this.wholePreset());
    const near = zoomed(this.camera, factor, x - this.size.width / 2, y - this.size.height / 2, whole.scale);
    // The whole body always stands in the middle.
    this.take(near.scale > whole.scale * 1.01 ? near : { ...near, centre: whole.centre });
  }

  /**
   * @param {number} sex 0 to 1
   * @param {number} build -1 to 1
   */
  setShape(sex, build) {
    this.sex = sex;
    this.shape = shape(this.body, this.stage.canTurn ? sex : Math.round(sex), this.stage.canTurn ? build : 0);
    this.stage.setShape(this.shape);
    this.over.overlay.setShape(this.shape, sex);
    this.over.points.setShape(this.shape, sex);
    if (!this.isTaken) this.camera = this.fit();
    this.moved();
  }

  /**
   * @param {Paint} paint
   * @param {TrianglePaint} triangles
   */
  setPaint(paint, triangles) {
    this.stage.setPaint(paint, triangles);
    this.ask();
  }

  setTheme() {
    this.stage.setPalette(palette());
    this.over.points.setTheme();
    this.moved();
  }

  /** The camera or the body is another one. */
  moved() {
    this.picker.look(this.shape, this.view(), this.size, this.half);
    this.bounds = this.over.overlay.bounds = this.over.points.bounds = this.boundsOf();
    this.onMove();
    if (this.isResting) this.over.overlay.unsettle();
    this.isResting = false;
    clearTimeout(this.rest);
    this.rest = window.setTimeout(() => this.settle(), Math.min(REST_MOST_MS, Math.max(REST_MS, 3 * this.pace_ms)));
    this.ask();
  }

  /** Where skin is drawn: all over the stage, or as far as the picture goes. */
  boundsOf() {
    const { width, height } = this.size;
    if (this.stage.canTurn) return { left: 0, top: 0, right: width, bottom: height };
    const { spec, mirror } = this.preset;
    const taken = fitted(spec, mirror, Math.round(this.sex), { width: 1, height: 1, gutter: 0 });
    const [x, y] = this.screenOf(taken.centre);
    const tall = spec[this.sex < 0.5 ? "female" : "male"].height_mm * this.camera.scale;
    const wide = (tall * spec.width_px) / spec.height_px;
    return {
      left: Math.max(0, x - wide / 2),
      top: Math.max(0, y - tall / 2),
      right: Math.min(width, x + wide / 2),
      bottom: Math.min(height, y + tall / 2),
    };
  }

  /** Draws with the next frame. */
  ask() {
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame(() => {
      this.isAsked = false;
      this.frame();
    });
  }

  frame() {
    const { preset, stage, over } = this;
    /** @type {Sex} */
    const sex = this.sex < 0.5 ? "female" : "male";
    const view = this.view();
    if (!this.isResting) {
      this.keepPace();
      over.overlay.follow(view);
      over.points.follow(view);
      this.nameSides();
    }
    stage.draw(this.camera, preset.spec, preset.mirror, sex);
    if (this.isFirst) {
      this.isFirst = false;
      this.onFirstFrame();
    }
  }

  /** Takes the time between frames, and draws fewer pixels where it is too long. */
  keepPace() {
    const now = performance.now();
    const apart = now - this.drawn_ms;
    this.drawn_ms = now;
    if (apart < PAUSE_MS) this.pace_ms += 0.2 * (apart - this.pace_ms);
    if (this.pace_ms > SLOW_FRAME_MS) this.stage.setDetail("quick");
  }

  /** What only a resting camera is worth: what hides what, and where words have room. */
  settle() {
    const view = this.view();
    this.isResting = true;
    this.stage.setDetail("fine");
    this.ask();
    this.over.overlay.settle(view, this.picker);
    this.over.points.settle(view, this.picker, this.over.overlay.boxes());
    this.onRest();
  }

  nameSides() {
    // In a close-up of a hand or foot its name above says the side; the edges would contradict it.
    const words = this.half === "both" ? sideWords(this.camera.yaw) : { left: "", right: "", above: "" };
    const { sides } = this.over;
    const above = this.closeUp || words.above;
    for (const [element, text] of /** @type {[HTMLElement, string][]} */ ([
      [sides.left, words.left],
      [sides.right, words.right],
      [sides.above, above],
    ])) {
      if (element.textContent !== text) element.textContent = text;
    }
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {Hit | null}
   */
  hitAt(x, y) {
    return isInside([x, y], this.bounds) ? this.picker.at(x, y) : null;
  }

  /**
   * Whether a finger at a place touches the body, or nearly.
   * @param {number} x
   * @param {number} y
   */
  isBody(x, y) {
    const around = [[0, 0], [10, 0], [-10, 0], [0, 10], [0, -10]];
    return around.some(([dx, dy]) => this.hitAt(x + dx, y + dy) !== null);
  }

  /** @param {Hit} hit */
  pointOf(hit) {
    return locate(this.body, this.shape, [hit.triangle, ...hit.weights]).point;
  }

  /** @param {ArrayLike<number>} point */
  screenOf(point) {
    return project(this.view(), point);
  }
}
