"""Scales and sets of landmarks as files: brought in, saved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from neopain_gui.errors import InputError, NeoPainError, reason
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.pipeline.settings.instrument_kinds import SETS, InstrumentKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from neopain_gui.gui.state.session import Session

_PLACE = "scales"
_FILTER = "Scale or landmarks (*.json)"


def bring_in(
    parent: QWidget, session: Session, kinds: Sequence[InstrumentKind]
) -> tuple[str, str] | None:
    """Ask for a file and take in what it defines; return its kind's word and its id.

    What it is called otherwise here, so that nothing that is there is replaced, is said.
    """
    study = session.study
    path = file_dialogs.file(parent, _PLACE, "Bring in a scale or landmarks", _FILTER)
    if path is None or study is None:
        return None
    try:
        kind = next(one for one in kinds if (one is SETS) == _has_points(path))
        made, said = kind.taken_in(study, kind.read(path))
        settings = kind.keep(study, made)
    except NeoPainError as error:
        session.problem.emit(error)
        return None
    kept = session.settings.put_many(
        settings,
        f"bringing in {made.title}",
        said=f"The study has the {kind.word} {made.title}. {said}".rstrip(),
    )
    return (kind.word, made.id) if kept else None


def save(parent: QWidget, session: Session, kind: InstrumentKind, name: str) -> None:
    """Ask where to, and write one as a file."""
    from neopain_gui.imaging import write_bytes_atomic

    study = session.study
    thing = kind.there(study).get(name) if study is not None else None
    if thing is None:
        return
    title = f"Save a {kind.word}"
    chosen, _ = file_dialogs.save_as(parent, _PLACE, title, f"{name}.json", _FILTER)
    if not chosen:
        return
    try:
        write_bytes_atomic(Path(chosen), kind.text(thing).encode())
    except NeoPainError as error:
        session.problem.emit(error)
        return
    session.notice.emit(f"{Path(chosen).name} was written.")


def _has_points(path: Path) -> bool:
    """Say whether a file defines landmarks; what cannot be read is refused as a scale."""
    try:
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(
            f"it cannot be read: {reason(error)}", file=path, remedy="choose another file"
        ) from None
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and "points" in found
