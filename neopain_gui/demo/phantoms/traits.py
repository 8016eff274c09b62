"""What makes one phantom: who it is, how it was photographed, what its face does.

Three independent random streams, so that neither identity nor photograph gives the class away:
the identity depends on the subject alone; the circumstances (pose, light, blanket, blur, noise)
are drawn from the same distribution for pain and for rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neopain_gui.dataset.face_image import PainLabel

NFCS_ACTIONS = (
    "brow_bulge",
    "eye_squeeze",
    "nasolabial_furrow",
    "open_lips",
    "vertical_mouth_stretch",
    "horizontal_mouth_stretch",
    "lip_purse",
    "taut_tongue",
    "tongue_protrusion",
    "chin_quiver",
)
"""The ten actions of the Neonatal Facial Coding System (Grunau & Craig 1987)."""

NFCS_PRESENT = 0.5
"""An action counts as present from this strength on."""

_IDENTITY, _CIRCUMSTANCES, _EXPRESSION = 11, 23, 37  # keep the random streams apart

_SKIN_TONES = (
    (0.95, 0.79, 0.72),
    (0.94, 0.74, 0.65),
    (0.90, 0.69, 0.58),
    (0.83, 0.61, 0.48),
    (0.73, 0.52, 0.40),
    (0.61, 0.42, 0.32),
    (0.50, 0.34, 0.26),
)
_HAIR_TONES = ((0.16, 0.11, 0.09), (0.27, 0.18, 0.12), (0.45, 0.32, 0.20), (0.60, 0.46, 0.30))
_CLOTH_TONES = (
    (0.93, 0.92, 0.90),
    (0.80, 0.88, 0.93),
    (0.93, 0.83, 0.84),
    (0.92, 0.89, 0.77),
    (0.79, 0.89, 0.82),
    (0.84, 0.81, 0.91),
    (0.72, 0.80, 0.84),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who it is: lengths in face units, colours as RGB in [0, 1]."""

    skin: tuple[float, float, float]
    hair: tuple[float, float, float]
    hair_amount: float
    hairline: float
    cap: bool
    cap_colour: tuple[float, float, float]
    cranium: float
    cheeks: float
    chin: float
    eye_distance: float
    eye_height: float
    eye_width: float
    nose_width: float
    nose_length: float
    mouth_width: float
    mouth_height: float
    lips: float
    brow_strength: float
    brow_arch: float
    ear: float
    blush: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """How the photograph was taken: positions in pixels, angles in radians."""

    x: float
    y: float
    scale: float
    roll: float
    turn: float
    nod: float
    light: tuple[float, float, float]
    ambient: float
    exposure: float
    warmth: float
    flush: float
    sheet: tuple[float, float, float]
    blanket: tuple[float, float, float]
    pattern: str
    blur: float
    noise: float
    seed: int


def _streams(kind: int, *seeds: int) -> np.random.Generator:
    return np.random.default_rng((kind, *seeds))


def _tone(
    rng: np.random.Generator, tones: tuple[tuple[float, float, float], ...], jitter: float
) -> tuple[float, float, float]:
    low, share = rng.integers(len(tones) - 1), rng.random()
    colour = np.asarray(tones[low]) * (1 - share) + np.asarray(tones[low + 1]) * share
    red, green, blue = np.clip(colour + rng.normal(0, jitter, 3), 0.05, 0.98)
    return float(red), float(green), float(blue)


def identity(subject_seed: int) -> Identity:
    """Return who the subject is; the same for every photograph of it."""
    rng = _streams(_IDENTITY, subject_seed)
    between = rng.uniform
    skin, hair = _tone(rng, _SKIN_TONES, 0.012), _tone(rng, _HAIR_TONES, 0.01)
    red, green, blue = np.minimum(hair, 0.6 * np.asarray(skin))  # darker than the skin
    return Identity(
        skin=skin,
        hair=(float(red), float(green), float(blue)),
        hair_amount=between(0.1, 1.0),
        hairline=between(-0.98, -0.78),
        cap=bool(rng.random() < 0.25),
        cap_colour=_tone(rng, _CLOTH_TONES, 0.02),
        cranium=between(0.95, 1.06),
        cheeks=between(0.95, 1.06),
        chin=between(0.95, 1.05),
        eye_distance=between(0.40, 0.47),
        eye_height=between(0.08, 0.16),
        eye_width=between(0.19, 0.23),
        nose_width=between(0.13, 0.17),
        nose_length=between(0.42, 0.48),
        mouth_width=between(0.21, 0.26),
        mouth_height=between(0.76, 0.81),
        lips=between(0.8, 1.25),
        brow_strength=between(0.15, 0.6),
        brow_arch=between(0.04, 0.09),
        ear=between(0.85, 1.15),
        blush=between(0.1, 0.5),
    )


def circumstances(*seeds: int) -> Circumstances:
    """Return how a photograph was taken; the class is no part of the distribution."""
    rng = _streams(_CIRCUMSTANCES, *seeds)
    between = rng.uniform
    side, top = between(-0.75, 0.75), between(-0.85, -0.15)
    light = np.array([side, top, 1.0])
    light /= np.linalg.norm(light)
    return Circumstances(
        x=160 + float(np.clip(rng.normal(0, 16), -35, 35)),
        y=122 + float(np.clip(rng.normal(0, 8), -16, 16)),
        scale=between(55, 71),
        roll=float(np.radians(np.clip(rng.normal(0, 8), -20, 20))),
        turn=between(-0.09, 0.09),
        nod=between(-0.04, 0.05),
        light=(float(light[0]), float(light[1]), float(light[2])),
        ambient=between(0.42, 0.6),
        exposure=between(0.86, 1.08),
        warmth=float(rng.normal(0, 0.035)),
        flush=between(0.0, 1.0),
        sheet=_tone(rng, _CLOTH_TONES, 0.02),
        blanket=_tone(rng, _CLOTH_TONES, 0.02),
        pattern=str(rng.choice(["plain", "dots", "stripes", "checks"])),
        blur=between(0.3, 0.9),
        noise=between(1.0, 4.0),
        seed=int(rng.integers(2**31)),
    )


def expression(subject_seed: int, label: PainLabel, take: int) -> tuple[dict[str, float], float]:
    """Return the NFCS actions' strengths in [0, 1] and how far the eyes are open, in [0, 1].

    Rest is not a blank: lips may be open or pursed, the tongue may show, eyes may be open. Pain
    is not a template: its strength varies and single actions are missing.
    """
    rng = _streams(_EXPRESSION, subject_seed, take, int(label is PainLabel.PAIN))
    between = rng.uniform
    face = dict.fromkeys(NFCS_ACTIONS, 0.0)
    if label is PainLabel.PAIN:
        return _pain(rng, face), 0.0
    face["brow_bulge"] = between(0, 0.15)
    face["eye_squeeze"] = between(0, 0.12)
    face["nasolabial_furrow"] = between(0, 0.2)
    mouth = rng.random()
    if mouth < 0.30:
        face["open_lips"] = between(0.2, 0.6)
        face["vertical_mouth_stretch"] = between(0, 0.2)
    elif mouth < 0.45:
        face["lip_purse"] = between(0.3, 0.8)
    elif mouth < 0.52:
        face["open_lips"], face["tongue_protrusion"] = between(0.3, 0.5), between(0.4, 0.9)
    elif mouth < 0.57:  # a yawn
        face["open_lips"], face["vertical_mouth_stretch"] = between(0.7, 1), between(0.4, 0.7)
    eyes_open = float(between(0.5, 1.0)) if rng.random() < 0.25 else 0.0
    return face, eyes_open


def _pain(rng: np.random.Generator, face: dict[str, float]) -> dict[str, float]:
    between = rng.uniform
    for action in ("brow_bulge", "eye_squeeze", "nasolabial_furrow"):
        face[action] = between(0.6, 1.0)
    if rng.random() < 0.12:  # a silent grimace
        face["lip_purse"] = between(0.5, 1.0)
        face["horizontal_mouth_stretch"] = between(0.2, 0.6)
    else:
        face["open_lips"] = between(0.65, 1.0)
        face["vertical_mouth_stretch"] = between(0.45, 1.0)
        face["horizontal_mouth_stretch"] = between(0.3, 1.0)
        if rng.random() < 0.6:
            face["taut_tongue"] = between(0.5, 1.0)
    if rng.random() < 0.35:
        face["chin_quiver"] = between(0.5, 1.0)
    if rng.random() < 0.2:
        face[str(rng.choice(["brow_bulge", "nasolabial_furrow"]))] = between(0.1, 0.45)
    return face


def score(nfcs: dict[str, float]) -> int:
    """Return how many of the actions are present."""
    return sum(strength >= NFCS_PRESENT for strength in nfcs.values())
