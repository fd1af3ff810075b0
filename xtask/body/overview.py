"""Pictures with every dot and its code, for looking over the chart by eye."""

from PIL import Image, ImageDraw, ImageFont

ENLARGE = 6
DOT, TEXT, PAPER = (150, 30, 40), (30, 25, 20), (255, 255, 255)
# Fractions of the picture: left, top, right, bottom (patient's left).
CROPS = {
    "front": {"face": (0.38, 0.0, 0.62, 0.14), "chest": (0.48, 0.12, 0.80, 0.34), "belly": (0.48, 0.28, 0.72, 0.52),
              "forearm": (0.64, 0.28, 0.96, 0.56), "thigh": (0.48, 0.48, 0.76, 0.72), "knee": (0.55, 0.66, 0.75, 0.82),
              "leg": (0.55, 0.76, 0.77, 0.95), "foot": (0.60, 0.89, 0.76, 1.0)},
    "back": {"head": (0.34, 0.0, 0.54, 0.2), "back": (0.24, 0.12, 0.54, 0.34), "loin": (0.26, 0.3, 0.54, 0.54),
             "hand": (0.02, 0.28, 0.36, 0.56), "thigh": (0.24, 0.5, 0.52, 0.72), "leg": (0.24, 0.7, 0.46, 0.92),
             "foot": (0.24, 0.88, 0.40, 1.0)},
}


def draw_all(folder, pictures, rows):
    """One whole picture and the close-ups for each body and view."""
    folder.mkdir(parents=True, exist_ok=True)
    for body, view in sorted({(row.body, row.view) for row in rows}):
        picture = Image.open(pictures / f"{body}-{view}.webp").convert("RGBA")
        paper = Image.new("RGB", picture.size, PAPER)
        paper.paste(picture, (0, 0), picture)
        dots = [row for row in rows if row.body == body and row.view == view]
        label(paper, dots, (0, 0, 1, 1), 1).save(folder / f"{body}-{view}.png")
        for name, box in CROPS[view].items():
            label(paper, dots, box, ENLARGE).save(folder / f"{body}-{view}-{name}.png")


def label(paper, dots, box, enlarge):
    """Cut a part, enlarge it, and write each left or midline code beside its dot."""
    width, height = paper.size
    left, top, right, bottom = box[0] * width, box[1] * height, box[2] * width, box[3] * height
    size = (round((right - left) * enlarge), round((bottom - top) * enlarge))
    part = paper.crop((round(left), round(top), round(right), round(bottom))).resize(size, Image.LANCZOS)
    pen, font = ImageDraw.Draw(part), ImageFont.load_default(11 if enlarge > 1 else 9)
    radius = 3 if enlarge > 1 else 1.5
    for row in dots:
        x, y = row.x * width * enlarge - left * enlarge, row.y * height * enlarge - top * enlarge
        if 0 <= x <= size[0] and 0 <= y <= size[1]:
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=DOT)
            if row.side != "right" and enlarge > 1:
                pen.text((x + radius + 1, y - 7), row.code, fill=TEXT, font=font)
    return part
