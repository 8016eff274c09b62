"""A small study whose masks are drawn by hand, for reports in tests."""

from __future__ import annotations

import numpy as np

from neopain_gui.geometry import Box
from neopain_gui.maps import ExtractionModel
from neopain_gui.masks import MaskSettings
from neopain_gui.provenance import Provenance
from neopain_gui.study import Result, Study
from tests.study.material import FACE_BOX, HEIGHT, WIDTH, photographs

PLAIN = MaskSettings(clusters=0, sigma=0.0, c_attribution=0.0, c_gaze=0.0)
NASTY = "<b>=1+1"


def put_map(study, image_id, name, values, kind="gaze"):
    """Store a map: of people over the whole photograph, of a classifier over the face."""
    made = Provenance(stage="test", version=1, inputs={"image": image_id, "name": name})
    study.blobs.put(made.key, values.astype(np.float32))
    study.results.record(
        Result(
            image_id=image_id,
            model=ExtractionModel(name=name, kind=kind),
            box=Box.whole(WIDTH, HEIGHT) if kind == "gaze" else FACE_BOX,
            photograph_size=(HEIGHT, WIDTH),
            provenance=made,
        )
    )


def small_study(folder, count=12, *, nasty=NASTY, without=()):
    """Make and open a study: Experts, a model with a name of its own, and Net that fails at times.

    ``without`` names photographs for which Net has no map.
    """
    study = Study.create(folder / "ward")
    study.images.add(photographs(folder / "photos", count), root=folder / "photos", copy=True)
    random = np.random.default_rng(3)
    for number, image in enumerate(study.images.all()):
        people = random.random((HEIGHT, WIDTH)) < 0.4
        put_map(study, image.id, "Experts", people)
        flipped = random.random((HEIGHT, WIDTH)) < (0.1 + 0.02 * number)
        put_map(study, image.id, nasty, people ^ flipped)
        if image.id not in without:
            net = random.random((FACE_BOX.height, FACE_BOX.width)) < 0.3
            put_map(study, image.id, "Net|VGG-Face", net, "attribution")
    return study
