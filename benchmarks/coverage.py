"""How often the intervals hold the true value, and the tests find what is not there.

Studies of 10, 20 and 60 neonates, two photographs each, are simulated with neonate effects, and
the program's own functions are run on each; beside them the percentile bootstrap over neonates,
which they took the place of. ``python -m benchmarks.coverage`` prints the table that
docs/statistics.md has; with ``--studies 2000`` it takes some minutes.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.crossing import Crossing
from neopain_gui.agreement.effect_sizes import Effect, effect_size, hedges_g
from neopain_gui.agreement.faces import FaceMasks
from neopain_gui.agreement.intervals import mean_over_neonates
from neopain_gui.agreement.measures import measure_of
from neopain_gui.geometry import Box

Array = NDArray[np.float64]
SHAPES: dict[str, Callable[[Array], Array]] = {
    "normal": lambda x: 0.6 + 0.1 * x,
    "bounded, skewed": lambda x: 1 / (1 + np.exp(-1.5 - 0.8 * x)),
}
"""Of the values: an overlap's mean and spread, or one that is pressed against its end."""
EFFECTS = (0.0, 0.8)
RESAMPLES = 500


def draw(
    random: np.random.Generator, neonates: int, shape: str, effect: float
) -> tuple[Array, Array]:
    """Return the values of each neonate in pain and at rest; half of the variance is its own."""
    own = random.normal(0, np.sqrt(0.5), neonates)
    pain, rest = (own + random.normal(0, np.sqrt(0.5), neonates) for _ in range(2))
    return SHAPES[shape](pain + effect), SHAPES[shape](rest)


def truth(shape: str, effect: float) -> dict[str, float]:
    """Return the true mean, standardised difference and δ, of very many neonates."""
    pain, rest = draw(np.random.default_rng(99), 1_000_000, shape, effect)
    pooled = np.sqrt((pain.var() + rest.var()) / 2)
    below = np.searchsorted(np.sort(rest), pain).mean() / len(rest)
    return {
        "mean": float((pain.mean() + rest.mean()) / 2),
        "g": float((pain.mean() - rest.mean()) / pooled),
        "δ": float(2 * below - 1),
    }


def percentile(random: np.random.Generator, pain: Array, rest: Array) -> dict[str, Array]:
    """Return the percentile bootstrap's intervals, pairs drawn together."""
    count = len(pain)
    drawn = random.integers(0, count, (RESAMPLES, count))
    a, b = pain[drawn], rest[drawn]
    pooled = np.sqrt((a.var(axis=1, ddof=1) + b.var(axis=1, ddof=1)) / 2)
    unbiased = hedges_g(pain, rest) / (
        (pain.mean() - rest.mean()) / np.sqrt((pain.var(ddof=1) + rest.var(ddof=1)) / 2)
    )
    weights = np.stack([np.bincount(one, minlength=count) for one in drawn]).astype(np.float64)
    signs = np.sign(pain[:, None] - rest[None, :])
    found = {
        "mean": ((pain + rest) / 2)[drawn].mean(axis=1),
        "g": (a.mean(axis=1) - b.mean(axis=1)) / pooled * unbiased,
        "δ": ((weights @ signs) * weights).sum(axis=1) / count**2,
    }
    return {name: np.nanquantile(values, [0.025, 0.975]) for name, values in found.items()}


def covered(studies: int, neonates: int, shape: str, effect: float) -> dict[str, tuple[int, int]]:
    """Return of how many studies each interval holds the truth: ours, and the percentile's."""
    random, real = np.random.default_rng(neonates), truth(shape, effect)
    names = [f"N{place}" for place in range(neonates)]
    held: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for _ in range(studies):
        pain, rest = draw(random, neonates, shape, effect)
        study = (np.concatenate([pain, rest]), [True] * neonates + [False] * neonates, names * 2)
        ours = {
            "mean": mean_over_neonates(study[0], study[2]),
            "g": effect_size(Effect.HEDGES, *study),
            "δ": effect_size(Effect.CLIFF, *study),
        }
        theirs = percentile(random, pain, rest)
        for name, value in real.items():
            held[name][0] += ours[name].low <= value <= ours[name].high
            held[name][1] += bool(theirs[name][0] <= value <= theirs[name][1])
    return {name: (one, other) for name, (one, other) in held.items()}


def false_alarms(studies: int, neonates: int, seed: int = 0) -> float:
    """Return how often the exchange of neonates finds agreement between models that have none.

    Both models follow the face and the class, and the first follows the neonate as well: its two
    masks of a neonate are alike.
    """
    random, found = np.random.default_rng(seed), []
    side = 64
    rows, columns = np.mgrid[:side, :side] / side
    for _ in range(studies):
        masks = FaceMasks(models=("A", "B"))
        own = random.normal(0, 0.15, (neonates, 2))
        for neonate in range(neonates):
            for label in range(2):
                places = {
                    "A": own[neonate] + random.normal(0, 0.05, 2),
                    "B": random.normal(0, 0.15, 2),
                }
                made = {
                    name: (rows - 0.4 - 0.2 * label - y) ** 2 + (columns - 0.5 - x) ** 2 < 0.06
                    for name, (y, x) in places.items()
                }
                masks.add(f"{neonate}-{label}", made, Box.whole(side, side))
        whose = [str(place) for place in range(neonates) for _ in range(2)]
        crossing = Crossing(masks, ("A", "B"), whose, ["no pain", "pain"] * neonates)
        found.append(crossing.by(measure_of("overlap")).beyond.p)
    return float((np.array(found) < 0.05).mean())


def pressed_intervals(studies: int, neonates: int, size: float) -> tuple[float, float]:
    """Return how often the mean's interval is marked, and how often it holds the truth.

    The neonates' values are pressed against their end: the logistic of a normal value.
    """
    random = np.random.default_rng(neonates)

    def values(count: int) -> Array:
        own = random.normal(0, np.sqrt(0.5), (count, 1))
        return 1 / (1 + np.exp(-size - 1.2 * (own + random.normal(0, np.sqrt(0.5), (count, 2)))))

    real, names = float(values(1_000_000).mean()), [str(n // 2) for n in range(2 * neonates)]
    found = [
        mean_over_neonates(values(neonates).ravel(), names, within=(0.0, 1.0))
        for _ in range(studies)
    ]
    marked = np.mean([one.pressed for one in found])
    return float(marked), float(np.mean([one.low <= real <= one.high for one in found]))


def main() -> None:
    """Print how often the intervals hold the truth and the test is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--studies", type=int, default=1000)
    parser.add_argument("--neonates", type=int, nargs="+", default=[10, 20, 60])
    parser.add_argument("--pressed", action="store_true", help="only of the marked intervals")
    asked = parser.parse_args()
    if asked.pressed:
        print(f"| neonates | true mean | marked, % | covered, % |\n{'|---' * 4}|")
        for neonates in (6, 10, 20, 30, 60):
            for size, mean in ((1.5, 0.79), (2.5, 0.89)):
                marked, held = pressed_intervals(asked.studies, neonates, size)
                print(f"| {neonates} | {mean} | {100 * marked:.0f} | {100 * held:.1f} |")
        return
    studies, sizes = asked.studies, asked.neonates
    print(
        f"| neonates | values | effect | of | covered, % | percentile bootstrap, % |\n{'|---' * 6}|"
    )
    for neonates in sizes:
        for shape in SHAPES:
            for effect in EFFECTS:
                for name, (ours, theirs) in covered(studies, neonates, shape, effect).items():
                    print(
                        f"| {neonates} | {shape} | {effect:g} | {name} | "
                        f"{100 * ours / studies:.1f} | {100 * theirs / studies:.1f} |",
                        flush=True,
                    )
    print(f"\n| neonates | p < 0.05 without effect, % |\n{'|---' * 2}|")
    for neonates in sizes:
        print(f"| {neonates} | {100 * false_alarms(studies, neonates):.1f} |", flush=True)


if __name__ == "__main__":
    main()
