"""Predictions of neonates who do not exist."""

from __future__ import annotations

import numpy as np

from neopain_gui.training.evaluation.predictions import Predictions


def made(
    neonates: int = 12,
    each: int = 6,
    *,
    seed: int = 0,
    apart: float = 1.5,
    icc: float = 0.5,
    folds: int = 3,
    datasets: int = 2,
) -> Predictions:
    """Return predictions in which a share ``icc`` of a logit's variance is the neonate's.

    Half of each neonate's photographs are pain; the classes' logits are ``apart`` standard
    deviations from each other.
    """
    random = np.random.default_rng(seed)
    whose = np.repeat(np.arange(neonates), each)
    label = np.tile(np.arange(each) % 2 == 0, neonates)
    own = random.normal(0, np.sqrt(icc), neonates)[whose]
    x = own + random.normal(0, np.sqrt(1 - icc), len(whose)) + apart * (label - 0.5)
    return Predictions.of(
        image=[f"I{number:04d}" for number in range(len(whose))],
        neonate=[f"N{one:02d}" for one in whose],
        dataset=[f"D{one % datasets}" for one in whose],
        sex=[("female", "male", "")[one % 3] for one in whose],
        stimulus=["heel prick" if one else "rest" for one in label],
        label=label,
        fold=whose % folds + 1,
        p_pain=1 / (1 + np.exp(-2 * x)),
    )
