"""A study's trainings: each a folder in ``STUDY.neopain/trainings/``, listed, named, removed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.errors import EnvironmentFault, InputError, reason
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.natural_order import natural_key
from neopain_gui.study.trainings import REMOVED, TRAININGS_FOLDER, training_folders
from neopain_gui.training.folds_file import fold_count
from neopain_gui.training.run_folder import FOLDS, RUN, TITLE, folds_there, is_done
from neopain_gui.training.run_lock import held
from neopain_gui.training.run_record import read_record
from neopain_gui.training.run_title import LONGEST, title_of

DONE, PART, UNREADABLE = "done", "part", "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """A training of a study.

    Attributes
    ----------
    folder : Path
        Where it is.
    name : str
        Of the folder: architecture and number, such as ``n_cnn-2``.
    title : str
        For people; what somebody called it, or ``N-CNN 2``.
    architecture, preset : str
        What is trained, and what its protocol began as. Empty where it cannot be read.
    begun : datetime
        When.
    folds, done : int
        How many folds there are, and how many of them are done.
    state : str
        ``done``; ``part``: some folds, and it can go on; ``unreadable``.
    why : str
        Why it cannot be read.
    """

    folder: Path
    name: str
    title: str
    architecture: str
    preset: str
    begun: datetime
    folds: int
    done: int
    state: str
    why: str = ""


def trainings_folder(study_folder: Path) -> Path:
    """Return where a study's trainings are; it need not be there."""
    return study_folder / TRAININGS_FOLDER


def new_folder(study_folder: Path, architecture: str) -> Path:
    """Return a folder for a new training, not made yet: the architecture and a number."""
    within = trainings_folder(study_folder)
    pattern = re.compile(rf"(?:{re.escape(REMOVED)})?{re.escape(architecture)}-([1-9]\d*)")
    there = within.iterdir() if within.is_dir() else ()
    taken = [int(match[1]) for one in there if (match := pattern.fullmatch(one.name))]
    return within / f"{architecture}-{max(taken, default=0) + 1}"


def trainings_of(study_folder: Path) -> list[Training]:
    """Return a study's trainings in natural order of their names, unreadable ones among them."""
    folders = sorted(training_folders(study_folder), key=lambda one: natural_key(one.name))
    return [training_in(one) for one in folders]


def unfinished(study_folder: Path, architecture: str) -> Path:
    """Return the folder of the training that is gone on with where nobody says which.

    Raises
    ------
    InputError
        There is none, or more than one.
    """
    begun = [
        one
        for one in trainings_of(study_folder)
        if one.state == PART and one.architecture == architecture
    ]
    if len(begun) == 1:
        return begun[0].folder
    short = ARCHITECTURES[architecture].short_name
    if not begun:
        raise InputError(
            f"the study has no training of {short} to go on with",
            remedy="begin one",
            command="begin one without --resume, or name its folder with --out",
        )
    names = ", ".join(one.name for one in begun)
    raise InputError(
        f"{len(begun)} trainings of {short} are begun: {names}",
        remedy="choose one",
        command=f"name one with --out {trainings_folder(Path(study_folder.name)).as_posix()}/NAME",
    )


def training_called(study_folder: Path, name: str) -> Training:
    """Return the training of this name.

    Raises
    ------
    InputError
        There is none.
    """
    every = trainings_of(study_folder)
    for one in every:
        if one.name == name:
            return one
    known = f"choose one of {', '.join(one.name for one in every)}"
    raise InputError(
        f"the study has no training “{name}”", remedy=known if every else "train a classifier"
    )


def named_or_folder(study_folder: Path, name: str) -> Path:
    """Return the folder of a study's training of this name, or of a training that lies elsewhere.

    Raises
    ------
    InputError
        There is none.
    """
    elsewhere = Path(name)
    if name not in {one.name for one in training_folders(study_folder)} and elsewhere.is_dir():
        return elsewhere
    return training_called(study_folder, name).folder


def training_in(folder: Path) -> Training:
    """Return the training of a folder, whether or not it can be read."""
    try:
        record = read_record(folder)
        # one that was killed at its very beginning has no folds yet, and can go on
        count = fold_count(folder / FOLDS) if (folder / FOLDS).exists() else 0
    except InputError as error:
        return _unreadable(folder, str(error))
    except OSError as error:
        return _unreadable(folder, f"{folder.name}: {reason(error)}.")
    done = sum(is_done(folder, fold) for fold in folds_there(folder) if fold <= count)
    return Training(
        folder=folder,
        name=folder.name,
        title=title_of(folder),
        architecture=record.architecture,
        preset=str(record.protocol.get("preset", "")),
        begun=_time(folder / RUN),
        folds=count,
        done=done,
        state=DONE if count and done == count else PART,
    )


def rename(training: Training, title: str) -> Training:
    """Give a training a title, or take it away with an empty one; return it with it.

    Raises
    ------
    InputError
        It cannot be a title.
    EnvironmentFault
        It cannot be written; the title is as it was.
    """
    title = title.strip()
    if len(title) > LONGEST or not title.isprintable():
        raise InputError(
            "this cannot be the title of a training",
            remedy=f"write one line of at most {LONGEST} letters",
        )
    others = trainings_of(training.folder.parent.parent)
    if title and any(one.title == title and one.folder != training.folder for one in others):
        raise InputError(
            f"another training of the study is called “{title}”", remedy="choose another title"
        )
    if title:
        write_bytes_atomic(training.folder / TITLE, title.encode())
    else:
        (training.folder / TITLE).unlink(missing_ok=True)
    return training_in(training.folder)


def remove(training: Training) -> Path:
    """Take a training out of its study; until that is closed :func:`put_back` puts it back.

    Raises
    ------
    InputError
        It is under way.
    EnvironmentFault
        It cannot be moved; it is where it was.
    """
    try:
        with held(training.folder):
            pass
    except InputError as error:
        raise InputError(
            f"{training.title} is under way", file=training.folder, remedy="stop it first"
        ) from error
    aside = training.folder.with_name(f"{REMOVED}{training.name}")
    return _moved(training.folder, aside, "removed")


def put_back(aside: Path) -> Training:
    """Put a training that was taken out back into its study.

    Raises
    ------
    EnvironmentFault
        It cannot be moved.
    """
    folder = aside.with_name(aside.name.removeprefix(REMOVED))
    return training_in(_moved(aside, folder, "put back"))


def delete(asides: Iterable[Path]) -> None:
    """Delete trainings that were taken out, for good.

    Raises
    ------
    EnvironmentFault
        A file cannot be deleted.
    """
    for aside in asides:
        try:
            shutil.rmtree(aside)
        except OSError as error:
            raise EnvironmentFault(
                f"{aside.name}: the training cannot be deleted: {reason(error)}."
            ) from error


def _moved(source: Path, target: Path, what: str) -> Path:
    try:
        return source.rename(target)
    except OSError as error:
        raise EnvironmentFault(
            f"{source.name}: the training cannot be {what}: {reason(error)}."
        ) from error


def _unreadable(folder: Path, why: str) -> Training:
    return Training(
        folder=folder,
        name=folder.name,
        title=title_of(folder),
        architecture="",
        preset="",
        begun=_time(folder),
        folds=0,
        done=0,
        state=UNREADABLE,
        why=why,
    )


def _time(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return datetime.fromtimestamp(0, UTC)
