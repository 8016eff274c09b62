"""The mouth: lips, and what they show when they part."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from neopain_gui.demo.phantoms.canvas import Layer, Points, Stencil, shifted, smooth
from neopain_gui.demo.phantoms.features import fold
from neopain_gui.demo.phantoms.traits import Identity

_LIP = np.array((0.98, 0.70, 0.68))
_CAVITY = (0.27, 0.06, 0.07)
_THROAT = (0.10, 0.02, 0.03)
_GUM = (0.80, 0.48, 0.47)
_TONGUE = (0.80, 0.43, 0.43)


class _Shape:
    """The lips' four lines, from the picture's left corner to its right, each (n, 2)."""

    def __init__(self, who: Identity, nfcs: Mapping[str, float]) -> None:
        purse, wide = nfcs["lip_purse"], nfcs["horizontal_mouth_stretch"]
        apart, tall = nfcs["open_lips"], nfcs["vertical_mouth_stretch"]
        self.centre = who.mouth_height
        self.half = who.mouth_width * (1 - 0.30 * purse) * (1 + 0.42 * wide) * (1 - 0.12 * tall)
        rise, drop = 0.015 * apart + 0.07 * tall, 0.03 * apart + 0.245 * tall
        across = np.linspace(-1, 1, 41)
        power = 2.0 + 0.9 * wide
        bow = np.maximum(1 - np.abs(across) ** power, 0) ** (1 / power)
        u = across * self.half
        corner = 0.012 * (1 - tall) * np.abs(across) ** 2 + 0.05 * tall
        line = self.centre + corner
        cupid = 0.010 * (1 - tall) * np.cos(across * 2 * np.pi)
        thick = who.lips * (1 + 0.35 * purse) * (1 - 0.30 * tall)
        self.upper_in = np.column_stack((u, line - rise * bow + cupid * (1 - across**2)))
        self.lower_in = np.column_stack((u, line + drop * bow + cupid * (1 - across**2)))
        peak = 0.058 * (1 - np.abs(across) ** 1.8) * (1 - 0.22 * np.exp(-((across / 0.16) ** 2)))
        full = 0.072 * (1 - np.abs(across) ** 2.6)
        self.upper_out = self.upper_in - np.column_stack((0 * u, thick * peak))
        self.lower_out = self.lower_in + np.column_stack((0 * u, thick * full))
        self.rise, self.drop, self.thick = rise, drop, thick
        self.open = rise + drop


def draw_mouth(layer: Layer, who: Identity, nfcs: Mapping[str, float]) -> None:
    """Draw lips and, between them, gums, tongue and dark."""
    shape = _Shape(who, nfcs)
    skin = np.asarray(who.skin)
    lip = skin * _LIP * (0.95, 0.95, 0.97)
    upper = np.concatenate((shape.upper_out, shape.upper_in[::-1]))
    lower = np.concatenate((shape.lower_in, shape.lower_out[::-1]))
    for outline, amount in ((upper, 0.035), (lower, 0.05)):
        layer.lift(layer.patch(outline, 0.018), amount * shape.thick)
        layer.paint(layer.patch(outline, 0.010), lip, 0.85)
    under = shifted(shape.lower_out[6:-6], 0, 0.035)
    layer.lift(layer.stroke(under, 0.07, 0.025), -0.025)
    layer.tint(layer.stroke(under, 0.05, 0.02), (0.72, 0.55, 0.52), 0.28)
    if shape.open > 0.012:
        _inside(layer, shape, nfcs)
    else:
        line = layer.stroke(shape.upper_in, 0.022, 0.006, 0.7)
        layer.paint(line, skin * (0.45, 0.25, 0.25), 0.85)
        layer.lift(layer.stroke(shape.upper_in, 0.04, 0.012), -0.03)
    for side in (0, -1):
        corner = shape.upper_in[side]
        layer.tint(layer.blob((corner[0], corner[1]), (0.022, 0.02)), (0.55, 0.38, 0.37), 0.6)
    _tongue_out(layer, shape, nfcs["tongue_protrusion"])
    _stretch(layer, shape, nfcs)


def _inside(layer: Layer, shape: _Shape, nfcs: Mapping[str, float]) -> None:
    gap = layer.patch(np.concatenate((shape.upper_in, shape.lower_in[::-1])), 0.005)
    layer.paint(gap, _CAVITY)
    tall = nfcs["vertical_mouth_stretch"]
    middle = shape.centre + 0.05 * tall + 0.35 * (shape.drop - shape.rise)
    throat = layer.blob((0, middle), (0.6 * shape.half, 0.30 * shape.open))
    layer.paint(layer.inside(throat, gap), _THROAT, 0.9)
    if tall > 0.25:
        gum = layer.stroke(shifted(shape.upper_in[4:-4], 0, 0.022 * tall), 0.05 * tall, 0.008)
        layer.paint(layer.inside(gum, gap), _GUM, 0.8)
        gum = layer.stroke(shifted(shape.lower_in[5:-5], 0, -0.014 * tall), 0.035 * tall, 0.008)
        layer.paint(layer.inside(gum, gap), _GUM, 0.55)
        _tongue(layer, shape, gap, nfcs["taut_tongue"])


def _tongue(layer: Layer, shape: _Shape, gap: Stencil, taut: float) -> None:
    """Draw the tongue on the mouth's floor; a taut one is raised, cupped, with sharp edges."""
    floor = shape.centre + 0.05 + shape.drop - 0.03
    wide, high = shape.half * (0.66 - 0.10 * taut), shape.open * (0.36 + 0.22 * taut)
    dip = 0.25 * taut * high
    top = smooth(
        [
            (-wide, floor),
            (-0.78 * wide, floor - 0.85 * high),
            (-0.35 * wide, floor - high),
            (0.0, floor - high + dip),
            (0.35 * wide, floor - high),
            (0.78 * wide, floor - 0.85 * high),
            (wide, floor),
        ]
    )
    tongue = layer.inside(layer.patch(top, 0.010), gap)
    layer.paint(tongue, _TONGUE, 0.92)
    shadow = layer.blob((0, floor), (0.8 * wide, 0.25 * high))
    layer.tint(layer.inside(shadow, tongue), (0.6, 0.45, 0.45), 0.6)
    groove = np.linspace((0, floor - high + dip), (0, floor - 0.2 * high), 6)
    layer.tint(layer.inside(layer.stroke(groove, 0.035, 0.012), tongue), (0.6, 0.42, 0.42), 0.6)
    rim = layer.stroke(shifted(top[8:-8], 0, 0.012), 0.02, 0.005)
    layer.paint(layer.inside(rim, tongue), (0.97, 0.70, 0.69), 0.25 + 0.45 * taut)


def _tongue_out(layer: Layer, shape: _Shape, out: float) -> None:
    if not out:
        return
    wide, low = 0.42 * shape.half, shape.centre + shape.drop + 0.03 + 0.055 * out
    edge: Points = smooth(
        [
            (-wide, shape.centre + 0.5 * shape.drop),
            (-0.9 * wide, low - 0.02),
            (0, low),
            (0.9 * wide, low - 0.02),
            (wide, shape.centre + 0.5 * shape.drop),
        ]
    )
    tongue = layer.patch(edge, 0.008)
    layer.paint(tongue, _TONGUE, 0.95)
    layer.lift(layer.patch(edge, 0.02), 0.05)
    layer.tint(layer.stroke(shifted(edge[10:-10], 0, 0.012), 0.03, 0.012), (0.6, 0.45, 0.44), 0.6)


def _stretch(layer: Layer, shape: _Shape, nfcs: Mapping[str, float]) -> None:
    """Fold the skin that a stretched or pursed mouth pushes aside."""
    wide, purse = nfcs["horizontal_mouth_stretch"], nfcs["lip_purse"]
    for side in (-1, 1):
        corner = shape.upper_in[0 if side < 0 else -1] + (side * 0.035, 0.0)
        line = corner + np.array([(0, -0.05), (side * 0.02, 0.01), (side * 0.0, 0.07)])
        fold(layer, line, 0.03, 0.03 * wide, 0.5 * wide)
    for across in (-0.6, -0.25, 0.25, 0.6):
        foot = np.array((across * shape.half, shape.centre - 0.055 * shape.thick - 0.01))
        line = foot + np.array([(0, 0), (across * 0.02, -0.03), (across * 0.05, -0.065)])
        fold(layer, line, 0.016, 0.018 * purse, 0.4 * purse)
