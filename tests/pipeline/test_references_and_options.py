"""Which photographs without pain are compared with, what a study keeps of options, growing maps."""

import pickle

import numpy as np
import pytest

from neopain_gui.attribution.methods import find_method
from neopain_gui.classifiers import find
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import InputError
from neopain_gui.geometry import Box
from neopain_gui.pipeline.maps import growing
from neopain_gui.pipeline.maps.choice import Choice
from neopain_gui.pipeline.maps.growing import GrowthWatch
from neopain_gui.pipeline.maps.reference_photographs import MOST, References
from neopain_gui.pipeline.settings.method_options import (
    METHOD_OPTIONS,
    parse_options,
    study_options,
    with_options,
)
from neopain_gui.study import Study
from tests.study.material import photographs

ABOUT = "neopain_gui.pipeline"

IG = "integrated_gradients"


@pytest.fixture
def study(tmp_path):
    images = photographs(tmp_path / "photographs", 6)
    with Study.create(tmp_path / "s.neopain") as study:
        study.images.add(images, root=tmp_path / "photographs")
        yield study


def test_references_are_at_rest_and_of_other_neonates(study):
    images = {image.id: image for image in study.images.all()}
    chosen = References(study).of(images["P0"])
    by_hash = {image.sha256: image for image in images.values()}
    found = [by_hash[one.sha256] for one in chosen]
    assert [image.id for image in found] == ["P2", "P4"]
    assert {image.label for image in found} == {PainLabel.NO_PAIN}
    for image, one in zip(found, chosen, strict=True):
        np.testing.assert_array_equal(one.crop, study.images.pixels(image.id)[one.box.slices])
        assert one.record == [image.sha256, list(one.box.as_tuple())]


def test_a_photograph_without_a_face_is_no_reference(study):
    study.faces.put("P2", None)
    assert len(References(study).of(study.images.get("P0"))) == 1


def test_references_are_spread_and_no_more_than_needed(tmp_path):
    images = photographs(tmp_path / "many", 2 * (MOST + 20))
    with Study.create(tmp_path / "many.neopain") as study:
        study.images.add(images, root=tmp_path / "many")
        chosen = References(study).of(study.images.get("P0"))
    assert len({one.sha256 for one in chosen}) == MOST
    last_tenth = {image.sha256 for image in images[-len(images) // 10 :]}
    assert chosen[-1].sha256 in last_tenth


def keep(study, method, options):
    study.set_setting(METHOD_OPTIONS, with_options(study, method, options))


def test_a_study_keeps_options(study):
    assert study_options(study, IG) == find_method(IG).resolved()
    keep(study, IG, {"steps": "24"})
    keep(study, "grad_cam", {"score": "probability"})
    assert study_options(study, IG)["steps"] == 24
    assert study_options(study, "grad_cam")["score"] == "probability"
    keep(study, IG, {"steps": "auto"})
    assert study.setting(METHOD_OPTIONS, None) == {"grad_cam": {"score": "probability"}}


def test_a_wrong_option_is_not_kept(study):
    keep(study, IG, {"steps": 24})
    with pytest.raises(InputError, match="steps cannot be 0"):
        keep(study, IG, {"steps": 0})
    assert study_options(study, IG)["steps"] == 24


@pytest.mark.parametrize("stored", [{IG: {"steps": -1}}, {IG: {"colour": 3}}, {IG: 4}, "x", None])
def test_options_that_no_longer_fit_are_the_defaults(study, stored):
    study.set_setting(METHOD_OPTIONS, stored)
    assert study_options(study, IG) == find_method(IG).resolved()


def test_options_as_text():
    assert parse_options(["steps=24", " score = logit "]) == {"steps": "24", "score": "logit"}
    with pytest.raises(InputError, match="the option 'steps' has no value; write NAME=VALUE"):
        parse_options(["steps"])
    with pytest.raises(InputError, match="the option steps stands twice"):
        parse_options(["steps=1", "steps=2"])


def test_a_growing_map_is_told_now_and_then(monkeypatch):
    told, clock = [], [0.0]

    class Listening:
        def partial(self, message):
            told.append(pickle.loads(pickle.dumps(message)))

    monkeypatch.setattr(growing, "monotonic", lambda: clock[0])
    choice = Choice(method=IG, target="pain")
    box = Box(left=1, top=2, right=9, bottom=8)
    watch = GrowthWatch("P1", find("n_cnn_phantoms"), choice, box, Listening())
    values = np.random.default_rng(0).random((6, 5), dtype=np.float32)
    watch(0, np.zeros((6, 5), np.float32))
    assert not told
    for step in range(10):
        clock[0] = 0.1 * step
        watch(0, values)
    assert 3 <= len(told) <= 5
    one = told[0]
    assert (one.image_id, one.classifier, one.method) == ("P1", "n_cnn_phantoms", IG)
    assert (one.target, one.box, one.values.dtype) == ("pain", box, np.float32)
    np.testing.assert_allclose(one.values, values, atol=one.top / 255)
