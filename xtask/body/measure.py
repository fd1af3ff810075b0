"""Distances that the table of points gives, measured on the placed points.

``landmarks.csv`` says where the bony landmarks of the table lie on the mesh. A landmark
that is missing there cannot be seen on the mesh, and what depends on it is not judged.
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mesh import unit
from places import X, Y, Z

HERE = Path(__file__).parent
# Parts by the beginning of the region, and the tolerance of a distance there in B-cun.
PARTS = (
    ("front", ("chest", "abdomen", "groin", "axilla", "hip", "perineum"), 1.0),
    ("back", ("back", "sacrum", "buttock", "scapular", "shoulder"), 1.0),
    ("neck", ("neck",), 0.75),
    ("scalp", ("scalp",), 1.25),
    ("face", ("face", "mouth", "ear-region"), 0.5),
    ("upper arm", ("arm", "elbow"), 0.75),
    ("forearm", ("forearm", "wrist"), 0.75),
    ("hand", ("hand", "finger"), 0.5),
    ("thigh", ("thigh", "knee"), 1.0),
    ("leg", ("leg", "ankle"), 1.0),
    ("foot", ("foot", "toe"), 0.5),
)
LIMBS = ("upper arm", "forearm", "thigh", "leg")
TOLERANCE = {name: tolerance for name, _, tolerance in PARTS}
ALONG = {"superior": 1, "inferior": -1, "proximal": 1, "distal": -1, "posterior": -1, "anterior": 1, "lateral": 1}
SAME_LEVEL = ("at", "at level", "at margin", "at centre", "at tip")
MIDLINE_OF_SCALP = ("GV24", "GV23", "GV22", "GV21", "GV20", "GV19", "GV18", "GV17", "GV16")
NEAR_BCUN = 1.5  # without a distance, a point lies at most this far on the named side


@dataclass(frozen=True)
class Measured:
    """What was measured, how far it is from the table in B-cun, and on what it rests."""

    what: str
    off_bcun: float
    estimated: bool


def part_of(region):
    for name, starts, _ in PARTS:
        if region.startswith(starts):
            return name
    raise SystemExit(f"check: no part for the region {region}")


class Measure:
    """Measures on one body; lengths in decimetres."""

    def __init__(self, rules):
        self.rules = rules
        with open(HERE / "landmarks.csv", encoding="utf-8", newline="") as file:
            self.landmarks = {row["name"]: row for row in csv.DictReader(file)}
        joint = rules.joint
        toeward = rules.foot_axes()[0]
        trunk = (Y, Y)
        # Toward the head or the trunk: proximal and superior.
        self.axes = {
            "front": trunk, "back": trunk, "neck": trunk, "scalp": trunk, "face": trunk,
            "upper arm": (unit(joint("shoulder") - joint("elbow")),) * 2,
            "forearm": (unit(joint("elbow") - joint("hand")),) * 2,
            "hand": (unit(joint("hand") - joint("finger-3-1")),) * 2,
            "thigh": (unit(joint("upper-leg") - joint("knee")),) * 2,
            "leg": (unit(joint("knee") - joint("ankle")),) * 2,
            "foot": (-toeward, rules.standing_foot()[0]),
        }
        crease = rules.spot(11244)
        hairline = self.scalp_unit()
        limb = lambda a, b, cun: float(np.linalg.norm(a - b)) / cun
        self.units = {
            "front": rules.up, "back": rules.unit, "neck": rules.unit, "scalp": hairline,
            "face": float(rules.spot(227)[1] - rules.spot(342)[1]) / 3,
            "upper arm": float((rules.at("HT1") - joint("elbow")) @ self.axes["upper arm"][0]) / 9,
            "forearm": limb(joint("hand"), joint("elbow"), 12), "hand": rules.unit,
            "thigh": float(rules.spot(4329)[1] - rules.spot(11230)[1]) / 18,
            "leg": float(crease[1] - rules.checks["lat-malleolus"].on(rules.body)[1]) / 16, "foot": rules.unit,
        }

    def scalp_unit(self):
        """GV24 lies 0.5 behind the front hairline and GV16 11, along the middle of the scalp."""
        return self.scalp_way(MIDLINE_OF_SCALP) / 10.5

    def scalp_way(self, codes):
        line = [self.rules.at(code) for code in codes]
        return sum(float(np.linalg.norm(b - a)) for a, b in zip(line, line[1:], strict=False))

    def along_scalp(self, row):
        """Behind the hairline, counted from GV24 and GV16 since the mesh has no hair."""
        way = self.scalp_way(MIDLINE_OF_SCALP[: MIDLINE_OF_SCALP.index(row["code"]) + 1])
        off = 0.5 + way / self.units["scalp"] - float(row["distance_bcun"])
        return Measured("behind the hairline", off, True)

    def landmark(self, name):
        """Place and whether it is an estimate; none when the mesh does not show it."""
        if name in self.rules.places:
            return self.rules.at(name), False
        row = self.landmarks.get(name)
        if row is None:
            return None
        return self.located(row["kind"], row["where"]), row["sure"] == "estimated"

    def located(self, kind, where):
        rules = self.rules
        if kind == "vertex":
            return rules.spot(int(where))
        if kind == "height":
            return rules.skin.front(0.0, rules.height(float(where))).on(rules.body)
        if kind == "level":
            return rules.skin.back(0.0, rules.levels[where]).on(rules.body)
        if kind == "check":
            return rules.checks[where].on(rules.body)
        if kind == "point":
            return rules.at(where)
        ends, _, part = where.partition("@")
        start, _, end = ends.partition(">")
        spot = rules.joint(start)
        return spot + float(part) * (rules.joint(end) - spot) if part else spot

    def point(self, row):
        """Everything that can be measured of a point, and why the rest cannot."""
        spot, part = self.rules.at(row["code"]), part_of(row["region"])
        found, missing = [], []
        start = self.landmark(row["landmark_from"]) if row["landmark_from"] else None
        if row["landmark_from"] == "anterior hairline" and row["distance_bcun"]:
            found.append(self.along_scalp(row))
        elif start is None:
            missing.append(f"not marked on the mesh: {row['landmark_from'] or 'a landmark'}")
        elif row["landmark_to"] and (row["fraction"] or row["direction"].startswith(("along", "then"))):
            self.between(row, spot, part, start, found, missing)
        else:
            self.from_one(row, spot, part, start, found, missing)
        self.lateral(row, spot, part, found)
        return found, missing

    def between(self, row, spot, part, start, found, missing):
        end = self.landmark(row["landmark_to"])
        if end is None:
            missing.append(f"not marked on the mesh: {row['landmark_to']}")
            return
        line = end[0] - start[0]
        cun, axis = self.units[part], self.axes[part][0]
        if np.linalg.norm(line) < 0.3:
            missing.append("both ends of the line are one place on the mesh")
            return
        if part in LIMBS and abs(float(unit(line) @ axis)) > 0.8:
            line = (line @ axis) * axis  # the armpit or a crease lies beside the limb's own line
        length = float(np.linalg.norm(line))
        along = float((spot - start[0]) @ line) / length
        want = float(row["fraction"]) * length if row["fraction"] else float(row["distance_bcun"]) * cun
        what = f"from {row['landmark_from']} toward {row['landmark_to']}"
        found.append(Measured(what, (along - want) / cun, start[1] or end[1]))

    def from_one(self, row, spot, part, start, found, missing):
        word = row["direction"]
        if re.fullmatch(r"inferior to [CTL]\d+", word):
            word = "at level"  # the level of a spinous process is that of its lower border
        cun = self.units[part]
        if row["landmark_from"] == "umbilicus" and word == "inferior":
            cun = self.rules.down
        axis = self.axis(part, word)
        if row["landmark_from"] == "pupil":
            off = float(spot[0] - start[0][0]) / self.units["face"]
            found.append(Measured("in line with the pupil", off, False))
        elif word in SAME_LEVEL and (part == "scalp" or row["landmark_to"] and word == "at"):
            missing.append(f"where {row['landmark_from']} and {row['landmark_to'] or 'the hairline'} meet")
        elif word in SAME_LEVEL:
            off = float((spot - start[0]) @ axis) / cun
            found.append(Measured(f"level with {row['landmark_from']}", off, start[1]))
        elif word in ALONG and row["distance_bcun"].replace(".", "").isdigit():
            along = float((spot - start[0]) @ axis) * ALONG[word] / cun
            if part == "scalp" or word in ("posterior", "anterior", "lateral"):
                along = float(np.linalg.norm(spot - start[0])) / cun
            off = along - float(row["distance_bcun"])
            found.append(Measured(f"{word} to {row['landmark_from']}", off, start[1]))
        elif word in ALONG:
            along = float((spot - start[0]) @ axis) * ALONG[word] / cun
            off = along if along < 0 else max(along - NEAR_BCUN, 0.0)
            found.append(Measured(f"on the {word} side of {row['landmark_from']}", off, start[1]))
        else:
            missing.append(f"said in words: {row['direction'] or row['landmark_note'] or 'at the landmark'}")

    def axis(self, part, word):
        if word in ("anterior", "posterior"):
            return Z
        if word == "lateral":
            return X
        first, second = self.axes[part]
        return second if word in ("superior", "inferior") else first

    def lateral(self, row, spot, part, found):
        if not row["lateral_bcun"]:
            return
        want = float(row["lateral_bcun"])
        # Between the two ST8 there are 9 B-cun.
        hairline = self.rules.at("ST8")[0] / 4.5
        units = {"front": self.rules.lateral, "face": self.units["face"], "scalp": hairline}
        if (want <= 4 or part != "front") and row["code"] != "ST8":
            off = abs(float(spot[0])) / units.get(part, self.rules.unit) - want
            found.append(Measured("from the midline", off, False))
