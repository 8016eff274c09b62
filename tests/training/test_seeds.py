"""Random numbers follow from what they are for, and stay what they are."""

from __future__ import annotations

import numpy as np

from neopain_gui.training.seeds import derived_seed, derived_share


def test_the_numbers_never_change():
    """A run that was begun goes on with the numbers that it began with."""
    assert derived_seed(0, "fold", 1) == 6886803038338944283
    assert derived_share(0, "copy", "a", 1, "rotation") == 0.8884881555040836


def test_parts_are_not_run_together():
    assert derived_seed("ab", "c") != derived_seed("a", "bc")
    assert derived_seed(1) != derived_seed("1")
    assert derived_seed(1, 2) != derived_seed(12)


def test_shares_are_uniform():
    shares = np.array([derived_share(7, number) for number in range(20_000)])
    assert ((shares >= 0) & (shares < 1)).all()
    counts, _ = np.histogram(shares, bins=20, range=(0, 1))
    assert abs(counts - 1000).max() < 5 * np.sqrt(1000)
    assert abs(np.corrcoef(shares[:-1], shares[1:])[0, 1]) < 0.03


def test_seeds_suit_whoever_takes_them():
    seeds = [derived_seed("run", number) for number in range(1000)]
    assert len(set(seeds)) == 1000
    assert all(0 <= seed < 2**63 for seed in seeds)
    np.random.default_rng(seeds[0])
