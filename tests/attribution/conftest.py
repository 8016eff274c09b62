"""Models that the tests share."""

import keras
import numpy as np
import pytest

from neopain_gui.attribution import chunk
from neopain_gui.classifiers import build_n_cnn, build_vgg_face


@pytest.fixture(autouse=True)
def no_toy_in_the_cache(tmp_path_factory, monkeypatch):
    """What is measured on a toy network must not be what the next one is given."""
    monkeypatch.setattr(chunk, "cache_folder", lambda: tmp_path_factory.getbasetemp())


def away_from_zero(model, seed):
    """Give the biases values, so that a black photograph is no special point."""
    generator = np.random.default_rng(seed)
    for layer in model.layers:
        if getattr(layer, "bias", None) is not None:
            layer.bias.assign(generator.normal(0, 0.05, layer.bias.shape))
    return model


@pytest.fixture(scope="session")
def n_cnn():
    keras.utils.set_random_seed(11)
    return away_from_zero(build_n_cnn(), 1)


@pytest.fixture(scope="session")
def vgg_face():
    keras.utils.set_random_seed(12)
    return away_from_zero(build_vgg_face(), 2)


@pytest.fixture(scope="session")
def small():
    """A smooth little network on 8 × 9 pictures whose integral converges quickly."""
    keras.utils.set_random_seed(13)
    inputs = keras.Input((8, 9, 3))
    x = keras.layers.Conv2D(6, 3, padding="same", activation="softplus", name="first")(inputs)
    x = keras.layers.Conv2D(4, 3, padding="same", activation="softplus", name="second")(x)
    x = keras.layers.Dense(3, name="logits")(keras.layers.Flatten(name="flat")(x))
    return keras.Model(inputs, keras.layers.Softmax()(x), name="small")
