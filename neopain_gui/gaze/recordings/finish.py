"""What is known only when the whole file is read: clock, fixations, pseudonyms, what to warn of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neopain_gui.errors import InputError
from neopain_gui.gaze.recordings.clock import clock_shifts, rate, set_times, unit_by_step
from neopain_gui.gaze.recordings.columns import is_personal
from neopain_gui.gaze.recordings.records import Dialect, Recording
from neopain_gui.gaze.recordings.samples import NORMALISED, PAPER_SCREEN
from neopain_gui.gaze.recordings.text import Layout

if TYPE_CHECKING:
    import pandas as pd

OF_SAMPLES = [
    "time_us",
    "participant",
    "recording",
    "stimulus",
    "gaze_x",
    "gaze_y",
    "left_valid",
    "right_valid",
    "distance_mm",
    "left_pupil_mm",
    "right_pupil_mm",
    "eye_movement",
    "eye_movement_index",
    "eye_movement_ms",
    "fixation_x",
    "fixation_y",
    "media_pos_x",
    "media_pos_y",
    "media_shown_width",
    "media_shown_height",
    "media_width",
    "media_height",
    "media_x",
    "media_y",
]


@dataclass(slots=True, kw_only=True)
class Gathered:
    """What was found until now while a file is read."""

    path: Path
    layout: Layout
    places: dict[str, int]
    given_screen: tuple[int, int] | None
    mark: str | None = None
    screen: tuple[int, int] | None = None
    device: str = ""
    samples: list[pd.DataFrame] = field(default_factory=list)
    events: list[pd.DataFrame] = field(default_factory=list)

    def look(self, cells: pd.DataFrame) -> None:
        """Take the screen's size and the device from the first row that has them."""
        first = {role: next((c for c in cells[role] if c), "") for role in self._once(cells)}
        text = first.get("screen") or f"{first.get('screen_width')}x{first.get('screen_height')}"
        self.screen = self.screen or parse_size(text)
        self.device = self.device or first.get("device", "")

    def _once(self, cells: pd.DataFrame) -> list[str]:
        roles = ("screen", "screen_width", "screen_height", "device")
        return [role for role in roles if role in cells]


def parse_size(text: str) -> tuple[int, int] | None:
    """Return (width, height) of ``1280 x 1024``, or None."""
    match = re.fullmatch(r"\s*(\d{2,5})\s*[x×*]\s*(\d{2,5})\s*", text)
    return (int(match[1]), int(match[2])) if match else None


def finish(gathered: Gathered, keep_names: bool) -> Recording:
    """Put the pieces together."""
    import pandas as pd

    layout, preamble = gathered.layout, dict(gathered.layout.preamble)
    if not any(len(part) for part in gathered.samples + gathered.events):
        raise InputError(
            "this export has a header row and nothing below it",
            file=gathered.path,
            place=f"after line {layout.header_line}",
            remedy="export the recording again",
        )
    samples = pd.concat(gathered.samples, ignore_index=True)
    events = pd.concat(gathered.events, ignore_index=True)
    guesses: list[str] = []
    clock, unit = _coarse_unit(gathered, samples, guesses)
    shifts = clock_shifts(samples, unit) if {"clock", "fine_clock"} <= set(gathered.places) else {}
    samples, events = (set_times(frame, shifts, unit) for frame in (samples, events))
    own = preamble.get("Participant") or preamble.get("Subject") or ""
    for frame in (samples, events):
        frame["time_us"] = frame["time_us"].astype("int64")
        frame["participant"] = frame["participant"].where(frame["participant"] != "", own)
        which = preamble.get("Recording name") or preamble.get("Recording") or ""
        frame["recording"] = frame["recording"].where(frame["recording"] != "", which)
    names = _rename(samples, events, keep_names)
    screen = _screen(gathered, guesses)
    fixations = _fixations(samples)
    shown = samples["stimulus"].unique().tolist()
    fixations_only = layout.dialect.endswith("fixations only")
    samples = samples[OF_SAMPLES].iloc[0:0] if fixations_only else samples[OF_SAMPLES]
    if gathered.mark is None:
        guesses.append("the decimal mark was taken for a point: no number has one")
    if layout.encoding == "cp1252":
        guesses.append("the text was taken for Windows-1252 (cp1252), because it is not UTF-8")
    dialect = Dialect(
        name=layout.dialect,
        encoding=layout.encoding,
        delimiter=layout.delimiter,
        decimal_mark=gathered.mark or ".",
        clock=clock[0],
        clock_unit=clock[1],
        guesses=tuple(guesses),
    )
    return Recording(
        samples=samples,
        events=events,
        fixations=fixations,
        participants=names["participant"],
        recordings=names["recording"],
        stimuli=tuple(name for name in shown if name),
        screen_size=screen,
        rate_hz=rate(samples),
        device=gathered.device,
        dialect=dialect,
        warnings=_warnings(samples, fixations, fixations_only),
        personal=_personal(layout),
    )


def _screen(gathered: Gathered, guesses: list[str]) -> tuple[int, int] | None:
    preamble = dict(gathered.layout.preamble)
    written = preamble.get("Screen resolution") or preamble.get("Recording resolution") or ""
    found = gathered.screen or parse_size(written) or gathered.given_screen
    if found is None and gathered.layout.dialect == NORMALISED:
        found = PAPER_SCREEN
        guesses.append(
            f"the screen was taken for {found[0]} × {found[1]} pixels, the dissertation's, "
            "because the file gives shares of it"
        )
    return found


def _coarse_unit(
    gathered: Gathered, samples: pd.DataFrame, guesses: list[str]
) -> tuple[tuple[str, str], str]:
    """Return the column and unit that times come from, and the unit of the coarse clock."""
    headers, places = gathered.layout.headers, gathered.places
    unit = "ms"
    if "clock" in places:
        unit = headers[places["clock"]].unit
        if not unit and "Pro Lab" in gathered.layout.dialect:
            unit, why = unit_by_step(samples["clock"])
            guesses.append(why)
        unit = unit or "ms"
    if "fine_clock" in places and samples["fine_clock"].notna().any():
        return (headers[places["fine_clock"]].text, "us"), unit
    return (headers[places["clock"]].text, unit), unit


def _rename(samples: Any, events: Any, keep_names: bool) -> dict[str, tuple[str, ...]]:
    """Put pseudonyms in the place of names, by order of appearance, and return them."""
    made = {}
    for column, letter in (("participant", "P"), ("recording", "R")):
        own = dict.fromkeys([*samples[column].unique(), *events[column].unique()])
        new = {
            name: name if keep_names and name else f"{letter}{number:02}"
            for number, name in enumerate(own, start=1)
        }
        for frame in (samples, events):
            frame[column] = frame[column].map(new)
        made[column] = tuple(new.values())
    return made


def _fixations(samples: pd.DataFrame) -> pd.DataFrame:
    """Return the exporter's fixations, each once: the export repeats them on every sample."""
    inside = samples[
        (samples["eye_movement"] == "Fixation") & samples["eye_movement_index"].notna()
    ]
    first = inside.drop_duplicates(["participant", "recording", "eye_movement_index"])
    made = first[["participant", "recording", "stimulus"]].copy()
    made.insert(0, "start_us", first["time_us"])
    made["index"] = first["eye_movement_index"].astype("int64")
    made["duration_ms"] = first["eye_movement_ms"]
    made["x"], made["y"] = first["fixation_x"], first["fixation_y"]
    for axis, side in (("x", "width"), ("y", "height")):
        scale = first[f"media_{side}"] / first[f"media_shown_{side}"]
        on = (first[f"fixation_{axis}"] - first[f"media_pos_{axis}"]) * scale
        on = on.where(first["stimulus"] != "")
        unknown = on.isna() & first[f"media_pos_{axis}"].isna()
        made[f"media_{axis}"] = on.where(~unknown, first[f"fixation_media_{axis}"])
    return made.reset_index(drop=True)


def _warnings(
    samples: pd.DataFrame, fixations: pd.DataFrame, fixations_only: bool
) -> tuple[str, ...]:
    said = []
    if fixations_only:
        said.append("The file has fixations only: quality and fixations cannot be recomputed.")
    elif not samples["stimulus"].ne("").any():
        said.append("No sample belongs to a stimulus.")
    elif samples.loc[samples["stimulus"] != "", "media_pos_x"].isna().all() and (
        samples["media_x"].isna().all()
    ):
        said.append(
            "The file does not say where its stimuli were shown: gaze has no place on them."
        )
    if len(samples) and not (samples["left_valid"] | samples["right_valid"]).any():
        said.append("No sample is valid.")
    if fixations_only and not fixations["x"].notna().any():
        said.append("The fixations' places are on the stimulus; where that was is not in the file.")
    return tuple(said)


def _personal(layout: Layout) -> tuple[str, ...]:
    names = [name for name, _ in layout.preamble] + [header.text for header in layout.headers]
    return tuple(dict.fromkeys(name for name in names if is_personal(name)))
