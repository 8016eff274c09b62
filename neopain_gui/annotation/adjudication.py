"""Where raters disagree, so that somebody decides what counts.

What a rater says the first time counts. Of answers with categories every difference is a
disagreement, of scores only one as wide as
:data:`~neopain_gui.annotation.round.SCORES_APART`. Totals are not decided: they follow from items.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from neopain_gui.annotation.answers import NO_PAIN, PAIN, Answer, Decision
from neopain_gui.annotation.rating_table import Question
from neopain_gui.annotation.round import LABEL, SCORES_APART

UNSURE = 0.5
"""Spread, at least, where a rater could not tell and another could."""
CANNOT_TELL, NOT_CODABLE = "cannot tell", "not codable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A question to which raters gave different answers.

    Attributes
    ----------
    round, image_id : str
        In which round, of which photograph.
    question : Question
        To what.
    said : tuple of (str, float or None)
        Each rater's answer; None where nothing could be said.
    spread : float
        How far apart they are, as a share of what is possible, in (0, 1].
    decision : Decision or None
        What was decided.
    """

    round: str
    image_id: str
    question: Question
    said: tuple[tuple[str, float | None], ...]
    spread: float
    decision: Decision | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What a decision of it is told by."""
        return self.round, self.image_id, self.question.instrument, self.question.item

    @property
    def words(self) -> str:
        """Who said what, as a line.

        Raters with the same answer stand together.
        """
        by_answer: dict[str, list[str]] = {}
        for rater, value in self.said:
            by_answer.setdefault(value_words(self.question, value), []).append(rater)
        return "; ".join(f"{', '.join(who)}: {what}" for what, who in by_answer.items())


def disagreements(
    round_: str,
    asked: Sequence[Question],
    answers: Iterable[Answer],
    raters: Sequence[str],
    decisions: Iterable[Decision] = (),
    *,
    apart: float = SCORES_APART,
) -> list[Disagreement]:
    """Return where raters disagree, the widest first.

    Parameters
    ----------
    round_ : str
        The round.
    asked : sequence of Question
        What it asks; see :func:`~neopain_gui.annotation.rating_table.questions`.
    answers : iterable of Answer
        Of this round; second times and others' than ``raters`` are left out.
    raters : sequence of str
        Whose answers count.
    decisions : iterable of Decision
        What was decided so far. A decision whose raters agree by now is left out.
    apart : float
        Share of a score's range from which on scores disagree.
    """
    known = {(one.instrument, one.item): one for one in asked if not one.total}
    decided = {(one.image_id, one.instrument, one.item): one for one in decisions}
    said: dict[tuple[str, str, str], dict[str, float | None]] = {}
    for answer in answers:
        counts = answer.rater in raters and not answer.repeat and answer.round == round_
        if counts and (answer.instrument, answer.item) in known:
            key = (answer.image_id, answer.instrument, answer.item)
            said.setdefault(key, {})[answer.rater] = answer.value
    found = []
    for key, values in said.items():
        question = known[key[1:]]
        spread = spread_of(question, values)
        if spread > 0 and (question.level != "interval" or spread >= apart - 1e-9):
            found.append(
                Disagreement(
                    round=round_,
                    image_id=key[0],
                    question=question,
                    said=tuple((one, values[one]) for one in raters if one in values),
                    spread=spread,
                    decision=decided.get(key),
                )
            )
    order = {one.key: place for place, one in enumerate(asked)}
    return sorted(found, key=lambda one: (-one.spread, order[one.question.key], one.image_id))


def spread_of(question: Question, values: Mapping[str, float | None]) -> float:
    """Return how far apart answers are, as a share of what is possible, in [0, 1]."""
    told = [one for one in values.values() if one is not None]
    unsure = UNSURE if told and len(told) < len(values) else 0.0
    width = question.high - question.low
    return max(unsure, (max(told) - min(told)) / width if told and width else 0.0)


def value_words(question: Question, value: float | None) -> str:
    """Return an answer in words."""
    if question.instrument == LABEL:
        return {PAIN: "pain", NO_PAIN: "no pain"}.get(value, CANNOT_TELL)  # type: ignore[arg-type]
    return NOT_CODABLE if value is None else f"{value:g}"


def value_of_words(question: Question, text: str) -> float | None:
    """Return what words stand for; None where nothing can be said.

    Raises
    ------
    ValueError
        They are no answer to the question; says which are.
    """
    said = " ".join(text.lower().split())
    if said in (CANNOT_TELL, NOT_CODABLE):
        return None
    if question.instrument == LABEL:
        words = {"pain": PAIN, "no pain": NO_PAIN}
        if said in words:
            return words[said]
        raise ValueError(f"the label is pain, no pain or {CANNOT_TELL}, not “{text}”")
    try:
        value = float(said)
    except ValueError:
        raise ValueError(f"“{text}” is neither a number nor “{NOT_CODABLE}”") from None
    if question.categories and value not in question.categories:
        possible = ", ".join(f"{one:g}" for one in question.categories)
        raise ValueError(f"{question.title} is {possible} or {NOT_CODABLE}, not {value:g}")
    if not question.low <= value <= question.high:
        raise ValueError(
            f"{question.title} lies between {question.low:g} and {question.high:g}, "
            f"not at {value:g}"
        )
    return value


def decided(
    disagreement: Disagreement, value: float | None, *, reason: str, at: str, by: str = ""
) -> Decision:
    """Return the decision of a disagreement.

    Raises
    ------
    ValueError
        There is no reason.
    """
    return Decision(
        round=disagreement.round,
        image_id=disagreement.image_id,
        instrument=disagreement.question.instrument,
        item=disagreement.question.item,
        value=value,
        codable=value is not None,
        reason=reason.strip(),
        at=at,
        by=by,
    )
