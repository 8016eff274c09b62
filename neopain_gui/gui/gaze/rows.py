"""The heatmap pictures of a folder as the page lists them. Knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neopain_gui.gaze import HeatmapPreview
    from neopain_gui.pipeline.gaze import Placing


class State(IntEnum):
    """What will become of a picture; in the order of the list."""

    UNDECIDED = 0
    UNPLACED = 1
    CLASH = 2
    READY = 3
    LEFT_OUT = 4
    IMPORTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One picture.

    Attributes
    ----------
    file : Path
    image_id, group : str
        Where it belongs; empty while that is not known.
    note : str
        Why it is not known, or what was read differently from how it is written.
    near : tuple of str
        Photographs with similar names, the most similar first.
    wanted : bool
        Whether the person wants it.
    imported : bool
    size : tuple of int or None
        (height, width) of the picture; None if it cannot be read.
    screen : bool
        Whether it shows more than the photograph, so that the place has to be known.
    placing : Placing or None
        Where the photograph is on it; None while that is not known.
    """

    file: Path
    image_id: str = ""
    group: str = ""
    note: str = ""
    near: tuple[str, ...] = ()
    wanted: bool = True
    imported: bool = False
    size: tuple[int, int] | None = None
    screen: bool = False
    placing: Placing | None = None

    @property
    def placed(self) -> bool:
        """True where it is known which part of the picture to read."""
        return not self.screen or (self.placing is not None and not self.placing.problem)

    @property
    def place(self) -> tuple[str, str]:
        """The photograph and the group: one map fits there."""
        return self.image_id, self.group

    @property
    def complete(self) -> bool:
        """True where photograph and group are known."""
        return bool(self.image_id and self.group)


def with_place_wanted(row: Row, photographs: Mapping[str, tuple[int, int]]) -> Row:
    """Return the row as one whose photograph has yet to be found, if the picture shows more.

    ``photographs`` are their sizes, (height, width), by name.
    """
    from neopain_gui.gaze import same_proportions

    photograph = photographs.get(row.image_id)
    known = photograph is not None and row.size is not None
    screen = known and not same_proportions(row.size or (1, 1), photograph or (1, 1))
    return replace(row, screen=screen, placing=None)


def rows_of(
    preview: HeatmapPreview,
    present: Collection[tuple[str, str]] = (),
    sizes: Mapping[Path, tuple[int, int]] | None = None,
    photographs: Mapping[str, tuple[int, int]] | None = None,
) -> list[Row]:
    """List what was found: first what needs a decision, then what is ready.

    ``present`` are the places for which the study has a map already; ``sizes`` those of the
    pictures and ``photographs`` those of the photographs, (height, width).
    """
    listed = [replace(row, size=(sizes or {}).get(row.file)) for row in _rows(preview, present)]
    return [with_place_wanted(row, photographs or {}) for row in listed]


def _rows(preview: HeatmapPreview, present: Collection[tuple[str, str]]) -> list[Row]:
    rows = []
    for unmatched in preview.unmatched:
        group = str(unmatched.group) if unmatched.group else ""
        note = unmatched.reason
        if unmatched.near:
            note += f"; similar: {', '.join(unmatched.near[:3])}"
        rows.append(Row(file=unmatched.file, group=group, note=note, near=unmatched.near))
    matched = {row.file for row in preview.rows}
    for same in preview.duplicates:
        for file in same.files:
            if file not in matched:
                note = "the same picture again" if same.identical else "two pictures for one place"
                rows.append(
                    Row(
                        file=file,
                        image_id=same.image_id,
                        group=str(same.group),
                        note=note,
                        wanted=False,
                    )
                )
    for row in preview.rows:
        place = (row.image_id, str(row.group))
        replacing = "takes the place of the present map" if place in present else ""
        note = "; ".join(part for part in (row.note, replacing) if part)
        rows.append(Row(file=row.file, image_id=place[0], group=place[1], note=note))
    return rows


def clashes(rows: Sequence[Row]) -> set[tuple[str, str]]:
    """Return the places for which more than one picture is wanted: only one can be kept."""
    seen: set[tuple[str, str]] = set()
    twice: set[tuple[str, str]] = set()
    for row in rows:
        if row.wanted and row.complete:
            (twice if row.place in seen else seen).add(row.place)
    return twice


def state_of(row: Row, twice: Collection[tuple[str, str]]) -> State:
    """Say what will become of a picture."""
    if row.imported:
        return State.IMPORTED
    if not row.wanted:
        return State.LEFT_OUT
    if not row.complete:
        return State.UNDECIDED
    if not row.placed:
        return State.UNPLACED
    return State.CLASH if row.place in twice else State.READY


def ready(rows: Sequence[Row]) -> list[Row]:
    """Return what an import would take now."""
    twice = clashes(rows)
    return [row for row in rows if state_of(row, twice) is State.READY]
