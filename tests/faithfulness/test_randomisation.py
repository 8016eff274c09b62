"""The cascade on the demo N-CNN: what has learnt changes, what has not stays, the model is safe."""

import math
from dataclasses import replace

import keras
import numpy as np
import pytest

from neopain_gui.attribution.explain import explain
from neopain_gui.attribution.gradient_cam import grad_cam
from neopain_gui.attribution.methods import METHODS
from neopain_gui.classifiers import build_n_cnn, find, load
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms.phantom import at_rest, draw
from neopain_gui.errors import Cancelled
from neopain_gui.faces import FaceRegions, RegionSource, region_masks
from neopain_gui.faithfulness.contributions import AT_REST, contributions
from neopain_gui.faithfulness.randomisation import cascade, randomisation, stages, verdict
from neopain_gui.masks import MaskSettings
from tests.faithfulness.toys import StopAfter

SETTINGS = MaskSettings()


@pytest.fixture(scope="module")
def classifier():
    return load(find("n_cnn_phantoms"))


@pytest.fixture(scope="module")
def pain():
    return draw(6100, PainLabel.PAIN)


@pytest.fixture(scope="module")
def crop(pain):
    return pain.image[pain.face_box.slices]


def maps_of(crop):
    """GradCAM, and the photograph's brightness: a map that no classifier has a part in."""

    def made(classifier, job):
        job.check()
        answer = explain(classifier, [crop], method="grad_cam", target="pain", job=job)
        (values,) = answer[0].maps.values()
        grey = classifier.prepare([crop])[0].mean(axis=2)
        return {"grad_cam": values, "brightness": grey}

    return made


def test_the_steps_go_from_the_output_to_the_input(classifier):
    names = [stage.name for stage in stages(classifier, "layer")]
    assert names[:3] == ["logits", "fc", "merge_conv"]
    assert sorted(names[3:]) == ["central1_conv", "central2_conv", "right_conv"]
    assert [layer for stage in stages(classifier) for layer in stage.layers] == names
    with pytest.raises(ValueError, match="group or layer"):
        stages(classifier, "block")


def test_the_cascade_randomises_a_copy_layer_after_layer(classifier):
    before = [w.copy() for w in classifier.model.get_weights()]
    trained = {layer.name: layer.get_weights() for layer in classifier.model.layers}
    done, digests = [], set()
    for stage, randomised in cascade(classifier, by="layer", seed=3):
        done += stage.layers
        digests.add(randomised.weights_sha256)
        for layer in randomised.model.layers:
            for old, new in zip(trained[layer.name], layer.get_weights(), strict=True):
                same = np.array_equal(old, new)
                assert same == (layer.name not in done), layer.name
                if old.ndim > 1 and not same:
                    assert new.std() == pytest.approx(old.std(), rel=1e-3)
                    assert abs(np.corrcoef(old.ravel(), new.ravel())[0, 1]) < 0.75
    assert len(done) == len(digests) == 6
    after = classifier.model.get_weights()
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))
    assert classifier.weights_sha256 not in digests


def test_the_seed_decides_the_weights(classifier):
    def last(seed):
        *_, (_, randomised) = cascade(classifier, seed=seed)
        return randomised.model.get_weights()

    one, same, other = last(0), last(0), last(1)
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not np.array_equal(one[0], other[0])


def test_a_gradient_method_changes_and_a_control_does_not(classifier, crop):
    trained = maps_of(crop)(classifier, StopAfter(99))
    rows = randomisation(classifier, maps_of(crop), trained, settings=SETTINGS, by="layer")
    assert [row.method for row in rows[:2]] == ["grad_cam", "brightness"]
    assert len(rows) == 12
    control = [row.likeness for row in rows if row.method == "brightness"]
    assert all(one.spearman == pytest.approx(1.0) for one in control)
    assert all(one.mask_overlap == 1.0 for one in control)
    learnt = [row.likeness.spearman for row in rows if row.method == "grad_cam"]
    assert all(math.isnan(value) or value < 0.95 for value in learnt)
    again = maps_of(crop)(classifier, StopAfter(99))
    assert np.array_equal(again["grad_cam"], trained["grad_cam"])


def test_what_is_traced_sees_the_new_weights(classifier, crop):
    """Methods keep traced functions by model: the copy's must follow its weights."""
    images = classifier.prepare([crop])
    for stage, randomised in cascade(classifier, seed=1):
        if stage.name not in ("logits", "merge_conv"):
            continue
        kept = grad_cam(randomised.model, images, layers=["merge"], target=1)["merge"]
        fresh = build_n_cnn()
        fresh.set_weights(randomised.model.get_weights())
        expected = grad_cam(fresh, images, layers=["merge"], target=1)["merge"]
        assert np.allclose(kept, expected, rtol=1e-4, atol=1e-9)


QUICK = {
    "integrated_gradients": {"steps": 2},
    "smooth_grad": {"samples": 2},
    "smooth_integrated_gradients": {"samples": 2, "midpoints": 2},
    "expected_gradients": {"samples": 2},
    "occlusion": {"patch": 0.5},
    "rise": {"masks": 10},
}


@pytest.mark.parametrize("method", [method for method in METHODS.values() if not method.control])
def test_no_method_remembers_what_the_copy_had_before(method, classifier, crop):
    """Baselines, scores and traced functions that a method keeps must follow the weights too."""

    def explained(model):
        (answer,) = explain(
            replace(classifier, model=model),
            [crop],
            method=method.id,
            target="pain",
            options=QUICK.get(method.id),
            references=[np.full_like(crop, 90)] if method.needs_references else (),
        )
        (values,) = answer.maps.values()
        return values

    steps = cascade(classifier, seed=2)
    _, first = next(steps)
    explained(first.model)  # now the method keeps whatever it keeps
    *_, (_, last) = steps
    fresh = build_n_cnn()
    fresh.set_weights(last.model.get_weights())
    now, expected = explained(last.model), explained(fresh)
    assert np.allclose(now, expected, rtol=1e-3, atol=1e-5 * max(expected.max(), 1e-12))


def test_the_test_can_be_stopped_between_steps(classifier, crop):
    trained = maps_of(crop)(classifier, StopAfter(99))
    with pytest.raises(Cancelled):
        randomisation(classifier, maps_of(crop), trained, settings=SETTINGS, job=StopAfter(4))


def test_layers_of_nested_models_are_found(classifier):
    inner_in = keras.Input((6, 6, 3))
    inner = keras.Model(inner_in, keras.layers.Conv2D(2, 3, name="deep")(inner_in), name="base")
    outer_in = keras.Input((6, 6, 3))
    x = keras.layers.Flatten()(inner(outer_in))
    outer = keras.Model(outer_in, keras.layers.Dense(2, name="logits")(x))
    nested = replace(classifier, model=outer)
    assert [stage.name for stage in stages(nested)] == ["logits", "deep"]
    before = outer.get_layer("base").get_layer("deep").get_weights()[0].copy()
    *_, (_, randomised) = cascade(nested)
    deep = randomised.model.get_layer("base").get_layer("deep").get_weights()[0]
    assert not np.array_equal(before, deep)
    assert np.array_equal(before, outer.get_layer("base").get_layer("deep").get_weights()[0])


@pytest.mark.parametrize(
    ("last", "words"),
    [(1.0, "does not change"), (0.6, "hardly changes"), (0.2, ""), (math.nan, "undefined")],
)
def test_the_verdict_follows_the_last_step(last, words):
    assert verdict(last) == words


def test_a_phantom_with_every_region_at_rest_is_scored_as_at_rest(classifier, pain, crop):
    """Pasting the calmed regions into the photograph turns pain's score into that of rest."""
    outlines = {"everything": tuple(pain.regions[name] for name in sorted(pain.differing))}
    regions = FaceRegions(outlines=outlines, source=RegionSource.PHANTOM)
    masks = region_masks(regions, pain.face_box, classifier.info.input_size)
    calm = at_rest(pain)
    rest = classifier.prepare([calm.image[calm.face_box.slices]])[0]
    found = contributions(classifier, classifier.prepare([crop])[0], masks, target=1, at_rest=rest)
    pain_score, rest_score = classifier.predict([crop, calm.image[calm.face_box.slices]])[:, 1]
    assert pain_score > 0.9 > 0.1 > rest_score
    assert found.score == pytest.approx(pain_score, abs=1e-5)
    assert found.score - found.changes[AT_REST]["everything"] == pytest.approx(rest_score, abs=0.02)
