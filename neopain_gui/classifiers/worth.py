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


def named(info: ClassifierInfo, name: str = "") -> str:
    """Return a classifier's name with the same as a word; untested first: lists cut off ends.

    Parameters
    ----------
    info : ClassifierInfo
    name : str, optional
        By default that in the names of extraction models.
    """
    first = "(untested) " if info.untested else ""
    return f"{first}{name or info.short_name}{' (demo)' if info.synthetic else ''}"
