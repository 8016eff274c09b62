import numpy as np
import pytest

from neopain_gui.agreement.statistics.looks import Looks, gains
from neopain_gui.errors import InputError
from tests.agreement.statistics.observers import centre, looks_of, two_maps


@pytest.mark.parametrize("observer", ["centre", "A", "B"])
def test_observers_are_told_apart(observer: str) -> None:
    rng = np.random.default_rng(3)
    maps = two_maps(rng)
    bias = np.tile(np.exp(-((centre() / 2.2) ** 2) / 2), (20, 1))
    looks = looks_of(rng, bias if observer == "centre" else maps[observer])
    # Each map agrees with each observer's fixations, because all are in the middle.
    density = looks.fixations.sum(axis=0)
    for values in maps.values():
        assert np.corrcoef(values.ravel(), density.ravel())[0, 1] > 0.3
    alone, a, b = gains(looks, maps)
    assert alone.name == ""
    assert alone.bits.low > 0.1
    for found in (a, b):
        told = found.odds is not None and found.odds.low > 0 and found.bits.low > 0
        assert told == (found.name == observer)


def test_an_even_spread_gains_nothing_and_gaps_are_left_out() -> None:
    rng = np.random.default_rng(5)
    maps = two_maps(rng)
    looks = looks_of(rng, np.ones((20, 64)))
    looks.fixations[0, 3] = np.nan
    maps["A"][:2] = np.nan
    alone, a, _ = gains(looks, maps)
    assert abs(alone.bits.value) < 0.02
    assert (alone.photographs, a.photographs, a.participants) == (20, 18, 12)
    assert a.fixations == 12 * 18 * 15 - 15


def test_the_crosss_distance_is_allowed_for() -> None:
    """People begin at the cross: a map of where it was explains nothing beyond it."""
    rng = np.random.default_rng(8)
    cross = np.stack([np.abs(np.arange(64) - at) / 10 for at in rng.integers(0, 64, 20)])
    looks = looks_of(rng, np.exp(-cross))
    with_it = Looks(
        fixations=looks.fixations, centre=looks.centre, cross=cross, neonates=looks.neonates
    )
    noisy = {"near the cross": -cross + rng.normal(0, 0.5, cross.shape)}
    assert gains(looks, noisy)[1].bits.low > 0.2
    assert gains(with_it, noisy)[1].bits.value < 0.02


def test_what_cannot_be_told() -> None:
    rng = np.random.default_rng(1)
    looks = looks_of(rng, np.ones((20, 64)))
    flat = gains(looks, {"flat": np.ones((20, 64))})[1]
    assert (flat.odds, flat.why) == (None, "the map is the same everywhere")
    some = np.full((20, 64), np.nan)
    some[:2] = rng.random((2, 64))
    assert gains(looks, {"one": some})[1].why.startswith("fewer than two neonates")

    def other(**changes: object) -> Looks:
        facts = {
            name: getattr(looks, name) for name in ("fixations", "centre", "cross", "neonates")
        }
        return Looks(**{**facts, **changes})

    with pytest.raises(InputError, match="one participant"):
        gains(other(fixations=looks.fixations[:1]), {})
    with pytest.raises(InputError, match="one neonate"):
        gains(other(neonates=["N0"] * 20), {})
    with pytest.raises(InputError, match="no fixation lies on a face"):
        gains(other(fixations=looks.fixations * 0), {})
