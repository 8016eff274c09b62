"""How agreement goes with being right, with confidence, and with how much pain people saw."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.class_tests import compare_classes
from neopain_gui.dataset.records import FaceImage
from neopain_gui.pipeline.analysis.families import corrected
from neopain_gui.pipeline.compare import Comparison
from neopain_gui.study import Study

Array = NDArray[np.float64]

FEWEST = 4
"""Photographs below which a rank correlation says nothing."""
CORRECT, CONFIDENCE, SCORE = "correct", "confidence", "score of people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How a pair's agreement goes with something else, photograph by photograph.

    Attributes
    ----------
    model_a, model_b, metric : str
        The pair and its metric.
    to : str
        ``"correct"``: whether the classifier's class is the label; ``"confidence"``: the score of
        the class that it gives; ``"score of people"``: the mean 0–10 score.
    of : str
        The extraction model whose classifier it is, or the group of people.
    statistic : float
        Spearman's coefficient; for ``"correct"`` the mean agreement where it is right less that
        where it is wrong.
    p : float
        Of Spearman's coefficient, or of the test of Table 5 between right and wrong; NaN where
        there are too few.
    n : int
        Photographs.
    p_holm, p_bh : float
        ``p`` corrected within the family of all relations; NaN where the metric is in none.
    family : str
        What it was corrected with; empty where it is in no family.
    """

    model_a: str
    model_b: str
    metric: str
    to: str
    of: str
    statistic: float
    p: float
    n: int
    p_holm: float = math.nan
    p_bh: float = math.nan
    family: str = ""


def relations(study: Study, comparison: Comparison, metrics: Sequence[str]) -> list[Relation]:
    """Relate the agreement of pairs to what the classifiers and the people of the pair said.

    Parameters
    ----------
    study : Study
        Open.
    comparison : Comparison
        Of that study.
    metrics : sequence of str
        Which.
    """
    correct, confidence = _classifiers(study, comparison.images)
    scores = _people(study, comparison.images)
    made = []
    for metric in metrics:
        values = comparison.table.values(metric)
        for place, pair in enumerate(comparison.table.pairs):
            mine = values[:, place]
            for model in pair:
                if model in confidence:
                    made.append(_ranked(pair, metric, CONFIDENCE, model, mine, confidence[model]))
                if model in correct:
                    made.append(_right(pair, metric, model, mine, correct[model]))
                if model in scores:
                    made.append(_ranked(pair, metric, SCORE, model, mine, scores[model]))
    found = corrected([one.p for one in made], [one.metric for one in made], "relations of pairs")
    return [
        replace(one, p_holm=its.holm, p_bh=its.bh, family=its.family)
        for one, its in zip(made, found, strict=True)
    ]


def _classifiers(
    study: Study, images: Sequence[FaceImage]
) -> tuple[Mapping[str, Array], Mapping[str, Array]]:
    """Return by extraction model whether its classifier is right (NaN unlabelled), how sure."""
    rows = {image.id: row for row, image in enumerate(images)}
    correct: dict[str, Array] = defaultdict(lambda: np.full(len(images), np.nan))
    confidence: dict[str, Array] = defaultdict(lambda: np.full(len(images), np.nan))
    for result in study.results():
        scores = result.facts.get("scores")
        if result.image_id not in rows or not isinstance(scores, Mapping) or not scores:
            continue
        row, predicted = rows[result.image_id], max(scores, key=lambda name: scores[name])
        confidence[result.model.name][row] = float(scores[predicted])
        label = images[row].label
        if label is not None:
            correct[result.model.name][row] = float(predicted == str(label))
    return correct, confidence


def _people(study: Study, images: Sequence[FaceImage]) -> Mapping[str, Array]:
    """Return by group the mean score that its participants gave each photograph."""
    groups = {one.id: one.group for one in study.participants()}
    given: dict[tuple[str, str], list[float]] = defaultdict(list)
    for score in study.scores():
        given[groups.get(score.participant_id, ""), score.image_id].append(score.score)
    return {
        name: np.array(
            [float(np.mean(given[name, image.id])) if given.get((name, image.id)) else math.nan
             for image in images]
        )
        for name in {group for group, _ in given if group}
    }  # fmt: skip


def _ranked(
    pair: tuple[str, str], metric: str, to: str, of: str, values: Array, other: Array
) -> Relation:
    from scipy import stats

    both = np.isfinite(values) & np.isfinite(other)
    x, y = values[both], other[both]
    rho, p = math.nan, math.nan
    if len(x) >= FEWEST and x.min() < x.max() and y.min() < y.max():
        found = stats.spearmanr(x, y)
        rho, p = float(found.statistic), float(found.pvalue)
    return Relation(
        model_a=pair[0], model_b=pair[1], metric=metric, to=to, of=of, statistic=rho, p=p, n=len(x)
    )


def _right(pair: tuple[str, str], metric: str, of: str, values: Array, correct: Array) -> Relation:
    known = np.isfinite(values) & np.isfinite(correct)
    right, wrong = values[known & (correct == 1)], values[known & (correct == 0)]
    tested = compare_classes(right, wrong)
    difference = float(right.mean() - wrong.mean()) if len(right) and len(wrong) else math.nan
    return Relation(
        model_a=pair[0],
        model_b=pair[1],
        metric=metric,
        to=CORRECT,
        of=of,
        statistic=difference,
        p=tested.p,
        n=int(known.sum()),
    )
