import assert from "node:assert/strict";
import { test } from "node:test";

import { layerOf } from "../../assets/islands/body/colouring.mjs";
import { presetGroups } from "../../assets/islands/body/controls.mjs";
import { change, dab, erased, onSkin, painted, read, write } from "../../assets/islands/body/drawing.mjs";
import { columns, near, spread } from "../../assets/islands/body/labels.mjs";
import { needleChange, shownMarks } from "../../assets/islands/body/marks.mjs";
import { measure, neighbours, parse, shape } from "../../assets/islands/body/mesh.mjs";
import { matches } from "../../assets/islands/body/named-points.mjs";
import { createPainter } from "../../assets/islands/body/paint.mjs";
import { spotText } from "../../assets/islands/body/taps.mjs";
import * as words from "../../assets/islands/body/words.mjs";
import { sampleBody } from "./sample-body.mjs";

const body = parse(sampleBody());
const female = shape(body, 0, 0);
const skin = { neighbours: neighbours(body), ...measure(body, female) };
const middle = (triangle) => skin.middles.subarray(3 * triangle, 3 * triangle + 3);
const ache = { kind: "ache", intensity: 6 };

test("a drawing is read as it was written", () => {
  const text = "ache,6,12-40.77.80-90;numb,0,3";
  assert.equal(write(read(text)), text);
  assert.deepEqual(read("nonsense;ache,6,;burning,99,1-2")[0].intensity, 10);
  assert.deepEqual(read(undefined), []);
  assert.equal(onSkin(body, read("ache,6,999999")).length, 0);
});

test("a dab stays on the side that was touched and crosses the midline", () => {
  const at = 3 * 16;
  const reached = dab(skin, at, middle(at), 60);
  assert.ok(reached.size > 3);
  for (const t of reached) assert.ok(middle(t)[2] > 0, "not through to the back");
  assert.ok([...reached].some((t) => t >= body.half));
  assert.deepEqual([...dab(skin, at, middle(at), 0)], [at]);
});

test("strokes of one kind that lie near each other are one area", () => {
  const one = painted(skin, [], ache, new Set([48]));
  const two = painted(skin, one, ache, new Set([48, 49]));
  assert.deepEqual(two.map((area) => area.triangles.size), [2]);
  assert.equal(painted(skin, two, { ...ache, intensity: 7 }, new Set([49])).length, 2);
  assert.equal(painted(skin, two, ache, new Set([60 + body.half])).length, 2);
  assert.equal(painted(skin, two, ache, new Set()), two);
});

test("what is rubbed out goes from all areas, and an empty area goes", () => {
  const areas = read("ache,6,1-4;numb,2,4-6");
  assert.equal(write(erased(areas, new Set([4]))), "ache,6,1-3;numb,2,5-6");
  assert.equal(write(erased(areas, new Set([1, 2, 3, 4]))), "numb,2,5-6");
  assert.equal(erased(areas, new Set([80])), areas);
});

test("what came and what went between two drawings", () => {
  const { came, went } = change(read("ache,6,1-4"), read("numb,2,4-6"));
  assert.deepEqual([[...came], [...went]], [[5, 6], [1, 2, 3]]);
});

test("an area says its side, regions, size and segments", () => {
  const area = { ...ache, triangles: new Set([16 + body.half, 17 + body.half]) };
  const text = words.area(body, { top: "the top" }, skin, area);
  assert.match(text, /^Ache, 6 of 10: right, the top, \d\.\d % of the skin\. Skin of C2\.$/);
  assert.equal(words.list(["a", "b", "c"]), "a, b and c");
  assert.equal(words.percent(0.0004), "less than 0.1 %");
});

test("a tapped place says everything that is known of it", () => {
  const nearest = { code: "ST35", side: "right", mm: 12 };
  const text = words.place(body, {}, 16 + 2 * 16 + body.half, "right", nearest);
  assert.equal(text, "Right, foot end. Nearest: ST35 right, 12 mm. Skin: C1. Beneath: yolk.");
});

test("a place is written with four decimals that sum to one", () => {
  const text = spotText({ triangle: 7, weights: [1 / 3, 1 / 3, 1 / 3] });
  assert.equal(text, "7:0.3333:0.3333:0.3334");
});

test("labels in a column never overlap and stay in the room", () => {
  const crowded = Array.from({ length: 16 }, (_, n) => 500 + n * 3);
  const placed = spread(crowded, 640);
  placed.slice(1).forEach((spot, n) => assert.ok(spot.y - placed[n].y >= placed[n].height));
  assert.ok(placed.every(({ y, height }) => y - height / 2 >= 0 && y + height / 2 <= 640));
  assert.deepEqual(spread([300], 640).map((spot) => spot.y), [300]);
});

test("a label keeps its column near the middle", () => {
  const room = { width: 400, height: 600 };
  const dot = { x: 205, y: 100, width: 40 };
  assert.equal(columns([dot], room, [undefined])[0].side, "right");
  assert.equal(columns([dot], room, ["left"])[0].side, "left");
  const many = Array.from({ length: 30 }, (_, n) => ({ x: 100, y: n, width: 40 }));
  assert.ok(columns(many, room).some((spot) => spot.side === "right"));
});

test("near labels do not overlap; one without room is left out", () => {
  const dot = { x: 50, y: 50, width: 30 };
  const placed = near(Array.from({ length: 6 }, () => dot), { width: 200, height: 200 }, [], 14);
  assert.equal(placed.filter(Boolean).length, 4);
});

test("names that touch have different colours", () => {
  const colours = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  const layer = layerOf(body, "dermatome", colours);
  assert.equal(new Set([1, 2, 3].map(layer.colourNumber)).size, 3);
  assert.equal(layerOf(body, "muscle", colours).tint(0), null);
});

test("paint covers the drawn skin and nothing far from it", () => {
  const painter = createPainter(body);
  const top = new Set(Array.from({ length: 32 }, (_, t) => t));
  painter.setPain([{ ...ache, triangles: top }], new Set([90]));
  assert.ok(painter.paint.cover[4 * body.corners[3 * 8 + 1]] > 150);
  assert.equal(painter.paint.cover[4 * (body.vertexCount - 1)], 0);
  assert.equal(painter.triangles.kinds[90], 16);
  painter.setPain([], new Set());
  assert.ok(painter.paint.cover.every((value) => value === 0));
});

test("views that cannot be drawn are not offered, and the right is the mirror of the left", () => {
  const groups = presetGroups(body.cameras, () => true);
  assert.deepEqual(groups.map((group) => group.words), ["Front", "Left side", "Left hand", "Right hand", "Head"]);
  assert.deepEqual(groups[3].presets.map((preset) => preset.mirror), ["mirrored", "mirrored"]);
  assert.deepEqual(groups[4].presets.map((preset) => preset.words), ["Left side", "Right side"]);
  assert.equal(presetGroups(body.cameras, (spec) => spec.name === "front").length, 1);
});

test("points are found by region, nerve, segment and muscle", () => {
  const point = { code: "ST36", region: "leg", nerves: ["deep peroneal nerve"], segments: ["L5"], dermatomes: ["L4"], muscles: ["tibialis anterior"] };
  const filter = { region: "", nerve: "", segment: "", muscle: "" };
  assert.ok(matches(point, filter, {}));
  assert.ok(matches(point, { ...filter, nerve: "peroneal" }, {}));
  assert.ok(matches(point, { ...filter, segment: "l4" }, {}));
  assert.ok(!matches(point, { ...filter, segment: "L" }, {}));
  assert.ok(!matches(point, { ...filter, muscle: "soleus" }, {}));
  assert.ok(matches(point, { ...filter, region: "front of the leg" }, { leg: "front of the leg" }));
});

test("needles that are new or gone since the last session", () => {
  const mark = (label, side, kind) => ({ id: label + side, label, side, mark: kind, words: label, place: {} });
  const marks = [mark("ST36", "left", "planned"), mark("SP9", "left", "in"), mark("ST36", "left", "last"), mark("LI4", "right", "last")];
  const { isNew, isGone, lines } = needleChange(marks);
  assert.deepEqual(marks.map(isNew), [false, true, false, false]);
  assert.deepEqual(marks.map(isGone), [false, false, false, true]);
  assert.deepEqual(lines, ["New needles: SP9 left.", "No longer: LI4 right."]);
  assert.equal(shownMarks(marks, { planned: true, in: false, last: false, skin: "none" }).length, 1);
});
