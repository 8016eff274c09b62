"""What counts where raters disagree, as somebody decided."""

from __future__ import annotations

import sqlite3

from neopain_gui.annotation.answers import Decision
from neopain_gui.study.round_store import RoundStore

_OF = "token = ? AND image_id = ? AND instrument = ? AND item = ?"


class DecisionStore(RoundStore):
    """What a study knows about decisions; see :class:`~.annotation_store.AnnotationStore`."""

    def decisions(self, round_: str | None = None) -> list[Decision]:
        """Return what was decided, in one round or in all."""
        found = self._database.rows(
            "SELECT decisions.*, rounds.name AS round FROM decisions JOIN rounds USING (token) "
            "WHERE ? IS NULL OR rounds.name = ? ORDER BY decisions.rowid",
            (round_, round_),
        )
        return [self._parsed(_decision_of, row) for row in found]

    def put_decision(self, decision: Decision) -> None:
        """Decide, in the place of what was decided before.

        Raises
        ------
        StudyError
            There is no such round, photograph or participant.
        """
        with self._change() as connection:
            self._require(connection, "images", (decision.image_id,), "photograph")
            if decision.by:
                self._require(connection, "participants", (decision.by,), "participant")
            of = self._what(connection, decision)
            connection.execute(f"DELETE FROM decisions WHERE {_OF}", of)
            connection.execute(
                "INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *of,
                    None if decision.value is None else float(decision.value),
                    int(decision.codable),
                    decision.text,
                    decision.reason,
                    decision.at,
                    decision.by or None,
                ),
            )

    def take_back_decision(self, decision: Decision) -> None:
        """Take back what was decided of this photograph, instrument and item."""
        with self._change() as connection:
            connection.execute(
                f"DELETE FROM decisions WHERE {_OF}", self._what(connection, decision)
            )

    def _what(
        self, connection: sqlite3.Connection, decision: Decision
    ) -> tuple[str, str, str, str]:
        token = self._token(connection, decision.round)
        return token, decision.image_id, decision.instrument, decision.item


def _decision_of(row: sqlite3.Row) -> Decision:
    return Decision(
        round=row["round"],
        image_id=row["image_id"],
        instrument=row["instrument"],
        item=row["item"],
        value=row["value"],
        codable=bool(row["codable"]),
        text=row["text"],
        reason=row["reason"],
        at=row["at"],
        by=row["decided_by"] or "",
    )
