"""Writes ``body.bin`` (the left half of the skin, its builds and areas) and ``places.csv``."""

import csv
import json

import numpy as np

from cameras import SHOTS

MESH = "hm08-1"
MAGIC = b"FILBODY1"
GRID_MM = 0.03125
BUILDS = {"light": "minweight", "heavy": "maxweight"}
PLACES_HEADER = ("body", "code", "triangle", "wa", "wb", "wc", "views", "confidence")


def body_bin(half, bodies, builds, areas, cameras, names):
    """The bytes of the file. ``names`` are the ids of regions, segments and muscles in table order."""
    positions = {sex: half.positions_mm(body) for sex, body in bodies.items()}
    every = np.concatenate(list(positions.values()))
    offset = np.round((every.min(axis=0) + every.max(axis=0)) / 2)
    offset[0] = 0.0
    sections = [("quads", half.quads, "u16", {})]
    for sex, spots in positions.items():
        sections.append((sex, np.round((spots - offset) / GRID_MM), "i16", {}))
    for (sex, build), body in builds.items():
        moved = half.positions_mm(body) - positions[sex]
        step = float(np.ceil(np.abs(moved).max() / 127 * 1000) / 1000)
        sections.append((f"{sex}-{build}", np.round(moved / step), "i8", {"step_mm": step}))
    lists = {"regions": used(names["regions"], areas["region"])}
    lists["dermatomes"] = ["", *used(names["segments"], areas["dermatome"])]
    lists["muscles"] = ["", *used(names["muscles"], areas["muscle"])]
    lists["hazards"] = list(areas["hazards"])
    for kind, list_name in (("region", "regions"), ("dermatome", "dermatomes"), ("muscle", "muscles")):
        index_of = {name: index for index, name in enumerate(lists[list_name])}
        sections.append((kind, np.array([index_of[name] for name in areas[kind]]), "u8", {}))
    sections.append(("hazard", np.array(areas["hazard"]), "u8", {}))
    header = {
        "mesh": MESH,
        "vertices": len(half.vertices),
        "quads": len(half.quads),
        "grid_mm": GRID_MM,
        "offset_mm": [number(value) for value in offset],
        "sections": {},
        **lists,
        "cameras": [camera_header(shot, cameras, bodies) for shot in SHOTS],
    }
    return assemble(header, sections)


def used(known, found):
    """Names that occur, in the order of their table; a name of no table stops the run."""
    strange = sorted(set(found) - set(known) - {""})
    if strange:
        raise SystemExit(f"areas name what no table knows: {', '.join(strange)}")
    return [name for name in known if name in set(found)]


def camera_header(shot, cameras, bodies):
    first = cameras[shot.name, next(iter(bodies))]
    entry = {"name": shot.name, "words": shot.words, "yaw": number(shot.yaw), "pitch": number(shot.pitch)}
    entry |= {"width_px": first.width, "height_px": first.height}
    for sex in bodies:
        camera = cameras[shot.name, sex]
        entry[sex] = {"centre_mm": [number(v) for v in camera.centre_mm], "height_mm": number(camera.height_mm)}
    return entry


def number(value):
    return int(value) if float(value).is_integer() else float(value)


def assemble(header, sections):
    """Header and sections; the header names places, so its length is found by trying."""
    packed = [(name, pack(values, kind), values.size, kind, extra) for name, values, kind, extra in sections]
    start = 0
    while True:
        at, entries = start, {}
        for name, data, count, kind, extra in packed:
            entries[name] = {"at": at, "type": kind, "count": int(count), **extra}
            at += len(data)
        text = json.dumps({**header, "sections": entries}, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 4)
        if 12 + len(text) == start:
            break
        start = max(12 + len(text), start + 4 if 12 + len(text) < start else 0)
    return b"".join([MAGIC, len(text).to_bytes(4, "little"), text, *(data for _, data, *_ in packed)])


def pack(values, kind):
    kinds = {"u16": "<u2", "i16": "<i2", "i8": "i1", "u8": "u1"}
    limits = np.iinfo(kinds[kind])
    if values.min() < limits.min or values.max() > limits.max:
        raise SystemExit(f"a value does not fit {kind}: {values.min()} to {values.max()}")
    data = values.reshape(-1).astype(kinds[kind]).tobytes()
    return data + b"\0" * (-len(data) % 4)


def areas_of_half(half, body, found):
    """The areas found for the triangles of the whole mesh, in the order of the half."""
    row = {int(triangle): index for index, triangle in enumerate(found["triangles"])}
    rows = [row[int(triangle)] for triangle in half.source_triangles(body)]
    kinds = {kind: [found[kind][index] for index in rows] for kind in ("region", "dermatome", "muscle", "hazard")}
    kinds["region"] = without_gaps(kinds["region"], half.positions_mm(body)[half.triangles].mean(axis=1))
    return {**kinds, "hazards": found["hazards"]}


def without_gaps(names, centres):
    """Every triangle with a name: one without, such as deep in the mouth, takes the nearest."""
    named = np.flatnonzero([bool(name) for name in names])
    filled = []
    for name, centre in zip(names, centres, strict=True):
        away = None if name else np.linalg.norm(centres[named] - centre, axis=1)
        filled.append(name or names[named[int(away.argmin())]])
    return filled


def place_rows(points, places, views):
    """Rows of ``places.csv``, body by body in the order of the table of points."""
    for sex, by_code in places.items():
        for point in points:
            code = point["code"]
            place = by_code[code]
            weights = [f"{weight:.4f}" for weight in place.weights]
            yield (sex, code, place.triangle, *weights, ";".join(views[code]), place.confidence)


def write_places(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(PLACES_HEADER)
        writer.writerows(rows)
