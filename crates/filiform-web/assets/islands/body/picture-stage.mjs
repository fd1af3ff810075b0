// Draws the skin from pictures, for a browser without WebGL: it does not turn, everything else works.

import { fitted, project, viewOf } from "./camera.mjs";

/** @import { Body, Camera, CameraSpec, MirrorState, Palette, Sex, Shape, ShownHalf, Stage, TrianglePaint, Vector } from "./types.mjs" */
/** @import { View } from "./camera.mjs" */

const PIXEL_RATIO_MAX = 2;
const EARLIER = 16;

/**
 * @param {Body} body
 * @param {Record<string, string>} addresses of the pictures, by `sex-camera`
 * @returns {Stage}
 */
export function createPictureStage(body, addresses) {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  /** @type {Map<string, HTMLImageElement>} */
  const images = new Map();
  const size = { width: 1, height: 1, ratio: 1 };
  /** @type {{ shape: Shape | null, paint: TrianglePaint | null, palette: Palette | null, half: ShownHalf }} */
  const state = { shape: null, paint: null, palette: null, half: "both" };

  const imageOf = (/** @type {string} */ name) => {
    const known = images.get(name);
    if (known || !addresses[name]) return known;
    const image = new Image();
    image.addEventListener("load", () => stage.onRedraw());
    image.src = addresses[name];
    images.set(name, image);
    return image;
  };

  /** @type {Stage} */
  const stage = {
    kind: "pictures",
    element: canvas,
    canTurn: false,
    onRedraw() {},
    resize(width, height) {
      const ratio = Math.min(PIXEL_RATIO_MAX, devicePixelRatio || 1);
      Object.assign(size, { width, height, ratio });
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    },
    setDetail() {},
    setShape(shape) {
      state.shape = shape;
    },
    setPaint(_, triangles) {
      state.paint = triangles;
    },
    setPalette(palette) {
      state.palette = palette;
    },
    setHalf(half) {
      state.half = half;
    },
    draw(camera, spec, mirror, sex) {
      if (!context) return;
      context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
      context.clearRect(0, 0, size.width, size.height);
      const view = viewOf(camera, size.width, size.height);
      const image = imageOf(`${sex}-${spec.name}`);
      const at = placeOfPicture(view, { camera, spec, mirror, sex });
      context.save();
      context.beginPath();
      context.rect(at.x - at.width / 2, at.y - at.height / 2, at.width, at.height);
      context.clip();
      if (image?.complete && image.naturalWidth > 0) drawPicture(context, image, at, mirror);
      const { shape, paint, palette, half } = state;
      if (shape && paint && palette) drawPaint(context, { body, shape, half }, view, paint, palette);
      context.restore();
    },
  };
  return stage;
}

/**
 * The middle and the size of a picture on the stage.
 * @param {View} view
 * @param {{ camera: Camera, spec: CameraSpec, mirror: MirrorState, sex: Sex }} shown
 */
function placeOfPicture(view, { camera, spec, mirror, sex }) {
  const taken = fitted(spec, mirror, sex === "male" ? 1 : 0, { width: 1, height: 1, gutter: 0 });
  const [x, y] = project(view, taken.centre);
  const height = spec[sex].height_mm * camera.scale;
  return { x, y, height, width: (height * spec.width_px) / spec.height_px };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {HTMLImageElement} image
 * @param {ReturnType<typeof placeOfPicture>} at
 * @param {MirrorState} mirror
 */
function drawPicture(context, image, { x, y, width, height }, mirror) {
  context.save();
  context.translate(x, y);
  if (mirror === "mirrored") context.scale(-1, 1);
  context.imageSmoothingQuality = "high";
  context.drawImage(image, -width / 2, -height / 2, width, height);
  context.restore();
}

/**
 * Fills the triangles that face the viewer, one path for each colour.
 * @param {CanvasRenderingContext2D} context
 * @param {{ body: Body, shape: Shape, half: ShownHalf }} skin
 * @param {View} view
 * @param {TrianglePaint} paint
 * @param {Palette} palette
 */
function drawPaint(context, { body, shape, half }, view, paint, palette) {
  /** @type {Map<string, { path: Path2D, style: string | CanvasPattern }>} */
  const paths = new Map();
  const pathOf = (/** @type {string} */ key, /** @type {() => string | CanvasPattern} */ style) => {
    const known = paths.get(key) ?? { path: new Path2D(), style: style() };
    paths.set(key, known);
    return known.path;
  };
  const [first, end] = [half === "right" ? body.half : 0, half === "left" ? body.half : 2 * body.half];
  for (let t = first; t < end; t += 1) {
    const tint = paint.tint[t];
    const kinds = paint.kinds[t];
    if (body.isEmpty[t] || (!tint && !kinds)) continue;
    const corners = seenCorners(body, shape, view, t);
    if (!corners) continue;
    if (tint) trace(pathOf(`tint ${tint}`, () => css(tint, 0.55)), corners);
    palette.pain.forEach((colour, kind) => {
      if (kinds & (1 << kind)) trace(pathOf(`kind ${kind}`, () => patternOf(context, kind, colour)), corners);
    });
    if (kinds & EARLIER) trace(pathOf("earlier", () => patternOf(context, 4, palette.earlier)), corners);
  }
  for (const { path, style } of paths.values()) {
    context.fillStyle = style;
    context.fill(path);
  }
}

/**
 * @param {Body} body
 * @param {Shape} shape
 * @param {View} view
 * @param {number} t
 */
function seenCorners(body, shape, view, t) {
  const points = [0, 1, 2].map((k) => {
    const v = 3 * body.corners[3 * t + k];
    return project(view, shape.positions.subarray(v, v + 3));
  });
  const [a, b, c] = points;
  const area = (c[0] - a[0]) * (b[1] - a[1]) - (b[0] - a[0]) * (c[1] - a[1]);
  const isFacing = t < body.half ? area > 0 : area < 0;
  if (!isFacing) return null;
  // One winding for both halves, so that neighbours join without a seam.
  return t < body.half ? points : [a, c, b];
}

/**
 * @param {Path2D} path
 * @param {Vector[]} corners
 */
function trace(path, [a, b, c]) {
  path.moveTo(a[0], a[1]);
  path.lineTo(b[0], b[1]);
  path.lineTo(c[0], c[1]);
  path.closePath();
}

/**
 * @param {Vector} colour
 * @param {number} alpha
 */
function css(colour, alpha) {
  return `rgb(${colour.map((part) => Math.round(part * 255)).join(" ")} / ${alpha})`;
}

/**
 * The same patterns as on the turning body.
 * @param {CanvasRenderingContext2D} context
 * @param {number} kind
 * @param {Vector} colour
 */
function patternOf(context, kind, colour) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = kind === 4 ? 14 : 8;
  const ink = tile.getContext("2d");
  if (!ink) return css(colour, 0.5);
  const side = tile.width;
  ink.fillStyle = css(colour, kind === 0 ? 0.6 : kind === 4 ? 0.06 : 0.3);
  ink.fillRect(0, 0, side, side);
  ink.strokeStyle = ink.fillStyle = css(colour, 0.85);
  ink.lineWidth = kind === 4 ? 1.5 : 2.5;
  if (kind === 1 || kind === 4) {
    const [from, to] = kind === 1 ? [side, 0] : [0, side];
    for (const shift of [-side, 0, side]) {
      ink.beginPath();
      ink.moveTo(shift, from);
      ink.lineTo(shift + side, to);
      ink.stroke();
    }
  } else if (kind === 2) {
    ink.beginPath();
    ink.arc(side / 2, side / 2, 2, 0, 2 * Math.PI);
    ink.fill();
  } else if (kind === 3) {
    ink.fillRect(0, 2, side, 2.5);
  }
  return context.createPattern(tile, "repeat") ?? css(colour, 0.5);
}
