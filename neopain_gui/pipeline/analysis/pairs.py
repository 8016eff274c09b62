"""One pair of extraction models and one metric: means, baselines, tests, effect sizes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.class_tests import (
    Adjustment,
    Difference,
    adjusted,
    compare_classes,
    compare_pairs,
)
from neopain_gui.agreement.effect_sizes import Interval, cliffs_delta, hedges_g, with_interval
from neopain_gui.agreement.faces import Crossed, FaceMasks, cross
from neopain_gui.agreement.resampling import Permuted, mean_over_neonates, paired_permutation
from neopain_gui.dataset.records import FaceImage, PainLabel
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.pipeline.compare import Comparison

Array = NDArray[np.float64]

METRICS = ("cosine", "spearman", "overlap")
"""Those of Tables 3 to 5, in their order."""
FURTHER = ("kappa", "iou", "dice")
"""Those that put the overlap into proportion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSummary:
    """What is known of a pair by a metric.

    Attributes
    ----------
    model_a, model_b, metric : str
        Which pair and metric.
    all_images, pain, no_pain : Interval
        Means over photographs with intervals over neonates; NaN where there are none.
    n_pain, n_no_pain, undefined : int
        Photographs in the means, and those of either class where the metric is undefined.
    chance : float
        Mean overlap of independent masks of the same coverages; NaN for other metrics.
    own, shuffled, mean_map : float
        Means on the common grid: of the photographs' own masks, with other photographs' masks,
        and with what every face gets.
    beyond_shuffled : Permuted
        Own against shuffled, photograph by photograph.
    independent : Difference
        Pain against no pain as Table 5 tests it (4.2.2).
    paired : Difference
        The same with a neonate's two photographs as a pair.
    p_holm, p_bh : float
        ``independent.p`` adjusted over all pairs and metrics of the analysis.
    paired_p_holm, paired_p_bh : float
        ``paired.p``, likewise.
    hedges, cliff : Interval
        Effect sizes, > 0 where agreement is higher in pain.
    """

    model_a: str
    model_b: str
    metric: str
    all_images: Interval
    pain: Interval
    no_pain: Interval
    n_pain: int
    n_no_pain: int
    undefined: int
    chance: float
    own: float
    shuffled: float
    mean_map: float
    beyond_shuffled: Permuted
    independent: Difference
    paired: Difference
    p_holm: float = math.nan
    p_bh: float = math.nan
    paired_p_holm: float = math.nan
    paired_p_bh: float = math.nan
    hedges: Interval
    cliff: Interval


def summarise(
    comparison: Comparison,
    masks: FaceMasks,
    metrics: Sequence[str] = METRICS,
    job: Job = NULL_JOB,
) -> list[PairSummary]:
    """Summarise every pair by every metric, p-values adjusted over all of them together.

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
    table = comparison.table
    made = []
    work = [(metric, place) for metric in metrics for place in range(len(table.pairs))]
    values = {metric: table.values(metric) for metric in metrics}
    chance = table.values("chance_overlap")
    for done, (metric, place) in enumerate(work):
        job.check()
        job.progress(done, len(work), f"{metric} of {' and '.join(table.pairs[place])}")
        crossed = cross(masks, table.pairs[place], metric)
        made.append(
            _summary(
                comparison.images,
                table.pairs[place],
                metric,
                values[metric][:, place],
                chance[:, place],
                crossed,
            )
        )
    job.progress(len(work), len(work))
    return _adjusted(made)


def _summary(
    images: Sequence[FaceImage],
    pair: tuple[str, str],
    metric: str,
    values: Array,
    chance: Array,
    crossed: Crossed,
) -> PairSummary:
    # A photograph of nobody known is a neonate of its own.
    neonates = [image.neonate.id if image.neonate else f"\0{image.id}" for image in images]
    labels = np.array([image.label == PainLabel.PAIN for image in images])
    rest = np.array([image.label == PainLabel.NO_PAIN for image in images])
    pain, no_pain = values[labels], values[rest]
    pairs = _by_neonate(values, neonates, labels, rest)
    known = np.isfinite(values)
    labelled = labels | rest
    return PairSummary(
        model_a=pair[0],
        model_b=pair[1],
        metric=metric,
        all_images=mean_over_neonates(values, neonates),
        pain=mean_over_neonates(pain, _chosen(neonates, labels)),
        no_pain=mean_over_neonates(no_pain, _chosen(neonates, rest)),
        n_pain=int((known & labels).sum()),
        n_no_pain=int((known & rest).sum()),
        undefined=int((~known & labelled).sum()),
        chance=_mean(chance[known]) if metric == "overlap" else math.nan,
        own=_mean(crossed.own),
        shuffled=_mean(crossed.shuffled),
        mean_map=_mean(crossed.mean_map),
        beyond_shuffled=paired_permutation(crossed.own, crossed.shuffled),
        independent=compare_classes(pain, no_pain),
        paired=compare_pairs(*pairs),
        hedges=with_interval(hedges_g, pain, no_pain),
        cliff=with_interval(cliffs_delta, pain, no_pain),
    )


def _by_neonate(
    values: Array, neonates: Sequence[str], labels: NDArray[np.bool_], rest: NDArray[np.bool_]
) -> tuple[list[float], list[float]]:
    """Return each neonate's means in pain and at rest; only of those who have both."""
    pain, no_pain = [], []
    for neonate in dict.fromkeys(neonates):
        mine = np.array([one == neonate for one in neonates])
        both = [values[mine & which] for which in (labels, rest)]
        means = [_mean(some) for some in both]
        if all(math.isfinite(mean) for mean in means):
            pain.append(means[0])
            no_pain.append(means[1])
    return pain, no_pain


def _adjusted(summaries: list[PairSummary]) -> list[PairSummary]:
    independent = [one.independent.p for one in summaries]
    paired = [one.paired.p for one in summaries]
    columns = [
        adjusted(p, how)
        for p in (independent, paired)
        for how in (Adjustment.HOLM, Adjustment.BENJAMINI_HOCHBERG)
    ]
    return [
        replace(one, p_holm=a, p_bh=b, paired_p_holm=c, paired_p_bh=d)
        for one, a, b, c, d in zip(summaries, *columns, strict=True)
    ]


def _chosen(names: Sequence[str], which: NDArray[np.bool_]) -> list[str]:
    return [name for name, wanted in zip(names, which, strict=True) if wanted]


def _mean(values: Array) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else math.nan
