// Where labels go: in two columns beside the body, or close to their dots; none over another.

const GAP_MIN = 34;
const GAP_MAX = 52;
const PAUSE = 4;

/** @typedef {{ x: number, y: number, width: number, stands?: "on" | "on or by" }} Wanted the dot, and how wide its label is, which stands beside the dot unless it says otherwise */
/** @typedef {{ side: "left" | "right", y: number, height: number }} Column */

/**
 * A place in a column for each dot. A dot that had a side keeps it near the middle, so that
 * labels do not jump from one column to the other while the body turns.
 * @param {Wanted[]} dots
 * @param {{ width: number, height: number }} room
 * @param {("left" | "right" | undefined)[]} before
 * @returns {Column[]}
 */
export function columns(dots, room, before = []) {
  const middle = room.width / 2;
  const sides = dots.map((dot, i) => {
    const slack = before[i] === "left" ? 14 : before[i] === "right" ? -14 : 0;
    return dot.x < middle + slack ? "left" : "right";
  });
  balance(dots, sides, room);
  /** @type {Column[]} */
  const placed = new Array(dots.length);
  for (const side of /** @type {const} */ (["left", "right"])) {
    const column = dots.map((_, i) => i).filter((i) => sides[i] === side);
    column.sort((a, b) => dots[a].y - dots[b].y || a - b);
    const spots = spread(
      column.map((i) => dots[i].y),
      room.height,
    );
    column.forEach((i, n) => {
      placed[i] = { side, ...spots[n] };
    });
  }
  return placed;
}

/**
 * Moves the labels nearest to the middle over when one column has more than it can hold.
 * @param {Wanted[]} dots
 * @param {string[]} sides
 * @param {{ width: number, height: number }} room
 */
function balance(dots, sides, room) {
  const most = Math.max(1, Math.floor(room.height / GAP_MIN));
  for (const [full, free] of [
    ["left", "right"],
    ["right", "left"],
  ]) {
    const inside = dots.map((_, i) => i).filter((i) => sides[i] === full);
    const others = dots.length - inside.length;
    const over = Math.min(inside.length - most, Math.floor((inside.length - others) / 2));
    if (over <= 0) continue;
    inside.sort((a, b) => Math.abs(dots[a].x - room.width / 2) - Math.abs(dots[b].x - room.width / 2));
    for (const i of inside.slice(0, over)) sides[i] = free;
  }
}

/**
 * Moves sorted heights apart until none is nearer to the next than the gap.
 * @param {number[]} wanted
 * @param {number} room
 * @returns {{ y: number, height: number }[]}
 */
export function spread(wanted, room) {
  const share = room / Math.max(1, wanted.length);
  const gap = Math.max(Math.min(GAP_MIN, share), Math.min(GAP_MAX, share));
  /** @type {{ middle: number, count: number }[]} labels that stand one below the other */
  const blocks = [];
  for (const y of wanted) {
    blocks.push({ middle: within(y, gap / 2, room), count: 1 });
    for (let [above, below] = blocks.slice(-2); below; [above, below] = blocks.slice(-2)) {
      if (below.middle - above.middle >= (gap * (above.count + below.count)) / 2) break;
      const count = above.count + below.count;
      const middle = (above.middle * above.count + below.middle * below.count) / count;
      blocks.splice(-2, 2, { middle: within(middle, (gap * count) / 2, room), count });
    }
  }
  return blocks.flatMap(({ middle, count }) =>
    Array.from({ length: count }, (_, n) => ({ y: middle + gap * (n + 0.5 - count / 2), height: gap - PAUSE })),
  );
}

/**
 * @param {number} middle
 * @param {number} half
 * @param {number} room
 */
function within(middle, half, room) {
  return Math.max(half, Math.min(Math.max(half, room - half), middle));
}

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */

/**
 * @param {ArrayLike<number>} place
 * @param {Box} box
 */
export function isInside(place, box) {
  return place[0] > box.left && place[0] < box.right && place[1] > box.top && place[1] < box.bottom;
}

/**
 * Labels close to their dots, in the order of the dots; a dot without room has none.
 * @param {Wanted[]} dots
 * @param {{ width: number, height: number }} room
 * @param {Box[]} taken
 * @param {number} height of a label
 * @returns {({ x: number, y: number } | null)[]} the left edge and the middle of each label
 */
export function near(dots, room, taken, height) {
  const boxes = [...taken];
  return dots.map((dot) => {
    for (const offset of offsetsOf(dot, height)) {
      const [x, y] = [dot.x + offset.x, dot.y + offset.y];
      const box = { left: x - 2, right: x + dot.width + 2, top: y - height / 2, bottom: y + height / 2 };
      const isInside = box.left >= 0 && box.right <= room.width && box.top >= 0 && box.bottom <= room.height;
      if (!isInside || boxes.some((other) => overlaps(box, other))) continue;
      boxes.push(box);
      return { x, y };
    }
    return null;
  });
}

/**
 * The places of a label around its dot, the best first.
 * @param {Wanted} dot
 * @param {number} height
 */
function offsetsOf({ width, stands }, height) {
  const [on, above, below] = [0, -height, height].map((y) => ({ x: -width / 2, y }));
  const [right, left] = [7, -7 - width].map((x) => ({ x, y: 0 }));
  if (stands === "on") return [on];
  return stands ? [on, below, above, right, left] : [right, left, above, below];
}

/**
 * @param {Box} a
 * @param {Box} b
 */
function overlaps(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
