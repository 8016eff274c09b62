"""What a BIDS data set of eye tracking lacks that its official validator does not notice."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from neopain_gui.counted import counted

_OF_SCREEN = ("ScreenSize", "ScreenResolution", "ScreenDistance", "ScreenOrigin")
_OF_EYE = ("RecordedEye", "SampleCoordinateSystem", "SamplingFrequency", "StartTime", "Columns")
_FIRST = ["timestamp", "x_coordinate", "y_coordinate"]


def check_bids(folder: Path) -> list[str]:
    """Return what a data set lacks: required fields, times that do not run on, people who miss.

    Parameters
    ----------
    folder : Path
        Of the data set.

    Returns
    -------
    list of str
        A sentence for each kind of thing; empty where all is there.
    """
    lacks: dict[str, list[str]] = defaultdict(list)
    for samples in sorted(folder.glob("sub-*/**/*_physio.tsv.gz")):
        about = _json(_beside(samples))
        if about.get("PhysioType") == "eyetrack":
            for what in (*_of_fields(samples, about), *_of_rows(samples, about)):
                lacks[what].append(samples.name)
    for happened in sorted(folder.glob("sub-*/**/*_physioevents.tsv.gz")):
        rows = _rows(gzip.decompress(happened.read_bytes()).decode())
        for what in _of_onsets(rows, len(_json(_beside(happened)).get("Columns", ()))):
            lacks[what].append(happened.name)
    for happened in sorted(folder.glob("sub-*/**/*_events.tsv")):
        rows = _rows(happened.read_text("utf-8"))
        for what in _of_onsets(rows[1:], len(rows[0]) if rows else 0):
            lacks[what].append(happened.name)
    for what in _of_people(folder):
        lacks[what].append("participants.tsv")
    return [f"{what} ({_where(files)})." for what, files in lacks.items()]


def _where(files: Sequence[str]) -> str:
    return files[0] if len(files) == 1 else counted(len(files), "file")


def _of_fields(samples: Path, about: dict[str, Any]) -> Iterator[str]:
    for name in _OF_EYE:
        if name not in about:
            yield f"{name} is missing beside the samples"
    for axis in _FIRST[1:]:
        if "Units" not in about.get(axis, {}):
            yield f"the unit of {axis} is missing"
    if about.get("SampleCoordinateSystem") != "gaze-on-screen":
        return
    events = samples.with_name(f"{samples.name.partition('_recording-')[0]}_events.json")
    screen = _json(events).get("StimulusPresentation", {})
    for name in _OF_SCREEN:
        if screen.get(name, "n/a") == "n/a":
            yield f"{name} of the screen is missing"


def _of_rows(samples: Path, about: dict[str, Any]) -> Iterator[str]:
    columns = about.get("Columns", [])
    if columns[:3] != _FIRST:
        yield "the first columns are not timestamp, x_coordinate and y_coordinate"
    last = -np.inf
    with gzip.open(samples, "rt", encoding="utf-8", newline="") as stream:
        for line in stream:
            cells = line.rstrip("\n").split("\t")
            time = _number(cells[0])
            if len(cells) != len(columns) or not all(map(_is_number, cells[1:3])):
                yield "a row does not hold what its columns say"
                return
            if not time > last:
                yield "the time does not run on"
                return
            last = time


def _of_onsets(rows: Sequence[Sequence[str]], columns: int) -> Iterator[str]:
    onsets = [_number(row[0]) for row in rows if row]
    if any(len(row) != columns for row in rows):
        yield "a row does not hold what its columns say"
    if any(not one >= 0 for one in onsets) or onsets != sorted(onsets):
        yield "an event is before the recording, or before the event above it"


def _of_people(folder: Path) -> Iterator[str]:
    file = folder / "participants.tsv"
    rows = _rows(file.read_text("utf-8"))[1:] if file.is_file() else []
    listed = [row[0] for row in rows if row]
    if len(set(listed)) != len(listed):
        yield "somebody is listed twice"
    missing = {one.name for one in folder.glob("sub-*") if one.is_dir()} - set(listed)
    if missing:
        yield f"{', '.join(sorted(missing))} not listed"


def _beside(table: Path) -> Path:
    return table.with_name(table.name.partition(".")[0] + ".json")


def _json(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    content = json.loads(file.read_text("utf-8"))
    return content if isinstance(content, dict) else {}


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")


def _is_number(cell: str) -> bool:
    return cell == "n/a" or np.isfinite(_number(cell))
