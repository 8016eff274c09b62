"""Deciding what counts where the raters of a study disagree."""

from __future__ import annotations

from dataclasses import dataclass

from neopain_gui.annotation.adjudication import Disagreement, disagreements
from neopain_gui.annotation.answers import Decision
from neopain_gui.annotation.rating_table import questions
from neopain_gui.annotation.round import SCORES_APART
from neopain_gui.pipeline.settings.instruments import study_scales
from neopain_gui.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What stands of one photograph, instrument and item: the value that an edit keeps.

    Attributes
    ----------
    about : Decision
        Tells of what.
    stands : bool
        Whether it is decided so; otherwise nothing is decided.
    """

    about: Decision
    stands: bool


def study_disagreements(
    study: Study, round_name: str, *, apart: float = SCORES_APART
) -> list[Disagreement]:
    """Return where those who handed in a round disagree, the widest first."""
    round_ = study.annotations.round(round_name)
    raters = [one for one in round_.raters if study.annotations.handed_in(round_name, one)]
    return disagreements(
        round_name,
        questions(round_.instruments, study_scales(study)),
        study.annotations.answers(round_name),
        raters,
        study.annotations.decisions(round_name),
        apart=apart,
    )


def put_ruling(study: Study, ruling: Ruling) -> None:
    """Write what stands: a decision, or none."""
    if ruling.stands:
        study.annotations.put_decision(ruling.about)
    else:
        study.annotations.take_back_decision(ruling.about)


def rulings(disagreement: Disagreement, made: Decision | None) -> tuple[Ruling, Ruling]:
    """Return what stands before and after a decision; None takes back what was decided.

    Raises
    ------
    ValueError
        Nothing is decided, and nothing was.
    """
    before, after = disagreement.decision, made
    about = before or after
    if about is None:
        raise ValueError("nothing is decided, and nothing was")
    return (
        Ruling(about=before or about, stands=before is not None),
        Ruling(about=after or about, stands=after is not None),
    )
