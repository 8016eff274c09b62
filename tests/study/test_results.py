from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from neopain_gui.errors import StudyError
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.maps import ExtractionModel
from neopain_gui.study import BlobStore, Study
from tests.study.material import (
    EXPERTS,
    FACE_BOX,
    GRAD_CAM,
    HEIGHT,
    WIDTH,
    put,
    result,
    values_of,
)


def test_results_come_back_as_they_went_in(study: Study) -> None:
    given = [result("P1"), result("P0", EXPERTS), result("P0")]
    for one in given:
        assert put(study, one)
    assert study.results.all() == [given[1], given[2], given[0]]
    assert study.results.all("P0") == [given[1], given[2]]
    assert study.results.all("P3") == []
    assert study.results.models() == [EXPERTS, GRAD_CAM]


def test_a_relevance_map_carries_everything(study: Study) -> None:
    one = result("P0")
    put(study, one)
    found = study.results.relevance("P0", GRAD_CAM.name)
    assert found is not None
    assert np.array_equal(found.values, values_of(one))
    assert (found.box, found.model, found.provenance) == (one.box, one.model, one.provenance)
    assert found.photograph_size == (HEIGHT, WIDTH)
    assert study.results.relevance("P0", "Experts") is None
    assert study.results.relevance("P9", GRAD_CAM.name) is None


def test_the_newest_result_of_a_model_replaces_the_earlier(study: Study) -> None:
    put(study, result("P0", seed=1))
    put(study, result("P0", seed=2))
    assert study.results.all() == [result("P0", seed=2)]
    assert study.blobs.has(result("P0", seed=1).key)


def test_rows_come_after_blobs(study: Study) -> None:
    study.blobs.put(result("P0").key, values_of(result("P0")))
    with pytest.raises(
        StudyError, match=r"values of “GradCAM\|N-CNN” for photograph P1 are missing"
    ):
        study.results.record_many([result("P0"), result("P1")])
    assert study.results.all() == []


def test_an_attribution_of_an_earlier_face_is_left_out(study: Study) -> None:
    elsewhere = Box(left=0, top=0, right=9, bottom=9)
    study.faces.put("P0", Face(box=elsewhere, source=FaceSource.MANUAL))
    assert put(study, result("P0")) is False
    assert put(study, result("P0", EXPERTS)) is True
    assert put(study, result("P0", box=elsewhere)) is True
    assert [one.box for one in study.results.all("P0")] == [FACE_BOX, elsewhere]


def test_results_that_do_not_fit_are_refused(study: Study) -> None:
    one = result("P0")
    study.blobs.put(one.key, values_of(one))
    with pytest.raises(ValueError, match="result for a photograph of"):
        study.results.record(replace(one, photograph_size=(WIDTH, HEIGHT)))
    with pytest.raises(ValueError, match="result for a photograph of"):
        study.results.record(replace(one, box=Box(left=0, top=0, right=WIDTH + 1, bottom=HEIGHT)))
    with pytest.raises(StudyError, match="there is no photograph P9"):
        study.results.record(replace(one, image_id="P9"))
    put(study, one)
    other_kind = ExtractionModel(name=GRAD_CAM.name, kind="gaze")
    with pytest.raises(StudyError, match=r"knows “GradCAM\|N-CNN” as attribution, not as gaze"):
        study.results.record(replace(one, image_id="P1", model=other_kind))
    assert study.results.all() == [one]


def test_removing_results(study: Study) -> None:
    for image_id in ("P0", "P1"):
        put(study, result(image_id))
        put(study, result(image_id, EXPERTS))
    assert study.results.remove("Experts", "P0") == 1
    assert study.results.remove(GRAD_CAM.name) == 2
    assert study.results.remove("nobody") == 0
    assert study.results.all() == [result("P1", EXPERTS)]
    assert study.results.models() == [EXPERTS]


def test_values_that_are_no_relevance_are_refused(study: Study) -> None:
    one = result("P0")
    for bad in (np.full((2, 2), np.nan, np.float32), np.full((2, 2), -1, np.float32)):
        study.blobs.put(one.key, bad)
        study.results.record(one)
        with pytest.raises(StudyError, match="not a relevance map"):
            study.results.relevance("P0", GRAD_CAM.name)


def test_the_engine_needs_only_the_folder(study: Study) -> None:
    one = result("P0")
    BlobStore(study.path).put(one.key, values_of(one))
    with Study.open(study.path, read_only=True) as reader:
        assert reader.blobs.has(one.key)
        study.results.record(one)
        assert reader.results.all() == [one], "a reader sees what the writer has committed"


def test_settings(study: Study) -> None:
    assert study.setting("masks") is None
    assert study.setting("masks", 5) == 5
    value = {"c": 0.5, "clusters": 5, "modes": ["paper", None, True], "name": "Ã é ✓"}
    study.set_setting("masks", value)
    study.set_setting("view", None)
    assert study.setting("masks") == value
    assert study.setting("view", "default") is None
    study.set_setting("masks", 1)
    assert study.setting("masks") == 1
    with pytest.raises(ValueError, match="not JSON compliant"):
        study.set_setting("masks", float("nan"))


OTHER_FACE = Face(box=Box(left=0, top=0, right=9, bottom=9), source=FaceSource.MANUAL)


def test_whatever_takes_a_result_it_is_noted_and_comes_back(study: Study) -> None:
    face = study.faces.get("P0")
    for take in (
        lambda: study.faces.put("P0", None),
        lambda: study.faces.put("P0", OTHER_FACE),
        lambda: study.results.remove(GRAD_CAM.name, "P0"),
        lambda: study.results.record(result("P0", seed=1)),  # in the other's place
    ):
        put(study, result("P0", seed=1))  # its values stay
        put(study, result("P0"))
        put(study, result("P0", EXPERTS))
        with study.results.dropped() as gone:
            take()
        assert [row[:2] for row in gone] == [("P0", GRAD_CAM.name)]
        study.faces.put("P0", face)
        assert study.results.restore(gone) == 1
        assert study.results.all("P0") == [result("P0", EXPERTS), result("P0")]
        assert study.results.restore(gone) == 0  # they are there


def test_nothing_is_noted_outside_and_what_no_longer_fits_stays_away(study: Study) -> None:
    put(study, result("P0"))
    with study.results.dropped() as gone:
        study.faces.put("P0", OTHER_FACE)
    assert study.results.restore(gone) == 0  # of a face that is not there
    study.results.remove(GRAD_CAM.name)
    assert len(gone) == 1
    with study.results.dropped() as none:
        pass
    assert none == []


def test_faces_are_set_all_or_none(study: Study) -> None:
    before = study.faces.all()
    outside = Face(box=Box(left=0, top=0, right=10_000, bottom=9), source=FaceSource.MANUAL)
    with pytest.raises(ValueError, match="is not inside P1"):
        study.faces.put_many({"P0": OTHER_FACE, "P1": outside})
    with pytest.raises(StudyError):
        study.images.set_labels({"P0": None, "nobody": None})
    assert study.faces.all() == before
    assert study.images.get("P0").label is not None


def test_what_was_computed_is_known_by_photograph_classifier_and_method(study: Study) -> None:
    facts = {"classifier": "vgg", "method": "ig", "seconds": 4.0, "gradients": 9}
    for name, more in (("A", {}), ("B", {"seconds": 6.0}), ("C", {"method": "grad_cam"})):
        model = ExtractionModel(name=name, kind="attribution")
        put(study, replace(result("P0", model), facts={**facts, **more}))
    put(study, result("P0", EXPERTS))
    found = study.results.computed(["P0", "P1"])
    assert sorted((one.maps, one.seconds, one.gradients) for one in found) == [
        (1, 4.0, 9),
        (2, 6.0, 9),
    ]
    assert study.results.computed([]) == []


@pytest.mark.parametrize(
    ("name", "facts", "parts"),
    [
        ("GradCAM|N-CNN", {"method": "grad_cam", "layer": "merge_conv"}, ("N-CNN", "GradCAM", "")),
        ("GradCAM|N-CNN|a", {"method": "grad_cam", "layer": "a"}, ("N-CNN", "GradCAM", "a")),
        ("GradCAM|Ours|2|a", {"method": "grad_cam", "layer": "a"}, ("Ours|2", "GradCAM", "a")),
        ("I.G.|Ours|2", {"method": "integrated_gradients", "layer": None}, ("Ours|2", "I.G.", "")),
        ("Newer|N-CNN|a", {"method": "of another version", "layer": "a"}, ("N-CNN", "Newer", "a")),
        ("GradCAM|N-CNN|a", {}, ("N-CNN", "GradCAM", "a")),
        ("Odd", {}, ("", "Odd", "")),
    ],
)
def test_parts_of_a_model_are_those_that_made_its_maps(study: Study, name, facts, parts) -> None:
    put(study, replace(result("P0", ExtractionModel(name=name, kind="attribution")), facts=facts))
    (stored,) = study.results.all("P0")
    (model,) = study.results.models()
    for one in (stored.model, model):
        assert (one.maker, one.method, one.layer) == parts
        assert one.name == name
