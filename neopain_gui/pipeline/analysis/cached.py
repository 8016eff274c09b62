"""What a study's agreement says, worked out once and kept in the study.

The window, the report and the command line ask here. What is kept follows from everything in the
study that a number can follow from; another map, label or setting makes another key.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any, get_type_hints

import numpy as np

from neopain_gui.agreement import AgreementTable
from neopain_gui.agreement.counts import Counts
from neopain_gui.agreement.measures import measure_of
from neopain_gui.findings.analysis import Analysis
from neopain_gui.findings.comparison import Comparison
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.maps import ExtractionModel
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.analysis.analyse import ANALYSIS_VERSION, analyse
from neopain_gui.pipeline.analysis.equivalence import equivalence_rows
from neopain_gui.pipeline.cautions import cautions
from neopain_gui.pipeline.compare import default_models
from neopain_gui.pipeline.labels import CountedLabels
from neopain_gui.pipeline.photographs import named
from neopain_gui.pipeline.settings.margins import margin_of
from neopain_gui.provenance import Provenance, software_versions
from neopain_gui.study import Study

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_COUNTS = ("pixels", "in_a", "in_b", "in_both")
_READ_AGAIN = frozenset({"comparison", "drawn"})
"""What the study has itself: photographs, outlines."""


def study_analysis(
    study: Study,
    settings: MaskSettings,
    *,
    image_ids: Sequence[str] | None = None,
    models: Sequence[ExtractionModel] | None = None,
    job: Job = NULL_JOB,
) -> Analysis:
    """Return what :func:`~.analyse.analyse` says; from the study where it is kept there."""
    found = cached_analysis(study, settings, image_ids=image_ids, models=models)
    if found is not None:
        job.progress(1, 1)
        return found
    key = analysis_key(study, settings, image_ids, models)
    made = analyse(study, settings, image_ids=image_ids, models=models, job=job)
    if analysis_key(study, settings, image_ids, models) == key:  # nobody changed it meanwhile
        study.statistics.keep(key, _written(made))
    return made


def cached_analysis(
    study: Study,
    settings: MaskSettings,
    *,
    image_ids: Sequence[str] | None = None,
    models: Sequence[ExtractionModel] | None = None,
) -> Analysis | None:
    """Return what was worked out earlier and still holds; None where nothing was."""
    content = study.statistics.cached(analysis_key(study, settings, image_ids, models))
    if content is None:
        return None
    chosen = sorted(models if models is not None else default_models(study))
    try:
        return _read(study, settings, chosen, json.loads(content))
    except (ValueError, TypeError, LookupError, RecursionError):
        return None  # somebody else wrote it: it is worked out anew


def with_margins_of(study: Study, analysis: Analysis, job: Job = NULL_JOB) -> Analysis:
    """Return an analysis with the margins of equivalence that the study has now.

    Nothing else follows from them, so that they are no part of the key: where what was kept has
    others, this is asked for when it is read.
    """
    rows = equivalence_rows(study, analysis.comparison, analysis.ceilings, job)
    return replace(analysis, equivalences=tuple(rows))


def _has_its_margins(study: Study, analysis: Analysis) -> bool:
    return all(
        margin == margin_of(study, margin.metric, analysis.ceilings)
        for margin in {row.metric: row.margin for row in analysis.equivalences}.values()
    )


def analysis_key(
    study: Study,
    settings: MaskSettings,
    image_ids: Sequence[str] | None = None,
    models: Sequence[ExtractionModel] | None = None,
) -> str:
    """Return the hash of everything that the numbers follow from."""
    chosen = sorted(models if models is not None else default_models(study))
    return Provenance(
        stage="analysis",
        version=ANALYSIS_VERSION,
        inputs={
            "study": study.statistics.digest(),
            "settings": settings.as_dict(),
            "models": [model.name for model in chosen],
            "images": list(named.image_ids(study, image_ids)),
            "software": software_versions(),
        },
    ).key


def _written(analysis: Analysis) -> bytes:
    comparison = analysis.comparison
    counts = [getattr(comparison.table.counts, name) for name in _COUNTS]
    text = {name: kind.dump_json(getattr(analysis, name)).decode() for name, kind in _kinds()}
    text["images"] = json.dumps([image.id for image in comparison.images])
    text["left_out"] = json.dumps(comparison.left_out)
    further = {
        name: base64.b64encode(values.astype("<f8").tobytes()).decode()
        for name, values in comparison.table.further.items()
    }
    text["further values"] = json.dumps(further)
    text["counts"] = json.dumps(base64.b64encode(np.stack(counts).astype("<i4").tobytes()).decode())
    return json.dumps(text).encode()


def _read(
    study: Study, settings: MaskSettings, models: Sequence[ExtractionModel], text: Any
) -> Analysis:
    values: dict[str, Any] = {name: kind.validate_json(text[name]) for name, kind in _kinds()}
    ids = tuple(str(one) for one in json.loads(text["images"]))
    pairs = len(models) * (len(models) - 1) // 2
    raw = np.frombuffer(base64.b64decode(json.loads(text["counts"])), "<i4")
    counts = raw.reshape(len(_COUNTS), len(ids), pairs).astype(np.int32)
    drawn, labels = study.regions.all(), CountedLabels.of(study)
    comparison = Comparison(
        models=tuple(models),
        images=tuple(labels.labelled(study.images.get(one)) for one in ids),
        table=AgreementTable(
            models=tuple(sorted(model.name for model in models)),
            image_ids=ids,
            counts=Counts(**dict(zip(_COUNTS, counts, strict=True))),
            further={
                measure_of(str(name)).id: np.frombuffer(base64.b64decode(one), "<f8").reshape(
                    len(ids), pairs
                )
                for name, one in json.loads(text["further values"]).items()
            },
        ),
        left_out=tuple((str(one), str(why)) for one, why in json.loads(text["left_out"])),
        settings=settings,
        cautions=cautions(study, models, ids),  # of what this machine has now
        label_source=labels.source.words,
        data_set_labels=labels.of_data_set(study.images.get(one) for one in ids),
    )
    made = Analysis(comparison=comparison, **values)
    made = replace(made, drawn={one: drawn[one] for one in ids if one in drawn})
    return made if _has_its_margins(study, made) else with_margins_of(study, made)


@cache
def _kinds_of() -> tuple[tuple[str, TypeAdapter[Any]], ...]:
    from pydantic import ConfigDict, TypeAdapter

    hints = get_type_hints(Analysis)
    return tuple(
        (one.name, TypeAdapter(hints[one.name], config=ConfigDict(ser_json_inf_nan="constants")))
        for one in fields(Analysis)
        if one.name not in _READ_AGAIN
    )


def _kinds() -> Iterator[tuple[str, TypeAdapter[Any]]]:
    """Yield the name and the type of everything that was worked out."""
    yield from _kinds_of()
