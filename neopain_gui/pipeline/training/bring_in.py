"""A training's folds as one classifier: each photograph is explained by those that never saw it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.bringing import bring_in_folds
from neopain_gui.classifiers.folds.record import Fold, FoldsRecord, Neonate
from neopain_gui.classifiers.registry import ClassifierInfo, find
from neopain_gui.classifiers.weights import read_metadata
from neopain_gui.counted import counted, listed, matching
from neopain_gui.errors import InputError
from neopain_gui.pipeline.training.folds import plan_of
from neopain_gui.provenance import sha256_file
from neopain_gui.training.fold_plan import FoldPlan
from neopain_gui.training.one_fold import CLASS_ORDER
from neopain_gui.training.protocol import Choice
from neopain_gui.training.protocol_file import read_protocol
from neopain_gui.training.run_folder import (
    CARD,
    FOLDS,
    PROTOCOL,
    WEIGHTS,
    fold_folder,
    is_done,
)
from neopain_gui.training.run_record import RunRecord, plain_protocol, read_record


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedFolds:
    """What a training's folder gives: a cross-validated classifier that is not brought in yet.

    Attributes
    ----------
    record : FoldsRecord
    files : tuple of Path
        The weight file of each fold.
    card : Path or None
        Its model card, where there is one.
    """

    record: FoldsRecord
    files: tuple[Path, ...]
    card: Path | None


def bring_in(run: Path, identity: str, title: str = "") -> ClassifierInfo:
    """Bring a training's folds into the user's own folder of models, as one classifier.

    Parameters
    ----------
    run : Path
        The training's folder; it stays as it is.
    identity : str
        What the classifier will be called in studies and on the command line.
    title : str, optional
        For people.

    Raises
    ------
    InputError
        It is no training, some folds are not trained yet, or the name is taken.
    WeightsError
        A fold's weights are damaged.
    EnvironmentFault
        The folder cannot be written to.
    """
    found = trained_folds(run, title)
    bring_in_folds(found.record, found.files, identity, found.card)
    return find(identity)


def trained_folds(run: Path, title: str = "") -> TrainedFolds:
    """Read what a training's folder gives.

    Raises
    ------
    InputError
        It is no training, or some folds are not trained yet.
    WeightsError
        A fold's weights are damaged.
    """
    record = read_record(run)
    plan = _plan(run, record)
    count = len(plan)
    missing = [fold for fold in range(1, count + 1) if not is_done(run, fold)]
    if missing:
        which = f"{matching(len(missing), 'fold', 'folds')} {listed([str(one) for one in missing])}"
        raise InputError(
            f"{which} of {count} {matching(len(missing), 'is', 'are')} not trained yet",
            file=run,
            remedy="go on with the training first",
            command="go on with it first: neopain train STUDY … --resume",
        )
    files = tuple(fold_folder(run, fold) / WEIGHTS for fold in range(1, count + 1))
    for file in files:
        read_metadata(file)
    card = run / CARD
    return TrainedFolds(
        record=_record(record, plan, files, title),
        files=files,
        card=card if card.is_file() else None,
    )


def _plan(run: Path, record: RunRecord) -> FoldPlan:
    protocol = read_protocol(str(run / PROTOCOL), record.architecture)
    if plain_protocol(protocol) != record.protocol:
        raise InputError(
            "the protocol was changed after the training began",
            file=run / PROTOCOL,
            remedy="put the file back as it was",
        )
    return plan_of(record.photographs, protocol, run / FOLDS)


def _record(record: RunRecord, plan: FoldPlan, files: Iterable[Path], title: str) -> FoldsRecord:
    photographs = record.photographs
    many = counted(len({one.neonate for one in photographs}), "neonate")
    name = ARCHITECTURES[record.architecture].short_name
    return FoldsRecord(
        title=title or f"{name} trained on {many} in {counted(len(plan), 'fold')}",
        architecture=record.architecture,
        class_order=CLASS_ORDER,
        synthetic=record.synthetic,
        folds=tuple(
            Fold(file=f"fold-{number:02d}.weights.h5", sha256=sha256_file(file))
            for number, file in enumerate(files, start=1)
        ),
        neonates=_neonates(plan),
        photographs={one.sha256: one.neonate for one in photographs},
        licence=record.base.licence if record.base else "",
        preset=plan.protocol.preset,
        chosen_on_test=plan.protocol.selection.by is Choice.TEST,
    )


def _neonates(plan: FoldPlan) -> dict[str, Neonate]:
    """Return each neonate with the folds whose network neither learnt from it nor chose on it.

    Where the test itself chooses (the preset *paper*) those count that did not learn from it.
    """
    seen: dict[str, set[int]] = {member.neonate: set() for member in plan.cohort}
    for number in range(1, len(plan) + 1):
        parts = plan.parts(number)
        chosen = parts.validation if plan.protocol.selection.by is not Choice.TEST else ()
        for neonate in (*parts.train, *chosen):
            seen[neonate].add(number)
    every = range(1, len(plan) + 1)
    return {
        member.neonate: Neonate(
            dataset=member.dataset,
            unseen=tuple(fold for fold in every if fold not in seen[member.neonate]),
        )
        for member in plan.cohort
    }
