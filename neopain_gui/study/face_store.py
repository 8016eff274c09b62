"""The faces of a study's photographs: the one that is used, and what detectors found besides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from neopain_gui.faces.face import Face, FaceSearch
from neopain_gui.study import images as rows
from neopain_gui.study.part import Part


class FaceStore(Part):
    """Faces that are used, all that were found, and known absences; :attr:`.Study.faces`."""

    def get(self, image_id: str) -> Face | None:
        """Return a photograph's face, None where there is none."""
        found = self._database.rows(f"{rows.SELECT_FACES} WHERE image_id = ?", (image_id,))
        return self._parsed(rows.face_of, found[0]) if found else None

    def all(self) -> dict[str, Face]:
        """Return all faces by image id."""
        found = self._database.rows(rows.SELECT_FACES)
        return {row["image_id"]: self._parsed(rows.face_of, row) for row in found}

    def put(self, image_id: str, face: Face | None) -> None:
        """Change or take away a photograph's face; see :meth:`put_many`."""
        self.put_many({image_id: face})

    def put_many(self, faces: Mapping[str, Face | None]) -> None:
        """Change or take away the faces of photographs, all or none.

        Where that changes the box, the photograph's results of kind ``"attribution"`` go in the
        same transaction; their values stay in :attr:`blobs`, so that undoing costs nothing.

        Raises
        ------
        ValueError
            A box is not inside its photograph.
        """
        for image_id, face in faces.items():
            found = self._database.rows(
                "SELECT width, height FROM images WHERE id = ?", (image_id,)
            )
            if not found:
                raise rows.unknown(image_id, self.path)
            if face is not None and face.box.clipped(*found[0]) != face.box:
                raise ValueError(f"{face.box} is not inside {image_id}")
        with self._change() as connection:
            for image_id, face in faces.items():
                rows.change_face(connection, image_id, face)

    def record_searches(self, searches: Mapping[str, FaceSearch]) -> None:
        """Keep what was found on photographs; those that the study does not have do not matter."""
        with self._change() as connection:
            for image_id, search in searches.items():
                there = connection.execute("SELECT 1 FROM images WHERE id = ?", (image_id,))
                if search.known or there.fetchone() is None:
                    continue
                rows.write_candidates(connection, image_id, search.faces)
                connection.executemany(
                    "INSERT OR REPLACE INTO faces_absent VALUES (?, ?, ?)",
                    [(image_id, key, name) for key, name in search.without.items()],
                )

    def candidates(self, image_id: str) -> tuple[Face, ...]:
        """Return every face that was found on a photograph, the surest first."""
        found = self._database.rows(
            "SELECT *, 0 AS chosen FROM face_candidates WHERE image_id = ? ORDER BY place",
            (image_id,),
        )
        return tuple(self._parsed(rows.face_of, row) for row in found)

    def absent(self) -> dict[str, dict[str, str]]:
        """Return photograph → the detectors that found no face there: fingerprint → name."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self._database.rows("SELECT * FROM faces_absent"):
            found[row["image_id"]][row["detector"]] = row["name"]
        return dict(found)

    def without(self) -> set[str]:
        """Return the photographs on which no face is marked."""
        found = self._database.rows(
            "SELECT id FROM images WHERE id NOT IN (SELECT image_id FROM faces)"
        )
        return {row["id"] for row in found}

    def several(self) -> dict[str, bool]:
        """Return the photographs on which several faces were found.

        True where a person or the data set said which of them it is.
        """
        found = self._database.rows(
            "SELECT found.image_id, chosen.image_id IS NOT NULL "
            "OR coalesce(faces.source, '') IN ('manual', 'data set') AS settled "
            "FROM face_candidates AS found "
            "LEFT JOIN faces ON faces.image_id = found.image_id "
            "LEFT JOIN chosen_faces AS chosen ON chosen.image_id = found.image_id "
            "WHERE found.place = 1"
        )
        return {row["image_id"]: bool(row["settled"]) for row in found}
