"""How often the cluster tests find something where there is nothing, and where there is.

``python -m benchmarks.cluster_rate [STUDIES]``: 10 neonates, smooth noise of 32 × 32 pixels.
"""

from __future__ import annotations

import sys

import numpy as np
from scipy import ndimage, stats

from neopain_gui.agreement.statistics import Statistic, cluster_permutation

NEONATES, SIZE, EFFECT = 10, 32, 0.9


def noise(rng: np.random.Generator) -> np.ndarray:
    made: np.ndarray = ndimage.gaussian_filter(rng.normal(size=(NEONATES, SIZE, SIZE)), (0, 2, 2))
    return made / made.std()


def main(studies: int) -> None:
    rng = np.random.default_rng(2026)
    found: dict[str, list[list[bool]]] = {}
    for study in range(studies):
        a, b = noise(rng), noise(rng)
        with_effect = a.copy()
        with_effect[:, 10:20, 10:20] += EFFECT
        for place, first in enumerate((a, with_effect)):
            for statistic in Statistic:
                p = cluster_permutation(
                    first, b, statistic=statistic, permutations=99, seed=study
                ).smallest_p
                found.setdefault(statistic, [[], []])[place].append(p <= 0.05)
            plain = stats.ttest_rel(first, b).pvalue
            found.setdefault("Bonferroni", [[], []])[place].append(plain.min() * SIZE**2 <= 0.05)
            found.setdefault("uncorrected", [[], []])[place].append(plain.min() <= 0.05)
    print(f"{studies} studies, {NEONATES} neonates, {SIZE} × {SIZE}: share that finds a difference")
    for name, (without, with_one) in found.items():
        print(f"{name:40s} none there {np.mean(without):.3f}   one there {np.mean(with_one):.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
