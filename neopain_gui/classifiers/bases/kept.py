"""Bases of one's own: kept in the user's folder of models, found by their names."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from neopain_gui.classifiers.bases.base import CONVOLUTIONS, KEPT, VggFaceBase
from neopain_gui.classifiers.bases.read import kept_description, read_vgg_face_base
from neopain_gui.classifiers.registry import available, model_folders
from neopain_gui.classifiers.vgg_face import VGG_FACE
from neopain_gui.errors import EnvironmentFault, WeightsError, reason
from neopain_gui.provenance import canonical_json

SUFFIX = ".base.safetensors"
_VERSION = 1
_REMEDY = "bring the base in again from the file that it came from"


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What a kept base says of itself: of the file that it came from, and of its numbers."""

    version: int
    format: str
    sha256: str
    colours: str
    uncertain: tuple[str, ...]
    title: str
    licence: str
    synthetic: bool
    numbers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseInfo:
    """A base that a training can begin with.

    Attributes
    ----------
    id : str
        Its name on the command line.
    title : str
        For people.
    file : Path
        Where its numbers are, or will be once they are built.
    sha256 : str
        Of the file that was obtained; empty where it is not known without reading it.
    synthetic : bool
        True for demo weights, which have only seen phantoms.
    format : str
        What the file was that it came from.
    licence : str
        Empty if unknown.
    """

    id: str
    title: str
    file: Path
    sha256: str
    synthetic: bool
    format: str = ""
    licence: str = ""


def save_base(base: VggFaceBase, path: Path, *, title: str = "", licence: str = "") -> None:
    """Keep a base as a file of our own: the whole file or, on failure, nothing.

    Equal bases give equal bytes. What it came from stays known: format, SHA-256, colours.

    Parameters
    ----------
    base : VggFaceBase
        Of :func:`~neopain_gui.classifiers.read_vgg_face_base`.
    path : Path
        ``ID.base.safetensors``; an existing file is replaced.
    title, licence : str, optional
        For people; by default what the base says of itself.

    Raises
    ------
    ValueError
        ``path`` has another ending.
    EnvironmentFault
        The file cannot be written.
    """
    from safetensors.numpy import save

    if not path.name.endswith(SUFFIX):
        raise ValueError(f"a base's name ends in {SUFFIX}, got {path.name}")
    about = _About(
        version=_VERSION,
        format=base.format,
        sha256=base.sha256,
        colours=base.colours,
        uncertain=base.uncertain,
        title=title or base.title,
        licence=licence or base.licence,
        synthetic=base.synthetic,
        numbers=base.numbers_sha256(),
    )
    arrays = {
        f"{name}.{what}": array
        for (name, _), kernel, bias in zip(CONVOLUTIONS, base.kernels, base.biases, strict=True)
        for what, array in (("kernel", kernel), ("bias", bias))
    }
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as stream:
            stream.write(save(arrays, {KEPT: canonical_json(asdict(about))}))
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        raise EnvironmentFault(
            f"{path.name}: the base could not be written: {reason(error)}."
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def read_kept_base(path: Path) -> VggFaceBase:
    """Read a base that :func:`save_base` wrote; it is what it was, SHA-256 and all.

    Raises
    ------
    WeightsError
        The file is missing, damaged, or its numbers are not those that were kept.
    """
    about = _about(path)
    base = read_vgg_face_base(path)
    if base.numbers_sha256() != about.numbers:
        raise WeightsError(
            "its numbers are not those that were kept in it", file=path, remedy=_REMEDY
        )
    return replace(
        base,
        format=about.format,
        sha256=about.sha256,
        colours=about.colours,
        uncertain=about.uncertain,
        synthetic=about.synthetic,
    )


def available_bases(folders: Iterable[Path] = ()) -> list[BaseInfo]:
    """List the bases that a training can begin with.

    Parameters
    ----------
    folders : iterable of Path, optional
        Searched after the program's own folder of models and the user's.

    Returns
    -------
    list of BaseInfo
        Kept bases by name, then every classifier that is a VGG-Face: its convolutions are a
        base, too. Ids are unique; :func:`bases_left_out` says which files cannot be used.
    """
    return search_bases(folders)[0]


def bases_left_out(folders: Iterable[Path] = ()) -> list[WeightsError]:
    """Return, of each kept base that :func:`available_bases` passes over, what is odd about it."""
    return search_bases(folders)[1]


def unbuilt(base: str) -> bool:
    """Say whether a base is one that NeoPain builds itself and has not built yet."""
    return any(one.id == base and not one.file.is_file() for one in available_bases())


def find_base(id_or_path: str | Path) -> VggFaceBase:
    """Return the base with this id, or the one in this file, whoever published it.

    Raises
    ------
    WeightsError
        There is none, its weights are not built yet, or the file is none of VGG-Face.
    """
    known = {info.id: info for info in available_bases()}
    info = known.get(str(id_or_path))
    path = info.file if info else Path(id_or_path)
    if info is None and not path.is_file() and path.suffix == "":
        raise WeightsError(
            f"there is no base '{id_or_path}'",
            remedy=f"choose one of {', '.join(known)} or the path of a file of VGG-Face",
            command=f"give one of these with --base: {', '.join(known)}, or a file of VGG-Face",
        )
    if info is not None and not path.is_file():
        raise WeightsError(
            f"the weights of '{info.id}' have not been built yet",
            remedy="explain one photograph with it first, which builds them",
        )
    found = read_kept_base(path) if path.name.endswith(SUFFIX) else read_vgg_face_base(path)
    return replace(found, title=info.title, licence=info.licence) if info else found


def search_bases(
    folders: Iterable[Path] = (),
) -> tuple[list[BaseInfo], list[WeightsError]]:
    """Return what :func:`available_bases` and :func:`bases_left_out` do, reading files once."""
    folders = tuple(folders)
    found: dict[str, BaseInfo] = {}
    odd = []
    for folder in (*model_folders(), *folders):
        for file in sorted(folder.glob(f"*{SUFFIX}")):
            if file.name.startswith("."):
                continue
            try:
                info = _kept(file)
            except WeightsError as error:
                odd.append(error)
            else:
                found.setdefault(info.id, info)
    for one in available(folders):
        if one.architecture == VGG_FACE.id:
            info = BaseInfo(
                id=one.id,
                title=one.title,
                file=one.file,
                sha256=one.sha256 or "",
                synthetic=one.synthetic,
                format="NeoPain's classifier",
                licence=one.licence,
            )
            found.setdefault(info.id, info)
    return list(found.values()), odd


def _kept(file: Path) -> BaseInfo:
    about, identity = _about(file), file.name.removesuffix(SUFFIX)
    return BaseInfo(
        id=identity,
        title=about.title or identity,
        file=file,
        sha256=about.sha256,
        synthetic=about.synthetic,
        format=about.format,
        licence=about.licence,
    )


def _about(path: Path) -> _About:
    from pydantic import TypeAdapter, ValidationError

    try:
        about = TypeAdapter(_About).validate_json(kept_description(path), strict=True)
    except ValidationError as error:
        raise WeightsError("its description cannot be read", file=path, remedy=_REMEDY) from error
    if about.version > _VERSION:
        raise WeightsError(
            "a newer version of NeoPain wrote this base", file=path, remedy="update NeoPain"
        )
    return about
