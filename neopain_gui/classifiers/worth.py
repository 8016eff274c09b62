"""What has to be said of a classifier wherever it shows: of demo weights, and of untested ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neopain_gui.classifiers.registry import ClassifierInfo

DEMO = "Demo weights trained on synthetic phantoms: not for real photographs."
UNTESTED = "Untested: trained on every neonate that there was, so nothing says how well it does."


def what_to_know(info: ClassifierInfo) -> str:
    """Return the sentences about a classifier; empty where nothing has to be said."""
    said = [*([DEMO] if info.synthetic else []), *([UNTESTED] if info.untested else [])]
    return " ".join(said)


def in_brief(info: ClassifierInfo) -> str:
    """Return the same as a word or two behind a name, in brackets; empty likewise."""
    said = [*(["demo"] if info.synthetic else []), *(["untested"] if info.untested else [])]
    return f" ({', '.join(said)})" if said else ""
