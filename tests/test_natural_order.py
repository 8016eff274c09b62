from __future__ import annotations

from neopain_gui.natural_order import natural_key


def test_natural_order() -> None:
    names = ["S10", "S2", "s1", "S01_b", "S1_a"]
    assert sorted(names, key=natural_key) == ["S01_b", "s1", "S1_a", "S2", "S10"]
