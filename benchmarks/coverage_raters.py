"""How often the intervals of raters' agreement hold the true value.

Three raters see two photographs of each neonate. What is there to see has a part of the neonate and
one of the photograph; raters have levels of their own, and noise. ``python -m
benchmarks.coverage_raters`` prints the table that docs/statistics.md has, in about half a minute.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from neopain_gui.annotation.agreement import (
    Value,
    fleiss_kappa,
    gwet_ac1,
    icc,
    krippendorff_alpha,
    per_cent_agreement,
)
from neopain_gui.percentages import percent

Array = NDArray[np.float64]
Neonates = Sequence[str] | None
LEVELS = np.array([0.3, -0.3, 0.0])
NOISE, CUT = 0.8, 0.5
MANY = 100_000
"""Neonates of the study that stands for the truth."""
NEONATES = (5, 10, 20, 30, 60)
COEFFICIENTS: dict[str, Callable[[Array, Neonates], Value]] = {
    "per cent": lambda x, of: per_cent_agreement(_labels(x), neonates=of),
    "Fleiss": lambda x, of: fleiss_kappa(_labels(x), neonates=of),
    "AC1": lambda x, of: gwet_ac1(_labels(x), categories=(0, 1), neonates=of),
    "α, interval": lambda x, of: krippendorff_alpha(x, "interval", neonates=of),
    "ICC(2,1)": lambda x, of: icc(x, "2,1", neonates=of),
}


def _labels(scores: Array) -> Array:
    return (scores > CUT).astype(np.float64)


def draw(random: np.random.Generator, neonates: int) -> Array:
    """Return what three raters say of two photographs of each neonate."""
    seen = np.repeat(random.normal(0, 1, neonates), 2) + random.normal(0, 1, 2 * neonates)
    made: Array = seen + LEVELS[:, None] + random.normal(0, NOISE, (3, 2 * neonates))
    return made


def covered(
    neonates: int, studies: int, random: np.random.Generator, truth: dict[str, float]
) -> dict[str, float]:
    """Return in which share of studies each coefficient's interval held the truth."""
    whose = [str(one // 2) for one in range(2 * neonates)]
    held: dict[str, list[bool]] = {name: [] for name in COEFFICIENTS}
    for _ in range(studies):
        scores = draw(random, neonates)
        for name, of in COEFFICIENTS.items():
            found = of(scores, whose)
            if np.isfinite(found.low):
                held[name].append(found.low <= truth[name] <= found.high)
    return {name: float(np.mean(some)) for name, some in held.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=400)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    random = np.random.default_rng(asked.seed)
    whole = draw(random, MANY)
    truth = {name: of(whole, None).value for name, of in COEFFICIENTS.items()}
    print("| neonates |", " | ".join(COEFFICIENTS), "|")
    print("|---" * (len(COEFFICIENTS) + 1) + "|")
    for neonates in NEONATES:
        found = covered(neonates, asked.studies, random, truth)
        print(f"| {neonates} |", " | ".join(percent(one) for one in found.values()), "|")


if __name__ == "__main__":
    main()
