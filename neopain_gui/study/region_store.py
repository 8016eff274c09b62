"""Regions of the face that people drew on the photographs of a study."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from neopain_gui.errors import StudyError
from neopain_gui.faces.drawn import Outlines, outlines_text, parse_outlines, region_name
from neopain_gui.study.part import Part


class RegionStore(Part):
    """What a study knows about drawn regions; part of :class:`~.store.Study`."""

    def of(self, image_id: str) -> dict[str, Outlines]:
        """Return what was drawn on a photograph, by name."""
        found = self._database.rows(
            "SELECT * FROM drawn_regions WHERE image_id = ? ORDER BY name", (image_id,)
        )
        return {row["name"]: self._parsed(_outlines, row) for row in found}

    def all(self) -> dict[str, dict[str, Outlines]]:
        """Return what was drawn on every photograph that has such, by its id."""
        made: dict[str, dict[str, Outlines]] = {}
        for row in self._database.rows("SELECT * FROM drawn_regions ORDER BY image_id, name"):
            made.setdefault(row["image_id"], {})[row["name"]] = self._parsed(_outlines, row)
        return made

    def names(self) -> list[str]:
        """Return the names of what was drawn anywhere, in order."""
        return [
            row["name"]
            for row in self._database.rows("SELECT DISTINCT name FROM drawn_regions ORDER BY name")
        ]

    def put(self, image_id: str, regions: Mapping[str, Outlines]) -> None:
        """Put these in the place of all that was drawn on a photograph; none takes them away.

        Raises
        ------
        StudyError
            There is no such photograph.
        ValueError
            A name or an outline is none.
        """
        rows = []
        for name, outlines in regions.items():
            if region_name(name) != name:
                raise ValueError(f"a region's name is as region_name makes it, not {name!r}")
            text = outlines_text(outlines)
            parse_outlines(text)
            rows.append((image_id, name, text))
        with self._change() as connection:
            known = connection.execute("SELECT 1 FROM images WHERE id = ?", (image_id,)).fetchone()
            if known is None:
                raise StudyError(f"there is no photograph {image_id} in the study", file=self.path)
            connection.execute("DELETE FROM drawn_regions WHERE image_id = ?", (image_id,))
            connection.executemany("INSERT INTO drawn_regions VALUES (?, ?, ?)", rows)


def _outlines(row: sqlite3.Row) -> Outlines:
    if region_name(row["name"]) != row["name"]:
        raise ValueError("a name that NeoPain never writes")
    return parse_outlines(row["outlines"])
