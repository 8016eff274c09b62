"""Copies are what Keras' ``ImageDataGenerator`` makes of the same parameters, to a grey level."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageEnhance
from skimage import data

from neopain_gui.training.augmentation.change import Change
from neopain_gui.training.augmentation.warp import made, matrix

FACE = data.astronaut()[:224, 100:324]
CHANGES = {
    "nothing": Change(),
    "turned": Change(rotation=30.0),
    "turned back": Change(rotation=-17.3),
    "sheared": Change(shear=8.6),
    "shifted across": Change(across=0.2),
    "shifted down": Change(down=-0.113),
    "smaller across": Change(zoom_across=1.5),
    "larger down": Change(zoom_down=0.7),
    "mirrored": Change(mirrored=True),
    "darker": Change(brightness=0.5),
    "brighter": Change(brightness=1.1),
    "all": Change(
        rotation=21.7,
        shear=0.15,
        across=-0.137,
        down=0.081,
        zoom_across=0.71,
        zoom_down=1.43,
        mirrored=True,
        brightness=1.07,
    ),
}


def shifts(change, height, width):
    """Return Keras' tx and ty in pixels that move the picture as ours do.

    Keras takes half the height for the centre's x and half the width for its y. Of a picture that
    is not square it turns about another point than the centre; by how much that moves the
    picture is worked out here.
    """
    ours = matrix(change, height, width)[:2]
    linear = ours[:, :2]
    theirs = np.array([height / 2 - 0.5, width / 2 - 0.5])
    turn = np.deg2rad(change.rotation)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return rotation.T @ (ours[:, 2] - theirs + linear @ theirs)


def keras_copy(picture, change):
    from keras.src.legacy.preprocessing.image import ImageDataGenerator

    tx, ty = shifts(change, *picture.shape[:2])
    return ImageDataGenerator(fill_mode="nearest").apply_transform(
        picture.astype(np.float32),
        {
            "theta": change.rotation,
            "tx": tx,
            "ty": ty,
            "shear": change.shear,
            "zx": change.zoom_across,
            "zy": change.zoom_down,
            "flip_horizontal": change.mirrored,
            "brightness": change.brightness,
        },
    )


def close(ours, theirs, change):
    """No pixel is more than a grey level off; a brighter picture doubles that here and there."""
    far = np.abs(ours.astype(float) - theirs)
    assert far.max() <= (1 if change.brightness <= 1 else 2)
    assert (far <= 1).mean() > 0.995


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("shape", ["square", "tall", "wide"])
@pytest.mark.parametrize("name", CHANGES)
def test_a_copy_is_keras_s_to_a_grey_level(name, shape):
    picture = {"square": FACE, "tall": FACE[:, :150], "wide": FACE[:131]}[shape]
    theirs = keras_copy(picture, CHANGES[name])
    ours = made(picture, CHANGES[name])
    assert ours.dtype == np.uint8
    assert ours.shape == picture.shape
    close(ours, theirs, CHANGES[name])
    assert (ours == theirs).mean() > 0.97


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@given(
    st.builds(
        Change,
        rotation=st.floats(-30, 30),
        shear=st.floats(-20, 20),
        across=st.floats(-0.2, 0.2),
        down=st.floats(-0.2, 0.2),
        zoom_across=st.floats(0.7, 1.5),
        zoom_down=st.floats(0.7, 1.5),
        mirrored=st.booleans(),
        brightness=st.floats(0.5, 1.1),
    ),
    st.integers(40, 100),
    st.integers(40, 100),
)
@settings(deadline=None, max_examples=40)
def test_any_copy_is_keras_s(change, height, width):
    picture = FACE[30 : 30 + height, 60 : 60 + width]
    close(made(picture, change), keras_copy(picture, change), change)


@pytest.mark.parametrize("factor", [0, 0.5, 0.77, 1, 1.1, 1.37, 10])
def test_brightness_is_pillow_s(factor):
    levels = np.arange(256, dtype=np.uint8).repeat(3).reshape(16, 16, 3)
    theirs = ImageEnhance.Brightness(Image.fromarray(levels)).enhance(factor)
    assert np.array_equal(made(levels, Change(brightness=factor)), np.asarray(theirs))


def test_what_lies_outside_takes_the_value_at_the_edge():
    copy = made(FACE, Change(across=0.5))
    assert np.array_equal(copy[:, :112], FACE[:, 112:])
    assert (copy[:, 112:] == FACE[:, -1:]).all()


def test_more_than_one_makes_the_face_smaller():
    spot = np.zeros((101, 101, 3), np.uint8)
    spot[30:71, 30:71] = 255
    smaller, larger = (made(spot, Change(zoom_across=z, zoom_down=z)) for z in (1.5, 0.7))
    assert smaller.mean() < spot.mean() < larger.mean()


def test_the_picture_given_stays_as_it_is():
    before = FACE.copy()
    copy = made(FACE, Change())
    assert np.array_equal(copy, FACE)
    copy[:] = 0
    assert np.array_equal(before, FACE)
