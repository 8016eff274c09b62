"""Small photographs, records and results for studies in tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from neopain_gui.dataset.face_image import FaceImage, Neonate, PainLabel
from neopain_gui.geometry import Box
from neopain_gui.maps import ExtractionModel
from neopain_gui.provenance import Provenance, sha256_file
from neopain_gui.study import Result, Study

WIDTH, HEIGHT = 40, 30
FACE_BOX = Box(left=5, top=6, right=30, bottom=28)
GRAD_CAM = ExtractionModel(name="GradCAM|N-CNN", kind="attribution")
EXPERTS = ExtractionModel(name="Experts", kind="gaze")


def photographs(root: Path, count: int) -> list[FaceImage]:
    """Write noise as PNG and describe it; two photographs a neonate, as an importer would."""
    root.mkdir(parents=True, exist_ok=True)
    records = []
    for number in range(count):
        file = root / f"photo{number}.png"
        noise = np.random.default_rng(number).integers(0, 255, (HEIGHT, WIDTH, 3), dtype=np.uint8)
        Image.fromarray(noise).save(file)
        records.append(
            FaceImage(
                id=f"P{number}",
                file=file.name,
                sha256=sha256_file(file),
                width=WIDTH,
                height=HEIGHT,
                neonate=Neonate(id=f"N{number // 2}", dataset="phantoms"),
                label=PainLabel.PAIN if number % 2 else PainLabel.NO_PAIN,
                stimulus="friction" if number % 2 else "",
                nfcs=number % 6,
                box=FACE_BOX,
            )
        )
    return records


def result(
    image_id: str,
    model: ExtractionModel = GRAD_CAM,
    *,
    box: Box = FACE_BOX,
    seed: int = 0,
) -> Result:
    """Describe a result, the same for the same arguments."""
    return Result(
        image_id=image_id,
        model=model,
        box=box,
        photograph_size=(HEIGHT, WIDTH),
        provenance=Provenance(
            stage="tests.noise", version=1, inputs={"image": image_id, "seed": seed, "c": [0.5]}
        ),
        facts={"scores": [0.25, 0.75], "empty": False, "layer": "merge"},
    )


def values_of(one: Result) -> np.ndarray:
    """Return the relevance that belongs to a result of :func:`result`."""
    seed = int(one.key[:8], 16)
    return np.random.default_rng(seed).random((7, 9), dtype=np.float32)


def put(study: Study, one: Result) -> bool:
    """Store a result's values, then its row."""
    study.blobs.put(one.key, values_of(one))
    return study.results.record(one)
