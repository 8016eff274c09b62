"""From a folder or a manifest to a preview of what would be imported."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from neopain_gui.all_cores import in_order
from neopain_gui.dataset.boxes import BoxColumn, BoxKind, decided, placed
from neopain_gui.dataset.face_image import FaceImage, Neonate
from neopain_gui.dataset.layout import claims_from_paths, unreadable
from neopain_gui.dataset.lines import claims_from_manifest
from neopain_gui.dataset.manifest import Manifest, read_manifest
from neopain_gui.dataset.names import ICOPE, UNIFESP, folded
from neopain_gui.dataset.previews import (
    Claim,
    Duplicate,
    ImportPreview,
    ImportRow,
    Unmatched,
    numbered,
)
from neopain_gui.dataset.sources import TABLES, Sources, gather
from neopain_gui.errors import ImageError, InputError
from neopain_gui.imaging.decode import Examined, UnknownRangeError, examine
from neopain_gui.imaging.formats import READABLE, foreign
from neopain_gui.imaging.stretch import stretched
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.natural_order import natural_key


def preview(
    source: Path | str | Sequence[Path],
    job: Job = NULL_JOB,
    *,
    folder: Path | str | None = None,
    boxes: BoxKind | None = None,
    outside: bool = False,
    stretch: bool = False,
) -> ImportPreview:
    """Look at a data set without importing it: every photograph is decoded once.

    Parameters
    ----------
    source : Path, str or sequence of Path
        A folder with photographs, or a manifest (CSV, TSV). A folder that holds exactly one
        manifest is read by it; otherwise names and folders say what is what. Several files and
        folders are looked at together; a manifest among them describes the others.
    job : Job
        Reports on the work and stops it.
    folder : Path or str, optional
        Where a manifest's photographs are; by default beside it.
    boxes : BoxKind, optional
        What the numbers of a manifest's face boxes are; by default what fits the photographs.
    outside : bool
        Whether to take face boxes of which most lies outside their photographs.
    stretch : bool
        Whether to take pictures of another range as copies stretched to 0…255.

    Returns
    -------
    ImportPreview
        What would be imported, what not and why.

    Raises
    ------
    InputError
        The source is not there, may not be read, or holds no photograph.
    ManifestError
        The manifest cannot be used.
    """
    given = [Path(source)] if isinstance(source, Path | str) else [Path(one) for one in source]
    manifest = _given_manifest(given[0]) if len(given) == 1 else None
    if manifest is not None:
        given = [Path(folder or given[0].parent)]
    sources = gather(given)
    listing = sources.listing
    if not listing.photographs:
        raise _nothing(given, sources)
    remarks: list[str] = []
    if manifest is None:
        manifest, remarks = _manifest_among(sources)
    if manifest is None:
        claims, unmatched, more = claims_from_paths(listing.photographs, every=not sources.whole)
        remarks += more
    else:
        claims, unmatched = claims_from_manifest(manifest, listing.photographs)
        remarks += manifest.remarks
    own = None if manifest is None else manifest.file
    unmatched += [
        Unmatched(file=file, reason=foreign(file))
        for file in listing.others
        if own is None or sources.files[file] != own
    ]
    examined, damaged, odd = _examine(claims, sources.files, stretch, job)
    claims = [claim for claim in claims if claim.file in examined]
    return _assemble(
        ImportPreview(
            folder=sources.folder,
            manifest="" if own is None else own.name,
            files=sources.files,
            unmatched=tuple(sorted([*unmatched, *damaged], key=lambda one: natural_key(one.file))),
            problems=(*listing.problems, *remarks),
            boxes=_box_column(manifest, claims, examined, boxes, outside),
            stretched=frozenset(odd if stretch else ()),
            stretchable=0 if stretch else len(odd),
        ),
        claims,
        examined,
    )


def with_boxes(found: ImportPreview, kind: BoxKind, *, outside: bool = False) -> ImportPreview:
    """Return a preview with its face boxes read as somebody says that they are meant."""
    if found.boxes is None:
        return found
    column = BoxColumn(name=found.boxes.name, kind=kind, outside=outside)
    said = set(found.boxes.remarks)
    others = [problem for problem in found.problems if problem not in said]
    return replace(
        found,
        rows=tuple(_with_box(row, column) for row in found.rows),
        problems=(*others, *column.remarks),
        boxes=column,
    )


def _box_column(
    manifest: Manifest | None,
    claims: Sequence[Claim],
    examined: Mapping[str, Examined],
    kind: BoxKind | None,
    outside: bool,
) -> BoxColumn | None:
    """Judge the column of face boxes as a whole; None where there are none."""
    sizes = {file: (facts.width, facts.height) for file, facts in examined.items()}
    written = [(claim.box, sizes[claim.file]) for claim in claims if claim.box is not None]
    if manifest is None or not written:
        return None
    name = manifest.columns["box"]
    found, sure = (kind, True) if kind else decided(name, written)
    return BoxColumn(name=name, kind=found, sure=sure, outside=outside)


def _with_box(row: ImportRow, column: BoxColumn | None) -> ImportRow:
    if row.box is None or column is None:
        return row
    box, said = placed(row.box, column, (row.image.width, row.image.height))
    before = row.warnings[: len(row.warnings) - len(row.box_warnings)]
    image = replace(row.image, box=box)
    return replace(row, image=image, warnings=(*before, *said), box_warnings=said)


def _given_manifest(source: Path) -> Manifest | None:
    """Read the source if it is a manifest; None if it is a folder or a photograph."""
    try:
        source.stat()
    except OSError as error:
        raise unreadable(source, error) from error
    if source.is_dir() or source.suffix.lower() not in TABLES:
        return None
    return read_manifest(source)


def _nothing(given: Sequence[Path], sources: Sources) -> InputError:
    """Return the sentence for a source without photographs: what its files are, if they are few."""
    if sources.whole:
        return InputError(
            "holds no photographs", file=given[0], remedy=f"choose a folder with {READABLE} files"
        )
    first = next(iter(sources.files), given[0].name)
    return InputError(foreign(first), file=given[0], remedy=f"choose {READABLE} files or a folder")


def _manifest_among(sources: Sources) -> tuple[Manifest | None, list[str]]:
    """Return the one manifest that was given or lies directly in the folder, and remarks."""
    tables = [
        sources.files[name]
        for name in sources.listing.others
        if PurePosixPath(name).suffix.lower() in {".csv", ".tsv"}
        and (not sources.whole or sources.files[name].parent == sources.folder)
    ]
    usable, remarks = [], []
    for table in tables:
        try:
            usable.append(read_manifest(table))
        except InputError as error:
            remarks.append(f"Not used as a manifest: {error}")
    if len(usable) > 1:
        names = " and ".join(manifest.file.name for manifest in usable)
        remarks.append(f"None of the manifests {names} was used; choose one of them to import.")
        return None, remarks
    return (usable[0] if usable else None), remarks


def _examine(
    claims: Sequence[Claim], files: Mapping[str, Path], stretch: bool, job: Job
) -> tuple[dict[str, Examined], list[Unmatched], set[str]]:
    """Decode everything; return what was found, what cannot be read, and what has an odd range."""
    examined: dict[str, Examined] = {}
    damaged: list[Unmatched] = []
    odd: set[str] = set()
    named = []
    for claim in claims:
        try:
            claim.file.encode()
            named.append(claim.file)
        except UnicodeEncodeError:
            name = claim.file.encode(errors="replace").decode()
            damaged.append(Unmatched(file=name, reason="its name is not text; rename it"))
    looks = in_order(
        partial(_looked_at, stretch=stretch),
        [files[file] for file in named],
        job=job,
        text="Looking at the photographs",
    )
    for file, look in zip(named, looks, strict=True):
        odd |= {file} if look.odd else set()
        if look.found is not None:
            examined[file] = look.found
        else:
            damaged.append(Unmatched(file=file, reason=look.problem))
    return examined, damaged, odd


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What decoding a file said: what it is, or why it cannot be read."""

    found: Examined | None = None
    odd: bool = False
    problem: str = ""


def _looked_at(path: Path, *, stretch: bool) -> _Look:
    try:
        found, odd = _examined(path, stretch)
    except ImageError as error:
        remedy = f"; {error.remedy}" if error.remedy else ""
        odd = isinstance(error, UnknownRangeError)
        return _Look(odd=odd, problem=f"{error.problem}{remedy}")
    return _Look(found=found, odd=odd)


def _examined(path: Path, stretch: bool) -> tuple[Examined, bool]:
    """Return what a file is, and whether its range of values is odd."""
    try:
        found = examine(path)
        if not found.stretchable:
            return found, False
    except UnknownRangeError:
        if not stretch:
            raise

    full = stretched(path)[1]
    # a study may have the other of the two already
    return full if stretch else replace(found, twin_sha256=full.sha256), True


def _assemble(
    empty: ImportPreview, claims: Sequence[Claim], examined: dict[str, Examined]
) -> ImportPreview:
    neonates, problems = _neonates(claims)
    duplicates = _duplicates(claims, examined, neonates)
    dropped = {
        file for duplicate in duplicates for file in duplicate.files if file != duplicate.kept
    }
    kept = [claim for claim in claims if claim.file not in dropped]
    rows = [
        _with_box(_row(claim, examined[claim.file], neonates.get(claim.file)), empty.boxes)
        for claim in sorted(kept, key=lambda claim: natural_key(claim.file))
    ]
    problems += [*_remarks(duplicates), *(empty.boxes.remarks if empty.boxes else [])]
    return replace(
        empty,
        rows=numbered(rows),
        duplicates=tuple(duplicates),
        problems=(*empty.problems, *problems),
    )


def _neonates(claims: Sequence[Claim]) -> tuple[dict[str, Neonate], list[str]]:
    """Return each file's neonate: one child must not count as two, nor two as one.

    ``S1``, ``s01`` and ``S 01`` of one data set are one child. The data set is part of the
    pseudonym, since both UNIFESP and iCOPE count from 1; the group's own numbering runs over
    both and stays as it is.
    """
    spellings: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
    keys: dict[str, tuple[str, str, bool]] = {}
    for claim in claims:
        if claim.subject:
            plain = re.sub(r"\d+", lambda digits: digits[0].lstrip("0") or "0", claim.subject)
            key = (claim.dataset, folded(plain) or plain, claim.own_numbering)
            keys[claim.file] = key
            spellings[key].append(claim.subject)
    problems = [
        f"{', '.join(sorted(set(written)))} were taken for the same neonate."
        for written in spellings.values()
        if len(set(written)) > 1
    ]
    by_key = {key: _neonate(key, written[0]) for key, written in spellings.items()}
    numberings = {own for dataset, _, own in by_key if dataset in (UNIFESP, ICOPE)}
    if len(numberings) > 1:
        problems.append(
            "Original and renamed photographs are mixed, and their neonates are numbered "
            "differently, so one neonate may appear as two; import only one kind."
        )
    return {file: by_key[key] for file, key in keys.items()}, problems


def _neonate(key: tuple[str, str, bool], written: str) -> Neonate:
    dataset, _, own_numbering = key
    subject = written.strip()
    if dataset == UNIFESP and re.fullmatch(r"\d", subject):
        subject = f"0{subject}"  # spreadsheets drop the zero
    prefixed = dataset and not own_numbering
    return Neonate(id=f"{dataset}-{subject}" if prefixed else subject, dataset=dataset)


def _duplicates(
    claims: Sequence[Claim], examined: dict[str, Examined], neonates: dict[str, Neonate]
) -> list[Duplicate]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[examined[claim.file].sha256].append(claim)
    duplicates = []
    for sha256, group in groups.items():
        if len(group) == 1:
            continue
        labels = {claim.label for claim in group} - {None}
        subjects = {neonates[claim.file].id for claim in group if claim.file in neonates}
        contradicting = [
            what for what, values in (("label", labels), ("neonate", subjects)) if len(values) > 1
        ]
        fullest = max(group, key=lambda claim: (claim.label is not None, claim.subject != ""))
        duplicates.append(
            Duplicate(
                sha256=sha256,
                files=tuple(claim.file for claim in group),
                kept=None if contradicting else fullest.file,
                reason=" and ".join(contradicting),
            )
        )
    return duplicates


def _row(claim: Claim, facts: Examined, neonate: Neonate | None) -> ImportRow:
    image = FaceImage(
        id="",
        file=claim.file,
        sha256=facts.sha256,
        width=facts.width,
        height=facts.height,
        neonate=neonate,
        label=claim.label,
        stimulus=claim.stimulus,
        nfcs=claim.nfcs,
        notes=facts.changed,
    )
    return ImportRow(
        image=image,
        matched=claim.matched,
        warnings=claim.warnings + facts.remarks,
        camera_data=facts.camera_data,
        unclear=claim.unclear,
        box=claim.box,
        twin_sha256=facts.twin_sha256,
    )


def _remarks(duplicates: Sequence[Duplicate]) -> list[str]:
    remarks = []
    contradicting = [duplicate for duplicate in duplicates if duplicate.kept is None]
    if contradicting:
        remarks.append(
            f"Pictures that are there twice or more with different labels or neonates: "
            f"{len(contradicting)}; none of their copies is imported."
        )
    surplus = sum(len(one.files) - 1 for one in duplicates if one.kept is not None)
    if surplus:
        remarks.append(f"Files left out because another holds the same picture: {surplus}.")
    return remarks
