"""The face's regions: where each action shows, as polygons that hold everything it moves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from neopain_gui.demo.phantoms.canvas import Frame, Points, smooth
from neopain_gui.demo.phantoms.traits import Identity


def _ellipse(centre: tuple[float, float], radii: tuple[float, float]) -> Points:
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    return np.column_stack((np.cos(angle), np.sin(angle))) * radii + centre


def _band(upper: list[tuple[float, float]], lower: list[tuple[float, float]]) -> Points:
    return np.concatenate((smooth(upper, 24), smooth(lower, 24)[::-1]))


def polygons(who: Identity, place: Frame) -> dict[str, Points]:
    """Return each region's outline (n, 2) in the photograph; right is the subject's right."""
    eye, far, tip, mouth = who.eye_height, who.eye_distance, who.nose_length, who.mouth_height
    top = eye - 0.40 - who.brow_arch
    shapes = {
        "forehead": _band(
            [(-0.62, eye - 0.72), (0, eye - 0.82), (0.62, eye - 0.72)],
            [(-0.74, eye - 0.46), (0, top), (0.74, eye - 0.46)],
        ),
        "brows": _band(
            [
                (-0.82, eye - 0.36),
                (-far, top),
                (0, top),
                (far, top),
                (0.82, eye - 0.36),
            ],
            [
                (-0.82, eye - 0.11),
                (-far, eye - 0.06),
                (-0.16, eye + 0.05),
                (0, eye + 0.07),
                (0.16, eye + 0.05),
                (far, eye - 0.06),
                (0.82, eye - 0.11),
            ],
        ),
        "nose": _band(
            [(-0.09, eye + 0.06), (0, eye + 0.05), (0.09, eye + 0.06)],
            [
                (-1.5 * who.nose_width, tip + 0.10),
                (0, tip + 0.15),
                (1.5 * who.nose_width, tip + 0.10),
            ],
        ),
        "mouth": _ellipse((0, mouth + 0.105), (1.42 * who.mouth_width + 0.13, 0.355)),
        "chin": _ellipse((0, 1.085 * who.chin), (0.32, 0.16)),
    }
    for side, name in ((-1, "right"), (1, "left")):
        flip = np.array((side, 1))
        shapes[f"{name} eye"] = _ellipse(
            (side * (far + 0.01), eye + 0.015), (1.52 * who.eye_width + 0.06, 0.235)
        )
        shapes[f"{name} nasolabial furrow"] = flip * _band(
            [
                (who.nose_width * 1.0, tip - 0.14),
                (0.45, tip - 0.06),
                (0.62, mouth - 0.12),
                (0.65, mouth + 0.20),
            ],
            [
                (who.nose_width * 1.0, tip + 0.10),
                (0.25, tip + 0.20),
                (0.32, mouth),
                (0.36, mouth + 0.22),
            ],
        )
        shapes[f"{name} cheek"] = _ellipse((side * 0.62, 0.52), (0.24, 0.26))
    return {name: place.points(shape) for name, shape in shapes.items()}


_ACTION_REGIONS = {
    "brow_bulge": ("brows",),
    "eye_squeeze": ("right eye", "left eye"),
    "nasolabial_furrow": ("right nasolabial furrow", "left nasolabial furrow"),
    "open_lips": ("mouth",),
    "vertical_mouth_stretch": ("mouth",),
    "horizontal_mouth_stretch": ("mouth",),
    "lip_purse": ("mouth",),
    "taut_tongue": ("mouth",),
    "tongue_protrusion": ("mouth",),
    "chin_quiver": ("chin",),
}


def differing(
    one: Mapping[str, float], other: Mapping[str, float], eyes_moved: bool
) -> frozenset[str]:
    """Return the names of the regions in which two expressions of one subject look different."""
    names = {
        region
        for action, regions in _ACTION_REGIONS.items()
        if one[action] != other[action]
        for region in regions
    }
    return frozenset(names | {"right eye", "left eye"} if eyes_moved else names)
