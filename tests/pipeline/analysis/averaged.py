"""A study of faces of all sizes in which it is planted where maps differ."""

from __future__ import annotations

import numpy as np

from neopain_gui.dataset.face_image import FaceImage, Neonate, PainLabel
from neopain_gui.faces import Face, FaceSource
from neopain_gui.faces.regions import TEMPLATE_LANDMARKS
from neopain_gui.geometry import Box
from neopain_gui.imaging import write_png
from neopain_gui.maps import ExtractionModel
from neopain_gui.provenance import Provenance, sha256_bytes, sha256_file
from neopain_gui.study import Result, Study

HEIGHT, WIDTH = 150, 170
EYES, MOUTH = (0.5, 0.0), (0.0, 0.89)
"""On the neutral face, in distances between the eyes."""


def laid(number: int) -> tuple[Face, np.ndarray, np.ndarray]:
    """Return a face of its own size, place and turn, and what lays the neutral one on it."""
    random = np.random.default_rng(number)
    scale, turn = random.uniform(28, 44), random.uniform(-0.35, 0.35)
    c, s = scale * np.cos(turn), scale * np.sin(turn)
    matrix, shift = np.array(((c, -s), (s, c))), random.uniform((70, 60), (95, 75))
    marks = TEMPLATE_LANDMARKS @ matrix.T + shift
    box = Box(left=5, top=5, right=WIDTH - 5, bottom=HEIGHT - 5)
    return (
        Face(box=box, source=FaceSource.MANUAL, landmarks=tuple(map(tuple, marks))),
        matrix,
        shift,
    )


def hill(at, matrix, shift, spread=0.25):
    """Return a map of the whole photograph with a hill on a place of the neutral face."""
    middle = np.asarray(at) @ matrix.T + shift
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    size = spread * np.sqrt(np.linalg.det(matrix))
    return np.exp(-((x - middle[0]) ** 2 + (y - middle[1]) ** 2) / (2 * size**2))


def put(study, image_id, name, values, kind="gaze"):
    """Store a map of the whole photograph."""
    said = {"image": image_id, "name": name, "values": sha256_bytes(values.tobytes())}
    made = Provenance(stage="test", version=1, inputs=said)
    study.blobs.put(made.key, values.astype(np.float32))
    study.results.record(
        Result(
            image_id=image_id,
            model=ExtractionModel(name=name, kind=kind),
            box=Box.whole(WIDTH, HEIGHT),
            photograph_size=(HEIGHT, WIDTH),
            provenance=made,
        )
    )


def planted_study(folder, neonates=7, *, labels=tuple(PainLabel)):
    """Make and open a study in which Seers look at the mouth in pain and at an eye at rest.

    Noise looks anywhere.
    """
    study = Study.create(folder / "planted")
    (folder / "photos").mkdir()
    images = []
    for neonate in range(neonates):
        for label in labels:
            file = folder / "photos" / f"{neonate}-{label.name}.png"
            write_png(file, np.full((HEIGHT, WIDTH, 3), len(images), np.uint8))
            images.append(
                FaceImage(
                    id=f"photo-{len(images):02d}",
                    file=file.name,
                    sha256=sha256_file(file),
                    width=WIDTH,
                    height=HEIGHT,
                    neonate=Neonate(id=f"N{neonate}", dataset="planted"),
                    label=label,
                )
            )
    study.images.add(images, root=folder / "photos", copy=True)
    random = np.random.default_rng(1)
    for number, image in enumerate(study.images.all()):
        face, matrix, shift = laid(number)
        study.faces.put(image.id, face)
        at = MOUTH if image.label is PainLabel.PAIN else EYES
        put(
            study,
            image.id,
            "Seers",
            hill(at, matrix, shift) + 0.02 * random.random((HEIGHT, WIDTH)),
        )
        put(study, image.id, "Noise", random.random((HEIGHT, WIDTH)))
    return study
