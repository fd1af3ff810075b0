"""Tests of the committed files, with the standard library alone: python -m unittest in this folder."""

import csv
import json
import unittest
from array import array
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "knowledge/body"
TYPES = {"u16": "H", "i16": "h", "i8": "b", "u8": "B"}


def read():
    data = (FOLDER / "body.bin").read_bytes()
    length = int.from_bytes(data[8:12], "little")
    header = json.loads(data[12 : 12 + length])
    numbers = {}
    for name, section in header["sections"].items():
        values = array(TYPES[section["type"]])
        start = section["at"]
        values.frombytes(data[start : start + section["count"] * values.itemsize])
        numbers[name] = values
    return data, header, numbers


class BodyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.data, cls.header, cls.numbers = read()

    def test_sections_fit_the_file(self):
        self.assertEqual(self.data[:8], b"FILBODY1")
        for section in self.header["sections"].values():
            self.assertEqual(section["at"] % 4, 0)
        self.assertEqual(len(self.numbers["quads"]), 4 * self.header["quads"])
        for sex in ("female", "male"):
            self.assertEqual(len(self.numbers[sex]), 3 * self.header["vertices"])

    def test_the_halves_meet_in_the_midline_and_nowhere_else(self):
        """A side that only one quad has lies at x = 0 on every body and build."""
        quads, uses = self.numbers["quads"], {}
        for quad in range(self.header["quads"]):
            corners = quads[4 * quad : 4 * quad + 4]
            for corner in range(4):
                side = frozenset((corners[corner], corners[(corner + 1) % 4]))
                uses[side] = uses.get(side, 0) + 1
        rim = {vertex for side, count in uses.items() if count == 1 for vertex in side}
        for name in ("female", "male", "female-light", "female-heavy", "male-light", "male-heavy"):
            moves = self.numbers[name]
            self.assertEqual({moves[3 * vertex] for vertex in rim}, {0}, name)
        for sex in ("female", "male"):
            self.assertGreaterEqual(min(self.numbers[sex][0::3]), 0)

    def test_every_triangle_has_a_region(self):
        regions = self.numbers["region"]
        self.assertEqual(len(regions), 2 * self.header["quads"])
        self.assertLess(max(regions), len(self.header["regions"]))

    def test_places_lie_in_triangles_of_the_half(self):
        cameras = {camera["name"] for camera in self.header["cameras"]}
        with open(FOLDER / "places.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                self.assertLess(int(row["triangle"]), 2 * self.header["quads"], row["code"])
                weights = [round(float(row[key]) * 10_000) for key in ("wa", "wb", "wc")]
                self.assertEqual(sum(weights), 10_000, row["code"])
                self.assertLessEqual(set(row["views"].split(";")), cameras - {"right"}, row["code"])


if __name__ == "__main__":
    unittest.main()
