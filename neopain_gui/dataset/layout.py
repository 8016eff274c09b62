"""What the folders of a data set say: which are classes, which are subjects."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.dataset.names import (
    Named,
    folded,
    near,
    nearly_a_class,
    parse_dataset,
    parse_name,
    read_class,
)
from neopain_gui.dataset.previews import Claim, Unmatched
from neopain_gui.errors import InputError, reason
from neopain_gui.imaging.formats import SUFFIXES
from neopain_gui.natural_order import natural_key

SUBJECT_NAME = re.compile(
    r"(?:subject|subj|sujeito|suj|neonate|newborn|patient|paciente|infant|baby|bebe|child"
    r"|rn|id|s|n|p|b)?[\s_-]*\d+",
    re.IGNORECASE,
)
"""What folders of one neonate are called."""
# folders that sort files and say nothing about what is in them
_STRUCTURE = frozenset({
    "images", "image", "imagens", "photos", "photographs", "fotos", "pictures", "faces", "data",
    "dados", "dataset", "datasets", "newdataset", "datasetfaces", "originais", "originals",
    "original", "raw", "pilot", "folds", "train", "test", "validation", "treino", "teste",
})  # fmt: skip
_SUBJECT_FOLDER = "folder of a neonate"
_PLAIN = "photograph"
_IGNORED = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The files of a folder, relative with ``/``, in natural order, and what could not be read."""

    photographs: tuple[str, ...]
    others: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Folders:
    """What the folders above a file say."""

    labels: frozenset[PainLabel]
    stimuli: frozenset[str]
    classed: bool
    dataset: str
    subject: str
    unclear: tuple[str, ...]
    nearly: tuple[str, tuple[str, ...]] | None


def scan(folder: Path) -> Listing:
    """List a folder and the folders in it; hidden ones, studies and links are left out.

    Raises
    ------
    InputError
        The folder is not there or may not be read.
    """
    files: list[str] = []
    problems: list[str] = []
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
            for entry in found:
                if entry.name.startswith(".") or entry.name.casefold() in _IGNORED:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.endswith(".neopain"):
                        waiting.append(Path(entry.path))
                elif entry.is_file():
                    files.append(Path(entry.path).relative_to(folder).as_posix())
        except OSError as error:
            if here == folder:
                raise unreadable(folder, error) from error
            inner = here.relative_to(folder).as_posix()
            problems.append(f"The folder {inner} may not be read, so it was left out.")
    files.sort(key=natural_key)
    photographs = [file for file in files if PurePosixPath(file).suffix.lower() in SUFFIXES]
    kept = set(photographs)
    return Listing(
        photographs=tuple(photographs),
        others=tuple(file for file in files if file not in kept),
        problems=tuple(sorted(problems)),
    )


def unreadable(path: Path, error: OSError) -> InputError:
    """Return the sentence for a folder or file that cannot be read."""
    if isinstance(error, FileNotFoundError):
        return InputError("is not there", file=path, remedy="check whether it was moved or renamed")
    if isinstance(error, PermissionError):
        return InputError("may not be read", file=path, remedy="ask for permission to read it")
    return InputError(f"cannot be read: {reason(error)}", file=path)


def claims_from_paths(
    files: Sequence[str], *, every: bool = False
) -> tuple[list[Claim], list[Unmatched], list[str]]:
    """Return what names and folders say: recognised files, the others, remarks on the whole.

    In a plain folder, where nothing at all is recognised, every photograph is accepted without
    label and subject; so it is where ``every`` one was named by the person.
    """
    claims: list[Claim] = []
    unmatched: list[Unmatched] = []
    for file in files:
        claim = claim_from_path(file)
        if isinstance(claim, Claim):
            claims.append(claim)
        else:
            unmatched.append(claim)
    claims, problems = _without_common_folder(claims)
    known = [claim for claim in claims if _says_something(claim)]
    if every or not known:
        return claims, unmatched, problems
    stems = [PurePosixPath(claim.file).stem for claim in known]
    for claim in claims:
        if not _says_something(claim):
            unmatched.append(
                Unmatched(
                    file=claim.file,
                    reason="neither its name nor its folders say which neonate or label it has",
                    suggestions=near(PurePosixPath(claim.file).stem, stems)
                    if len(unmatched) < 100
                    else (),
                )
            )
    return known, unmatched, problems


def claim_from_path(file: str) -> Claim | Unmatched:
    """Return what one file's name and folders say, or why they contradict each other."""
    path = PurePosixPath(unicodedata.normalize("NFC", file))
    named = parse_name(path.stem)
    folders = _read_folders(path.parts[:-1])
    labels = set(folders.labels)
    if named is not None and named.label is not None:
        labels.add(named.label)
    if len(labels) > 1 or len(folders.stimuli) > 1:
        return Unmatched(file=file, reason="its name and its folders contradict each other")
    if named is not None and named.augmented:
        return Unmatched(
            file=file, reason="is an altered copy made for training; import the original alone"
        )
    if not labels and not folders.classed and folders.nearly and not (named and named.stimulus):
        folder, suggestions = folders.nearly
        return Unmatched(
            file=file, reason=f"its folder '{folder}' nearly names a class",
            suggestions=suggestions,
        )  # fmt: skip
    claim = Claim(
        file=file,
        matched=", ".join(_how(folders, named)) or _PLAIN,
        subject=folders.subject,
        dataset=folders.dataset,
        label=next(iter(labels), None),
        stimulus=next(iter(folders.stimuli), ""),
        unclear=f"which of the folders {' and '.join(folders.unclear)} is the neonate?"
        if folders.unclear
        else "",
    )
    return claim if named is None else _with_name(claim, named)


def _with_name(claim: Claim, named: Named) -> Claim:
    """Let the file name, which is explicit, count more than the folders."""
    warnings = named.remarks
    number = _number(claim.subject)
    if number and number != _number(named.subject):
        warnings += (f"its folder says neonate {claim.subject}, its name {named.subject}",)
    if claim.label is not None and named.stimulus and named.label is None:
        warnings += (f"its folder says {claim.label.value}, its name {named.stimulus}",)
    return replace(
        claim,
        subject=named.subject,
        dataset=named.dataset,
        own_numbering=named.pattern == "standard name",
        stimulus=named.stimulus or claim.stimulus,
        warnings=warnings,
    )


def _number(subject: str) -> str:
    return re.sub(r"\D", "", subject).lstrip("0")


def _says_something(claim: Claim) -> bool:
    return bool(claim.subject or claim.label or claim.stimulus)


def _how(folders: _Folders, named: Named | None) -> list[str]:
    how = ["class folder"] if folders.classed else []
    if named is not None:
        how.append(named.pattern)
    elif folders.subject:
        how.append(_SUBJECT_FOLDER)
    return how


def _read_folders(parts: Sequence[str]) -> _Folders:
    labels, stimuli, rest = set(), set(), []
    classed, dataset, nearly = False, "", None
    after_folds = False
    for part in parts:
        label, stimulus = read_class(part)
        known = parse_dataset(part)
        if label is not None or stimulus:
            classed = True
            if label is not None:
                # a class folder "rest" is a label; only iCOPE's names make it a stimulus
                labels.add(label)
            else:
                stimuli.add(stimulus)
        elif known is not None:
            dataset = known
        elif folded(part) not in _STRUCTURE and not (after_folds and part.isdecimal()):
            rest.append(part)
            nearly = nearly or ((part, near_classes) if (near_classes := nearly_a_class(part))
                                else None)  # fmt: skip
        after_folds = folded(part) == "folds"
    likely = [part for part in rest if SUBJECT_NAME.fullmatch(part)]
    candidates = likely or rest
    return _Folders(
        labels=frozenset(labels),
        stimuli=frozenset(stimuli),
        classed=classed,
        dataset=dataset,
        subject=candidates[0] if len(candidates) == 1 else "",
        unclear=tuple(candidates) if len(candidates) > 1 else (),
        nearly=nearly,
    )


def _without_common_folder(claims: list[Claim]) -> tuple[list[Claim], list[str]]:
    """Do not take the one folder that holds everything for a neonate."""
    by_folder = [claim for claim in claims if claim.matched.endswith(_SUBJECT_FOLDER)]
    subjects = {claim.subject for claim in by_folder}
    only = next(iter(subjects), "")
    if len(subjects) != 1 or SUBJECT_NAME.fullmatch(only):
        return claims, []
    cleared = {
        claim.file: replace(
            claim,
            subject="",
            matched=claim.matched.removesuffix(_SUBJECT_FOLDER).rstrip(", ") or _PLAIN,
        )
        for claim in by_folder
    }
    problem = f"The folder {only} is the only one of its kind, so it was not taken for a neonate."
    return [cleared.get(claim.file, claim) for claim in claims], [problem]
