"""SMI: samples as BeGaze and the IDF Converter export them, messages between them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from neopain_gui.gaze.recordings.columns import Header, parse_header
from neopain_gui.gaze.recordings.layout import Head, Layout, Preamble, header_row, preamble_line
from neopain_gui.gaze.recordings.pictures import picture_name

ADDED = ("event", "value", "stimulus_else")
"""Columns that are put before those of the file: messages have none of their own."""
NAMES: dict[str, tuple[str, ...]] = {
    "clock": ("Time",),
    "left_x": ("L POR X [px]",),
    "left_y": ("L POR Y [px]",),
    "right_x": ("R POR X [px]",),
    "right_y": ("R POR Y [px]",),
    "gaze_x": ("B POR X [px]",),
    "gaze_y": ("B POR Y [px]",),
    "left_pupil": ("L Pupil Diameter [mm]", "L Mapped Diameter [mm]"),
    "right_pupil": ("R Pupil Diameter [mm]", "R Mapped Diameter [mm]"),
    "movement": ("B Event Info", "L Event Info", "R Event Info", "Info"),
    "stimulus": ("Stimulus",),
}
NOT_FOUND = ((0.0, 0.0),)
"""The gaze point where an eye was not found."""
GUESS = "a stimulus lasts from the message with its picture's name to the next such message"


RAW: dict[str, tuple[str, ...]] = {
    "clock": ("RecordingTime [ms]",),
    "sensor": ("Category Group",),
    "participant": ("Participant",),
    "stimulus": ("Stimulus",),
    "left_x": ("Point of Regard Left X [px]",),
    "left_y": ("Point of Regard Left Y [px]",),
    "right_x": ("Point of Regard Right X [px]",),
    "right_y": ("Point of Regard Right Y [px]",),
    "gaze_x": ("Point of Regard Binocular X [px]",),
    "gaze_y": ("Point of Regard Binocular Y [px]",),
    "left_pupil": ("Pupil Diameter Left [mm]",),
    "right_pupil": ("Pupil Diameter Right [mm]",),
    "movement": ("Category Binocular", "Category Left", "Category Right"),
    "index": ("Index Binocular", "Index Left", "Index Right"),
    "event": ("Annotation Name",),
    "value": ("Annotation Description",),
}
"""Columns of "Raw Data" as BeGaze 3.x exports it: one table, without lines before it."""
LABELS = {"Visual Intake": "Fixation", "-": "", "Separator": "", "Information": ""}


def find(head: Head) -> Layout | None:
    """Return the layout of an export of samples from SMI's programs, or None."""
    return _raw(head) or _converted(head)


def _raw(head: Head) -> Layout | None:
    for delimiter in "\t;,":
        headers = header_row(head.lines[0] if head.lines else "", delimiter)
        places = _find(headers, RAW)
        if "clock" in places and _has_gaze(places):
            return Layout(
                encoding=head.encoding,
                delimiter=delimiter,
                dialect="SMI BeGaze 3.x raw data",
                headers=headers,
                header_line=1,
                places=places,
                quoted=delimiter != "\t",
                missing=NOT_FOUND,
                sensors=frozenset({"eye"}),
                clock_unit="ms",
                index_restarts=True,
                movements=LABELS,
            )
    return None


def _converted(head: Head) -> Layout | None:
    if not any(line.startswith("## ") for line in head.lines[:5]):
        return None
    for number, line in enumerate(head.lines, start=1):
        delimiter = next((one for one in "\t;," if line.startswith(f"Time{one}Type{one}")), None)
        if delimiter is None:
            continue
        headers = header_row(line, delimiter)
        places = _places(headers)
        if not _has_gaze(places):
            return None
        preamble = _preamble(head.lines[: number - 1])
        return Layout(
            encoding=head.encoding,
            delimiter=delimiter,
            dialect="SMI BeGaze",
            headers=(*(parse_header(name) for name in ADDED), *headers),
            header_line=number,
            places=places,
            preamble=preamble,
            missing=NOT_FOUND,
            clock_unit="us",
            rate_hz=_rate(preamble),
            rewrite=Rewriting(delimiter, len(headers), messages="stimulus" not in places),
            stimulus_guess="" if "stimulus" in places else GUESS,
        )
    return None


def _places(headers: Sequence[Header]) -> dict[str, int]:
    places = {role: place for place, role in enumerate(ADDED)}
    return places | {role: len(ADDED) + at for role, at in _find(headers, NAMES).items()}


def _find(headers: Sequence[Header], names: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Return where the first of each role's names stands that is there."""
    texts = [re.sub(r"\s+", " ", header.text) for header in headers]
    found = {
        role: next((name for name in some if name in texts), None) for role, some in names.items()
    }
    return {role: texts.index(name) for role, name in found.items() if name is not None}


def _has_gaze(places: Mapping[str, int]) -> bool:
    return any({f"{eye}_x", f"{eye}_y"} <= set(places) for eye in ("left", "right", "gaze"))


def _preamble(lines: Sequence[str]) -> Preamble:
    """Return what the first lines say; the screen is the calibrated area."""
    made = [one for line in lines if (one := preamble_line(line.lstrip("# "))) is not None]
    said = dict(made)
    area = said.get("Calibration Area", "").split()
    if len(area) == 2:
        made.append(("Screen resolution", "x".join(area)))
    if said.get("Description"):
        made.append(("Recording", said["Description"]))
    return tuple(made)


def _rate(preamble: Preamble) -> float | None:
    written = dict(preamble).get("Sample Rate", "").replace(",", ".")
    rate = float(written) if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", written) else 0.0
    return rate or None


class Rewriting:
    """Puts the columns :data:`ADDED` before those of every line."""

    def __init__(self, delimiter: str, columns: int, *, messages: bool) -> None:
        self._delimiter, self._columns, self._messages = delimiter, columns, messages
        self._stimulus = ""

    def __call__(self, text: str) -> str:
        """Return whole lines as rows, as many."""
        whole = text.endswith("\n")
        mark = self._delimiter
        message = f"{mark}MSG{mark}"
        rows = []
        before = mark * 2 + self._stimulus + mark
        for line in text.removesuffix("\n").split("\n"):
            if message in line[:40]:
                rows.append(self._message(line))
                before = mark * 2 + self._stimulus + mark
            else:
                rows.append(before + line if line and not line.startswith("#") else "")
        return "\n".join(rows) + "\n" * whole

    def _message(self, line: str) -> str:
        mark = self._delimiter
        cells = line.split(mark, 3)
        said = cells[3] if len(cells) > 3 else ""
        said = re.sub(r"^#\s*Message:\s*", "", said.strip()).replace(mark, " ").replace('"', "'")
        name = picture_name(said) if self._messages else ""
        self._stimulus = name or self._stimulus
        return mark.join(["MSG", said, "", cells[0]]) + mark * (self._columns - 1)
