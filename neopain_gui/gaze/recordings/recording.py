"""What a recording of gaze is, whatever file it came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from neopain_gui.gaze.recordings.sample_table import SampleTable

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a file says what it says.

    Attributes
    ----------
    name : str
        The program and era that wrote it.
    encoding : str
        Of its text, as Python calls it.
    delimiter : str
        One character between two columns.
    decimal_mark : str
        ``"."`` or ``","``.
    clock : str
        The column that times come from, as the file writes it.
    clock_unit : {"s", "ms", "us"}
        Its unit.
    guesses : tuple of str
        What the file does not say and was inferred, each with the reason.
    """

    name: str
    encoding: str
    delimiter: str
    decimal_mark: str
    clock: str
    clock_unit: str
    guesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What one export holds: one participant or many, one recording of each or several.

    Every frame has all its columns whatever the file holds: what it does not have is NaN, or ``""``
    in a column of text. Text is categorical but for the events' ``value``. Numbers that are
    measured are float32 (an error below 0.0001 pixels on a screen of 2,000): compute in float64.

    Attributes
    ----------
    table : SampleTable
        The samples in little memory: an hour at 1,200 Hz is 4.3 million of them. It gives them
        stretch by stretch, and :attr:`samples` all at once.
    samples : pandas.DataFrame
        Made when it is asked for. One row a sample of the eye tracker, in the file's order:
        ``time_us`` (int64, microseconds on the recording's clock), ``participant``, ``recording``,
        ``stimulus`` (``""`` where there is none), ``gaze_x``, ``gaze_y`` (screen pixels, mean of
        the valid eyes), ``left_valid``, ``right_valid`` (bool); ``direction_x``, ``direction_y``,
        ``direction_z`` (mean of the valid eyes' unit vectors from eye to gaze point, in the eye
        tracker's axes); ``distance_mm`` (of the eyes), ``left_pupil_mm``, ``right_pupil_mm``; the
        exporter's own labels ``eye_movement`` (``"Fixation"``, ``"Saccade"``, …),
        ``eye_movement_index``, ``eye_movement_ms``, ``fixation_x``, ``fixation_y`` (screen pixels);
        ``media_pos_x``, ``media_pos_y``, ``media_shown_width``, ``media_shown_height`` (screen
        pixels), ``media_width``, ``media_height``, ``media_x``, ``media_y`` (pixels of the original
        picture; may lie outside of it).
    events : pandas.DataFrame
        ``time_us``, ``participant``, ``recording``, ``event``, ``value``.
    fixations : pandas.DataFrame
        The exporter's fixations, each once: ``start_us``, ``participant``, ``recording``,
        ``stimulus``, ``index``, ``duration_ms``, ``x``, ``y`` (screen pixels), ``media_x``,
        ``media_y``.
    participants, recordings : tuple of str
        By order of appearance; pseudonyms unless names were kept.
    stimuli : tuple of str
        By order of appearance, as the file calls them; without calibration and "No media".
    screen_size : tuple of int or None
        (width, height) in pixels, if known.
    screen_guessed : bool
        Whether nobody says the screen's size, and gaze is a share of it: pixels are a guess then.
    several_screens : bool
        Whether its recordings had screens of different sizes: ``screen_size`` is one of them then.
    rate_hz : float or None
        Samples per second; None where the file has no samples.
    device : str
        The eye tracker as the file calls it; empty if it does not.
    dialect : Dialect
        How the file was read.
    warnings : tuple of str
        What a person should know before using it.
    personal : tuple of str
        Names of columns and of preamble lines with personal data, which were not kept.
    """

    table: SampleTable
    events: pd.DataFrame
    fixations: pd.DataFrame
    participants: tuple[str, ...]
    recordings: tuple[str, ...]
    stimuli: tuple[str, ...]
    screen_size: tuple[int, int] | None
    rate_hz: float | None
    device: str
    dialect: Dialect
    warnings: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    screen_guessed: bool = False
    several_screens: bool = False

    @property
    def samples(self) -> pd.DataFrame:
        """All samples as one frame."""
        return self.table.whole

    def without_samples(self) -> Recording:
        """Return what else is known of it; of an hour the samples are nearly all of its memory."""
        return replace(self, table=SampleTable())

    @property
    def valid_share(self) -> float | None:
        """The share of samples in which at least one eye was found, in [0, 1]; None without any."""
        count = len(self.table)
        return self.valid / count if count else None

    @property
    def valid(self) -> int:
        """How many samples there are in which at least one eye was found."""
        return self.valid_in(slice(0, len(self.table)))

    def valid_in(self, rows: slice) -> int:
        """Return in how many of some rows at least one eye was found."""
        eyes = self.table.parts("left_valid", "right_valid", rows=rows)
        return sum(int((left | right).sum()) for left, right in eyes)
