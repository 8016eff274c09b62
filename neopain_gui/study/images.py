"""Photographs and faces as rows of the database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from neopain_gui.dataset.face_image import FaceImage, Neonate, PainLabel
from neopain_gui.errors import StudyError
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.natural_order import natural_key
from neopain_gui.provenance import canonical_json

SELECT_IMAGES = (
    "SELECT images.id, file, sha256, width, height, neonate_id, neonates.dataset, label, stimulus, "
    "nfcs, box_left, box_top, box_right, box_bottom, notes, checked, copy_sha256 FROM images "
    "LEFT JOIN neonates ON neonates.id = images.neonate_id"
)

_INSERT = (
    "INSERT INTO images (id, file, path, sha256, width, height, neonate_id, label, stimulus, nfcs, "
    "box_left, box_top, box_right, box_bottom, notes, checked, copy_sha256) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_LABELS = {label.value: label for label in PainLabel}
_DIGITS = str.maketrans("123456789", "000000000")
_OF_NOBODY = (True,)
DROP_NEONATES = (
    "DELETE FROM neonates WHERE id NOT IN "
    "(SELECT neonate_id FROM images WHERE neonate_id IS NOT NULL)"
)
"""Of whom the study has no photograph any more."""

SELECT_FACES = (
    "SELECT *, EXISTS (SELECT 1 FROM chosen_faces WHERE chosen_faces.image_id = faces.image_id) "
    "AS chosen FROM faces"
)


def unknown(image_id: str, study: Path) -> StudyError:
    """Return the error for a photograph that is not there."""
    return StudyError(f"there is no photograph {image_id} in the study", file=study)


def images_of(found: Iterable[sqlite3.Row]) -> list[FaceImage]:
    """Return the records of rows of :data:`SELECT_IMAGES`; a large study has many."""
    neonates: dict[tuple[str, str], Neonate] = {}
    images = []
    for row in found:
        (image_id, file, sha256, width, height, neonate_id, dataset, label, stimulus, nfcs) = row[
            :10
        ]
        left, top, right, bottom, notes, checked, copy_sha256 = row[10:]
        neonate = None
        if neonate_id is not None:
            neonate = neonates.get((neonate_id, dataset))
            if neonate is None:
                neonate = neonates[neonate_id, dataset] = Neonate(id=neonate_id, dataset=dataset)
        images.append(
            FaceImage(
                id=image_id,
                file=file,
                sha256=sha256,
                width=width,
                height=height,
                neonate=neonate,
                label=None if label is None else _LABELS[label],
                stimulus=stimulus,
                nfcs=nfcs,
                box=None if left is None else Box(left=left, top=top, right=right, bottom=bottom),
                notes=notes,
                checked=bool(checked),
                copy_sha256=copy_sha256,
            )
        )
    return images


def box_of(row: sqlite3.Row) -> Box:
    """Return the box of a row."""
    return Box(
        left=row["box_left"], top=row["box_top"], right=row["box_right"], bottom=row["box_bottom"]
    )


def in_natural_order(images: Iterable[FaceImage]) -> list[FaceImage]:
    """Sort by neonate, then id, numbers by value; photographs of nobody known come last."""
    everything = list(images)
    neonates = {image.neonate.id for image in everything if image.neonate}
    key: Callable[[str], object] = natural_key
    if _same_shape(neonates) and _same_shape([image.id for image in everything]):
        key = str  # numbers of as many digits everywhere: as text they sort by value, too
    of_neonate = {neonate: (False, key(neonate)) for neonate in neonates}
    return sorted(
        everything,
        key=lambda image: (
            of_neonate[image.neonate.id] if image.neonate else _OF_NOBODY,
            key(image.id),
        ),
    )


def _same_shape(names: Collection[str]) -> bool:
    """Say whether names are alike but for their digits."""
    return len({name.translate(_DIGITS) for name in names}) < 2


def add_image(connection: sqlite3.Connection, record: FaceImage, path: str, study: Path) -> None:
    """Insert a photograph and, where the data set gives one, its face.

    Raises
    ------
    StudyError
        Its neonate is known with another data set, or its face lies outside the photograph.
    """
    if record.neonate is not None:
        add_neonate(connection, record.neonate, record.id, study)
    connection.execute(
        _INSERT,
        (
            record.id,
            record.file,
            path,
            record.sha256,
            int(record.width),
            int(record.height),
            *_described(record),
            record.notes,
            int(record.checked),
            record.copy_sha256,
        ),
    )
    _face_of_data_set(connection, record)


def update_image(connection: sqlite3.Connection, record: FaceImage, study: Path) -> bool:
    """Write anew what is known about a photograph; False if the study has none of this id.

    A box that the data set gives now and did not give before becomes the photograph's face, and
    the attributions of another face go.
    """
    before = connection.execute("SELECT * FROM images WHERE id = ?", (record.id,)).fetchone()
    if before is None:
        return False
    if record.neonate is not None:
        add_neonate(connection, record.neonate, record.id, study)
    connection.execute(
        "UPDATE images SET neonate_id = ?, label = ?, stimulus = ?, nfcs = ?, box_left = ?, "
        "box_top = ?, box_right = ?, box_bottom = ? WHERE id = ?",
        (*_described(record), record.id),
    )
    if record.box is not None and (before["box_left"] is None or box_of(before) != record.box):
        face = connection.execute("SELECT * FROM faces WHERE image_id = ?", (record.id,)).fetchone()
        _face_of_data_set(connection, record)
        if face is not None and box_of(face) != record.box:
            _drop_attributions(connection, record.id)
    return True


def _described(record: FaceImage) -> tuple[object, ...]:
    """Return the values of the columns that an import may know otherwise later."""
    box = (None,) * 4 if record.box is None else [int(side) for side in record.box.as_tuple()]
    return (
        None if record.neonate is None else record.neonate.id,
        None if record.label is None else record.label.value,
        record.stimulus,
        None if record.nfcs is None else int(record.nfcs),
        *box,
    )


def _face_of_data_set(connection: sqlite3.Connection, record: FaceImage) -> None:
    if record.box is not None:
        try:
            clipped = record.box.clipped(record.width, record.height)
        except ValueError as error:
            raise StudyError(
                "the face that the data set gives lies outside the photograph",
                file=record.file,
                remedy="correct or remove its coordinates",
            ) from error
        write_face(connection, record.id, Face(box=clipped, source=FaceSource.DATASET))


def add_neonate(
    connection: sqlite3.Connection, neonate: Neonate, image_id: str, study: Path
) -> None:
    """Insert a neonate unless it is there.

    Raises
    ------
    StudyError
        It is known from another data set.
    """
    known = connection.execute(
        "SELECT dataset FROM neonates WHERE id = ?", (neonate.id,)
    ).fetchone()
    if known is None:
        connection.execute("INSERT INTO neonates VALUES (?, ?)", (neonate.id, neonate.dataset))
    elif known["dataset"] != neonate.dataset:
        raise StudyError(
            f"neonate {neonate.id} of photograph {image_id} belongs to data set "
            f"“{neonate.dataset}”, but the study knows this neonate from “{known['dataset']}”",
            file=study,
            remedy="give the neonates of each data set pseudonyms of their own",
        )


def face_of(row: sqlite3.Row) -> Face:
    """Return the record of a row of ``faces``.

    Raises
    ------
    ValueError, TypeError, RecursionError
        The row is damaged.
    """
    landmarks = tuple((float(x), float(y)) for x, y in json.loads(row["landmarks"]))
    return Face(
        box=box_of(row),
        source=FaceSource(row["source"]),
        score=row["score"],
        landmarks=landmarks,
        chosen=bool(row["chosen"]),
    )


def write_face(connection: sqlite3.Connection, image_id: str, face: Face) -> None:
    """Insert or replace the face of a photograph."""
    connection.execute(
        "INSERT OR REPLACE INTO faces VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (image_id, *_columns(face)),
    )
    if face.chosen:
        connection.execute("INSERT OR REPLACE INTO chosen_faces VALUES (?)", (image_id,))


def write_candidates(connection: sqlite3.Connection, image_id: str, faces: Sequence[Face]) -> None:
    """Put these in the place of all faces that a detector found on a photograph."""
    connection.execute("DELETE FROM face_candidates WHERE image_id = ?", (image_id,))
    connection.executemany(
        "INSERT INTO face_candidates VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(image_id, place, *_columns(face)) for place, face in enumerate(faces)],
    )


def _columns(face: Face) -> tuple[object, ...]:
    return (
        *(int(side) for side in face.box.as_tuple()),
        face.source.value,
        None if face.score is None else float(face.score),
        canonical_json([[float(x), float(y)] for x, y in face.landmarks]),
    )


def change_face(connection: sqlite3.Connection, image_id: str, face: Face | None) -> None:
    """Put a face in the place of the present one; maps of another box go with it."""
    row = connection.execute("SELECT * FROM faces WHERE image_id = ?", (image_id,)).fetchone()
    before = None if row is None else box_of(row)
    if face is None:
        connection.execute("DELETE FROM faces WHERE image_id = ?", (image_id,))
    else:
        write_face(connection, image_id, face)
    if before != (None if face is None else face.box):
        _drop_attributions(connection, image_id)


def _drop_attributions(connection: sqlite3.Connection, image_id: str) -> None:
    """Delete what classifiers made and said of another face than the present one."""
    connection.execute(
        "DELETE FROM results WHERE image_id = ? AND model_kind = 'attribution'", (image_id,)
    )
    connection.execute("DELETE FROM predictions WHERE image_id = ?", (image_id,))
