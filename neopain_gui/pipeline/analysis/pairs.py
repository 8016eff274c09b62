"""One pair of extraction models and one metric: means, baselines, tests, effect sizes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.class_tests import compare_classes, compare_pairs
from neopain_gui.agreement.crossing import Crossed, Crossing
from neopain_gui.agreement.effect_sizes import Effect, effect_size
from neopain_gui.agreement.faces import FaceMasks
from neopain_gui.agreement.intervals import Interval, mean_over_neonates, nothing
from neopain_gui.agreement.measures import FAMILY, FURTHER, measure_of
from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import FaceImage, PainLabel, neonates_of
from neopain_gui.findings.comparison import Comparison
from neopain_gui.findings.pairs import PairSummary
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.pipeline.analysis.families import corrected

Array = NDArray[np.float64]

NO_CHANCE = "independent masks give no level of this measure"


def summarise(
    comparison: Comparison,
    masks: FaceMasks,
    metrics: Sequence[str] = FAMILY,
    job: Job = NULL_JOB,
) -> list[PairSummary]:
    """Summarise every pair by every metric, p-values corrected within their families.

    Parameters
    ----------
    comparison : Comparison
        Of a study.
    masks : FaceMasks
        The same photographs' masks on the common grid.
    metrics : sequence of str
        Which.
    job : Job, optional
        Told of progress; asked before each pair whether to stop.
    """
    table, images = comparison.table, comparison.images
    neonates = neonates_of(images)
    classes = [str(image.label) if image.label else "" for image in images]
    values = {metric: (table.values(metric), table.chance(metric)) for metric in metrics}
    made: dict[str, list[PairSummary]] = {metric: [] for metric in metrics}
    for place, pair in enumerate(table.pairs):
        job.check()
        job.progress(place, len(table.pairs), " and ".join(pair))
        crossing = Crossing(masks, pair, neonates, classes)
        for metric in metrics:
            mine, chance = (one[:, place] for one in values[metric])
            if metric in FURTHER and not np.isfinite(mine).any():
                continue  # of maps at fixations: neither of the two is a group with recordings
            crossed = crossing.by(measure_of(metric))
            made[metric].append(_summary(images, neonates, pair, metric, (mine, chance), crossed))
    job.progress(1, 1)
    return _corrected([one for metric in metrics for one in made[metric]])


def _summary(
    images: Sequence[FaceImage],
    neonates: Sequence[str],
    pair: tuple[str, str],
    metric: str,
    found: tuple[Array, Array],
    crossed: Crossed,
) -> PairSummary:
    values, chance = found
    labels = np.array([image.label == PainLabel.PAIN for image in images])
    rest = np.array([image.label == PainLabel.NO_PAIN for image in images])
    known, labelled = np.isfinite(values), labels | rest
    measure, beyond = measure_of(metric), values - chance

    def mean(which: NDArray[np.bool_]) -> Interval:
        return mean_over_neonates(values[which], _chosen(neonates, which), within=measure.range)

    whose, in_pain, at_rest = _by_neonate(values, neonates, labels, rest)
    sized = (values[labelled], labels[labelled].tolist(), _chosen(neonates, labelled))
    return PairSummary(
        model_a=pair[0],
        model_b=pair[1],
        metric=metric,
        all_images=mean(np.ones(len(values), bool)),
        pain=mean(labels),
        no_pain=mean(rest),
        n_pain=int((known & labels).sum()),
        n_no_pain=int((known & rest).sum()),
        undefined=int((~known & labelled).sum()),
        chance=_mean(chance),
        above_chance=mean_over_neonates(beyond, neonates, within=measure.width)
        if measure.chance is not None
        else nothing(NO_CHANCE),
        own=_mean(crossed.own),
        shuffled=_mean(crossed.shuffled),
        mean_map=_mean(crossed.mean_map),
        beyond_shuffled=crossed.beyond,
        independent=compare_classes(values[labels], values[rest]),
        paired=compare_pairs(in_pain, at_rest),
        paired_difference=mean_over_neonates(
            np.subtract(in_pain, at_rest), whose, within=measure.width
        ),
        hedges=effect_size(Effect.HEDGES, *sized),
        cliff=effect_size(Effect.CLIFF, *sized),
        on_photographs=tuple(
            (image.id, float(own), float(others), float(mean_map))
            for image, own, others, mean_map in zip(
                images, crossed.own, crossed.shuffled, crossed.mean_map, strict=True
            )
        ),
    )


def _by_neonate(
    values: Array, neonates: Sequence[str], labels: NDArray[np.bool_], rest: NDArray[np.bool_]
) -> tuple[list[str], list[float], list[float]]:
    """Return neonates with their means in pain and at rest; only those who have both."""
    who, pain, no_pain = [], [], []
    for neonate in dict.fromkeys(neonates):
        mine = np.array([one == neonate for one in neonates])
        both = [values[mine & which] for which in (labels, rest)]
        means = [_mean(some) for some in both]
        if all(math.isfinite(mean) for mean in means):
            who.append(neonate)
            pain.append(means[0])
            no_pain.append(means[1])
    return who, pain, no_pain


def _corrected(summaries: list[PairSummary]) -> list[PairSummary]:
    metrics = [one.metric for one in summaries]
    tests = {
        "": [one.independent.p for one in summaries],
        "paired_": [one.paired.p for one in summaries],
        "shuffled_": [one.beyond_shuffled.p for one in summaries],
        "chance_": [one.above_chance.p for one in summaries],
    }
    count = len({(one.model_a, one.model_b) for one in summaries})
    what = counted(count, "pair")
    made: list[dict[str, Any]] = [{} for _ in summaries]
    for test, p in tests.items():
        for fields, one in zip(made, corrected(p, metrics, what), strict=True):
            fields |= {
                f"{test}p_holm": one.holm, f"{test}p_bh": one.bh, f"{test}family": one.family
            }  # fmt: skip
    return [replace(one, **fields) for one, fields in zip(summaries, made, strict=True)]


def _chosen(names: Sequence[str], which: NDArray[np.bool_]) -> list[str]:
    return [name for name, wanted in zip(names, which, strict=True) if wanted]


def _mean(values: Array) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else math.nan
