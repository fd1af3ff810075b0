import assert from "node:assert/strict";
import { test } from "node:test";

import { basis, fitted, panned, project, sideWords, turned, viewOf, zoomed } from "../../assets/islands/body/camera.mjs";
import { locate, locateBoth, measure, mirrored, neighbours, parse, shape } from "../../assets/islands/body/mesh.mjs";
import { createPicker } from "../../assets/islands/body/pick.mjs";
import { sampleBody } from "./sample-body.mjs";

const body = parse(sampleBody());
const female = shape(body, 0, 0);
const camera = { yaw: 0, pitch: 0, centre: [0, 0, 0], scale: 2 };
const size = { width: 500, height: 500 };

function looking(at = camera, half = "both") {
  const picker = createPicker(body);
  picker.look(female, viewOf(at, size.width, size.height), size, half);
  return picker;
}

test("a file that is not a body is refused", () => {
  assert.throws(() => parse(new ArrayBuffer(64)), /not a body/);
});

test("the right half is the mirror of the left", () => {
  const place = [10, 0.2, 0.3, 0.5];
  const [left, right] = [locate(body, female, place), locate(body, female, mirrored(body, place))];
  assert.deepEqual(right.point, [-left.point[0], left.point[1], left.point[2]]);
  assert.deepEqual(right.normal, [-left.normal[0], left.normal[1], left.normal[2]]);
  assert.deepEqual(mirrored(body, mirrored(body, place)), place);
});

test("normals point outward and have no side on the midline", () => {
  for (let v = 0; v < body.vertexCount; v += 1) {
    const [p, n] = [female.positions, female.normals].map((values) => values.subarray(3 * v, 3 * v + 3));
    assert.ok(p[0] * n[0] + p[1] * n[1] + p[2] * n[2] > 0, `vertex ${v}`);
    if (body.isSeam[v]) assert.equal(n[0], 0);
  }
});

test("a body between female and male lies between them, a heavy one is larger", () => {
  const [half, male, heavy] = [shape(body, 0.5, 0), shape(body, 1, 0), shape(body, 0, 1)];
  assert.ok(Math.abs(half.positions[1] - (female.positions[1] + male.positions[1]) / 2) < 0.01);
  assert.ok(heavy.positions[1] > female.positions[1]);
  const places = { female: [4, 1, 0, 0], male: [4, 0, 1, 0] };
  assert.deepEqual(locateBoth(body, female, places, 0)?.point, locate(body, female, places.female).point);
  assert.deepEqual(locateBoth(body, female, { female: [99_999, 1, 0, 0] }, 0), null);
});

test("every edge has two sides, and the halves hang together at the midline", () => {
  const next = neighbours(body);
  for (let t = 0; t < 2 * body.half; t += 1) {
    if (body.isEmpty[t]) continue;
    for (const other of next.subarray(3 * t, 3 * t + 3)) {
      assert.ok(other >= 0, `triangle ${t}`);
      assert.ok([...next.subarray(3 * other, 3 * other + 3)].includes(t));
    }
  }
});

test("the area of the egg is near that of a ball", () => {
  const total = measure(body, female).areas.reduce((sum, area) => sum + area, 0);
  assert.ok(Math.abs(total / (4 * Math.PI * 100 * 100) - 1) < 0.1);
});

test("the viewer's axes are those of the pictures", () => {
  const close = (a, b) => a.forEach((value, k) => assert.ok(Math.abs(value - b[k]) < 1e-9, `${a} ${b}`));
  close(basis(0, 0).right, [1, 0, 0]);
  close(basis(90, 0).toward, [1, 0, 0]);
  close(basis(90, 0).right, [0, 0, -1]);
  close(basis(0, 90).toward, [0, 1, 0]);
  close(basis(180, 0).right, [-1, 0, 0]);
  close(basis(0, 0).up, [0, 1, 0]);
});

test("a pixel of a picture is where the format says", () => {
  const spec = { ...body.cameras[0], female: { centre_mm: [5, 10, 0], height_mm: 240 } };
  const fit = fitted(spec, "as-taken", 0, { width: 100, height: 120, gutter: 0 });
  const [x, y] = project(viewOf(fit, 100, 120), [25, 30, 7]);
  assert.deepEqual([x, y], [50 + 20 * 0.5, 60 - 20 * 0.5]);
  const other = fitted({ ...spec, yaw: 90 }, "mirrored", 0, { width: 100, height: 120, gutter: 0 });
  assert.equal(other.yaw, 270);
  assert.equal(other.centre[0], -5);
});

test("coming nearer keeps what is under the fingers", () => {
  const point = [30, 20, 90];
  const [x, y] = project(viewOf(camera, 500, 500), point);
  const near = zoomed(camera, 2, x - 250, y - 250, 0.1);
  const after = project(viewOf(near, 500, 500), point);
  assert.ok(Math.hypot(after[0] - x, after[1] - y) < 1e-9);
  const moved = project(viewOf(panned(camera, 10, -5), 500, 500), point);
  assert.ok(Math.hypot(moved[0] - x - 10, moved[1] - y + 5) < 1e-9);
  assert.equal(turned(camera, -15, 200).yaw, 345);
  assert.ok(turned(camera, 0, 200).pitch < 90);
});

test("the words at the edges are the patient's own sides", () => {
  assert.deepEqual(sideWords(0), { left: "Right", right: "Left", above: "" });
  assert.deepEqual(sideWords(180), { left: "Left", right: "Right", above: "" });
  assert.equal(sideWords(90).above, "Left side");
  assert.equal(sideWords(270).above, "Right side");
});

test("a tap finds the skin in front, on the side where it is", () => {
  const picker = looking();
  for (const place of [[30, 0.2, 0.3, 0.5], [30 + body.half, 0.5, 0.3, 0.2]]) {
    const { point, normal } = locate(body, female, place);
    if (normal[2] < 0.1) continue;
    const [x, y, depth] = project(viewOf(camera, 500, 500), point);
    const hit = picker.at(x, y);
    assert.equal(hit?.triangle, place[0]);
    place.slice(1).forEach((weight, k) => assert.ok(Math.abs(weight - hit.weights[k]) < 1e-4));
    assert.ok(Math.abs(hit.depth - depth) < 1e-3);
  }
  assert.equal(picker.at(2, 2), null);
  assert.ok(picker.at(330, 250).triangle < body.half);
  assert.ok(picker.at(170, 250).triangle >= body.half);
});

test("a place behind the body is not seen", () => {
  const picker = looking();
  assert.ok(picker.sees([0, 0, 100]));
  assert.ok(!picker.sees([0, 0, -100]));
});

test("a close-up of one half finds nothing of the other", () => {
  assert.equal(looking(camera, "left").at(170, 250), null);
  assert.ok(looking(camera, "left").at(330, 250));
});
