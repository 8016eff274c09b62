"""Photographs on which face detectors are measured: whose face is where is known of each.

None shows a neonate: such photographs may not be handed out. The reference box of a face that was
turned is the upright rectangle round the ellipse that the upright face's box holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, hypot, radians, sin
from typing import NamedTuple

import cv2
import numpy as np
import skimage.data

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms.phantom import draw
from neopain_gui.geometry import Box

# Without the collar, from the forehead under the fringe to the chin; read off the photograph.
ASTRONAUT = Box(left=179, top=60, right=270, bottom=179)
ROTATIONS, SIZES = tuple(range(0, 360, 45)), (128, 256, 512, 1024)
PHANTOMS = tuple(range(7000, 7100))
_CANVAS = 300
_GREY = (90, 90, 90)


class Case(NamedTuple):
    """A photograph, the group it belongs to, and the box of its one face (None: no face)."""

    group: str
    photograph: np.ndarray
    face: Box | None


def cases() -> Iterator[Case]:
    """Yield all photographs, group by group; the same ones each time."""
    yield from _lfw()
    yield from _astronaut()
    yield from _phantoms()


def _lfw() -> Iterator[Case]:
    """Faces and non-faces, 25 × 25 grey pixels, enlarged and laid on photographs without faces."""
    random = np.random.default_rng(14)
    grounds = [skimage.data.coffee(), skimage.data.chelsea(), skimage.data.rocket()]
    for number, small in enumerate(skimage.data.lfw_subset()):
        ground = grounds[number % len(grounds)]
        top, left = (random.integers(0, side - _CANVAS + 1) for side in ground.shape[:2])
        photograph = ground[top : top + _CANVAS, left : left + _CANVAS].copy()
        side = int(random.integers(90, 181))
        x, y = (int(value) for value in random.integers(0, _CANVAS - side + 1, 2))
        grey = np.clip(255 * small, 0, 255).astype(np.float32)
        large = cv2.resize(grey, (side, side), interpolation=cv2.INTER_CUBIC).clip(0, 255)
        photograph[y : y + side, x : x + side] = large[..., None].astype(np.uint8)
        face = number < len(skimage.data.lfw_subset()) // 2
        box = Box(left=x, top=y, right=x + side, bottom=y + side)
        yield Case("LFW faces" if face else "LFW non-faces", photograph, box if face else None)


def _astronaut() -> Iterator[Case]:
    for size in SIZES:
        factor = size / 512
        method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        photograph = cv2.resize(skimage.data.astronaut(), (size, size), interpolation=method)
        corners = (round(factor * value) for value in ASTRONAUT.as_tuple())
        box = Box(**dict(zip(("left", "top", "right", "bottom"), corners, strict=True)))
        for turn in ROTATIONS:
            yield Case("astronaut", *turned(photograph, box, turn))


def _phantoms() -> Iterator[Case]:
    """Phantoms turned any way; every second one with a quarter of its face covered."""
    random = np.random.default_rng(41)
    for seed in PHANTOMS:
        for label in PainLabel:
            phantom = draw(seed, label)
            photograph, covered = phantom.image.copy(), label is PainLabel.PAIN
            if covered:
                _cover(photograph, phantom.face_box, random)
            group = "phantoms, turned and covered" if covered else "phantoms, turned"
            yield Case(group, *turned(photograph, phantom.face_box, float(random.uniform(0, 360))))


def _cover(photograph: np.ndarray, face: Box, random: np.random.Generator) -> None:
    """Lay a strip of cloth of one colour over a quarter of the face, from one of its sides."""
    height, width = photograph.shape[:2]
    colour = random.integers(60, 240, 3)
    wide, tall = round(face.width / 4), round(face.height / 4)
    rows, columns = [
        (slice(0, height), slice(0, face.left + wide)),
        (slice(0, height), slice(face.right - wide, width)),
        (slice(0, face.top + tall), slice(0, width)),
        (slice(face.bottom - tall, height), slice(0, width)),
    ][int(random.integers(4))]
    photograph[rows, columns] = colour


def turned(photograph: np.ndarray, face: Box, degrees: float) -> tuple[np.ndarray, Box]:
    """Return the whole photograph turned anticlockwise on grey, and the face's box in it."""
    height, width = photograph.shape[:2]
    cosine, sine = cos(radians(degrees)), sin(radians(degrees))
    wide = round(abs(cosine) * width + abs(sine) * height)
    tall = round(abs(sine) * width + abs(cosine) * height)
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1)
    matrix[:, 2] += ((wide - width) / 2, (tall - height) / 2)
    picture = cv2.warpAffine(photograph, matrix, (wide, tall), borderValue=_GREY)
    middle = ((face.left + face.right - 1) / 2, (face.top + face.bottom - 1) / 2, 1)
    x, y = matrix @ middle + 0.5
    across = hypot(face.width * cosine, face.height * sine) / 2
    down = hypot(face.width * sine, face.height * cosine) / 2
    edges = map(round, (x - across, y - down, x + across, y + down))
    box = Box(**dict(zip(("left", "top", "right", "bottom"), edges, strict=True)))
    return np.asarray(picture), box.clipped(wide, tall)
