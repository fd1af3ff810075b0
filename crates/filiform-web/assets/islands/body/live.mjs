// One living body: the stage, its controls, and what is known about it from the page.

import { colourOf, layerColours, onTheme } from "./colours.mjs";
import { layerOf } from "./colouring.mjs";
import { createShapeSliders, createViews, createZoom, presetGroups } from "./controls.mjs";
import { make } from "./dom.mjs";
import { createDrawTools } from "./draw-tools.mjs";
import { change, onSkin, read, union, write } from "./drawing.mjs";
import { firstView } from "./first-view.mjs";
import { listen } from "./gestures.mjs";
import { KEY_WORDS, listenToKeys } from "./keys.mjs";
import { isInside } from "./labels.mjs";
import { createLayers, createLegend, defaults } from "./layers.mjs";
import { needleChange, pairsShown, shownMarks } from "./marks.mjs";
import { measure, neighbours, parse } from "./mesh.mjs";
import { NamedPoints } from "./named-points.mjs";
import { createNotes, layerNotes, layerSeen } from "./notes.mjs";
import { Overlay } from "./overlay.mjs";
import { createPainter } from "./paint.mjs";
import { createPanel } from "./panel.mjs";
import { createPictureStage } from "./picture-stage.mjs";
import { Scene } from "./scene.mjs";
import { createTaps } from "./taps.mjs";
import * as words from "./words.mjs";

/** @import { LayerColouring } from "./colouring.mjs" */
/** @import { Preset } from "./controls.mjs" */
/** @import { Area } from "./drawing.mjs" */
/** @import { Note } from "./notes.mjs" */
/** @import { Body, ChartData, Mark, Stage, Vector } from "./types.mjs" */

const MINUTE_CHECK_MS = 15_000;
const LEGEND_MOST = 24;

/** @type {Map<string, Promise<Body>>} */
const meshes = new Map();

/** @param {string} url */
function meshFrom(url) {
  const known = meshes.get(url) ?? fetch(url).then(async (answer) => {
    if (!answer.ok) throw new Error(`the body was not found: ${answer.status}`);
    return parse(await answer.arrayBuffer());
  });
  meshes.set(url, known);
  return known;
}

/**
 * WebGL where there is any, else pictures. The body and the code that draws it are fetched at once.
 * @param {ChartData} data
 * @returns {Promise<{ body: Body, stage: Stage }>}
 */
async function load(data) {
  if (!data.mesh) throw new Error("no body is named");
  // Making a context may take long and keeps the page busy: by then the chart that the server drew is on
  // the screen, and what has to be fetched is under way.
  const fetching = meshFrom(data.mesh);
  const drawing = "WebGL2RenderingContext" in globalThis ? import("./webgl-stage.mjs").catch(() => null) : null;
  await painted();
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("webgl2", { antialias: true, alpha: true, powerPreference: "low-power" });
  const body = await fetching;
  const webgl = await drawing;
  if (context && webgl) {
    try {
      return { body, stage: webgl.createWebglStage(canvas, context, body) };
    } catch (error) {
      console.warn("pictures are shown instead", error);
    }
  }
  return { body, stage: createPictureStage(body, data.pictures ?? {}) };
}

/** The page as the server drew it has been shown. */
function painted() {
  return new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)));
}

/**
 * @param {string} key
 * @param {HTMLElement} element
 * @param {ChartData} data
 */
export async function createLive(key, element, data) {
  const { body, stage } = await load(data);
  const live = new Live(key, body, stage, data);
  live.adopt(element, data);
  return live;
}

export class Live {
  /**
   * @param {string} key
   * @param {Body} body
   * @param {Stage} stage
   * @param {ChartData} data
   */
  constructor(key, body, stage, data) {
    this.key = key;
    this.body = body;
    this.stage = stage;
    this.data = data;
    this.settings = defaults();
    this.build = 0;
    this.clockAhead_s = 0;
    this.sent = "";
    /** What the page said of the skin, to know when it says otherwise. */
    this.skinSaid = "";
    /** @type {Area[]} */
    this.pain = [];
    /** @type {Area[]} */
    this.earlier = [];
    /** @type {Set<number>} */
    this.ticked = new Set();
    /** @type {Map<string, Set<number>>} where a rule stops any needle, by the words of the rule */
    this.stopped = new Map();
    /** @type {import("./drawing.mjs").Skin | null} */
    this.measured = null;
    /** @type {HTMLElement | null} */
    this.element = null;
    /** @type {LayerColouring | null} */
    this.layer = null;
    /** @type {Promise<void> | null} */
    this.atlas = null;
    this.painter = createPainter(body);
    this.next = neighbours(body);
    this.overlay = new Overlay(body, {
      press: (mark) => this.taps.press(mark),
      sends: (mark) => (this.sent = mark.id),
    });
    this.points = new NamedPoints(body);
    this.notes = createNotes();
    this.overlay.svg.append(this.notes.group);
    this.panel = createPanel();
    this.legend = createLegend();
    const canDraw = (/** @type {{ name: string }} */ spec) =>
      stage.canTurn || Boolean(data.pictures?.[`${data.sex ?? "female"}-${spec.name}`]);
    this.groups = presetGroups(body.cameras, canDraw);
    const sides = { left: sideWord("left"), right: sideWord("right"), above: sideWord("above") };
    const over = { overlay: this.overlay, points: this.points, sides };
    this.scene = new Scene(body, stage, over, this.groups[0].presets[0], data.sex === "male" ? 1 : 0);
    this.first = firstView(body, this.scene.shape, this.scene.sex, this.groups, data.marks ?? []);
    this.scene.preset = this.first.presets[0];
    this.surface = this.createSurface(sides);
    this.taps = createTaps({
      scene: this.scene,
      overlay: this.overlay,
      points: this.points,
      panel: this.panel,
      data: () => this.data,
      atlas: () => this.needAtlas(),
      willSend: (mark) => (this.sent = mark || "stage"),
      toStage: () => {
        this.surface.focus({ preventScroll: true });
        this.surface.scrollIntoView({ block: "nearest" });
      },
    });
    this.drawTools = data.mode === "draw" ? this.createDrawTools() : null;
    this.root = this.createRoot();
    this.listen();
  }

  /** @param {Record<"left" | "right" | "above", HTMLElement>} sides */
  createSurface(sides) {
    return make(
      "div",
      {
        class: `body-surface is-${this.stage.kind}`,
        id: `body-stage-${this.key}`,
        tabindex: 0,
        role: "application",
        "aria-roledescription": "body chart",
        "aria-label": this.data.mode === "draw" ? "Body to draw on" : "Body",
        "aria-describedby": `body-keys-${this.key}`,
      },
      this.stage.element,
      this.points.canvas,
      this.overlay.svg,
      sides.left,
      sides.right,
      sides.above,
      make("span", { class: "body-crosshair", "aria-hidden": "true" }),
    );
  }

  createRoot() {
    const { scene } = this;
    this.views = createViews(this.groups, this.first, (preset, group) => {
      scene.show(preset, group.presets.length > 1 ? closeUpWords(group.words, preset) : "");
    });
    this.far = make("p", { class: "body-far quiet" });
    this.layers = createLayers(this.key, this.settings, (what) => this.layerChanged(what));
    const zoom = createZoom((factor) => scene.zoom(factor), () => scene.show(scene.preset, scene.closeUp));
    const frame = make("div", { class: "body-stage" }, this.surface, this.overlay.labels, this.far);
    const sex = this.data.sex === "male" ? 1 : 0;
    const shape = this.stage.canTurn && !this.drawTools
      ? createShapeSliders({ sex, build: 0 }, (to, build) => this.setShape(to, build))
      : null;
    const keys = make("p", { class: "body-keys quiet", id: `body-keys-${this.key}`, text: KEY_WORDS });
    return make(
      "div",
      { class: this.drawTools ? "body-live is-drawing" : "body-live" },
      make("div", { class: "body-frame" }, frame, zoom),
      keys,
      this.views.element,
      this.drawTools?.element ?? null,
      this.drawTools ? null : this.panel.element,
      this.drawTools ? null : this.layers.element,
      this.legend.element,
      shape,
    );
  }

  createDrawTools() {
    this.pain = onSkin(this.body, read(this.data.pain));
    return createDrawTools(this.key, {
      scene: this.scene,
      skin: () => this.skin(),
      areas: this.pain,
      describe: (area) => words.area(this.body, this.data.regions ?? {}, this.skin(), area),
      changed: (areas, isDone) => {
        this.pain = areas;
        this.repaintPain();
        if (!isDone) return;
        this.writeField();
        if (this.scene.isResting) this.scene.settle();
      },
    });
  }

  /** What strokes and words need to know of the skin as the page's sex has it. */
  skin() {
    this.measured ??= { neighbours: this.next, ...measure(this.body, this.scene.shape) };
    return this.measured;
  }

  writeField() {
    const field = document.getElementById(this.data.draw?.field ?? "");
    if (!(field instanceof HTMLInputElement)) return;
    field.value = write(this.pain);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  listen() {
    const { scene, surface, taps } = this;
    const draws = this.drawTools;
    const middle = () => [scene.size.width / 2, scene.size.height / 2];
    // How the body is seen stands on the surface while it rests: tests tap by it.
    scene.onMove = () => (surface.dataset.rests = "");
    scene.onRest = () => this.rested();
    scene.onTaken = () => this.views?.release();
    listen(surface, {
      isBody: (x, y) => scene.isBody(x, y),
      tool: () => draws?.tool() ?? "turn",
      turn: (across, down) => scene.drag(across, down),
      pan: (across, down) => scene.pan(across, down),
      zoom: (factor, x, y) => scene.zoom(factor, x, y),
      tap: (x, y) => (draws ? undefined : taps.tap(x, y)),
      stroke: (x, y, phase) => draws?.stroke(x, y, phase),
      moving: (isMoving) => {
        if (isMoving && !surface.classList.contains("is-moving")) scene.holdMiddle();
        surface.classList.toggle("is-moving", isMoving);
      },
    });
    listenToKeys(surface, {
      turn: (yaw, pitch) => (this.stage.canTurn ? scene.turn(yaw, pitch) : this.views?.step(Math.sign(yaw))),
      pan: (across, down) => scene.pan(across, down),
      zoom: (factor) => scene.zoom(factor),
      preset: (number) => this.views?.press(number),
      tap: () => {
        const [x, y] = middle();
        if (!draws) return taps.tap(x, y);
        draws.stroke(x, y, "begin");
        draws.stroke(x, y, "end");
      },
      cancel: () => taps.cancel(),
    });
    document.addEventListener("keydown", (event) => event.key === "Escape" && taps.cancel());
    new ResizeObserver(() => this.fitStage()).observe(surface);
    onTheme(() => this.themeChanged());
    setInterval(() => this.tick(), MINUTE_CHECK_MS);
  }

  fitStage() {
    const { clientWidth, clientHeight } = this.surface;
    this.scene.resize(clientWidth, clientHeight);
  }

  /**
   * Moves into a chart of the page and shows what the page says.
   * @param {HTMLElement} element
   * @param {ChartData} data
   */
  adopt(element, data) {
    const isFirst = !this.element;
    this.element = element;
    this.data = data;
    this.clockAhead_s = data.now ? data.now - Date.now() / 1_000 : 0;
    const isNewSkin = this.readSkin(data);
    this.taps.reset();
    if (this.drawTools) this.settings.earlier = this.earlier.length > 0;
    const before = element.querySelector(".body-views");
    if (before) before.before(this.root);
    else element.prepend(this.root);
    if (isFirst) {
      this.scene.onFirstFrame = () => this.ready();
      this.themeChanged();
      this.fitStage();
      this.setShape(data.sex === "male" ? 1 : 0, 0);
    } else {
      this.ready();
    }
    this.showMarks();
    if (isNewSkin) {
      this.repaintPain();
      if (this.settings.skin !== "none" || this.stopped.size > 0) this.repaintSkin();
    }
    this.scene.refit();
    if (!isFirst) this.scene.moved();
    if (this.drawTools && !isFirst) this.writeField();
    this.focusAgain();
  }

  /**
   * Reads what lies on the skin. Most pages bring needles and leave the skin as it was.
   * @param {ChartData} data
   * @returns whether it is another skin than before
   */
  readSkin(data) {
    const said = JSON.stringify([data.pain, data.earlier_pain, data.ticked, data.devices]);
    if (said === this.skinSaid) return false;
    this.skinSaid = said;
    if (!this.drawTools) this.pain = onSkin(this.body, read(data.pain));
    this.earlier = onSkin(this.body, read(data.earlier_pain));
    this.ticked = trianglesOf(this.body, data.ticked ?? []);
    this.stopped = byWords(this.body, data.devices ?? []);
    return true;
  }

  ready() {
    this.element?.classList.add("is-live");
    if (this.element) this.element.dataset.ready = this.stage.kind;
    performance.mark("body-ready");
  }

  /** After a tap has exchanged the page, the focus goes back to where it was. */
  focusAgain() {
    if (!this.sent) return;
    const target = this.overlay.labelOf(this.sent) ?? this.surface;
    this.sent = "";
    target.focus({ preventScroll: true });
  }

  themeChanged() {
    this.scene.setTheme();
    if (this.settings.skin !== "none" || this.stopped.size > 0) this.repaintSkin();
  }

  /**
   * @param {number} sex
   * @param {number} build
   */
  setShape(sex, build) {
    this.scene.setShape(sex, build);
    this.overlay.setShape(this.scene.shape, sex);
  }

  now_s() {
    return Date.now() / 1_000 + this.clockAhead_s;
  }

  showMarks() {
    const marks = shownMarks(this.data.marks ?? [], this.settings);
    const changes = this.settings.skin === "change" ? needleChange(this.data.marks ?? []) : null;
    this.overlay.setMarks(marks, pairsShown(this.data.pairs ?? [], marks), {
      pins: this.settings.pins,
      labelOf: (mark) => this.labelOf(mark),
      classOf: (mark) => (changes?.isNew(mark) ? "is-new" : changes?.isGone(mark) ? "is-gone" : ""),
    });
    this.overlay.setShape(this.scene.shape, this.scene.sex);
    this.scene.refit();
    this.scene.moved();
  }

  /** @param {Mark} mark */
  labelOf(mark) {
    const isIn = mark.mark === "in" && mark.since;
    return isIn ? `${mark.label} ${words.minutesIn(mark.since ?? 0, this.now_s())}` : mark.label;
  }

  tick() {
    if (!this.root.isConnected || !this.data.marks?.some((mark) => mark.since)) return;
    this.overlay.relabel((mark) => this.labelOf(mark));
    this.scene.moved();
  }

  /** @param {"skin" | "points" | "pain" | "marks"} what */
  layerChanged(what) {
    if (what === "skin") {
      this.repaintSkin();
      this.showMarks();
    }
    if (what === "marks") this.showMarks();
    if (what === "pain") this.repaintPain();
    if (what === "points") void this.showPoints();
    this.scene.moved();
  }

  async showPoints() {
    if (this.settings.points) await this.needAtlas();
    const filter = this.settings.points ? this.settings.filter : null;
    this.layers?.setCount(this.points.filter(filter, this.data.regions ?? {}));
    this.scene.moved();
  }

  needAtlas() {
    const url = this.data.atlas;
    if (!url) return Promise.resolve();
    this.atlas ??= (async () => {
      try {
        const answer = await fetch(url);
        const { points } = await answer.json();
        this.points.setAtlas(points);
        this.points.setShape(this.scene.shape, this.scene.sex);
        this.layers?.setOffers(this.points.offers(this.data.regions ?? {}));
      } catch {
        this.atlas = null;
        this.panel.say("The named points could not be loaded. Try again.");
      }
    })();
    return this.atlas;
  }

  repaintPain() {
    const shown = this.settings.pain || this.drawTools ? this.pain : [];
    const hatched = this.settings.earlier ? union(this.earlier) : new Set();
    if (this.settings.pain) for (const triangle of this.ticked) hatched.add(triangle);
    this.painter.setPain(shown, hatched);
    this.scene.setPaint(this.painter.paint, this.painter.triangles);
  }

  repaintSkin() {
    const { skin } = this.settings;
    const colours = layerColours();
    this.layer = skin === "none" || skin === "change" ? null : layerOf(this.body, skin, colours);
    /** @type {(triangle: number) => Vector | null} */
    let tint = this.layer?.tint ?? (() => null);
    if (skin === "change") {
      const { came, went } = change(this.earlier, this.pain);
      tint = (t) => (came.has(t) ? colours[5] : went.has(t) ? colours[1] : null);
    }
    const stopped = this.settings.stopped ? [...this.stopped.values()] : [];
    const stop = stopped.length > 0 ? colourOf("--stop") : null;
    this.painter.setTint(stop ? (t) => (stopped.some((area) => area.has(t)) ? stop : tint(t)) : tint);
    this.scene.setPaint(this.painter.paint, this.painter.triangles);
    if (skin === "none") this.legend.hide();
    if (skin === "change") this.showChange();
  }

  showChange() {
    const { came, went } = change(this.earlier, this.pain);
    const needles = needleChange(this.data.marks ?? []);
    const items = [];
    if (came.size > 0) items.push({ words: "pain that came", look: "layer-6" });
    if (went.size > 0) items.push({ words: "pain that went", look: "layer-2" });
    const nothing = items.length === 0 && needles.lines.length === 0;
    this.legend.show("Since last time", items, nothing ? ["Nothing has changed."] : needles.lines);
  }

  /** The camera rests: words find their places on the skin. */
  rested() {
    const { layer, scene } = this;
    const { yaw, pitch, centre, scale } = scene.camera;
    this.surface.dataset.rests = [yaw, pitch, ...centre, scale].join(" ");
    const hidden = this.overlay.hidden();
    if (this.far) this.far.textContent = hidden === 0 ? "" : hidden === 1 ? "1 mark out of sight" : `${hidden} marks out of sight`;
    const notes = this.pageNotes();
    // The names of hazards are long and the legend has them.
    if (layer && this.settings.skin !== "hazard") notes.push(...layerNotes(this.body, layer));
    if (!layer && notes.length === 0) return this.notes.clear();
    const samples = scene.picker.samples().filter((sample) => isInside([sample.x, sample.y], scene.bounds));
    this.notes.place(notes, samples, scene.size, [...this.overlay.boxes(), ...this.points.boxes()]);
    if (!layer) return;
    this.showLegend(layer, layerSeen(layer, samples));
  }

  /**
   * The names of the layer in this view; where there are many, the largest.
   * @param {LayerColouring} layer
   * @param {Map<number, number>} seen how often each name is seen
   */
  showLegend(layer, seen) {
    const largest = [...seen].sort((a, b) => b[1] - a[1]).slice(0, LEGEND_MOST);
    const names = largest.map(([name]) => name).sort((a, b) => a - b);
    const items = names.map((name) => ({ words: layer.names[name], look: `layer-${layer.colourNumber(name) + 1}` }));
    const title = { muscle: "Muscles in this view", dermatome: "Dermatomes in this view", hazard: "Hazards in this view" };
    const more = seen.size - names.length;
    const lines = items.length === 0 ? ["None in this view."] : more > 0 ? [`And ${more} smaller ones: tap one to read its name.`] : [];
    this.legend.show(title[/** @type {keyof typeof title} */ (this.settings.skin)], items, lines);
  }

  /** @returns {Note[]} the areas of pain and the devices */
  pageNotes() {
    const shown = this.settings.pain || this.drawTools ? this.pain : [];
    const { body } = this;
    /** @type {Note[]} */
    const pain = shown.map((area) => ({
      words: `${words.KIND_WORDS[area.kind]} ${area.intensity}`,
      kind: /** @type {const} */ ("pain"),
      triangles: (/** @type {number} */ t) => area.triangles.has(t),
    }));
    if (this.settings.pain && this.ticked.size > 0) {
      pain.push({ words: "It hurts here", kind: "pain", triangles: (t) => this.ticked.has(t) });
    }
    const stopped = this.settings.stopped ? [...this.stopped] : [];
    const devices = stopped.map(([words, triangles]) => ({
      words,
      kind: /** @type {const} */ ("device"),
      triangles: (/** @type {number} */ t) => triangles.has(t),
    }));
    return [...pain, ...devices];
  }
}

/**
 * The skin of regions, each on its side.
 * @param {Body} body
 * @param {{ region: string, side: import("./types.mjs").Side }[]} regions
 */
function trianglesOf(body, regions) {
  /** @type {Set<number>} */
  const triangles = new Set();
  for (const { region, side } of regions) {
    for (let t = 0; t < 2 * body.half; t += 1) {
      const isOn = side === "midline" || side === (t < body.half ? "left" : "right");
      if (isOn && body.regions[body.region[t % body.half]] === region) triangles.add(t);
    }
  }
  return triangles;
}

/**
 * @param {Body} body
 * @param {import("./types.mjs").Device[]} devices
 */
function byWords(body, devices) {
  const rules = [...new Set(devices.map((device) => device.words))];
  return new Map(rules.map((words) => [words, trianglesOf(body, devices.filter((it) => it.words === words))]));
}

/** @param {"left" | "right" | "above"} edge */
function sideWord(edge) {
  return make("span", { class: `body-side is-${edge}` });
}

/**
 * @param {string} group
 * @param {Preset} preset
 */
function closeUpWords(group, preset) {
  return `${group}, ${preset.words.charAt(0).toLowerCase()}${preset.words.slice(1)}`;
}
