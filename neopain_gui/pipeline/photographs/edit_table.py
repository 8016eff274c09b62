"""A table that says anew what photographs are: read as a whole or refused as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from neopain_gui.counted import counted
from neopain_gui.dataset.face_image import FaceImage, Neonate
from neopain_gui.dataset.names import parse_label
from neopain_gui.dataset.plain_table import read_table
from neopain_gui.errors import ManifestError, StudyError
from neopain_gui.pipeline.photographs.named import Names
from neopain_gui.study import Details, Study
from neopain_gui.study.edit_store import merged_neonates

COLUMNS = ("neonate", "label", "stimulus", "notes")
CLEAR = "-"
"""What a cell says to take something away; an empty one leaves what is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """What a table changes.

    Attributes
    ----------
    details : Mapping of str to Details
        Of the photographs that change.
    same : int
        Photographs of the table that are as it says already.
    counts : Mapping of str to int
        How many photographs change, by column.
    """

    details: Mapping[str, Details]
    same: int
    counts: Mapping[str, int]

    @property
    def sentence(self) -> str:
        """What it comes to, for people."""
        count = len(self.details)
        text = f"{counted(count, 'photograph')} changed"
        if self.counts:
            text += " (" + ", ".join(f"{name} {self.counts[name]}" for name in self.counts) + ")"
        return f"{text}, {self.same} as they were."


def read_edits(path: Path, images: Sequence[FaceImage]) -> Edits:
    """Read a table with a column ``image`` and any of :data:`COLUMNS`.

    Raises
    ------
    ManifestError
        A column, a photograph or a label is unknown, or a photograph is there twice.
    InputError
        The file cannot be read.
    """
    table = read_table(path)
    places = _places(path, table.header)
    known, called = {image.id: image for image in images}, Names(images)
    neonates = {image.neonate.id: image.neonate for image in images if image.neonate}
    details: dict[str, Details] = {}
    lines: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for number, cells in table.lines:
        said = {name: cells[at].strip() for name, at in places.items() if at < len(cells)}
        ids = called.find(said.get("image", ""))
        if len(ids) > 1:
            several = f"more than one photograph is called '{said['image']}': {', '.join(ids)}"
            raise _wrong(path, number, "image", several)
        image = known[ids[0]] if ids else None
        if image is None:
            raise _wrong(path, number, "image", f"there is no photograph '{said.get('image', '')}'")
        if image.id in lines:
            raise ManifestError(
                f"photograph {image.id} is on line {lines[image.id]} already",
                file=path,
                place=f"line {number}",
                remedy="remove one of the two",
            )
        lines[image.id] = number
        before = Details.of(image)
        after = before
        for name in COLUMNS:
            if said.get(name):
                after = _changed(after, name, said[name], neonates, path, number)
        if after != before:
            details[image.id] = after
            counts.update(n for n in COLUMNS if getattr(after, n) != getattr(before, n))
    return Edits(
        details=details,
        same=len(lines) - len(details),
        counts={name: counts[name] for name in COLUMNS if counts[name]},
    )


def _places(path: Path, header: Sequence[str]) -> dict[str, int]:
    names = [name.casefold() for name in header]
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if name not in ("image", *COLUMNS) or name in places:
            twice = "is there twice" if name in places else "is not one that can be edited"
            raise ManifestError(
                f"the column '{header[place]}' {twice}",
                file=path,
                place="line 1",
                remedy="the columns are image, " + ", ".join(COLUMNS),
            )
        places[name] = place
    if "image" not in places:
        raise ManifestError(
            "the column 'image' is missing", file=path, place="line 1", remedy="add it"
        )
    return places


def _changed(
    details: Details,
    name: str,
    text: str,
    neonates: Mapping[str, Neonate],
    path: Path,
    number: int,
) -> Details:
    if name == "neonate":
        if text == CLEAR:
            return replace(details, neonate=None)
        dataset = details.neonate.dataset if details.neonate else ""
        return replace(details, neonate=neonates.get(text) or Neonate(id=text, dataset=dataset))
    if name == "label":
        label = None if text == CLEAR else parse_label(text)
        if label is None and text != CLEAR:
            raise _wrong(path, number, name, f"'{text}' is no label", "write pain or no pain")
        return replace(details, label=label)
    value = "" if text == CLEAR else text
    return replace(details, stimulus=value) if name == "stimulus" else replace(details, notes=value)


def _wrong(path: Path, number: int, column: str, what: str, remedy: str = "") -> ManifestError:
    return ManifestError(
        what,
        file=path,
        place=f"line {number}, column '{column}'",
        remedy=f"{remedy or 'put it right'}; nothing was changed",
    )


def renamed(
    study: Study, details: Mapping[str, Details], names: Mapping[str, str]
) -> dict[str, Details]:
    """Return details with neonates renamed on top; one whose new name is there becomes part of it.

    Raises
    ------
    StudyError
        There is no such neonate, or a new name is empty.
    """
    made = dict(details)
    images = study.images.all()
    known = {image.neonate.id: image.neonate for image in images if image.neonate}
    for old, new in names.items():
        if old not in known or not new:
            what = f"there is no neonate {old} in the study" if new else f"{old} needs a new name"
            raise StudyError(f"{what}; nothing was changed", file=study.path)
        into = known.get(new) or Neonate(id=new, dataset=known[old].dataset)
        for image_id, moved in merged_neonates(images, {old}, into).items():
            said = made.get(image_id)
            if said is None or (said.neonate and said.neonate.id == old):
                made[image_id] = replace(said or moved, neonate=into)
    return made
