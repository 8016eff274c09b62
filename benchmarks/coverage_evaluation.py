"""How often the intervals of a classifier's figures hold the true value.

Studies of 30 and 60 neonates of two data sets are simulated, half of the variance of a logit being
the neonate's, and the program's own functions are run on each; beside them the percentile
bootstrap that draws photographs, as if they were independent. ``python -m
benchmarks.coverage_evaluation`` prints the table that docs/statistics.md has (500 studies).
"""

from __future__ import annotations

import argparse
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from neopain_gui.training.evaluation.auc import auc, clustered_auc
from neopain_gui.training.evaluation.bootstrap import Bounds, drawn, drawn_of
from neopain_gui.training.evaluation.confusion import THRESHOLD, confusion
from neopain_gui.training.evaluation.predictions import Predictions

Array = NDArray[np.float64]
ICC = 0.5
APART = 2.0
"""Standard deviations between the classes: an AUC of 0.92 and an accuracy of 0.84."""
EACH = 8
"""Photographs of a neonate, half of them with pain."""
FIGURES = ("accuracy", "sensitivity", "balanced_accuracy", "auc", "brier")


def simulated(random: np.random.Generator, neonates: int, each: int = EACH) -> Predictions:
    """Return the predictions of a study."""
    whose = np.repeat(np.arange(neonates), each)
    label = np.tile(np.arange(each) % 2 == 0, neonates)
    own = random.normal(0, np.sqrt(ICC), neonates)[whose]
    x = own + random.normal(0, np.sqrt(1 - ICC), len(whose)) + APART * (label - 0.5)
    return Predictions.of(
        image=[str(one) for one in range(len(whose))],
        neonate=[str(one) for one in whose],
        dataset=["UNIFESP" if one % 2 else "iCOPE" for one in whose],
        label=label,
        p_pain=1 / (1 + np.exp(-2 * x)),
    )


def figure(name: str, of: Predictions, weights: Array) -> Array:
    """Return a figure for each row of weights."""
    if name == "auc":
        return auc(of.label, of.p_pain, weights)
    if name == "brier":
        squared = (of.p_pain - of.label) ** 2
        return weights @ squared / weights.sum(axis=-1)
    found: Array = getattr(confusion(of.label, of.p_pain >= THRESHOLD, weights=weights), name)
    return found


def truths() -> dict[str, float]:
    """Return the true figures, of very many neonates."""
    share = float(stats.norm.cdf(APART / 2))
    x = np.linspace(-12, 12, 200_001)
    squared = (1 / (1 + np.exp(-2 * x)) - 1) ** 2  # by symmetry that of both classes
    return {
        "accuracy": share,
        "sensitivity": share,
        "balanced_accuracy": share,
        "auc": float(stats.norm.cdf(APART / np.sqrt(2))),
        "brier": float(np.trapezoid(squared * stats.norm.pdf(x, APART / 2), x)),
    }


def held(bounds: Bounds, true: float) -> bool:
    """Say whether an interval holds the truth; one that is not there does not."""
    return bool(bounds.low <= true <= bounds.high)


def covered(
    studies: int, neonates: int, real: dict[str, float], seed: int = 0
) -> dict[str, list[int]]:
    """Return of how many studies each interval holds the truth: by neonates, by photographs."""
    random = np.random.default_rng([neonates, seed] if seed else neonates)
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for number in range(studies):
        some = simulated(random, neonates)
        ours = drawn(some, seed=number)
        naive = drawn_of(np.arange(len(some)), some.datasets, seed=number)
        for name in FIGURES:
            for place, draws in enumerate((ours, naive)):
                bounds = draws.bounds(lambda w, name=name, some=some: figure(name, some, w))
                found[name][place] += held(bounds, real[name])
        for place, clusters in enumerate((some.clusters, None)):
            low, high = clustered_auc(some.label, some.p_pain, clusters).logit_interval(
                (ours, naive)[place].freedom
            )
            found["auc by formula"][place] += low <= real["auc"] <= high
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=500)
    parser.add_argument("--neonates", type=int, nargs="+", default=[30, 60])
    parser.add_argument("--seed", type=int, default=0, help="of other studies than the table's")
    arguments = parser.parse_args()
    real = truths()
    print("true:", {name: round(value, 4) for name, value in real.items()})
    print("| neonates | figure | over neonates, % | over photographs, % |\n|---|---|---|---|")
    for neonates in arguments.neonates:
        for name, counts in covered(arguments.studies, neonates, real, arguments.seed).items():
            ours, naive = (100 * one / arguments.studies for one in counts)
            print(f"| {neonates} | {name.replace('_', ' ')} | {ours:.1f} | {naive:.1f} |")


if __name__ == "__main__":
    main()
