"""From a folder or a manifest to a preview of what would be imported."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from neopain_gui.dataset.layout import Listing, claims_from_paths, scan, unreadable
from neopain_gui.dataset.lines import claims_from_manifest
from neopain_gui.dataset.manifest import SUFFIXES, Manifest, read_manifest
from neopain_gui.dataset.names import ICOPE, UNIFESP, folded, natural_key
from neopain_gui.dataset.plain_table import SPREADSHEETS
from neopain_gui.dataset.previews import (
    Claim,
    Duplicate,
    ImportPreview,
    ImportRow,
    Unmatched,
    identifiers,
)
from neopain_gui.dataset.records import FaceImage, Neonate
from neopain_gui.errors import ImageError, InputError
from neopain_gui.geometry import Box
from neopain_gui.imaging.decode import Examined, examine
from neopain_gui.jobs import NULL_JOB, Job, track


def preview(
    source: Path | str, job: Job = NULL_JOB, *, folder: Path | str | None = None
) -> ImportPreview:
    """Look at a data set without importing it: every photograph is decoded once.

    Parameters
    ----------
    source : Path or str
        A folder with photographs, or a manifest (CSV, TSV). A folder that holds exactly one
        manifest is read by it; otherwise names and folders say what is what.
    job : Job
        Reports on the work and stops it.
    folder : Path or str, optional
        Where a manifest's photographs are; by default beside it.

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
    source = Path(source)
    manifest = _given_manifest(source)
    root = source if manifest is None else Path(folder or source.parent)
    listing = scan(root)
    if not listing.photographs:
        raise InputError(
            "holds no PNG, JPEG, TIFF or BMP photographs", file=root, remedy="choose another folder"
        )
    remarks: list[str] = []
    if manifest is None:
        manifest, remarks = _manifest_inside(root, listing)
    if manifest is None:
        claims, unmatched, more = claims_from_paths(listing.photographs)
        remarks += more
    else:
        claims, unmatched = claims_from_manifest(manifest, listing.photographs)
        remarks += manifest.remarks
    own = "" if manifest is None else manifest.file.name
    unmatched += [
        Unmatched(file=file, reason="is not a photograph") for file in listing.others if file != own
    ]
    examined, damaged = _examine(claims, root, job)
    return _assemble(
        ImportPreview(
            folder=root,
            manifest=own,
            unmatched=tuple(sorted([*unmatched, *damaged], key=lambda one: natural_key(one.file))),
            problems=(*listing.problems, *remarks),
        ),
        [claim for claim in claims if claim.file in examined],
        examined,
    )


def _given_manifest(source: Path) -> Manifest | None:
    """Read the source if it is a manifest; None if it is a folder."""
    try:
        source.stat()
    except OSError as error:
        raise unreadable(source, error) from error
    if source.is_dir():
        return None
    if source.suffix.lower() not in SUFFIXES | SPREADSHEETS:
        raise InputError(
            "is neither a folder nor a manifest", file=source, remedy="choose a folder or CSV"
        )
    return read_manifest(source)


def _manifest_inside(root: Path, listing: Listing) -> tuple[Manifest | None, list[str]]:
    """Return the one manifest that lies directly in a folder, and remarks on what was not used."""
    tables = [
        file
        for file in listing.others
        if "/" not in file and PurePosixPath(file).suffix.lower() in {".csv", ".tsv"}
    ]
    usable, remarks = [], []
    for table in tables:
        try:
            usable.append(read_manifest(root / table))
        except InputError as error:
            remarks.append(f"Not used as a manifest: {error}")
    if len(usable) > 1:
        names = " and ".join(manifest.file.name for manifest in usable)
        remarks.append(f"None of the manifests {names} was used; choose one of them to import.")
        return None, remarks
    return (usable[0] if usable else None), remarks


def _examine(
    claims: Sequence[Claim], root: Path, job: Job
) -> tuple[dict[str, Examined], list[Unmatched]]:
    examined: dict[str, Examined] = {}
    damaged: list[Unmatched] = []
    for claim in track(claims, job, total=len(claims), text="Looking at the photographs"):
        try:
            claim.file.encode()
            examined[claim.file] = examine(root / claim.file)
        except ImageError as error:
            remedy = f"; {error.remedy}" if error.remedy else ""
            damaged.append(Unmatched(file=claim.file, reason=f"{error.problem}{remedy}"))
        except UnicodeEncodeError:
            name = claim.file.encode(errors="replace").decode()
            damaged.append(Unmatched(file=name, reason="its name is not text; rename it"))
    return examined, damaged


def _assemble(
    empty: ImportPreview, claims: Sequence[Claim], examined: dict[str, Examined]
) -> ImportPreview:
    neonates, problems = _neonates(claims)
    duplicates = _duplicates(claims, examined, neonates)
    dropped = {
        file for duplicate in duplicates for file in duplicate.files if file != duplicate.kept
    }
    kept = [claim for claim in claims if claim.file not in dropped]
    names = identifiers({claim.file: examined[claim.file].sha256 for claim in kept})
    rows = [
        _row(claim, names[claim.file], examined[claim.file], neonates.get(claim.file))
        for claim in sorted(kept, key=lambda claim: natural_key(claim.file))
    ]
    problems += _remarks(rows, duplicates)
    return replace(
        empty,
        rows=tuple(rows),
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
        f"The subjects {', '.join(sorted(set(written)))} were taken for the same neonate."
        for written in spellings.values()
        if len(set(written)) > 1
    ]
    by_key = {key: _neonate(key, written[0]) for key, written in spellings.items()}
    numberings = {own for dataset, _, own in by_key if dataset in (UNIFESP, ICOPE)}
    if len(numberings) > 1:
        problems.append(
            "Original and renamed photographs are mixed, and their subjects are numbered "
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
            what for what, values in (("label", labels), ("subject", subjects)) if len(values) > 1
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


def _row(claim: Claim, name: str, facts: Examined, neonate: Neonate | None) -> ImportRow:
    box, warnings = claim.box, claim.warnings
    if box is not None:
        box, remark = _inside(box, facts)
        warnings += remark
    if neonate is None:
        warnings += ("no subject: it cannot be used where data are split by neonate",)
    image = FaceImage(
        id=name,
        file=claim.file,
        sha256=facts.sha256,
        width=facts.width,
        height=facts.height,
        neonate=neonate,
        label=claim.label,
        stimulus=claim.stimulus,
        nfcs=claim.nfcs,
        box=box,
    )
    return ImportRow(image=image, matched=claim.matched, warnings=warnings)


def _inside(box: Box, facts: Examined) -> tuple[Box | None, tuple[str, ...]]:
    try:
        clipped = box.clipped(facts.width, facts.height)
    except ValueError:
        return None, ("its face box lies outside the photograph and was left out",)
    return clipped, () if clipped == box else ("its face box was clipped to the photograph",)


def _remarks(rows: Sequence[ImportRow], duplicates: Sequence[Duplicate]) -> list[str]:
    remarks = []
    contradicting = [duplicate for duplicate in duplicates if duplicate.kept is None]
    if contradicting:
        remarks.append(
            f"Pictures that are there more than once with another label or subject: "
            f"{len(contradicting)}; none of their copies is imported."
        )
    surplus = sum(len(one.files) - 1 for one in duplicates if one.kept is not None)
    if surplus:
        remarks.append(f"Files left out because another holds the same picture: {surplus}.")
    for what, missing in (
        ("subject", [row for row in rows if row.image.neonate is None]),
        ("label", [row for row in rows if row.image.label is None]),
    ):
        if missing:
            remarks.append(f"Photographs without a {what}: {len(missing)} of {len(rows)}.")
    return remarks
