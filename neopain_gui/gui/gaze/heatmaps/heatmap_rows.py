"""The heatmap pictures of a folder as the page lists them. Knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from neopain_gui.gaze import HeatmapPreview
    from neopain_gui.pipeline.eye_tracking.heatmap_import import Placing
    from neopain_gui.study import Result, Study


class State(IntEnum):
    """What will become of a picture; in the order of the list."""

    UNDECIDED = 0
    UNPLACED = 1
    CLASH = 2
    TAKEN = 3
    READY = 4
    LEFT_OUT = 5
    IMPORTED = 6


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
    refused : str
        Why it could not be read when it was to be imported.
    near : tuple of str
        Photographs with similar names, the most similar first.
    wanted : bool
        Whether the person wants it.
    replacing : bool
        Whether it may take the place of the map that is there.
    imported : bool
    key : str
        Of the map that it became.
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
    refused: str = ""
    near: tuple[str, ...] = ()
    wanted: bool = True
    replacing: bool = False
    imported: bool = False
    key: str = ""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """What the study has already.

    Attributes
    ----------
    maps : Mapping of (str, str) to str
        Maps of people by photograph and group, each with what it was made from.
    keys : Mapping of (str, str) to str
        Their keys.
    pictures : Mapping of (str, str) to str
        SHA-256 of the pictures that some of them were imported from.
    names : frozenset of str
        Names of extraction models that are not people.
    """

    maps: Mapping[tuple[str, str], str] = field(default_factory=dict)
    keys: Mapping[tuple[str, str], str] = field(default_factory=dict)
    pictures: Mapping[tuple[str, str], str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, study: Study) -> There:
        """Read it."""
        from neopain_gui.pipeline.eye_tracking.heatmap_import import gaze_maps_of

        return cls._made(study, gaze_maps_of(study))

    @classmethod
    def _made(cls, study: Study, found: Mapping[tuple[str, str], Result]) -> There:
        from neopain_gui.pipeline.eye_tracking.heatmap_import import map_source

        return cls(
            maps={place: map_source(one) for place, one in found.items()},
            keys={place: one.key for place, one in found.items()},
            pictures={
                place: str(one.provenance.inputs["picture"])
                for place, one in found.items()
                if "picture" in one.provenance.inputs
            },
            names=frozenset(m.name for m in study.results.models() if not m.of_gaze),
        )

    def with_photograph(self, study: Study, image_id: str) -> There:
        """Return the same with a photograph's maps as they are now.

        Nothing but that photograph's is read: most maps that come in are classifiers'.
        """
        from neopain_gui.pipeline.eye_tracking.heatmap_import import gaze_maps_of

        now = self._made(study, gaze_maps_of(study, image_id))
        groups = [model.name for model in study.results.models() if model.of_gaze]
        before = {(image_id, name): self.keys.get((image_id, name)) for name in groups}
        if now.names == self.names and before == {one: now.keys.get(one) for one in before}:
            return self

        def joined(
            old: Mapping[tuple[str, str], str], new: Mapping[tuple[str, str], str]
        ) -> dict[tuple[str, str], str]:
            return {place: one for place, one in old.items() if place[0] != image_id} | dict(new)

        return There(
            maps=joined(self.maps, now.maps),
            keys=joined(self.keys, now.keys),
            pictures=joined(self.pictures, now.pictures),
            names=now.names,
        )


NOTHING = There()


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
    again: Collection[Path] = (),
    sizes: Mapping[Path, tuple[int, int]] | None = None,
    photographs: Mapping[str, tuple[int, int]] | None = None,
) -> list[Row]:
    """List what was found: first what needs a decision, then what is ready.

    ``again`` are pictures that the study has imported already; ``sizes`` are those of the pictures
    and ``photographs`` those of the photographs, (height, width).
    """
    listed = [replace(row, size=(sizes or {}).get(row.file)) for row in _rows(preview)]
    listed = [
        replace(row, wanted=False, note="; ".join(filter(None, ("imported before", row.note))))
        if row.file in again
        else row
        for row in listed
    ]
    return [with_place_wanted(row, photographs or {}) for row in listed]


def _rows(preview: HeatmapPreview) -> list[Row]:
    rows = []
    for unmatched in preview.unmatched:
        group = str(unmatched.group) if unmatched.group else ""
        note = unmatched.reason
        if unmatched.near:
            note += f"; similar: {', '.join(unmatched.near[:3])}"
        rows.append(
            Row(
                file=unmatched.file,
                image_id=unmatched.image_id,
                group=group,
                note=note,
                near=unmatched.near,
            )
        )
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
    return rows + [
        Row(file=row.file, image_id=row.image_id, group=str(row.group), note=row.note)
        for row in preview.rows
    ]


def clashes(rows: Sequence[Row]) -> set[tuple[str, str]]:
    """Return the places for which more than one picture is wanted: only one can be kept."""
    seen: set[tuple[str, str]] = set()
    twice: set[tuple[str, str]] = set()
    for row in rows:
        if row.wanted and row.complete:
            (twice if row.place in seen else seen).add(row.place)
    return twice


def state_of(row: Row, twice: Collection[tuple[str, str]], there: There = NOTHING) -> State:
    """Say what will become of a picture; ``twice`` are the places of more than one."""
    if row.imported:
        return State.IMPORTED
    if not row.wanted:
        return State.LEFT_OUT
    if not row.complete or row.group in there.names:
        return State.UNDECIDED
    if not row.placed:
        return State.UNPLACED
    if row.place in twice:
        return State.CLASH
    return State.TAKEN if row.place in there.maps and not row.replacing else State.READY


def ready(rows: Sequence[Row], there: There = NOTHING) -> list[Row]:
    """Return what an import would take now."""
    twice = clashes(rows)
    return [row for row in rows if state_of(row, twice, there) is State.READY]


def kept_both(row: Row, rows: Sequence[Row], there: There) -> Row:
    """Return the row under a name of its own, so that the map that is there stays."""
    from neopain_gui.pipeline.eye_tracking.heatmap_import import free_group

    taken = {*there.maps, *(one.place for one in rows if one.wanted and one is not row)}
    return replace(row, group=free_group(row.group, row.image_id, taken, "picture"))
