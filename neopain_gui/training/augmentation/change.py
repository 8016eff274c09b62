"""What is done to a photograph to make one of its copies: drawn once, the same ever after."""

from __future__ import annotations

from dataclasses import dataclass

from neopain_gui.training.augmentation.ranges import Augmentation
from neopain_gui.training.seeds import derived_share


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One copy's changes, each as ``ImageDataGenerator`` understands it.

    Attributes
    ----------
    rotation, shear : float
        In degrees.
    across, down : float
        How far right and down the copy begins in the picture, before it is turned, as shares of
        width and height: what is positive moves the face left and up.
    zoom_across, zoom_down : float
        How much of the width and height the copy shows: more than 1 makes everything smaller.
    mirrored : bool
        Left to right.
    brightness : float
        Factor on the grey levels.
    """

    rotation: float = 0.0
    shear: float = 0.0
    across: float = 0.0
    down: float = 0.0
    zoom_across: float = 1.0
    zoom_down: float = 1.0
    mirrored: bool = False
    brightness: float = 1.0


def drawn(ranges: Augmentation, seed: int, photograph: str, copy: int) -> Change:
    """Draw a copy's changes, each uniformly; they follow from seed, photograph and number alone.

    Parameters
    ----------
    ranges : Augmentation
        Between what.
    seed : int
        The run's.
    photograph : str
        SHA-256 of its file.
    copy : int
        Which one, from 1.
    """

    def between(what: str, low: float, high: float) -> float:
        return low + (high - low) * derived_share(seed, "copy", photograph, copy, what)

    def either_way(what: str, most: float) -> float:
        return between(what, -most, most)

    return Change(
        rotation=either_way("rotation", ranges.rotation),
        shear=either_way("shear", ranges.shear),
        across=either_way("across", ranges.shift_across),
        down=either_way("down", ranges.shift_down),
        zoom_across=between("zoom across", *ranges.zoom),
        zoom_down=between("zoom down", *ranges.zoom),
        mirrored=ranges.flip and between("mirrored", 0, 1) < 0.5,
        brightness=between("brightness", *ranges.brightness),
    )
