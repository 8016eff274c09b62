"""Whether agreement is the same in pain and without, and of one extraction model and another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from neopain_gui.agreement.class_tests import ALPHA
from neopain_gui.agreement.intervals import Array
from neopain_gui.agreement.measures import FAMILY
from neopain_gui.agreement.statistics.equivalence import (
    Finding,
    bayes_factor_paired_t,
    finding_of,
    tost_paired,
)
from neopain_gui.agreement.statistics.power import paired_power
from neopain_gui.dataset.face_image import PainLabel, neonates_of
from neopain_gui.findings.comparison import Comparison
from neopain_gui.findings.inference import Between, EquivalenceRow, Margin
from neopain_gui.findings.people import Ceiling
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.pipeline.analysis.families import corrected
from neopain_gui.pipeline.settings.margins import margin_of
from neopain_gui.study import Study


def equivalence_rows(
    study: Study, comparison: Comparison, ceilings: Sequence[Ceiling], job: Job = NULL_JOB
) -> list[EquivalenceRow]:
    """Test each pair between the classes, and each two classifiers' maps with each group.

    Over neonates: a neonate's photographs of a class are averaged first. Corrected by Holm within
    the family of Table 5's metrics, of either question apart.
    """
    margins = {metric: margin_of(study, metric, ceilings) for metric in FAMILY}
    between_classes, between_models = [], []
    for done, metric in enumerate(FAMILY):
        job.check()
        job.progress(done, len(FAMILY), f"Equivalence by {metric}")
        means = _means(comparison, metric)
        between_classes += _of_classes(comparison, means, margins[metric])
        between_models += _of_models(comparison, means, margins[metric])
    job.progress(1, 1)
    return [*_in_family(between_classes, "pairs"), *_in_family(between_models, "comparisons")]


def _means(comparison: Comparison, metric: str) -> dict[PainLabel | None, Array]:
    """Return means of a class, or of all photographs, shape (neonates, pairs)."""
    values = comparison.table.values(metric)
    whose = np.unique(neonates_of(comparison.images), return_inverse=True)[1]
    labels = [image.label for image in comparison.images]
    made: dict[PainLabel | None, Array] = {}
    for label in (PainLabel.PAIN, PainLabel.NO_PAIN, None):
        inside = np.array([label is None or one == label for one in labels])
        known = np.isfinite(values) & inside[:, None]
        sums, counts = np.zeros((2, int(whose.max()) + 1, values.shape[1]))
        np.add.at(sums, whose, np.where(known, values, 0.0))
        np.add.at(counts, whose, known.astype(float))
        with np.errstate(invalid="ignore"):
            made[label] = sums / counts
    return made


def _of_classes(
    comparison: Comparison, means: dict[PainLabel | None, Array], margin: Margin
) -> list[EquivalenceRow]:
    return [
        _row(
            Between.CLASSES,
            pair,
            margin,
            means[PainLabel.PAIN][:, place],
            means[PainLabel.NO_PAIN][:, place],
        )
        for place, pair in enumerate(comparison.table.pairs)
    ]


def _of_models(
    comparison: Comparison, means: dict[PainLabel | None, Array], margin: Margin
) -> list[EquivalenceRow]:
    """Compare with whom each group agrees: every two extraction models of classifiers."""
    places = {frozenset(pair): place for place, pair in enumerate(comparison.table.pairs)}
    networks = sorted(model.name for model in comparison.models if model.of_classifier)
    made = []
    for group in sorted(model.name for model in comparison.models if not model.of_classifier):
        for a, b in combinations(networks, 2):
            x, y = (means[None][:, places[frozenset((one, group))]] for one in (a, b))
            made.append(replace(_row(Between.MODELS, (a, b), margin, x, y), partner=group))
    return made


def _row(
    between: Between, pair: tuple[str, str], margin: Margin, x: Array, y: Array
) -> EquivalenceRow:
    found = tost_paired(x, y, margin.value)
    power = paired_power(x - y)
    return EquivalenceRow(
        between=between,
        model_a=pair[0],
        model_b=pair[1],
        metric=margin.metric,
        difference=found.difference,
        low=found.low,
        high=found.high,
        margin=margin,
        p=found.p,
        p_difference=found.p_difference,
        bayes_factor=bayes_factor_paired_t(found.t, found.n),
        finding=str(found.finding) if found.n > 1 else "",
        neonates=found.n,
        smallest=power.smallest,
        needed=power.needed,
    )


def _in_family(rows: list[EquivalenceRow], what: str) -> list[EquivalenceRow]:
    """Correct both questions within the family; the finding is by the corrected p-values."""
    count: dict[str, int] = defaultdict(int)
    for row in rows:
        count[row.metric] += 1
    named = f"{max(count.values(), default=0)} {what}"
    metrics = [row.metric for row in rows]
    same = corrected([row.p for row in rows], metrics, named)
    other = corrected([row.p_difference for row in rows], metrics, named)
    made = []
    for row, one, apart in zip(rows, same, other, strict=True):
        found: Finding | str = ""
        if row.finding:
            found = finding_of(one.holm < ALPHA, apart.holm < ALPHA)
        made.append(replace(row, p_holm=one.holm, family=one.family, finding=str(found)))
    return made
