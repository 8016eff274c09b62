"""Bringing a declared network into the user's own folder of models, and loading it from there."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from neopain_gui import locations
from neopain_gui.classifiers.foreign.building import built
from neopain_gui.classifiers.foreign.declared import Declared, Kept, check_outputs, read, write
from neopain_gui.classifiers.foreign.declared import beside as declaration_of
from neopain_gui.classifiers.foreign.ends import explainable
from neopain_gui.classifiers.foreign.findings import Findings, look
from neopain_gui.classifiers.foreign.stored import stored
from neopain_gui.classifiers.network.layers import find_layer
from neopain_gui.errors import EnvironmentFault, InputError, WeightsError, reason
from neopain_gui.provenance import sha256_file

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def load_network(path: Path, size: int) -> Any:
    """Build the network of a file, with logits before its softmax.

    Parameters
    ----------
    path : Path
        The file.
    size : int
        Side of its pictures in pixels.

    Returns
    -------
    keras.Model
        As the methods need it (:mod:`~neopain_gui.classifiers.network.contract`).

    Raises
    ------
    WeightsError
        It cannot be brought in.
    """
    with stored(path, weights=True) as held:
        return explainable(built(held, path, size), path)


def check_declared(found: Findings, declared: Declared) -> Declared:
    """Return what was declared of a network, with a name for each class.

    Raises
    ------
    InputError
        It does not fit what was found in the file.
    """
    how = declared.preprocessing
    if how.channels != found.channels:
        raise InputError(
            f"the network takes pictures with {found.channels} "
            f"{'channel' if found.channels == 1 else 'channels'}, not {how.channels}",
            remedy="state grey" if found.channels == 1 else "state RGB or BGR",
            command=f"give --colours {'grey' if found.channels == 1 else 'RGB or BGR'}",
        )
    if found.size not in (None, how.size):
        raise InputError(
            f"the network takes pictures of {found.size} pixels, not {how.size}",
            remedy=f"state {found.size}",
            command=f"leave --size out, or give --size {found.size}",
        )
    return Declared(
        outputs=check_outputs(declared.outputs, found.outputs),
        preprocessing=how,
        title=declared.title,
        licence=declared.licence,
    )


def bring_in(path: Path, identity: str, declared: Declared, taken: Iterable[str]) -> Path:
    """Copy a network into the user's folder of models, with what was declared of it.

    Parameters
    ----------
    path : Path
        Its file; it stays as it is.
    identity : str
        What it will be called in studies and on the command line.
    declared : Declared
        What its outputs mean and its inputs expect.
    taken : iterable of str
        The names of the classifiers that there are.

    Returns
    -------
    Path
        The copy.

    Raises
    ------
    InputError
        The name is taken or is none, or what was declared does not fit the network.
    WeightsError
        The file cannot be brought in.
    EnvironmentFault
        The folder cannot be written to.
    """
    check_name(identity, taken)
    _, kept = loaded(path, declared)  # what does not load is not brought in
    ending = ".keras" if zipfile.is_zipfile(path) else ".h5"
    copy = locations.user_models() / f"{identity}{ending}"
    _put(path, copy, replace(kept, file=copy.name))
    return copy


def loaded(path: Path, declared: Declared) -> tuple[Any, Kept]:
    """Build a network where its file lies, and say what would be kept of it.

    Raises
    ------
    InputError
        What was declared does not fit the network.
    WeightsError
        The file cannot be brought in.
    """
    kept = to_keep(look(path, declared.preprocessing.size), declared)
    return load_network(path, declared.preprocessing.size), kept


def to_keep(found: Findings, declared: Declared) -> Kept:
    """Return what would be kept of a network that was found and declared.

    Raises
    ------
    InputError
        What was declared does not fit the network.
    """
    return Kept(
        declared=check_declared(found, declared),
        file=found.file,
        sha256=found.sha256,
        parameters=found.parameters,
        layers=found.explained,
        multiplications=found.multiplications,
    )


def load_kept(path: Path) -> Any:
    """Load a network that was brought in.

    Raises
    ------
    WeightsError
        Its file is another one than was declared, or is damaged.
    """
    kept = read(declaration_of(path))
    digest = sha256_file(path)
    if digest != kept.sha256:
        raise WeightsError(
            "the file is another one than that of which outputs and inputs were declared",
            file=path,
            remedy="bring the new file in under a name of its own",
            command="bring it in: neopain weights FILE --import --name ID",
        )
    model = load_network(path, kept.declared.preprocessing.size)
    try:
        for layer in kept.layers:
            find_layer(model, layer.name)
    except ValueError as error:
        raise WeightsError(
            "what was declared of this network names layers that it has not",
            file=declaration_of(path),
            remedy="bring the network in again",
        ) from error
    if model.outputs[0].shape[-1] != len(kept.declared.outputs):
        raise WeightsError(
            "what was declared of this network names other outputs than it has",
            file=declaration_of(path),
            remedy="bring the network in again",
        )
    return model


def check_name(identity: str, taken: Iterable[str]) -> None:
    """Refuse a name that is taken, or that no file can have.

    Raises
    ------
    InputError
        It is.
    """
    if not _ID.fullmatch(identity):
        raise InputError(
            f"a classifier cannot be called '{identity[:40]}'",
            remedy="take up to 40 letters, digits, - and _",
            command="give --name with up to 40 letters, digits, - and _",
        )
    files = (one.name.partition(".")[0] for one in locations.user_models().glob("*"))
    if identity.casefold() in {name.casefold() for name in (*taken, *files)}:
        raise InputError(
            f"there is a classifier '{identity}' already",
            remedy="choose another name",
            command="give another --name",
        )


def _put(path: Path, copy: Path, kept: Kept) -> None:
    """Write the copy first and what is said of it last: without that it is no classifier."""
    unfinished = copy.with_name(f".{copy.name}.{os.getpid()}")
    said = declaration_of(copy)
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, unfinished)
        if sha256_file(unfinished) != kept.sha256:
            raise WeightsError(
                "the file changed while it was brought in", file=path, remedy="try again"
            )
        unfinished.replace(copy)
        write(kept, unfinished)
        unfinished.replace(said)
    except OSError as error:
        copy.unlink(missing_ok=True)
        raise EnvironmentFault(
            f"{copy.name}: the network could not be brought in: {reason(error)}."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
