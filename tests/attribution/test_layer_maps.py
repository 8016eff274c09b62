"""What GradCAM's relatives share: which activations are looked at, and what is left behind."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from neopain_gui.attribution import grad_cam, grad_cam_pp, hires_cam
from neopain_gui.classifiers import ARCHITECTURES
from tests.attribution.recipes import by_hand, grad_cam_recipe, photographs

FAMILY = [grad_cam, grad_cam_pp, hires_cam]


def assert_close(found, expected):
    assert expected.any()
    assert np.abs(found - expected).max() <= 1e-4 * np.abs(expected).max()


@pytest.mark.parametrize("branch", ["central1", "central2", "right"])
def test_before_a_relu_of_its_own_is_the_convolution(n_cnn, branch):
    images = photographs(n_cnn, 1, seed=3)
    relu, convolution = f"{branch}_relu", f"{branch}_conv"
    found = grad_cam(n_cnn, images, layers=[relu], target=1, activations="before ReLU")[relu]
    assert_close(found[0], grad_cam_recipe(n_cnn, images[0], convolution, 1))


def test_before_a_fused_relu_is_what_it_is_given(n_cnn):
    """The rest of the network is repeated by hand from the linear convolution on."""
    images = photographs(n_cnn, 1, seed=3)
    layer = n_cnn.get_layer
    merged = keras.Model(n_cnn.input, layer("merge").output)(images)
    kernel, bias = layer("merge_conv").get_weights()
    linear = tf.nn.conv2d(merged, kernel, 1, "SAME") + bias
    with tf.GradientTape() as tape:
        tape.watch(linear)
        x = layer("flatten")(layer("merge_pool")(tf.nn.relu(linear)))
        score = layer("logits")(layer("fc")(x))[0, 1]
    weights = tf.reduce_mean(tape.gradient(score, linear), axis=(1, 2), keepdims=True)
    small = tf.nn.relu(tf.reduce_sum(weights * linear, axis=-1, keepdims=True))
    expected = tf.image.resize(small, (120, 120))[0, :, :, 0].numpy()
    found = grad_cam(n_cnn, images, layers=["merge_conv"], target=1, activations="before ReLU")[
        "merge_conv"
    ]
    assert_close(found[0], expected)
    after = grad_cam(n_cnn, images, layers=["merge_conv"], target=1)["merge_conv"]
    assert np.abs(after - found).max() > 0.01 * found.max()


@pytest.mark.parametrize("method", FAMILY)
def test_the_merged_branches_have_no_relu(n_cnn, method):
    images = photographs(n_cnn, 1)
    after = method(n_cnn, images, layers=["merge"], target=0)["merge"]
    before = method(n_cnn, images, layers=["merge"], target=0, activations="before ReLU")["merge"]
    assert after.any()
    np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize(
    "activation",
    [
        "relu",
        keras.layers.LeakyReLU(negative_slope=0.3),
        lambda x: keras.ops.maximum(x, 0.1 * x),
    ],
)
def test_an_activation_of_any_kind_can_be_fused(activation):
    keras.utils.set_random_seed(2)
    inputs = keras.Input((6, 6, 1))
    fused = keras.layers.Conv2D(3, 3, padding="same", activation=activation, name="fused")
    logits = keras.layers.Dense(2, name="logits")(keras.layers.Flatten()(fused(inputs)))
    model = keras.Model(inputs, keras.layers.Softmax()(logits))
    kept = fused.activation
    image = np.random.default_rng(0).normal(0, 1, (1, 6, 6, 1)).astype(np.float32)
    linear = tf.nn.conv2d(image, fused.kernel, 1, "SAME") + fused.bias
    with tf.GradientTape() as tape:
        tape.watch(linear)
        score = model.get_layer("logits")(tf.reshape(fused.activation(linear), (1, -1)))[0, 0]
    product = tape.gradient(score, linear) * linear
    expected = np.maximum(tf.reduce_sum(product, axis=-1).numpy()[0], 0)
    found = hires_cam(model, image, layers=["fused"], target=0, activations="before ReLU")
    assert_close(found["fused"][0], expected)
    assert fused.activation is kept


def test_the_network_is_left_as_it_was(n_cnn):
    names = [layer.name for layer in ARCHITECTURES["n_cnn"].layers]
    before = {layer.name: set(vars(layer)) for layer in n_cnn.layers}
    activations = {name: n_cnn.get_layer(name).__dict__.get("activation") for name in names}
    images = photographs(n_cnn, 1)
    for way in ("after ReLU", "before ReLU"):
        grad_cam(n_cnn, images, layers=names[::-1], activations=way)
    with pytest.raises(ValueError, match="no feature maps"):
        grad_cam(n_cnn, images, layers=["fc"], activations="before ReLU")
    assert {layer.name: set(vars(layer)) for layer in n_cnn.layers} == before
    for name, activation in activations.items():
        assert n_cnn.get_layer(name).__dict__.get("activation") is activation


@pytest.mark.parametrize("method", FAMILY)
def test_options_that_do_not_exist(n_cnn, method):
    images = photographs(n_cnn, 1)
    with pytest.raises(ValueError, match="'after ReLU' or 'before ReLU'"):
        method(n_cnn, images, layers=["merge"], activations="never")
    with pytest.raises(ValueError, match="score must be logit or probability"):
        method(n_cnn, images, layers=["merge"], score="pain")


def test_the_probability_of_two_classes_by_hand():
    """∂p₁/∂A = p₁ (1 − p₁) (∂z₁/∂A − ∂z₀/∂A)."""
    weights = np.random.default_rng(0).normal(0, 0.1, (16, 2)).astype(np.float32)
    image = np.random.default_rng(1).normal(0, 1, (1, 4, 4, 1)).astype(np.float32)
    model = by_hand(weights, np.float32([0.3, 0.1]))
    p = model(image).numpy()[0, 1]
    gradient = p * (1 - p) * (weights[:, 1] - weights[:, 0]).reshape(4, 4)
    features = np.maximum(image[0, :, :, 0], 0)
    options = {"layers": ["features"], "target": 1, "score": "probability"}
    found = hires_cam(model, image, **options)["features"][0]
    assert_close(found, np.maximum(gradient * features, 0))
    found = grad_cam(model, image, **options)["features"][0]
    np.testing.assert_allclose(found, np.maximum(gradient.mean() * features, 0), rtol=1e-4)
