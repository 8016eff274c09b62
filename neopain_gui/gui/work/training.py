"""Asking for a training on the open study, and for one to go on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from neopain_gui.classifiers.bases import unbuilt
from neopain_gui.gui.work.submit import build_weights
from neopain_gui.pipeline.training.trainings import new_folder, training_in
from neopain_gui.pipeline.work import REFIT, TRAIN, WRITE_TFLITE
from neopain_gui.training.run_folder import RUN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from neopain_gui.classifiers.tflite import Exported
    from neopain_gui.gui.jobs import Jobs, Task
    from neopain_gui.gui.state.session import Session
    from neopain_gui.pipeline.training.networks import Network
    from neopain_gui.pipeline.training.train import Wanted
    from neopain_gui.pipeline.training.trainings import Training
    from neopain_gui.training.refit import Refitted


def begin_training(session: Session, jobs: Jobs, wanted: Wanted) -> tuple[Path, Task]:
    """Queue a new training; return its folder, which is made when it begins, and the job."""
    assert session.study is not None
    folder = new_folder(session.study.path, wanted.protocol.architecture)
    waiting = {Path(one.arguments["run"]) for one in trainings_under_way(jobs)}
    while folder in waiting:
        architecture, _, number = folder.name.rpartition("-")
        folder = folder.with_name(f"{architecture}-{int(number) + 1}")
    return folder, _start(session, jobs, wanted, folder, resume=False)


def go_on(session: Session, jobs: Jobs, folder: Path) -> Task:
    """Queue what is left of a training that was stopped, with what it began with.

    Raises
    ------
    InputError
        It cannot be read.
    """
    from neopain_gui.pipeline.training.train import wanted_in

    return _start(session, jobs, wanted_in(folder), folder, resume=True)


def ask_again(session: Session, jobs: Jobs, work: str, kept: Mapping[str, Any]) -> None:
    """Ask again for what a study's queue kept, unless somebody has done so already."""
    from neopain_gui.pipeline.training.queued import folder_of, wanted_of

    assert session.study is not None
    folder = folder_of(session.study.path, kept)
    if any(Path(one.arguments["run"]) == folder for one in trainings_under_way(jobs)):
        return
    if work == REFIT.id:
        refit_training(session, jobs, training_in(folder))
    elif (folder / RUN).exists():
        go_on(session, jobs, folder)
    elif (wanted := wanted_of(kept)) is not None:
        _start(session, jobs, wanted, folder, resume=False)


def refit_training(
    session: Session,
    jobs: Jobs,
    training: Training,
    on_done: Callable[[Refitted], object] = lambda _made: None,
) -> Task:
    """Queue one more training, on all neonates."""
    assert session.study is not None
    return jobs.start(
        REFIT,
        title=f"Refit {training.title} on all neonates",
        kwargs={"study_path": session.study.path, "run": training.folder},
        key=f"refit {training.folder}",
        repeatable=False,
        on_done=on_done,
    )


def write_tflite(
    jobs: Jobs,
    network: Network,
    file: Path,
    kind: str,
    threshold: float | None,
    on_done: Callable[[Exported], object],
) -> Task:
    """Queue the writing of a network of a training as TFLite."""
    return jobs.start(
        WRITE_TFLITE,
        title=f"Export {file.name}",
        kwargs={
            "classifier": str(network.weights),
            "out": file,
            "kind": kind,
            "threshold": threshold,
        },
        repeatable=False,
        on_done=on_done,
    )


def trainings_under_way(jobs: Jobs) -> Sequence[Task]:
    """Return the trainings that wait or run; ``arguments["run"]`` is the folder of each."""
    return [one for one in jobs.unfinished(TRAIN.lane) if one.work is TRAIN]


def _start(session: Session, jobs: Jobs, wanted: Wanted, folder: Path, *, resume: bool) -> Task:
    assert session.study is not None
    if unbuilt(wanted.base):
        build_weights(jobs, wanted.base)
    return jobs.start(
        TRAIN,
        title=f"Train {training_in(folder).title}",
        kwargs={
            "study_path": session.study.path,
            "wanted": wanted,
            "run": folder,
            "resume": resume,
        },
        repeatable=False,
    )
