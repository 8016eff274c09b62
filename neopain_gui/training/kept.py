"""What a fold's training keeps after each epoch, so that a killed one goes on to the same bytes."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from neopain_gui.errors import InputError
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.imaging.encode import write_fault
from neopain_gui.training.learner import Learner
from neopain_gui.training.run_folder import BEST, CURVE, CURVE_COLUMNS, STATE

_STANDING = "standing"
Row = tuple[int, int, float, float, float]
"""epoch, phase, loss, val_loss, val_accuracy."""


@dataclass(slots=True, kw_only=True)
class Standing:
    """How far a fold's training is.

    Attributes
    ----------
    epoch : int
        Done so far, of all phases.
    phase : int
        Position in the phases, from 0.
    phase_epoch : int
        Done of this phase.
    best : float
        Lowest validation loss; infinite before the first epoch.
    best_epoch : int
        When that was.
    waited : int
        Epochs of this phase since something was better.
    over : str
        Why the training ended; empty while it goes on.
    curve : list
        A row an epoch.
    seconds, processor_seconds : float
        What it took so far, by the clock and of the processor; two trainings that agree in all
        else are the same.
    """

    epoch: int = 0
    phase: int = 0
    phase_epoch: int = 0
    best: float = float("inf")
    best_epoch: int = 0
    waited: int = 0
    over: str = ""
    curve: list[Row] = field(default_factory=list)
    seconds: float = field(default=0.0, compare=False)
    processor_seconds: float = field(default=0.0, compare=False)


class KeptState:
    """The files of one fold's training.

    Each is written whole or not at all. The best weights come before the state that names them,
    so that after a kill between the two the epoch is learnt again and writes the same.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, standing: Standing, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Write what the next epoch follows from, then the curve."""
        text = json.dumps(asdict(standing))
        _write_arrays(self._folder / STATE, {**arrays, _STANDING: np.array(text)})
        self.write_curve(standing)

    def write_best(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Write the best weights so far."""
        _write_arrays(self._folder / BEST, arrays)

    def write_curve(self, standing: Standing) -> None:
        """Write the curve as a table; the numbers read back as they were."""
        lines = [",".join(CURVE_COLUMNS), *(",".join(map(repr, row)) for row in standing.curve)]
        write_bytes_atomic(self._folder / CURVE, ("\n".join(lines) + "\n").encode())

    def read(self) -> tuple[Standing, dict[str, NDArray[Any]]] | None:
        """Return where the training stands, and its arrays; None before the first epoch.

        Raises
        ------
        InputError
            The file is damaged.
        """
        path = self._folder / STATE
        if not path.is_file():
            return None
        arrays = _read_arrays(path)
        try:
            standing = Standing(**json.loads(str(arrays.pop(_STANDING))))
            standing.curve = [(row[0], row[1], row[2], row[3], row[4]) for row in standing.curve]
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise _damaged(path) from error
        return standing, arrays

    def restore(self, learner: Learner, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Let a network take up what was read.

        Raises
        ------
        InputError
            It is of another network.
        """
        try:
            learner.restore(arrays)
        except (ValueError, KeyError) as error:
            raise _damaged(self._folder / STATE) from error

    def read_best(self) -> dict[str, NDArray[Any]]:
        """Return the best weights so far.

        Raises
        ------
        InputError
            The file is damaged or gone.
        """
        return _read_arrays(self._folder / BEST)

    def clear(self) -> None:
        """Remove what only a training under way needs."""
        for name in (STATE, BEST):
            (self._folder / name).unlink(missing_ok=True)


def _write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays: the whole file, on the disk, or on failure nothing."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with unfinished.open("wb") as stream:
            np.savez(stream, allow_pickle=False, **arrays)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise write_fault(path, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, KeyError, BadZipFile, zlib.error) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> InputError:
    return InputError(
        "what the training kept of itself is damaged",
        file=path,
        remedy="remove the fold's folder, and it is trained again",
    )
