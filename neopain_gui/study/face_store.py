"""What detectors found on the photographs of a study, besides the face that is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from neopain_gui.faces.face import Face, FaceSearch
from neopain_gui.study import images as rows
from neopain_gui.study.folder import StudyFolder


class FaceStore(StudyFolder):
    """All faces found, and known absences; part of :class:`~.store.Study`."""

    def record_face_searches(self, searches: Mapping[str, FaceSearch]) -> None:
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

    def face_candidates(self, image_id: str) -> tuple[Face, ...]:
        """Return every face that was found on a photograph, the surest first."""
        found = self._database.rows(
            "SELECT *, 0 AS chosen FROM face_candidates WHERE image_id = ? ORDER BY place",
            (image_id,),
        )
        return tuple(self._parsed(rows.face_of, row) for row in found)

    def faces_absent(self) -> dict[str, dict[str, str]]:
        """Return photograph → the detectors that found no face there: fingerprint → name."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self._database.rows("SELECT * FROM faces_absent"):
            found[row["image_id"]][row["detector"]] = row["name"]
        return dict(found)

    def without_face(self) -> set[str]:
        """Return the photographs on which no face is marked."""
        found = self._database.rows(
            "SELECT id FROM images WHERE id NOT IN (SELECT image_id FROM faces)"
        )
        return {row["id"] for row in found}

    def several_faces(self) -> dict[str, bool]:
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
