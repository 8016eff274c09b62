"""What an import would bring in, for somebody to look at before it happens."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from neopain_gui.dataset.names import tidy
from neopain_gui.dataset.records import FaceImage, PainLabel
from neopain_gui.errors import InputError
from neopain_gui.geometry import Box

_LONGEST_ID = 100
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


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
    label, stimulus, nfcs, box
        As in :class:`~neopain_gui.dataset.records.FaceImage`.
    warnings : tuple of str
        What to look at before importing.
    """

    file: str
    matched: str
    subject: str = ""
    dataset: str = ""
    own_numbering: bool = False
    label: PainLabel | None = None
    stimulus: str = ""
    nfcs: int | None = None
    box: Box | None = None
    warnings: tuple[str, ...] = ()


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
    """

    image: FaceImage
    matched: str
    warnings: tuple[str, ...] = ()


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
    rows : tuple of ImportRow
        What will be imported, in natural order of the files.
    unmatched : tuple of Unmatched
        What will not, and why.
    duplicates : tuple of Duplicate
        Files with the same content; at most one of each is in ``rows``.
    problems : tuple of str
        Sentences about the whole.
    """

    folder: Path
    manifest: str = ""
    rows: tuple[ImportRow, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def labels(self) -> Mapping[PainLabel | None, int]:
        """Number of photographs of each label; None counts those without."""
        return Counter(row.image.label for row in self.rows)

    @property
    def subjects(self) -> Mapping[str | None, int]:
        """Number of photographs of each neonate; None counts those without."""
        return Counter(row.image.neonate.id if row.image.neonate else None for row in self.rows)


def records(
    preview: ImportPreview, taken: Mapping[str, str] | None = None
) -> tuple[FaceImage, ...]:
    """Return the photographs of a preview, ready to be added to a study.

    Parameters
    ----------
    preview : ImportPreview
        What was looked at.
    taken : Mapping of str to str, optional
        Identifier → SHA-256 of the photographs that the study already has: a different
        photograph under the same identifier gets another one.

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
        first = f", first {preview.unmatched[0].file}" if preview.unmatched else ""
        raise InputError(
            f"none of its {len(preview.unmatched)} files can be imported{first}",
            file=preview.folder,
            remedy="look at the reasons in the import preview",
        )
    taken = taken or {}
    return tuple(
        row.image
        if taken.get(row.image.id, row.image.sha256) == row.image.sha256
        else replace(row.image, id=_marked(row.image.id, row.image.sha256))
        for row in preview.rows
    )


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
            f"{len(without)} of {len(images)} photographs have no subject, so photographs of one "
            "neonate could come to lie on both sides of a split",
            place=f"first {without[0].id}",
            remedy="import them with subject folders or a manifest with a subject column",
        )


def identifiers(files: Mapping[str, str]) -> dict[str, str]:
    """Return an identifier for each file: unique, and safe as a file name everywhere.

    Parameters
    ----------
    files : Mapping of str to str
        Relative file → SHA-256.

    Returns
    -------
    dict of str to str
        File → the name without its suffix where these are unique, else the whole path; ASCII
        letters, digits, hyphen and underscore. What then still collides is told apart by the
        first digits of its hash.
    """
    stems = {file: _safe(PurePosixPath(file).stem) for file in files}
    if _collisions(stems):
        stems = {file: _safe(str(PurePosixPath(file).with_suffix(""))) for file in files}
    collisions = _collisions(stems)
    return {
        file: _marked(stem, files[file]) if not stem or stem.casefold() in collisions else stem
        for file, stem in stems.items()
    }


def _collisions(stems: Mapping[str, str]) -> set[str]:
    counts = Counter(stem.casefold() for stem in stems.values())
    return {stem for stem, count in counts.items() if count > 1}


def _safe(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9-]+", "_", tidy(plain)).strip("_-")[:_LONGEST_ID]
    return f"image_{name}" if _RESERVED.fullmatch(name) else name


def _marked(stem: str, sha256: str) -> str:
    return f"{stem or 'image'}_{sha256[:8]}"
