// Draws the skin with WebGL: neutral clay, soft light, colours and patterns by vertex.

import {
  BufferAttribute,
  BufferGeometry,
  LinearSRGBColorSpace,
  Mesh,
  OrthographicCamera,
  Scene,
  ShaderMaterial,
  Vector3,
  WebGLRenderer,
} from "three";

import { basis } from "./camera.mjs";

/** @import { Body, Camera, Paint, Palette, Shape, Stage, Vector } from "./types.mjs" */

const DISTANCE_MM = 3_000;
const PIXEL_RATIO_MAX = 2;

const VERTEX = `
attribute vec4 tint;
attribute vec4 cover;
attribute vec4 strength;
attribute float earlier;
attribute float hollow;
varying vec3 vNormal;
varying vec4 vTint;
varying vec4 vCover;
varying vec4 vStrength;
varying float vEarlier;
varying float vHollow;
void main() {
  vNormal = mat3(viewMatrix) * normal;
  vTint = tint;
  vCover = cover;
  vStrength = strength;
  vEarlier = earlier;
  vHollow = hollow;
  gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.0);
}`;

// Ache is plain, burning slanted lines, pins and needles dots, numb level lines; earlier pain is
// an outline with wide slanted lines the other way, so that nothing rests on colour alone.
const FRAGMENT = `
#define BORDER 0.38
uniform vec3 clay;
uniform vec3 shade;
uniform vec3 glow;
uniform vec3 earlierInk;
uniform vec3 kinds[4];
uniform float dim;
uniform float ratio;
varying vec3 vNormal;
varying vec4 vTint;
varying vec4 vCover;
varying vec4 vStrength;
varying float vEarlier;
varying float vHollow;

float stripes(float along, float period, float part) {
  float place = abs(fract(along / period) - 0.5) * period;
  return 1.0 - smoothstep(part * period * 0.5 - 0.6, part * period * 0.5 + 0.6, place);
}
float dots(vec2 at, float period, float radius) {
  vec2 cell = (fract(at / period) - 0.5) * period;
  return 1.0 - smoothstep(radius - 0.6, radius + 0.6, length(cell));
}
vec3 painted(vec3 below, vec3 ink, float cover, float strength, float pattern, float solid) {
  float width = max(fwidth(cover), 0.001);
  float inside = smoothstep(BORDER - width, BORDER + width, cover);
  float edge = 1.0 - smoothstep(width, 2.2 * width, abs(cover - BORDER));
  float fill = inside * mix(solid * (0.35 + 0.5 * strength), 0.55 + 0.4 * strength, pattern);
  return mix(mix(below, ink, fill), ink * 0.8, edge * 0.85 * step(0.02, cover));
}
void main() {
  vec3 n = normalize(vNormal);
  float direct = clamp((dot(n, normalize(vec3(-0.34, 0.52, 0.78))) + 0.30) / 1.30, 0.0, 1.0);
  float light = 0.62 * pow(direct, 1.5) + 0.10 * (0.5 + 0.5 * n.y) + 0.24 * clamp(n.z, 0.0, 1.0);
  light = clamp(light - vHollow, 0.0, 1.0);
  vec3 base = shade + (clay - shade) * pow(clamp(light / 0.62, 0.0, 1.0), 0.9);
  base += (glow - clay) * pow(clamp((light - 0.62) / 0.38, 0.0, 1.0), 1.2);
  vec3 lit = base / max(clay, vec3(0.001));
  base = mix(base, vTint.rgb * lit, vTint.a);
  vec2 at = gl_FragCoord.xy / ratio;
  base = painted(base, kinds[0], vCover.x, vStrength.x, 0.0, 1.0);
  base = painted(base, kinds[1], vCover.y, vStrength.y, stripes((at.x + at.y) * 0.7071, 6.0, 0.45), 0.6);
  base = painted(base, kinds[2], vCover.z, vStrength.z, dots(at, 7.0, 1.9), 0.5);
  base = painted(base, kinds[3], vCover.w, vStrength.w, stripes(at.y, 6.0, 0.45), 0.6);
  base = painted(base, earlierInk, vEarlier, 0.0, stripes((at.x - at.y) * 0.7071, 10.0, 0.16), 0.0);
  gl_FragColor = vec4(base * dim, 1.0);
}`;

/** @typedef {BufferAttribute & { array: Uint8Array | Float32Array }} Attribute */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {WebGL2RenderingContext} context
 * @param {Body} body
 * @returns {Stage}
 */
export function createWebglStage(canvas, context, body) {
  const renderer = new WebGLRenderer({ canvas, context, antialias: true, alpha: true });
  renderer.outputColorSpace = LinearSRGBColorSpace;
  renderer.setClearColor(0, 0);
  const material = skinMaterial();
  const geometry = skinGeometry(body);
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false;
  const scene = new Scene();
  scene.add(mesh);
  const eye = new OrthographicCamera(-1, 1, 1, -1, 1, 2 * DISTANCE_MM);
  eye.matrixAutoUpdate = false;
  const size = { width: 1, height: 1 };

  /** @type {Stage} */
  const stage = {
    kind: "webgl",
    element: canvas,
    canTurn: true,
    onRedraw() {},
    resize(width, height) {
      Object.assign(size, { width, height });
      renderer.setSize(width, height, false);
      stage.setDetail("fine");
    },
    setDetail(detail) {
      const most = detail === "fine" ? PIXEL_RATIO_MAX : 1;
      const ratio = Math.min(most, devicePixelRatio || 1);
      if (renderer.getPixelRatio() !== ratio) renderer.setPixelRatio(ratio);
      material.uniforms.ratio.value = ratio;
    },
    setShape(shape) {
      fill(geometry, "position", shape.positions);
      fill(geometry, "normal", shape.normals);
      fill(geometry, "hollow", hollows(body, shape));
    },
    setPaint(paint) {
      for (const name of /** @type {const} */ (["tint", "cover", "strength", "earlier"])) {
        fill(geometry, name, paint[name]);
      }
    },
    setPalette(palette) {
      setPalette(material, palette);
    },
    setHalf(half) {
      const each = (geometry.index?.count ?? 0) / 2;
      geometry.setDrawRange(half === "right" ? each : 0, half === "both" ? Infinity : each);
    },
    draw(camera) {
      aim(eye, camera, size);
      renderer.render(scene, eye);
    },
  };
  canvas.addEventListener("webglcontextrestored", () => stage.onRedraw());
  return stage;
}

function skinMaterial() {
  const colour = () => ({ value: new Vector3() });
  return new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: {
      clay: colour(),
      shade: colour(),
      glow: colour(),
      earlierInk: colour(),
      kinds: { value: [0, 1, 2, 3].map(() => new Vector3()) },
      dim: { value: 1 },
      ratio: { value: 1 },
    },
  });
}

/**
 * @param {ShaderMaterial} material
 * @param {Palette} palette
 */
function setPalette(material, palette) {
  const { uniforms } = material;
  uniforms.clay.value.fromArray(palette.clay);
  uniforms.shade.value.fromArray(palette.shade);
  uniforms.glow.value.fromArray(palette.glow);
  uniforms.earlierInk.value.fromArray(palette.earlier);
  uniforms.dim.value = palette.dim;
  palette.pain.forEach((colour, kind) => uniforms.kinds.value[kind].fromArray(colour));
}

/** @param {Body} body */
function skinGeometry(body) {
  const count = 2 * body.vertexCount;
  const geometry = new BufferGeometry();
  geometry.setIndex(new BufferAttribute(drawOrder(body), 1));
  for (const name of ["position", "normal"]) {
    geometry.setAttribute(name, new BufferAttribute(new Float32Array(3 * count), 3));
  }
  for (const name of ["tint", "cover", "strength"]) {
    geometry.setAttribute(name, new BufferAttribute(new Uint8Array(4 * count), 4, true));
  }
  geometry.setAttribute("earlier", new BufferAttribute(new Uint8Array(count), 1, true));
  geometry.setAttribute("hollow", new BufferAttribute(new Float32Array(count), 1));
  return geometry;
}

/**
 * The triangles that have an area, the left half first, all counter-clockwise seen from outside.
 * @param {Body} body
 */
function drawOrder(body) {
  /** @type {number[]} */
  const order = [];
  for (let t = 0; t < 2 * body.half; t += 1) {
    if (body.isEmpty[t]) continue;
    const [a, b, c] = [body.corners[3 * t], body.corners[3 * t + 1], body.corners[3 * t + 2]];
    order.push(...(t < body.half ? [a, b, c] : [a, c, b]));
  }
  return Uint32Array.from(order);
}

/**
 * @param {BufferGeometry} geometry
 * @param {string} name
 * @param {Float32Array | Uint8Array} values
 */
function fill(geometry, name, values) {
  const attribute = /** @type {Attribute} */ (geometry.getAttribute(name));
  attribute.array.set(values);
  attribute.needsUpdate = true;
}

/**
 * How much darker each vertex is because it lies in a fold: below the middle of its neighbours.
 * @param {Body} body
 * @param {Shape} shape
 */
function hollows(body, shape) {
  const count = 2 * body.vertexCount;
  const around = new Float32Array(3 * count);
  const degree = new Float32Array(count);
  const p = shape.positions;
  for (let i = 0; i < body.corners.length; i += 1) {
    const from = body.corners[i];
    const to = body.corners[i % 3 === 2 ? i - 2 : i + 1];
    for (let k = 0; k < 3; k += 1) {
      around[3 * from + k] += p[3 * to + k];
      around[3 * to + k] += p[3 * from + k];
    }
    degree[from] += 1;
    degree[to] += 1;
  }
  const hollow = new Float32Array(count);
  for (let v = 0; v < count; v += 1) {
    let depth_mm = 0;
    for (let k = 0; k < 3; k += 1) {
      depth_mm += (around[3 * v + k] / Math.max(1, degree[v]) - p[3 * v + k]) * shape.normals[3 * v + k];
    }
    hollow[v] = Math.max(0, Math.min(0.22, depth_mm * 0.09));
  }
  return hollow;
}

/**
 * @param {OrthographicCamera} eye
 * @param {Camera} camera
 * @param {{ width: number, height: number }} size
 */
function aim(eye, camera, size) {
  const axes = basis(camera.yaw, camera.pitch);
  const [right, up, toward] = [axes.right, axes.up, axes.toward].map((axis) => new Vector3(...axis));
  eye.matrix.makeBasis(right, up, toward);
  eye.matrix.setPosition(new Vector3(...camera.centre).addScaledVector(toward, DISTANCE_MM));
  eye.matrixWorldNeedsUpdate = true;
  const [across, tall] = [size.width / camera.scale / 2, size.height / camera.scale / 2];
  Object.assign(eye, { left: -across, right: across, top: tall, bottom: -tall });
  eye.updateProjectionMatrix();
}
