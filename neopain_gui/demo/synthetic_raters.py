"""Two raters of nobody: what they would say of a phantom, of which everything is known.

They code the actions that were drawn, each with mistakes of its own, so that they agree well and
not always, with each other and with themselves.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms.phantom import NFCS_ACTIONS, Phantom

RATERS = ("Rater 1", "Rater 2")
"""Made up."""
ITEMS = {
    "brow": ("brow_bulge",),
    "eyes": ("eye_squeeze",),
    "furrow": ("nasolabial_furrow",),
    "lips": ("open_lips",),
    "mouth_stretch": ("vertical_mouth_stretch", "horizontal_mouth_stretch"),
}
"""The actions that an item of the scale NFCS-5 is about."""
REGIONS = {
    "brow": ("brows",),
    "eyes": ("right eye", "left eye"),
    "furrow": ("right nasolabial furrow", "left nasolabial furrow"),
    "mouth_stretch": ("mouth",),
}
"""What somebody marks who saw an action."""
MARKED_AS = "what showed me pain"
_PRESENT = {"Rater 1": 0.45, "Rater 2": 0.55}
_WAVERS = 0.12
_MISSES = 0.04
_POINTS = 24


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opinion:
    """What a made-up rater says of a phantom.

    Attributes
    ----------
    label : PainLabel
        Their word.
    score : int
        0 to 10.
    codes : dict of str to int or None
        Of each item of NFCS-5; None where it was not codable.
    outlines : tuple of ndarray, each (n, 2)
        Where they saw pain; empty where nowhere.
    seconds : float
        How long it took.
    """

    label: PainLabel
    score: int
    codes: dict[str, int | None]
    outlines: tuple[NDArray[np.float64], ...]
    seconds: float


def opinion(rater: str, phantom: Phantom, repeat: int) -> Opinion:
    """Return what a rater of :data:`RATERS` says; the same for the same arguments."""
    words = f"{rater}:{phantom.subject_seed}:{phantom.take}:{phantom.label}:{repeat}"
    seed = int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big")
    random = np.random.default_rng(seed)
    strengths = {name: phantom.nfcs[name] + random.normal(0, _WAVERS) for name in NFCS_ACTIONS}
    codes: dict[str, int | None] = {
        item: int(max(strengths[name] for name in names) >= _PRESENT[rater])
        for item, names in ITEMS.items()
    }
    if random.random() < _MISSES:
        codes[str(random.choice(list(ITEMS)))] = None
    present = sum(code or 0 for code in codes.values())
    pain = present >= 3
    score = int(np.clip(round(1.7 * present + random.normal(0, 0.8)), 0, 10))
    seen = [one for item, names in REGIONS.items() if codes[item] for one in names]
    return Opinion(
        label=PainLabel.PAIN if pain else PainLabel.NO_PAIN,
        score=score,
        codes=codes,
        outlines=tuple(_drawn(phantom.regions[name], random) for name in seen) if pain else (),
        seconds=float(np.round(random.uniform(6, 20), 1)),
    )


def _drawn(outline: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    """Return an outline as a hand would draw it: shifted, larger or smaller, with fewer points."""
    middle = outline.mean(axis=0)
    size = random.uniform(0.85, 1.1)
    step = max(1, len(outline) // _POINTS)
    made: NDArray[np.float64] = (
        (outline[::step] - middle) * size + middle + random.normal(0, 1.5, 2)
    )
    return made
