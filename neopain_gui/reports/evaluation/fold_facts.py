"""What a card says of each fold beside its figures: how long it took, which head it drew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from neopain_gui.counted import counted, duration
from neopain_gui.errors import InputError
from neopain_gui.training.run_folder import SEARCH, TIMES
from neopain_gui.training.search import read_search


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldFacts:
    """A fold beside its figures.

    Attributes
    ----------
    seconds, processor_seconds : float or None
        What it took; None where that is not on record.
    head : str
        The head that was chosen of those that were drawn; empty where none were.
    """

    seconds: float | None = None
    processor_seconds: float | None = None
    head: str = ""


def fold_facts(folder: Path) -> FoldFacts:
    """Read what a fold's folder says beside its figures.

    Raises
    ------
    InputError
        A file in it is damaged.
    """
    seconds, processor = _times(folder / TIMES)
    return FoldFacts(seconds=seconds, processor_seconds=processor, head=_head(folder / SEARCH))


def took(folds: Mapping[int, FoldFacts]) -> str:
    """Return how long folds took together, in words; empty where any does not say."""
    processor = [one.processor_seconds for one in folds.values()]
    clock = [one.seconds for one in folds.values()]
    if not folds or None in processor or None in clock:
        return ""
    of, by = (sum(one for one in some if one is not None) for some in (processor, clock))
    return (
        f"{duration(of)} of processor, {duration(by)} by the clock, for "
        f"{counted(len(folds), 'fold')}"
    )


def _times(path: Path) -> tuple[float | None, float | None]:
    if not path.is_file():
        return None, None
    try:
        said = json.loads(path.read_text("utf-8"))
        return float(said["seconds"]), float(said["processor_seconds"])
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            "is no time of a fold", file=path, remedy="remove the file, and evaluate again"
        ) from error


def _head(path: Path) -> str:
    if not path.is_file():
        return ""
    tried = read_search(path)
    best = min(tried, key=lambda one: one.val_loss)
    return f"{best.drawn.said()} (of {len(tried)} drawn)"
