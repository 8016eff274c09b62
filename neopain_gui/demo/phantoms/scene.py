"""The photograph around and in front of the head: sheet, shadow, blanket, camera."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.demo.phantoms.canvas import Floats, Frame, Layer, shifted, smooth
from neopain_gui.demo.phantoms.features import (
    draw_brows,
    draw_chin,
    draw_eyes,
    draw_furrows,
    draw_nose,
)
from neopain_gui.demo.phantoms.head import draw_cap, draw_hair, draw_head, light_skin, outline
from neopain_gui.demo.phantoms.mouth import draw_mouth
from neopain_gui.demo.phantoms.traits import Circumstances, Identity

WIDTH, HEIGHT = 320, 233
"""Size of a phantom in pixels, that of the UNIFESP photographs."""

_FINE = 3  # the head is painted this many times finer than the photograph


def frame(how: Circumstances, factor: int = 1) -> Frame:
    """Return where the face lies in the photograph magnified by ``factor``."""
    return Frame(
        x=how.x * factor,
        y=how.y * factor,
        scale=how.scale * factor,
        roll=how.roll,
        turn=how.turn,
        nod=how.nod,
    )


def render(
    who: Identity, how: Circumstances, nfcs: Mapping[str, float], eyes_open: float
) -> NDArray[np.uint8]:
    """Return the photograph, uint8 (233, 320, 3) RGB."""
    picture = _sheet(who, how)
    _head(picture, who, how, nfcs, eyes_open)
    _blanket(picture, who, how)
    return _camera(picture, how)


def _flat(how: Circumstances) -> Frame:
    """The face's frame without turn and nod: for what is no part of the face."""
    return Frame(x=how.x, y=how.y, scale=how.scale, roll=how.roll)


def _cloth(how: Circumstances, colour: Any, seed: int, folds: int, depth: float) -> Floats:
    """Return a lit, softly folded cloth over the whole photograph, (H, W, 3)."""
    import cv2

    rng = np.random.default_rng((how.seed, seed))
    unit = Frame(x=0, y=0, scale=100)
    layer = Layer(unit, HEIGHT, WIDTH)
    layer.colour[:] = np.asarray(colour, np.float32)
    noise = rng.normal(size=(8, 11)).astype(np.float32)
    layer.relief += 0.035 * cv2.resize(noise, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    for _ in range(folds):
        start, angle = rng.uniform((-0.3, -0.3), (3.5, 2.6)), rng.uniform(0, np.pi)
        way = np.array((np.cos(angle), np.sin(angle))) * rng.uniform(0.5, 1.6)
        bend = rng.normal(0, 0.12, 2)
        line = smooth([start, start + way / 2 + bend, start + way], 24)
        layer.lift(
            layer.stroke(line, rng.uniform(0.06, 0.18), rng.uniform(0.04, 0.08)),
            depth * rng.uniform(-1, 1),
        )
    slope_y, slope_x = np.gradient(layer.relief, 0.01)
    x, y, z = how.light
    length = np.sqrt(slope_x**2 + slope_y**2 + 1)
    facing = (z - x * slope_x - y * slope_y) / length
    return np.asarray(layer.colour * (0.35 + 0.68 * facing[..., None]), np.float32)


def _print(how: Circumstances, seed: int) -> Floats | float:
    """Return by what a cloth is multiplied that has the pattern printed on it."""
    if how.pattern == "plain":
        return 1.0
    rng = np.random.default_rng((how.seed, seed, 1))
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    angle, step = rng.uniform(0, np.pi), rng.uniform(9, 18)
    a = (np.cos(angle) * columns + np.sin(angle) * rows) * np.float32(2 * np.pi / step)
    b = (np.cos(angle) * rows - np.sin(angle) * columns) * np.float32(2 * np.pi / step)
    wave = {
        "dots": lambda: np.clip(4 * (np.sin(a) * np.sin(b) - 0.55), 0, 1),
        "stripes": lambda: np.clip(2 * np.sin(a), 0, 1),
        "checks": lambda: 0.5 * (np.clip(2 * np.sin(a), 0, 1) + np.clip(2 * np.sin(b), 0, 1)),
    }[how.pattern]()
    ink = np.asarray(rng.uniform(0.5, 0.95, 3), np.float32)
    return np.asarray(1 - 0.55 * wave[..., None] * (1 - ink))


def _sheet(who: Identity, how: Circumstances) -> Floats:
    """The bed, with the head's shadow on it."""
    import cv2

    cloth = _cloth(how, how.sheet, 1, 14, 0.03)
    layer = Layer(_flat(how), HEIGHT, WIDTH)
    head = layer.whole(layer.patch(outline(who) * 1.03 + (-0.14 * how.light[0], 0.05), 0.02))
    for sigma, strength in ((0.10, 0.35), (0.35, 0.30)):
        shadow = cv2.GaussianBlur(head, (0, 0), sigma * how.scale)[..., None]
        cloth *= 1 - strength * shadow * np.array((0.9, 0.95, 1.0), np.float32)
    return cloth


def _head(
    picture: Floats,
    who: Identity,
    how: Circumstances,
    nfcs: Mapping[str, float],
    eyes_open: float,
) -> None:
    """Paint the head three times finer than the photograph, then lay it on."""
    import cv2

    reach = 1.62 * how.scale
    left, top = max(0, int(how.x - reach)), max(0, int(how.y - reach))
    right, bottom = min(WIDTH, int(how.x + reach) + 1), min(HEIGHT, int(how.y + reach) + 1)
    fine = frame(how, _FINE)
    middle = (_FINE - 1) / 2  # pixel centres: fine = 3 · (coarse + ½) − ½
    layer = Layer(
        Frame(
            x=fine.x - _FINE * left + middle,
            y=fine.y - _FINE * top + middle,
            scale=fine.scale,
            roll=how.roll,
            turn=how.turn,
            nod=how.nod,
        ),
        _FINE * (bottom - top),
        _FINE * (right - left),
    )
    head = draw_head(layer, who, how)
    draw_furrows(layer, who, nfcs)
    draw_nose(layer, who)
    draw_eyes(layer, who, nfcs, eyes_open)
    draw_brows(layer, who, nfcs)
    draw_chin(layer, who, nfcs)
    draw_mouth(layer, who, nfcs)
    draw_hair(layer, who, how, head)
    if who.cap:
        head = draw_cap(layer, who, head)
    lit = light_skin(layer, how) * head[..., None]
    size = (right - left, bottom - top)
    colour = cv2.resize(lit, size, interpolation=cv2.INTER_AREA)
    alpha = cv2.resize(head, size, interpolation=cv2.INTER_AREA)[..., None]
    part = picture[top:bottom, left:right]
    part *= 1 - alpha
    part += colour


def _blanket(picture: Floats, who: Identity, how: Circumstances) -> None:
    """Wrap the body: two flaps that cross below the chin."""
    layer = Layer(_flat(how), HEIGHT, WIDTH)
    chin = 1.22 * who.chin + how.nod * 0.5
    flaps = (
        [
            (-4, 0.95),
            (-1.35, 0.80),
            (-0.75, 1.12),
            (-0.1, chin + 0.10),
            (0.8, chin + 0.40),
            (4, chin + 1.2),
            (4, 6),
            (-4, 6),
        ],
        [
            (4, 0.95),
            (1.35, 0.80),
            (0.75, 1.12),
            (0.05, chin + 0.13),
            (-0.5, chin + 0.50),
            (-1.5, 6),
            (4, 6),
        ],
    )
    pattern = _print(how, 2)
    for number, corners in enumerate(flaps):
        cloth = _cloth(how, how.blanket, 2 + number, 16, 0.05)
        cloth *= pattern
        edge = np.concatenate((smooth(corners[:5], 60), corners[5:]))
        shadow = layer.whole(layer.patch(shifted(edge, 0, -0.05), 0.06))
        picture *= 1 - 0.38 * shadow[..., None]
        flap = layer.whole(layer.patch(edge, 0.006))[..., None]
        hem = layer.whole(
            layer.stroke(shifted(smooth(corners[:5], 60), 0, 0.045), 0.05, 0.012, 0.0)
        )
        cloth *= 1 + 0.07 * hem[..., None]
        picture *= 1 - flap
        picture += flap * cloth


def _camera(picture: Floats, how: Circumstances) -> NDArray[np.uint8]:
    """Exposure, colour temperature, vignette, blur and noise."""
    import cv2

    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    distance = np.hypot((columns - WIDTH / 2) / WIDTH, (rows - HEIGHT / 2) / HEIGHT)
    picture = picture * (1 - 0.35 * distance**2)[..., None]
    warmth = np.array((1 + how.warmth, 1, 1 - how.warmth), np.float32)
    picture = cv2.GaussianBlur(picture * warmth * how.exposure, (0, 0), how.blur)
    rng = np.random.default_rng((how.seed, 9))
    grain = rng.normal(0, how.noise, picture.shape[:2])[..., None]
    grain = grain + rng.normal(0, 0.4 * how.noise, picture.shape)
    shoulder = 1 - 0.25 * np.exp(-(picture - 0.75) / 0.25)  # highlights roll off
    bright = 255 * np.where(picture > 0.75, shoulder, picture)
    return np.clip(np.rint(bright + grain), 0, 255).astype(np.uint8)
