"""In simulated studies intervals over neonates hold the truth more often than over photographs."""

from __future__ import annotations

import pytest

from benchmarks.coverage_evaluation import FIGURES, covered, truths


@pytest.mark.slow
def test_intervals_over_neonates_hold_more_often() -> None:
    found = covered(20, 30, truths())
    for name in FIGURES:
        ours, naive = found[name]
        assert ours >= max(naive, 16)
