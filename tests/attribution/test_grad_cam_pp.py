import keras
import numpy as np
import pytest

from neopain_gui.attribution import grad_cam, grad_cam_pp
from tests.attribution.recipes import by_hand, enlarged, features_and_gradient, photographs


def paper(features, gradient, score):
    """Equations 11 and 19 as they stand, Y = exp(S) and its three derivatives, in float64."""
    features, gradient = features.astype(np.float64), gradient.astype(np.float64)
    y = np.exp(np.float64(score))
    first, second, third = y * gradient, y * gradient**2, y * gradient**3
    below = 2 * second + features.sum(axis=(0, 1)) * third
    alpha = np.divide(second, below, out=np.zeros_like(second), where=below != 0)
    weights = (alpha * np.maximum(first, 0)).sum(axis=(0, 1))
    return np.maximum(features @ weights, 0)


@pytest.mark.parametrize("target", [0, 1])
def test_n_cnn_agrees_with_the_paper_but_for_the_scale(n_cnn, target):
    """After a ReLU, where no sum of a feature map is negative, but for the factor exp(S)."""
    images = photographs(n_cnn, 3, seed=2)
    maps = grad_cam_pp(n_cnn, images, layers=["merge_conv"], target=target)["merge_conv"]
    logits = keras.Model(n_cnn.input, n_cnn.get_layer("logits").output)(images).numpy()
    for found, image, logit in zip(maps, images, logits[:, target], strict=True):
        features, gradient = features_and_gradient(n_cnn, image, "merge_conv", target)
        small = paper(features, gradient, logit) / np.exp(np.float64(logit))
        expected = enlarged(small, (120, 120))
        assert expected.any()
        assert np.abs(found - expected).max() <= 1e-4 * expected.max()


def test_equal_gradients_give_grad_cam_but_for_each_channel_s_scale():
    """With one channel and g everywhere the weight is hw · g / (2 + g ΣA)."""
    weights = np.stack([np.zeros(16), np.full(16, 0.5)], axis=1).astype(np.float32)
    image = np.arange(16, dtype=np.float32).reshape(1, 4, 4, 1)
    model = by_hand(weights, np.zeros(2))
    found = grad_cam_pp(model, image, layers=["features"], target=1)["features"]
    np.testing.assert_allclose(found[0], 16 * 0.5 / (2 + 0.5 * 120) * image[0, :, :, 0], rtol=1e-5)
    plain = grad_cam(model, image, layers=["features"], target=1)["features"]
    np.testing.assert_allclose(found / found.max(), plain / plain.max(), atol=1e-6)


def test_a_small_thing_counts_as_much_as_a_large_one():
    """The paper's reason: GradCAM weighs a channel by its area, here 1 to 8; this does not."""
    inputs = keras.Input((4, 4, 2))
    features = keras.layers.ReLU(name="features")(inputs)
    # each channel's mean over the places where it is active
    logits = keras.layers.Dense(2, name="logits", use_bias=False)(keras.layers.Flatten()(features))
    model = keras.Model(inputs, keras.layers.Softmax()(logits))
    image = np.zeros((1, 4, 4, 2), np.float32)
    image[0, 0, 0, 0] = 1
    image[0, 2:, :, 1] = 1
    weights = np.zeros((4, 4, 2, 2), np.float32)
    weights[..., 1] = image[0]
    model.get_layer("logits").set_weights([weights.reshape(32, 2)])
    found = grad_cam_pp(model, image, layers=["features"], target=1)["features"][0]
    plain = grad_cam(model, image, layers=["features"], target=1)["features"][0]
    assert plain[2, 0] / plain[0, 0] == pytest.approx(8)
    # 1 / (2 + 1) and 8 / (2 + 8)
    assert found[2, 0] / found[0, 0] == pytest.approx(2.4)


@pytest.mark.parametrize("scale", [1e-30, 1e-12, 1e12, 1e30])
def test_gradients_of_any_size_give_numbers(scale):
    """g³ would be 0 or infinite in float32."""
    weights = np.zeros((16, 2), np.float32)
    weights[:8, 1] = scale
    image = np.ones((1, 4, 4, 1), np.float32)
    found = grad_cam_pp(by_hand(weights, np.zeros(2)), image, layers=["features"], target=1)
    expected = 8 * scale / (2 + 16 * scale)
    np.testing.assert_allclose(found["features"], expected, rtol=1e-5)


def test_no_pole_where_a_feature_map_sums_up_to_less_than_nothing():
    """2 + g ΣA would be zero here: g = 1, ΣA = −2."""
    weights = np.stack([np.zeros(16), np.ones(16)], axis=1).astype(np.float32)
    inputs = keras.Input((4, 4, 1))
    same = keras.layers.Activation("linear", name="features")(inputs)
    logits = keras.layers.Dense(2, name="logits")(keras.layers.Flatten()(same))
    model = keras.Model(inputs, keras.layers.Softmax()(logits))
    model.get_layer("logits").set_weights([weights, np.zeros(2)])
    image = np.full((1, 4, 4, 1), -0.25, np.float32)
    image[0, 0, 0, 0] = 1.75
    assert image.sum() == -2
    found = grad_cam_pp(model, image, layers=["features"], target=1)["features"][0]
    expected = np.zeros((4, 4))
    expected[0, 0] = 8 * 1.75
    np.testing.assert_allclose(found, expected)
