"""What a round is, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from neopain_gui.annotation.order import repeats_of
from neopain_gui.annotation.round import LABEL, NOTE, REGIONS, SCORE, Round
from neopain_gui.counted import counted, listed
from neopain_gui.pipeline.settings.instruments import study_landmark_sets, study_scales

if TYPE_CHECKING:
    from neopain_gui.study import Study

_WORDS = {
    LABEL: "label",
    SCORE: "score of 0 to 10",
    NOTE: "note",
    REGIONS: "regions",
}


def instrument_names(study: Study) -> dict[str, str]:
    """Return what scales and sets of landmarks of a study are called in a sentence."""
    scales, sets = study_scales(study).values(), study_landmark_sets(study).values()
    names = {one.instrument: one.short for one in scales}
    return names | {one.instrument: f"landmarks ({one.title})" for one in sets}


def instrument_words(instruments: Iterable[str], names: Mapping[str, str]) -> str:
    """Name what is asked, in the round's order.

    >>> instrument_words(["label", "score", "scale:nfcs"], {"scale:nfcs": "NFCS"})
    'label, score of 0 to 10 and NFCS'
    """
    return listed([names.get(one) or _WORDS.get(one, one) for one in instruments])


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
