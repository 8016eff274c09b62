"""The card of a trained classifier: what it is, what it achieves, what it is not for.

Sections follow Mitchell et al. (2019); what CLAIM 2024 and TRIPOD+AI ask for besides stands in
them. Nothing in it is empty: what is not known says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from neopain_gui import __version__
from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import InputError
from neopain_gui.reports.drawing import NOTICE
from neopain_gui.reports.evaluation import card_text as text
from neopain_gui.reports.evaluation.card_numbers import (
    bounds,
    calibration_figures,
    chosen,
    decision_figures,
    error_figures,
    fold_figures,
    number,
    people_figures,
    subgroup_figures,
)
from neopain_gui.reports.evaluation.card_references import REFERENCES
from neopain_gui.reports.evaluation.fold_facts import took
from neopain_gui.reports.evaluation.folds_origin import folds_origin
from neopain_gui.reports.evaluation.run_facts import RunFacts, is_optimistic, protocol_of
from neopain_gui.training.evaluation.confusion import POSITIVE, THRESHOLD
from neopain_gui.training.evaluation.predictions import Predictions
from neopain_gui.training.evaluation.run_evaluation import RunEvaluation
from neopain_gui.training.evaluation.subgroups import BY
from neopain_gui.training.presets import changes
from neopain_gui.training.protocol_file import protocol_on_record

Card = dict[str, Any]


def card(facts: RunFacts, evaluation: RunEvaluation) -> Card:
    """Return the card as plain JSON types."""
    return {
        "title": _title(facts, evaluation),
        "notice": NOTICE,
        "cautions": _cautions(facts),
        "model": _model(facts),
        "intended_use": {"for": list(text.INTENDED), "not_for": list(text.OUT_OF_SCOPE)},
        "factors": _factors(evaluation.predictions),
        "metrics": {
            "positive_class": str(POSITIVE),
            "threshold": THRESHOLD,
            "figures": text.MADE,
            "auc": text.AUC_MADE,
            "calibration": text.CALIBRATION_MADE,
        },
        "data": _data(facts, evaluation.predictions),
        "training": _training(facts),
        "results": _results(evaluation),
        "ethical_considerations": list(text.ETHICS),
        "limits": list(text.LIMITS),
        "references": list(REFERENCES),
    }


def empty_fields(found: Any, place: str = "card") -> list[str]:
    """Return the places at which a card says nothing."""
    if isinstance(found, Mapping):
        inner = [one for k, v in found.items() for one in empty_fields(v, f"{place}.{k}")]
        return inner if found else [place]
    if isinstance(found, list | tuple):
        inner = [one for k, v in enumerate(found) for one in empty_fields(v, f"{place}[{k}]")]
        return inner if found else [place]
    nothing = found is None or (isinstance(found, float) and not np.isfinite(found))
    return [place] if nothing or found == "" else []


def _known(value: object) -> Any:
    return text.NOT_ON_RECORD if value is None or value == "" else value


def _architecture(record: Mapping[str, Any]) -> str:
    return str(_known(protocol_of(record).get("architecture")))


def _title(facts: RunFacts, evaluation: RunEvaluation) -> str:
    name = _architecture(facts.record)
    short = ARCHITECTURES[name].short_name if name in ARCHITECTURES else name
    some = evaluation.predictions
    return (
        f"{short}: {len(evaluation.table.rows)} folds, {len(set(some.image.tolist()))} "
        f"photographs of {some.neonates} neonates"
    )


def _cautions(facts: RunFacts) -> list[str]:
    base = facts.record.get("base") or {}
    made = [NOTICE]
    if is_optimistic(facts.record):
        made.append(text.OPTIMISTIC)
    if labels := facts.record.get("labels"):
        made.append(str(labels))
    if facts.record.get("synthetic"):
        made.append(text.SYNTHETIC)
    if base.get("synthetic"):
        made.append(text.SYNTHETIC_BASE)
    return made


def _model(facts: RunFacts) -> dict[str, Any]:
    name = _architecture(facts.record)
    known = ARCHITECTURES.get(name)
    software = facts.record.get("software")
    base = facts.record.get("base")
    return {
        "architecture": known.short_name if known else name,
        "parameters": known.parameters if known else text.NOT_ON_RECORD,
        "input": known.preprocessing.as_dict() if known else text.NOT_ON_RECORD,
        "outputs_in_order": [str(PainLabel.NO_PAIN), str(PainLabel.PAIN)],
        "base": {key: _known(base.get(key)) for key in ("id", "title", "sha256", "licence")}
        if isinstance(base, Mapping)
        else "none: every weight was trained here",
        "weights_sha256_by_fold": {str(k): v for k, v in facts.weights.items()}
        or text.NOT_ON_RECORD,
        "software": dict(software) if software else text.NOT_ON_RECORD,
        "evaluated_with": f"NeoPain {__version__}",
    }


def _factors(some: Predictions) -> dict[str, Any]:
    known = [by for column, by in BY.items() if (getattr(some, column) != "").any()]
    unknown = [by for by in BY.values() if by not in known]
    return {
        "figures_by": known or "none is on record",
        "not_on_record": [*unknown, "skin tone", "gestational age"],
    }


def _data(facts: RunFacts, some: Predictions) -> dict[str, Any]:
    names = sorted(set(some.dataset.tolist()))
    once = some.some(np.unique(some.image, return_index=True)[1])
    rows = []
    for name in names:
        mine = once.some(once.dataset == name)
        rows.append(
            {
                "data_set": name or text.NOT_ON_RECORD,
                "neonates": mine.neonates,
                "photographs": len(mine),
                "with_pain": int(np.count_nonzero(mine.label)),
                "without_pain": int(np.count_nonzero(~mine.label)),
            }
        )
    return {
        "tested": rows,
        "labels": facts.record.get("labels") or "the data sets’ own; never derived from NFCS",
        "each_neonate_is_tested_in_one_fold": _in_one_fold(some),
        "folds": folds_origin(facts.record, facts.folds_sha256),
        "folds_sha256": _known(facts.folds_sha256),
        "photographs_listed_in": "run.json, with the SHA-256 of each",
    }


def _in_one_fold(some: Predictions) -> bool:
    pairs = set(zip(some.clusters.tolist(), some.fold.tolist(), strict=True))
    return len(pairs) == some.neonates


def _training(facts: RunFacts) -> dict[str, Any]:
    protocol = protocol_of(facts.record)
    copies: Any = text.NOT_ON_RECORD
    if facts.copies is not None:
        drawn, kept = facts.copies
        copies = {"drawn": drawn, "dropped_without_a_face": drawn - kept, "trained_on": kept}
    return {
        "preset": _known(protocol.get("preset")),
        "weights_kept": "those with the lowest error on "
        + ("the test itself" if is_optimistic(facts.record) else "inner validation")
        if protocol
        else text.NOT_ON_RECORD,
        "changed_from_the_preset": _changed(protocol),
        "protocol": _flat(protocol) or text.NOT_ON_RECORD,
        "augmented_copies": copies,
        "epochs_by_fold": {str(k): len(v) for k, v in facts.curves.items() if v}
        or text.NOT_ON_RECORD,
        "heads_by_fold": {str(number): one.head for number, one in facts.folds.items() if one.head}
        or "none were drawn",
        "time": _known(took(facts.folds)),
    }


def _changed(protocol: Mapping[str, Any]) -> list[str] | str:
    """Return what was changed in the preset that the protocol began as, a sentence each."""
    try:
        return list(changes(protocol_on_record(protocol))) or "nothing"
    except InputError:
        return text.NOT_ON_RECORD


def _flat(settings: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Return nested settings as one level; what is empty in a protocol is said in a word."""
    made: dict[str, Any] = {}
    for name, value in settings.items():
        if isinstance(value, Mapping):
            made |= _flat(value, f"{before}{name}.")
        else:
            made[before + name] = "none" if value is None or value in ("", [], ()) else value
    return made


def _results(evaluation: RunEvaluation) -> dict[str, Any]:
    low, high = evaluation.auc_obuchowski
    return {
        "tables_1_and_2": fold_figures(evaluation.table),
        "auc_all_pairs": bounds(evaluation.auc_all_pairs)
        | {"obuchowski_low": number(low), "obuchowski_high": number(high)},
        "calibration": calibration_figures(evaluation.calibration),
        "chosen_on_inner_validation": chosen(evaluation),
        "decision_curve": decision_figures(evaluation.decision),
        "subgroups": subgroup_figures(evaluation.subgroups),
        "people": people_figures(evaluation.people),
        "errors_by_neonate": error_figures(evaluation.errors),
    }
