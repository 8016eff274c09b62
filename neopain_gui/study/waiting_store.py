"""Jobs that a study keeps until they are done, whatever ends the program before."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from neopain_gui.provenance import canonical_json
from neopain_gui.study.part import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingJob:
    """A job that was asked for and is not done.

    Attributes
    ----------
    id : int
        In the study's queue; the sooner it was asked for, the smaller.
    work : str
        Id of the kind of work.
    arguments : Mapping
        Plain JSON types.
    image_ids : tuple of str
        The photographs, in order; those removed since are not among them.
    """

    id: int
    work: str
    arguments: Mapping[str, Any]
    image_ids: tuple[str, ...]


class WaitingStore(Part):
    """The queue of a study; part of :class:`~.store.Study`."""

    def keep(self, work: str, arguments: Mapping[str, Any], image_ids: Sequence[str]) -> int:
        """Keep a job until :meth:`drop`; return its id.

        Photographs that the study does not have are left out.
        """
        with self._change() as connection:
            made = connection.execute(
                "INSERT INTO waiting_jobs (work, arguments) VALUES (?, ?)",
                (work, canonical_json(dict(arguments))),
            )
            connection.execute(
                "INSERT INTO waiting_job_images "
                "SELECT ?, asked.key, images.id FROM json_each(?) AS asked "
                "JOIN images ON images.id = asked.value",
                (made.lastrowid, json.dumps(list(image_ids))),
            )
        return int(made.lastrowid or 0)

    def drop(self, ids: Collection[int]) -> None:
        """Forget jobs: they are done, or nobody wants them any more."""
        with self._change() as connection:
            connection.executemany("DELETE FROM waiting_jobs WHERE id = ?", [(i,) for i in ids])

    def all(self) -> list[WaitingJob]:
        """Return what was asked for and is not done, in the order in which it was asked for."""
        images: dict[int, list[str]] = {}
        for row in self._database.rows(
            "SELECT job_id, image_id FROM waiting_job_images ORDER BY job_id, place"
        ):
            images.setdefault(row["job_id"], []).append(row["image_id"])
        return [
            self._parsed(lambda row: _waiting(row, images), row)
            for row in self._database.rows("SELECT * FROM waiting_jobs ORDER BY id")
        ]


def _waiting(row: sqlite3.Row, images: Mapping[int, Sequence[str]]) -> WaitingJob:
    arguments = json.loads(row["arguments"])
    if not isinstance(arguments, dict):
        raise ValueError("what is asked of a job is a JSON object")
    return WaitingJob(
        id=row["id"],
        work=row["work"],
        arguments=arguments,
        image_ids=tuple(images.get(row["id"], ())),
    )
