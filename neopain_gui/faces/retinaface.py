"""RetinaFace, by way of the package ``retina-face`` on ONNX Runtime.

The package is kept at arm's length. At its first import it chooses TensorFlow if it can and
silences every Python warning of the process; it prints; it reads addresses on the network as
pictures; and it fetches missing weights from the network without looking at what it gets. So it
is imported with the ONNX engine chosen and the process put back as it was, it is handed arrays
and a network that we have loaded ourselves, and its downloader is replaced by an error.

Paper: Deng et al., "RetinaFace: Single-shot multi-level face localisation in the wild", CVPR 2020.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from neopain_gui import locations
from neopain_gui.errors import WeightsError
from neopain_gui.faces.detector import require_photograph
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.provenance import sha256_bytes, sha256_file

WEIGHTS_NAME = "retinaface.onnx"
#: Lowest score that counts as a face; the package's default.
THRESHOLD = 0.9
#: Raised when the boxes change although package and weights do not.
VERSION = 1

_LANDMARKS = ("right_eye", "left_eye", "nose", "mouth_right", "mouth_left")
# Per stride (32, 16, 8): class scores, box offsets and landmark offsets of two anchors.
_HEADS = (4, 8, 20) * 3


def weight_folders() -> tuple[Path, ...]:
    """Return the folders in which the weights are looked for, in this order.

    They are NeoPain's ``models``, those that all users share, the user's own, and the one that
    the package itself uses, in ``DEEPFACE_HOME`` or the user's home.
    """
    home = Path(os.environ.get("DEEPFACE_HOME") or Path.home())
    ours = locations.models(), *locations.shared_models(), locations.user_models()
    return *ours, home / ".deepface" / "weights"


def find_weights() -> Path | None:
    """Return the weight file, or None if it is in none of the folders."""
    files = (folder / WEIGHTS_NAME for folder in weight_folders())
    return next((file for file in files if file.is_file()), None)


def available() -> bool:
    """Return whether the weight file is there; whether it is sound shows when it is used."""
    return find_weights() is not None


class RetinaFaceDetector:
    """RetinaFace with a ResNet-50 backbone.

    Parameters
    ----------
    weights : Path, optional
        The ONNX file; by default the first one found in :func:`weight_folders`.
    allow_upscaling : bool
        Enlarge a photograph whose short side is below 1024 pixels to that size, as the package
        does by default. Without it small photographs take about a tenth of the time.

    Raises
    ------
    WeightsError
        There is no weight file.
    """

    name = "RetinaFace"

    def __init__(self, weights: Path | None = None, *, allow_upscaling: bool = True) -> None:
        file = find_weights() if weights is None else weights
        if file is None or not file.is_file():
            *ours, packages = (_short(folder) for folder in weight_folders())
            raise WeightsError(
                "the weights of RetinaFace are missing",
                file=file or WEIGHTS_NAME,
                remedy=f"put the file {WEIGHTS_NAME} into {', '.join(ours)} or {packages}",
            )
        self.weights = file
        self.allow_upscaling = allow_upscaling

    @cached_property
    def weights_sha256(self) -> str:
        """SHA-256 of the weight file."""
        try:
            return sha256_file(self.weights)
        except OSError as error:
            raise WeightsError(
                "the file cannot be read", file=self.weights, remedy="check its permissions"
            ) from error

    @property
    def identity(self) -> dict[str, Any]:
        """What determines the boxes; see :class:`~neopain_gui.faces.detector.FaceDetector`."""
        return {
            "detector": self.name,
            "version": VERSION,
            "retina-face": metadata.version("retina-face"),
            "weights_sha256": self.weights_sha256,
            "threshold": THRESHOLD,
            "allow_upscaling": self.allow_upscaling,
        }

    def detect(self, photograph: NDArray[np.uint8]) -> list[Face]:
        """Find the faces; see :class:`~neopain_gui.faces.detector.FaceDetector`.

        The box is the package's ``facial_area`` taken as half open, which is how the package
        and the group's own crops use it.
        """
        require_photograph(photograph)
        found = _package().detect_faces(
            np.ascontiguousarray(photograph[:, :, ::-1]),  # the package wants BGR
            threshold=THRESHOLD,
            model=self._network,
            allow_upscaling=self.allow_upscaling,
        )
        height, width = photograph.shape[:2]
        faces = [_face(entry, width, height) for entry in found.values()]
        known = [face for face in faces if face is not None]
        return sorted(known, key=lambda face: face.score or 0.0, reverse=True)

    @cached_property
    def _network(self) -> Any:
        """The network, loaded from bytes whose hash is the one that is reported."""
        _package()
        import onnxruntime
        from retinaface.model.retinaface_onnx_model import RetinaFace as Network

        digest = self.weights_sha256
        data = self.weights.read_bytes()
        if sha256_bytes(data) != digest:
            raise WeightsError("the file changed while it was being read", file=self.weights)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # errors only; graph optimisation is talkative
        # ONNX Runtime's errors share no base class but RuntimeError and, for some, Exception.
        try:
            network = Network(
                onnxruntime.InferenceSession(
                    data, sess_options=options, providers=["CPUExecutionProvider"]
                )
            )
            heads = tuple(head.shape[-1] for head in network(np.zeros((1, 64, 64, 3))))
        except Exception as error:
            raise self._unusable() from error
        if heads != _HEADS:
            raise self._unusable()
        return network

    def _unusable(self) -> WeightsError:
        return WeightsError(
            "the file is damaged or is not RetinaFace in ONNX format",
            file=self.weights,
            remedy="replace it by retina-face's own retinaface.onnx",
        )


def _face(entry: dict[str, Any], width: int, height: int) -> Face | None:
    """Turn one of the package's answers into a record; None if nothing of it is in the picture."""
    left, top, right, bottom = (int(value) for value in entry["facial_area"])
    try:
        box = Box(left=left, top=top, right=right, bottom=bottom).clipped(width, height)
    except ValueError:
        return None
    points = (entry["landmarks"][name] for name in _LANDMARKS)
    return Face(
        box=box,
        source=FaceSource.RETINAFACE,
        score=min(1.0, float(entry["score"])),
        landmarks=tuple((float(x), float(y)) for x, y in points),
    )


@cache
def _package() -> ModuleType:
    """Import the package, leaving the process's warnings and environment as they were."""
    with (
        # Its loggers read their level when they are made; 100 is above all of theirs.
        _environment(DEEPFACE_BACKEND_ENGINE="onnx", RETINAFACE_LOG_LEVEL="100"),
        warnings.catch_warnings(),
    ):
        from retinaface import RetinaFace
        from retinaface.commons import weight_utils
    weight_utils.download_weights_if_necessary = _refuse_download
    return RetinaFace  # type: ignore[no-any-return]


def _refuse_download(*_arguments: Any, **_options: Any) -> NoReturn:
    raise RuntimeError("RetinaFace tried to download weights")


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    """Set environment variables, and put the whole environment back: cv2's import changes it."""
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _short(folder: Path) -> str:
    """Write a folder with ``~`` for the user's home, whose name may identify a person."""
    home = Path.home()
    return (
        f"~/{folder.relative_to(home).as_posix()}" if folder.is_relative_to(home) else str(folder)
    )
