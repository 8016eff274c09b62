"""How much augmented copies differ from their photograph (section 3.3.3)."""

from __future__ import annotations

from dataclasses import dataclass

from neopain_gui.errors import InputError
from neopain_gui.training.setting import check, setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Augmentation:
    """How many copies are made of each photograph, and how far each may go.

    The defaults are the dissertation's, read as TensorFlow 2's ``ImageDataGenerator`` reads them,
    whose arguments they are: its shear is in *degrees*, so that 0.15 changes next to nothing (as
    radians, which the first Keras took, it would be 8.6°).
    """

    copies: int = setting(
        20,
        "Copies",
        "Augmented copies drawn of each photograph; 0 trains with the photographs alone.",
        (0, 1000),
    )
    rotation: float = setting(30.0, "Rotation", "Up to so many degrees either way.", (0, 180))
    shear: float = setting(
        0.15,
        "Shear",
        "Up to so many degrees either way, as TensorFlow 2 reads the dissertation's 0.15, which "
        "is next to nothing; 0.15 radians would be 8.6.",
        (0, 80),
    )
    shift_across: float = setting(
        0.20, "Shift across", "Up to this share of the width either way.", (0, 1)
    )
    shift_down: float = setting(
        0.20, "Shift down", "Up to this share of the height either way.", (0, 1)
    )
    brightness: tuple[float, ...] = setting(
        (0.50, 1.1), "Brightness", "Multiplied by something between these two.", (0, 10), (2, 2)
    )
    zoom: tuple[float, ...] = setting(
        (0.70, 1.5),
        "Zoom",
        "Drawn between these two for width and height, each by itself; more than 1 makes the "
        "picture smaller.",
        (0.05, 20),
        (2, 2),
    )
    flip: bool = setting(True, "Mirrored", "Half of the copies are mirrored, left to right.")
    face_check: bool = setting(
        True,
        "Face check",
        "A copy in which the study's detectors find no face is dropped, and not drawn again.",
    )

    def __post_init__(self) -> None:
        check(self)
        for name in ("brightness", "zoom"):
            low, high = getattr(self, name)
            if low > high:
                raise InputError(
                    f"{name} lies between {low:g} and {high:g}, the larger first",
                    remedy="put the smaller first",
                )
