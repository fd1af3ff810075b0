"""The cameras of the pictures: the whole body from four sides, and close-ups.

Orthographic. ``yaw`` turns the viewer around the body (0 looks at the front, 90 at
the body's left side), ``pitch`` raises the viewer. Lengths are millimetres.
"""

from dataclasses import dataclass

import numpy as np

BODY_HEIGHT_PX, BODY_MARGIN_PX = 1240, 12
CLOSE_HEIGHT_PX, CLOSE_MARGIN_PX = 520, 10


@dataclass(frozen=True)
class Shot:
    """What a camera is for: which way it looks and which part it shows."""

    name: str
    words: str
    yaw: float
    pitch: float
    part: str  # "body", or a close-up of the left hand or foot, or of the head


SHOTS = (
    Shot("front", "Front", 0, 0, "body"),
    Shot("back", "Back", 180, 0, "body"),
    Shot("left", "Left side", 90, 0, "body"),
    Shot("right", "Right side", 270, 0, "body"),
    Shot("hand-palm", "Palm", 0, 0, "hand"),
    Shot("hand-back", "Back of the hand", 180, 0, "hand"),
    Shot("foot-top", "Top of the foot", 0, 45, "foot"),
    Shot("foot-sole", "Sole", 180, -55, "sole"),
    Shot("foot-outside", "Outer side of the foot", 90, 0, "foot"),
    Shot("foot-inside", "Inner side of the foot", 270, 0, "foot"),
    Shot("head-front", "Head from the front", 0, 0, "head"),
    Shot("head-left", "Head from the left", 90, 0, "head"),
    Shot("head-back", "Head from behind", 180, 0, "head"),
)
# (joints the part's axis runs between, where the picture and where the drawn mesh begin:
# millimetres before the second joint on the female body)
PARTS = {
    "hand": ("elbow", "hand", 46, 110, "finger-3-4"),
    "foot": ("knee", "ankle", 62, 170, "toe-1-2"),
    "sole": ("knee", "ankle", -20, 60, "toe-1-2"),
}
FEMALE_STATURE_MM = 1662.0
NECK_SHOWN_MM = 75  # below the jaw joint, on the female body


@dataclass(frozen=True)
class Camera:
    """One shot of one body."""

    shot: Shot
    width: int
    height: int
    centre_mm: tuple
    height_mm: float

    @property
    def scale(self):
        """Pixels in a millimetre."""
        return self.height / self.height_mm

    def project(self, points_mm):
        """Picture x, y in pixels, and depth in millimetres growing toward the viewer."""
        right, up, toward = axes(self.shot)
        offset = points_mm - np.array(self.centre_mm)
        x = self.width / 2 + offset @ right * self.scale
        y = self.height / 2 - offset @ up * self.scale
        return x, y, points_mm @ toward


def axes(shot):
    """Right, up and toward the viewer."""
    yaw, pitch = np.radians(shot.yaw), np.radians(shot.pitch)
    toward = np.array([np.sin(yaw) * np.cos(pitch), np.sin(pitch), np.cos(yaw) * np.cos(pitch)])
    right = np.array([np.cos(yaw), 0.0, -np.sin(yaw)])
    return right, np.cross(toward, right), toward


def cameras(bodies):
    """Cameras by shot name and sex; a picture has one size for both bodies."""
    stature = {sex: stature_mm(body) for sex, body in bodies.items()}
    found = {}
    for shot in SHOTS:
        framed = {sex: frame(body, shot, size_of(body)) for sex, body in bodies.items()}
        if shot.part == "body":
            height, margin = BODY_HEIGHT_PX, BODY_MARGIN_PX
            # One scale for the four sides, so that the eye can go from one to the next.
            heights = {sex: stature[sex] * height / (height - 2 * margin) for sex in bodies}
        else:
            height, margin = CLOSE_HEIGHT_PX, CLOSE_MARGIN_PX
            heights = {sex: (high - low)[1] * height / (height - 2 * margin) for sex, (low, high) in framed.items()}
        widest = max((high - low)[0] * height / heights[sex] for sex, (low, high) in framed.items())
        width = int(np.ceil((widest + 2 * margin) / 2)) * 2
        for sex, (low, high) in framed.items():
            centre = centre_of(shot, (low + high) / 2)
            found[shot.name, sex] = Camera(shot, width, height, centre, round(float(heights[sex]), 1))
    return found


def size_of(body):
    """Against the female body; the measures of close-ups are hers."""
    return stature_mm(body) / FEMALE_STATURE_MM


def stature_mm(body):
    skin = body.skin()[:, 1]
    return float(skin.max() - skin.min()) * 100.0


def frame(body, shot, scale):
    """Lowest and highest corner (right, up, toward) of what the picture must show."""
    right, up, toward = axes(shot)
    spots = body.vertices[framed_vertices(body, shot.part, scale)] * 100.0
    seen = spots @ np.column_stack([right, up, toward])
    return seen.min(axis=0), seen.max(axis=0)


def centre_of(shot, middle):
    right, up, toward = axes(shot)
    centre = middle @ np.array([right, up, toward])
    if abs(right[0]) == 1.0 and shot.part in ("body", "head"):
        centre[0] = 0.0
    return tuple(round(float(value), 1) + 0.0 for value in centre)


def framed_vertices(body, part, scale):
    if part == "body":
        return np.unique(body.quads)
    if part == "head":
        return framed_head(body, body.joint("jaw")[1], NECK_SHOWN_MM * scale / 100.0)
    return np.unique(body.quads[part_quads(body, part, PARTS[part][2] * scale)])


def framed_head(body, jaw, neck):
    """The head, and as much of the neck as lies below it."""
    skin = np.unique(body.quads)
    spots = body.vertices[skin]
    head = spots[spots[:, 1] > jaw]
    low, high = head.min(axis=0) - [0, neck, 0], head.max(axis=0)
    return skin[((spots >= low) & (spots <= high)).all(axis=1)]


def drawn_quads(body, part, scale):
    """Quads that a close-up may show, so that no other part stands in the way."""
    if part in PARTS:
        return body.quads[part_quads(body, part, PARTS[part][3] * scale)]
    return np.concatenate([body.quads, body.eye_quads])


def part_quads(body, part, before_mm):
    """Quads beyond a plane across the limb, connected with the part's tip."""
    start, end, _, _, tip = PARTS[part]
    start, end, tip = (body.joint("l-" + name) for name in (start, end, tip))
    axis = (end - start) / np.linalg.norm(end - start)
    beyond = ((body.vertices - end) @ axis > -before_mm / 100.0) & (body.vertices[:, 0] > 0)
    whole = beyond[body.quads].all(axis=1)
    reached = np.zeros(len(body.vertices), dtype=bool)
    skin = np.unique(body.quads[whole])
    reached[skin[np.linalg.norm(body.vertices[skin] - tip, axis=1).argmin()]] = True
    count = 0
    while reached.sum() > count:
        count = reached.sum()
        joined = whole & reached[body.quads].any(axis=1)
        reached[body.quads[joined]] = True
    return np.flatnonzero(joined)
