"""Where each point lies on the skin, on the left side and the midline.

A place is a skin triangle with barycentric weights, so it moves with the mesh
and mirrors exactly to the right. Sources, best first:

* ``fixed_places.csv``: triangles computed earlier and judged by eye (``mesh``);
* ``rules.csv``: proportional rules, one row a point (``rule``), and positions
  set by hand relative to landmarks (``estimated``);
* ``special``: the few that need other points first.

In ``rules.csv`` the columns a, b, c depend on the part:

=========== =====================================================================
part        a, b, c
=========== =====================================================================
front       B-cun above the umbilicus (below is negative), B-cun from the midline
back        vertebra or level, side units from the midline (unit = stature / 75)
flank       B-cun above the umbilicus, degrees from sideways toward the front
pelvis      decimetres above and lateral of the front iliac spine
neck        part of the way chin to suprasternal notch, degrees from the front
scalp       B-cun behind the front hairline, decimetres from the midline
forearm     B-cun from the wrist (of 12), degrees from palmar toward the thumb
upper arm   ninths from elbow to shoulder joint, degrees from front to lateral
thigh       B-cun above the knee joint (of 19), degrees from front to lateral
leg         sixteenths from knee to ankle joint, degrees from front to lateral
hand        part of the way from -> to, then direction: palmar, radial
foot        part of the way from -> to, then direction: dorsal, lateral
foot edge   part of the way from -> to; c is 1 for the lateral edge, -1 for the medial
face        x, y on the female picture in decimetres, carried to the male
temple      y, z on the female side view in decimetres, carried to the male
near        x, y, z beside the female skin in decimetres, carried to the male
=========== =====================================================================
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mesh import FOOT_DEGREES_DOWN, across, turn, unit

HERE = Path(__file__).parent
UMBILICUS, NOTCH, PUBIS, GLABELLA = 4116, 1522, 4329, 227
SACRAL_HIATUS, NIPPLE, EAR_APEX, ACROMION = 4215, 8451, 12012, 8236
# Heights T1 to L4 in proportion (an estimate; only the ratio counts).
VERTEBRAE = {
    "T1": 1.9, "T2": 2.0, "T3": 2.0, "T4": 2.1, "T5": 2.15, "T6": 2.2, "T7": 2.25,
    "T8": 2.3, "T9": 2.4, "T10": 2.5, "T11": 2.6, "T12": 2.8, "L1": 3.2, "L2": 3.3,
    "L3": 3.4, "L4": 3.4,
}
CERVICAL = {"C2": 0.0, "C3": 0.25, "C4": 0.43, "C5": 0.61, "C6": 0.8, "C7": 1.0}
X, Y, Z = np.eye(3)


@dataclass(frozen=True)
class Place:
    """Three vertices, their weights, and how far the place can be trusted."""

    corners: tuple
    weights: tuple
    confidence: str

    def on(self, body):
        return np.array(self.weights) @ body.vertices[list(self.corners)]

    def normal(self, body):
        return unit(np.array(self.weights) @ body.normals[list(self.corners)])

    def mirrored(self, body):
        return Place(tuple(int(body.mirror[c]) for c in self.corners), self.weights, self.confidence)


class Skin:
    """Ray and nearest-place questions on one posed body."""

    def __init__(self, body, triangles=None):
        self.body = body
        self.triangles = body.triangles if triangles is None else triangles
        corners = body.vertices[self.triangles]
        self.start = corners[:, 0]
        self.side1, self.side2 = corners[:, 1] - self.start, corners[:, 2] - self.start
        self.facing = np.cross(self.side1, self.side2)

    def hits(self, origin, direction):
        """Triangle ids, distances and inner weights along a ray (Moeller-Trumbore)."""
        p = np.cross(direction, self.side2)
        det = (self.side1 * p).sum(axis=1)
        inverse = 1 / np.where(np.abs(det) < 1e-12, np.inf, det)
        offset = origin - self.start
        u = (offset * p).sum(axis=1) * inverse
        q = np.cross(offset, self.side1)
        v = (q @ direction) * inverse
        t = (self.side2 * q).sum(axis=1) * inverse
        slack = 1e-6  # midline rays run along edges
        found = np.flatnonzero((u >= -slack) & (v >= -slack) & (u + v <= 1 + slack) & (t > 1e-9) & (det != 0))
        order = found[np.lexsort((found, t[found]))]
        return order, t[order], u[order], v[order]

    def exit(self, origin, direction, confidence):
        """First way out through the skin for a ray from inside.

        A web between fingers or toes may leave the start in open air; there
        the nearest skin is the answer.
        """
        direction = unit(np.asarray(direction, dtype=float))
        ids, _, u, v = self.hits(np.asarray(origin, dtype=float), direction)
        outward = self.facing[ids] @ direction > 0
        if not outward.any():
            return self.nearest(origin, confidence)
        first = int(np.argmax(outward))
        return self.place(ids[first], u[first], v[first], confidence)

    def seen(self, origin, direction, confidence):
        """First skin met by a ray from far outside."""
        ids, _, u, v = self.hits(np.asarray(origin, dtype=float), np.asarray(direction, dtype=float))
        if not len(ids):
            raise ValueError(f"nothing seen from {origin}")
        return self.place(ids[0], u[0], v[0], confidence)

    def front(self, x, y, confidence="rule"):
        return self.seen([x, y, 20.0], -Z, confidence)

    def back(self, x, y, confidence="rule"):
        return self.seen([x, y, -20.0], Z, confidence)

    def nearest(self, point, confidence):
        """Nearest place on the skin, among the closest hundred triangles."""
        point = np.asarray(point, dtype=float)
        centres = self.start + (self.side1 + self.side2) / 3
        close = np.argsort(((centres - point) ** 2).sum(axis=1), kind="stable")[:100]
        best = None
        for triangle in close:
            basis = np.column_stack([self.side1[triangle], self.side2[triangle]])
            u, v = np.linalg.lstsq(basis, point - self.start[triangle], rcond=None)[0]
            weights = np.clip([1 - u - v, u, v], 0, None)
            weights = weights / weights.sum()
            place = self.place(triangle, weights[1], weights[2], confidence)
            far = np.linalg.norm(place.on(self.body) - point)
            if best is None or far < best[0] - 1e-9:
                best = (far, place)
        return best[1]

    def place(self, triangle, u, v, confidence):
        corners = tuple(int(c) for c in self.triangles[triangle])
        return Place(corners, (float(1 - u - v), float(u), float(v)), confidence)


class Rules:
    """The places of all points on one body.

    ``reference`` is the female body, to which hand-set places refer.
    """

    def __init__(self, body, reference):
        self.body, self.skin = body, Skin(body)
        self.reference, self.reference_skin = reference, Skin(reference)
        self.places = {}
        self.read_fixed()
        self.measure()
        with open(HERE / "rules.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                apply = getattr(self, "on_" + row["part"].replace(" ", "_"))
                self.places[row["code"]] = apply(row, row["confidence"])
        self.special()

    def read_fixed(self):
        self.checks = {}
        with open(HERE / "fixed_places.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["sex"] != self.body.sex:
                    continue
                corners = tuple(int(row[k]) for k in "abc")
                weights = np.array([float(row["weight_" + k]) for k in "abc"])
                place = Place(corners, tuple(weights / weights.sum()), "mesh")
                # Lower-case names are landmarks for checking, not points.
                target = self.places if row["code"][0].isupper() else self.checks
                target[row["code"]] = place

    def at(self, code):
        return self.places[code].on(self.body)

    def spot(self, vertex):
        return self.body.vertices[vertex]

    def joint(self, names):
        """A left joint, or the middle of several joined by ``+``."""
        return np.mean([self.body.joint("l-" + name) for name in names.split("+")], axis=0)

    def measure(self):
        """Landmarks, units and levels of this body."""
        skin = self.body.vertices[self.body.quads]
        flat = skin.reshape(-1, 3)
        foot = self.body.joint("l-ankle")[1] - 0.68
        self.unit = (flat[:, 1].max() - foot) / 75
        umbilicus, notch, pubis = (self.spot(v)[1] for v in (UMBILICUS, NOTCH, PUBIS))
        self.umbilicus, self.notch, self.pubis = umbilicus, notch, pubis
        self.up, self.down = (notch - umbilicus) / 17, (umbilicus - pubis) / 5
        self.lateral = self.spot(NIPPLE)[0] / 4
        self.size = self.unit / 0.212  # against the female body
        self.chin = self.body.joint("jaw")[1] - 0.17 * self.size
        self.levels = self.measure_levels()

    def measure_levels(self):
        """Heights of the lower borders of the spinous processes and of the sacrum."""
        c7, l4 = self.at("GV14")[1], self.at("GV3")[1]
        levels, total, done = {}, sum(VERTEBRAE.values()), 0.0
        for name, height in VERTEBRAE.items():
            done += height
            levels[name] = c7 + (l4 - c7) * done / total
        levels["L5"] = l4 + (l4 - c7) * 3.2 / total
        hiatus = self.spot(SACRAL_HIATUS)[1]
        for number in range(1, 5):
            levels[f"S{number}"] = levels["L5"] + (hiatus - levels["L5"]) * number / 4
        levels["hiatus"] = hiatus
        levels["coccyx"] = hiatus - 1.6 * self.unit
        levels["anus"] = hiatus - 2.6 * self.unit
        c2 = self.at("GV16")[1] - 0.5 * self.unit
        for name, part in CERVICAL.items():
            levels[name] = c2 + (c7 - c2) * part
        return levels

    # Trunk

    def height(self, cun):
        return self.umbilicus + cun * (self.up if cun >= 0 else self.down)

    def on_front(self, row, trust):
        return self.skin.front(float(row["b"]) * self.lateral, self.height(float(row["a"])), trust)

    def on_back(self, row, trust):
        return self.skin.back(float(row["b"]) * self.unit, self.levels[row["a"]], trust)

    def middle(self, y):
        """A point inside the trunk or neck at this height."""
        front, back = (ask(0.0, y).on(self.body) for ask in (self.skin.front, self.skin.back))
        return (front + back) / 2

    def on_flank(self, row, trust):
        angle = np.radians(float(row["b"]))
        direction = [np.cos(angle), 0, np.sin(angle)]
        return self.skin.exit(self.middle(self.height(float(row["a"]))), direction, trust)

    def on_pelvis(self, row, trust):
        x, y = 1.2, self.height(-3)
        return self.skin.front(x + float(row["b"]), y + float(row["a"]) * self.size, trust)

    # Head and neck

    def on_neck(self, row, trust):
        y = self.chin + float(row["a"]) * (self.notch - self.chin)
        back = self.skin.back(0.0, y).on(self.body)
        angle = np.radians(float(row["b"]))
        origin = back + 0.42 * self.size * Z
        return self.skin.exit(origin, [np.sin(angle), 0, np.cos(angle)], trust)

    def on_scalp(self, row, trust):
        glabella, occiput, ear = self.spot(GLABELLA), self.at("GV16"), self.spot(EAR_APEX)
        centre = np.array([0, ear[1], (glabella[2] + occiput[2]) / 2])
        known = [(0.5, "GV24"), (1.0, "GV23"), (5.0, "GV20"), (11.0, "GV16")]
        angles = []
        for _, code in known:
            dz, dy = self.at(code)[2] - centre[2], self.at(code)[1] - centre[1]
            angles.append(np.degrees(np.arctan2(dy, dz)) % 360)
        angle = np.radians(np.interp(float(row["a"]), [cun for cun, _ in known], angles))
        centre[0] = float(row["b"]) * ear[0] / self.reference.vertices[EAR_APEX][0]
        return self.skin.exit(centre, [0, np.sin(angle), np.cos(angle)], trust)

    def on_face(self, row, trust):
        return self.reference_skin.front(float(row["a"]), float(row["b"]), trust)

    def on_temple(self, row, trust):
        return self.reference_skin.seen([20.0, float(row["a"]), float(row["b"])], -X, trust)

    def on_near(self, row, trust):
        return self.reference_skin.nearest([float(row[k]) for k in "abc"], trust)

    # Limbs

    def around(self, start, end, forward, part, degrees, trust):
        """Ray out of a limb: part of the way along it, turned from the front to lateral."""
        axis = unit(end - start)
        forward = across(forward, axis)
        lateral = np.cross(axis, forward)
        lateral = lateral * np.sign(lateral[0])
        angle = np.radians(degrees)
        direction = np.cos(angle) * forward + np.sin(angle) * lateral
        return self.skin.exit(start + part * (end - start), direction, trust)

    def on_limb(self, row, trust, start, end, forward, whole):
        part, degrees = float(row["a"]) / whole, float(row["b"])
        return self.around(self.joint(start), self.joint(end), forward, part, degrees, trust)

    def foot_forward(self):
        return unit((self.joint("toe-2-1") - self.joint("ankle")) * [1, 0, 1])

    def on_forearm(self, row, trust):
        return self.on_limb(row, trust, "hand", "elbow", Z, 12)

    def on_upper_arm(self, row, trust):
        return self.on_limb(row, trust, "elbow", "shoulder", Z, 9)

    def on_thigh(self, row, trust):
        return self.on_limb(row, trust, "knee", "upper-leg", self.foot_forward(), 19)

    def on_leg(self, row, trust):
        return self.on_limb(row, trust, "knee", "ankle", self.foot_forward(), 16)

    def along(self, row):
        start, end = self.joint(row["from"]), self.joint(row["to"])
        return start + float(row["a"]) * (end - start)

    def hand_axes(self):
        """Palmar and radial directions of the left hand."""
        wrist, index, little = (self.joint(n) for n in ("hand", "finger-2-1", "finger-5-1"))
        palmar = unit(np.cross(little - wrist, index - wrist))
        palmar = palmar * np.sign(palmar[2])
        return palmar, across(index - little, palmar)

    def on_hand(self, row, trust):
        palmar, radial = self.hand_axes()
        if row["from"].startswith("finger-1"):
            # The thumb's outer side is across its own length, away from the fingers.
            thumb = unit(self.joint("finger-1-4") - self.joint("finger-1-2"))
            radial = across(np.cross(palmar, thumb), thumb)
            radial = radial * np.sign(radial[1])
        direction = float(row["b"]) * palmar + float(row["c"]) * radial
        return self.skin.exit(self.along(row), direction, trust)

    def foot_axes(self):
        """Toeward, dorsal and lateral directions of the left foot."""
        toeward = unit(self.joint("toe-3-1") - self.joint("ankle"))
        dorsal = across(Z, toeward)
        lateral = np.cross(toeward, dorsal)
        return toeward, dorsal, lateral * np.sign(lateral[0])

    def on_foot(self, row, trust):
        _, dorsal, lateral = self.foot_axes()
        direction = float(row["b"]) * dorsal + float(row["c"]) * lateral
        return self.skin.exit(self.along(row), direction, trust)

    def on_foot_edge(self, row, trust):
        """Just inside the outline of the foot as the front picture shows it."""
        start = self.along(row)
        step = 0.01 * float(row["c"])
        x = start[0]
        while len(self.skin.hits(np.array([x, start[1], 20.0]), -Z)[0]):
            x += step
        return self.skin.front(x - 3 * step, start[1], trust)

    # Points that build on other points

    def special(self):
        self.shoulder_points()
        self.chest_sides()
        self.heel_points()
        self.places["ST17"] = Place((NIPPLE, NIPPLE, NIPPLE), (1.0, 0.0, 0.0), "rule")
        asis = np.array([1.2, self.height(-3), 0])
        trochanter = self.checks["trochanter"].on(self.body)
        middle = (self.skin.front(asis[0], asis[1]).on(self.body) + trochanter) / 2
        self.places["GB29"] = self.skin.nearest(middle, "estimated")
        huanzhong = (self.at("GB30") + self.at("GV2")) / 2
        self.places["EX-LE-HUANZHONG"] = self.skin.back(huanzhong[0], huanzhong[1])
        anmian = (self.at("TE17") + self.at("GB20")) / 2
        self.places["EX-HN-ANMIAN"] = self.skin.nearest(anmian, "estimated")
        inside = np.array([0, self.pubis, 0.3])
        self.places["CV1"] = self.skin.exit(inside, -Y, "estimated")

    def shoulder_points(self):
        shoulder, acromion = self.joint("shoulder"), self.spot(ACROMION)
        fold = self.armpit(shoulder)
        self.places["HT1"] = self.skin.front(fold[0], fold[1] + 0.15 * self.unit, "estimated")
        si11, gb21 = self.at("SI11"), self.at("GB21")
        spine = self.levels["T3"] * 0.6 + self.levels["T2"] * 0.4
        put = lambda code, x, y, trust="estimated": self.places.update({code: self.skin.back(x, y, trust)})
        put("SI9", fold[0], fold[1] + 1.0 * self.unit)
        put("SI10", fold[0], spine - 0.6 * self.unit)
        put("SI12", si11[0], 0.45 * si11[1] + 0.55 * gb21[1])
        put("SI13", self.at("SI10")[0] / 2, self.levels["T2"])
        inner = [acromion[0] * 0.86, 20.0, acromion[2] - 0.12]
        self.places["LI16"] = self.skin.seen(inner, -Y, "estimated")
        coracoid = shoulder[0] * 0.82
        below_clavicle = 0.35 * self.notch + 0.65 * shoulder[1]
        self.places["LU2"] = self.skin.front(coracoid, below_clavicle, "estimated")
        self.places["LU1"] = self.skin.front(coracoid * 1.02, below_clavicle - self.up, "estimated")

    def armpit(self, shoulder):
        """Top of the gap between arm and chest as the front picture shows it."""
        for y in np.arange(shoulder[1] - 0.3, shoulder[1] - 2.0, -0.03):
            for x in np.linspace(0.75, 1.25, 26) * shoulder[0]:
                if not len(self.skin.hits(np.array([x, y, 20.0]), -Z)[0]):
                    return np.array([x, y])
        raise ValueError("the arm touches the chest")

    def chest_sides(self):
        """The 6 B-cun line of the chest, between the nipple line and the middle of the armpit."""
        for code, cun, degrees in (("SP17", 8.2, 68), ("SP18", 9.8, 66), ("SP19", 11.4, 66), ("SP20", 13.0, 66)):
            angle = np.radians(degrees)
            direction = [np.sin(angle), 0, np.cos(angle)]
            self.places[code] = self.skin.exit(self.middle(self.height(cun)), direction, "estimated")

    def heel_points(self):
        toeward, dorsal, lateral = self.foot_axes()
        ankle = self.joint("ankle")
        move = lambda a, d: ankle + self.size * (a * toeward + d * dorsal)
        out = self.skin.exit
        self.places["BL61"] = out(move(-0.08, -0.50), lateral, "estimated")
        up, ahead = self.standing_foot()
        below = self.at("KI3") - self.unit * up
        self.places["KI5"] = self.skin.nearest(below, "estimated")
        behind = self.at("KI3") - self.unit * (0.6 * up + 0.35 * ahead)
        self.places["KI4"] = self.skin.nearest(behind, "estimated")

    def standing_foot(self):
        """Up and ahead for the foot as if it stood on the ground."""
        stand = turn(X, FOOT_DEGREES_DOWN)
        return stand @ Y, stand @ Z
