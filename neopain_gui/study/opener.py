"""Putting the file that opens a study into its folder."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from neopain_gui.errors import EnvironmentFault
from neopain_gui.study.files import write_private
from neopain_gui.study_opener import ENDING, OPENER

_CONTENT = {
    "format": "NeoPain study",
    "version": 1,
    "about": "Opens the study whose folder this file lies in. It holds nothing of the study.",
}


def put_opener(folder: Path) -> None:
    """Put the file into a study's folder that has none, whatever somebody has called it.

    A study works without: where it cannot be written now it is the next time.
    """
    with suppress(OSError, EnvironmentFault):
        if not any(folder.glob(f"*{ENDING}")):
            content = json.dumps(_CONTENT, indent=2) + "\n"
            write_private(folder / OPENER, content.encode("utf-8"), sync=False)
