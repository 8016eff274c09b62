"""What a file of gaze holds, recording by recording, as numbers that other programs can read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from neopain_gui.gaze.recordings.doubts import several_screens

if TYPE_CHECKING:
    import pandas as pd

    from neopain_gui.gaze.recordings import Recording


def file_report(
    parts: Iterable[Recording], find: Callable[[Recording], pd.DataFrame] | None = None
) -> dict[str, Any]:
    """Return a report of plain JSON types; one recording at a time is in memory.

    Parameters
    ----------
    parts : iterable of Recording
        A file's recordings, as :func:`~neopain_gui.gaze.recordings.iter_recordings` yields them.
    find : callable, optional
        Returns a recording's fixations; how many they are is in the report then.

    Returns
    -------
    dict
        ``dialect``, ``recordings``, ``warnings``, ``guesses``; counts are int, shares are float in
        [0, 1] or None where there is nothing to count.
    """
    made: dict[tuple[str, str], dict[str, Any]] = {}
    warnings: dict[str, None] = {}
    screens: dict[tuple[int, int] | None, None] = {}
    last: Recording | None = None
    for part in parts:
        key = (part.participants[0], part.recordings[0])
        own = _counted(part)
        if find is not None:
            own["fixations"] = len(find(part))
        made[key] = own if key not in made else _added(made[key], own)
        warnings.update(dict.fromkeys(part.warnings))
        screens[part.screen_size] = None
        last = part.without_samples()
        del part  # else it would be in memory beside the next one
    assert last is not None  # a file without recordings is an error of the reader
    recordings = [
        {"participant": who, "recording": which, **_finished(own)}
        for (who, which), own in made.items()
    ]
    warnings.update(dict.fromkeys(several_screens(screens)))
    dialect = last.dialect
    report: dict[str, Any] = {
        "dialect": dialect.name,
        "clock": dialect.clock,
        "clock_unit": dialect.clock_unit,
        "recordings": recordings,
        "warnings": list(warnings),
        "guesses": list(dialect.guesses),
        "personal_data_left_out": list(last.personal),
    }
    if find is not None:
        report["fixations"] = sum(one["fixations"] for one in recordings)
    return report


_COUNTS = ("samples", "valid", "trials", "fixations_exported", "seen", "inside", "fixations")


def _counted(part: Recording) -> dict[str, Any]:
    """Return what can be added up of a recording's parts."""
    size, whole = part.screen_size, len(part.table) > 0
    seen = inside = 0
    own = ("x", "y")
    for x, y in (
        part.table.parts("gaze_x", "gaze_y")
        if whole
        else [tuple(part.fixations[name].to_numpy(np.float64) for name in own)]
    ):
        points = np.stack([x, y], axis=1).astype(np.float64)
        points = points[np.isfinite(points).all(axis=1)]
        seen += len(points)
        if size is not None:
            inside += int(((points >= 0) & (points < np.array(size))).all(axis=1).sum())
    return {
        "samples": len(part.table),
        "rate_hz": part.rate_hz,
        "valid": part.valid,
        "trials": trials_in(part),
        "fixations_exported": len(part.fixations),
        "seen": seen if size is not None else 0,
        "inside": inside,
        "screen": None if size is None else [int(side) for side in size],
    }


def joined(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of one table after the other."""
    import pandas as pd

    return tables[0] if len(tables) == 1 else pd.concat(tables, ignore_index=True)


def trials_in(recording: Recording) -> int:
    """Return how often a stimulus was shown; of fixations alone, how many stimuli there were."""
    if not len(recording.table):
        return len(set(recording.fixations["stimulus"].astype(str)) - {""})
    whose = [who for _, who in recording.table.runs()]
    new = [True, *(now != before for before, now in pairwise(whose))]
    return sum(starts and who[2] != "" for starts, who in zip(new, whose, strict=True))


def _added(first: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Return a recording that came back after another one in the file as one."""
    counts = {name: first[name] + more[name] for name in _COUNTS if name in first}
    rate = first["rate_hz"] if first["rate_hz"] is not None else more["rate_hz"]
    return {**first, **counts, "rate_hz": rate, "screen": first["screen"] or more["screen"]}


def _finished(own: dict[str, Any]) -> dict[str, Any]:
    made = {
        "samples": own["samples"],
        "rate_hz": own["rate_hz"],
        "valid_share": own["valid"] / own["samples"] if own["samples"] else None,
        "trials": own["trials"],
        "fixations_exported": own["fixations_exported"],
        "inside_screen_share": own["inside"] / own["seen"] if own["seen"] else None,
        "screen": own["screen"],
    }
    return made | ({"fixations": own["fixations"]} if "fixations" in own else {})
