"""Points on the pictures: which view, where, and whether the result holds together."""

import csv
from collections import Counter, defaultdict
from dataclasses import astuple, dataclass

import numpy as np
from PIL import Image

from places import Skin, Z

HEADER = ("body", "view", "code", "side", "x", "y", "confidence")
# What each view of the point table shows of the body in anatomical position.
SHOWN_IN = {
    "front": "front", "palm": "front", "face": "front",
    "back": "back", "dorsum-hand": "back", "sole": "back",
}
EDGE = 0.28  # a point facing this little toward or away from the viewer can be seen in both views
SIDE_EDGE = 0.2  # the same for points on the very side of the body
TOP_EDGE = 0.5  # the top of head and shoulder is looked for in both views
FROM_THE_SIDE = {"lateral", "medial"}
BEHIND_EDGE_DM = 0.3  # at most this much body may cover an edge point in the second view
COVERED_DM = 0.5  # a point under more than this much body shows only where it lies
OUTSIDE_LIMIT = 0.015  # of the picture's height
SYMMETRY_LIMIT = 0.002
# Codes that must run from the top of the picture to the bottom.
DESCENDING = (
    ("front", "CV22 CV21 CV20 CV19 CV18 CV17 CV16 CV15 CV14 CV13 CV12 CV11 CV10 CV9 CV8 CV7 CV6 CV5 CV4 CV3 CV2 CV1"),
    ("front", "KI27 KI26 KI25 KI24 KI23 KI22 KI21 KI20 KI19 KI18 KI17 KI16 KI15 KI14 KI13 KI12 KI11"),
    ("front", "ST8 ST1 ST2 ST3 ST4 ST9 ST10 ST12 ST13 ST14 ST15 ST16 ST17 ST18 ST19 ST20 ST21 ST22 ST23 ST24 ST25 "
              "ST26 ST27 ST28 ST29 ST30 ST31 ST32 ST33 ST34 ST35 ST36 ST37 ST38 ST39 ST41 ST42 ST43 ST44 ST45"),
    ("front", "EX-LE3 SP10 EX-LE2 EX-LE4 SP9 SP8 SP7 SP6"),
    ("front", "SP12 SP11 SP10"), ("front", "LR5 LR4 LR3 LR2 LR1"), ("front", "LR6 LR5"),
    ("front", "LU2 LU1 LU3 LU4 LU5 LU6 LU7 LU8 LU9 LU10"),
    ("front", "PC2 PC3 PC4 PC5 PC6 PC7 PC8 PC9"), ("front", "HT1 HT2 HT3 HT4 HT5 HT6 HT7 HT8"),
    ("front", "GB14 EX-HN4 ST1"), ("front", "GB34 EX-LE6 GB36 GB37 GB38 GB39 GB40 GB41 GB42 GB43 GB44"),
    ("front", "BL2 BL1"), ("front", "LU1 SP20 SP19 SP18 SP17"),
    ("back", "GV19 GV18 GV17 GV16 GV15 GV14 GV13 GV12 GV11 GV10 GV9 GV8 GV7 GV6 GV5 GV4 EX-B5 GV3 EX-B8 GV2 GV1"),
    ("back", "BL9 BL10 BL11 BL12 BL13 BL14 BL15 BL16 BL17 BL18 BL19 BL20 BL21 BL22 BL23 BL24 BL25 BL26 BL27 BL28 "
             "BL29 BL30 BL36 BL37 BL38 BL40 BL55 BL56 BL57 BL58 BL59 BL60 BL61"),
    ("back", "BL31 BL32 BL33 BL34 BL35"),
    ("back", "BL41 BL42 BL43 BL44 BL45 BL46 BL47 BL48 BL49 BL50 BL51 BL52 BL53 BL54"),
    ("back", " ".join(f"EX-B2-{level}" for level in
              [f"C{n}" for n in range(3, 8)] + [f"T{n}" for n in range(1, 13)] + [f"L{n}" for n in range(1, 6)])),
    ("back", "TE14 TE13 TE12 TE11 TE10 TE9 TE8 TE6 TE5 TE4 TE3 TE2 TE1"),
    ("back", "LI15 LI14 LI13 LI12 LI11 LI10 LI9 LI8 LI7 LI6 LI5 LI4"),
    ("back", "SI15 SI14 SI11 SI9 SI8 SI7 SI6 SI4 SI3 SI2 SI1"), ("back", "GB20 GB21 GB30 GB31 GB32"),
    ("back", "KI10 KI9 KI7 KI3"),
)


@dataclass(frozen=True)
class Row:
    """One dot on one picture; x and y are fractions from the top left."""

    body: str
    view: str
    code: str
    side: str
    x: float
    y: float
    confidence: str


def read_points(path):
    """Code, views and laterality of every point, in the table's order."""
    with open(path, encoding="utf-8", newline="") as file:
        return [
            (row["code"], row["views"].split(";"), row["laterality"])
            for row in csv.DictReader(file)
        ]


def rows(bodies, cameras, points, places):
    """All dots, body by body, in the order of the point table.

    A view that shows a point on one body is used for both, so that changing
    the body never makes a dot vanish.
    """
    shown = {}
    for sex, body in bodies.items():
        skin = Skin(body)
        shown[sex] = {code: views(body, skin, places[sex][code], listed) for code, listed, _ in points}
    found = []
    for sex, body in bodies.items():
        for code, _, laterality in points:
            seen = dict(shown[sex][code])
            for other in shown.values():
                for view, trust in other[code].items():
                    seen.setdefault(view, trust)
            for view, trust in seen.items():
                found += dots(body, cameras[sex], code, places[sex][code], laterality, view, trust)
    return found


def dots(body, camera, code, place, laterality, view, trust):
    """The dot of a midline point, or the left and the right one."""
    sides = [("midline", place)]
    if laterality != "midline":
        sides = [("left", place), ("right", place.mirrored(body))]
    for side, here in sides:
        x, y, _ = camera.project(here.on(body), view)
        if side == "midline":
            x = camera.width / 2
        x, y = float(x) / camera.width, float(y) / camera.height
        yield Row(body.sex, view, code, side, round(x, 4), round(y, 4), trust)


def views(body, skin, place, listed):
    """Views that show the point, best first, with the trust it has there."""
    facing = float(place.normal(body)[2])
    wanted = {SHOWN_IN[name] for name in listed if name in SHOWN_IN}
    faced = "front" if facing >= 0 else "back"
    other = "back" if faced == "front" else "front"
    if "perineal" in listed and not wanted:
        faced, other = "front", "back"  # CV1, with the rest of its line
    best, second = faced, None
    edge, depth = (TOP_EDGE, COVERED_DM) if "top" in listed else (EDGE, BEHIND_EDGE_DM)
    if abs(facing) < edge and covered(body, skin, place, other) <= depth:
        if wanted == {other}:
            best = other
        if wanted == {"front", "back"} or seen_from_side(listed, facing):
            second = other if best == faced else faced
    trust = place.confidence
    if covered(body, skin, place, best) > COVERED_DM:
        trust = "estimated"
    return {best: trust, second: trust} if second else {best: trust}


def seen_from_side(listed, facing):
    """Whether a point listed for a side or top view belongs on both pictures."""
    if "face" in listed:
        return False
    return "top" in listed or bool(FROM_THE_SIDE & set(listed)) and abs(facing) < SIDE_EDGE


def covered(body, skin, place, view):
    """How far in front of the point, in this view, other skin lies (dm)."""
    toward = Z if view == "front" else -Z
    origin = place.on(body) + 0.01 * place.normal(body)
    _, distances, _, _ = skin.hits(origin, toward)
    return float(distances.max()) if len(distances) else 0.0


def as_text(row):
    values = astuple(row)
    return [f"{value:.4f}" if isinstance(value, float) else value for value in values]


def write(path, all_rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(as_text(row) for row in all_rows)
    print(f"{path.name}: {len(all_rows)} rows")


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def check(points, all_rows, pictures):
    """Every fault found, in words."""
    index = {(r.body, r.view, r.code, r.side): r for r in all_rows}
    faults = [] if len(index) == len(all_rows) else ["a dot is listed twice"]
    for sex in ("female", "male"):
        faults += missing(points, index, sex)
        faults += crooked(points, index, sex)
        faults += disordered(index, sex)
        for view in ("front", "back"):
            drawn = [r for r in all_rows if r.body == sex and r.view == view]
            faults += outside(drawn, pictures / f"{sex}-{view}.webp")
    return faults


def missing(points, index, sex):
    have = {(key[2], key[3]) for key in index if key[0] == sex}
    faults = []
    for code, _, laterality in points:
        for side in ("midline",) if laterality == "midline" else ("left", "right"):
            if (code, side) not in have:
                faults.append(f"{sex} {code} {side} is missing")
    return faults


def crooked(points, index, sex):
    faults = []
    for (body, view, code, side), row in index.items():
        if body != sex or side == "right":
            continue
        if side == "midline":
            bad = abs(row.x - 0.5) > SYMMETRY_LIMIT
        else:
            twin = index.get((body, view, code, "right"))
            bad = twin is None or abs(row.x + twin.x - 1) > SYMMETRY_LIMIT or abs(row.y - twin.y) > SYMMETRY_LIMIT
            viewers_right = row.x > 0.5
            bad = bad or viewers_right != (view == "front")
        if bad:
            faults.append(f"{sex} {view} {code} is not symmetric")
    return faults


def disordered(index, sex):
    faults = []
    for view, codes in DESCENDING:
        last = None
        for code in codes.split():
            row = index.get((sex, view, code, "left")) or index.get((sex, view, code, "midline"))
            if row is None:
                continue
            if last and row.y <= last.y:
                faults.append(f"{sex} {view}: {code} is not below {last.code}")
            last = row
    return faults


def outside(drawn, picture):
    """Dots farther from the body than the limit."""
    alpha = np.array(Image.open(picture).convert("RGBA"))[..., 3] > 0
    height, width = alpha.shape
    solid_y, solid_x = np.nonzero(alpha)
    faults = []
    for row in drawn:
        x, y = row.x * width, row.y * height
        inside = alpha[min(int(y), height - 1), min(int(x), width - 1)]
        if not inside:
            far = np.sqrt(((solid_x + 0.5 - x) ** 2 + (solid_y + 0.5 - y) ** 2).min()) / height
            if far > OUTSIDE_LIMIT:
                faults.append(f"{row.body} {row.view} {row.code} {row.side} lies {far:.3f} outside the body")
    return faults


def summary(all_rows):
    codes = defaultdict(set)
    for row in all_rows:
        codes[row.body].add(row.code)
    trust = Counter(row.confidence for row in all_rows)
    by_body = ", ".join(f"{sex} {len(found)} codes" for sex, found in sorted(codes.items()))
    by_trust = ", ".join(f"{name} {count}" for name, count in sorted(trust.items()))
    return f"{len(all_rows)} dots: {by_body}; {by_trust}"
