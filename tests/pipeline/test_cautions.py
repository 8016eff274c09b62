"""What has to be known of the classifiers whose maps are compared."""

from __future__ import annotations

from dataclasses import replace

from neopain_gui.pipeline.cautions import Cautions
from neopain_gui.study import Study
from tests.study.material import GRAD_CAM, photographs, result


def test_maps_of_a_network_that_nothing_tested_are_named(tmp_path):
    records = photographs(tmp_path / "photos", 2)
    with Study.create(tmp_path / "ward") as study:
        study.images.add(records, root=tmp_path / "photos")
        tested, untested = Cautions(study, [GRAD_CAM]), Cautions(study, [GRAD_CAM])
        for image in study.images.all():
            made = result(image.id)
            tested.see(image, [made])
            untested.see(image, [replace(made, facts={**made.facts, "untested": True})])
        before, after = tested.said(), untested.said()
    (sentence,) = set(after) - set(before)
    assert sentence.startswith("Untested classifiers: GradCAM|N-CNN come of networks that were")
