"""Targets, facts and layers, from crops to maps."""

import json
import sys

import numpy as np
import pytest

from neopain_gui import locations
from neopain_gui.attribution import METHODS, find_method, grad_cam, integrated_gradients
from neopain_gui.attribution.explain import explain
from neopain_gui.attribution.methods import PAPER_METHODS
from neopain_gui.classifiers import WeightsMetadata, find, load, save_weights
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import Cancelled, InputError
from neopain_gui.provenance import canonical_json

explaining = sys.modules[explain.__module__]
PAIN, NO_PAIN = PainLabel.PAIN, PainLabel.NO_PAIN


@pytest.fixture(scope="module")
def classifier(n_cnn, tmp_path_factory):
    """Pain is output 0 here, so that an order taken for granted shows."""
    path = tmp_path_factory.mktemp("weights") / "untrained.weights.h5"
    metadata = WeightsMetadata(
        architecture="n_cnn", class_order=(PAIN, NO_PAIN), training="", synthetic=True
    )
    save_weights(n_cnn, path, metadata)
    return load(find(path))


@pytest.fixture(scope="module")
def crops():
    generator = np.random.default_rng(8)
    return [generator.integers(0, 256, (70 + 10 * i, 60, 3), np.uint8) for i in range(3)]


def test_grad_cam_of_several_layers(classifier, crops):
    found = explain(classifier, crops, method="grad_cam", layers=["merge", "merge_conv"])
    inputs = classifier.prepare(crops)
    expected = grad_cam(classifier.model, inputs, layers=["merge", "merge_conv"])
    scores = classifier.predict(crops)
    for row, one in enumerate(found):
        assert list(one.maps) == ["merge", "merge_conv"]
        for layer, values in one.maps.items():
            np.testing.assert_array_equal(values, expected[layer][row])
            assert one.empty(layer) == (not values.any())
        assert one.facts["scores"] == {
            "pain": pytest.approx(scores[row, 0]),
            "no pain": pytest.approx(scores[row, 1]),
        }
        assert one.target == one.facts["predicted"] == one.facts["target"]
        assert one.target == ("pain" if scores[row, 0] > scores[row, 1] else "no pain")
        json.loads(canonical_json(one.facts))


def test_the_default_layer_is_the_last_convolution(classifier, crops):
    (one,) = explain(classifier, crops[:1], method="grad_cam")
    assert list(one.maps) == ["merge_conv"]


def test_integrated_gradients_bring_their_figures(classifier, crops):
    (one,) = explain(
        classifier, crops[:1], method="integrated_gradients", target="pain", options={"steps": 9}
    )
    expected = integrated_gradients(
        classifier.model, classifier.prepare(crops[:1]), target=0, steps=9
    )
    np.testing.assert_array_equal(one.maps[None], expected.relevance[0])
    assert one.facts["steps"] == 9
    assert one.facts["target"] == "pain"
    assert one.facts["score"] == pytest.approx(one.facts["scores"]["pain"], abs=1e-6)
    for name in ("baseline_score", "residual", "completeness_error"):
        assert one.facts[name] == getattr(expected, name)[0]
    json.loads(canonical_json(one.facts))


def test_an_infinite_completeness_error_is_no_number(classifier, crops, monkeypatch):
    def infinite(*arguments, **options):
        result = integrated_gradients(*arguments, **options)
        result.completeness_error[:] = np.inf
        return result

    monkeypatch.setattr("neopain_gui.attribution.integrated.integrated_gradients", infinite)
    (one,) = explain(classifier, crops[:1], method="integrated_gradients", options={"steps": 1})
    assert one.facts["completeness_error"] is None


@pytest.mark.parametrize(
    ("target", "labels", "indices"),
    [
        ("pain", None, [0, 0, 0]),
        ("no pain", None, [1, 1, 1]),
        ("labelled", [NO_PAIN, PAIN, NO_PAIN], [1, 0, 1]),
    ],
)
def test_targets(classifier, crops, target, labels, indices):
    found = explain(classifier, crops, method="grad_cam", target=target, labels=labels)
    inputs = classifier.prepare(crops)
    expected = grad_cam(classifier.model, inputs, layers=["merge_conv"], target=indices)
    for row, one in enumerate(found):
        np.testing.assert_array_equal(one.maps["merge_conv"], expected["merge_conv"][row])
        assert one.target == ["pain", "no pain"][indices[row]]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"target": "labelled"}, "has no label"),
        ({"target": "labelled", "labels": [PAIN, None, PAIN]}, "has no label"),
        ({"target": "happy"}, "there is no class 'happy'; choose one of predicted, labelled"),
        ({"method": "lime"}, "there is no method 'lime'; choose one of grad_cam"),
    ],
)
def test_what_the_user_can_mend(classifier, crops, options, sentence):
    with pytest.raises(InputError, match=sentence):
        explain(classifier, crops, **({"method": "grad_cam"} | options))


@pytest.mark.parametrize("method", METHODS)
def test_no_crops(classifier, method):
    with pytest.raises(InputError, match="there is no face to explain"):
        explain(classifier, [], method=method)


@pytest.mark.parametrize("method", METHODS)
def test_a_method_that_gives_scores_makes_no_pass_for_them(classifier, crops, method, monkeypatch):
    """The passes that count are those of the method; the scores' own is one more."""
    passes = []
    usual = explaining._scores
    monkeypatch.setattr(explaining, "_scores", lambda *given: passes.append(1) or usual(*given))
    cheap = {"steps": 2, "samples": 2, "midpoints": 1, "masks": 8, "patch": 0.5}
    known = METHODS[method].parameters
    options = {name: value for name, value in cheap.items() if name in known}
    (one,) = explain(classifier, crops[:1], method=method, options=options, references=crops[1:])
    assert len(passes) == (0 if METHODS[method].gives_scores else 1)
    scores = classifier.predict(crops[:1])[0]
    assert list(one.facts["scores"].values()) == pytest.approx(list(scores), abs=1e-6)
    assert one.facts["predicted"] == ("pain" if scores[0] > scores[1] else "no pain")


def test_the_class_explained_is_the_one_with_the_largest_score(classifier, crops):
    for crop in crops:
        (seen,) = explain(classifier, [crop], method="grad_cam")
        (told,) = explain(classifier, [crop], method="grad_cam", target=seen.facts["predicted"])
        np.testing.assert_array_equal(seen.maps["merge_conv"], told.maps["merge_conv"])


def test_it_stops_before_it_starts(classifier, crops):
    class Stopped:
        def check(self):
            raise Cancelled

    with pytest.raises(Cancelled):
        explain(classifier, crops, method="grad_cam", job=Stopped())


def test_the_methods_know_themselves():
    assert [METHODS[method].title for method in PAPER_METHODS] == ["GradCAM", "I.G."]
    assert tuple(METHODS)[:2] == PAPER_METHODS
    titles = [method.title for method in METHODS.values()]
    assert len(set(titles)) == len(titles)
    assert not any("|" in title for title in titles)
    for name, method in METHODS.items():
        assert find_method(name) is method
        assert method.id == name
        assert method.resolved() == {n: p.default for n, p in method.parameters.items()}
        canonical_json(method.resolved())


def test_shipped_weights_are_explained(crops):
    """Whatever is in ``models`` gives finite maps for the dissertation's methods."""
    weights = locations.models() / "n_cnn_phantoms.weights.h5"
    if not weights.is_file():
        pytest.skip("the demo weights are not there")
    classifier = load(find("n_cnn_phantoms"))
    for method in PAPER_METHODS:
        for one in explain(classifier, crops[:1], method=method):
            for values in one.maps.values():
                assert values.shape == (120, 120)
                assert np.isfinite(values).all()
                assert (values >= 0).all()


def test_an_answer_is_repeated_to_the_last_bit_with_its_chunk(classifier, crops):
    def asked(**chunk):
        (one,) = explain(
            classifier, crops[:1], method="integrated_gradients", options={"steps": 9}, **chunk
        )
        return one

    usual = asked()
    for chunk in (1, 4, 16):
        one = asked(chunk=chunk)
        assert one.facts["chunk"] == chunk
        assert one.maps[None].tobytes() == asked(chunk=chunk).maps[None].tobytes()
    assert usual.maps[None].tobytes() == asked(chunk=usual.facts["chunk"]).maps[None].tobytes()
