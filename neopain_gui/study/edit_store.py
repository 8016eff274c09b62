"""What a person says of photographs and participants after they were imported."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from neopain_gui.dataset.face_image import FaceImage, Neonate, PainLabel
from neopain_gui.errors import StudyError
from neopain_gui.study.images import add_neonate
from neopain_gui.study.joining import JoinStore
from neopain_gui.study.removal import note_purge, rename_participant


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a person says of a photograph.

    Attributes
    ----------
    neonate : Neonate or None
        Whose face.
    label : PainLabel or None
        The label.
    stimulus, notes : str
        What happened to the child, and what else there is to say; empty for nothing.
    checked : bool
        Whether somebody has looked at label and face and found them right.
    """

    neonate: Neonate | None = None
    label: PainLabel | None = None
    stimulus: str = ""
    notes: str = ""
    checked: bool = False

    @classmethod
    def of(cls, image: FaceImage) -> Details:
        """Return what is said of a photograph now."""
        return cls(
            neonate=image.neonate,
            label=image.label,
            stimulus=image.stimulus,
            notes=image.notes,
            checked=image.checked,
        )


class EditStore(JoinStore):
    """Editing after an import; part of :class:`~.store.Study`."""

    def set_details(self, details: Mapping[str, Details]) -> None:
        """Change what is said of photographs, all or none.

        A neonate that has no photograph any more is forgotten, also by the backups when the study
        is closed.

        Raises
        ------
        StudyError
            There is no such photograph, or a neonate is known from another data set.
        """
        self.everything(details)

    def rename_participants(self, names: Mapping[str, str]) -> None:
        """Give participants other pseudonyms, all or none; the backups follow on closing.

        Parameters
        ----------
        names : Mapping of str to str
            The new pseudonym by the present one.

        Raises
        ------
        StudyError
            There is no such participant, or a new pseudonym is empty or another's.
        """
        self.everything(names=names)

    def move_participants(self, groups: Mapping[str, str]) -> None:
        """Move participants to other groups, all or none; an empty name is no group.

        Raises
        ------
        StudyError
            There is no such participant.
        """
        self.everything(groups=groups)

    def everything(
        self,
        details: Mapping[str, Details] = MappingProxyType({}),
        *,
        names: Mapping[str, str] = MappingProxyType({}),
        groups: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Do several kinds of edits as one, all or none.

        Parameters
        ----------
        details : Mapping of str to Details
            See :meth:`set_details`.
        names, groups : Mapping of str to str
            New pseudonyms and groups by present pseudonyms; see :meth:`rename_participants` and
            :meth:`move_participants`.
        """
        with self._change() as connection:
            known = {row[0] for row in connection.execute("SELECT id FROM participants")}
            for who in (*names, *groups):
                if who not in known:
                    raise StudyError(f"there is no participant {who} in the study", file=self.path)
            _write_details(connection, details, self.path)
            connection.executemany(
                "UPDATE participants SET observer_group = ? WHERE id = ?",
                [(group, who) for who, group in groups.items()],
            )
            _rename(connection, names, known, self.path)


def _write_details(
    connection: sqlite3.Connection, details: Mapping[str, Details], study: Path
) -> None:
    for image_id, said in details.items():
        if said.neonate is not None:
            add_neonate(connection, said.neonate, image_id, study)
        changed = connection.execute(
            "UPDATE images SET neonate_id = ?, label = ?, stimulus = ?, notes = ?, checked = ? "
            "WHERE id = ?",
            (
                None if said.neonate is None else said.neonate.id,
                None if said.label is None else said.label.value,
                said.stimulus,
                said.notes,
                int(said.checked),
                image_id,
            ),
        )
        if changed.rowcount != 1:
            raise StudyError(f"there is no photograph {image_id} in the study", file=study)
    gone = connection.execute(
        "DELETE FROM neonates WHERE id NOT IN "
        "(SELECT neonate_id FROM images WHERE neonate_id IS NOT NULL)"
    )
    if gone.rowcount:
        note_purge(connection)


def _rename(
    connection: sqlite3.Connection, names: Mapping[str, str], known: set[str], study: Path
) -> None:
    moving = {old: new for old, new in names.items() if old != new}
    taken = known - moving.keys()
    for old, new in moving.items():
        if not new.strip() or new != new.strip():
            raise StudyError(f"“{new}” is no pseudonym for {old}", file=study)
        if new in taken:
            raise StudyError(
                f"{old} cannot be called {new}: another participant has that pseudonym",
                file=study,
                remedy="choose another one",
            )
        taken = taken | {new}
    connection.execute("PRAGMA defer_foreign_keys = ON")
    # By way of names that nobody has: two may change places.
    passing = {old: f"\0{number}" for number, old in enumerate(moving)}
    for old, between in passing.items():
        rename_participant(connection, old, between)
    for old, between in passing.items():
        rename_participant(connection, between, moving[old])
        note_purge(connection, old, moving[old])


def merged_neonates(
    images: Sequence[FaceImage], neonates: Collection[str], into: Neonate
) -> dict[str, Details]:
    """Return the photographs' details after neonates have become one, which may be a new name."""
    return {
        image.id: replace(Details.of(image), neonate=into)
        for image in images
        if image.neonate is not None and image.neonate.id in neonates
    }
