import keras
import numpy as np

from neopain_gui.attribution import grad_cam, hires_cam
from tests.attribution.recipes import by_hand, photographs, product_recipe


def test_n_cnn_agrees_with_a_plain_recipe(n_cnn):
    images = photographs(n_cnn, 2, seed=5)
    maps = hires_cam(n_cnn, images, layers=["merge", "merge_conv"], target=1)
    for name, values in maps.items():
        for found, image in zip(values, images, strict=True):
            expected = product_recipe(n_cnn, image, name, 1)
            assert expected.any()
            assert np.abs(found - expected).max() <= 1e-4 * expected.max()


def test_before_a_linear_head_the_places_add_up_to_the_logit():
    """Features and weights are positive, so that no place is cut off by ReLU."""
    keras.utils.set_random_seed(3)
    inputs = keras.Input((9, 7, 3))
    positive = keras.initializers.RandomUniform(0, 1, seed=1)
    x = keras.layers.Conv2D(
        5, 3, padding="same", activation="relu", kernel_initializer=positive, name="last"
    )(inputs)
    logits = keras.layers.Dense(
        2, kernel_initializer=positive, bias_initializer="ones", name="logits"
    )(keras.layers.Flatten()(x))
    model = keras.Model(inputs, keras.layers.Softmax()(logits))
    image = np.random.default_rng(0).random((1, 9, 7, 3), np.float32)
    logit = keras.Model(inputs, logits)(image).numpy()[0]
    for target in (0, 1):
        total = hires_cam(model, image, layers=["last"], target=target)["last"].sum()
        np.testing.assert_allclose(total, logit[target] - 1, rtol=1e-5)


def test_a_gradient_is_not_carried_to_other_places():
    """Only the first place speaks for the class; GradCAM's mean gradient spreads over all."""
    weights = np.zeros((16, 2), np.float32)
    weights[0, 1] = 8
    image = np.ones((1, 4, 4, 1), np.float32)
    model = by_hand(weights, np.zeros(2))
    found = hires_cam(model, image, layers=["features"], target=1)["features"][0]
    expected = np.zeros((4, 4))
    expected[0, 0] = 8
    np.testing.assert_allclose(found, expected)
    np.testing.assert_allclose(
        grad_cam(model, image, layers=["features"], target=1)["features"], 0.5
    )
