"""In what two states of one turn differ, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from neopain_gui.annotation.answers import Answer, Landmark, Mark
from neopain_gui.annotation.round import LABEL, NOTE, SCALE
from neopain_gui.annotation.said import Said

_NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference.

    Attributes
    ----------
    what : str
        Of which answer, region or point: ``"label"``, ``"nfcs, brow"``, ``"region brow"``.
    before, after : str
        What was said of it, in words.
    """

    what: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """Both, as ``label: no pain, before pain``."""
        return f"{self.what}: {self.after}, before {self.before}"


def word_of(answer: Answer) -> str:
    """Say what an answer says.

    >>> word_of(Answer(round="r", rater="A", image_id="P", instrument="score", value=7.0))
    '7'
    """
    if not answer.codable:
        return "cannot tell" if answer.instrument == LABEL else "not codable"
    if answer.instrument == LABEL and answer.value is not None:
        return "pain" if answer.value else "no pain"
    if answer.instrument == NOTE:
        return f"“{answer.text}”" if answer.text else _NOTHING
    return _NOTHING if answer.value is None else f"{answer.value:g}"


def changes(before: Said, after: Said) -> tuple[Change, ...]:
    """Return where two states of a turn say different things; times do not matter."""
    return (
        *_of_answers(before.answers, after.answers),
        *_of_shapes("region", _by_name(before.marks), _by_name(after.marks)),
        *_of_shapes("point", _by_name(before.landmarks), _by_name(after.landmarks)),
    )


def _of_answers(before: Iterable[Answer], after: Iterable[Answer]) -> Iterable[Change]:
    here, there = ({(one.instrument, one.item): one for one in said} for said in (before, after))
    for key in here | there:
        one, other = here.get(key), there.get(key)
        if one == other:
            continue
        name = key[0].removeprefix(SCALE) + (f", {key[1]}" if key[1] else "")
        words = [_NOTHING if said is None else word_of(said) for said in (one, other)]
        if one is not None and other is not None and words[0] == words[1]:
            words = [f"{said.version or 'no version'}" for said in (one, other)]
            name += ", version"
        yield Change(what=name, before=words[0], after=words[1])


def _of_shapes(
    what: str, before: Mapping[str, Mark | Landmark], after: Mapping[str, Mark | Landmark]
) -> Iterable[Change]:
    for name in {**before, **after}:
        one, other = before.get(name), after.get(name)
        if one == other:
            continue
        words = ["drawn" if said is not None else _NOTHING for said in (one, other)]
        if words[0] == words[1]:
            words = ["as it was", "drawn otherwise"]
        yield Change(what=f"{what} {name}", before=words[0], after=words[1])


def _by_name(shapes: Iterable[Mark | Landmark]) -> dict[str, Mark | Landmark]:
    return {
        f"{one.set}, {one.name}" if isinstance(one, Landmark) else one.name: one for one in shapes
    }
