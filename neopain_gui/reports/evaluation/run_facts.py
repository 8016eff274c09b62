"""What a training's folder says of itself, for its card."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from neopain_gui.dataset.plain_table import read_table
from neopain_gui.errors import InputError
from neopain_gui.reports.evaluation.fold_facts import FoldFacts, fold_facts
from neopain_gui.training.evaluation.predictions import Predictions
from neopain_gui.training.evaluation.predictions_file import read_csv
from neopain_gui.training.run_folder import (
    COPIES,
    CURVE,
    FOLDS,
    PREDICTIONS,
    RUN,
    VALIDATION,
    WEIGHTS,
    fold_folder,
    folds_there,
)

_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """A row of a fold's curve.

    Attributes
    ----------
    epoch, phase : int
        From 1; the second phase of a VGG-Face is its fine-tuning.
    loss, val_loss, val_accuracy : float
        On what is trained on, and on the photographs that choose the epoch.
    """

    epoch: int
    phase: int
    loss: float
    val_loss: float
    val_accuracy: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RunFacts:
    """Everything that a training has written.

    Attributes
    ----------
    record : Mapping
        ``run.json``.
    predictions : Predictions
        Of all folds, with what the record knows of each photograph.
    validation : Predictions or None
        Of the inner validations; None where they are not there.
    folds_sha256 : str
        Of ``folds.csv``; empty where it is not there.
    weights : Mapping of int to str
        SHA-256 of each fold's network, as far as they are there.
    curves : Mapping of int to sequence of Epoch
        Each fold's.
    copies : tuple of int or None
        Augmented copies that were drawn, and those of them that train.
    folds : Mapping of int to FoldFacts
        What each took, and the head that it drew.
    """

    record: Mapping[str, Any]
    predictions: Predictions
    validation: Predictions | None
    folds_sha256: str
    weights: Mapping[int, str]
    curves: Mapping[int, Sequence[Epoch]]
    copies: tuple[int, int] | None
    folds: Mapping[int, FoldFacts]


def read_run(folder: Path) -> RunFacts:
    """Read a training's folder.

    Raises
    ------
    InputError
        It is none, or a file in it is damaged.
    """
    record = _json(folder / RUN, folder)
    folds = {number: fold_folder(folder, number) for number in folds_there(folder)}
    # where the test chose the weights, it is the validation too: nothing else is chosen on it
    chooses = () if is_optimistic(record) else folds.values()
    inner = [read_csv(one / VALIDATION) for one in chooses if (one / VALIDATION).is_file()]
    return RunFacts(
        record=record,
        predictions=_predictions(folder, record),
        validation=_together(inner) if inner else None,
        folds_sha256=_sha256(folder / FOLDS),
        weights={
            number: _sha256(one / WEIGHTS)
            for number, one in folds.items()
            if (one / WEIGHTS).is_file()
        },
        curves={
            number: read_curve(one / CURVE)
            for number, one in folds.items()
            if (one / CURVE).is_file()
        },
        copies=_copies(folder / COPIES),
        folds={number: fold_facts(one) for number, one in folds.items()},
    )


def read_predictions(folder: Path) -> Predictions:
    """Read what a training's networks said, with what it knows of each photograph.

    Raises
    ------
    InputError
        The folder is none of a training that has ended, or a file in it is damaged.
    """
    return _predictions(folder, _json(folder / RUN, folder))


def _predictions(folder: Path, record: Mapping[str, Any]) -> Predictions:
    facts = {
        str(one.get("id")): {
            name: str(one.get(name) or "") for name in ("dataset", "sex", "stimulus")
        }
        for one in record.get("photographs", ())
    }
    return read_csv(folder / PREDICTIONS).with_facts(facts)


def protocol_of(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the settings of a run; none where they are not on record."""
    found = record.get("protocol")
    return found if isinstance(found, Mapping) else {}


def is_optimistic(record: Mapping[str, Any]) -> bool:
    """Say whether what is tested also chose the weights."""
    selection = protocol_of(record).get("selection", {})
    return isinstance(selection, Mapping) and selection.get("by") == "paper"


def _json(path: Path, folder: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
        if not isinstance(found, dict):
            raise ValueError("no object")
    except FileNotFoundError as error:
        raise InputError(
            "is no folder of a training",
            file=folder,
            remedy="choose the folder that a training has written",
        ) from error
    except ValueError as error:
        raise InputError(
            "what the training says of itself is damaged",
            file=path,
            remedy="train again into another folder",
        ) from error
    return found


def _together(parts: Sequence[Predictions]) -> Predictions:
    return Predictions(
        **{
            name: np.concatenate([getattr(one, name) for one in parts])
            for name in Predictions.__slots__
        }
    )


def _sha256(path: Path) -> str:
    if not path.is_file():
        return ""
    made = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_AT_ONCE):
            made.update(block)
    return made.hexdigest()


def read_curve(path: Path) -> tuple[Epoch, ...]:
    """Read the curve that a fold has written, epoch by epoch.

    Raises
    ------
    InputError
        It is damaged.
    """
    table = read_table(path)
    made = []
    for number, cells in table.lines:
        row = dict(zip(table.header, cells, strict=False))
        try:
            made.append(
                Epoch(
                    epoch=int(row["epoch"]),
                    phase=int(row["phase"]),
                    loss=float(row["loss"]),
                    val_loss=float(row["val_loss"] or math.nan),
                    val_accuracy=float(row["val_accuracy"] or math.nan),
                )
            )
        except (KeyError, ValueError) as error:
            raise InputError(
                "is no line of a curve",
                file=path,
                place=f"line {number}",
                remedy="remove the file, and evaluate again",
            ) from error
    return tuple(made)


def _copies(path: Path) -> tuple[int, int] | None:
    if not path.is_file():
        return None
    found = _json(path, path.parent)
    try:
        return int(found["drawn"]), sum(len(one) for one in found["numbers"])
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            "what is kept of augmented copies is damaged", file=path, remedy="remove the file"
        ) from error
