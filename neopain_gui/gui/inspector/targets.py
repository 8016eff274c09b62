"""Which classes of a classifier can be explained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neopain_gui.classifiers.registry import ClassifierInfo

PREDICTED, LABELLED = "predicted", "labelled"
_USUAL = {"pain": "Pain", "no pain": "No pain"}


def targets_of(info: ClassifierInfo | None) -> Mapping[str, str]:
    """Return what may be explained with its title: pain first, then other classes by their names.

    Parameters
    ----------
    info : ClassifierInfo or None
        The classifier; None where none is chosen, or its weights are not there.
    """
    classes = tuple(_USUAL) if info is None else info.class_order
    counted = {name: title for name, title in _USUAL.items() if name in classes}
    labelled = {LABELLED: "Labelled class"} if counted else {}
    others = {name: name for name in classes if name not in _USUAL}
    return {PREDICTED: "Predicted class", **labelled, **counted, **others}
