"""Intervals hold the truth, and the exchange of neonates finds nothing where there is nothing.

A sample of what ``python -m benchmarks.coverage`` does with more studies: the limits are what so
few let through, far from what a percentile bootstrap (89 %) or an exchange of photographs gives.
"""

from __future__ import annotations

import pytest

from benchmarks.coverage import covered, false_alarms

ABOUT = "neopain_gui.agreement"

STUDIES = 300


@pytest.mark.parametrize("effect", [0.0, 0.8])
def test_intervals_of_ten_neonates_hold_the_truth(effect):
    for name, (ours, theirs) in covered(STUDIES, 10, "normal", effect).items():
        assert ours > 0.92 * STUDIES, name
        assert ours > theirs, name


def test_no_effect_is_found_in_five_of_a_hundred_studies():
    assert 0.01 < false_alarms(200, 10) < 0.09
