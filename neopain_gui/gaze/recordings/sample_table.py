"""The samples of a recording in little memory, and any stretch of them as a frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gaze.recordings.clock import FAR_BACK_US
from neopain_gui.gaze.recordings.packed import Packed, Values, pack

if TYPE_CHECKING:
    import pandas as pd

ROWS = 1 << 16
"""Rows that are packed together."""
Rows = NDArray[np.intp]
Run = tuple[slice, tuple[str, str, str]]
"""Rows, and whose they are: participant, recording, stimulus."""
ORDER = (
    *("time_us", "start_us", "participant", "recording", "stimulus", "event", "value"),
    *("index", "duration_ms", "x", "y"),
    *("gaze_x", "gaze_y", "left_valid", "right_valid"),
    *("direction_x", "direction_y", "direction_z"),
    *("distance_mm", "left_pupil_mm", "right_pupil_mm"),
    *("eye_movement", "eye_movement_index", "eye_movement_ms", "fixation_x", "fixation_y"),
    *("media_pos_x", "media_pos_y", "media_shown_width", "media_shown_height"),
    *("media_width", "media_height", "media_x", "media_y"),
)
"""Columns of samples, events and fixations as their frames have them."""


class Block:
    """Some rows that follow each other; every column is packed."""

    __slots__ = ("_packed", "rows")

    def __init__(self, columns: Mapping[str, Values]) -> None:
        self.rows = len(next(iter(columns.values())))
        self._packed: dict[str, Packed] = {name: pack(one) for name, one in columns.items()}

    def __getitem__(self, name: str) -> Values:
        return self._packed[name].unpack()

    def __setitem__(self, name: str, values: Values) -> None:
        self._packed[name] = pack(values)

    def drop(self, *names: str) -> None:
        """Forget columns."""
        for name in names:
            del self._packed[name]


@dataclass(slots=True, weakref_slot=True)
class SampleTable:
    """Rows of samples; grows at its end while a file is read.

    Attributes
    ----------
    blocks : list of Block
        The rows, in the file's order.
    texts : dict of str to list of str
        Of the columns of text, what each number means; set when all rows are there.
    """

    blocks: list[Block] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    _waiting: list[dict[str, Values]] = field(default_factory=list)
    _types: dict[str, Any] = field(default_factory=dict)
    _whole: pd.DataFrame | None = None
    _runs: list[Run] | None = None

    def __len__(self) -> int:
        return sum(block.rows for block in self.blocks) + sum(map(_rows, self._waiting))

    def add(self, columns: dict[str, Values]) -> None:
        """Put rows to the end."""
        self._types |= {name: one.dtype for name, one in columns.items()}
        self._waiting.append(columns)
        if sum(map(_rows, self._waiting)) >= ROWS:
            self.close()

    def close(self) -> None:
        """Pack the rows that wait for more."""
        if sum(map(_rows, self._waiting)):
            names = list(self._waiting[0])
            joined = {
                name: np.concatenate([one.pop(name) for one in self._waiting]) for name in names
            }
            self.blocks.append(Block(joined))
        self._waiting = []

    def clear(self) -> None:
        """Forget all rows: what the columns are stays known."""
        self.blocks = []

    @property
    def names(self) -> set[str]:
        """What the columns are called."""
        return set(self._types)

    def parts(self, *names: str, rows: slice | None = None) -> Iterator[Any]:
        """Yield a tuple of the columns block by block, of all rows or of some."""
        if rows is None:
            for block in self.blocks:
                yield tuple(block[name] for name in names)
            return
        for block, some in self._spans(rows.start, rows.stop):
            yield tuple(block[name][some] for name in names)

    def column(self, name: str) -> Values:
        """Return a whole column; of text its numbers."""
        parts = [block[name] for block in self.blocks]
        return np.concatenate(parts) if parts else np.empty(0, self._types[name])

    def put(self, parts: Mapping[str, Iterable[Values]], instead_of: Sequence[str] = ()) -> None:
        """Give every block columns, and let it forget others."""
        rest = {name: iter(values) for name, values in parts.items()}
        for block in self.blocks:
            for name, values in rest.items():
                block[name] = own = next(values)
                self._types[name] = own.dtype
            block.drop(*instead_of)
        for name in parts:
            self._types.setdefault(name, np.dtype(np.int64))
        for name in instead_of:
            self._types.pop(name, None)

    def put_whole(self, name: str, values: Values) -> None:
        """Put a whole column in the place of one that is there."""
        ends = np.cumsum([block.rows for block in self.blocks])
        self.put({name: np.split(values, ends[:-1])})

    def used(self, name: str) -> list[int]:
        """Return the numbers that a column of text has, in order."""
        return sorted({int(one) for (part,) in self.parts(name) for one in np.unique(part)})

    def name_texts(self, texts: Mapping[str, Sequence[str]]) -> None:
        """Say what the numbers of the columns of text mean; those that no row has are left out."""
        for name, called in texts.items():
            used = self.used(name)
            place = np.zeros(max(used, default=0) + 1, dtype=np.int64)
            place[used] = np.arange(len(used))
            smallest = np.min_scalar_type(-max(len(used), 1))
            self.put({name: (place[part].astype(smallest) for (part,) in self.parts(name))})
            self._types[name] = smallest
            self.texts[name] = [called[code] for code in used]

    # What whoever uses a recording asks for

    def frame(self, start: int = 0, stop: int | None = None) -> pd.DataFrame:
        """Return rows as ``Recording.samples`` has them."""
        import pandas as pd

        stop = len(self) if stop is None else stop
        spans = list(self._spans(start, stop))
        columns: dict[str, Any] = {}
        for name in ORDER:
            if name not in self._types:
                continue
            some = [block[name][rows] for block, rows in spans]
            columns[name] = np.concatenate(some) if some else np.empty(0, self._types[name])
            if name in self.texts:
                index: Any = pd.Index(self.texts[name])
                columns[name] = pd.Categorical.from_codes(columns[name], index)
        return pd.DataFrame(columns, index=pd.RangeIndex(start, stop), copy=False)

    @property
    def whole(self) -> pd.DataFrame:
        """All rows; they are kept, so that what is changed in them stays changed."""
        if self._whole is None:
            self._whole = self.frame()
        return self._whole

    def take(self, rows: Rows, names: Sequence[str]) -> dict[str, NDArray[np.float64]]:
        """Return columns of numbers at some rows, which are in order."""
        made: dict[str, list[Values]] = {name: [] for name in names}
        begin = 0
        for block in self.blocks:
            here = rows[np.searchsorted(rows, begin) : np.searchsorted(rows, begin + block.rows)]
            if len(here):
                for name in names:
                    made[name].append(block[name][here - begin].astype(np.float64))
            begin += block.rows
        return {
            name: np.concatenate(parts) if parts else np.empty(0) for name, parts in made.items()
        }

    def runs(self) -> list[Run]:
        """Return the stretches of one participant's recording with one stimulus.

        A new one begins also where time starts again.
        """
        if self._runs is None:
            self._runs = self._find_runs()
        return self._runs

    def _find_runs(self) -> list[Run]:
        who = ("participant", "recording", "stimulus")
        starts: list[int] = []
        whose: list[tuple[int, ...]] = []
        begin, last = 0, None
        for time, *codes in self.parts("time_us", *who):
            first = np.array([(time[0], *(one[0] for one in codes)) if last is None else last])
            before = np.concatenate([first, np.stack([time, *codes], axis=1)])
            new = np.diff(before[:, 0]) < -FAR_BACK_US
            new |= (np.diff(before[:, 1:], axis=0) != 0).any(axis=1)
            new[0] |= last is None
            at = np.flatnonzero(new)
            starts += (at + begin).tolist()
            whose += [tuple(int(one[row]) for one in codes) for row in at]
            begin, last = begin + len(time), before[-1]
        slices = [slice(a, b) for a, b in pairwise([*starts, begin])]
        texts = [self.texts[name] for name in who]
        return [
            (rows, (texts[0][own[0]], texts[1][own[1]], texts[2][own[2]]))
            for rows, own in zip(slices, whose, strict=True)
        ]

    def _spans(self, start: int, stop: int) -> Iterator[tuple[Block, slice]]:
        begin = 0
        for block in self.blocks:
            first, last = max(start - begin, 0), min(stop - begin, block.rows)
            if first < last:
                yield block, slice(first, last)
            begin += block.rows


def _rows(columns: Mapping[str, Values]) -> int:
    return len(next(iter(columns.values()))) if columns else 0
