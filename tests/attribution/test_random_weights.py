"""The control that has learned nothing."""

import gc
import weakref

import keras
import numpy as np
import pytest

from neopain_gui.attribution import find_method, grad_cam
from neopain_gui.attribution.asking import ask
from neopain_gui.attribution.question import AttributionRequest
from neopain_gui.attribution.random_weights import random_twin
from neopain_gui.classifiers import Classifier, build_n_cnn, find
from tests.attribution.recipes import photographs

LAYERS = ("central1_relu", "merge", "merge_conv")


def maps_of(model, images, target=1, **options):
    method = find_method("random_weights")
    question = AttributionRequest(
        classifier=Classifier(info=find("n_cnn_phantoms"), model=model, weights_sha256=""),
        inputs=images,
        target=np.full(len(images), target, np.int32),
        layers=LAYERS,
        parameters=method.resolved(options),
    )
    return ask(method, question).maps


@pytest.fixture(scope="module")
def images(n_cnn):
    return photographs(n_cnn, 2, seed=1)


def test_it_depends_on_the_seed_and_the_layer(n_cnn, images):
    first, other = maps_of(n_cnn, images), maps_of(n_cnn, images, seed=7)
    assert list(first) == list(LAYERS)
    for layer in LAYERS:
        assert first[layer].any()
        assert not np.array_equal(first[layer], other[layer])
    assert not np.array_equal(first["merge"], first["merge_conv"])


def test_it_does_not_depend_on_the_trained_weights(n_cnn, images):
    before = [array.copy() for array in n_cnn.get_weights()]
    keras.utils.set_random_seed(99)
    another = build_n_cnn()
    first, second = maps_of(n_cnn, images), maps_of(another, images)
    for layer in LAYERS:
        np.testing.assert_array_equal(first[layer], second[layer])
    trained = grad_cam(n_cnn, images, layers=LAYERS, target=1)
    assert not np.allclose(trained["merge"], first["merge"])
    for array, kept in zip(n_cnn.get_weights(), before, strict=True):
        np.testing.assert_array_equal(array, kept)


def test_it_explains_the_class_that_it_prefers(n_cnn, images):
    twin = random_twin(n_cnn, 1)
    predicted = np.argmax(twin(images), axis=1)
    expected = grad_cam(twin, images, layers=LAYERS, target=predicted)
    for target in (0, 1):
        found = maps_of(n_cnn, images, target)
        for layer in LAYERS:
            np.testing.assert_array_equal(found[layer], expected[layer])


def test_weights_are_as_fresh_as_keras_makes_them(n_cnn):
    """Glorot's uniform: within ±√(6 / (fan in + fan out)) and with that spread; biases zero."""
    twin = random_twin(n_cnn, 3)
    seen = []
    for layer in twin.layers:
        if not layer.weights:
            continue
        kernel, bias = layer.get_weights()
        area = int(np.prod(kernel.shape[:-2]))
        limit = np.sqrt(6 / (area * (kernel.shape[-2] + kernel.shape[-1])))
        assert np.abs(kernel).max() <= limit
        if kernel.size > 1000:
            assert kernel.std() == pytest.approx(limit / np.sqrt(3), rel=0.1)
        assert not bias.any()
        seen.append(kernel)
    assert len(seen) == 6
    # the two 5 × 5 convolutions of the branches have one shape and must not be one
    same_shape = [kernel for kernel in seen if kernel.shape == (5, 5, 3, 64)]
    assert len(same_shape) == 2
    assert not np.array_equal(*same_shape)


def test_a_twin_is_kept_with_its_model():
    model = build_n_cnn()
    twin = random_twin(model, 5)
    assert random_twin(model, 5) is twin
    assert random_twin(model, 6) is not twin
    own, others = weakref.ref(model), weakref.ref(twin)
    del model, twin
    gc.collect()
    assert own() is None
    assert others() is None


def test_nested_models_have_twins_too():
    base = keras.Sequential(
        [keras.Input((6, 6, 3)), keras.layers.Conv2D(2, 3, name="inner")], name="base"
    )
    inputs = keras.Input((6, 6, 3))
    logits = keras.layers.Dense(2, name="logits")(keras.layers.Flatten()(base(inputs)))
    model = keras.Model(inputs, keras.layers.Softmax()(logits))
    kept = base.get_weights()
    twin = random_twin(model, 0)
    inner = twin.get_layer("base").get_layer("inner").get_weights()[0]
    assert not np.array_equal(inner, kept[0])
    np.testing.assert_array_equal(base.get_weights()[0], kept[0])
    random_twin(model, 1)
    again = random_twin(model, 0)
    np.testing.assert_array_equal(
        again.get_layer("base").get_layer("inner").get_weights()[0], inner
    )
