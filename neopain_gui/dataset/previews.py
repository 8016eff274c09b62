"""What an import would bring in, for somebody to look at before it happens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from neopain_gui.dataset.boxes import BoxColumn, Numbers
from neopain_gui.dataset.face_image import FaceImage, PainLabel
from neopain_gui.errors import InputError
from neopain_gui.natural_order import natural_key

NO_NEONATE = "no neonate: it cannot be used where data are split by neonate"
_NUMBER = re.compile(r"photo-(\d{3,9})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a name, a folder or a manifest says about a file that was not opened yet.

    Attributes
    ----------
    file : str
        Relative to the imported folder, with ``/``.
    matched : str
        How it was recognised, for the preview.
    subject : str
        As written; empty if unknown.
    dataset : str
        Empty if unknown.
    own_numbering : bool
        The subject is unique over data sets, as the group's ``new_subject`` is.
    label, stimulus, nfcs
        As in :class:`~neopain_gui.dataset.face_image.FaceImage`.
    box : tuple of int, optional
        Four numbers; what they are is decided for the whole column.
    warnings : tuple of str
        What to look at before importing.
    unclear : str
        Why no neonate is known; empty where nothing is to be said of it.
    """

    file: str
    matched: str
    subject: str = ""
    dataset: str = ""
    own_numbering: bool = False
    label: PainLabel | None = None
    stimulus: str = ""
    nfcs: int | None = None
    box: Numbers | None = None
    warnings: tuple[str, ...] = ()
    unclear: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """A photograph that will be imported.

    Attributes
    ----------
    image : FaceImage
        What it becomes.
    matched : str
        How it was recognised, for example ``"class folder, UNIFESP name"``.
    warnings : tuple of str
        What to look at before importing.
    camera_data : str
        What the file says besides its pixels, such as the place; empty if nothing.
    unclear : str
        As in :class:`Claim`.
    box : tuple of int, optional
        As in :class:`Claim`: what ``image.box`` was made of.
    box_warnings : tuple of str
        Those of ``warnings`` that are about it, at the end.
    twin_sha256 : str
        Of the same picture before or after stretching, if any: a study may have that one.
    """

    image: FaceImage
    matched: str
    warnings: tuple[str, ...] = ()
    camera_data: str = ""
    unclear: str = ""
    box: Numbers | None = None
    box_warnings: tuple[str, ...] = ()
    twin_sha256: str = ""

    @property
    def to_check(self) -> tuple[str, ...]:
        """What to look at: the warnings, and the neonate as long as there is none."""
        return self.warnings if self.image.neonate else (*self.warnings, self.unclear or NO_NEONATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A file, or a manifest's line, that will not be imported.

    Attributes
    ----------
    file : str
        The file relative to the folder, or what the manifest calls it.
    reason : str
        Why not, without a full stop.
    suggestions : tuple of str
        What it might have been meant to be.
    """

    file: str
    reason: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """Files with the same content.

    Attributes
    ----------
    sha256 : str
        Of the content.
    files : tuple of str
        All of them.
    kept : str or None
        The one that will be imported; None where they contradict each other, so that none is.
    reason : str
        What they contradict each other in; empty if they do not.
    """

    sha256: str
    files: tuple[str, ...]
    kept: str | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """What an import would bring in.

    Attributes
    ----------
    folder : Path
        The folder that the files are relative to.
    manifest : str
        Name of the manifest that was used; empty if names and folders were.
    files : Mapping of str to Path
        Where each file lies.
    rows : tuple of ImportRow
        What will be imported, in natural order of the files.
    unmatched : tuple of Unmatched
        What will not, and why.
    duplicates : tuple of Duplicate
        Files with the same content; at most one of each is in ``rows``.
    problems : tuple of str
        Sentences about the whole; what photographs lack is not among them, see :func:`gaps`.
    boxes : BoxColumn, optional
        How the manifest's face boxes are read; None where it has none.
    stretched : frozenset of str
        Files of which a stretched copy is imported; their hashes are the copies'.
    stretchable : int
        How many others could be stretched.
    """

    folder: Path
    manifest: str = ""
    files: Mapping[str, Path] = field(default_factory=dict)
    rows: tuple[ImportRow, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    problems: tuple[str, ...] = ()
    boxes: BoxColumn | None = None
    stretched: frozenset[str] = frozenset()
    stretchable: int = 0

    @property
    def labels(self) -> Mapping[PainLabel | None, int]:
        """Number of photographs of each label; None counts those without."""
        return Counter(row.image.label for row in self.rows)

    @property
    def subjects(self) -> Mapping[str | None, int]:
        """Number of photographs of each neonate; None counts those without."""
        return Counter(row.image.neonate.id if row.image.neonate else None for row in self.rows)


def gaps(images: Collection[FaceImage]) -> list[str]:
    """Say of how many photographs the neonate or the label is not known."""
    return [
        f"Photographs without a {what}: {missing} of {len(images)}."
        for what, missing in (
            ("neonate", sum(image.neonate is None for image in images)),
            ("label", sum(image.label is None for image in images)),
        )
        if missing
    ]


def face_images(preview: ImportPreview) -> tuple[FaceImage, ...]:
    """Return the photographs of a preview, ready for a new study.

    Returns
    -------
    tuple of FaceImage
        At least one.

    Raises
    ------
    InputError
        The preview holds no photograph that can be imported.
    """
    if not preview.rows:
        first = ", ".join(f"{one.file} {one.reason}" for one in preview.unmatched[:1])
        raise InputError(
            f"none of its {len(preview.unmatched)} files can be imported"
            + (f"; the first: {first}" if first else ""),
            file=preview.folder,
            remedy="choose other photographs",
        )
    return new_records(preview.rows)


def new_records(
    rows: Sequence[ImportRow], present: Sequence[FaceImage] = ()
) -> tuple[FaceImage, ...]:
    """Return photographs, numbered after those that the study has."""
    return tuple(row.image for row in numbered(rows, [image.id for image in present]))


def next_numbers(taken: Collection[str], count: int) -> list[str]:
    """Return so many ids of photographs, numbered after those that are taken."""
    last = max((int(match[1]) for name in taken if (match := _NUMBER.fullmatch(name))), default=0)
    return [f"photo-{last + n:03}" for n in range(1, count + 1)]


def numbered(rows: Sequence[ImportRow], taken: Collection[str] = ()) -> tuple[ImportRow, ...]:
    """Give photographs the numbers that follow those that are taken.

    Within a neonate the numbers follow the content's hash, not the files' names: where those
    begin with a label, their order would say it.
    """
    order = sorted(
        rows,
        key=lambda row: (
            row.image.neonate is None,
            natural_key(row.image.neonate.id if row.image.neonate else ""),
            row.image.sha256,
        ),
    )
    free = next_numbers(taken, len(rows))
    ids = {row.image.file: free[n] for n, row in enumerate(order)}
    return tuple(replace(row, image=replace(row.image, id=ids[row.image.file])) for row in rows)


def require_subjects(images: Sequence[FaceImage]) -> None:
    """Make sure that every photograph belongs to a neonate, as whatever splits must know.

    Raises
    ------
    InputError
        Some do not.
    """
    without = [image for image in images if image.neonate is None]
    if without:
        raise InputError(
            f"{len(without)} of {len(images)} photographs belong to no neonate, so photographs of "
            "one neonate could come to lie on both sides of a split",
            place=f"first {without[0].id}",
            remedy="import them with a folder for each neonate or a manifest with a neonate column",
        )
