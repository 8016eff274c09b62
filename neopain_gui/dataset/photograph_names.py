"""By which names files of gaze call the study's photographs."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.dataset.names import parse_stem, tidy
from neopain_gui.imaging.formats import SUFFIXES

Names = Mapping[str, set[str]]
_BARE = "\0"
"""What a key begins with that is a name without accents."""


def known_names(images: Sequence[FaceImage]) -> dict[str, set[str]]:
    """Return the ids of the photographs that each name may mean."""
    known: dict[str, set[str]] = defaultdict(set)
    for image in images:
        for name in (image.id, PurePosixPath(image.file).stem):
            known[_alike(name)].add(image.id)
            known[_BARE + _bare(name)].add(image.id)
    return dict(known)


def find_photographs(candidates: Sequence[str], known: Names) -> tuple[str, set[str], str]:
    """Find photographs by name.

    Parameters
    ----------
    candidates : sequence of str
        Names, the best first; with the suffix of a picture or without.
    known : Mapping of str to set of str
        From :func:`known_names`.

    Returns
    -------
    name : str
        The first candidate that names photographs; empty if none does.
    ids : set of str
        Those photographs; more than one where the name is not theirs alone.
    note : str
        What was read into the name; empty if nothing.
    """
    plain = [_without_suffix(candidate) for candidate in candidates]
    for candidate in plain:
        if ids := known.get(_alike(candidate)):
            return candidate, ids, ""
    for candidate in plain:
        stem = parse_stem(candidate)
        if stem is not None and (ids := known.get(_alike(stem.name))):
            return candidate, ids, f"'{candidate}' was read as {stem.name}"
    for candidate in plain:  # programs write names without their accents
        if ids := known.get(_BARE + _bare(candidate)):
            return candidate, ids, f"'{candidate}' differs from the photograph's name in accents"
    return "", set(), ""


def _alike(name: str) -> str:
    return tidy(name).casefold()


def _bare(name: str) -> str:
    plain = unicodedata.normalize("NFKD", _alike(name))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _without_suffix(name: str) -> str:
    match = re.fullmatch(r"(.+)\.[A-Za-z]{3,4}", name.strip())
    suffix = f".{name.strip().rpartition('.')[2].lower()}"
    return match.group(1) if match and suffix in SUFFIXES else name
