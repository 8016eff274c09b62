"""Studies of any size, made within seconds: photographs of 320 × 233, maps that nobody computed.

``python -m benchmarks.scale.made FOLDER 2000`` makes one to look at.
"""

from __future__ import annotations

import io
import struct
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter

from neopain_gui.classifiers.registry import find
from neopain_gui.dataset.face_image import FaceImage, Neonate, PainLabel
from neopain_gui.demo.phantoms.phantom import HEIGHT, WIDTH, draw
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.maps import ExtractionModel
from neopain_gui.provenance import Provenance, sha256_bytes
from neopain_gui.study import Result, Study
from neopain_gui.study.images import add_image, write_face
from neopain_gui.study.map_store import Values
from neopain_gui.study.results import Row, row_of

BOX = Box(left=103, top=51, right=231, bottom=200)
GRID = 28
MOST_WITH_VALUES = 10_000
"""Photographs whose maps have values; of a larger study the others have rows alone."""
_LOOKED_AT = 20
"""Photographs of which all maps have values, so that they can be looked at in the window."""
_AT_ONCE = 2000
"""Photographs of one transaction: what the log beside the database holds."""
_SHAPES = 64
_PAINS = 97
"""Different class scores."""
_NO_SHA256 = 64 * "0"
_LAYERS = {
    "VGG-Face": (
        *("conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1", "conv3_2", "conv3_3"),
        *("conv4_1", "conv4_2", "conv4_3", "conv5_1", "conv5_2", "conv5_3"),
    ),
    "N-CNN": ("central1_relu", "central2_relu", "right_relu", "merge", "left_relu"),
}
_DEFAULT = {"VGG-Face": "conv5_3", "N-CNN": "left_relu"}
_CLASSIFIERS = {"VGG-Face": "vgg_face_phantoms", "N-CNN": "n_cnn_phantoms"}
"""Of the program's own, so that the window shows what they say."""
GROUPS = ("Experts", "Parents")
_SOFTWARE = dict.fromkeys(("keras", "neopain", "numpy", "pillow", "scipy", "tensorflow"), "1.2.3")


def make(folder: Path, size: int, *, values: bool = True) -> Path:
    """Make a study of ``size`` photographs with 22 maps each, 20 of them classifiers'.

    Parameters
    ----------
    folder : Path
        Where the study and its photographs are put.
    size : int
        How many photographs.
    values : bool
        Whether the six maps of a photograph that are compared have values, of the first
        :data:`MOST_WITH_VALUES` photographs, and all of the first few. All others are rows
        without values.
    """
    photographs = folder / f"photographs-{size}"
    photographs.mkdir(parents=True)
    records = [write_photograph(photographs, number) for number in range(size)]
    with Study.create(folder / f"made-{size}") as study:
        _insert(study, photographs, records)
        for place, record in enumerate(records[:MOST_WITH_VALUES] if values else ()):
            wanted = results_of(record) if place < _LOOKED_AT else compared(record)
            study.maps.put(
                [Values(provenance=one.provenance, values=shape_of(one.key)) for one in wanted],
                sync=False,
            )
        return study.path


def _insert(study: Study, photographs: Path, records: Sequence[FaceImage]) -> None:
    """Insert photographs, faces and all that is known of maps: rows alone, many at a time."""
    face = Face(box=BOX, source=FaceSource.DATASET)
    for start in range(0, len(records), _AT_ONCE):
        some = records[start : start + _AT_ONCE]
        with study._change() as connection:
            for record in some:
                path = f"../{photographs.name}/{record.file}"
                add_image(connection, record, path, study.path)
                write_face(connection, record.id, face)
            for table, of in (("results", rows_of), ("predictions", predictions_of)):
                found = [row for record in some for row in of(record)]
                marks = ", ".join("?" * len(found[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", found)


def rows_of(record: FaceImage) -> Iterator[Row]:
    """Yield the 22 rows of a photograph, which are those of :func:`results_of`."""
    for row in _rows_like(_number(record) % _PAINS):
        inputs = row[6].replace(_NO_SHA256, record.sha256)
        made = f'{{"inputs":{inputs},"stage":"{row[4]}","version":{row[5]}}}'
        yield (record.id, *row[1:3], sha256_bytes(made.encode()), *row[4:6], inputs, *row[7:])


@cache
def _rows_like(number: int) -> list[Row]:
    """Return the rows of a photograph with the class scores of this one."""
    name = f"photo-{number:06}"
    like = FaceImage(id=name, file=name, sha256=_NO_SHA256, width=WIDTH, height=HEIGHT)
    return [row_of(one) for one in results_of(like)]


def predictions_of(record: FaceImage) -> Iterator[Row]:
    """Yield what the classifiers say of a photograph, as rows."""
    pain = _pain(record)
    for classifier, name in _CLASSIFIERS.items():
        for said, p in (("no pain", 1 - pain), ("pain", pain)):
            yield record.id, name, str(_weights(classifier)), said, p


def write_photograph(folder: Path, number: int) -> FaceImage:
    """Write a photograph that differs from the others by a comment in its file, and describe it."""
    comment = f"made {number:06}".encode()
    picture = _picture()
    content = picture[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment
    content += picture[2:]
    name = f"photo-{number:06}"
    (folder / f"{name}.jpg").write_bytes(content)
    return FaceImage(
        id=name,
        file=f"{name}.jpg",
        sha256=sha256_bytes(content),
        width=WIDTH,
        height=HEIGHT,
        neonate=Neonate(id=f"made-{number // 4:05}", dataset="made"),
        label=PainLabel.PAIN if number % 2 else PainLabel.NO_PAIN,
    )


@cache
def _picture() -> bytes:
    stream = io.BytesIO()
    Image.fromarray(draw(1, PainLabel.PAIN).image).save(stream, "JPEG", quality=92)
    return stream.getvalue()


def results_of(record: FaceImage) -> list[Result]:
    """Return what a study knows about the 22 maps of a photograph."""
    return [*_of_classifiers(record), *_of_groups(record)]


def compared(record: FaceImage) -> list[Result]:
    """Return the six of them that a comparison begins with."""
    return [one for one in results_of(record) if one.model.name.count("|") < 2]


def _number(record: FaceImage) -> int:
    return int(record.id[-6:])


def _pain(record: FaceImage) -> float:
    return (_number(record) % _PAINS) / (_PAINS - 1)


def _of_classifiers(record: FaceImage) -> Iterator[Result]:
    pain = _pain(record)
    for classifier, layers in _LAYERS.items():
        for method, title, layer in (
            *(("grad_cam", "GradCAM", layer) for layer in layers),
            ("integrated_gradients", "I.G.", None),
        ):
            usual = layer in (None, _DEFAULT[classifier])
            inputs = {
                "architecture": classifier,
                "box": list(BOX.as_tuple()),
                "class_order": ["no pain", "pain"],
                "image": record.sha256,
                "layer": layer,
                "method": method,
                "parameters": {"activations": "after ReLU", "score": "logit"},
                "preprocessing": {"channel_order": "RGB", "id": "made", "size": 224},
                "target": "pain" if pain >= 0.5 else "no pain",
                "weights": _weights(classifier),
            }
            facts = {
                "classifier": _CLASSIFIERS[classifier],
                "empty": False,
                "layer": layer,
                "method": method,
                "predicted": "pain" if pain >= 0.5 else "no pain",
                "scores": {"no pain": 1 - pain, "pain": pain},
                "seconds": 0.5,
                "software": _SOFTWARE,
                "synthetic": False,
                "target": inputs["target"],
                "target_choice": "predicted",
            }
            yield Result(
                image_id=record.id,
                model=ExtractionModel(
                    name=f"{title}|{classifier}" + ("" if usual else f"|{layer}"),
                    kind="attribution",
                ),
                box=BOX,
                photograph_size=(HEIGHT, WIDTH),
                provenance=Provenance(stage=f"attribution.{method}", version=1, inputs=inputs),
                facts=facts,
            )


@cache
def _weights(classifier: str) -> str | None:
    return find(_CLASSIFIERS[classifier]).sha256


def _of_groups(record: FaceImage) -> Iterator[Result]:
    for group in GROUPS:
        yield Result(
            image_id=record.id,
            model=ExtractionModel(name=group, kind="gaze"),
            box=Box.whole(WIDTH, HEIGHT),
            photograph_size=(HEIGHT, WIDTH),
            provenance=Provenance(
                stage="gaze.made", version=1, inputs={"image": record.sha256, "group": group}
            ),
            facts={"empty": False, "participants": 6, "fixations": 100},
        )


def shape_of(key: str) -> NDArray[np.float32]:
    """Return a map's values: one of a few dozen shapes, by the map's key."""
    return _shapes()[int(key[:8], 16) % _SHAPES]


@cache
def _shapes() -> NDArray[np.float32]:
    random = np.random.default_rng(0)
    made = [gaussian_filter(random.random((GRID, GRID)), 3) for _ in range(_SHAPES)]
    return np.stack([(one - one.min()).astype(np.float32) for one in made])


if __name__ == "__main__":
    print(make(Path(sys.argv[1]), int(sys.argv[2])))
