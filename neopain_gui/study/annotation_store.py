"""What raters say of the photographs of a study, in rounds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from neopain_gui.annotation.answers import Amendment, Answer, Landmark, Mark, Sitting
from neopain_gui.annotation.said import Said
from neopain_gui.errors import StudyError
from neopain_gui.faces.drawn import packed
from neopain_gui.study.annotation_rows import (
    amendment_of,
    answer_of,
    landmark_of,
    mark_of,
    sitting_of,
)
from neopain_gui.study.decision_store import DecisionStore

T = TypeVar("T")
Row = tuple[object, ...]
_TURN = "token = ? AND rater = ? AND image_id = ? AND repeat = ?"


class AnnotationStore(DecisionStore):
    """Rounds of raters, and all that they say; part of :class:`~.store.Study`.

    What a rater handed in is refused to every method but :meth:`amend` and, for undo,
    :meth:`put_said`. Every list is in the order of rounds, raters and
    photographs, and can be asked for one of each alone.
    """

    def answers(
        self, round_: str | None = None, rater: str | None = None, image_id: str | None = None
    ) -> list[Answer]:
        """Return answers, in the order in which instruments and items were answered."""
        return self._select("answers", answer_of, round_, rater, image_id)

    def marks(
        self, round_: str | None = None, rater: str | None = None, image_id: str | None = None
    ) -> list[Mark]:
        """Return regions, in the order in which they lie on each other."""
        return self._select("marks", mark_of, round_, rater, image_id)

    def landmarks(
        self, round_: str | None = None, rater: str | None = None, image_id: str | None = None
    ) -> list[Landmark]:
        """Return points of the face."""
        return self._select("landmarks", landmark_of, round_, rater, image_id)

    def sittings(
        self, round_: str | None = None, rater: str | None = None, image_id: str | None = None
    ) -> list[Sitting]:
        """Return how long raters took."""
        return self._select("sittings", sitting_of, round_, rater, image_id)

    def amendments(
        self, round_: str | None = None, rater: str | None = None, image_id: str | None = None
    ) -> list[Amendment]:
        """Return what was changed after it had been handed in, the earliest first."""
        return self._select("amendments", amendment_of, round_, rater, image_id)

    def said(self, round_: str, rater: str, image_id: str, repeat: int = 0) -> Said:
        """Return all that a rater says at one turn."""
        asked = (round_, rater, image_id)
        sitting = [one for one in self.sittings(*asked) if one.repeat == repeat]
        return Said(
            round=round_,
            rater=rater,
            image_id=image_id,
            repeat=repeat,
            answers=tuple(one for one in self.answers(*asked) if one.repeat == repeat),
            marks=tuple(one for one in self.marks(*asked) if one.repeat == repeat),
            landmarks=tuple(one for one in self.landmarks(*asked) if one.repeat == repeat),
            sitting=sitting[0] if sitting else None,
            amendments=tuple(one for one in self.amendments(*asked) if one.repeat == repeat),
        )

    def begun_turns(self, round_: str, rater: str) -> frozenset[tuple[str, int]]:
        """Return the photographs, each with its repeat, of which a rater said anything at all."""
        parts = (
            f"SELECT image_id, repeat FROM {table} JOIN rounds USING (token) "
            "WHERE rounds.name = ? AND rater = ?"
            for table in ("answers", "marks", "landmarks")
        )
        found = self._database.rows(" UNION ".join(parts), 3 * (round_, rater))
        return frozenset((row["image_id"], row["repeat"]) for row in found)

    def put_answers(
        self, round_: str, rater: str, image_id: str, repeat: int, answers: Sequence[Answer]
    ) -> None:
        """Put answers in the place of what stands of the same instruments and items.

        One that says nothing (:attr:`~neopain_gui.annotation.answers.Answer.says_something`) takes
        back what was said.

        Raises
        ------
        StudyError
            It is not this rater's turn in this round, it is handed in, or the round does not ask
            this.
        """
        with self._change() as connection:
            turn = self._open_turn(connection, round_, rater, image_id, repeat)
            self._write_answers(connection, round_, turn, answers)

    def put_marks(
        self, round_: str, rater: str, image_id: str, repeat: int, marks: Sequence[Mark]
    ) -> None:
        """Put regions in the place of all that the rater drew there.

        Raises
        ------
        StudyError
            As :meth:`put_answers`.
        """
        with self._change() as connection:
            turn = self._open_turn(connection, round_, rater, image_id, repeat)
            _write_marks(connection, turn, marks)

    def put_landmarks(
        self, round_: str, rater: str, image_id: str, repeat: int, landmarks: Sequence[Landmark]
    ) -> None:
        """Put points in the place of all that the rater set there.

        Raises
        ------
        StudyError
            As :meth:`put_answers`.
        """
        with self._change() as connection:
            turn = self._open_turn(connection, round_, rater, image_id, repeat)
            _write_landmarks(connection, turn, landmarks)

    def put_sitting(self, sitting: Sitting) -> None:
        """Note how long a rater has taken so far.

        Raises
        ------
        StudyError
            As :meth:`put_answers`.
        """
        with self._change() as connection:
            turn = self._open_turn(
                connection, sitting.round, sitting.rater, sitting.image_id, sitting.repeat
            )
            _write_sitting(connection, turn, sitting)

    def amend(
        self,
        amendment: Amendment,
        *,
        answers: Sequence[Answer] | None = None,
        marks: Sequence[Mark] | None = None,
        landmarks: Sequence[Landmark] | None = None,
    ) -> None:
        """Change what was handed in, and keep why.

        Parameters
        ----------
        amendment : Amendment
            Of which turn, and the reason.
        answers, marks, landmarks : sequence, optional
            As :meth:`put_answers`, :meth:`put_marks` and :meth:`put_landmarks` take them; None
            leaves what is there.

        Raises
        ------
        StudyError
            It is not this rater's turn, is not handed in, or the round does not ask this.
        """
        with self._change() as connection:
            turn = self._turn(
                connection,
                amendment.round,
                amendment.rater,
                amendment.image_id,
                amendment.repeat,
            )
            if not self._locked(connection, turn):
                raise StudyError(
                    f"{amendment.rater} has not handed in the round “{amendment.round}”",
                    file=self.path,
                    remedy="change it without a reason",
                )
            if answers is not None:
                self._write_answers(connection, amendment.round, turn, answers)
            if marks is not None:
                _write_marks(connection, turn, marks)
            if landmarks is not None:
                _write_landmarks(connection, turn, landmarks)
            _add_amendments(connection, turn, [amendment])

    def put_said(self, said: Said) -> None:
        """Make one turn exactly this: how a change is undone and done again.

        Raises
        ------
        StudyError
            It is not this rater's turn in this round; or it was handed in, and this changes it
            without an amendment that is added or taken back.
        """
        with self._change() as connection:
            self._put_said(connection, said)

    def put_all(self, said: Sequence[Said], handed_in: Mapping[tuple[str, str], str]) -> None:
        """Make many turns exactly this, all or none, and note what is handed in.

        Parameters
        ----------
        said : sequence of Said
            See :meth:`put_said`.
        handed_in : Mapping of (str, str) to str
            When each of these raters handed in which round (round, rater); empty unlocks.

        Raises
        ------
        StudyError
            As :meth:`put_said`; nothing was changed.
        """
        with self._change() as connection:
            for (round_, rater), at in handed_in.items():
                if not at:
                    self._hand_in(connection, round_, rater, at)
            for one in said:
                self._put_said(connection, one)
            for (round_, rater), at in handed_in.items():
                self._hand_in(connection, round_, rater, at)

    def _put_said(self, connection: sqlite3.Connection, said: Said) -> None:
        turn = self._turn(connection, said.round, said.rater, said.image_id, said.repeat)
        before = self.said(said.round, said.rater, said.image_id, said.repeat)
        if said == before:
            return
        if self._locked(connection, turn) and before.amendments == said.amendments:
            raise self._handed_in_already(said.round, said.rater)
        for table in ("answers", "sittings", "amendments"):
            connection.execute(f"DELETE FROM {table} WHERE {_TURN}", turn)
        self._write_answers(connection, said.round, turn, said.answers)
        _write_marks(connection, turn, said.marks)
        _write_landmarks(connection, turn, said.landmarks)
        _add_amendments(connection, turn, said.amendments)
        if said.sitting is not None:
            _write_sitting(connection, turn, said.sitting)

    def _write_answers(
        self, connection: sqlite3.Connection, round_: str, turn: Row, answers: Sequence[Answer]
    ) -> None:
        asked = self.round(round_).instruments
        for one in answers:
            if one.instrument not in asked:
                raise StudyError(
                    f"the round “{round_}” does not ask for {one.instrument}", file=self.path
                )
            connection.execute(
                f"DELETE FROM answers WHERE {_TURN} AND instrument = ? AND item = ?",
                (*turn, one.instrument, one.item),
            )
            if one.says_something:
                value = None if one.value is None else float(one.value)
                connection.execute(
                    "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *turn,
                        one.instrument,
                        one.version,
                        one.item,
                        value,
                        int(one.codable),
                        one.text,
                    ),
                )

    def _select(
        self,
        table: str,
        parse: Callable[[sqlite3.Row], T],
        round_: str | None,
        rater: str | None,
        image_id: str | None,
    ) -> list[T]:
        asked = {"rounds.name": round_, "rater": rater, "image_id": image_id}
        where = " AND ".join(f"{column} = ?" for column, one in asked.items() if one is not None)
        found = self._database.rows(
            f"SELECT {table}.*, rounds.name AS round FROM {table} JOIN rounds USING (token) "
            f"WHERE {where or '1'} ORDER BY "
            f"rounds.made, rounds.rowid, rater, image_id, repeat, {table}.rowid",
            [one for one in asked.values() if one is not None],
        )
        return [self._parsed(parse, row) for row in found]

    def _open_turn(
        self, connection: sqlite3.Connection, round_: str, rater: str, image_id: str, repeat: int
    ) -> Row:
        turn = self._turn(connection, round_, rater, image_id, repeat)
        if self._locked(connection, turn):
            raise self._handed_in_already(round_, rater)
        return turn

    def _turn(
        self, connection: sqlite3.Connection, round_: str, rater: str, image_id: str, repeat: int
    ) -> Row:
        turn = (self._token(connection, round_), rater, image_id, repeat)
        if connection.execute(f"SELECT 1 FROM turns WHERE {_TURN}", turn).fetchone() is None:
            again = " a second time" if repeat else ""
            raise StudyError(
                f"the round “{round_}” does not ask {rater} for the photograph {image_id}{again}",
                file=self.path,
            )
        return turn

    def _locked(self, connection: sqlite3.Connection, turn: Row) -> bool:
        row = connection.execute(
            "SELECT handed_in FROM round_raters WHERE token = ? AND rater = ?", turn[:2]
        ).fetchone()
        return row is not None and bool(row["handed_in"])

    def _handed_in_already(self, round_: str, rater: str) -> StudyError:
        return StudyError(
            f"{rater} has handed in the round “{round_}”",
            file=self.path,
            remedy="change it with a reason, which is kept",
        )


def _write_marks(connection: sqlite3.Connection, turn: Row, marks: Sequence[Mark]) -> None:
    connection.execute(f"DELETE FROM marks WHERE {_TURN}", turn)
    for one in marks:
        held = packed(one.outlines)
        connection.execute(
            "INSERT INTO marks VALUES (?, ?, ?, ?, ?, ?, ?)", (*turn, one.name, one.weight, held)
        )


def _write_landmarks(
    connection: sqlite3.Connection, turn: Row, landmarks: Sequence[Landmark]
) -> None:
    connection.execute(f"DELETE FROM landmarks WHERE {_TURN}", turn)
    connection.executemany(
        "INSERT INTO landmarks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (*turn, one.set, one.name, float(one.x), float(one.y), int(one.visible))
            for one in landmarks
        ],
    )


def _write_sitting(connection: sqlite3.Connection, turn: Row, sitting: Sitting) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO sittings VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*turn, float(sitting.seconds), int(sitting.done), sitting.at),
    )


def _add_amendments(
    connection: sqlite3.Connection, turn: Row, amendments: Sequence[Amendment]
) -> None:
    connection.executemany(
        "INSERT INTO amendments VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(*turn, one.at, one.reason, one.what) for one in amendments],
    )
