"""From a manifest's lines to what they claim about the files that are there."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from neopain_gui.dataset.boxes import Numbers
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.dataset.layout import claim_from_path
from neopain_gui.dataset.manifest import YES_NO_COLUMNS, Line, Manifest
from neopain_gui.dataset.names import (
    STIMULI,
    folded,
    near,
    nearly_a_class,
    parse_dataset,
    parse_name,
    parse_stimulus,
    read_class,
    tidy,
)
from neopain_gui.dataset.previews import Claim, Unmatched
from neopain_gui.errors import ManifestError

NFCS_ITEMS = 10
"""Items of the Neonatal Facial Coding System."""
_SUGGESTED = 100
_YES = frozenset({"1", "1.0", "true", "yes", "y", "sim", "s"})
_NO = frozenset({"0", "0.0", "false", "no", "n", "nao", "não"})


class Lookup:
    """Finds the file that a manifest means among those that are there.

    Nothing else is ever opened, so a manifest cannot point outside the folder. The paths need
    not start at the same folder, but one must end in the other: a file of that name in another
    folder is another file. Only names of a known pattern, which are unique, are found anywhere.
    """

    def __init__(self, files: Sequence[str]) -> None:
        self.files = files
        self._whole: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._tails: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for file in files:
            for parts in {_parts(file), _parts(file, suffix=False)}:
                self._whole[parts].append(file)
                for start in range(1, len(parts)):
                    self._tails[parts[start:]].append(file)

    def find(self, written: str) -> list[str]:
        """Return the files that ``written`` may mean: one if it is clear, none if there is none."""
        parts = _parts(written)
        for candidates in (self._whole, self._tails):
            if parts in candidates:
                return candidates[parts]
        for start in range(1, len(parts)):
            if parts[start:] in self._whole:
                return self._whole[parts[start:]]
        name = parts[-1:]
        if parse_name(PurePosixPath(name[0]).stem) is not None:
            return self._whole.get(name, []) + self._tails.get(name, [])
        return []


def _parts(written: str, *, suffix: bool = True) -> tuple[str, ...]:
    path = re.sub(r"^[A-Za-z]:", "", written.replace("\\", "/"))
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if not parts:
        return ("",)
    last = PurePosixPath(parts[-1])
    name = tidy(last.stem) + (last.suffix if suffix else "")
    folders = [unicodedata.normalize("NFC", part) for part in parts[:-1]]
    return tuple(part.casefold() for part in (*folders, name))


def claims_from_manifest(
    manifest: Manifest, files: Sequence[str]
) -> tuple[list[Claim], list[Unmatched]]:
    """Return what a manifest says about the photographs that are there, and what it misses.

    Parameters
    ----------
    manifest : Manifest
        What was read.
    files : sequence of str
        The photographs in its folder, relative with ``/``.

    Raises
    ------
    ManifestError
        Labels are 0 and 1 and nothing says which of them is pain.
    """
    lookup = Lookup(files)
    found: dict[str, list[tuple[Line, Claim]]] = defaultdict(list)
    unmatched: list[Unmatched] = []
    for line in manifest.lines:
        claim = _interpret(line, manifest, lookup, suggest=len(unmatched) < _SUGGESTED)
        if isinstance(claim, Claim):
            found[claim.file].append((line, claim))
        else:
            unmatched.append(claim)
    claims = []
    for file, meant in found.items():
        contents = {replace(claim, matched="", warnings=()) for _, claim in meant}
        if len(contents) == 1:
            claims.append(meant[0][1])
        else:
            unmatched.append(Unmatched(file=file, reason=_contradiction(meant)))
    missing = [entry.file for entry in unmatched if entry.file not in found]
    mentioned = {*found, *missing}
    for file in files:
        if file not in mentioned:
            suggestions = near(file, missing) if len(unmatched) < _SUGGESTED else ()
            reason = f"is not in {manifest.file.name}"
            unmatched.append(Unmatched(file=file, reason=reason, suggestions=suggestions))
    return claims, unmatched


def _contradiction(meant: Sequence[tuple[Line, Claim]]) -> str:
    """Say which lines are about one file and in what they differ."""
    lines = f"lines {' and '.join(str(line.number) for line, _ in meant)} of the manifest"
    labels = list(dict.fromkeys(claim.label for _, claim in meant))
    if len(labels) > 1:
        words = " and ".join(label.value if label else "no label" for label in labels)
        return f"{lines} give it two labels, {words}; keep the right line"
    subjects = list(dict.fromkeys(claim.subject for _, claim in meant))
    if len(subjects) > 1:
        words = " and ".join(subject or "none" for subject in subjects)
        return f"{lines} give it two neonates, {words}; keep the right line"
    return f"{lines} contradict each other"


def _interpret(
    line: Line, manifest: Manifest, lookup: Lookup, *, suggest: bool
) -> Claim | Unmatched:
    written = [line.cells[role] for role in ("file", "new_file") if role in line.cells]
    if not written:
        return Unmatched(file=manifest.place(line), reason="names no file")
    if line.surplus:
        return Unmatched(
            file=written[0],
            reason=f"{manifest.place(line)} has more cells than there are columns",
        )
    candidates: Iterable[list[str]] = (lookup.find(name) for name in written)
    files = next((found for found in candidates if found), [])
    if len(files) != 1:
        many = len(files) > 1
        return Unmatched(
            file=written[0],
            reason=f"{manifest.place(line)}: "
            + ("more than one file is called so" if many else "there is no such file"),
            suggestions=tuple(files[:3]) if many else _similar(written[0], lookup, suggest),
        )
    try:
        return _claim(files[0], line, manifest)
    except _BadCellError as bad:
        return Unmatched(file=files[0], reason=str(bad), suggestions=bad.suggestions)


def _similar(written: str, lookup: Lookup, suggest: bool) -> tuple[str, ...]:
    return near(written.replace("\\", "/"), lookup.files) if suggest else ()


_LONG = re.compile(r"(\S{60})\S{20,}")


class _BadCellError(Exception):
    def __init__(self, reason: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(_LONG.sub(r"\1…", reason))  # a cell may hold anything
        self.suggestions = suggestions


def _claim(file: str, line: Line, manifest: Manifest) -> Claim:
    """Put the manifest's cells over what the file's name says; the manifest is explicit."""
    named = parse_name(PurePosixPath(file).stem)
    by_path = claim_from_path(file)
    if named is not None and named.augmented and isinstance(by_path, Unmatched):
        raise _BadCellError(by_path.reason)
    if isinstance(by_path, Unmatched):  # a doubt that the manifest settles
        by_path = Claim(file=file, matched="")
    cells = line.cells
    label, stimulus = _label(line, manifest)
    if "stimulus" in cells:
        stimulus = parse_stimulus(cells["stimulus"]) or cells["stimulus"]
        label = label if "label" in cells else STIMULI.get(stimulus)
    if not cells.keys() & {"label", "stimulus"}:
        label = by_path.label
    warnings = by_path.warnings if named is not None else ()
    if label is not None and by_path.label is not None and label != by_path.label:
        warnings += (f"the manifest says {label.value}, its path {by_path.label.value}",)
    subject = cells.get("new_subject") or cells.get("subject", "")
    of_name = "" if named is None else named.subject
    return Claim(
        file=file,
        matched=f"manifest, line {line.number}",
        subject=re.sub(r"^(\d+)\.0$", r"\1", subject) or of_name,
        dataset=parse_dataset(cells.get("dataset", "")) or cells.get("dataset", by_path.dataset),
        own_numbering="new_subject" in cells or (not subject and by_path.own_numbering),
        label=label,
        stimulus=stimulus or by_path.stimulus,
        nfcs=_nfcs(line, manifest),
        box=_box(line, manifest),
        warnings=warnings,
    )


def _label(line: Line, manifest: Manifest) -> tuple[PainLabel | None, str]:
    text = line.cells.get("label", "")
    if not text:
        return None, ""
    label, stimulus = read_class(text)
    if label is not None or stimulus:
        # a column of classes that says "pain" and "rest" gives labels, not stimuli
        return label, "" if label is not None else stimulus
    word = text.casefold()
    if word in _YES | _NO:
        if folded(manifest.columns["label"]) in YES_NO_COLUMNS:
            return (PainLabel.PAIN if word in _YES else PainLabel.NO_PAIN), ""
        raise ManifestError(
            f"'{text}' does not say whether it means pain",
            file=manifest.file,
            place=manifest.place(line, "label"),
            remedy="write 'pain' and 'no pain', or name the column 'pain'",
        )
    raise _BadCellError(
        f"{manifest.place(line, 'label')}: '{text}' is no label that is known",
        nearly_a_class(text),
    )


def _nfcs(line: Line, manifest: Manifest) -> int | None:
    text = line.cells.get("nfcs", "")
    if not text:
        return None
    whole = re.fullmatch(r"0*(\d{1,9})(?:[.,]0+)?", text)
    if whole is None or int(whole[1]) > NFCS_ITEMS:
        raise _BadCellError(
            f"{manifest.place(line, 'nfcs')}: '{text}' is not a whole number from 0 to {NFCS_ITEMS}"
        )
    return int(whole[1])


def _box(line: Line, manifest: Manifest) -> Numbers | None:
    text = line.cells.get("box", "")
    if not text:
        return None
    try:
        written: Any = json.loads(text if text.startswith("[") else f"[{text}]")
        left, top, third, fourth = [_whole(value) for value in written]
        return left, top, third, fourth
    except (ValueError, TypeError, RecursionError) as error:
        raise _BadCellError(
            f"{manifest.place(line, 'box')}: '{text[:40]}' is not four numbers of a face box"
        ) from error


def _whole(value: object) -> int:
    # bool is an int to Python, and JSON may hold NaN and 1e400
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(value)
    return round(value)
