"""A weight file as a classifier before it is brought in, for a look at what it says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neopain_gui.classifiers.foreign import bringing
from neopain_gui.classifiers.foreign.declared import Declared
from neopain_gui.classifiers.foreign.findings import Findings, look
from neopain_gui.classifiers.heads import as_network
from neopain_gui.classifiers.loaded import Classifier, load
from neopain_gui.classifiers.registry import find, of_network
from neopain_gui.errors import WeightsError, reason

_SMALL = 40_000_000
"""Parameters up to which a network stays in memory while its declaration is being changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Built:
    file: tuple[Path, int, int]
    size: int
    found: Findings
    model: Any


_last: list[_Built] = []


def try_out(path: Path, declared: Declared | None) -> Classifier:
    """Load a weight file where it lies.

    A network that was tried is ready the next time, as long as its file and the size of its
    pictures stay the same: trying again after another word on its colours takes no loading.

    Parameters
    ----------
    path : Path
        The file.
    declared : Declared or None
        What is said of a network from elsewhere; None for a file of our own format.

    Raises
    ------
    InputError
        What was declared does not fit the network.
    WeightsError
        The file cannot be loaded.
    """
    if declared is None:
        return load(find(path))
    built = _built(path, declared.preprocessing.size)
    kept = bringing.to_keep(built.found, declared)
    info = of_network(path, kept)
    return Classifier(info=info, model=built.model, weights_sha256=kept.sha256)


def forget() -> None:
    """Give back the memory of the network that was tried last."""
    _last.clear()


def _built(path: Path, size: int) -> _Built:
    try:
        status = path.stat()
    except OSError as error:
        raise WeightsError(
            f"the file cannot be read: {reason(error)}", file=path, remedy="choose it again"
        ) from error
    file = (path, status.st_size, status.st_mtime_ns)
    if _last and (_last[0].file, _last[0].size) == (file, size):
        return _last[0]
    forget()
    with as_network(path) as network:
        found, model = look(network, size), bringing.load_network(network, size)
    made = _Built(file=file, size=size, found=found, model=model)
    if found.parameters <= _SMALL:
        _last.append(made)
    return made
