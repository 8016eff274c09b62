"""Making one participant of several: one person whose recordings were imported one by one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from neopain_gui.counted import counted
from neopain_gui.errors import StudyError
from neopain_gui.study import removal
from neopain_gui.study.part import Part
from neopain_gui.study.removal import Selection, Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What became of participants that were joined.

    Attributes
    ----------
    into : str
        Who is left.
    before : Taken
        All that was theirs, as :meth:`JoinStore.part_participants` puts it back.
    scores : int
        Scores that gave way: the one who is left had scored that photograph otherwise.
    trials : int
        Trials that gave way: the same trial of the same recording, imported twice.
    answers : int
        Answers in rounds that gave way: the one who is left had answered otherwise.
    """

    into: str
    before: Taken
    scores: int = 0
    trials: int = 0
    answers: int = 0

    @property
    def gave_way(self) -> str:
        """What there was twice and is there once now, as a sentence; empty where nothing was."""
        parts = []
        if self.trials:
            what = counted(self.trials, "trial was", "trials were")
            parts.append(f"{what} there twice, of the same recording, and counts once now.")
        if self.scores:
            what = counted(self.scores, "photograph")
            parts.append(f"{what} had two scores that differ: those of {self.into} stay.")
        if self.answers:
            what = counted(self.answers, "answer that differs", "answers that differ")
            parts.append(f"In rounds {self.into} had given {what}: those stay.")
        return " ".join(parts)

    @property
    def maps(self) -> int:
        """How many group maps went: each had counted one person as several."""
        return self.before.count("results")


class JoinStore(Part):
    """Joining participants; see :class:`~.edit_store.EditStore`."""

    def join_participants(self, joining: Collection[str], into: str) -> Joined:
        """Make one participant of several, with all their trials and scores.

        Group and attributes are those of the one who is left, completed by the others'. The group
        maps that any of them is part of go: each person counts once in them.

        Raises
        ------
        StudyError
            There is no such participant, or nobody to join.
        """
        others = sorted({*joining} - {into})
        if not others:
            raise StudyError("two participants at least are needed to join them", file=self.path)
        with self._change() as connection:
            known = {row[0] for row in connection.execute("SELECT id FROM participants")}
            for who in (into, *others):
                if who not in known:
                    raise StudyError(f"there is no participant {who} in the study", file=self.path)
            before = removal.take(connection, Selection(participants=frozenset({into, *others})))
            rows = {table: some for table, some in before.rows.items() if table != "results"}
            removal.put(connection, replace(before, rows=rows, settings={}))
            trials = scores = answers = 0
            for other in others:
                lost = removal.join_participant(connection, other, into)
                trials, scores = trials + lost[0], scores + lost[1]
                answers += lost[2]
                removal.note_purge(connection, other, into)
        return Joined(into=into, before=before, scores=scores, trials=trials, answers=answers)

    def part_participants(self, joined: Joined) -> None:
        """Undo what :meth:`join_participants` did in this session."""
        with self._change() as connection:
            removal.take(connection, Selection(participants=frozenset({joined.into})))
            removal.put(connection, joined.before)
