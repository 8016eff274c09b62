"""Small models that several tests share; the large one is built once."""

import keras
import pytest

from neopain_gui.classifiers import build_n_cnn, build_vgg_face


@pytest.fixture(scope="module")
def n_cnn():
    keras.utils.set_random_seed(3)
    return build_n_cnn()


@pytest.fixture(scope="module")
def vgg_face():
    keras.utils.set_random_seed(3)
    return build_vgg_face()
