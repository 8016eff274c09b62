"""With whom each extraction model agrees most, on the photographs that all partners have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from neopain_gui.agreement.measures import FAMILY, measure_of
from neopain_gui.agreement.winners import lead
from neopain_gui.dataset.face_image import neonates_of
from neopain_gui.findings.comparison import Comparison
from neopain_gui.findings.people import Winner

EVERYBODY, CLASSIFIERS = "all", "classifiers"


def winners(comparison: Comparison, metrics: Sequence[str] = FAMILY) -> list[Winner]:
    """Find the partner of each model by each metric, in pain, at rest and over all photographs."""
    table, images = comparison.table, comparison.images
    neonates = neonates_of(images)
    labels = np.array([str(image.label) if image.label else "" for image in images])
    models = {model.name: model for model in comparison.models}
    places = {frozenset(pair): place for place, pair in enumerate(table.pairs)}
    made = []
    for metric in metrics:
        values, measure = table.values(metric), measure_of(metric)
        for model in table.models:
            for among in (EVERYBODY, CLASSIFIERS):
                if among == CLASSIFIERS and models[model].of_classifier:
                    continue
                partners = [
                    one
                    for one in table.models
                    if one != model and (among == EVERYBODY or models[one].of_classifier)
                ]
                if not partners:
                    continue
                mine = values[:, [places[frozenset((model, one))] for one in partners]]
                for label in ("pain", "no pain", "all"):
                    chosen = np.flatnonzero((labels == label) | (label == "all"))
                    whose = [neonates[row] for row in chosen.tolist()]
                    found = lead(
                        mine[chosen], partners, whose,
                        within=measure.range, lower_is_better=measure.lower_is_better,
                    )  # fmt: skip
                    made.append(
                        Winner(model=model, metric=metric, label=label, among=among, found=found)
                    )
    return made
