"""What of an import is new to a study, what it has already, and what it knows otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from neopain_gui.dataset.face_image import FaceImage, Neonate
from neopain_gui.dataset.names import folded
from neopain_gui.dataset.previews import ImportPreview, ImportRow, Unmatched

FIELDS = {
    "neonate": "neonate",
    "label": "label",
    "stimulus": "stimulus",
    "nfcs": "NFCS score",
    "box": "face box of the data set",
}
"""What an import says about a photograph, and how that is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that an import says otherwise than the study.

    Attributes
    ----------
    field : str
        Of :class:`FaceImage`.
    before, after : str
        In words; ``before`` is empty where the study knows nothing.
    """

    field: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{FIELDS[self.field]}: {self.before or 'none'} → {self.after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A photograph that the study has and knows otherwise.

    Attributes
    ----------
    row : ImportRow
        As the import has it.
    present : FaceImage
        As the study has it.
    differences : tuple of Difference
        At least one. What the import does not say is no difference.
    """

    row: ImportRow
    present: FaceImage
    differences: tuple[Difference, ...]

    @property
    def only_adds(self) -> bool:
        """True when accepting it takes nothing away."""
        return not any(one.before for one in self.differences)

    @property
    def accepted(self) -> FaceImage:
        """The study's record with what the import says."""
        values: dict[str, Any] = {
            one.field: getattr(self.row.image, one.field) for one in self.differences
        }
        return replace(self.present, **values)

    def __str__(self) -> str:
        return "; ".join(map(str, self.differences))


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A preview held against a study; each photograph of it is in one of the first three.

    Attributes
    ----------
    new : tuple of ImportRow
        Not in the study by its content.
    there : tuple of (ImportRow, FaceImage)
        In it, with nothing to add.
    changed : tuple of Changed
        In it, known otherwise.
    left_out : tuple of Unmatched
        Files and lines that cannot come in, and second copies, with the reasons.
    """

    new: tuple[ImportRow, ...]
    there: tuple[tuple[ImportRow, FaceImage], ...]
    changed: tuple[Changed, ...]
    left_out: tuple[Unmatched, ...]

    @property
    def counts(self) -> str:
        """The four numbers as the command line prints them."""
        return counts(len(self.new), len(self.there), len(self.changed), len(self.left_out))


def counts(new: int, there: int, changed: int, left_out: int) -> str:
    """Write what became of the files of an import."""
    return f"new {new}, already there {there}, changed {changed}, left out {left_out}"


def compare(found: ImportPreview, present: Sequence[FaceImage] = ()) -> Incoming:
    """Hold a preview against the photographs of a study, by content and not by name."""
    known = {image.sha256: image for image in present}
    known |= {image.copy_sha256: image for image in present if image.copy_sha256}
    neonates = {neonate_key(image.neonate): image.neonate for image in present if image.neonate}
    new, there, changed = [], [], []
    for written in found.rows:
        row = _with_known_neonate(written, neonates)
        image = known.get(row.image.sha256) or known.get(row.twin_sha256)
        if image is None:
            new.append(row)
        elif differences := _differences(image, row.image):
            changed.append(Changed(row=row, present=image, differences=differences))
        else:
            there.append((row, image))
    return Incoming(
        new=tuple(new),
        there=tuple(there),
        changed=tuple(changed),
        left_out=(*found.unmatched, *_second_copies(found)),
    )


def neonate_key(neonate: Neonate) -> tuple[str, str]:
    """Return what is the same for all spellings of one neonate: ``S1``, ``s01``, ``S 01``."""
    plain = re.sub(r"\d+", lambda digits: digits[0].lstrip("0") or "0", neonate.id)
    return neonate.dataset, folded(plain) or plain


def _with_known_neonate(row: ImportRow, known: dict[tuple[str, str], Neonate]) -> ImportRow:
    """Call a neonate as the study calls it: one child must not count as two."""
    neonate = row.image.neonate
    if neonate is None:
        return row
    same = known.get(neonate_key(neonate), neonate)
    return row if same == neonate else replace(row, image=replace(row.image, neonate=same))


def _differences(present: FaceImage, image: FaceImage) -> tuple[Difference, ...]:
    found = []
    for field in FIELDS:
        before, after = getattr(present, field), getattr(image, field)
        if after not in (None, "") and _words(after) != _words(before):
            found.append(Difference(field=field, before=_words(before), after=_words(after)))
    return tuple(found)


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Neonate):
        return value.id
    as_tuple = getattr(value, "as_tuple", None)
    return str(list(as_tuple())) if as_tuple else str(value)


def _second_copies(found: ImportPreview) -> list[Unmatched]:
    copies = []
    for duplicate in found.duplicates:
        for file in duplicate.files:
            if duplicate.kept is None:
                others = ", ".join(other for other in duplicate.files if other != file)
                reason = (
                    f"is the same picture as {others} with another {duplicate.reason}; "
                    "import the right one by itself"
                )
                copies.append(Unmatched(file=file, reason=reason))
            elif file != duplicate.kept:
                reason = f"is the same picture as {duplicate.kept}"
                copies.append(Unmatched(file=file, reason=reason))
    return copies
