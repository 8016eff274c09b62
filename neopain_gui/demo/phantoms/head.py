"""The head: its outline, skin, ears, hair, and the light on them."""

from __future__ import annotations

import numpy as np

from neopain_gui.demo.phantoms.canvas import Floats, Layer, Points, Stencil, shifted, smooth
from neopain_gui.demo.phantoms.traits import Circumstances, Identity

# Half the outline of a newborn's head, from the crown to the chin: large forehead, full cheeks.
_HALF_OUTLINE = (
    (0.00, -1.34),
    (0.42, -1.26),
    (0.76, -1.00),
    (0.95, -0.62),
    (0.985, -0.20),
    (0.965, 0.15),
    (0.955, 0.45),
    (0.845, 0.77),
    (0.62, 1.02),
    (0.33, 1.17),
    (0.00, 1.215),
)
_SHADOW_TINT = (0.72, 0.55, 0.52)  # skin in shadow turns red, not grey
_BLUSH = (1.03, 0.80, 0.79)
_ALONG = np.linspace(0, 1, 6)
_BEND = np.column_stack(((1 - _ALONG) ** 2, 2 * _ALONG * (1 - _ALONG), _ALONG**2))  # Bézier
_WRAP = np.array((0.62, 0.42, 0.38), np.float32)  # light that travels through skin, per channel


def outline(who: Identity, count: int = 160) -> Points:
    """Return the head's outline (count, 2) in face coordinates, starting at the crown."""
    half = np.array(_HALF_OUTLINE)
    half[:4, 1] *= who.cranium
    half[5:9, 0] *= who.cheeks
    half[8:, 1] *= who.chin
    right = smooth(half, count // 2)
    left = right[::-1] * (-1, 1)
    return np.concatenate((right, left))


def draw_head(layer: Layer, who: Identity, how: Circumstances) -> Floats:
    """Lay skin, ears, hair and the large forms; return the head's soft mask (h, w)."""
    edge = outline(who)
    head = layer.patch(edge, 0.006)
    mask = np.zeros(layer.size, np.float32)
    skin = np.asarray(who.skin, np.float32)
    skin = skin * (1 - how.flush * np.array((0.0, 0.07, 0.07), np.float32))
    layer.colour[:] = skin
    ears = _ears(layer, who)
    layer.relief[head.where] *= 1 - head.mask
    layer.relief += _dome(layer, edge)
    for stencil in (*ears, head):
        mask[stencil.where] = np.maximum(mask[stencil.where], stencil.mask)
    _forms(layer, who, how)
    return mask


def _ears(layer: Layer, who: Identity) -> list[Stencil]:
    ears = []
    for side in (-1, 1):
        size = who.ear
        shape = np.array(
            [(0.88, -0.10), (1.06, -0.16), (1.14, 0.00), (1.10, 0.22), (1.00, 0.38), (0.90, 0.40)]
        )
        shape = (shape - (0.95, 0.1)) * size + (0.95, 0.1)
        ear = layer.patch(smooth(shape, 40) * (side, 1), 0.008)
        inner = layer.patch(
            ((smooth(shape, 40) - (0.99, 0.1)) * (0.55, 0.66) + (0.99, 0.1)) * (side, 1), 0.03
        )
        layer.lift(ear, 0.16)
        layer.lift(inner, -0.10)
        layer.tint(ear, (1.0, 0.86, 0.84), 0.8)
        layer.tint(inner, _SHADOW_TINT, 0.7)
        ears.append(ear)
    return ears


def _dome(layer: Layer, edge: Points) -> Floats:
    """Height of the bare head: flat in the middle, steep towards the outline."""
    u, v = layer.frame.grid(*layer.size)
    angles, radii = np.arctan2(edge[:, 1], edge[:, 0]), np.hypot(*edge.T)
    order = np.argsort(angles)
    reach = np.interp(
        np.arctan2(v, u).ravel(), angles[order], radii[order], period=2 * np.pi
    ).reshape(layer.size)
    share = np.minimum(np.hypot(u, v) / reach.astype(np.float32), 1)
    dome: Floats = 0.62 * (1 - share**2.7)
    return dome


def _forms(layer: Layer, who: Identity, how: Circumstances) -> None:
    """Model what no expression moves."""
    eye, nose, mouth = who.eye_height, who.nose_length, who.mouth_height
    layer.lift(layer.blob((0, -0.62), (0.50, 0.36)), 0.11)
    layer.lift(layer.blob((0, 1.06), (0.20, 0.11)), 0.075)
    layer.lift(layer.blob((0, mouth), (0.30, 0.16)), 0.07)
    layer.lift(layer.blob((0, eye + 0.02), (0.09, 0.16)), 0.05)
    layer.lift(layer.blob((0, nose), (0.13, 0.10)), 0.14)
    for side in (-1, 1):
        layer.lift(layer.blob((side * who.eye_distance, eye - 0.05), (0.25, 0.15)), -0.07)
        layer.lift(layer.blob((side * 0.56, 0.60), (0.27, 0.25)), 0.17 * who.cheeks**2)
        blush = layer.blob((side * 0.58, 0.50), (0.24, 0.20))
        layer.tint(blush, _BLUSH, who.blush * (0.5 + 0.5 * how.flush))
    layer.tint(layer.blob((0, nose), (0.15, 0.10)), _BLUSH, 0.5 * who.blush)


def draw_hair(layer: Layer, who: Identity, how: Circumstances, head: Floats) -> None:
    """Cover the crown with down: a soft cap of colour, then single hairs along the skull."""
    u, v = layer.frame.grid(*layer.size)
    line = who.hairline + 0.42 * np.abs(u) ** 1.7
    cover = 1 / (1 + np.exp((v - line) / np.float32(0.06)))
    alpha = (cover * (0.2 + 0.6 * who.hair_amount) * (head > 0.5))[..., None].astype(np.float32)
    layer.colour += alpha * (np.asarray(who.hair, np.float32) - layer.colour)
    rng = np.random.default_rng(how.seed % 997)  # where hairs lie is no feature of anything
    tone = np.asarray(who.hair)
    for _ in range(int(80 + 260 * who.hair_amount)):
        across, depth = rng.uniform(-0.95, 0.95), rng.uniform(0.0, 1.0)
        foot = who.hairline + 0.42 * abs(across) ** 1.7 + 0.03 - 0.5 * depth
        lean = 0.05 * rng.normal() + 0.16 * across
        foot_middle_tip = (
            (across, foot),
            (across + 0.4 * lean - 0.05 * across, foot - 0.08),
            (across + lean - 0.14 * across, foot - 0.15),
        )
        hair = _BEND @ np.array(foot_middle_tip)
        shade = tone * rng.uniform(0.6, 1.25)
        layer.paint(
            layer.stroke(hair, 0.014, 0.004), shade, rng.uniform(0.1, 0.4) * who.hair_amount
        )


def draw_cap(layer: Layer, who: Identity, head: Floats) -> Floats:
    """Put a knitted cap on the crown; return the head's mask with the cap's rim added."""
    u, v = layer.frame.grid(*layer.size)
    edge = outline(who)[1:-1]  # without the crown's own point, which is neither left nor right
    crown = edge[edge[:, 1] < -0.40] * 1.06
    left = crown[crown[:, 0] < 0]
    right = crown[crown[:, 0] >= 0]
    rim = smooth([(1.03, -0.40), (0.6, -0.63), (0.0, -0.71), (-0.6, -0.63), (-1.03, -0.40)], 40)
    cap = layer.patch(np.concatenate((left, right, rim)), 0.008)
    knit = 0.93 + 0.07 * np.sin(u * 90 / (1.05 + 0 * v)) * np.sin(v * 55)
    rows, columns = cap.where
    colour = np.asarray(who.cap_colour, np.float32) * knit[rows, columns, None].astype(np.float32)
    alpha = cap.mask[..., None]
    layer.colour[cap.where] = layer.colour[cap.where] * (1 - alpha) + colour * alpha
    band = layer.stroke(shifted(rim, 0, -0.09), 0.19, 0.025, 0.0)
    band = layer.inside(band, cap)
    layer.lift(cap, 0.05)
    layer.lift(band, 0.05)
    layer.tint(layer.stroke(shifted(rim, 0, 0.03), 0.07, 0.025, 0.2), _SHADOW_TINT, 0.5)
    return np.maximum(head, layer.whole(cap))


def light_skin(layer: Layer, how: Circumstances) -> Floats:
    """Return the lit picture (h, w, 3): soft key light, fill, light through the skin, sheen."""
    import cv2

    scale = layer.frame.scale
    relief = cv2.GaussianBlur(layer.relief, (0, 0), max(0.6, 0.006 * scale))
    slope_x = cv2.Sobel(relief, cv2.CV_32F, 1, 0, ksize=3, scale=scale / 8)
    slope_y = cv2.Sobel(relief, cv2.CV_32F, 0, 1, ksize=3, scale=scale / 8)
    length = np.sqrt(slope_x**2 + slope_y**2 + 1)
    x, y, z = how.light
    facing = (z - x * slope_x - y * slope_y) / length
    key = np.clip((facing[..., None] + _WRAP) / (1 + _WRAP), 0, None)
    small = cv2.resize(relief, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    around = cv2.GaussianBlur(small, (0, 0), 0.015 * scale)
    around = cv2.resize(around, relief.shape[::-1], interpolation=cv2.INTER_LINEAR)
    hollow = np.clip(around - relief, 0, 0.1)[..., None] * 5
    halfway = float(np.sqrt(x * x + y * y + (z + 1) ** 2))
    mirror = ((z + 1) - x * slope_x - y * slope_y) / (halfway * length)
    gloss = np.clip(mirror, 0, 1) ** 26
    lit = key * np.float32(1.08 - how.ambient) + np.float32(how.ambient)
    lit *= layer.colour
    lit *= 1 - hollow * (1 - np.asarray(_SHADOW_TINT, np.float32))
    lit += np.float32(0.055) * gloss[..., None]
    return np.asarray(lit, np.float32)
