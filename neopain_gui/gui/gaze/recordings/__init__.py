"""Importer of recordings: what the files hold, which photograph each stimulus is, who took part."""

from neopain_gui.gui.gaze.recordings.recordings_page import RecordingsPage

__all__ = ["RecordingsPage"]
