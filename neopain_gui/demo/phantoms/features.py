"""Brows, eyes, nose, furrows and chin, each driven by its NFCS actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from neopain_gui.demo.phantoms.canvas import Layer, Points, Stencil, shifted, smooth
from neopain_gui.demo.phantoms.traits import Identity

Placing = Callable[[ArrayLike], Points]

_CREASE = (0.62, 0.42, 0.40)  # a skin fold's depth, as a factor on the skin's colour
_LASH = (0.13, 0.09, 0.08)
_WARM = (0.93, 0.74, 0.72)


def _mix(rest: ArrayLike, moved: ArrayLike, strength: float) -> Points:
    start = np.asarray(rest, np.float64)
    mixed: Points = start + strength * (np.asarray(moved, np.float64) - start)
    return mixed


def _eye_frame(centre: tuple[float, float], side: int) -> Placing:
    """Return what moves a line drawn for the left eye to the eye at ``centre``."""

    def place(line: ArrayLike) -> Points:
        placed: Points = np.asarray(line, np.float64) * (side, 1) + np.asarray(centre)
        return placed

    return place


def fold(layer: Layer, line: ArrayLike, width: float, depth: float, dark: float) -> None:
    """Crease the skin along a line: a groove, a ridge beside it and a reddish shadow in it."""
    if depth <= 0 and dark <= 0:
        return
    curve = smooth(line, 24)
    layer.lift(layer.stroke(curve, 1.7 * width, 0.5 * width), -depth)
    layer.tint(layer.stroke(curve, 0.65 * width, 0.22 * width), _CREASE, dark)


def draw_brows(layer: Layer, who: Identity, nfcs: Mapping[str, float]) -> None:
    """Draw the brows; a bulge lowers and joins them and folds the skin between."""
    bulge, eye, far = nfcs["brow_bulge"], who.eye_height, who.eye_distance
    rng = np.random.default_rng(5)  # the hairs' disorder, alike for everybody
    for side in (-1, 1):
        top = eye - 0.29
        line = _mix(
            [(0.42 * far, top + 0.03), (far, top - who.brow_arch), (1.62 * far, top + 0.05)],
            [(0.30 * far, top + 0.17), (far, top + 0.07), (1.58 * far, top + 0.06)],
            bulge,
        )
        curve = smooth(line * (side, 1), 30)
        layer.lift(layer.stroke(shifted(curve, 0, -0.01), 0.11, 0.03), 0.018 + 0.045 * bulge)
        layer.paint(layer.stroke(curve, 0.075, 0.022), who.hair, 0.45 * who.brow_strength)
        for foot in curve[rng.integers(1, 28, 55)]:
            lean = np.array((side * rng.uniform(0.02, 0.06), rng.uniform(-0.035, 0.01)))
            start = foot + rng.normal(0, 0.010, 2)
            hair = np.linspace(start, start + lean, 4)
            layer.paint(layer.stroke(hair, 0.011, 0.003), who.hair, 0.45 * who.brow_strength)
    middle = eye - 0.17
    layer.lift(layer.blob((0, middle - 0.04), (0.10, 0.075)), 0.075 * bulge)
    for u in (-0.062, 0.062):
        frown = [(u * 1.5, middle - 0.13), (u * 0.9, middle - 0.04), (u * 1.1, middle + 0.05)]
        fold(layer, frown, 0.05, 0.04 * bulge, 0.45 * bulge)
    bridge = [(-0.10, middle + 0.085), (0, middle + 0.105), (0.10, middle + 0.085)]
    fold(layer, bridge, 0.045, 0.04 * bulge, 0.5 * bulge)


def draw_eyes(layer: Layer, who: Identity, nfcs: Mapping[str, float], opened: float) -> None:
    """Draw both eyes: closed softly, squeezed, or open."""
    squeeze = nfcs["eye_squeeze"]
    for side in (-1, 1):
        place = (side * who.eye_distance, who.eye_height)
        at = _eye_frame(place, side)
        half = who.eye_width * (1 - 0.14 * squeeze)
        layer.lift(layer.blob(place, (0.17, 0.10)), 0.075 - 0.03 * squeeze)
        layer.tint(layer.blob(place, (0.20, 0.12)), _WARM, 0.35)
        if opened > 0:
            _open_eye(layer, who, at, half, opened)
        else:
            _closed_eye(layer, at, half, squeeze)
        _squeeze_folds(layer, at, half, squeeze)


def _closed_eye(layer: Layer, at: Placing, half: float, squeeze: float) -> None:
    lid = _mix(
        [
            (-half, -0.005),
            (-0.5 * half, 0.05),
            (0.1 * half, 0.073),
            (0.6 * half, 0.05),
            (half, -0.01),
        ],
        [
            (-half, 0.03),
            (-0.5 * half, 0.02),
            (0.1 * half, 0.012),
            (0.6 * half, 0.014),
            (half, 0.03),
        ],
        squeeze,
    )
    curve = smooth(lid, 30)
    layer.lift(layer.stroke(at(shifted(curve, 0, 0.012)), 0.07, 0.022), -0.028 - 0.06 * squeeze)
    layer.tint(
        layer.stroke(at(shifted(curve, 0, 0.02)), 0.06, 0.02), _CREASE, 0.45 + 0.45 * squeeze
    )
    layer.paint(layer.stroke(at(curve), 0.026 + 0.008 * squeeze, 0.006), _LASH, 0.85)
    for share in (0.2, 0.35, 0.5, 0.65, 0.8, 0.92):
        foot = curve[int(share * 29)]
        tip = shifted(foot, (share - 0.45) * 0.07, 0.045 * (1 - 0.7 * squeeze))
        layer.paint(layer.stroke(at(np.linspace(foot, tip, 4)), 0.013), _LASH, 0.55)
    crease = [(-0.8 * half, -0.055), (0, -0.085), (0.85 * half, -0.055)]
    fold(layer, at(crease), 0.022, 0.008, 0.30 * (1 - squeeze))


def _squeeze_folds(layer: Layer, at: Placing, half: float, squeeze: float) -> None:
    upper = [
        (-0.95 * half, -0.03),
        (-0.2 * half, -0.075),
        (0.6 * half, -0.065),
        (1.1 * half, -0.015),
    ]
    lower = [(-0.95 * half, 0.075), (-0.1 * half, 0.10), (0.6 * half, 0.095), (1.1 * half, 0.065)]
    layer.lift(layer.stroke(shifted(smooth(at(upper)), 0, -0.035), 0.09, 0.022), 0.035 * squeeze)
    layer.lift(layer.stroke(shifted(smooth(at(lower)), 0, 0.045), 0.09, 0.022), 0.045 * squeeze)
    fold(layer, at(upper), 0.032, 0.04 * squeeze, 0.7 * squeeze)
    fold(layer, at(lower), 0.032, 0.04 * squeeze, 0.65 * squeeze)
    for start, tip in (
        ((1.05, 0.005), (1.45, -0.075)),
        ((1.1, 0.03), (1.52, 0.02)),
        ((1.05, 0.055), (1.45, 0.11)),
    ):
        line = np.linspace(np.array(start) * (half, 1), np.array(tip) * (half, 1), 4)
        fold(layer, at(line), 0.02, 0.022 * squeeze, 0.55 * squeeze)
    inner = [(-0.95 * half, 0.04), (-1.15 * half, 0.06), (-1.3 * half, 0.10)]
    fold(layer, at(inner), 0.025, 0.02 * squeeze, 0.5 * squeeze)


def _open_eye(layer: Layer, who: Identity, at: Placing, half: float, opened: float) -> None:
    high, low = 0.085 * opened, 0.055 * opened
    upper = smooth([(-half, 0.02), (-0.4 * half, -0.75 * high), (0.2 * half, -high), (half, 0.0)])
    lower = smooth([(half, 0.0), (0.3 * half, low), (-0.4 * half, low), (-half, 0.02)])
    gap = layer.patch(at(np.concatenate((upper, lower))), 0.004)
    layer.paint(gap, (0.86, 0.84, 0.83))
    iris = _disc(layer, gap, at([(0.0, -0.012)])[0], 0.088)
    layer.paint(iris, (0.22, 0.21, 0.25))
    layer.paint(_disc(layer, gap, at([(0.0, -0.012)])[0], 0.048), (0.04, 0.04, 0.05))
    layer.tint(layer.stroke(at(shifted(upper, 0, 0.02)), 0.05, 0.015), (0.5, 0.45, 0.45), 0.6)
    layer.paint(layer.stroke(at(upper), 0.03, 0.006, 0.8), _LASH, 0.8)
    layer.tint(layer.stroke(at(lower), 0.02, 0.008), _CREASE, 0.7)
    layer.paint(_disc(layer, gap, at([(0.0, -0.05)])[0] + (0.03, 0), 0.017), (1, 1, 1), 0.9)
    fold(
        layer,
        at([(-0.85 * half, -0.06), (0, -0.05 - high), (0.9 * half, -0.06)]),
        0.025,
        0.012,
        0.5,
    )


def _disc(layer: Layer, gap: Stencil, centre: Points, radius: float) -> Stencil:
    angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    circle = np.column_stack((np.cos(angles), np.sin(angles))) * radius + centre
    return layer.inside(layer.patch(circle, 0.004), gap)


def draw_nose(layer: Layer, who: Identity) -> None:
    """Draw the nose: small, upturned, nostrils seen from the front."""
    tip, wide = who.nose_length, who.nose_width
    for side in (-1, 1):
        layer.lift(layer.blob((side * wide * 0.92, tip + 0.045), (0.055, 0.055)), 0.07)
        wing = [
            (side * wide * 1.15, tip - 0.03),
            (side * wide * 1.42, tip + 0.045),
            (side * wide * 1.12, tip + 0.10),
        ]
        fold(layer, wing, 0.028, 0.02, 0.42)
        nostril = smooth(
            [
                (side * 0.035, tip + 0.095),
                (side * wide * 0.55, tip + 0.068),
                (side * wide * 0.95, tip + 0.098),
                (side * wide * 0.5, tip + 0.112),
                (side * 0.035, tip + 0.095),
            ]
        )
        layer.paint(layer.patch(nostril, 0.008), (0.25, 0.12, 0.11), 0.75)
    under = [(-wide, tip + 0.125), (0, tip + 0.145), (wide, tip + 0.125)]
    layer.tint(layer.stroke(smooth(under), 0.06, 0.025), _CREASE, 0.35)
    fold(layer, [(0, tip + 0.15), (0, tip + 0.2), (0, tip + 0.25)], 0.05, 0.014, 0.12)


def draw_furrows(layer: Layer, who: Identity, nfcs: Mapping[str, float]) -> None:
    """Draw the folds from the nose's wings past the mouth's corners."""
    strength, tip = nfcs["nasolabial_furrow"], who.nose_length
    for side in (-1, 1):
        line = np.array(
            [
                (who.nose_width * 1.45, tip - 0.01),
                (0.34, tip + 0.10),
                (0.44, who.mouth_height - 0.08),
                (0.49, who.mouth_height + 0.10),
            ]
        ) * (side, 1)
        fold(layer, line, 0.05, 0.055 * strength, 0.6 * strength)
        ridge = shifted(smooth(line), side * 0.065, -0.01)
        layer.lift(layer.stroke(ridge, 0.12, 0.035), 0.04 * strength)


def draw_chin(layer: Layer, who: Identity, nfcs: Mapping[str, float]) -> None:
    """Dimple the chin where it quivers."""
    quiver, rng = nfcs["chin_quiver"], np.random.default_rng(3)
    if not quiver:
        return
    for _ in range(16):
        place = (float(rng.uniform(-0.2, 0.2)), float(1.085 + rng.uniform(-0.05, 0.05)) * who.chin)
        layer.lift(layer.blob(place, (0.026, 0.022)), -0.022 * quiver)
        layer.tint(layer.blob(place, (0.022, 0.018)), _CREASE, 0.12 * quiver)
