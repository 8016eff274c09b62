import gc
import weakref

import keras
import numpy as np
import pytest

from neopain_gui.attribution import grad_cam
from neopain_gui.classifiers import ARCHITECTURES
from neopain_gui.classifiers.network.scoring import _traced
from neopain_gui.errors import Cancelled
from tests.attribution.recipes import by_hand, grad_cam_recipe, photographs

VGG_DEPTH = ARCHITECTURES["vgg_face"].depth_layers


def assert_close(found, expected):
    assert np.abs(found - expected).max() <= 1e-4 * np.abs(expected).max()


@pytest.mark.parametrize("target", [0, 1])
def test_n_cnn_agrees_with_the_keras_recipe(n_cnn, target):
    images = photographs(n_cnn, 3)
    names = [layer.name for layer in ARCHITECTURES["n_cnn"].layers]
    maps = grad_cam(n_cnn, images, layers=names, target=target)
    assert list(maps) == names
    seen = 0
    for name in names:
        assert maps[name].shape == (3, 120, 120)
        assert maps[name].dtype == np.float32
        for found, image in zip(maps[name], images, strict=True):
            expected = grad_cam_recipe(n_cnn, image, name, target)
            assert_close(found, expected)
            seen += expected.any()
    assert seen > len(names)


def test_vgg_face_agrees_with_the_keras_recipe_at_every_depth(vgg_face):
    images = photographs(vgg_face, 1, seed=4)
    maps = grad_cam(vgg_face, images, layers=VGG_DEPTH, target=1)
    assert list(maps) == list(VGG_DEPTH)
    for name in VGG_DEPTH:
        expected = grad_cam_recipe(vgg_face, images[0], name, 1)
        assert expected.any()
        assert_close(maps[name][0], expected)


def test_the_predicted_class_is_the_default(n_cnn):
    images = photographs(n_cnn, 4)
    predicted = np.argmax(n_cnn(images), axis=1)
    default = grad_cam(n_cnn, images, layers=["merge_conv"])["merge_conv"]
    asked = grad_cam(n_cnn, images, layers=["merge_conv"], target=predicted)["merge_conv"]
    np.testing.assert_array_equal(default, asked)
    other = grad_cam(n_cnn, images, layers=["merge_conv"], target=1 - predicted)["merge_conv"]
    assert not np.array_equal(default, other)


def test_an_image_does_not_depend_on_its_batch(n_cnn):
    images = photographs(n_cnn, 11)
    together = grad_cam(n_cnn, images, layers=["merge", "merge_conv"], target=1)
    for row in (0, 7, 8, 10):
        alone = grad_cam(n_cnn, images[row : row + 1], layers=["merge", "merge_conv"], target=1)
        for name, values in alone.items():
            np.testing.assert_allclose(
                together[name][row], values[0], atol=1e-5 * values.max(), rtol=0
            )


def test_targets_may_differ_between_images(n_cnn):
    images = photographs(n_cnn, 2)
    mixed = grad_cam(n_cnn, images, layers=["merge"], target=[1, 0])["merge"]
    ones = grad_cam(n_cnn, images, layers=["merge"], target=1)["merge"]
    noughts = grad_cam(n_cnn, images, layers=["merge"], target=0)["merge"]
    np.testing.assert_allclose(mixed[0], ones[0], rtol=1e-5)
    np.testing.assert_allclose(mixed[1], noughts[1], rtol=1e-5)


def test_equations_6_and_7_by_hand():
    weights = np.zeros((16, 2), np.float32)
    weights[:, 0] = np.arange(16)
    weights[:, 1] = -np.arange(16)
    image = np.arange(-8, 8, dtype=np.float32).reshape(1, 4, 4, 1)
    maps = grad_cam(by_hand(weights, np.zeros(2)), image, layers=["features"], target=0)
    # alpha = mean(0 … 15) = 7.5; A = ReLU of the input
    np.testing.assert_allclose(maps["features"][0], 7.5 * np.maximum(image[0, :, :, 0], 0))


def test_nothing_that_speaks_for_the_class_is_a_zero_map():
    weights = np.stack([-np.ones(16), np.ones(16)], axis=1).astype(np.float32)
    image = np.ones((1, 4, 4, 1), np.float32)
    values = grad_cam(by_hand(weights, np.zeros(2)), image, layers=["features"], target=0)
    assert (values["features"] == 0).all()


def test_a_saturated_softmax_does_not_matter_to_the_logit():
    weights = np.stack([np.zeros(16), 1e4 * np.ones(16)], axis=1).astype(np.float32)
    model = by_hand(weights, np.zeros(2))
    image = np.ones((1, 4, 4, 1), np.float32)
    assert float(np.max(model(image))) == 1.0
    values = grad_cam(model, image, layers=["features"])["features"]
    np.testing.assert_allclose(values, 1e4)


def test_layers_inside_a_nested_model():
    keras.utils.set_random_seed(5)
    base = keras.Sequential(
        [
            keras.Input((12, 12, 3)),
            keras.layers.Conv2D(4, 3, activation="relu", name="inner"),
            keras.layers.MaxPooling2D(2, name="pool"),
        ],
        name="base",
    )
    inputs = keras.Input((12, 12, 3))
    logits = keras.layers.Dense(2, name="logits")(keras.layers.Flatten()(base(inputs)))
    nested = keras.Model(inputs, keras.layers.Softmax()(logits))
    again = keras.Input((12, 12, 3))
    x = keras.layers.Conv2D(4, 3, activation="relu", name="inner")(again)
    x = keras.layers.Flatten()(keras.layers.MaxPooling2D(2)(x))
    x = keras.layers.Dense(2, name="logits")(x)
    flat = keras.Model(again, keras.layers.Softmax()(x))
    flat.set_weights(nested.get_weights())
    image = np.random.default_rng(0).random((1, 12, 12, 3), np.float32)
    found = grad_cam(nested, image, layers=["inner"], target=1)["inner"]
    expected = grad_cam_recipe(flat, image[0], "inner", 1)
    assert expected.any()
    assert_close(found[0], expected)


def test_new_weights_are_seen_and_old_models_are_let_go(small):
    model = keras.models.clone_model(small)
    image = np.ones((1, 8, 9, 3), np.float32)
    before = grad_cam(model, image, layers=["second"], target=0)["second"]
    model.set_weights([-array for array in model.get_weights()])
    after = grad_cam(model, image, layers=["second"], target=0)["second"]
    assert not np.array_equal(before, after)
    assert model in _traced
    reference = weakref.ref(model)
    del model
    gc.collect()
    assert reference() is None


def test_frozen_layers_are_explained_all_the_same(small):
    image = np.random.default_rng(1).random((1, 8, 9, 3), np.float32)
    expected = grad_cam(small, image, layers=["first"])["first"]
    frozen = keras.models.clone_model(small)
    frozen.set_weights(small.get_weights())
    frozen.trainable = False
    np.testing.assert_array_equal(grad_cam(frozen, image, layers=["first"])["first"], expected)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"layers": ["conv9_9"]}, r"no layer 'conv9_9'; it has .*merge_conv"),
        ({"layers": []}, "no layer was asked for"),
        ({"layers": ["fc"]}, "'fc' has no feature maps"),
        ({"target": 2}, r"target must be in 0…1"),
        ({"target": -1}, r"target must be in 0…1"),
        ({"target": [0, 1, 1]}, "class index or 2 of them"),
        ({"target": 0.5}, "class index"),
        ({"target": True}, "class index"),
        ({"inputs": np.zeros((2, 100, 120, 3))}, "shape"),
        ({"inputs": np.zeros((120, 120, 3))}, "shape"),
        ({"inputs": np.full((2, 120, 120, 3), np.nan)}, "finite"),
        ({"inputs": np.full((2, 120, 120, 3), "a")}, "numbers"),
    ],
)
def test_what_does_not_fit_is_refused(n_cnn, change, sentence):
    arguments = {"inputs": np.zeros((2, 120, 120, 3)), "layers": ["merge"], "target": None}
    arguments |= change
    with pytest.raises(ValueError, match=sentence):
        grad_cam(n_cnn, arguments.pop("inputs"), **arguments)


def test_a_layer_that_the_score_does_not_depend_on():
    inputs = keras.Input((4, 4, 1))
    beside = keras.layers.Conv2D(1, 1, name="beside")(inputs)
    first = keras.layers.Lambda(lambda pair: pair[0], output_shape=(4, 4, 1))([inputs, beside])
    logits = keras.layers.Dense(2, name="logits")(keras.layers.Flatten()(first))
    model = keras.Model(inputs, keras.layers.Softmax()(logits))
    with pytest.raises(ValueError, match="does not depend on layer 'beside'"):
        grad_cam(model, np.ones((1, 4, 4, 1)), layers=["beside"])


class Stopping:
    """A job that the user stops after some checks."""

    def __init__(self, checks):
        self.left, self.shares = checks, []

    def check(self):
        self.left -= 1
        if self.left < 0:
            raise Cancelled

    def progress(self, done, total, text=""):
        self.shares.append(done / total)


def test_it_can_be_stopped_between_chunks(n_cnn):
    job = Stopping(1)
    with pytest.raises(Cancelled):
        grad_cam(n_cnn, photographs(n_cnn, 20), layers=["merge"], job=job)
    assert job.shares == [0.0]
    job = Stopping(100)
    grad_cam(n_cnn, photographs(n_cnn, 20), layers=["merge"], job=job)
    assert job.shares == [0.0, 0.35, 0.7, 1.0]
