"""Where the card of a weight file lies: beside it, or beside the folds that it is one of."""

from __future__ import annotations

from pathlib import Path

from neopain_gui.classifiers.weight_files import SUFFIX

PAGE, DATA = ".md", ".card.json"
"""What follows a classifier's name in the names of its card's two files: for people, for programs.

In a training's folder they are ``card.md`` and ``card.json``.
"""
_OF_TRAINING = {PAGE: "card.md", DATA: "card.json"}


def card_of(weights: Path, ending: str = PAGE) -> Path | None:
    """Return one of the two files of the card of a weight file, where there is one.

    Parameters
    ----------
    weights : Path
        The weight file.
    ending : str
        :data:`PAGE` or :data:`DATA`.
    """
    named = _OF_TRAINING[ending]
    places = [
        weights.with_name(f"{weights.name.removesuffix(SUFFIX)}{ending}"),
        weights.with_name(named),
    ]
    if weights.parent.name.startswith("fold-"):
        places.append(weights.parent.parent / named)
    return next((place for place in places if place.is_file()), None)
