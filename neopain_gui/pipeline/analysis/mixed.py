"""Mixed models of a study's values: neonates differ, classes and extraction models are compared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from neopain_gui.agreement.measures import FAMILY, measure_of
from neopain_gui.agreement.statistics import (
    Estimate,
    Family,
    MixedModel,
    contrasts,
    estimated_means,
    mixed_model,
)
from neopain_gui.agreement.statistics.model_frame import rows_of
from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import PainLabel, neonates_of
from neopain_gui.errors import InputError
from neopain_gui.faces.regions import FEATURES
from neopain_gui.findings.comparison import Comparison
from neopain_gui.findings.inference import ModelRow
from neopain_gui.findings.regions import RegionOnPhotograph
from neopain_gui.jobs import NULL_JOB, Job

RANDOM = "(1 | neonate)"
_CLASSES = [str(PainLabel.PAIN), str(PainLabel.NO_PAIN)]


def mixed_rows(
    comparison: Comparison, regions: tuple[RegionOnPhotograph, ...], job: Job = NULL_JOB
) -> list[ModelRow]:
    """Fit the models that a study's values bear.

    Of agreement with each group of people, by each metric of Table 5: value ~ class × extraction
    model; of the density of relevance in the features of the face, of each extraction model:
    density ~ class × feature. Neonates are the random effect of both. A model that the values
    cannot bear is a note that says why.
    """
    images, neonates = comparison.images, neonates_of(comparison.images)
    labels = [str(image.label) if image.label else "" for image in images]
    if not {str(PainLabel.PAIN), str(PainLabel.NO_PAIN)} <= set(labels):
        return []
    whose = dict(
        zip((image.id for image in images), zip(neonates, labels, strict=True), strict=True)
    )
    made = []
    groups = sorted(model.name for model in comparison.models if not model.of_classifier)
    for done, group in enumerate(groups):
        job.check()
        job.progress(done, len(groups) + 1, f"Mixed models of {group}")
        for metric in FAMILY:
            title = f"Agreement with {group}, {measure_of(metric).title}"
            made += _fitted(title, _agreement(comparison, group, metric, whose), "extraction model")
    for name in sorted({one.model for one in regions}):
        job.check()
        made += _fitted(f"Density of {name}", _densities(regions, name, whose), "feature")
    job.progress(1, 1)
    return made


_Whose = dict[str, tuple[str, str]]


def _agreement(comparison: Comparison, group: str, metric: str, whose: _Whose) -> Any:
    values = comparison.table.values(metric)
    classifiers = {model.name for model in comparison.models if model.of_classifier}
    made = []
    for place, pair in enumerate(comparison.table.pairs):
        others = set(pair) - {group}
        if group not in pair or not others <= classifiers:
            continue
        (other,) = others
        made += [
            (*whose[image.id], other, float(value))
            for image, value in zip(comparison.images, values[:, place], strict=True)
        ]
    return rows_of(("neonate", "label", "what", "value"), made)


def _densities(regions: tuple[RegionOnPhotograph, ...], name: str, whose: _Whose) -> Any:
    made = [
        (*whose[one.image], one.region, one.density)
        for one in regions
        if one.model == name and one.region in FEATURES and one.image in whose
    ]
    return rows_of(("neonate", "label", "what", "value"), made)


def _fitted(title: str, table: Any, what: str) -> list[ModelRow]:
    table = table[table["label"] != ""].dropna()
    # In this order contrasts are of pain less no pain.
    ordered = table["label"].astype("category").cat.set_categories(_CLASSES)
    table = table.assign(label=ordered)
    several = table["what"].nunique() > 1
    formula = "value ~ label * what" if several else "value ~ label"
    said = f"value ~ class × {what} + {RANDOM}" if several else f"value ~ class + {RANDOM}"
    if table["label"].nunique() < 2 or table["what"].nunique() < 1:
        return []
    try:
        model = mixed_model(table, formula, "neonate")
        return _rows(title, said, model, "" if several else str(table["what"].iloc[0]))
    except InputError as why:
        return [ModelRow(model=title, formula=said, kind="note", name=str(why), values=len(table))]


def _rows(title: str, formula: str, model: MixedModel, only: str) -> list[ModelRow]:
    """Return a model's lines; ``only`` names what there is one of, which the model leaves out."""
    by = [] if only else ["what"]
    between = contrasts(model, "label", by, family=Family.HOLM)
    if only:
        between = [replace(one, name=f"{one.name} ({only})") for one in between]
    family = f"{counted(len(between), 'contrast')} of this model, Holm"
    made = [_row(title, formula, "effect", one, model.n) for one in model.effects]
    made += [
        _row(title, formula, "mean", one.estimate, model.n)
        for one in estimated_means(model, ["label", *by])
    ]
    made += [
        _row(title, formula, "contrast", one, model.n, p_holm=one.p_adjusted, family=family)
        for one in between
    ]
    deviations = {**{g: float(np.sqrt(v[0, 0])) for g, v in model.variances.items()}}
    deviations["residual"] = model.residual_sd
    made += [
        ModelRow(
            model=title, formula=formula, kind="deviation", name=name, value=value, values=model.n
        )
        for name, value in deviations.items()
    ]
    made += [
        ModelRow(model=title, formula=formula, kind="note", name=note, values=model.n)
        for note in model.notes
    ]
    return made


def _row(
    title: str,
    formula: str,
    kind: str,
    one: Estimate,
    n: int,
    *,
    p_holm: float = float("nan"),
    family: str = "",
) -> ModelRow:
    # A mean against 0 is nobody's question.
    asked = kind != "mean"
    return ModelRow(
        model=title,
        formula=formula,
        kind=kind,
        name=one.name,
        value=one.value,
        error=one.error,
        df=one.freedom,
        t=one.t if asked else float("nan"),
        p=one.p if asked else float("nan"),
        low=one.low,
        high=one.high,
        p_holm=p_holm,
        family=family,
        values=n,
    )
