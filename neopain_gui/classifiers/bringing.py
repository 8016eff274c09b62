"""Bringing a classifier into the user's own folder of models, whoever made it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from neopain_gui import locations
from neopain_gui.classifiers.bases import SUFFIX as BASE_SUFFIX
from neopain_gui.classifiers.bases import available_bases, read_vgg_face_base, save_base
from neopain_gui.classifiers.foreign import bringing
from neopain_gui.classifiers.foreign.declared import Declared
from neopain_gui.classifiers.heads import as_network
from neopain_gui.classifiers.loaded import Classifier
from neopain_gui.classifiers.registry import available, of_network
from neopain_gui.classifiers.weight_files import SUFFIX
from neopain_gui.errors import EnvironmentFault, InputError, reason


def bring_in(path: Path, identity: str, declared: Declared) -> Path:
    """Bring in a network that was trained elsewhere; see :mod:`.foreign.bringing`."""
    with as_network(path) as network:
        return bringing.bring_in(network, identity, declared, _taken())


def try_out(path: Path, declared: Declared) -> Classifier:
    """Load a network that was trained elsewhere as it was declared, without bringing it in."""
    with as_network(path) as network:
        model, kept = bringing.loaded(network, declared)
    info = of_network(path, kept)
    return Classifier(info=info, model=model, weights_sha256=kept.sha256)


def bring_in_own(path: Path, identity: str) -> Path:
    """Copy a weight file of our own format, which was looked at, into the user's folder.

    Raises
    ------
    InputError
        The name is taken, or is none.
    EnvironmentFault
        The folder cannot be written to.
    """
    bringing.check_name(identity, _taken())
    copy = locations.user_models() / f"{identity}{SUFFIX}"
    unfinished = copy.with_name(f".{copy.name}.{os.getpid()}")
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, unfinished)
        unfinished.replace(copy)
    except OSError as error:
        raise EnvironmentFault(
            f"{copy.name}: the weights could not be brought in: {reason(error)}."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return copy


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
