"""What a rater said of each photograph of a round, in a few words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from neopain_gui.annotation.answers import Answer, Turn
from neopain_gui.annotation.changes import word_of
from neopain_gui.annotation.round import LABEL, NOTE, SCORE
from neopain_gui.annotation.scales import Scale, TotalSaid, totals_of
from neopain_gui.counted import counted
from neopain_gui.pipeline.settings.instruments import switches_of

if TYPE_CHECKING:
    from neopain_gui.study import Study


def turn_words(
    study: Study, round_: str, rater: str, scales: Mapping[str, Scale]
) -> dict[Turn, str]:
    """Return what was said at each turn at which anything was.

    Parameters
    ----------
    study : Study
        Whose.
    round_, rater : str
        Which round, and who.
    scales : Mapping of str to Scale
        Those of the round, by instrument.
    """
    store = study.annotations
    answers: dict[Turn, list[Answer]] = defaultdict(list)
    for one in store.answers(round_, rater):
        answers[Turn(image_id=one.image_id, repeat=one.repeat)].append(one)
    drawn: dict[Turn, int] = defaultdict(int)
    for mark in store.marks(round_, rater):
        drawn[Turn(image_id=mark.image_id, repeat=mark.repeat)] += 1
    amended = {
        Turn(image_id=one.image_id, repeat=one.repeat) for one in store.amendments(round_, rater)
    }
    switches = {name: switches_of(study, scale) for name, scale in scales.items()}
    words = {}
    for turn in {*answers, *drawn}:
        parts = _answers(answers[turn], scales, switches)
        if drawn[turn]:
            parts.append(counted(drawn[turn], "region"))
        if turn in amended:
            parts.append("amended")
        words[turn] = " · ".join(parts)
    return words


def _answers(
    answers: Sequence[Answer],
    scales: Mapping[str, Scale],
    switches: Mapping[str, Mapping[str, bool]],
) -> list[str]:
    """Say label and score, each scale's totals, and whether there is a note."""
    by_instrument: dict[str, list[Answer]] = defaultdict(list)
    for one in answers:
        by_instrument[one.instrument].append(one)
    parts = [word_of(one) for name in (LABEL, SCORE) for one in by_instrument.get(name, ())]
    for instrument, scale in scales.items():
        said = by_instrument.get(instrument, [])
        asked = sum(item.on_still for item in scale.items)
        if said and len(said) < asked:
            parts.append(f"{scale.short}: {counted(asked - len(said), 'item')} open")
        elif said:
            found = totals_of(scale, {one.item: one.value for one in said}, switches[instrument])
            parts.append(f"{scale.short}: {_totals([*found.values()])}")
    return [*parts, *("note" for _one in by_instrument.get(NOTE, ()))]


def _totals(found: Sequence[TotalSaid]) -> str:
    """Say the totals that are known, by name where there are several."""
    known = [one for one in found if one.value is not None]
    if len(known) == 1:
        return known[0].words.removeprefix(f"{known[0].total.title}: ")
    return ", ".join(one.words for one in known) or "not known"
