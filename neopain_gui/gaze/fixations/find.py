"""Fixations of a recording, by one of the filters or by the exporter's own labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gaze.fixations.geometry import Viewing
from neopain_gui.gaze.fixations.idt import IDT, idt
from neopain_gui.gaze.fixations.ivt import IVT, ivt
from neopain_gui.gaze.fixations.segments import (
    TRIAL,
    Segment,
    in_order,
    runs,
    segments,
    until_next_us,
)

if TYPE_CHECKING:
    import pandas as pd

FIXATIONS_VERSION = 2
"""Raised when a filter finds other fixations with the same settings."""
COLUMNS = (
    "start_us",
    "participant",
    "recording",
    "stimulus",
    "index",
    "duration_ms",
    "x",
    "y",
    "media_x",
    "media_y",
)
"""The columns of a table of fixations, those of ``Recording.fixations``."""
TYPES = (
    dict.fromkeys(COLUMNS, "float64")
    | dict.fromkeys(("start_us", "index"), "int64")
    | dict.fromkeys(TRIAL, "str")
)
"""What they hold, also where there are no rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The exporter's own fixations are taken as they are."""


Filter = IVT | IDT | Exported
FILTERS: Mapping[str, type[IVT | IDT | Exported]] = {"ivt": IVT, "idt": IDT, "exported": Exported}


def filter_as_dict(how: Filter) -> dict[str, Any]:
    """Return a filter with its settings as plain JSON types."""
    name = next(name for name, kind in FILTERS.items() if isinstance(how, kind))
    return {"filter": name, **asdict(how)}


def filter_from_dict(stored: Mapping[str, Any]) -> Filter:
    """Return what :func:`filter_as_dict` wrote.

    Raises
    ------
    ValueError, TypeError, LookupError
        It is something else.
    """
    settings = {key: float(value) for key, value in stored.items() if key != "filter"}
    return FILTERS[stored["filter"]](**settings)


def number_fixations(
    samples: pd.DataFrame, how: Filter, viewing: Viewing, within: Sequence[str] = TRIAL
) -> NDArray[np.int64]:
    """Say to which fixation each sample belongs.

    Parameters
    ----------
    samples : pandas.DataFrame
        With the columns of ``Recording.samples``, in any order; text may be categorical, numbers
        float32. Where ``direction_x``, ``direction_y`` and ``direction_z`` (the mean of the valid
        eyes' gaze directions) are there and not NaN, I-VT measures velocity by them.
    how : IVT, IDT or Exported
        The filter.
    viewing : Viewing
        Where eyes and screen were; of no matter to exported ones.
    within : sequence of str
        Columns across which no fixation reaches.

    Returns
    -------
    ndarray of int64, shape (n,)
        Numbers from 1 through the whole table; 0 where there is none.
    """
    order = in_order(samples)
    made = np.zeros(len(samples), np.int64)
    ordered = samples.iloc[order]
    made[order] = _numbered(ordered, segments(ordered, within), how, viewing)
    return made


def _numbered(
    samples: pd.DataFrame, parts: Iterable[Segment], how: Filter, viewing: Viewing
) -> NDArray[np.int64]:
    """Number the fixations of samples that are in order, and in these parts."""
    numbers = np.zeros(len(samples), np.int64)
    last = 0
    exported = _exported(samples) if isinstance(how, Exported) else None
    for segment in parts:
        if isinstance(how, IVT):
            found = ivt(segment, viewing, how)
        elif isinstance(how, IDT):
            found = idt(segment, viewing, how)
        else:
            assert exported is not None
            found = _renumbered(exported[segment.rows])
        numbers[segment.rows] = np.where(found > 0, found + last, 0)
        last = max(last, int(numbers[segment.rows].max(initial=0)))
    return numbers


def find_fixations(
    samples: pd.DataFrame, how: Filter, viewing: Viewing, within: Sequence[str] = TRIAL
) -> pd.DataFrame:
    """Find the fixations of samples; see :func:`number_fixations`.

    Returns
    -------
    pandas.DataFrame
        One row a fixation with the columns :data:`COLUMNS`: its place is the mean of its samples in
        which an eye was found (the exporter's own where it said one), on the screen and on the
        original picture; a sample lasts until the next would come. By recording and time; numbered
        from 1 in each recording.
    """
    import pandas as pd

    samples = samples.iloc[in_order(samples)]
    parts = list(segments(samples, within))
    numbers = _numbered(samples, parts, how, viewing)
    inside = np.flatnonzero(numbers)
    x, y = _places(len(samples), parts, how)
    # numbered in a column of its own: pandas writes out an array that it is given
    members = pd.DataFrame(
        {"number": numbers[inside], "row": inside, "x": x[inside], "y": y[inside]}
    )
    groups = members.groupby("number")
    place, rows = groups[["x", "y"]].mean(), groups["row"].agg(["min", "max"])
    first = samples.iloc[rows["min"].to_numpy()].reset_index(drop=True)
    times = samples["time_us"].to_numpy(np.int64)
    ends = times + until_next_us(samples)
    lasting = (ends[rows["max"]] - times[rows["min"]]) / 1000
    at = {axis: place[axis].to_numpy() for axis in "xy"}
    if isinstance(how, Exported):
        at, lasting = _said(first, at, lasting)
    table = pd.DataFrame(
        {
            "start_us": first["time_us"].astype("int64"),
            **{name: first[name].astype(str) for name in TRIAL},
            "index": 0,
            "duration_ms": lasting,
            **at,
        }
    )
    for axis, side in (("x", "width"), ("y", "height")):
        place_of, shown, whole = (
            first[name].to_numpy(np.float64)
            for name in (f"media_pos_{axis}", f"media_shown_{side}", f"media_{side}")
        )
        mapped = (at[axis] - place_of) * (whole / shown)
        if not np.isfinite(mapped).all():
            on = members[["number"]].assign(at=samples[f"media_{axis}"].to_numpy()[inside])
            given = on.groupby("number")["at"].mean().to_numpy()
            mapped = np.where(np.isfinite(mapped), mapped, given)
        table[f"media_{axis}"] = mapped
    table = table[np.isfinite(table["x"]) & np.isfinite(table["y"])].reset_index(drop=True)
    numbered = table.groupby(list(TRIAL[:2]), sort=False).cumcount()
    table["index"] = numbered.to_numpy(np.int64) + 1
    found: pd.DataFrame = table[list(COLUMNS)].astype(TYPES)
    return found


def _places(
    samples: int, parts: Iterable[Segment], how: Filter
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the gaze points that fixations are the means of: short gaps are filled."""
    longest = 0.0 if isinstance(how, Exported) else how.fill_ms
    made = np.full((2, samples), np.nan)
    for segment in parts:
        made[:, segment.rows] = segment.steady(longest)
    return made[0], made[1]


def _said(
    first: pd.DataFrame, at: dict[str, NDArray[np.float64]], lasting: NDArray[np.float64]
) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.float64]]:
    """Put what the exporter says of a fixation in the place of what its samples say."""
    own = {axis: first[f"fixation_{axis}"].to_numpy(np.float64) for axis in "xy"}
    known = np.isfinite(own["x"]) & np.isfinite(own["y"])
    duration = first["eye_movement_ms"].to_numpy(np.float64)
    return (
        {axis: np.where(known, own[axis], at[axis]) for axis in "xy"},
        np.where(duration > 0, duration, lasting),
    )


def _exported(samples: pd.DataFrame) -> NDArray[np.float64]:
    index = samples["eye_movement_index"].to_numpy(np.float64)
    fixation = samples["eye_movement"].to_numpy(dtype=object) == "Fixation"
    return np.where(fixation & np.isfinite(index), index, 0.0)


def _renumbered(index: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the exporter's numbers as numbers from 1, by order."""
    made = np.zeros(len(index), np.int64)
    number = 0
    for start, stop in runs(index > 0):
        for value in dict.fromkeys(index[start:stop].tolist()):
            number += 1
            made[start:stop][index[start:stop] == value] = number
    return made
