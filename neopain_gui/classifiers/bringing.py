"""Bringing a classifier into the user's own folder of models, whoever made it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from neopain_gui import locations
from neopain_gui.classifiers.bases import SUFFIX as BASE_SUFFIX
from neopain_gui.classifiers.bases import available_bases, read_vgg_face_base, save_base
from neopain_gui.classifiers.cards import DATA, PAGE, card_of
from neopain_gui.classifiers.folds.record import SUFFIX as FOLDS_SUFFIX
from neopain_gui.classifiers.folds.record import FoldsRecord, folder_beside, write_record
from neopain_gui.classifiers.foreign import bringing
from neopain_gui.classifiers.foreign.declared import Declared
from neopain_gui.classifiers.heads import as_network
from neopain_gui.classifiers.registry import available
from neopain_gui.classifiers.weight_files import SUFFIX
from neopain_gui.classifiers.weights import read_metadata
from neopain_gui.errors import EnvironmentFault, InputError, reason


def bring_in(path: Path, identity: str, declared: Declared) -> Path:
    """Bring in a network that was trained elsewhere; see :mod:`.foreign.bringing`."""
    with as_network(path) as network:
        return bringing.bring_in(network, identity, declared, _taken())


def bring_in_own(path: Path, identity: str) -> Path:
    """Copy a weight file of our own format, which was looked at, into the user's folder.

    The card that lies beside it, or beside the folder of the fold that it is of, comes along.

    Raises
    ------
    InputError
        The name is taken, or is none.
    EnvironmentFault
        The folder cannot be written to.
    """
    bringing.check_name(identity, _taken())
    copy = locations.user_models() / f"{identity}{SUFFIX}"
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy_with_card(path, copy)
    except OSError as error:
        raise EnvironmentFault(
            f"{copy.name}: the weights could not be brought in: {reason(error)}."
        ) from error
    return copy


def export_own(path: Path, out: Path) -> list[Path]:
    """Copy a weight file of our own format to where somebody wants it, with its card.

    Returns
    -------
    list of Path
        What was written; what was there is replaced.

    Raises
    ------
    InputError
        The name is none of a weight file.
    EnvironmentFault
        It cannot be written.
    """
    if not out.name.endswith(SUFFIX):
        raise InputError(
            f"a weight file's name ends in {SUFFIX}", file=out, remedy="add that ending"
        )
    read_metadata(path)  # refused if it is none
    try:
        return copy_with_card(path, out)
    except OSError as error:
        raise EnvironmentFault(
            f"{out.name}: the weights could not be written: {reason(error)}."
        ) from error


def copy_with_card(path: Path, copy: Path) -> list[Path]:
    """Copy a weight file, after its card: what is there has its card. Return what was written."""
    made = []
    for ending in (PAGE, DATA):
        card = card_of(path, ending)
        if card is not None:
            made.append(copy.with_name(f"{copy.name.removesuffix(SUFFIX)}{ending}"))
            _copied(card, made[-1])
    _copied(path, copy)
    return [*made, copy]


def _copied(path: Path, copy: Path) -> None:
    unfinished = copy.with_name(f".{copy.name}.{os.getpid()}")
    try:
        shutil.copyfile(path, unfinished)
        unfinished.replace(copy)
    finally:
        unfinished.unlink(missing_ok=True)


def bring_in_folds(
    record: FoldsRecord, files: Sequence[Path], identity: str, card: Path | None = None
) -> Path:
    """Copy the networks of a training's folds into the user's folder, as one classifier.

    Parameters
    ----------
    record : FoldsRecord
        What it is.
    files : sequence of Path
        The weight file of each fold.
    identity : str
        What it will be called in studies and on the command line.
    card : Path, optional
        Its model card, in Markdown.

    Returns
    -------
    Path
        The copy of the record.

    Raises
    ------
    InputError
        The name is taken, or is none.
    EnvironmentFault
        The folder cannot be written to; nothing is left there.
    """
    bringing.check_name(identity, _taken())
    said = locations.user_models() / f"{identity}{FOLDS_SUFFIX}"
    folder, page = folder_beside(said), said.with_name(f"{identity}.md")
    unfinished = said.with_name(f".{said.name}.{os.getpid()}")
    try:
        folder.mkdir(parents=True)
        for fold, file in zip(record.folds, files, strict=True):
            shutil.copyfile(file, folder / fold.file)
        if card is not None:
            shutil.copyfile(card, page)
        write_record(record, unfinished)
        unfinished.replace(said)  # last: without it there is no classifier
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        page.unlink(missing_ok=True)
        raise EnvironmentFault(
            f"{said.name}: the networks could not be brought in: {reason(error)}."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return said


def bring_in_base(
    path: Path, identity: str, *, colours: str = "", title: str = "", licence: str = ""
) -> Path:
    """Keep VGG-Face's convolutions in the user's folder, for trainings to begin with.

    Whoever knows better which colours the file expects says so: RGB or BGR.

    Raises
    ------
    InputError
        The name is taken, or is none; the colours are neither.
    WeightsError
        The file is none of VGG-Face.
    EnvironmentFault
        The folder cannot be written to.
    """
    bringing.check_name(identity, _taken())
    if colours not in ("", "RGB", "BGR"):
        raise InputError(
            f"VGG-Face takes colours in RGB or BGR, not {colours[:20]!r}",
            file=path,
            remedy="say RGB or BGR, or nothing",
            command="give --colours RGB or BGR, or leave that option out",
        )
    copy = locations.user_models() / f"{identity}{BASE_SUFFIX}"
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFault(
            f"{copy.name}: the base could not be brought in: {reason(error)}."
        ) from error
    save_base(read_vgg_face_base(path, colours or None), copy, title=title, licence=licence)
    return copy


def _taken() -> list[str]:
    return [*(info.id for info in available()), *(base.id for base in available_bases())]
