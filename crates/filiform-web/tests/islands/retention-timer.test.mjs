import assert from "node:assert/strict";
import { test } from "node:test";

import { leftWhenDrawn, reading } from "../../assets/islands/retention-timer.mjs";

test("the last second counts until it is over", () => {
  assert.deepEqual(reading(520_000), { word: "left", time: "08:40", isLate: false });
  assert.deepEqual(reading(1), { word: "left", time: "00:01", isLate: false });
  assert.deepEqual(reading(0), { word: "OVERDUE", time: "00:00", isLate: true });
  assert.deepEqual(reading(-70_000), { word: "OVERDUE", time: "01:10", isLate: true });
});

test("what is left is read from what the server wrote, not from the tablet's clock", () => {
  assert.equal(leftWhenDrawn("08:40", false), 520_000);
  assert.equal(leftWhenDrawn("01:10", true), -70_000);
  assert.equal(leftWhenDrawn("1:00:00", false), 3_600_000);
  assert.ok(Number.isNaN(leftWhenDrawn("soon", false)));
});
