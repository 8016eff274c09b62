"""A rater on the way through a round: which turn it is, what was said, how long it took."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from neopain_gui.annotation.answers import Answer, Landmark, Mark, Sitting, Turn
from neopain_gui.annotation.round import LABEL, LANDMARKS, SCORE, Round
from neopain_gui.annotation.said import Said
from neopain_gui.annotation.scales import Scale
from neopain_gui.errors import NeoPainError
from neopain_gui.gui.annotate.rating.amending import Amending
from neopain_gui.pipeline.rounds.making import now
from neopain_gui.pipeline.settings.instruments import study_scales

if TYPE_CHECKING:
    from neopain_gui.faces.face import Face
    from neopain_gui.gui.state.session import Session
    from neopain_gui.study import Study

_KEPT_EVERY = 5_000
"""Milliseconds after which the time is written down: what a killed program loses of it."""

Key = tuple[str, str]
"""Instrument and item of an answer."""


class Course(QObject):
    """A rater's turns of a round in the open study; everything said is written at once.

    Attributes
    ----------
    study : Study
        Where it is kept.
    round, rater : Round, str
        What is asked, and whom.
    turns : tuple of Turn
        In the order in which this rater sees them.
    scales : Mapping of str to Scale
        Those that the round asks, by instrument.
    place : int
        Which turn it is.
    handed_in : str or None
        When it was handed in: then nothing is changed here without a reason.
    amending : Amending or None
        Why what was handed in is changed at this turn; None while it is not.

    Signals
    -------
    leaving()
        This turn is about to be left, or its time to be written: what is being typed is kept now.
    moved()
        Another turn, or the same for the first time.
    changed()
        What is said of this turn is not what it was.
    ticked()
        The time went on.
    """

    leaving = Signal()
    moved = Signal()
    changed = Signal()
    ticked = Signal()

    def __init__(
        self, session: Session, study: Study, round_: Round, rater: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self.study = session, study
        self.round, self.rater = round_, rater
        self.turns = study.annotations.turns(round_.name, rater)
        known = study_scales(study)
        asked = {one.instrument: one for one in known.values()}
        self.scales: dict[str, Scale] = {
            one: asked[one] for one in round_.instruments if one in asked
        }
        self.handed_in = study.annotations.handed_in(round_.name, rater)
        self.done = {
            Turn(image_id=one.image_id, repeat=one.repeat)
            for one in study.annotations.sittings(round_.name, rater)
            if one.done
        }
        self.place = self._first_left()
        self.amending: Amending | None = None
        self._clock, self._running = QElapsedTimer(), False
        self._tick = QTimer(self, interval=100)
        self._tick.timeout.connect(self._ticked)
        self._keep = QTimer(self, interval=_KEPT_EVERY)
        self._keep.timeout.connect(self._write_time)
        self._said = self._read()
        session.turn_changed.connect(self._written)

    # -- where ---------------------------------------------------------------------------------
    @property
    def turn(self) -> Turn:
        """The photograph whose turn it is."""
        return self.turns[self.place]

    @property
    def said(self) -> Said:
        """What is said of it so far."""
        return self._said

    @property
    def left(self) -> int:
        """How many turns are not done."""
        return len(self.turns) - len(self.done)

    def go(self, place: int) -> None:
        """Go to a turn; the time of the one before is written down."""
        if not 0 <= place < len(self.turns):
            return
        running = self._running
        self.leaving.emit()
        self.pause()
        self.place, self.amending = place, None
        self._said = self._read()
        self.moved.emit()
        if running:
            self.run()

    def next(self) -> bool:
        """Go to the next turn that is not done, after this one and then from the beginning.

        Returns
        -------
        bool
            False where this was the last that was left: it stays.
        """
        self.leaving.emit()
        self._write_time()
        later = [*range(self.place + 1, len(self.turns)), *range(self.place)]
        found = next((one for one in later if self.turns[one] not in self.done), None)
        if found is None:
            return False
        self.go(found)
        return True

    def step(self, by: int) -> None:
        """Go to the turn beside this one."""
        self.go(self.place + by)

    def _first_left(self) -> int:
        left = (place for place, one in enumerate(self.turns) if one not in self.done)
        return next(left, 0)

    # -- time ------------------------------------------------------------------------------------
    def run(self) -> None:
        """Let the time of this turn run."""
        if self._running or self.handed_in:
            return
        self._running = True
        self._clock.start()
        self._tick.start()
        self._keep.start()

    def pause(self) -> None:
        """Stop the time, and write it down."""
        self.leaving.emit()
        if self._running:
            self._write_time()
        self._running = False
        self._tick.stop()
        self._keep.stop()

    @property
    def running(self) -> bool:
        """Whether the time runs."""
        return self._running

    @property
    def seconds(self) -> float:
        """How long this turn has been looked at, all times together."""
        before = self._said.sitting.seconds if self._said.sitting is not None else 0.0
        return before + (self._clock.elapsed() / 1000 if self._running else 0.0)

    @property
    def seconds_left(self) -> float | None:
        """How long the photograph is still seen; None where there is no limit."""
        if self.round.seconds is None:
            return None
        return max(0.0, self.round.seconds - self.seconds)

    def _ticked(self) -> None:
        self.ticked.emit()

    def _write_time(self) -> None:
        if self.handed_in or not self._session.editable:
            return
        done = not self.open_questions()
        sitting = Sitting(
            round=self.round.name,
            rater=self.rater,
            image_id=self.turn.image_id,
            repeat=self.turn.repeat,
            seconds=self.seconds,
            done=done,
            at=now(),
        )
        try:
            self.study.annotations.put_sitting(sitting)
        except NeoPainError as error:
            self.pause_without_writing()
            self._session.problem.emit(error)
            return
        (self.done.add if done else self.done.discard)(self.turn)
        self._said = self._read()
        if self._running:
            self._clock.restart()

    def pause_without_writing(self) -> None:
        """Stop the time where the study does not take it."""
        self._running = False
        self._tick.stop()
        self._keep.stop()

    # -- answers ---------------------------------------------------------------------------------
    def answer(self, instrument: str, item: str = "") -> Answer | None:
        """Return what was answered; None where nothing was."""
        found = (
            one for one in self._said.answers if (one.instrument, one.item) == (instrument, item)
        )
        return next(found, None)

    def made(
        self,
        instrument: str,
        item: str = "",
        value: float | None = None,
        *,
        codable: bool = True,
        text: str = "",
    ) -> Answer:
        """Return an answer of this turn; one without a value takes back what was said."""
        scale = self.scales.get(instrument)
        return Answer(
            round=self.round.name,
            rater=self.rater,
            image_id=self.turn.image_id,
            repeat=self.turn.repeat,
            instrument=instrument,
            version=scale.version if scale is not None else "",
            item=item,
            value=value,
            codable=codable,
            text=text,
        )

    def say(self, answers: Sequence[Answer], text: str, *, merge: str = "") -> None:
        """Put answers in the place of those to the same questions; can be undone."""
        before = tuple(
            self.answer(one.instrument, one.item) or self.made(one.instrument, one.item)
            for one in answers
        )
        after = tuple(answers)
        if before == after or self.locked:
            return
        if self.amending is not None:
            self._amend(text, self.amending.answered(self._said, after))
            return
        turn, store = self.turn, self.study.annotations
        write = partial(store.put_answers, self.round.name, self.rater, turn.image_id, turn.repeat)
        self._session.edits.edit(
            text,
            before,
            after,
            write,
            changed=partial(self._told, self._name_of(turn)),
            merge=f"{merge} {self._name_of(turn)}" if merge else "",
        )

    @property
    def face(self) -> Face | None:
        """The face of the photograph on display, if one is known."""
        return self.study.faces.get(self.turn.image_id)

    def draw(
        self, what: Literal["marks", "landmarks"], after: Sequence[Mark | Landmark], text: str
    ) -> None:
        """Put regions, or points of the face, in the place of all of this turn; can be undone."""
        before, turn, store = getattr(self._said, what), self.turn, self.study.annotations
        if self.locked or tuple(after) == before:
            return
        if self.amending is not None:
            other: dict[str, Any] = {what: tuple(after)}
            self._amend(text, replace(self._said, **other))
            return
        write = getattr(store, f"put_{what}")
        put = partial(write, self.round.name, self.rater, turn.image_id, turn.repeat)
        self.edit(text, before, tuple(after), put)

    def edit(self, text: str, before: Any, after: Any, write: Callable[[Any], None]) -> None:
        """Write what a person did at this turn; can be undone."""
        if self.handed_in or after == before:
            return
        told = partial(self._told, self._name_of(self.turn))
        self._session.edits.edit(text, before, after, write, changed=told)

    def open_questions(self, said: Said | None = None) -> list[Key]:
        """Return what has to be answered before a turn is done: this one, or as it would be.

        Labels, scores, items and points; a note and regions may be left out.
        """
        said = self._said if said is None else said
        wanted: list[Key] = [(one, "") for one in (LABEL, SCORE) if one in self.round.instruments]
        for instrument, scale in self.scales.items():
            wanted += [(instrument, item.id) for item in scale.items if item.on_still]
        wanted += [(one, "") for one in self.round.instruments if one.startswith(LANDMARKS)]
        answered = {(one.instrument, one.item) for one in said.answers}
        answered |= {(LANDMARKS + one.set, "") for one in said.landmarks}
        return [one for one in wanted if one not in answered]

    def hand_in(self) -> bool:
        """Hand the round in: nothing is changed any more but with a reason. Can be undone."""
        self.pause()
        store, name, rater = self.study.annotations, self.round.name, self.rater
        return self._session.edits.edit(
            f"handing in {name}",
            None,
            now(),
            lambda at: store.hand_in(name, rater, at),
            changed=partial(self._told, None),
            said=f"{name} is handed in. What {rater} said can be amended with a reason.",
        )

    @property
    def locked(self) -> bool:
        """Whether nothing is changed here: it is handed in, and no reason was given yet."""
        return bool(self.handed_in) and self.amending is None

    def amend(self, reason: str) -> None:
        """Let what was handed in be changed at this turn, until another one is gone to."""
        if self.handed_in and self._session.editable:
            self.amending = Amending(before=self._said, reason=reason, at=now())
            self.changed.emit()

    def _amend(self, text: str, after: Said) -> None:
        assert self.amending is not None
        done = not self.open_questions(after)
        self._session.edits.edit(
            f"amending {text}",
            self._said,
            self.amending.reasoned(after, done=done),
            self.study.annotations.put_said,
            changed=partial(self._told, self._name_of(self.turn)),
        )

    def _told(self, where: object) -> None:
        self._session.turn_changed.emit(where)
        self._session.annotations_changed.emit()

    # -- reading ---------------------------------------------------------------------------------
    def _name_of(self, turn: Turn) -> tuple[str, str, Turn]:
        return self.round.name, self.rater, turn

    def _read(self) -> Said:
        turn = self.turn
        return self.study.annotations.said(self.round.name, self.rater, turn.image_id, turn.repeat)

    def _written(self, where: object) -> None:
        """Show what was written, undone or done again, wherever in this round it was."""
        if self._session.study is not self.study:
            return
        self.handed_in = self.study.annotations.handed_in(self.round.name, self.rater)
        if self.handed_in:
            self.pause_without_writing()
        elsewhere = [
            place
            for place, turn in enumerate(self.turns)
            if where == self._name_of(turn) and place != self.place
        ]
        if elsewhere:
            self.go(elsewhere[0])
        else:
            self._said = self._read()
        if self.handed_in:  # until then leaving the turn says whether it is done
            sat = self._said.sitting
            (self.done.add if sat is not None and sat.done else self.done.discard)(self.turn)
        self.changed.emit()
