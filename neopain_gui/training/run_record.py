"""``run.json``: what is trained on what, so that a run goes on only with what it began with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import InputError
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.provenance import software_versions
from neopain_gui.training.photographs import Photograph
from neopain_gui.training.protocol import Protocol
from neopain_gui.training.run_folder import RUN

FORMAT = 1
_LARGEST = 1 << 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The convolutions that a VGG-Face begins with.

    Attributes
    ----------
    id, title : str
        Its name, and for people.
    sha256 : str
        Of the file that it came from.
    numbers_sha256 : str
        Of the numbers alone.
    licence : str
        Empty if unknown.
    synthetic : bool
        True where it has only seen phantoms.
    """

    id: str
    title: str
    sha256: str
    numbers_sha256: str
    licence: str = ""
    synthetic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """A run, but for its folds.

    Attributes
    ----------
    protocol : Mapping
        Every setting, as plain JSON types.
    photographs : sequence of Photograph
    base : Base or None
        Of a VGG-Face.
    half : bool
        Whether features are kept in half precision.
    synthetic : bool
        Whether all photographs are phantoms.
    labels : str
        Whose labels they are, as a sentence; empty where they are the data set's.
    software : Mapping
        Versions that it began with.
    """

    protocol: Mapping[str, Any]
    photographs: Sequence[Photograph]
    base: Base | None = None
    half: bool = False
    synthetic: bool = False
    labels: str = ""
    software: Mapping[str, str] = field(default_factory=software_versions)

    @property
    def architecture(self) -> str:
        """The id of the architecture."""
        return str(self.protocol["architecture"])

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain JSON types."""
        found: dict[str, Any] = json.loads(json.dumps({"format": FORMAT, **asdict(self)}))
        if not self.labels:
            del found["labels"]
        return found

    def differing(self, other: RunRecord) -> list[str]:
        """Name the parts in which another run is another one; versions of software are none."""
        mine, theirs = self.as_dict(), other.as_dict()
        return [_WORDS[name] for name in _WORDS if mine[name] != theirs[name]]


_WORDS = {
    "protocol": "the protocol",
    "photographs": "photographs, their faces or labels",
    "base": "the base",
    "half": "the precision of features",
    "synthetic": "whether photographs are phantoms",
}


def plain_protocol(protocol: Protocol) -> dict[str, Any]:
    """Return a protocol as plain JSON types."""
    found: dict[str, Any] = json.loads(json.dumps(asdict(protocol)))
    return found


def write_record(folder: Path, record: RunRecord) -> None:
    """Write ``run.json``."""
    text = json.dumps(record.as_dict(), indent=1, ensure_ascii=False) + "\n"
    write_bytes_atomic(folder / RUN, text.encode())


def read_record(folder: Path) -> RunRecord:
    """Read ``run.json``.

    Raises
    ------
    InputError
        There is none, or it is damaged or of a newer version.
    """
    path = folder / RUN
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("too large")
        said = json.loads(path.read_text("utf-8"))
        version = said.pop("format")
        photographs = [_photograph(one) for one in said.pop("photographs")]
        base = said.pop("base")
        record = RunRecord(
            photographs=photographs, base=None if base is None else Base(**base), **said
        )
        record.protocol["architecture"]
    except FileNotFoundError as error:
        raise InputError(
            "is no folder of a training",
            file=folder,
            remedy="choose the folder that a training has written",
        ) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            "what the training says of itself is damaged",
            file=path,
            remedy="train again into another folder",
        ) from error
    if version != FORMAT:
        raise InputError(
            "a newer version of NeoPain wrote this training", file=path, remedy="update NeoPain"
        )
    return record


def _photograph(said: dict[str, Any]) -> Photograph:
    left, top, right, bottom = said.pop("box")
    label = PainLabel(said.pop("label"))
    return Photograph(**said, label=label, box=(left, top, right, bottom))
