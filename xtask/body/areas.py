"""What lies where on the skin: region, dermatome, muscle and hazards of each triangle.

The facts stand in four tables that a clinician can correct, one a kind:
``areas/region.csv``, ``areas/dermatome.csv``, ``areas/muscle.csv`` and
``areas/hazard.csv``. A row names a patch of skin in the frame of one part of
the body, the same frames as in ``places.py``:

============ ================================ =================================
part         across (``across_from`` ..)      along (``from`` .. ``to``)
============ ================================ =================================
front        B-cun from the midline           B-cun above the umbilicus, or level
back         side units from the midline      level, such as T4 or L2.5 (half way to L3)
trunk        degrees from front to back       B-cun above the umbilicus, or level
neck         degrees from front to back       part of the way chin to notch, or level
face         decimetres from the midline      decimetres up, on the female picture
temple       decimetres forward               decimetres up, on the female side view
mouth        decimetres forward               decimetres up, of the lining of the mouth
scalp        decimetres from the midline      B-cun behind the front hairline
upper arm    degrees from front to lateral    ninths from elbow to shoulder joint
forearm      degrees from palmar to the thumb B-cun from the wrist (of 12)
palm, dorsum 1 index line, -1 little finger   part of the way wrist to knuckles
thumb base   degrees from palmar, outward     part of the way along the metacarpal
finger 1..5  degrees from palmar, outward     finger bones from the knuckle
thigh        degrees from front to lateral    B-cun above the knee joint (of 19)
leg          degrees from front to lateral    sixteenths from knee to ankle joint
foot         degrees from dorsal to lateral   part of the way ankle to toe knuckles
toe 1..5     degrees from dorsal to lateral   toe bones from the knuckle
============ ================================ =================================

At ``across_from`` the patch reaches from ``from`` to ``to``, at ``across_to``
from ``from_end`` to ``to_end`` (empty: the same), with straight borders
between. Rows are painted in order, a later one over an earlier one; in the
table of hazards they add up. A degree may be below -180 or above 180.

``areas/hazard_regions.csv`` names the regions that carry a hazard everywhere,
``areas/hazard_kinds.csv`` the kind to which each hazard of a point belongs.
The marks on the skin are from memory; where they and the facts of a point
disagree, the border is to be moved to suit the point.
"""

import csv
import json
from pathlib import Path

import numpy as np

from mesh import FOOT_DEGREES_DOWN, Body, across, data_folder, turn, unit
from places import EAR_APEX, GLABELLA, Rules

HERE = Path(__file__).parent / "areas"
X, Y, Z = np.eye(3)
LEVELS = (
    [f"C{n}" for n in range(2, 8)] + [f"T{n}" for n in range(1, 13)]
    + [f"L{n}" for n in range(1, 6)] + ["S1", "S2", "S3", "S4", "hiatus", "coccyx", "anus"]
)
TRUNK = ("front", "back", "trunk")


def left_triangles(body):
    """Ids in ``body.triangles`` of the left half, ascending.

    With q quads in all, id t below q is (a, b, c) of quad t and id q + t is
    (a, c, d) of quad t.
    """
    return np.flatnonzero(body.vertices[body.triangles][:, :, 0].mean(axis=1) > 0)


class Frames:
    """Places on the skin in the frame of each part, for one body.

    ``spots`` are points on the skin, ``drawn`` the same points on the female
    body, to which face and temple refer, and ``bones`` the bone of the rig
    that moves each of them. ``of`` gives where a part applies, and across and along
    there; ``height`` turns a number or the name of a level into what ``of``
    calls along.
    """

    def __init__(self, rules, spots, drawn, bones):
        self.rules, self.spots, self.drawn, self.bones = rules, spots, drawn, bones
        self.known = {}
        self.heights = np.array([rules.levels[name] for name in LEVELS])
        ladder = np.linspace(rules.levels["anus"] + 0.1, rules.chin, 80)
        self.ladder, self.middle = ladder, np.array([rules.middle(y)[2] for y in ladder])

    def of(self, part):
        if part not in self.known:
            name, _, number = part.partition(" ") if part[-1].isdigit() else (part, "", "")
            make = getattr(self, "in_" + name.replace(" ", "_"))
            self.known[part] = make(number) if number else make()
        return self.known[part]

    def height(self, part, text):
        if text[0] not in "CTLShca":
            number = float(text)
            if part in TRUNK:
                return self.rules.height(number)
            if part == "neck":
                return self.rules.chin + number * (self.rules.notch - self.rules.chin)
            return number
        name, _, tenths = text.partition(".")
        place = LEVELS.index(name) + (float("0." + tenths) if tenths else 0)
        return float(np.interp(place, np.arange(len(LEVELS)), self.heights))

    def moved_by(self, *prefixes):
        bones, which = np.unique(self.bones, return_inverse=True)
        return np.array([bone.startswith(prefixes) for bone in bones])[which]

    # Trunk, neck and head

    def turned(self):
        """Degrees from the front, about the middle of trunk or neck at each height."""
        x, y, z = self.spots.T
        return np.degrees(np.arctan2(x, z - np.interp(y, self.ladder, self.middle)))

    def on_trunk(self):
        trunk = self.moved_by(
            "spine", "breast", "pelvis", "clavicle", "shoulder", "neck", "upperarm01", "upperleg01"
        )
        return trunk & (self.spots[:, 1] > self.rules.levels["anus"] - 1.0)

    def in_trunk(self):
        return self.on_trunk(), self.turned(), self.spots[:, 1]

    def in_front(self):
        front = self.on_trunk() & (np.abs(self.turned()) <= 90)
        return front, self.spots[:, 0] / self.rules.lateral, self.spots[:, 1]

    def in_back(self):
        back = self.on_trunk() & (np.abs(self.turned()) >= 90)
        return back, self.spots[:, 0] / self.rules.unit, self.spots[:, 1]

    def in_neck(self):
        rules, (x, y, z) = self.rules, self.spots.T
        neck = self.moved_by("neck", "head", "jaw", "spine01", "clavicle", "shoulder")
        ladder = np.linspace(rules.notch - 0.3, rules.chin + 0.5, 30)
        backs = [rules.skin.back(0.0, level).on(rules.body)[2] for level in ladder]
        middle = np.interp(y, ladder, backs) + 0.42 * rules.size
        return neck, np.degrees(np.arctan2(x, z - middle)), y

    def on_head(self):
        limbs = (
            "spine", "breast", "pelvis", "clavicle", "shoulder", "upperarm", "lowerarm", "wrist",
            "metacarpal", "finger", "upperleg", "lowerleg", "foot", "toe",
        )
        return ~self.moved_by(*limbs)

    def in_face(self):
        return self.on_head() & (self.drawn[:, 2] > 0.7), self.drawn[:, 0], self.drawn[:, 1]

    def in_mouth(self):
        """The lining behind lips and cheeks, which the mesh has too."""
        aside, up, forward = self.drawn.T
        return self.on_head() & (aside < 0.36) & (forward < 1.22), forward, up

    def in_temple(self):
        return self.on_head() & (self.drawn[:, 0] > 0.3), self.drawn[:, 2], self.drawn[:, 1]

    def in_scalp(self):
        """Behind the hairline along the midline arc, as ``Rules.on_scalp`` goes."""
        rules, (x, y, z) = self.rules, self.spots.T
        glabella, occiput, ear = rules.spot(GLABELLA), rules.at("GV16"), rules.spot(EAR_APEX)
        centre = np.array([0, ear[1], (glabella[2] + occiput[2]) / 2])
        angle_of = lambda y, z: np.degrees(np.arctan2(y - centre[1], z - centre[2])) % 360
        known = [(0.5, "GV24"), (1.0, "GV23"), (5.0, "GV20"), (11.0, "GV16")]
        angles = [angle_of(*rules.at(code)[1:]) for _, code in known]
        angles = [angles[0] - 90, *angles, angles[-1] + 60]
        cuns = [-5.0, *(cun for cun, _ in known), 16.0]
        behind = np.interp((angle_of(y, z) + 60) % 360 - 60, angles, cuns)
        return self.on_head(), x, behind

    # Limbs

    def limb(self, mask, start, end, forward, whole):
        joint = self.rules.joint
        start, end = joint(start), joint(end)
        axis = unit(end - start)
        forward = across(forward, axis)
        lateral = np.cross(axis, forward)
        lateral = lateral * np.sign(lateral[0])
        offset = self.spots - start
        degrees = np.degrees(np.arctan2(offset @ lateral, offset @ forward))
        return mask, degrees, offset @ axis / np.linalg.norm(end - start) * whole

    def in_upper_arm(self):
        mask = self.moved_by("upperarm", "shoulder", "lowerarm01")
        return self.limb(mask, "elbow", "shoulder", Z, 9)

    def in_forearm(self):
        return self.limb(self.moved_by("lowerarm", "wrist", "upperarm02"), "hand", "elbow", Z, 12)

    def in_thigh(self):
        mask = self.moved_by("upperleg", "lowerleg01", "pelvis", "spine05")
        return self.limb(mask, "knee", "upper-leg", self.rules.foot_forward(), 19)

    def in_leg(self):
        mask = self.moved_by("lowerleg", "foot", "upperleg02")
        return self.limb(mask, "knee", "ankle", self.rules.foot_forward(), 16)

    # Hand and foot

    def hand(self):
        joint = self.rules.joint
        palmar, radial = self.rules.hand_axes()
        wrist, index, little = (joint(n) for n in ("hand", "finger-2-1", "finger-5-1"))
        knuckles = (index + little) / 2
        distal = across(np.cross(radial, palmar), palmar)
        distal = distal * np.sign((knuckles - wrist) @ distal)
        offset = self.spots - wrist
        side = (offset - (knuckles - wrist)) @ radial / ((index - little) @ radial / 2)
        mask = self.moved_by("lowerarm02", "wrist", "metacarpal", "finger")
        return mask, side, offset @ distal / ((knuckles - wrist) @ distal), offset @ palmar

    def in_palm(self):
        mask, side, along, palmar = self.hand()
        return mask & (palmar >= 0), side, along

    def in_dorsum(self):
        mask, side, along, palmar = self.hand()
        return mask & (palmar <= 0), side, along

    def in_thumb_base(self):
        mask, degrees, along = self.digit("finger-1", 1, "1")
        return self.moved_by("finger1-1", "metacarpal1", "wrist", "finger1-2"), degrees, along

    def in_finger(self, number):
        return self.digit("finger", 2 if number == "1" else 1, number)

    def in_toe(self, number):
        return self.digit("toe", 1, number)

    def digit(self, kind, first, number):
        """Bones from the knuckle, degrees about them."""
        kind = kind.removesuffix("-1")
        names = [f"{kind}-{number}-{n}" for n in range(first, 5)]
        joints = [self.rules.joint(n) for n in names if f"joint-l-{n}" in self.rules.body.groups]
        if kind == "finger":
            up, out = self.rules.hand_axes()
        else:
            toeward, dorsal, out = self.rules.foot_axes()
            up = dorsal
        along, degrees, best = (np.full(len(self.spots), v) for v in (0.0, 0.0, np.inf))
        for bone, (start, end) in enumerate(zip(joints, joints[1:], strict=False)):
            axis = unit(end - start)
            ahead = across(up, axis)
            side = np.cross(axis, ahead)
            side = side * np.sign(side @ out)
            offset = self.spots - start
            part = offset @ axis / np.linalg.norm(end - start)
            low = -np.inf if bone == 0 else 0.0
            high = np.inf if bone == len(joints) - 2 else 1.0
            away = np.linalg.norm(offset - np.clip(part, low, high)[:, None] * (end - start), axis=1)
            nearer = away < best
            best[nearer] = away[nearer]
            along[nearer] = bone + part[nearer]
            degrees[nearer] = np.degrees(np.arctan2(offset[nearer] @ side, offset[nearer] @ ahead))
        mask = self.moved_by(f"{kind}{number}-")
        if kind == "toe":
            mask = mask | (self.moved_by("foot") & (self.nearest_toe() == int(number)))
        return mask, degrees, along

    def nearest_toe(self):
        knuckles = np.array([self.rules.joint(f"toe-{n}-1") for n in range(1, 6)])
        away = np.linalg.norm(self.spots[:, None, :] - knuckles[None], axis=2)
        return away.argmin(axis=1) + 1

    def in_foot(self):
        """About the middle of the foot, whose width and height set the scale of the degrees."""
        joint = self.rules.joint
        ankle, knuckle = joint("ankle"), joint("toe-3-1")
        up = turn(X, FOOT_DEGREES_DOWN) @ Y
        ahead = across(knuckle - ankle, up)
        lateral = np.cross(ahead, up)
        lateral = lateral * np.sign(lateral[0])
        length = (knuckle - ankle) @ ahead
        measure = lambda spots: ((spots - ankle) @ np.column_stack([ahead / length, lateral, up])).T
        along, side, height = measure(self.spots)
        whole = measure(self.foot_skin())
        steps = np.linspace(-0.3, 1.2, 16)
        near = [np.abs(whole[0] - step) < 0.1 for step in steps]
        sides, heights = whole[1], np.minimum(whole[2], 0.0)  # not above the ankle
        edges = [(sides[n].min(), sides[n].max(), heights[n].min(), heights[n].max()) for n in near]
        inner, outer, sole, top = (np.interp(along, steps, edge) for edge in np.array(edges).T)
        across_foot = (side - (inner + outer) / 2) / (outer - inner)
        above = (height - (sole + top) / 2) / (top - sole)
        degrees = np.degrees(np.arctan2(across_foot, above))
        return self.moved_by("foot", "toe", "lowerleg02"), degrees, along

    def foot_skin(self):
        body = self.rules.body
        spots = body.vertices[np.unique(body.quads)]
        low = self.rules.joint("ankle")[1]
        return spots[(spots[:, 0] > 0) & (spots[:, 1] < low)]


# Painting


def read_table(kind):
    with open(HERE / f"{kind}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def patch(frames, row):
    """Which spots the row covers."""
    mask, aside, along = frames.of(row["part"])
    first, last = float(row["across_from"]), float(row["across_to"])
    ends = [row["from"], row["to"], row["from_end"] or row["from"], row["to_end"] or row["to"]]
    low, high, low_end, high_end = (frames.height(row["part"], end) for end in ends)
    covered = np.zeros(len(mask), dtype=bool)
    for turned in (0.0, 360.0, -360.0):
        part = (aside + turned - first) / (last - first)
        start, end = low + part * (low_end - low), high + part * (high_end - high)
        lower, upper = np.minimum(start, end), np.maximum(start, end)
        covered |= (part >= 0) & (part <= 1) & (along >= lower) & (along <= upper)
    return mask & covered


def painted(frames, kind):
    """The name at each spot, the last row that covers it, or an empty one."""
    names = np.full(len(frames.spots), "", dtype=object)
    for row in read_table(kind):
        names[patch(frames, row)] = row["name"]
    return frames.rows, names


def heaped(frames, kind):
    """The set of names at each spot as a bit mask, and the names of the bits."""
    rows = read_table(kind)
    names = list(dict.fromkeys(row["name"] for row in rows))
    bits = np.zeros(len(frames.spots), dtype=int)
    for row in rows:
        bits[patch(frames, row)] |= 1 << names.index(row["name"])
    return (frames.rows, bits), names


SAMPLES = 4  # pieces of a side: 16 samples a triangle


def sample_weights():
    """Centres of the 16 equal parts of a triangle."""
    weights = []
    for i in range(SAMPLES):
        for j in range(SAMPLES - i):
            weights.append([(i + 1 / 3) / SAMPLES, (j + 1 / 3) / SAMPLES])
            if i + j < SAMPLES - 1:
                weights.append([(i + 2 / 3) / SAMPLES, (j + 2 / 3) / SAMPLES])
    weights = np.array(weights)
    return np.column_stack([1 - weights.sum(axis=1), weights])


def dominant_bones(body, triangles, data):
    """The bone of the rig that moves each triangle most, without its side."""
    path = data / "rigs/standard/weights.default.json"
    weights = json.loads(path.read_text(encoding="utf-8"))["weights"]
    best, names = np.full(len(triangles), -1.0), np.full(len(triangles), "", dtype=object)
    for bone in sorted(weights):
        share = np.zeros(len(body.vertices))
        for vertex, weight in weights[bone]:
            share[vertex] += weight
        total = share[triangles].sum(axis=1)
        names[total > best] = bone.split(".")[0]
        best = np.maximum(best, total)
    return names.astype(str)


class Patches:
    """Cells of the skin (quads or triangles), their triangles and which of them touch."""

    def __init__(self, body, cells):
        """``cells`` lists the corners of each cell in order."""
        sides = {}
        for cell, corners in enumerate(cells):
            for a, b in zip(corners, np.roll(corners, -1), strict=True):
                sides.setdefault((min(a, b), max(a, b)), []).append(cell)
        self.touching = [[] for _ in cells]
        for (a, b), pair in sides.items():
            length = np.linalg.norm(body.vertices[a] - body.vertices[b])
            for one in pair:
                self.touching[one] += [(other, length) for other in pair if other != one]

    def smooth(self, names, shares, pull):
        """Names with short borders: each cell weighs its own shares against its neighbours.

        ``pull`` is what a whole ring of neighbours of one name counts for, when all of the
        cell's own area counts for 1.
        """
        names = names.copy()
        for _ in range(12):
            changed = 0
            for cell, ring in enumerate(self.touching):
                gain = shares[cell].copy()
                whole = sum(length for _, length in ring)
                for other, length in ring:
                    gain[names[other]] += pull * length / whole
                best = int(gain.argmax())
                if gain[best] > gain[names[cell]] + 1e-9:
                    names[cell], changed = best, changed + 1
            if not changed:
                break
        return names

    def islands(self, names):
        """Connected patches of one name, as lists of triangles."""
        seen, found = np.zeros(len(names), dtype=bool), []
        for start in range(len(names)):
            if seen[start]:
                continue
            seen[start], patch_, todo = True, [], [start]
            while todo:
                triangle = todo.pop()
                patch_.append(triangle)
                for other, _ in self.touching[triangle]:
                    if not seen[other] and names[other] == names[start]:
                        seen[other] = True
                        todo.append(other)
            found.append(patch_)
        return found

    def merge(self, names, smallest):
        """Gives an island of fewer triangles to the neighbour with the longest border."""
        for island in sorted(self.islands(names), key=lambda island: (len(island), island)):
            if len(island) >= smallest:
                break
            inside, border = set(island), {}
            for triangle in island:
                for other, length in self.touching[triangle]:
                    if other not in inside:
                        border[names[other]] = border.get(names[other], 0) + length
            if border:
                names[island] = max(sorted(border), key=border.get)
        return names


KINDS = ("region", "dermatome", "muscle")
LEAST = {"region": 95, "dermatome": 85, "muscle": 75, "hazard": 100}  # per cent of the points
SMALLEST = {"region": 10, "dermatome": 3, "muscle": 3}  # triangles of an island that stays
FEMALE_SHARE = 0.6  # both bodies have a say: the areas serve both
QUAD_PULL, TRIANGLE_PULL = 0.6, 2.0


def classify(body, rules=None, data=None, other=None):
    """Region, dermatome, muscle and hazards of each triangle of the left half.

    ``body`` is the female body, ``rules`` its places, ``other`` the rules of the male
    body (made here when not given). A name goes where the tables put it on both bodies
    together; a hazard where they put it on either.

    ``triangles`` holds the ids in ``body.triangles`` (that is, in the order of
    ``split_quads(body.quads)``), ascending; the other lists follow it. With q quads in
    the whole body, an id below q is (a, b, c) of that quad, an id q + k is (a, c, d) of
    quad k. ``hazard`` holds bit masks over ``hazards``.
    """
    data = data_folder(data)
    rules = rules or Rules(body, body)
    other = other or Rules(Body(data, "male"), body)
    ids = left_triangles(body)
    skin = LeftHalf(body, ids, dominant_bones(body, body.triangles[ids], data))
    frames = [skin.frames(each) for each in (rules, other)]
    result = {"triangles": ids}
    for kind in KINDS:
        result[kind] = skin.named([painted(each, kind) for each in frames], kind)
    heaps = [heaped(each, "hazard") for each in frames]
    result["hazards"] = heaps[0][1]
    everywhere = {}
    for row in read_table("hazard_regions"):
        bit = 1 << result["hazards"].index(row["name"])
        everywhere[row["region"]] = everywhere.get(row["region"], 0) | bit
    spots = skin.either([bits for bits, _ in heaps])
    both = zip(spots, result["region"], strict=True)
    result["hazard"] = [int(bits) | everywhere.get(name, 0) for bits, name in both]
    return result


def row_at(body, place, ids):
    """Where a place lies in the left half: the row of ``ids`` and the weights there.

    A place on the midline may name vertices of the right half, and one at a vertex lies
    in all the triangles that meet there: the first of them is taken.
    """
    spot = place.on(body)
    spot = spot * [-1.0 if spot[0] < 0 else 1.0, 1.0, 1.0]
    corners = {int(v) for v in place.corners} | {int(body.mirror[v]) for v in place.corners}
    triangles = body.triangles[ids]
    near = np.flatnonzero(np.isin(triangles, sorted(corners)).any(axis=1))
    found = [weights_at(spot, body.vertices[triangles[row]]) for row in near]
    best = int(np.argmin([away for away, _ in found]))
    return int(near[best]), found[best][1]


def weights_at(spot, corners):
    """How far a spot is from a triangle, and the weights of the nearest place in it."""
    a, b, c = corners
    normal = np.cross(b - a, c - a)
    sides = ((c - b, spot - b), (a - c, spot - c), (b - a, spot - a))
    weights = np.array([np.cross(*side) @ normal for side in sides])
    weights = np.clip(weights, 0, None) / np.clip(weights, 0, None).sum()
    return round(float(np.linalg.norm(spot - weights @ corners)), 6), weights


class LeftHalf:
    """The triangles of the left half, first halves of the quads before second halves.

    A triangle has 16 spots spread over it, and one more for each point it holds on
    either body, which counts as much as these 16: what the table says at a point goes
    before what it says around it.
    """

    def __init__(self, body, ids, bones):
        self.body, self.ids, self.bones = body, ids, bones
        self.corners = body.triangles[ids]
        half = len(ids) // 2
        quads = np.column_stack([self.corners[:half], self.corners[half:, 2]])
        self.quads, self.triangles = Patches(body, quads), Patches(body, self.corners)

    def frames(self, rules):
        weights = np.broadcast_to(sample_weights(), (len(self.ids), SAMPLES**2, 3)).reshape(-1, 3)
        rows = np.repeat(np.arange(len(self.ids)), SAMPLES**2)
        for code in sorted(rules.places):
            row, weight = row_at(rules.body, rules.places[code], self.ids)
            rows, weights = np.append(rows, row), np.vstack([weights, weight])
        on = lambda body: np.einsum("sk,skx->sx", weights, body.vertices[self.corners[rows]])
        frames = Frames(rules, on(rules.body), on(self.body), self.bones[rows])
        frames.rows = rows
        return frames

    def shares(self, tables, known):
        """How much of each triangle each name has."""
        shares = np.zeros((len(self.ids), len(known)))
        spread = len(self.ids) * SAMPLES**2
        for (rows, names), say in zip(tables, (FEMALE_SHARE, 1 - FEMALE_SHARE), strict=True):
            which = np.searchsorted(known, names.astype(str))
            np.add.at(shares, (rows[:spread], which[:spread]), say / SAMPLES**2)
            np.add.at(shares, (rows[spread:], which[spread:]), say)
        return shares / shares.sum(axis=1, keepdims=True)

    def named(self, tables, kind):
        """One name a triangle: first for whole quads, then corners are cut off stairs."""
        known = np.unique(np.concatenate([names for _, names in tables]).astype(str))
        shares = self.shares(tables, known)
        if kind == "region":
            shares[:, known == ""] = -9.0  # every triangle has one
            if (bare := int((shares.max(axis=1) <= 0).sum())):
                wrong = f"areas/region.csv leaves {bare} triangles without a region"
                raise SystemExit(f"{wrong}: widen a row there")
        half = len(self.ids) // 2
        whole = (shares[:half] + shares[half:]) / 2
        names = self.quads.smooth(whole.argmax(axis=1), whole, QUAD_PULL)
        names = self.triangles.smooth(np.concatenate([names, names]), shares, TRIANGLE_PULL)
        return known[self.triangles.merge(names, SMALLEST[kind])].tolist()

    def either(self, tables):
        """All hazards of a quad, on both bodies."""
        half = len(self.ids) // 2
        bits = np.zeros(half, dtype=int)
        for rows, found in tables:
            np.bitwise_or.at(bits, rows % half, found)
        return np.concatenate([bits, bits])


# Agreement with the points


def agreement(results, bodies, rules, points, regions):
    """Prints how the areas agree with the facts of the points; returns the faults.

    ``results`` come from ``classify`` on the first body; ``bodies`` and ``rules`` are
    lists, the triangle ids serve all of them. ``points`` and ``regions`` are the rows
    of the two tables. A fault is a region that does not even touch the right one, a
    hazard left out, a share below ``LEAST``, or a region in more than one piece.
    """
    beside = {row["region"]: set(row["continues_into"].split(";")) for row in regions}
    faults = in_pieces(bodies[0], results)
    for body, places in zip(bodies, rules, strict=True):
        for kind, judge in JUDGES.items():
            good = total = 0
            for point in points:
                place = places.places[point["code"]]
                row, _ = row_at(body, place, results["triangles"])
                verdict = judge(point, row, results, beside)
                if verdict is None:
                    continue
                total += 1
                good += verdict == ""
                if verdict:
                    print(f"{body.sex} {kind} {point['code']}: {verdict}")
                    if kind == "hazard" or verdict.startswith("far"):
                        faults.append(f"{body.sex} {kind} {point['code']}: {verdict}")
            share = 100 * good / total
            print(f"{body.sex} {kind}: {good} of {total}, {share:.1f} %")
            if share < LEAST[kind]:
                faults.append(f"{body.sex} {kind}: {share:.1f} % of the points, {LEAST[kind]} % expected")
    return faults


def in_pieces(body, results):
    """Prints how many patches each kind has; a region in several pieces is a fault."""
    patches = Patches(body, body.triangles[results["triangles"]])
    faults = []
    for kind in KINDS:
        names = results[kind]
        islands = patches.islands(names)
        count = {name: sum(names[island[0]] == name for island in islands) for name in sorted(set(names))}
        split = {name: number for name, number in count.items() if name and number > 1}
        print(f"{kind}: {len(count)} names, {len(islands)} patches; in pieces: {split or 'none'}")
        if kind == "region":
            parted = [name for name in split if name not in ("finger", "toe", "mouth")]
            faults += [f"region {name} lies in {split[name]} pieces" for name in parted]
    return faults


def judge_region(point, row, results, beside):
    name = results["region"][row]
    if name == point["region"]:
        return ""
    near = name in beside[point["region"]] or point["region"] in beside.get(name, ())
    return f"{'beside' if near else 'far'}: {name}, the table says {point['region']}"


def judge_dermatome(point, row, results, beside):
    wanted = [name for name in point["dermatome_segments"].split(";") if name]
    if not wanted:
        return None
    name = results["dermatome"][row]
    return "" if name in wanted else f"{name or 'none'}, the table says {';'.join(wanted)}"


def judge_muscle(point, row, results, beside):
    passed = ("(tendon)", "(aponeurosis)")
    wanted = [name for name in point["muscles"].split(";") if name and not name.endswith(passed)]
    if not wanted:
        return None
    name = results["muscle"][row]
    return "" if name in wanted else f"{name or 'none'}, the table says {';'.join(wanted)}"


def judge_hazard(point, row, results, beside):
    kinds = {line["other_hazard"]: line["kind"] for line in read_table("hazard_kinds")}
    wanted = {kinds[hazard] for hazard in point["other_hazards"].split(";") if hazard in kinds}
    if not wanted:
        return None
    found = {name for bit, name in enumerate(results["hazards"]) if results["hazard"][row] >> bit & 1}
    return "; ".join(f"no {kind}" for kind in sorted(wanted - found))


JUDGES = {
    "region": judge_region,
    "dermatome": judge_dermatome,
    "muscle": judge_muscle,
    "hazard": judge_hazard,
}
