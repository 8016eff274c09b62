"""Numbers that start again within a recording, made to run on: clocks, and fixations' numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gaze.recordings.clock import FAR_BACK_US, codes_in, microseconds, unit_by_step
from neopain_gui.gaze.recordings.layout import Layout
from neopain_gui.gaze.recordings.numbers import Array
from neopain_gui.gaze.recordings.table import Piece
from neopain_gui.gaze.recordings.words import CategoryColumn

Key = tuple[str, str]
"""A participant's and a recording's name as the file has them."""
Rows = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(slots=True)
class _State:
    """What is known of a recording until now: the last clock, stimulus, number of a fixation."""

    clock: float = np.nan
    raw: float = np.nan
    step: float = 0.0
    added: float = 0.0
    part: int = 1
    index: float = 0.0
    index_added: float = 0.0
    stimulus: str = ""
    fixation: bool = False
    lasting: float = np.nan


@dataclass(slots=True, kw_only=True)
class RunningOn:
    """One for a file; sees its pieces in turn and changes them.

    Attributes
    ----------
    layout : Layout
        The file's.
    restarts : int
        How often a clock has started again.
    """

    layout: Layout
    restarts: int = 0
    _states: dict[Key, _State] = field(default_factory=dict)

    def see(self, piece: Piece) -> None:
        """Make a piece's clock and its fixations' numbers run on."""
        if not piece.rows:
            return
        by_stimulus = self.layout.restarts == "stimulus"
        role = "clock" if "clock" in piece.values else "fine_clock"
        clock = piece.values[role].copy() if by_stimulus else piece.values[role]
        piece.values[role] = clock
        far = FAR_BACK_US / microseconds(self._unit(role, clock))
        part = np.ones(piece.rows, np.int64)
        index = self._numbers(piece)
        for key, rows in by_recording(piece):
            state = self._states.setdefault(key, _State())
            again = self._starts(clock, rows, state, 0.0 if by_stimulus else far)
            if by_stimulus:
                _run_on(clock, rows, again, state)
            elif self.layout.restarts == "recording":
                part[rows] = state.part + np.cumsum(again)
                state.part = int(part[rows[-1]])
            if index is not None:
                self._number(piece, index, rows, state)
        if (part > 1).any():
            piece.text["recording"] = _in_parts(piece.words("recording"), part)
        if index is not None:
            piece.values["index"] = index

    def _unit(self, role: str, clock: Array) -> str:
        said = self.layout.headers[self.layout.places[role]].unit
        if role == "fine_clock":
            return said or "us"
        return self.layout.clock_unit or said or unit_by_step(clock)[0]

    def _starts(self, clock: Array, rows: Rows, state: _State, far: float) -> Bools:
        """Return at which of a recording's rows its clock starts again."""
        again = np.zeros(len(rows), bool)
        known = np.flatnonzero(np.isfinite(clock[rows]))
        if not len(known):
            return again
        times = clock[rows[known]]
        steps = np.diff(times, prepend=state.clock)
        again[known] = steps < -far
        state.clock = float(times[-1])
        if not state.step and (steps > 0).any():
            state.step = float(np.median(steps[steps > 0]))
        self.restarts += int(again.sum())
        return again

    def _numbers(self, piece: Piece) -> Array | None:
        """Return where fixations' numbers are to be written; None where the file's own will do."""
        if "index" in piece.values:
            return piece.number("index").copy() if self.layout.index_restarts else None
        return np.full(piece.rows, np.nan) if "movement" in piece.text else None

    def _number(self, piece: Piece, index: Array, rows: Rows, state: _State) -> None:
        movement = piece.words("movement")
        labelled = np.ones(len(rows), bool)
        inside = index[rows] > 0
        if "movement" in piece.text:
            meant = movement[rows].changed(lambda one: self.layout.movements.get(one, one))
            labelled, inside = meant.filled(), meant.test("Fixation".__eq__)
        if self.layout.index_restarts and "index" in piece.values:
            _renumber(index, rows[inside], piece.words("stimulus"), state)
        else:
            _count(index, rows[labelled], inside[labelled], piece.number("duration"), state)


def by_recording(piece: Piece) -> Iterator[tuple[Key, Rows]]:
    """Yield the rows of each participant's recording, in their order."""
    who, which = piece.words("participant"), piece.words("recording")
    number = who.codes.astype(np.int64) * len(which.values) + which.codes
    for one in codes_in(number):
        a, b = divmod(int(one), len(which.values))
        yield (who.values[a], which.values[b]), np.flatnonzero(number == one)


def _run_on(clock: Array, rows: Rows, again: Bools, state: _State) -> None:
    """Let each start follow the last time by the usual step."""
    known = np.isfinite(clock[rows])
    at = rows[known]
    if not len(at):
        return
    times = clock[at].copy()
    before = np.append(np.nan, times[:-1])
    if again[known][0]:  # the last time is one of the piece before
        before[0] = state.raw
    jumps = np.where(again[known], before - times + state.step, 0.0)
    added = state.added + np.cumsum(jumps)
    state.added, state.raw = float(added[-1]), float(times[-1])
    clock[at] = times + added


def _in_parts(recording: CategoryColumn, part: NDArray[np.int64]) -> CategoryColumn:
    """Return names of recordings in which the second part and those after it are numbered."""
    most = int(part.max()) + 1
    pairs, codes = np.unique(recording.codes.astype(np.int64) * most + part, return_inverse=True)
    values = []
    for pair in pairs:
        code, number = divmod(int(pair), most)
        name = recording.values[code]
        more = f"{name} ({number})" if name else f"part {number}"
        values.append(name if number == 1 else more)
    return CategoryColumn(codes.astype(np.int64), values)


def _renumber(index: Array, rows: Rows, stimulus: CategoryColumn, state: _State) -> None:
    """Add to numbers that start again what the last one before was."""
    if not len(rows):
        return
    own, shown = index[rows].copy(), stimulus[rows].texts()
    last = np.append(state.index, own[:-1])
    other = shown != np.append(np.array([state.stimulus], object), shown[:-1])
    again = (own < last) | (other & (own == last))
    added = state.index_added + np.cumsum(np.where(again, last, 0.0))
    index[rows] = own + added
    state.index, state.index_added = float(own[-1]), float(added[-1])
    state.stimulus = str(shown[-1])


def _count(index: Array, rows: Rows, inside: Bools, lasting: Array, state: _State) -> None:
    """Number the stretches of rows that are labelled as fixations; one lasts as long throughout."""
    if not len(rows):
        return
    before = np.append(state.fixation, inside[:-1])
    spans: Any = lasting[rows]
    earlier = np.append(state.lasting, spans[:-1])
    new = inside & (~before | (np.isfinite(spans) & np.isfinite(earlier) & (spans != earlier)))
    numbers = state.index + np.cumsum(new)
    index[rows] = np.where(inside, numbers, np.nan)
    state.index, state.fixation = float(numbers[-1]), bool(inside[-1])
    state.lasting = float(spans[-1])
