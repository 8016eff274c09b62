"""What a cross-validated classifier is: its folds' networks, and who was kept from each.

``ID.folds.json`` lies in the user's folder of models; the networks' weight files lie in the folder
``ID.folds`` beside it, so that none of them is listed as a classifier of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import WeightsError
from neopain_gui.provenance import canonical_json, sha256_bytes

SUFFIX = ".folds.json"
FOLDER = ".folds"
FORMAT = 1
_LARGEST = 1 << 26
_MOST = 1000
_AGAIN = "bring the training in again"
_AGAIN_HERE = "bring it in again: neopain weights RUN_FOLDER --import --name ID"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """One network.

    Attributes
    ----------
    file : str
        Its weights, beside the record.
    sha256 : str
        Of that file.
    """

    file: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Neonate:
    """Who took part in the training.

    Attributes
    ----------
    dataset : str
        Where the neonate's photographs come from.
    unseen : tuple of int
        The folds, from 1, whose network neither learnt from the neonate nor was chosen by it.
    """

    dataset: str
    unseen: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldsRecord:
    """A cross-validated classifier.

    Attributes
    ----------
    title, licence : str
        For people; of the weights, empty if unknown.
    architecture : str
        Of every fold's network.
    class_order : tuple of PainLabel
        What their outputs stand for.
    synthetic : bool
        Whether they have only ever seen phantoms.
    preset : str
        The protocol of the training.
    chosen_on_test : bool
        Whether the neonates that a fold tests chose its weights (the preset *paper*).
    folds : tuple of Fold
    neonates : Mapping of str to Neonate
        By their names at the training.
    photographs : Mapping of str to str
        SHA-256 of each photograph's file to the name of its neonate.
    """

    title: str
    architecture: str
    class_order: tuple[PainLabel, PainLabel]
    synthetic: bool
    folds: tuple[Fold, ...]
    neonates: Mapping[str, Neonate]
    photographs: Mapping[str, str]
    licence: str = ""
    preset: str = ""
    chosen_on_test: bool = False

    @property
    def training(self) -> str:
        """What names the training by its networks: the SHA-256 of theirs, in their order."""
        return digest_of([fold.sha256 for fold in self.folds])


def digest_of(hashes: list[str]) -> str:
    """Return what names several weight files together."""
    return sha256_bytes(canonical_json(hashes).encode())


def made_by(inputs: Mapping[str, Any]) -> Any:
    """Return what names the classifier that made a map, from the map's provenance.

    That is the SHA-256 of its weights, or of a cross-validated one what names its training,
    whichever of its networks spoke: as :attr:`ClassifierInfo.sha256` has it.
    """
    folds = inputs.get("folds")
    return folds.get("training") if isinstance(folds, Mapping) else inputs.get("weights")


def folder_beside(file: Path) -> Path:
    """Return where the weight files of a record lie."""
    return file.with_name(file.name.removesuffix(SUFFIX) + FOLDER)


def check_files(record: FoldsRecord, path: Path) -> None:
    """Refuse a classifier of which a network is gone.

    Raises
    ------
    WeightsError
        One is.
    """
    folder = folder_beside(path)
    for number, fold in enumerate(record.folds, start=1):
        if not (folder / fold.file).is_file():
            raise WeightsError(
                f"the weights of fold {number} are not in the folder {folder.name} beside it",
                file=path,
                remedy=_AGAIN,
                command=_AGAIN_HERE,
            )


def write_record(record: FoldsRecord, path: Path) -> None:
    """Write a record; the caller sees to it that it is written whole."""
    path.write_text(canonical_json(asdict(record) | {"format": FORMAT}) + "\n", "utf-8")


def read_record(path: Path) -> FoldsRecord:
    """Read a record.

    Raises
    ------
    WeightsError
        It is damaged, or a newer version wrote it.
    """
    from pydantic import ValidationError

    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("of enormous size")
        content = path.read_bytes()
        if _format(content) > FORMAT:
            raise WeightsError(
                "a newer version of NeoPain wrote this file", file=path, remedy="update NeoPain"
            )
        record: FoldsRecord = _reader().validate_json(content)
        _check(record)
    except (OSError, ValidationError, ValueError) as error:
        if isinstance(error, WeightsError):
            raise
        raise WeightsError(
            "what is on record of this cross-validated classifier cannot be read",
            file=path,
            remedy=_AGAIN,
            command=_AGAIN_HERE,
        ) from error
    return record


def _check(record: FoldsRecord) -> None:
    if record.architecture not in ARCHITECTURES or set(record.class_order) != set(PainLabel):
        raise ValueError("of no classifier that is known here")
    if not 2 <= len(record.folds) <= _MOST:
        raise ValueError("a number of folds that no training has")
    for fold in record.folds:
        if Path(fold.file).name != fold.file or len(fold.sha256) != 64:
            raise ValueError("a file elsewhere")
    for neonate in record.neonates.values():
        if not all(1 <= fold <= len(record.folds) for fold in neonate.unseen):
            raise ValueError("a fold that there is not")
    if not set(record.photographs.values()) <= set(record.neonates):
        raise ValueError("a photograph of nobody")


@cache
def _reader() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(FoldsRecord)


def _format(content: bytes) -> int:
    from pydantic import BaseModel

    class Head(BaseModel):
        format: int

    return Head.model_validate_json(content).format
