"""Recordings of gaze: what an eye tracker's software exports, sample by sample."""

from neopain_gui.gaze.recordings.mapping import ColumnMapping, headers_of
from neopain_gui.gaze.recordings.read import iter_recordings, read_recording
from neopain_gui.gaze.recordings.recording import Dialect, Recording

__all__ = [
    "ColumnMapping",
    "Dialect",
    "Recording",
    "headers_of",
    "iter_recordings",
    "read_recording",
]
