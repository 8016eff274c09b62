"""How fixations fall on areas of interest: number, time, which was first, and what came after what.

Areas are outlines in a picture's pixels, such as the features of
:func:`neopain_gui.faces.regions.face_regions`. A fixation belongs to one area: of those that
contain its place the smallest, for areas overlap and the small one is the more telling (a furrow
runs along a mouth); of equally large ones the first. What lies in none is *elsewhere*, be it on the
picture or beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neopain_gui.faces.regions import ELSEWHERE
from neopain_gui.gaze.fixations.segments import TRIAL, in_order

if TYPE_CHECKING:
    import pandas as pd

Areas = Mapping[str, Sequence[ArrayLike]]
"""Closed outlines (n, 2) by name: (x, y) in the picture's pixels, centres at whole numbers."""
_CENTRE = 0.5  # of a pixel: gaze is measured from the picture's corner, outlines from a centre


def name_areas(fixations: pd.DataFrame, areas: Mapping[str, Areas]) -> pd.Series[str]:
    """Return the area in which each fixation lies.

    Parameters
    ----------
    fixations : pandas.DataFrame
        With the columns of ``Recording.fixations``; ``media_x``, ``media_y`` in the pixels of the
        original picture, from its upper left corner.
    areas : Mapping of str to Mapping of str to sequence of array_like
        For each stimulus the outlines of each of its areas.

    Returns
    -------
    pandas.Series of str
        With the fixations' index: the area's name, :data:`ELSEWHERE`, or ``""`` where the stimulus
        has no areas.

    Raises
    ------
    ValueError
        An area is called as what is in none, or an outline is none.
    """
    import pandas as pd

    made = np.full(len(fixations), "", dtype=object)
    stimuli = fixations["stimulus"].to_numpy(dtype=object)
    points = fixations[["media_x", "media_y"]].to_numpy(np.float64) - _CENTRE
    for stimulus, those in areas.items():
        rows = np.flatnonzero(stimuli == stimulus)
        made[rows] = _named(points[rows], those)
    return pd.Series(made, index=fixations.index, name="area").astype(str)


def onsets(samples: pd.DataFrame) -> pd.DataFrame:
    """Return when each stimulus was first shown in each recording.

    Returns
    -------
    pandas.DataFrame
        ``participant``, ``recording``, ``stimulus``, ``onset_us`` (int64).
    """
    shown = samples.iloc[in_order(samples)]
    first = shown.drop_duplicates(list(TRIAL))[[*TRIAL, "time_us"]].reset_index(drop=True)
    first = first[first["stimulus"].astype(str) != ""].rename(columns={"time_us": "onset_us"})
    return first.astype(dict.fromkeys(TRIAL, "str") | {"onset_us": "int64"}).reset_index(drop=True)


def area_statistics(
    fixations: pd.DataFrame, areas: Mapping[str, Areas], onset: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return how each trial's fixations fall on its areas.

    Parameters
    ----------
    fixations : pandas.DataFrame
        As for :func:`name_areas`.
    areas : Mapping of str to Mapping of str to sequence of array_like
        For each stimulus its areas; trials of other stimuli are passed over.
    onset : pandas.DataFrame, optional
        From :func:`onsets`: trials without any fixation get rows too, and times run from it.
        Without it they run from each trial's first fixation.

    Returns
    -------
    pandas.DataFrame
        A row for each trial and area, in the areas' order, elsewhere last: ``participant``,
        ``recording``, ``stimulus``, ``area``; ``fixations`` (int64); ``total_ms``; ``mean_ms`` (NaN
        without fixations); ``time_share``, of the trial's whole time in fixations, in [0, 1] (NaN
        where that is nothing); ``first_fixation_ms``, until the area's first fixation begins, and
        ``first_duration_ms``, that one's own (both NaN without any).

    Raises
    ------
    ValueError
        As :func:`name_areas`.
    """
    import pandas as pd

    table = _placed(fixations, areas)
    starts: dict[tuple[str, ...], float] = {}
    if onset is not None:
        told = onset[onset["stimulus"].isin(list(areas))]
        starts = dict(zip(_keys(told), told["onset_us"], strict=True))
    for trial, start in zip(_keys(table), table["start_us"], strict=True):
        starts.setdefault(trial, start)
    parts: dict[tuple[str, ...], pd.DataFrame] = {}
    totals: dict[tuple[str, ...], float] = {}
    for _, part in table.groupby([*TRIAL, "area"], sort=False):
        key = _keys(part.iloc[:1], (*TRIAL, "area"))[0]
        parts[key] = part
        totals[key[:3]] = totals.get(key[:3], 0.0) + float(part["duration_ms"].sum())
    rows = [
        (*trial, area, *_row(parts.get((*trial, area)), start, totals.get(trial, 0.0)))
        for trial, start in starts.items()
        for area in (*areas[trial[2]], ELSEWHERE)
    ]
    names = ("fixations", "total_ms", "mean_ms", "time_share")
    columns = [*TRIAL, "area", *names, "first_fixation_ms", "first_duration_ms"]
    kinds = dict.fromkeys(columns, "float64") | dict.fromkeys(columns[:4], "str")
    return pd.DataFrame(rows, columns=columns).astype(kinds | {"fixations": "int64"})


def transitions(fixations: pd.DataFrame, areas: Mapping[str, Areas]) -> pd.DataFrame:
    """Return how often a fixation in one area is followed by one in another, or the same.

    Only fixations count between which there is no other: those of the same trial whose ``index``
    is next to each other.

    Parameters
    ----------
    fixations, areas
        As for :func:`area_statistics`.

    Returns
    -------
    pandas.DataFrame
        ``participant``, ``recording``, ``stimulus``, ``source``, ``target``, ``count`` (int64, at
        least 1: pairs that do not occur have no row).
    """
    import pandas as pd

    table = _placed(fixations, areas)
    after = table.shift(-1)
    follows = np.ones(len(table), bool)
    for name in TRIAL:
        follows &= (table[name] == after[name]).to_numpy(bool)
    follows &= (after["index"] - table["index"]).to_numpy(np.float64) == 1
    pairs = table.loc[follows, list(TRIAL)].assign(
        source=table.loc[follows, "area"], target=after.loc[follows, "area"]
    )
    columns = [*TRIAL, "source", "target"]
    counted: pd.DataFrame = (
        pairs.groupby(columns, sort=False).size().rename("count").reset_index()
        if len(pairs)
        else pd.DataFrame(columns=[*columns, "count"])
    )
    return counted.astype(dict.fromkeys(columns, "str") | {"count": "int64"})


def transition_matrix(counted: pd.DataFrame, names: Sequence[str]) -> NDArray[np.int64]:
    """Return transitions of all trials together as a matrix.

    Parameters
    ----------
    counted : pandas.DataFrame
        From :func:`transitions`, or some of its rows.
    names : sequence of str
        Areas in the order of rows (from) and columns (to); what is not named is left out.

    Returns
    -------
    ndarray of int64, shape (len(names), len(names))
    """
    place = {name: at for at, name in enumerate(names)}
    made = np.zeros((len(names), len(names)), np.int64)
    known = counted[counted["source"].isin(place) & counted["target"].isin(place)]
    rows, columns = (known[end].map(place).to_numpy(np.int64) for end in ("source", "target"))
    np.add.at(made, (rows, columns), known["count"].to_numpy(np.int64))
    return made


def _named(points: NDArray[np.float64], areas: Areas) -> NDArray[np.object_]:
    from skimage.measure import points_in_poly

    if ELSEWHERE in areas:
        raise ValueError(f"no area can be called '{ELSEWHERE}'")
    made = np.full(len(points), ELSEWHERE, dtype=object)
    shapes = {name: [np.asarray(one, np.float64) for one in those] for name, those in areas.items()}
    for name, outlines in shapes.items():
        for one in outlines:
            if one.ndim != 2 or one.shape[1:] != (2,) or len(one) < 3 or not np.isfinite(one).all():
                raise ValueError(f"an outline of '{name}' is not three points or more")
    sizes = {name: sum(map(_size, outlines)) for name, outlines in shapes.items()}
    # The largest first, so that smaller ones, and the first of equal ones, are written over them.
    for name in sorted(sizes, key=lambda name: sizes[name])[::-1]:
        for outline in shapes[name]:
            made[points_in_poly(points, outline)] = name
    return made


def _size(outline: NDArray[np.float64]) -> float:
    x, y = (outline - outline.mean(axis=0)).T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def _placed(fixations: pd.DataFrame, areas: Mapping[str, Areas]) -> pd.DataFrame:
    """Return the fixations on stimuli with areas, each recording's by time, with their area."""
    table = fixations.astype(dict.fromkeys(TRIAL, "str"))
    table = table.assign(area=name_areas(table, areas))
    table = table[table["stimulus"].isin(list(areas))]
    order = list(dict.fromkeys(_keys(table, TRIAL[:2])))
    rank = np.array([order.index(key) for key in _keys(table, TRIAL[:2])], np.int64)
    return table.iloc[np.lexsort((table["start_us"].to_numpy(np.int64), rank))].reset_index(
        drop=True
    )


def _keys(table: pd.DataFrame, names: Sequence[str] = TRIAL) -> list[tuple[str, ...]]:
    return list(zip(*(table[name] for name in names), strict=True))


def _row(part: pd.DataFrame | None, start_us: float, whole_ms: float) -> tuple[float, ...]:
    if part is None:
        return (0, 0.0, np.nan, 0.0 if whole_ms > 0 else np.nan, np.nan, np.nan)
    lasting = part["duration_ms"].to_numpy(np.float64)
    total = float(lasting.sum())
    return (
        len(part),
        total,
        total / len(part),
        total / whole_ms if whole_ms > 0 else np.nan,
        (float(part["start_us"].iloc[0]) - start_us) / 1000,
        float(lasting[0]),
    )
