"""Edits of a round: another rater, one less, the whole round; each can be undone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from neopain_gui.pipeline.rounds.making import raters_of

if TYPE_CHECKING:
    from neopain_gui.annotation.round import Round
    from neopain_gui.gui.state.session import Session
    from neopain_gui.study import Selection, Study, Taken


def add_rater(session: Session, study: Study, round_: Round, rater: str) -> bool:
    """Ask somebody in a round, also one that has begun; who is new is new in the study."""
    if rater in round_.raters:
        session.notice.emit(f"{rater} is asked in the round already.")
        return False
    new = rater not in {one.id for one in study.gaze.participants()}

    def write(asked: bool) -> None:
        if asked:
            study.gaze.add([one for one in raters_of(study, [rater]) if new], [])
            present = study.annotations.round(round_.name)
            study.annotations.put_round(replace(present, raters=(*present.raters, rater)))
            return
        study.annotations.take_out_round(round_.name, rater)
        if new:
            study.removal.take_out(_participant(rater))

    return session.edits.edit(
        f"asking {rater} in the round {round_.name}",
        False,
        True,
        write,
        changed=lambda: _tell(session),
        said=f"{rater} is asked in the round {round_.name}, in an order of their own.",
    )


def take_out(session: Session, study: Study, round_: Round, rater: str = "") -> bool:
    """Take a round out with all that was said, or one rater with what they said in it."""
    taken: list[Taken] = []
    which = f"{rater} of the round {round_.name}" if rater else f"the round {round_.name}"
    whose = "they said in it" if rater else "its raters said"

    def write(there: bool) -> None:
        if there:
            study.removal.put_back(taken.pop())
        else:
            taken.append(study.annotations.take_out_round(round_.name, rater or None))

    return session.edits.edit(
        f"removing {which}",
        True,
        False,
        write,
        changed=lambda: _tell(session),
        said=f"Removed: {which}, with all that {whose}. It goes for good when the study is closed.",
    )


def _participant(rater: str) -> Selection:
    from neopain_gui.study import Selection

    return Selection(participants=frozenset({rater}))


def _tell(session: Session) -> None:
    """Tell of the round, of scores, and of who rates."""
    session.annotations_changed.emit()
    session.gaze_changed.emit()
    session.results_changed.emit("")
