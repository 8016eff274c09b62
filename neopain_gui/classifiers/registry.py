"""Which classifiers there are. Imports no Keras: the window asks it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from neopain_gui import locations
from neopain_gui.classifiers.architecture import Architecture, LayerInfo
from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.folds import record as folds_record
from neopain_gui.classifiers.folds.record import FoldsRecord
from neopain_gui.classifiers.foreign import declared
from neopain_gui.classifiers.weight_files import SUFFIX
from neopain_gui.classifiers.weights import WeightsMetadata, read_metadata
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import WeightsError

MANIFEST = "models.toml"
_ENDINGS = (".h5", ".keras", folds_record.SUFFIX)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifierInfo:
    """A classifier that can be loaded, or built first.

    Attributes
    ----------
    id : str
        Its name in a study and on the command line.
    title : str
        For people.
    network : Architecture
        What it is made of.
    class_order : tuple of str
        What the outputs stand for: pain, no pain, or what else a network from elsewhere has.
    synthetic : bool
        True for demo weights trained on synthetic phantoms; it must be said wherever the
        classifier shows.
    file : Path
        Where its weights are, or will be once they are built.
    recipe : str
        How the weights are built when they are missing; empty if they are not ours to build.
    sha256 : str or None
        Of the weight file, where it is known beforehand; of a cross-validated classifier what
        names its training.
    card : Path or None
        Its model card.
    licence : str
        Of the weights; empty if unknown.
    shipped : bool
        True for those of ``models.toml``.
    folds : FoldsRecord or None
        Of a cross-validated classifier: its networks, and who was kept from each.
    untested : bool
        True where nothing was kept from its training to test it; it must be said wherever the
        classifier shows.
    """

    id: str
    title: str
    network: Architecture
    class_order: tuple[str, ...]
    synthetic: bool
    file: Path
    recipe: str = ""
    sha256: str | None = None
    card: Path | None = None
    licence: str = ""
    shipped: bool = False
    folds: FoldsRecord | None = field(default=None, hash=False)
    untested: bool = False

    @property
    def architecture(self) -> str:
        """The id of its architecture."""
        return self.network.id

    @property
    def short_name(self) -> str:
        """Name in the tables: ``"VGG-Face"`` or ``"N-CNN"``, as in the dissertation.

        A user's own weights add their id, so that several of one architecture stay apart.
        """
        name = self.network.short_name
        return name if self.shipped else f"{name} {self.id}"

    @property
    def input_size(self) -> int:
        """Side of the square input in pixels; maps have this size."""
        return self.network.input_size

    @property
    def layers(self) -> tuple[LayerInfo, ...]:
        """Every layer that can be explained, from the input towards the output."""
        return self.network.layers

    @property
    def depth_layers(self) -> tuple[LayerInfo, ...]:
        """One layer per group: the steps of a walk through the depth (Figures 14 and 15)."""
        wanted = self.network.depth_layers
        return tuple(layer for layer in self.layers if layer.name in wanted)

    @property
    def default_layer(self) -> str | None:
        """The last convolution, which the dissertation compares; None without layers."""
        return self.network.default_layer

    @property
    def gives(self) -> frozenset[str]:
        """What methods of attribution may ask for: scores, their gradient, layers."""
        return self.network.gives

    @property
    def weights_file(self) -> Path | None:
        """The weight file if it is there."""
        return self.file if self.file.is_file() else None

    @property
    def built_folder(self) -> Path:
        """Where a recipe puts the weights."""
        return self.file.parent


def available(folders: Iterable[Path] = ()) -> list[ClassifierInfo]:
    """List the classifiers of ``models.toml``, then weight files found in folders.

    Parameters
    ----------
    folders : iterable of Path, optional
        Searched after the program's own folder of models and the user's. A file that cannot be
        used costs only itself; :func:`left_out` says why.

    Returns
    -------
    list of ClassifierInfo
        Ids are unique; a file listed in ``models.toml`` appears once.
    """
    return search(folders)[0]


def left_out(folders: Iterable[Path] = ()) -> list[WeightsError]:
    """Return, of each weight file that :func:`available` passes over, what is odd about it."""
    return search(folders)[1]


def search(folders: Iterable[Path] = ()) -> tuple[list[ClassifierInfo], list[WeightsError]]:
    """Return what :func:`available` and :func:`left_out` do, having read every file once."""
    found = {info.id: info for info in _shipped()}
    files = {info.file for info in found.values()}
    odd = []
    for folder in (*model_folders(), *folders):
        # A browser makes "mine.weights (1).h5" of a second download: what a file is called
        # does not decide what is in it.
        for file in _candidates(folder):
            if file in files:
                continue
            try:
                info = _from_file(file)
            except WeightsError as error:
                odd.append(WeightsError(error.problem, file=file))
            else:
                found.setdefault(info.id, info)
    return list(found.values()), odd


def model_folders() -> tuple[Path, ...]:
    """Return the folders searched for weight files: the program's, shared ones, the user's."""
    return locations.models(), *locations.shared_models(), locations.user_models()


def weight_files() -> list[Path]:
    """Return the files in them that a classifier or a base is made of, looking into none."""
    return [
        file
        for folder in model_folders()
        for file in (*_candidates(folder), *_beside(folder, declared.SUFFIX, ".safetensors"))
    ]


def _beside(folder: Path, *endings: str) -> list[Path]:
    return sorted(
        file
        for ending in endings
        for file in folder.glob(f"*{ending}")
        if not file.name.startswith(".")
    )


def _candidates(folder: Path) -> list[Path]:
    return _beside(folder, *_ENDINGS)


def find(id_or_path: str | Path) -> ClassifierInfo:
    """Return the classifier with this id, or the one in this weight file.

    Raises
    ------
    WeightsError
        There is none, or the file is not one of ours.
    """
    known = {info.id: info for info in available()}
    if str(id_or_path) in known:
        return known[str(id_or_path)]
    path = Path(id_or_path)
    if not path.is_file() and path.suffix == "":
        raise WeightsError(
            f"there is no classifier '{id_or_path}'",
            remedy=f"choose one of {', '.join(known)} or give the path of a weight file",
            command=f"give one of these, or a weight file: {', '.join(known)}",
        )
    return _from_file(path)


def _from_file(path: Path) -> ClassifierInfo:
    if path.name.endswith(folds_record.SUFFIX):
        return _cross_validated(path)
    if declared.beside(path).is_file():
        return _from_elsewhere(path)
    if path.suffix == ".keras" and path.is_file():
        raise WeightsError(
            "what this network's outputs mean and its inputs expect has not been declared",
            file=path,
            remedy="bring it in on the page Classifiers",
            command="bring it in: neopain weights FILE --import --name ID",
        )
    metadata = read_metadata(path)
    identity = path.name.removesuffix(SUFFIX).removesuffix(".h5")
    return ClassifierInfo(
        id=identity,
        title=metadata.title or identity,
        network=ARCHITECTURES[metadata.architecture],
        class_order=metadata.class_order,
        synthetic=metadata.synthetic,
        file=path,
        card=_card(path.with_name(f"{identity}.md")),
        licence=metadata.licence,
        untested=metadata.untested,
    )


def _cross_validated(path: Path) -> ClassifierInfo:
    record, identity = folds_record.read_record(path), path.name.removesuffix(folds_record.SUFFIX)
    folds_record.check_files(record, path)
    return ClassifierInfo(
        id=identity,
        title=record.title or identity,
        network=ARCHITECTURES[record.architecture],
        class_order=record.class_order,
        synthetic=record.synthetic,
        file=path,
        sha256=record.training,
        card=_card(path.with_name(f"{identity}.md")),
        licence=record.licence,
        folds=record,
    )


def _from_elsewhere(path: Path) -> ClassifierInfo:
    return of_network(path, declared.read(declared.beside(path)))


def of_network(path: Path, kept: declared.Kept) -> ClassifierInfo:
    """Return a network that was trained elsewhere, as it was declared."""
    return ClassifierInfo(
        id=path.stem,
        title=kept.declared.title or path.stem,
        network=kept.network,
        class_order=kept.declared.outputs,
        synthetic=False,
        file=path,
        sha256=kept.sha256,
        card=_card(path.with_name(f"{path.stem}.md")),
        licence=kept.declared.licence,
    )


def _card(path: Path) -> Path | None:
    return path if path.is_file() else None


@cache
def _manifest_model() -> Any:
    """Return what checks ``models.toml``, for people edit it by hand; made once, it is slow."""
    from pydantic import BaseModel, ConfigDict, Field

    class Entry(BaseModel):
        model_config = ConfigDict(extra="forbid", frozen=True)
        id: str = Field(pattern=r"^[a-z0-9_]+$")
        title: str
        architecture: str
        class_order: tuple[PainLabel, PainLabel]
        synthetic: bool
        file: str = Field(pattern=r"^[\w.-]+\.weights\.h5$")
        recipe: str = ""
        sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
        card: str | None = None
        licence: str

    class Manifest(BaseModel):
        model_config = ConfigDict(extra="forbid")
        classifier: list[Entry] = []

    return Manifest


def _shipped() -> list[ClassifierInfo]:
    """Read ``models.toml``."""
    from pydantic import ValidationError

    manifest = locations.models() / MANIFEST
    try:
        written = tomllib.loads(manifest.read_text("utf-8"))
        entries = _manifest_model().model_validate(written).classifier
        for entry in entries:
            WeightsMetadata(
                architecture=entry.architecture,
                class_order=entry.class_order,
                training="",
                synthetic=entry.synthetic,
            )
    except (OSError, tomllib.TOMLDecodeError, ValidationError, ValueError) as error:
        raise WeightsError(
            "the list of classifiers cannot be read",
            file=manifest,
            remedy="restore the file",
        ) from error
    return [_listed(entry.model_dump()) for entry in entries]


def _listed(entry: dict[str, Any]) -> ClassifierInfo:
    """Place an entry's files: what a recipe builds, card included, is in the cache."""
    folder = locations.cache_folder() if entry["recipe"] else locations.models()
    card, network = entry.pop("card"), ARCHITECTURES[entry.pop("architecture")]
    file = folder / entry.pop("file")
    card_path = _card(folder / card) if card else None
    return ClassifierInfo(**entry, network=network, file=file, card=card_path, shipped=True)
