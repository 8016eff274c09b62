"""What raters said that counts: once for each rater, photograph and instrument."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from neopain_gui.annotation.answers import Answer, Mark
from neopain_gui.annotation.round import REGIONS, Round
from neopain_gui.people.participants import Participant
from neopain_gui.study import Study

Turn = tuple[str, str, int]
"""Rater, photograph, first or second time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a rater says of a photograph with an instrument.

    Attributes
    ----------
    token : str
        Of the round in which they said it.
    rater, image_id, instrument : str
        Who, of which photograph, with what.
    answers : tuple of Answer
        Of the instrument.
    marks : tuple of Mark
        Where the instrument is ``"regions"``.
    """

    token: str
    rater: str
    image_id: str
    instrument: str
    answers: tuple[Answer, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidByRaters:
    """All that counts of what raters said.

    What a rater said when a photograph came the first time counts, in the last round in which they
    rated it. A blind round counts from when it was handed in: before that nobody shall see what
    comes of it.

    Attributes
    ----------
    raters : dict of str to Participant
        By pseudonym.
    counted : dict of (str, str, str) to Counted
        By instrument, photograph and rater.
    waiting : tuple of (str, str)
        Round and rater of blind rounds that were begun and are not handed in.
    """

    raters: dict[str, Participant]
    counted: dict[tuple[str, str, str], Counted] = field(default_factory=dict)
    waiting: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, study: Study, round_name: str = "") -> SaidByRaters:
        """Read what a study knows, of one round where it is named."""
        store = study.annotations
        counted: dict[tuple[str, str, str], Counted] = {}
        waiting = []
        for round_ in store.rounds():
            if round_name not in ("", round_.name):
                continue
            for rater in round_.raters:
                if round_.blind and not store.handed_in(round_.name, rater):
                    waiting.append((round_.name, rater))
                    continue
                for one in _of_turns(study, round_, rater):
                    counted[one.instrument, one.image_id, one.rater] = one
        return cls(
            raters={one.id: one for one in store.raters()},
            counted=counted,
            waiting=tuple(waiting),
        )

    @property
    def instruments(self) -> tuple[str, ...]:
        """With what something was said."""
        return tuple(dict.fromkeys(instrument for instrument, _, _ in self.counted))

    def who(self, instrument: str) -> tuple[str, ...]:
        """Return who said something with an instrument, in the study's order of raters."""
        said = {rater for one, _, rater in self.counted if one == instrument}
        return tuple(one for one in self.raters if one in said)

    def by_photograph(self, instrument: str, raters: Iterable[str]) -> dict[str, list[Counted]]:
        """Return what some raters said with an instrument, by photograph, in their order."""
        wanted = set(raters)
        made: dict[str, list[Counted]] = defaultdict(list)
        for (one, image_id, rater), said in self.counted.items():
            if one == instrument and rater in wanted:
                made[image_id].append(said)
        for some in made.values():
            some.sort(key=lambda one: one.rater)
        return dict(made)


def _of_turns(study: Study, round_: Round, rater: str) -> Iterable[Counted]:
    store = study.annotations
    answers: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for one in store.answers(round_.name, rater):
        if one.repeat == 0:
            answers[one.image_id, one.instrument].append(one)
    marks: dict[str, list[Mark]] = defaultdict(list)
    for mark in store.marks(round_.name, rater):
        if mark.repeat == 0:
            marks[mark.image_id].append(mark)
    # Whoever went on with all questions answered, and marked nothing, said that nothing showed.
    seen = {
        one.image_id for one in store.sittings(round_.name, rater) if one.repeat == 0 and one.done
    }
    for (image_id, instrument), some in answers.items():
        yield Counted(
            token=round_.token,
            rater=rater,
            image_id=image_id,
            instrument=instrument,
            answers=tuple(some),
        )
    if REGIONS in round_.instruments:
        for image_id in sorted(seen | marks.keys()):
            yield Counted(
                token=round_.token,
                rater=rater,
                image_id=image_id,
                instrument=REGIONS,
                marks=tuple(marks[image_id]),
            )
