"""What an import of photographs does in the background, and how it is undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from neopain_gui.dataset import (
    BoxColumn,
    BoxKind,
    Changed,
    FaceImage,
    ImportPreview,
    ImportRow,
    Incoming,
    compare,
    new_records,
    preview,
    with_boxes,
)
from neopain_gui.gui.state.removal import Removal
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.faces.face import Face
    from neopain_gui.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """What was found, and how it stands to the study."""

    found: ImportPreview
    incoming: Incoming
    present: tuple[FaceImage, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether somebody must say first what the face boxes are."""
        return self.found.boxes is not None and not self.found.boxes.sure

    def with_boxes(self, kind: BoxKind, outside: bool) -> Previewed:
        """Return the same with its face boxes read as somebody says."""
        found = with_boxes(self.found, kind, outside=outside)
        return replace(self, found=found, incoming=compare(found, self.present))


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What an import has put into a study, and what was there before.

    Attributes
    ----------
    images : tuple of str
        The new photographs.
    before, after : tuple of FaceImage
        Photographs about which something else is known now.
    faces : Mapping of str to Face or None
        The faces of these before.
    """

    images: tuple[str, ...]
    before: tuple[FaceImage, ...] = ()
    after: tuple[FaceImage, ...] = ()
    faces: Mapping[str, Face | None]


def read_preview(
    sources: Sequence[Path],
    study: Study | None,
    stretch: bool = False,
    boxes: BoxColumn | None = None,
    job: Job = NULL_JOB,
) -> Previewed:
    """Look at files and folders, and hold them against a study; boxes as they were read before."""
    kind = boxes.kind if boxes and boxes.sure else None
    outside = boxes is not None and boxes.outside
    found = preview(sources, job, boxes=kind, outside=outside, stretch=stretch)
    present = tuple(study.images.all()) if study else ()
    return Previewed(found=found, incoming=compare(found, present), present=present)


def create_study(
    path: Path,
    rows: Sequence[ImportRow],
    files: Mapping[str, Path],
    copy: bool,
    stretched: Collection[str] = (),
    job: Job = NULL_JOB,
) -> Path:
    """Make a study of photographs; if that fails or is stopped nothing is left behind."""
    from neopain_gui.study import Study

    images = new_records(rows)

    def fill(study: Study) -> None:
        study.images.add(images, files=files, copy=copy, stretched=stretched, job=job)

    with Study.create(path, fill=fill) as study:
        return study.path


def add_to_study(
    study: Study,
    rows: Sequence[ImportRow],
    accepted: Sequence[Changed],
    files: Mapping[str, Path],
    copy: bool,
    stretched: Collection[str] = (),
    job: Job = NULL_JOB,
) -> Added:
    """Add photographs to the open study and take what was accepted, all or nothing."""
    images = new_records(rows, study.images.all())
    after = tuple(one.accepted for one in accepted)
    faces = {image.id: study.faces.get(image.id) for image in after}
    study.images.add(images, files=files, copy=copy, stretched=stretched, updates=after, job=job)
    return Added(
        images=tuple(image.id for image in images),
        before=tuple(one.present for one in accepted),
        after=after,
        faces=faces,
    )


class Import:
    """An import that is in the study or out of it.

    Parameters
    ----------
    study : Study
        Open.
    added : Added
        What it did.
    """

    def __init__(self, study: Study, added: Added) -> None:
        from neopain_gui.study import Selection

        self._study, self._added = study, added
        self.removal = Removal(study, Selection(images=frozenset(added.images)))

    def write(self, there: bool) -> None:
        """Put it in, or take it out and put back what was there before."""
        if there:
            if self._added.images:
                self.removal.write(False)
            self._update(self._added.after)
            return
        self._update(self._added.before)
        for image_id, face in self._added.faces.items():
            if self._study.faces.get(image_id) != face:
                self._study.faces.put(image_id, face)
        if self._added.images:
            self.removal.write(True)

    def _update(self, records: Sequence[FaceImage]) -> None:
        """Write what an import says; what was noted or checked meanwhile stays."""
        present = {image.id: image for image in self._study.images.all()}
        self._study.images.update(
            [
                replace(record, notes=present[record.id].notes, checked=present[record.id].checked)
                for record in records
                if record.id in present
            ]
        )
