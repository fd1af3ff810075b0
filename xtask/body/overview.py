"""Pictures with every dot and its code, for looking over the body by eye."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

ENLARGE = 2
DOT, OTHER, TEXT, LINE, PAPER = (150, 30, 40), (190, 140, 130), (25, 20, 15), (120, 105, 95), (255, 255, 255)
FONT_PX = {"body": 15, "close": 17}
RADIUS = 4
SPREAD = 260  # margin for labels left and right of a body-sized picture
STEPS = [(distance, angle) for distance in (10, 22, 38, 58, 82, 110, 142, 180) for angle in (0, 180, 25, -25, 155, -155, 50, -50, 130, -130, 90, -90)]


def write(model, shot, sex, picture, folder):
    """One picture: dots of both sides, codes of the left side and the midline."""
    whole = shot.part == "body"
    margin = SPREAD if whole else SPREAD // 3
    size = (picture.width * ENLARGE, picture.height * ENLARGE)
    paper = Image.new("RGB", (size[0] + 2 * margin, size[1]), PAPER)
    large = picture.resize(size, Image.LANCZOS)
    paper.paste(large, (margin, 0), large)
    pen = ImageDraw.Draw(paper)
    named, plain = dots(model, shot, sex)
    place = lambda spot: (spot[0] * ENLARGE + margin, spot[1] * ENLARGE)
    for spot in plain:
        disc(pen, place(spot), RADIUS - 1, OTHER)
    label(pen, {code: place(spot) for code, spot in named.items()}, paper.size, FONT_PX["body" if whole else "close"])
    paper.save(folder / f"{sex}-{shot.name}.webp", "WEBP", quality=72, method=6)


def dots(model, shot, sex):
    """Dots with their code, and dots without: the right side, and what a close-up names."""
    camera, half = model.cameras[shot.name, sex], model.half
    positions = half.positions_mm(model.bodies[sex])
    listed = "left" if shot.name == "right" else shot.name
    named, plain = {}, []
    for code, place in model.places[sex].items():
        if listed not in model.views[code]:
            continue
        spot = half.on(positions, place)
        here, there = project(camera, spot), project(camera, spot * [-1.0, 1.0, 1.0])
        if shot.name == "right":
            here = there
        if shot.part == "body" and in_close_up(model.views[code]):
            plain.append(here)
        else:
            named[code] = here
        if shot.part in ("body", "head") and shot.yaw in (0, 180) and spot[0] > 0.5:
            plain.append(there)
    return named, plain


def in_close_up(views):
    return any("-" in name for name in views)


def project(camera, spot):
    x, y, _ = camera.project(spot)
    return float(x), float(y)


def label(pen, spots, size, font_px):
    """Writes each code at the nearest free place, with a line to its dot."""
    font = ImageFont.load_default(font_px)
    taken = [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in spots.values()]
    order = sorted(spots.items(), key=lambda item: (item[1][1], item[1][0], item[0]))
    boxes = {}
    for code, (x, y) in order:
        width, height = pen.textlength(code, font=font), font_px
        boxes[code] = free_box(x, y, width, height, taken, size)
        taken.append(boxes[code])
    for code, (x, y) in order:
        left, top, right, bottom = boxes[code]
        end = (min(max(x, left), right), (top + bottom) / 2)
        pen.line([(x, y), end], fill=LINE, width=1)
    for code, (x, y) in order:
        disc(pen, (x, y), RADIUS, DOT)
        left, top, *_ = boxes[code]
        pen.text((left, top - font_px * 0.15), code, fill=TEXT, font=font, stroke_width=2, stroke_fill=PAPER)


def free_box(x, y, width, height, taken, size):
    best = None
    for distance, angle in STEPS:
        turn = np.radians(angle)
        cx, cy = x + np.cos(turn) * distance, y + np.sin(turn) * distance
        left = cx if abs(angle) < 90 else cx - width if abs(angle) > 90 else cx - width / 2
        box = (left, cy - height / 2, left + width, cy + height / 2)
        if box[0] < 0 or box[1] < 0 or box[2] > size[0] or box[3] > size[1]:
            continue
        clash = sum(overlap(box, other) for other in taken)
        if clash == 0:
            return box
        if best is None or clash < best[0]:
            best = (clash, box)
    return best[1]


def overlap(one, other):
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0) * max(high, 0)


def disc(pen, centre, radius, colour):
    x, y = centre
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
