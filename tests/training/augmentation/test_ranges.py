"""How far a copy may go has its limits."""

from __future__ import annotations

import pytest

from neopain_gui.errors import InputError
from neopain_gui.training.augmentation.ranges import Augmentation


@pytest.mark.parametrize(
    ("ranges", "sentence"),
    [
        ({"copies": -1}, "copies must be between 0 and 1,000, not -1"),
        ({"rotation": 181.0}, "rotation must be between 0 and 180, not 181.0"),
        ({"shift_down": 1.5}, "shift down must be between 0 and 1"),
        ({"zoom": (0.0, 1.0)}, "zoom must lie between 0.05 and 20, not at 0.0"),
        ({"brightness": (1.1, 0.5)}, "brightness lies between 1.1 and 0.5, the larger first"),
        ({"brightness": (0.5, float("nan"))}, "brightness must lie between"),
        ({"flip": 1}, "mirrored must be true or false"),
    ],
)
def test_what_cannot_be_drawn_is_refused(ranges, sentence):
    with pytest.raises(InputError, match=sentence):
        Augmentation(**ranges)
