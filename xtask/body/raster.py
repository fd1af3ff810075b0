"""Soft clay pictures of a mesh: a small z-buffer renderer in numpy.

No graphics driver is needed and every step is plain arithmetic in a fixed
order, so the same mesh gives the same bytes on every run.
"""

import numpy as np
from PIL import Image

from cameras import axes
from mesh import split_quads, vertex_normals

SUPERSAMPLE = 3
CLAY = np.array([0xCD, 0xBF, 0xB2]) / 255.0
SHADE = np.array([0x8E, 0x7D, 0x70]) / 255.0  # warm, so that shadows never look dirty
GLOW = np.array([0xE9, 0xE0, 0xD6]) / 255.0
KEY_LIGHT = np.array([-0.34, 0.52, 0.78])  # from above, a little to the viewer's left
BATCH_PIXELS = 400_000
MM_IN_DM = 100.0
HOLLOWS = ((10.0, 1.6), (30.0, 0.5))  # width in mm, gain per decimetre of depth


def subdivide(vertices, quads):
    """One Catmull-Clark step: rounds the outline of fingers, ears and shoulders."""
    count, faces = len(vertices), len(quads)
    edges = np.stack([quads, np.roll(quads, -1, axis=1)], axis=2).reshape(-1, 2)
    edges, inverse = np.unique(np.sort(edges, axis=1), axis=0, return_inverse=True)
    inverse = inverse.reshape(faces, 4)
    face_points = vertices[quads].mean(axis=1)
    face_sum, uses = np.zeros((len(edges), 3)), np.zeros(len(edges))
    for corner in range(4):
        np.add.at(face_sum, inverse[:, corner], face_points)
        np.add.at(uses, inverse[:, corner], 1)
    middles = vertices[edges].mean(axis=1)
    edge_points = np.where((uses == 2)[:, None], (2 * middles + face_sum) / 4, middles)
    moved = move_corners(vertices, quads, edges, middles, face_points, uses)
    around = np.roll(inverse, 1, axis=1)
    centre = np.repeat(np.arange(faces)[:, None] + count + len(edges), 4, axis=1)
    smaller = np.stack([quads, inverse + count, centre, around + count], axis=2)
    return np.concatenate([moved, edge_points, face_points]), smaller.reshape(-1, 4)


def move_corners(vertices, quads, edges, middles, face_points, uses):
    """New places of the old vertices; open borders keep to their own line."""
    count = len(vertices)
    mean_face, faces = np.zeros((count, 3)), np.zeros(count)
    for corner in range(4):
        np.add.at(mean_face, quads[:, corner], face_points)
        np.add.at(faces, quads[:, corner], 1)
    mean_edge, degree = np.zeros((count, 3)), np.zeros(count)
    rim_edge, rim = np.zeros((count, 3)), np.zeros(count)
    for end in range(2):
        np.add.at(mean_edge, edges[:, end], middles)
        np.add.at(degree, edges[:, end], 1)
        open_edges = uses != 2
        np.add.at(rim_edge, edges[open_edges, end], middles[open_edges])
        np.add.at(rim, edges[open_edges, end], 1)
    n = np.maximum(faces, 1)[:, None]
    inner = (mean_face / n + 2 * mean_edge / np.maximum(degree, 1)[:, None] + (n - 3) * vertices) / n
    border = (rim_edge / np.maximum(rim, 1)[:, None] + vertices) / 2
    moved = np.where((rim > 0)[:, None], border, inner)
    return np.where((faces > 0)[:, None], moved, vertices)


def draw(body, quads, camera):
    """RGBA picture of these quads of the body, transparent around them."""
    used, quads = np.unique(quads, return_inverse=True)
    vertices, quads = subdivide(body.vertices[used] * MM_IN_DM, quads.reshape(-1, 4))
    triangles = split_quads(quads)
    normals = vertex_normals(vertices, triangles) @ np.column_stack(axes(camera.shot))
    x, y, z = camera.project(vertices)
    width, height = camera.width * SUPERSAMPLE, camera.height * SUPERSAMPLE
    x, y = x * SUPERSAMPLE, y * SUPERSAMPLE
    triangles = triangles[in_picture(x[triangles], width) & in_picture(y[triangles], height)]
    depth, normal = z_buffer(x, y, z, normals, triangles, width, height)
    colour = shade(normal, depth, camera.scale)
    return shrink(colour, depth > -np.inf, camera.width, camera.height)


def in_picture(places, size):
    return (places.max(axis=1) >= 0) & (places.min(axis=1) <= size)


def z_buffer(x, y, z, normals, triangles, width, height):
    """Nearest depth and its smooth normal for every pixel."""
    depth = np.full(width * height, -np.inf)
    normal = np.zeros((width * height, 3))
    corners = np.stack([x[triangles], y[triangles]], axis=2)
    spans = corners.max(axis=1) - corners.min(axis=1)
    size = np.maximum(np.ceil(spans.max(axis=1)).astype(int) + 1, 2)
    bins = 2 ** np.ceil(np.log2(size)).astype(int)
    for side in np.unique(bins):
        members = np.flatnonzero(bins == side)
        step = max(1, BATCH_PIXELS // (side * side))
        for start in range(0, len(members), step):
            some = triangles[members[start : start + step]]
            fill(x, y, z, normals, some, int(side), width, height, depth, normal)
    return depth.reshape(height, width), normal.reshape(height, width, 3)


def fill(x, y, z, normals, triangles, side, width, height, depth, normal):
    """Draw triangles that all fit a square of ``side`` pixels."""
    px, py = x[triangles], y[triangles]
    left, top = np.floor(px.min(axis=1)).astype(int), np.floor(py.min(axis=1)).astype(int)
    column, row = left[:, None] + np.arange(side), top[:, None] + np.arange(side)
    gx = np.repeat(column[:, None, :], side, axis=1) + 0.5
    gy = np.repeat(row[:, :, None], side, axis=2) + 0.5
    area = (px[:, 1] - px[:, 0]) * (py[:, 2] - py[:, 0]) - (px[:, 2] - px[:, 0]) * (py[:, 1] - py[:, 0])
    safe = np.where(np.abs(area) < 1e-9, 1.0, area)[:, None, None]
    pick = lambda values, corner: values[:, corner][:, None, None]
    part = lambda a, b: ((pick(px, a) - gx) * (pick(py, b) - gy) - (pick(px, b) - gx) * (pick(py, a) - gy)) / safe
    w0, w1 = part(1, 2), part(2, 0)
    w2 = 1 - w0 - w1
    inside = (w0 >= 0) & (w1 >= 0) & (w2 >= 0) & (np.abs(area) >= 1e-9)[:, None, None]
    inside &= (gx >= 0) & (gx < width) & (gy >= 0) & (gy < height)
    which, r, c = np.nonzero(inside)
    pixel = row[which, r] * width + column[which, c]
    weights = np.stack([w0[inside], w1[inside], w2[inside]], axis=1)
    near = (weights * z[triangles[which]]).sum(axis=1)
    np.maximum.at(depth, pixel, near)
    front = near >= depth[pixel]
    mixed = (weights[front][:, :, None] * normals[triangles[which[front]]]).sum(axis=1)
    normal[pixel[front]] = mixed


def shade(normal, depth, scale):
    """Wrapped light, a soft sky and a little darkening in folds and at edges."""
    facing = normal / np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-9)
    key = KEY_LIGHT / np.linalg.norm(KEY_LIGHT)
    direct = np.clip((facing @ key + 0.30) / 1.30, 0, 1)
    sky = 0.5 + 0.5 * facing[..., 1]
    rim = np.clip(facing[..., 2], 0, 1)
    light = 0.62 * direct**1.5 + 0.10 * sky + 0.24 * rim
    light = light - 0.65 * hollows(depth, scale)
    light = np.clip(light, 0, 1)[..., None]
    dark = SHADE + (CLAY - SHADE) * np.clip(light / 0.62, 0, 1) ** 0.9
    return dark + (GLOW - CLAY) * np.clip((light - 0.62) / 0.38, 0, 1) ** 1.2


def hollows(depth, scale):
    """How far each pixel lies behind its blurred surroundings, 0 to 1."""
    solid = depth > -np.inf
    flat = np.where(solid, depth, 0.0)
    total = np.zeros_like(flat)
    for width_mm, gain in HOLLOWS:
        radius = max(1, int(round(width_mm * scale * SUPERSAMPLE)))
        weight = blur(solid.astype(float), radius)
        around = blur(flat, radius) / np.maximum(weight, 1e-9)
        total += gain * np.clip((around - depth) / MM_IN_DM, 0, 0.25)
    return np.where(solid, np.clip(total, 0, 1), 0.0)


def blur(image, radius):
    """Three box passes, close to a Gaussian."""
    for axis in (0, 1):
        for _ in range(3):
            image = box(image, radius, axis)
    return image


def box(image, radius, axis):
    pad = [(0, 0), (0, 0)]
    pad[axis] = (radius + 1, radius)
    run = np.cumsum(np.pad(image, pad), axis=axis)
    length = image.shape[axis]
    take = lambda start: run[start : start + length] if axis == 0 else run[:, start : start + length]
    return (take(2 * radius + 1) - take(0)) / (2 * radius + 1)


def shrink(colour, solid, width, height):
    """Average the supersampled pixels; colour counts only where there is body."""
    cut = lambda image: image.reshape(height, SUPERSAMPLE, width, SUPERSAMPLE, -1).mean(axis=(1, 3))
    alpha = cut(solid.astype(float))
    rgb = cut(colour * solid[..., None]) / np.maximum(alpha, 1e-9)
    # Outside, the clay tone avoids a dark fringe when a browser scales the picture.
    rgb = np.where(alpha > 0, rgb, CLAY)
    rgba = np.concatenate([rgb, alpha], axis=2)
    return Image.fromarray(np.round(np.clip(rgba, 0, 1) * 255).astype(np.uint8), "RGBA")
