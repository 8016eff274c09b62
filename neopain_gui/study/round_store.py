"""Rounds of raters: what they ask whom, in which order, and whether they are handed in."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace

from neopain_gui.annotation.answers import Turn
from neopain_gui.annotation.order import turns
from neopain_gui.annotation.round import Round
from neopain_gui.errors import StudyError
from neopain_gui.natural_order import natural_key
from neopain_gui.people.participants import Participant
from neopain_gui.provenance import canonical_json
from neopain_gui.study import removal
from neopain_gui.study.gaze_store import participant_of
from neopain_gui.study.part import Part
from neopain_gui.study.removal import Selection, Taken, note_purge

_COLUMNS = (
    "token, name, instruments, regions, seed, repeats, apart, blind, face_only, seconds, "
    "score_by, made"
)
_TABLES_OF_TURNS = ("answers", "marks", "landmarks", "sittings")


class RoundStore(Part):
    """What a study knows about rounds; see :class:`~.annotation_store.AnnotationStore`."""

    def rounds(self) -> list[Round]:
        """Return all rounds, the earliest first."""
        found = self._database.rows("SELECT * FROM rounds ORDER BY made, rowid")
        return [self._parsed(self._round_of, row) for row in found]

    def round(self, name: str) -> Round:
        """Return a round.

        Raises
        ------
        StudyError
            There is no such round.
        """
        found = self._database.rows("SELECT * FROM rounds WHERE name = ?", (name,))
        if not found:
            raise self._no_round(name)
        return self._parsed(self._round_of, found[0])

    def turns(self, round_: str, rater: str) -> tuple[Turn, ...]:
        """Return a rater's order; empty where they are not asked."""
        found = self._database.rows(
            "SELECT image_id, repeat FROM turns JOIN rounds USING (token) "
            "WHERE rounds.name = ? AND rater = ? ORDER BY place",
            (round_, rater),
        )
        return tuple(Turn(image_id=row["image_id"], repeat=row["repeat"]) for row in found)

    def aliases(self, round_: str) -> dict[str, str]:
        """Return what files of a round call its photographs, by their ids here."""
        found = self._database.rows(
            "SELECT image_id, alias FROM round_images JOIN rounds USING (token) "
            "WHERE rounds.name = ? ORDER BY place",
            (round_,),
        )
        return {row["image_id"]: row["alias"] for row in found}

    def raters(self) -> list[Participant]:
        """Return the participants who are raters."""
        found = self._database.rows("SELECT * FROM participants WHERE rater")
        everyone = [self._parsed(participant_of, row) for row in found]
        return sorted(everyone, key=lambda one: natural_key(one.id))

    def put_round(
        self,
        round_: Round,
        *,
        orders: Mapping[str, Sequence[Turn]] | None = None,
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        """Add a round and draw its orders; its raters become raters of the study.

        Where a round of that name is there and nobody has said anything in it, it gives way. Once
        somebody has, only raters can be added.

        Parameters
        ----------
        round_ : Round
            The round.
        orders : Mapping of str to sequence of Turn, optional
            Orders that were drawn elsewhere, by rater.
        aliases : Mapping of str to str, optional
            Names of photographs in files that were drawn elsewhere, by their ids here.

        Raises
        ------
        StudyError
            There is no such photograph or rater; another round has this name; it has begun.
        """
        with self._change() as connection:
            self._require(connection, "images", round_.image_ids, "photograph")
            self._require(connection, "participants", round_.raters, "rater")
            before = self._before(round_)
            kept = {} if before is None else self._kept_orders(before, round_)
            handed = {} if before is None else self._handed(before)
            names = {} if before is None else self.aliases(round_.name)
            for table in ("turns", "round_raters", "round_images"):
                connection.execute(f"DELETE FROM {table} WHERE token = ?", (round_.token,))
            _write_round(connection, round_)
            _write_images(connection, round_, {**names, **(aliases or {})})
            neonates = {
                row["id"]: row["neonate_id"]
                for row in connection.execute("SELECT id, neonate_id FROM images")
            }
            for place, rater in enumerate(round_.raters):
                order = (orders or {}).get(rater) or kept.get(rater)
                _write_rater(
                    connection,
                    round_.token,
                    (rater, place, handed.get(rater, "")),
                    order or turns(round_, rater, neonates),
                )

    def begun(self, round_: str) -> bool:
        """Say whether anybody has said anything in a round."""
        token = self.round(round_).token
        return any(
            self._database.rows(f"SELECT 1 FROM {table} WHERE token = ? LIMIT 1", (token,))
            for table in _TABLES_OF_TURNS
        )

    def take_out_round(self, round_: str, rater: str | None = None) -> Taken:
        """Take out a round with all that was said in it, or what one rater said and is asked.

        Returns
        -------
        Taken
            What ``study.removal.put_back`` needs.
        """
        with self._change() as connection:
            taken = removal.take(connection, self.selection(round_, rater))
            if not taken.empty:
                note_purge(connection)
            return taken

    def selection(self, round_: str, rater: str | None = None) -> Selection:
        """Return what :meth:`take_out_round` takes.

        Raises
        ------
        StudyError
            There is no such round, or it does not ask this rater.
        """
        found = self.round(round_)
        if rater is None:
            return Selection(rounds=frozenset({found.token}))
        if rater not in found.raters:
            raise self._not_asked(round_, rater)
        return Selection(round_raters=frozenset({(found.token, rater)}))

    def handed_in(self, round_: str, rater: str) -> str | None:
        """Return when a rater handed in, or None before."""
        found = self._database.rows(
            "SELECT handed_in FROM round_raters JOIN rounds USING (token) "
            "WHERE rounds.name = ? AND rater = ?",
            (round_, rater),
        )
        return (found[0]["handed_in"] or None) if found else None

    def hand_in(self, round_: str, rater: str, at: str | None) -> None:
        """Lock what a rater said: from then on it changes with a reason only.

        Parameters
        ----------
        round_, rater : str
            What, whose.
        at : str or None
            When, in ISO 8601; None unlocks, for whoever undoes it.

        Raises
        ------
        StudyError
            They are not asked in this round.
        """
        with self._change() as connection:
            self._hand_in(connection, round_, rater, at or "")

    def set_rater(self, participant: str, rater: bool) -> None:
        """Say of a participant that they rate, or that they do not.

        Raises
        ------
        StudyError
            There is no such participant, or rounds ask them.
        """
        with self._change() as connection:
            self._require(connection, "participants", (participant,), "participant")
            asked = connection.execute(
                "SELECT name FROM rounds JOIN round_raters USING (token) WHERE rater = ?",
                (participant,),
            ).fetchone()
            if asked is not None and not rater:
                raise StudyError(
                    f"{participant} is asked in the round “{asked['name']}”",
                    file=self.path,
                    remedy="take them out of the round first",
                )
            connection.execute(
                "UPDATE participants SET rater = ? WHERE id = ?", (int(rater), participant)
            )

    def _hand_in(self, connection: sqlite3.Connection, round_: str, rater: str, at: str) -> None:
        done = connection.execute(
            "UPDATE round_raters SET handed_in = ? WHERE token = ? AND rater = ?",
            (at, self._token(connection, round_), rater),
        )
        if done.rowcount != 1:
            raise self._not_asked(round_, rater)

    def _round_of(self, row: sqlite3.Row) -> Round:
        images = self._database.rows(
            "SELECT image_id FROM round_images WHERE token = ? ORDER BY place", (row["token"],)
        )
        raters = self._database.rows(
            "SELECT rater FROM round_raters WHERE token = ? ORDER BY place", (row["token"],)
        )
        return Round(
            name=row["name"],
            token=row["token"],
            instruments=_texts(row["instruments"]),
            raters=tuple(one["rater"] for one in raters),
            image_ids=tuple(one["image_id"] for one in images),
            seed=row["seed"],
            repeats=row["repeats"],
            apart=row["apart"],
            blind=bool(row["blind"]),
            face_only=bool(row["face_only"]),
            seconds=row["seconds"],
            regions=_texts(row["regions"]),
            score_by=row["score_by"],
            made=row["made"],
        )

    def _token(self, connection: sqlite3.Connection, round_: str) -> str:
        row = connection.execute("SELECT token FROM rounds WHERE name = ?", (round_,)).fetchone()
        if row is None:
            raise self._no_round(round_)
        return str(row["token"])

    def _before(self, round_: Round) -> Round | None:
        """Return the round that one takes the place of, if it may."""
        before = next((one for one in self.rounds() if one.name == round_.name), None)
        if before is None:
            return None
        if before.token != round_.token:
            raise StudyError(
                f"there is another round called “{round_.name}”",
                file=self.path,
                remedy="choose another name",
            )
        fewer = set(before.raters) - set(round_.raters)
        if self.begun(before.name) and (fewer or replace(round_, raters=before.raters) != before):
            raise StudyError(
                f"the round “{before.name}” has begun: what it asks of which photographs stays",
                file=self.path,
                remedy="add raters only, or make another round",
            )
        return before

    def _kept_orders(self, before: Round, round_: Round) -> dict[str, tuple[Turn, ...]]:
        """Return the orders that stay: where nothing changes that they are drawn from."""
        if replace(round_, raters=before.raters) != before:
            return {}
        return {rater: self.turns(before.name, rater) for rater in before.raters}

    def _handed(self, before: Round) -> dict[str, str]:
        return {rater: self.handed_in(before.name, rater) or "" for rater in before.raters}

    def _require(
        self, connection: sqlite3.Connection, table: str, ids: Sequence[str], what: str
    ) -> None:
        known = {row["id"] for row in connection.execute(f"SELECT id FROM {table}")}
        for one in ids:
            if one not in known:
                raise StudyError(f"there is no {what} {one} in the study", file=self.path)

    def _not_asked(self, round_: str, rater: str) -> StudyError:
        return StudyError(f"{rater} is not asked in the round “{round_}”", file=self.path)

    def _no_round(self, name: str) -> StudyError:
        return StudyError(f"there is no round “{name}” in the study", file=self.path)


def _write_round(connection: sqlite3.Connection, round_: Round) -> None:
    marks = ", ".join("?" * len(_COLUMNS.split(", ")))
    changed = ", ".join(f"{one} = excluded.{one}" for one in _COLUMNS.split(", ")[1:])
    connection.execute(
        f"INSERT INTO rounds ({_COLUMNS}) VALUES ({marks}) "
        f"ON CONFLICT (token) DO UPDATE SET {changed}",
        (
            round_.token,
            round_.name,
            canonical_json(list(round_.instruments)),
            canonical_json(list(round_.regions)),
            round_.seed,
            float(round_.repeats),
            round_.apart,
            int(round_.blind),
            int(round_.face_only),
            None if round_.seconds is None else float(round_.seconds),
            round_.score_by,
            round_.made,
        ),
    )


def _write_images(connection: sqlite3.Connection, round_: Round, names: Mapping[str, str]) -> None:
    connection.executemany(
        "INSERT INTO round_images VALUES (?, ?, ?, ?)",
        [
            (round_.token, image_id, place, names.get(image_id) or secrets.token_hex(6))
            for place, image_id in enumerate(round_.image_ids)
        ],
    )


def _write_rater(
    connection: sqlite3.Connection, token: str, row: tuple[str, int, str], order: Sequence[Turn]
) -> None:
    connection.execute("INSERT INTO round_raters VALUES (?, ?, ?, ?)", (token, *row))
    connection.executemany(
        "INSERT INTO turns (token, rater, place, image_id, repeat) VALUES (?, ?, ?, ?, ?)",
        [(token, row[0], place, turn.image_id, turn.repeat) for place, turn in enumerate(order)],
    )
    connection.execute("UPDATE participants SET rater = 1 WHERE id = ?", (row[0],))


def _texts(text: str) -> tuple[str, ...]:
    found = json.loads(text)
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise TypeError("a list of text")
    return tuple(found)
