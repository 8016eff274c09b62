"""What NeoPain is made of, and under which licences: itself, packages, Python, native libraries.

The packages are those that NeoPain requires, directly or through others, as they are installed;
what only its tests need is not among them. A bundle has the metadata of what lies in it and no
other, and libraries of the system it was built on: its build writes a list of these
(``native.json``).
"""

from __future__ import annotations

import json
import re
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from neopain_gui import __version__, locations

UNSAID = "not said"
_OURS = "neopain"
_LIST = "neopain_gui/_licences/native.json"
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_OPTIONAL = re.compile(r";.*\bextra\s*==")
_TEXTS = re.compile(r"(?i)^(licen[cs]e|copying|copyright|notice|authors|third_?party)[^/]*$")
_CODE = re.compile(r"\.(py|pyi|pyc|h|so|json)$")
_OF_A_LICENCE = {"LGPL-3": ("LGPL-3.0.txt", "GPL-3.0.txt"), "Apache": ("Apache-2.0.txt",)}
"""Texts that we bring along (``resources/licences``), for whoever ships none."""
_PAGES = ("homepage", "home", "source", "source code", "repository", "github", "documentation")
_SHORT = 80
"""What is longer than this in the field *License* is the text itself, no name of it."""
_CLASSIFIER = "License :: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """One thing that NeoPain is made of."""

    name: str
    version: str
    licence: str
    """As its makers call it, usually an SPDX expression; ``UNSAID`` where they say nothing."""
    kind: str
    """``program``, ``package``, ``interpreter`` or ``library``, a native one of the system."""
    texts: tuple[Path, ...] = ()
    """Files with the licence's text; empty where its makers ship none."""
    home: str = ""
    """Where its makers say more; never fetched."""


def licences(bundle: Path | None = None) -> tuple[Licence, ...]:
    """Return everything that NeoPain is made of, the program first, the rest by name.

    Parameters
    ----------
    bundle : Path, optional
        The folder with a bundle's libraries; by default that of the bundle which runs, or none.

    Returns
    -------
    tuple of Licence
        The program, Python, each package once, and a bundle's native libraries.

    Examples
    --------
    >>> first, *others = licences()
    >>> first.name, first.licence
    ('NeoPain', 'MIT')
    >>> {"numpy", "Python"} <= {one.name for one in others}
    True
    """
    if bundle is None and getattr(sys, "frozen", False):
        bundle = locations.resources().parents[1]
    packages = metadata.distributions(path=[str(bundle)]) if bundle else _required(_OURS)
    parts = [_of_package(p) for p in packages if canonical(p.metadata["Name"]) != _OURS]
    listed = bundle / _LIST if bundle else None
    parts += [_interpreter(listed), *(_native(listed) if listed and listed.is_file() else ())]
    return (_program(), *sorted(parts, key=lambda part: part.name.lower()))


def _program() -> Licence:
    try:
        ours = metadata.distribution(_OURS)
        found = [Path(str(f.locate())) for f in ours.files or () if f.name == "LICENSE"]
    except metadata.PackageNotFoundError:
        found = []
    texts = [path for path in (locations.resources().parent / "LICENSE", *found) if path.is_file()]
    return Licence(
        name="NeoPain",
        version=__version__,
        licence="MIT",
        kind="program",
        texts=tuple(texts[:1]),
    )


def _required(program: str) -> Iterator[metadata.Distribution]:
    """Yield each package that is installed because the program requires it, once."""
    seen = {canonical(program)}
    waiting = [program]
    while waiting:
        try:
            found = metadata.distribution(waiting.pop())
        except metadata.PackageNotFoundError:
            continue  # for another system or another Python
        yield found
        for line in found.requires or ():
            name = _NAME.match(line)
            if name and not _OPTIONAL.search(line) and canonical(name[0]) not in seen:
                seen.add(canonical(name[0]))
                waiting.append(name[0])


def canonical(name: str) -> str:
    """Return a distribution's name as all spellings of it are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _of_package(found: metadata.Distribution) -> Licence:
    said = found.metadata
    licence = _name_of_licence(said)
    return Licence(
        name=said["Name"],
        version=found.version,
        licence=licence,
        kind="package",
        texts=_with_ours(licence, sorted(_texts(found))),
        home=_home(said),
    )


def _texts(found: metadata.Distribution) -> Iterator[Path]:
    """Yield the texts of a licence among a package's metadata and at the top of the package."""
    for file in found.files or ():
        near = len(file.parts) <= 2 or ".dist-info" in file.parts[0]
        if near and _TEXTS.match(file.name) and not _CODE.search(file.name):
            path = Path(str(found.locate_file(file)))
            if path.is_file():
                yield path


def _with_ours(licence: str, found: list[Path]) -> tuple[Path, ...]:
    """Add the text that we bring along, where a package has notices of others at most."""
    if any(path.name.lower().startswith(("licen", "copying")) for path in found):
        return tuple(found)
    ours = [names for part, names in _OF_A_LICENCE.items() if part in licence]
    folder = locations.resources() / "licences"
    return (*found, *(folder / name for names in ours for name in names))


def _name_of_licence(said: metadata.PackageMetadata) -> str:
    """Return what the licence is called: as an expression, in a word, or by a classifier."""
    for field in ("License-Expression", "License"):
        value = str(said.get(field) or "").strip()  # type: ignore[attr-defined]
        if value and value != "UNKNOWN" and len(value) <= _SHORT and "\n" not in value:
            return value
    classes = [c.split(" :: ")[-1] for c in said.get_all("Classifier") or () if _CLASSIFIER in c]
    return ", ".join(name for name in classes if name != "OSI Approved") or UNSAID


def _home(said: metadata.PackageMetadata) -> str:
    """Return the page that looks most like the package's own."""
    pairs = [line.partition(",") for line in said.get_all("Project-URL") or ()]
    pages = {label.strip().lower(): page.strip() for label, _, page in pairs}
    listed = [pages[label] for label in _PAGES if label in pages]
    own = str(said.get("Home-page") or "")  # type: ignore[attr-defined]
    return next((page for page in [*listed, own, *pages.values()] if page.startswith("http")), "")


def _interpreter(listed: Path | None) -> Licence:
    folder = listed.parent if listed else Path(sysconfig.get_paths()["stdlib"])
    text = folder / "LICENSE.txt"
    return Licence(
        name="Python",
        version=sys.version.split()[0],
        licence="PSF-2.0",
        kind="interpreter",
        texts=(text,) if text.is_file() else (),
        home="https://www.python.org",
    )


def _native(listed: Path) -> Iterator[Licence]:
    """Yield what a bundle's list of native libraries names."""
    for row in json.loads(listed.read_text(encoding="utf-8")):
        yield Licence(
            name=row["name"],
            version=row["version"],
            licence=row["licence"] or UNSAID,
            kind="library",
            texts=tuple(listed.parent / name for name in row["texts"]),
        )
