"""Participants, trials and scores of a study: rows here, the trials' numbers in the blob store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from neopain_gui.errors import StudyError
from neopain_gui.gaze.trials import COLUMNS, Trial
from neopain_gui.natural_order import natural_key
from neopain_gui.people.participants import Participant
from neopain_gui.people.scores import PainScore
from neopain_gui.provenance import Provenance, canonical_json
from neopain_gui.study import removal
from neopain_gui.study.part import Part
from neopain_gui.study.removal import Selection, note_purge

TrialId = tuple[str, str, int]


class GazeStore(Part):
    """What a study knows about gaze, trial by trial; part of :class:`~.store.Study`."""

    def add(
        self,
        participants: Sequence[Participant],
        trials: Sequence[Trial],
        scores: Sequence[PainScore] = (),
    ) -> None:
        """Add participants, trials and scores, all or none.

        A participant or score that is there already is replaced (a rater stays a rater); so is a
        trial of the same participant, recording and beginning. The group maps that an earlier,
        different trial was part of go with it.

        Raises
        ------
        StudyError
            A trial's blob is missing, or there is no such photograph or participant.
        """
        for trial in trials:
            if not self.blobs.has(trial.key):
                raise StudyError(
                    f"the samples of participant {trial.participant_id} for photograph "
                    f"{trial.image_id} are missing",
                    file=self.path,
                    remedy="import the recording again",
                )
        with self._change() as connection:
            self._check_references(connection, participants, [*trials, *scores])
            for participant in participants:
                connection.execute(
                    "INSERT INTO participants VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                    "observer_group = excluded.observer_group, attributes = excluded.attributes, "
                    "rater = max(rater, excluded.rater)",
                    (
                        participant.id,
                        participant.group,
                        canonical_json(dict(participant.attributes)),
                        int(participant.rater),
                    ),
                )
            removal.take(connection, Selection(trials=_others(connection, trials)))
            for trial in trials:
                _write_trial(connection, trial)
            for score in scores:
                connection.execute(
                    "INSERT OR REPLACE INTO pain_scores VALUES (?, ?, ?)",
                    (score.participant_id, score.image_id, float(score.score)),
                )

    def participants(self) -> list[Participant]:
        """Return all participants, numbers in their pseudonyms sorted by value."""
        found = self._database.rows("SELECT * FROM participants")
        everyone = [self._parsed(participant_of, row) for row in found]
        return sorted(everyone, key=lambda one: natural_key(one.id))

    @property
    def has_trials(self) -> bool:
        """True where anybody's look at a photograph is known; quicker than :meth:`trials`."""
        return bool(self._database.rows("SELECT 1 FROM trials LIMIT 1"))

    def trials(self, image_id: str | None = None) -> list[Trial]:
        """Return the trials of one photograph or of all, by participant, recording and time."""
        if image_id is None:
            found = self._database.rows("SELECT * FROM trials")
        else:
            found = self._database.rows("SELECT * FROM trials WHERE image_id = ?", (image_id,))
        everything = [self._parsed(_trial_of, row) for row in found]
        return sorted(
            everything,
            key=lambda one: (natural_key(one.participant_id), one.recording, one.start_us),
        )

    def values(self, trial: Trial) -> NDArray[np.float32]:
        """Return a trial's array; see :data:`~neopain_gui.gaze.trials.COLUMNS`.

        Raises
        ------
        StudyError
            The blob is missing, damaged or another.
        """
        values = self.blobs.get(trial.key)
        if values.ndim != 2 or values.shape[1] != len(trial.columns):
            raise StudyError(
                "the samples of a recording are damaged",
                file=self.path,
                place=self.blobs.path(trial.key).name,
                remedy="import the recording again",
            )
        return values

    def scores(self) -> list[PainScore]:
        """Return all scores, by participant and photograph, one for each.

        Those that came with recordings count before those of rounds, and the round that was handed
        in last before the others; of a round that is not handed in none does.
        """
        given = {(one.participant_id, one.image_id): one for one in self.scores_of_rounds()}
        given |= {(one.participant_id, one.image_id): one for one in self.recorded_scores()}
        return _in_order(given.values())

    def scores_of_rounds(self) -> list[PainScore]:
        """Return every score of rounds that are handed in, the latest last; no repeats."""
        found = self._database.rows(
            "SELECT answers.rater, image_id, value, name FROM answers JOIN rounds USING (token) "
            "JOIN round_raters USING (token, rater) WHERE instrument = 'score' AND repeat = 0 "
            "AND value IS NOT NULL AND handed_in <> '' ORDER BY handed_in, answers.rowid"
        )
        return [
            PainScore(
                participant_id=row["rater"],
                image_id=row["image_id"],
                score=row["value"],
                round=row["name"],
            )
            for row in found
        ]

    def recorded_scores(self) -> list[PainScore]:
        """Return the scores that came with recordings, by participant and photograph."""
        found = self._database.rows("SELECT * FROM pain_scores")
        everything = [
            PainScore(
                participant_id=row["participant_id"], image_id=row["image_id"], score=row["score"]
            )
            for row in found
        ]
        return _in_order(everything)

    def remove(
        self,
        participants: Collection[str],
        trials: Collection[TrialId] = (),
        scores: Collection[tuple[str, str]] = (),
    ) -> None:
        """Remove trials, scores (participant, photograph) and participants with all of theirs.

        The group maps that they were part of go with them. What is unknown does not matter; the
        numbers of trials and maps stay in the blob store until the study is closed, so that an
        import can be undone and done again at no cost.
        """
        with self._change() as connection:
            removal.take(
                connection,
                Selection(participants=frozenset(participants), trials=frozenset(trials)),
            )
            connection.executemany(
                "DELETE FROM pain_scores WHERE participant_id = ? AND image_id = ?", list(scores)
            )
            note_purge(connection)

    def _check_references(
        self,
        connection: sqlite3.Connection,
        participants: Sequence[Participant],
        rows: Sequence[Trial | PainScore],
    ) -> None:
        """Refuse in a sentence what the database would refuse as a bug."""
        new = {participant.id for participant in participants}
        known = {row["id"] for row in connection.execute("SELECT id FROM participants")} | new
        images = {row["id"] for row in connection.execute("SELECT id FROM images")}
        for row in rows:
            if row.participant_id not in known:
                raise StudyError(
                    f"there is no participant {row.participant_id} in the study", file=self.path
                )
            if row.image_id not in images:
                raise StudyError(
                    f"there is no photograph {row.image_id} in the study", file=self.path
                )


def _others(connection: sqlite3.Connection, trials: Sequence[Trial]) -> frozenset[TrialId]:
    """Return which of these are there with other numbers."""
    keys = {
        (row["participant_id"], row["recording"], row["start_us"]): row["key"]
        for row in connection.execute("SELECT * FROM trials")
    }
    return frozenset(one.id for one in trials if keys.get(one.id, one.key) != one.key)


def _write_trial(connection: sqlite3.Connection, trial: Trial) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO trials VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            trial.participant_id,
            trial.recording,
            int(trial.start_us),
            trial.image_id,
            trial.stimulus,
            trial.key,
            trial.provenance.stage,
            int(trial.provenance.version),
            canonical_json(dict(trial.provenance.inputs)),
            canonical_json(dict(trial.facts)),
        ),
    )


def _in_order(scores: Iterable[PainScore]) -> list[PainScore]:
    return sorted(
        scores, key=lambda one: (natural_key(one.participant_id), natural_key(one.image_id))
    )


def participant_of(row: sqlite3.Row) -> Participant:
    """Return the record of a row.

    Raises
    ------
    ValueError, TypeError
        The row is damaged.
    """
    attributes = json.loads(row["attributes"])
    if not isinstance(attributes, dict) or not all(isinstance(v, str) for v in attributes.values()):
        raise TypeError("attributes are an object of text")
    return Participant(
        id=row["id"],
        group=row["observer_group"],
        attributes=attributes,
        rater=bool(row["rater"]),
    )


def _trial_of(row: sqlite3.Row) -> Trial:
    """Return the record of a row.

    Raises
    ------
    ValueError, TypeError, LookupError, RecursionError
        The row is damaged: among others, its key is not the hash of its provenance.
    """
    provenance = Provenance(
        stage=row["stage"], version=row["version"], inputs=json.loads(row["inputs"])
    )
    if provenance.key != row["key"]:
        raise ValueError("key and provenance disagree")
    trial = Trial(
        participant_id=row["participant_id"],
        recording=row["recording"],
        start_us=row["start_us"],
        image_id=row["image_id"],
        stimulus=row["stimulus"],
        provenance=provenance,
        facts=json.loads(row["facts"]),
    )
    if trial.holds not in COLUMNS or (trial.place is not None and not min(trial.place[2:]) > 0):
        raise ValueError("a trial of another kind")
    _ = trial.screen, trial.rate_hz
    return trial
