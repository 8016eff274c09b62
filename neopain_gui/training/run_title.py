"""What a training is called."""

from __future__ import annotations

from pathlib import Path

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.training.run_folder import TITLE

LONGEST = 200


def title_of(folder: Path) -> str:
    """Return what somebody called it, else the short name of what it trains and its number."""
    try:
        given = (folder / TITLE).read_text("utf-8", errors="replace")[:LONGEST].strip()
    except OSError:
        given = ""
    architecture, _, number = folder.name.rpartition("-")
    known = ARCHITECTURES.get(architecture)
    return given or (f"{known.short_name} {number}" if known else folder.name)
