"""Which cameras show a point, best first."""

import numpy as np

from cameras import SHOTS, axes, drawn_quads, size_of
from mesh import split_quads
from places import Skin

# What each view of the table of points asks for.
SHOWN_IN = {
    "front": "front", "palm": "front", "face": "front", "back": "back", "dorsum-hand": "back",
    "sole": "back", "lateral": "left",
}
BODY_SIZED = ("front", "back", "left")  # `right` is the mirror of `left`
CLOSE_UPS = tuple(shot.name for shot in SHOTS if shot.part != "body")
# How far the skin must face the viewer (cosine), and how much other skin may lie before it.
FACING, COVERED_MM = 0.2, 1.0
EDGE, EDGE_COVERED_MM = 0.08, 12.0  # for points on the outline, when nothing better shows them
TURNED_AWAY = -0.15
PREFERRED = 0.25  # added to the facing in a view that the table of points names
PROFILE_REGIONS = ("face", "mouth", "scalp", "neck-anterior")  # the outline of the head from the side
BURIED_MM = 50.0  # under more skin than this in every picture, a place is an estimate


class Views:
    """What the cameras see of one body."""

    def __init__(self, body, cameras):
        self.body, self.cameras = body, cameras
        scale = size_of(body)
        self.whole = Skin(body)
        self.parts = {}
        for name in CLOSE_UPS:
            part = cameras[name, body.sex].shot.part
            if part not in self.parts:
                self.parts[part] = Part(body, drawn_quads(body, part, scale))

    def judged(self, place, name):
        """How far the place faces this camera, and how many millimetres of skin cover it."""
        camera = self.cameras[name, self.body.sex]
        skin = self.whole if camera.shot.part == "body" else self.parts[camera.shot.part].skin
        toward, normal = axes(camera.shot)[2], place.normal(self.body)
        origin = place.on(self.body) + 0.005 * normal
        _, distances, _, _ = skin.hits(origin, toward)
        return float(normal @ toward), float(distances.max()) * 100.0 if len(distances) else 0.0

    def body_sized(self, place, point):
        """Front, back or left, best first; never none."""
        wanted = [SHOWN_IN[view] for view in point["views"].split(";") if view in SHOWN_IN]
        seen = {name: self.judged(place, name) for name in BODY_SIZED}
        rank = {name: seen[name][0] + PREFERRED * (name in wanted) for name in BODY_SIZED}
        clear = [n for n in BODY_SIZED if seen[n][0] >= FACING and seen[n][1] <= COVERED_MM]
        if not clear:
            clear = [n for n in BODY_SIZED if seen[n][0] >= EDGE and seen[n][1] <= EDGE_COVERED_MM]
        if not clear:
            # In a fold or between the legs: where the least skin lies before it.
            clear = [min(BODY_SIZED, key=lambda n: (round(seen[n][1], 3), -rank[n]))]
        found = sorted(clear, key=lambda name: -rank[name])
        if "left" not in found and self.in_profile(point, seen["left"][1]):
            found.append("left")
        return found

    def in_profile(self, point, covered):
        """Whether a midline point stands on the outline of the head seen from the side."""
        midline = point["laterality"] == "midline"
        return midline and point["region"].startswith(PROFILE_REGIONS) and covered <= COVERED_MM

    def close_ups(self, place, point):
        """Close-ups that show the place, best first; last those with it on the outline."""
        found = []
        for name in CLOSE_UPS:
            camera = self.cameras[name, self.body.sex]
            if not self.parts[camera.shot.part].holds(place):
                continue
            facing, covered = self.judged(place, name)
            x, y, _ = camera.project(place.on(self.body) * 100.0)
            inside = 0 <= x < camera.width and 0 <= y < camera.height
            if facing >= EDGE and covered <= COVERED_MM and inside:
                found.append((facing, name))
            elif name == "head-left" and inside and self.in_profile(point, covered):
                found.append((0.0, name))
        return [name for _, name in sorted(found, key=lambda item: -item[0])]

    def hides(self, place, name):
        """Whether the dot would lie on other skin, or on skin that faces away."""
        facing, covered = self.judged(place, name)
        return covered > EDGE_COVERED_MM or facing < TURNED_AWAY

    def buried(self, place):
        return min(self.judged(place, name)[1] for name in BODY_SIZED) > BURIED_MM


class Part:
    """The skin that a close-up shows."""

    def __init__(self, body, quads):
        self.vertices = set(np.unique(quads).tolist())
        self.skin = Skin(body, split_quads(quads))

    def holds(self, place):
        return set(place.corners) <= self.vertices


def views(bodies, cameras, points, places):
    """Views of each point by code.

    Both bodies have the same, so that changing the body never makes a dot vanish: what
    one body shows and no body hides. The order is that of the first body.
    """
    found = {}
    by_sex = {sex: Views(body, cameras) for sex, body in bodies.items()}
    for point in points:
        code = point["code"]
        here = [(view, places[sex][code]) for sex, view in by_sex.items()]
        named = {name: None for view, place in here for name in view.body_sized(place, point)}
        whole = [name for name in named if not any(view.hides(place, name) for view, place in here)]
        close = {name: None for view, place in here for name in view.close_ups(place, point)}
        close = [name for name in close if not any(view.hides(place, name) for view, place in here)]
        found[code] = (whole or list(named)[:1]) + close
    return found
