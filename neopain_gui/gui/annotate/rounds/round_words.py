"""What a round is, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from neopain_gui.annotation.order import repeats_of
from neopain_gui.annotation.round import LABEL, LANDMARKS, NOTE, REGIONS, SCORE, Round
from neopain_gui.annotation.scales import Scale
from neopain_gui.counted import counted, listed

_WORDS = {
    LABEL: "label",
    SCORE: "score of 0 to 10",
    NOTE: "note",
    REGIONS: "regions",
}


def instrument_words(instruments: Iterable[str], scales: Mapping[str, Scale]) -> str:
    """Name what is asked, in the round's order.

    >>> instrument_words(["label", "score"], {})
    'label and score of 0 to 10'
    """
    named = []
    for one in instruments:
        if one in scales:
            named.append(scales[one].short)
        elif one.startswith(LANDMARKS):
            named.append(f"landmarks {one.removeprefix(LANDMARKS)}")
        else:
            named.append(_WORDS.get(one, one))
    return listed(named)


def about(round_: Round) -> str:
    """Say how a round's photographs are seen."""
    again = repeats_of(round_.repeats, len(round_.image_ids))
    said = [
        f"{counted(len(round_.image_ids), 'photograph')}, {again} of them twice, in an order of "
        "each rater's own.",
        "Blind: label, neonate, file name, maps and other raters are hidden."
        if round_.blind
        else "Not blind.",
    ]
    if round_.face_only:
        said.append("The face alone is shown.")
    if round_.seconds is not None:
        said.append(f"Each photograph is seen for {round_.seconds:g} s.")
    return " ".join(said)
