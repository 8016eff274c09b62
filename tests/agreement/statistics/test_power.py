import math

import numpy as np
import pytest
from scipy import stats

from neopain_gui.agreement.statistics.power import paired_power


def exact(effect: float, n: int) -> float:
    """Of the paired t test with normal differences of standard deviation 1."""
    cut = stats.t.ppf(0.975, n - 1)
    at = effect * math.sqrt(n)
    return float(stats.nct.sf(cut, n - 1, at) + stats.nct.cdf(-cut, n - 1, at))


def test_normal_differences_have_the_power_that_theory_gives() -> None:
    shape = stats.norm.ppf((np.arange(400) + 0.5) / 400)
    shape = shape / shape.std(ddof=1)
    found = paired_power(shape + 0.5, sizes=range(20, 60))
    assert found.needed is not None
    needed = next(n for n in range(5, 99) if exact(0.5, n) >= 0.8)  # 34
    assert found.needed == pytest.approx(needed, abs=3)


def test_ten_neonates() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(0, 1, 10)
    values = (values - values.mean()) / values.std(ddof=1) + 0.3
    found = paired_power(values)
    assert found.power[0] == pytest.approx(0.05, abs=0.04)
    assert (np.diff(found.power) >= -0.02).all()
    expected = next(e for e in np.arange(0, 3, 0.01) if exact(e, 10) >= 0.8)
    assert found.smallest == pytest.approx(expected, rel=0.2)
    assert found.needed is not None
    assert found.needed > 60
    assert paired_power(values * 100).smallest == pytest.approx(100 * found.smallest)


def test_what_cannot_be_told() -> None:
    assert paired_power([1, 2]).why == "fewer than three neonates"
    assert paired_power([1, 1, 1, np.nan]).why == "all differences are equal"
    assert paired_power([-1, 1, -1, 1]).needed is None
    assert paired_power([-1, 1.0001, -1, 1] * 5).needed is None
