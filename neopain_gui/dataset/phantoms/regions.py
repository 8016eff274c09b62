"""The face's regions: where each action shows, as polygons that hold everything it moves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from neopain_gui.dataset.phantoms.canvas import Frame, Points, smooth
from neopain_gui.dataset.phantoms.traits import Identity

_NOTICEABLE = 0.05  # two strengths of an action closer than this look alike


def _ellipse(centre: tuple[float, float], radii: tuple[float, float]) -> Points:
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    return np.column_stack((np.cos(angle), np.sin(angle))) * radii + centre


def _band(upper: list[tuple[float, float]], lower: list[tuple[float, float]]) -> Points:
    return np.concatenate((smooth(upper, 24), smooth(lower, 24)[::-1]))


def polygons(who: Identity, place: Frame) -> dict[str, Points]:
    """Return each region's outline (n, 2) in the photograph; right is the subject's right."""
    eye, far, tip, mouth = who.eye_height, who.eye_distance, who.nose_length, who.mouth_height
    shapes = {
        "forehead": _band(
            [(-0.62, eye - 0.72), (0, eye - 0.82), (0.62, eye - 0.72)],
            [(-0.74, eye - 0.46), (0, eye - 0.46), (0.74, eye - 0.46)],
        ),
        "brows": _band(
            [
                (-0.84, eye - 0.34),
                (-far, eye - 0.46),
                (0, eye - 0.44),
                (far, eye - 0.46),
                (0.84, eye - 0.34),
            ],
            [
                (-0.84, eye - 0.10),
                (-far, eye - 0.10),
                (0, eye + 0.03),
                (far, eye - 0.10),
                (0.84, eye - 0.10),
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
        "mouth": _ellipse((0, mouth + 0.085), (1.42 * who.mouth_width + 0.15, 0.345)),
        "chin": _ellipse((0, 1.085 * who.chin), (0.32, 0.16)),
    }
    for side, name in ((-1, "right"), (1, "left")):
        flip = (side, 1)
        shapes[f"{name} eye"] = _ellipse(
            (side * (far + 0.01), eye + 0.015), (1.52 * who.eye_width + 0.07, 0.23)
        )
        shapes[f"{name} nasolabial furrow"] = flip * _band(
            [
                (who.nose_width * 1.0, tip - 0.14),
                (0.45, tip - 0.06),
                (0.66, mouth - 0.12),
                (0.70, mouth + 0.20),
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
        if abs(one[action] - other[action]) > _NOTICEABLE
        for region in regions
    }
    return frozenset(names | {"right eye", "left eye"} if eyes_moved else names)
