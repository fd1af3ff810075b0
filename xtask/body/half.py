"""The left half of the skin, numbered for storage; the right half is its mirror."""

from dataclasses import dataclass

import numpy as np

CORNERS = ((0, 1, 2), (0, 2, 3))  # of a quad: triangle 2k, then triangle 2k + 1


@dataclass(frozen=True)
class HalfPlace:
    """A triangle of the left half, the weights of its corners, and how far it can be trusted."""

    triangle: int
    weights: tuple
    confidence: str


class Half:
    """Quads and vertices of the left half, midline included.

    ``vertices`` and ``source_quads`` hold the ids of the whole mesh; ``quads`` counts
    the vertices of the half. Triangle 2k is (a, b, c) of quad k and 2k + 1 is (a, c, d).
    """

    def __init__(self, body):
        check_halves(body)
        self.source_quads = left_quads(body)
        corners = body.quads[self.source_quads]
        self.vertices = np.unique(corners)
        number = np.full(len(body.vertices), -1)
        number[self.vertices] = np.arange(len(self.vertices))
        self.quads = number[corners]
        self.midline = body.mirror[self.vertices] == self.vertices
        self.triangles = self.quads[:, CORNERS].reshape(-1, 3)

    def positions_mm(self, body):
        spots = body.vertices[self.vertices] * 100.0
        spots[self.midline, 0] = 0.0
        return spots

    def source_triangles(self, body):
        """For each triangle of the half its id in ``split_quads(body.quads)``."""
        return np.stack([self.source_quads, self.source_quads + len(body.quads)], axis=1).reshape(-1)

    def place(self, body, place, confidence):
        """The same place by triangle of the half; a place on the right is mirrored first."""
        spot = place.on(body) * 100.0
        spot[0] = abs(spot[0])
        return self.nearest(self.positions_mm(body), spot, confidence)

    def nearest(self, positions, spot, confidence):
        corners = positions[self.triangles]
        reach = np.linalg.norm(corners - spot, axis=2).min(axis=1)
        best = None
        for triangle in np.argsort(reach, kind="stable")[:40]:
            weights = nearest_weights(corners[triangle], spot)
            away = np.linalg.norm(weights @ corners[triangle] - spot)
            if best is None or away < best[0] - 1e-6:
                best = (away, int(triangle), weights)
        return HalfPlace(best[1], rounded(best[2]), confidence)

    def on(self, positions, place):
        return np.array(place.weights) @ positions[self.triangles[place.triangle]]


def left_quads(body):
    """Quads with a vertex on the left, in the order of the mesh."""
    middle = body.mirror == np.arange(len(body.vertices))
    x = np.where(middle, 0.0, body.vertices[:, 0])
    return np.flatnonzero(x[body.quads].max(axis=1) > 0)


def check_halves(body):
    """Stops where the right half is not the mirror of the left one."""
    quads, mirror = body.quads, body.mirror
    middle = mirror == np.arange(len(mirror))
    x = np.where(middle, 0.0, body.vertices[:, 0])[quads]
    left = quads[x.max(axis=1) > 0]
    if ((x.min(axis=1) < 0) & (x.max(axis=1) > 0)).any():
        raise SystemExit("a quad of the mesh crosses the midline")
    if (x == 0).all(axis=1).any():
        raise SystemExit("a quad of the mesh lies in the midline")
    right = {frozenset(quad) for quad in quads[x.min(axis=1) < 0].tolist()}
    if not all(frozenset(mirror[quad].tolist()) in right for quad in left):
        raise SystemExit("a quad on the left has no mirror on the right")


def worst_mirror_mm(body):
    """How far the real right half lies from the mirror of the left one, at worst."""
    skin = np.unique(body.quads)
    mirrored = body.vertices[body.mirror[skin]] * [-1.0, 1.0, 1.0]
    return float(np.linalg.norm(mirrored - body.vertices[skin], axis=1).max() * 100.0)


def nearest_weights(corners, spot):
    """Weights of the nearest point of a triangle."""
    a, b, c = corners
    basis = np.column_stack([b - a, c - a])
    u, v = np.linalg.lstsq(basis, spot - a, rcond=None)[0]
    if u >= 0 and v >= 0 and u + v <= 1:
        return np.array([1 - u - v, u, v])
    options = []
    for first, second in ((0, 1), (1, 2), (2, 0)):
        start, along = corners[first], corners[second] - corners[first]
        part = float(np.clip((spot - start) @ along / max(along @ along, 1e-12), 0, 1))
        weights = np.zeros(3)
        weights[first], weights[second] = 1 - part, part
        options.append((np.linalg.norm(start + part * along - spot), weights))
    return min(options, key=lambda option: option[0])[1]


def rounded(weights):
    """Four decimals that sum to 1."""
    units = np.round(np.clip(weights, 0, 1) * 10_000).astype(int)
    units[int(units.argmax())] += 10_000 - units.sum()
    return tuple(float(unit) / 10_000 for unit in units)
