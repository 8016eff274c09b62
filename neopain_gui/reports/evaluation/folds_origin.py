"""Where a training's folds come from: dealt, or put together by somebody."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import InputError
from neopain_gui.reports.evaluation.card_text import NOT_ON_RECORD
from neopain_gui.training.cohort import cohort_of
from neopain_gui.training.fold_plan import plan_folds
from neopain_gui.training.folds_file import folds_text
from neopain_gui.training.protocol_file import protocol_on_record

DEALT = "dealt, as the seed has it"
BY_HAND = "changed by hand, or taken from a table"


def folds_origin(record: Mapping[str, Any], folds_sha256: str) -> str:
    """Say whether the folds of a run's record are those that its protocol deals.

    Parameters
    ----------
    record : Mapping
        ``run.json``.
    folds_sha256 : str
        Of its ``folds.csv``.
    """
    try:
        protocol = protocol_on_record(record["protocol"])
        photographs = record["photographs"]
        cohort = cohort_of(
            [one["neonate"] for one in photographs],
            [one["dataset"] for one in photographs],
            [PainLabel(one["label"]) for one in photographs],
        )
    except (InputError, KeyError, TypeError, ValueError, AttributeError):
        return NOT_ON_RECORD
    try:
        table = folds_text(plan_folds(cohort, protocol))
    except InputError:  # such folds cannot be dealt, so somebody has put them together
        return BY_HAND
    return DEALT if hashlib.sha256(table.encode()).hexdigest() == folds_sha256 else BY_HAND
