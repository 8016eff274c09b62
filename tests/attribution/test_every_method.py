"""What holds for every method, on classifiers and pictures that are hard to explain."""

import json

import keras
import numpy as np
import pytest
import tensorflow as tf

from neopain_gui.attribution import METHODS
from neopain_gui.attribution.explain import explain
from neopain_gui.classifiers import Classifier, find
from neopain_gui.errors import Cancelled, WeightsError
from neopain_gui.provenance import canonical_json

ABOUT = "neopain_gui.attribution"

CHEAP = {"steps": 3, "samples": 3, "midpoints": 2, "masks": 30, "patch": 0.25, "stride": 0.8}
"""Options that make a method quick, where it has them."""


def options(method):
    return {name: value for name, value in CHEAP.items() if name in METHODS[method].parameters}


def asked(classifier, crops, method, **more):
    more = {"options": options(method), "references": REFERENCES} | more
    return explain(classifier, crops, method=method, **more)


def crop(seed, shape=(70, 60)):
    return np.random.default_rng(seed).integers(0, 256, (*shape, 3), np.uint8)


CROPS = [crop(seed) for seed in range(3)]
REFERENCES = [crop(seed) for seed in range(10, 15)]


@keras.saving.register_keras_serializable("tests")
class Counted(keras.layers.Layer):
    """Passes pictures on and counts them each time that the network runs."""

    count = 0

    def call(self, pictures):
        return counted(pictures)

    def compute_output_shape(self, shape):
        return shape


def _count(pictures):
    Counted.count += len(pictures)
    return pictures


@tf.custom_gradient
def counted(pictures):
    passed = tf.numpy_function(_count, [pictures], tf.float32)
    passed.set_shape(pictures.shape)
    return passed, lambda gradient: gradient


def classifier_of(model, like="n_cnn_phantoms"):
    return Classifier(info=find(like), model=model, weights_sha256="")


def toy(size=120, *, scale=1.0, layer="merge_conv", count=False):
    """A transfer-learning model: the layer explained is inside a nested one."""
    keras.utils.set_random_seed(4)
    base = keras.Sequential(
        [
            keras.Input((size, size, 3)),
            *([Counted()] if count else []),
            keras.layers.AveragePooling2D(size // 15),
            keras.layers.Conv2D(4, 3, padding="same", activation="relu", name=layer),
        ],
        name="base",
    )
    inputs = keras.Input((size, size, 3))
    logits = keras.layers.Dense(2, name="logits")(keras.layers.Flatten()(base(inputs)))
    model = keras.Model(inputs, keras.layers.Softmax()(logits))
    model.get_layer("logits").kernel.assign(scale * model.get_layer("logits").kernel)
    return model


@pytest.fixture(scope="module")
def classifiers(n_cnn):
    return {
        "n_cnn": classifier_of(n_cnn),
        "nested": classifier_of(toy()),
        "saturated": classifier_of(toy(scale=1e5)),
        "indifferent": classifier_of(toy(scale=0.0)),
    }


def check(explanations, size=120):
    for one in explanations:
        assert one.maps
        for values in one.maps.values():
            assert values.shape == (size, size)
            assert values.dtype == np.float32
            assert np.isfinite(values).all()
            assert (values >= 0).all()
        json.loads(canonical_json(one.facts))


@pytest.mark.parametrize("kind", ["n_cnn", "nested"])
@pytest.mark.parametrize("method", METHODS)
def test_maps_are_numbers_and_speak(classifiers, method, kind):
    found = asked(classifiers[kind], CROPS, method, target="pain") + asked(
        classifiers[kind], CROPS, method, target="no pain"
    )
    check(found)
    assert any(not one.empty(layer) for one in found for layer in one.maps)


@pytest.mark.parametrize("method", METHODS)
def test_the_same_question_has_the_same_answer(classifiers, method):
    first, second = (asked(classifiers["n_cnn"], CROPS[:1], method)[0] for _ in range(2))
    for layer, values in first.maps.items():
        np.testing.assert_array_equal(values, second.maps[layer])
    assert first.facts == second.facts


@pytest.mark.parametrize("method", METHODS)
def test_an_image_does_not_depend_on_its_batch(classifiers, method):
    together = asked(classifiers["n_cnn"], CROPS, method)
    for row in (0, 2):
        (alone,) = asked(classifiers["n_cnn"], [CROPS[row]], method)
        for layer, values in alone.maps.items():
            np.testing.assert_allclose(
                together[row].maps[layer], values, rtol=0, atol=1e-4 * max(values.max(), 1e-9)
            )


@pytest.mark.parametrize("method", METHODS)
def test_pictures_with_nothing_in_them(classifiers, method):
    crops = [
        np.zeros((1, 1, 3), np.uint8),
        np.full((50, 40, 3), 255, np.uint8),
        np.full((1, 200, 3), 90, np.uint8),
    ]
    found = asked(classifiers["n_cnn"], crops, method)
    check(found)
    if method == "edges":
        assert all(one.empty(None) for one in found)


@pytest.mark.parametrize("method", METHODS)
def test_a_saturated_classifier(classifiers, method):
    """Its softmax is 1 and 0 wherever one looks, and its gradient 0."""
    scores = classifiers["saturated"].predict(CROPS)
    assert np.isin(scores, (0.0, 1.0)).all()
    found = asked(classifiers["saturated"], CROPS, method)
    check(found)
    parameters = METHODS[method].parameters
    if "score" in parameters and not METHODS[method].control:
        both = {
            score: asked(
                classifiers["saturated"], CROPS, method, options=options(method) | {"score": score}
            )
            for score in ("probability", "logit")
        }
        check(both["probability"])
        assert any(not one.empty(layer) for one in both["logit"] for layer in one.maps)


@pytest.mark.parametrize("method", METHODS)
def test_a_classifier_that_gives_everything_the_same_score(classifiers, method):
    found = asked(classifiers["indifferent"], CROPS, method)
    check(found)
    if not METHODS[method].control:
        assert all(one.empty(layer) for one in found for layer in one.maps)


@pytest.mark.parametrize("method", METHODS)
def test_weights_that_are_no_numbers(method):
    model = toy()
    kernel = model.get_layer("logits").kernel
    kernel.assign(kernel * np.nan)
    with pytest.raises(WeightsError, match="some weights are not numbers"):
        asked(classifier_of(model), CROPS[:1], method)


@pytest.mark.parametrize("method", METHODS)
def test_it_stops_soon_after_it_is_told(method):
    """Between two checks one picture of VGG-Face's size goes through the network, or two.

    So it is with the chunk that Integrated Gradients measure for a VGG-Face on slow machines.
    """
    classifier = classifier_of(toy(224, layer="conv5_3", count=True), "vgg_face_phantoms")

    class Listening:
        def __init__(self, checks=10**9):
            self.left, self.passed, self.shares = checks, [], []

        def check(self):
            self.passed.append(Counted.count)
            if len(self.passed) > self.left:
                raise Cancelled

        def progress(self, done, total, text=""):
            self.shares.append(done / total)

        def partial(self, message):
            pass

    whole = Listening()
    start = Counted.count
    asked(classifier, CROPS[:1], method, chunk=1, job=whole)
    between = np.diff([start, *whole.passed, Counted.count])
    assert between.max() <= 2
    assert whole.shares == sorted(whole.shares)
    assert whole.shares[-1] == 1.0
    for checks in {1, len(whole.passed) // 2, len(whole.passed) - 1}:
        job = Listening(checks)
        with pytest.raises(Cancelled):
            asked(classifier, CROPS[:1], method, chunk=1, job=job)
        assert job.passed[-1] == Counted.count


@pytest.mark.parametrize("method", METHODS)
def test_every_option_says_what_it_does(method):
    for parameter in METHODS[method].parameters.values():
        assert parameter.title
        assert parameter.tip
        assert not parameter.tip.endswith(".")
        assert parameter.checked(parameter.default) == parameter.default
    assert METHODS[method].paper
    assert METHODS[method].version >= 1


@pytest.mark.parametrize("method", METHODS)
def test_every_option_matters(classifiers, method):
    """No option does nothing: a change of any changes a map."""
    info = classifiers["n_cnn"].info
    layers = [layer.name for layer in info.layers] if METHODS[method].by_layer else []
    usual = asked(classifiers["n_cnn"], CROPS[:1], method, layers=layers, target="pain")[0]
    for parameter in METHODS[method].parameters.values():
        value = options(method).get(parameter.name, parameter.default)
        changes = [choice for choice in parameter.choices if choice != value]
        if parameter.low is not None:
            changes.append(parameter.checked(min(parameter.high, 2 * value + parameter.low + 1)))
        found = [
            asked(
                classifiers["n_cnn"],
                CROPS[:1],
                method,
                layers=layers,
                target="pain",
                options=options(method) | {parameter.name: change},
            )[0]
            for change in changes
        ]
        for one, change in zip(found, changes, strict=True):
            if (parameter.name, change) == ("baseline", "zeros"):
                continue  # which is black, for an N-CNN
            same = all(np.array_equal(one.maps[name], usual.maps[name]) for name in usual.maps)
            assert not same, (parameter.name, change)
