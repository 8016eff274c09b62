"""EyeLink ASC: lines of samples, messages and events, brought into a table line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from neopain_gui.gaze.recordings.columns import parse_header
from neopain_gui.gaze.recordings.found import parse_size
from neopain_gui.gaze.recordings.layout import Head, Layout, Preamble
from neopain_gui.gaze.recordings.pictures import picture_in

ROLES = (
    *("clock", "left_x", "left_y", "right_x", "right_y", "event", "value"),
    *("movement", "index", "duration", "fixation_x", "fixation_y"),
    *("stimulus", "media_pos_x", "media_pos_y", "media_shown_width", "media_shown_height"),
)
MOVEMENTS = {"FIX": "Fixation", "SACC": "Saccade", "BLINK": "Blink"}
GUESS = (
    "a stimulus lasts from the message that names its picture (!V IMGLOAD, or a message that ends "
    "with a picture's file) to TRIAL_RESULT, the next TRIALID or the next picture"
)
NO_PICTURE = ("",) * 5
SAMPLE = re.compile(r"\s*\d+(\.\d+)?\s")


def find(head: Head) -> Layout | None:
    """Return the layout of an EyeLink ASC file, or None."""
    if not any(re.match(r"\*\* (CONVERTED FROM|TYPE: EDF)", line) for line in head.lines[:20]):
        return None
    rates = [
        float(match[1])
        for line in head.lines
        if (match := re.match(r"SAMPLES\s.*\bRATE\s+([\d.]+)", line))
    ]
    preamble = _screen(head)
    return Layout(
        encoding=head.encoding,
        delimiter="\t",
        dialect="EyeLink ASC",
        preamble=preamble,
        headers=tuple(parse_header(role) for role in ROLES),
        header_line=0,
        places={role: place for place, role in enumerate(ROLES)},
        clock_unit="ms",
        rate_hz=rates[0] if rates else None,
        restarts="nothing",
        rewrite=Rewriting(parse_size(dict(preamble).get("Screen resolution", ""))),
        stimulus_guess=GUESS,
    )


def _screen(head: Head) -> Preamble:
    """Return the screen's size: one more than its last pixel, which some write as the size."""
    for line in head.lines:
        match = re.search(r"(?:DISPLAY|GAZE)_COORDS\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)", line)
        if match:
            left, top, right, bottom = (float(one) for one in match.groups())
            width, height = round(right - left) + 1, round(bottom - top) + 1
            if width % 2 and height % 2:  # its size stands in the place of its last pixel
                width, height = width - 1, height - 1
            return (("Screen resolution", f"{width}x{height}"),)
    return ()


class Rewriting:
    """Turns lines into rows of a table; what is neither sample, message nor event becomes empty.

    Labels are those of the left eye where it was tracked, else of the right. A fixation's place and
    duration stand in its last line and are written into the rows since its first, as far as they
    are in the same piece. ``screen`` is its (width, height), pixels, if known.
    """

    def __init__(self, screen: tuple[int, int] | None) -> None:
        self._screen = screen
        self._shown: Sequence[str] = NO_PICTURE
        self._eyes = "L"
        self._movement = ""
        self._index = dict.fromkeys(MOVEMENTS.values(), 0)
        self._place: list[str] = []

    def __call__(self, text: str) -> str:
        """Return whole lines as rows, as many."""
        rows = []
        since = 0
        whole = text.endswith("\n")
        for line in text.removesuffix("\n").split("\n"):
            if line[:1].isdigit() and SAMPLE.match(line + " "):
                rows.append(self._sample(line))
                continue
            kind, _, rest = line.replace("\t", " ").partition(" ")
            if kind[1:] in MOVEMENTS and kind[0] == "S" and rest[:1] == self._labelled():
                since = len(rows)
            rows.append(self._other(kind, rest.split(), rest))
            if kind == "EFIX" and rest[:1] == self._labelled():
                self._fill(rows, since, rest.split())
                since = len(rows)
        return "\n".join("\t".join(row) if any(row) else "" for row in rows) + "\n" * whole

    def _labelled(self) -> str:
        return self._eyes[0]

    def _sample(self, line: str) -> list[str]:
        cells = ["" if cell == "." else cell for cell in line.split()]
        time, numbers = cells[0], [*cells[1:], *[""] * 6]
        first, second = numbers[0:2], numbers[3:5]
        both = first + second if len(self._eyes) == 2 else None
        gaze = both or ([*first, "", ""] if self._eyes == "L" else ["", "", *first])
        index = str(self._index[self._movement]) if self._movement else ""
        return [time, *gaze, "", "", self._movement, index, "", "", "", *self._shown]

    def _other(self, kind: str, cells: list[str], rest: str) -> list[str]:
        none = [""] * len(ROLES)
        if kind == "MSG" and cells:
            said = rest.strip().partition(" ")[2].strip()
            self._look(said)
            return _event(cells[0], "MSG", said)
        if kind in ("START", "SAMPLES", "EVENTS"):
            eyes = "".join(eye[0] for eye in ("LEFT", "RIGHT") if eye in cells)
            self._eyes = eyes or self._eyes
            self._movement = ""
        if kind[1:] in MOVEMENTS and cells[:1] == [self._labelled()]:
            name = MOVEMENTS[kind[1:]]
            self._movement = name if kind[0] == "S" else ""
            self._index[name] += kind[0] == "S"
        if kind == "EBLINK" and len(cells) > 2:
            return _event(cells[1], "Blink", f"{cells[0]}, until {cells[2]} ms")
        if kind == "INPUT" and len(cells) > 1:
            return _event(cells[0], "INPUT", cells[1])
        return none

    def _look(self, said: str) -> None:
        """Find out whether a message says that a picture is shown, or none any more."""
        said = re.sub(r"^-?\d+\s+(?=\S)", "", said)  # by how much the message was late
        if re.match(r"TRIAL(ID|_RESULT)\b", said):
            self._shown = NO_PICTURE
        if (shown := picture_in(said, self._screen)) is not None:
            place = shown.left, shown.top, shown.width, shown.height
            self._shown = (shown.name, *("" if one is None else f"{one:g}" for one in place))

    def _fill(self, rows: list[list[str]], since: int, cells: list[str]) -> None:
        if len(cells) < 6:
            return
        for row in rows[since:]:
            if row[7] == "Fixation":
                row[9:12] = ["" if one == "." else one for one in cells[3:6]]


def _event(time: str, event: str, value: str) -> list[str]:
    row = dict.fromkeys(ROLES, "") | {"clock": time, "event": event, "value": value}
    return list(row.values())
