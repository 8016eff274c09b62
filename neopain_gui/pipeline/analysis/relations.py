"""How agreement goes with being right, with confidence, and with how much pain people saw.

Photographs of one neonate are alike, so each p is over neonates (:mod:`~.agreement.association`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.association import difference_of_means, rank_correlation
from neopain_gui.dataset.face_image import FaceImage, neonates_of
from neopain_gui.findings.comparison import Comparison
from neopain_gui.findings.people import Relation
from neopain_gui.pipeline.analysis.classifiers import counted_scores
from neopain_gui.pipeline.analysis.families import corrected
from neopain_gui.study import Study

Array = NDArray[np.float64]

CORRECT, CONFIDENCE, SCORE = "correct", "confidence", "score of people"


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
    neonates = neonates_of(comparison.images)
    made: list[Relation] = []
    for metric in metrics:
        values = comparison.table.values(metric)
        for place, pair in enumerate(comparison.table.pairs):
            mine = values[:, place]
            for model in pair:
                made += [
                    Relation(
                        model_a=pair[0],
                        model_b=pair[1],
                        metric=metric,
                        to=to,
                        of=model,
                        found=tested(mine, others[model], neonates),
                    )
                    for to, others, tested in (
                        (CONFIDENCE, confidence, rank_correlation),
                        (CORRECT, correct, difference_of_means),
                        (SCORE, scores, rank_correlation),
                    )
                    if model in others
                ]
    p, which = [one.found.p for one in made], [one.metric for one in made]
    return [
        replace(one, p_holm=its.holm, p_bh=its.bh, family=its.family)
        for one, its in zip(made, corrected(p, which, "relations of pairs"), strict=True)
    ]


def _classifiers(
    study: Study, images: Sequence[FaceImage]
) -> tuple[Mapping[str, Array], Mapping[str, Array]]:
    """Return by extraction model whether its classifier is right (NaN unlabelled), how sure."""
    rows = {image.id: row for row, image in enumerate(images)}
    correct: dict[str, Array] = defaultdict(lambda: np.full(len(images), np.nan))
    confidence: dict[str, Array] = defaultdict(lambda: np.full(len(images), np.nan))
    for image_id, model, _, scores in study.predictions.beside_maps():
        if image_id not in rows or not scores:
            continue
        row, predicted = rows[image_id], max(scores, key=lambda name: scores[name])
        confidence[model][row] = float(scores[predicted])
        label, counted = images[row].label, counted_scores(scores)
        if label is not None and counted is not None:
            correct[model][row] = float(max(counted, key=counted.__getitem__) == str(label))
    return correct, confidence


def _people(study: Study, images: Sequence[FaceImage]) -> Mapping[str, Array]:
    """Return by group the mean score that its participants gave each photograph."""
    groups = {one.id: one.group for one in study.gaze.participants()}
    given: dict[tuple[str, str], list[float]] = defaultdict(list)
    for score in study.gaze.scores():
        given[groups.get(score.participant_id, ""), score.image_id].append(score.score)
    return {
        name: np.array(
            [float(np.mean(given[name, image.id])) if given.get((name, image.id)) else math.nan
             for image in images]
        )
        for name in {group for group, _ in given if group}
    }  # fmt: skip
