from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.classifiers import ARCHITECTURES

VGG_FACE, N_CNN = ARCHITECTURES["vgg_face"].preprocessing, ARCHITECTURES["n_cnn"].preprocessing


def plain(colour, height, width):
    return np.full((height, width, 3), colour, np.uint8)


def test_vgg_face_swaps_the_channels_and_takes_the_mean_off():
    (out,) = VGG_FACE([plain((200, 100, 50), 60, 40)])
    assert out.shape == (224, 224, 3)
    assert out.dtype == np.float32
    expected = np.float32([50 - 93.5940, 100 - 104.7624, 200 - 129.1863])
    np.testing.assert_allclose(out[0, 0], expected, atol=1e-4)
    np.testing.assert_allclose(out[-1, -1], expected, atol=1e-4)


def test_n_cnn_keeps_rgb_and_divides_by_255():
    (out,) = N_CNN([plain((255, 51, 0), 30, 500)])
    assert out.shape == (120, 120, 3)
    np.testing.assert_allclose(out, np.broadcast_to(np.float32([1, 0.2, 0]), out.shape), atol=1e-6)


def test_black_is_black_before_the_preprocessing_not_after():
    np.testing.assert_allclose(
        VGG_FACE.black_baseline(2),
        np.broadcast_to(-np.float32([93.5940, 104.7624, 129.1863]), (2, 224, 224, 3)),
    )
    assert not N_CNN.black_baseline(1).any()


def test_a_crop_of_the_right_size_is_not_resampled():
    crop = np.random.default_rng(0).integers(0, 256, (120, 120, 3), np.uint8)
    np.testing.assert_array_equal(N_CNN([crop])[0], crop.astype(np.float32) / np.float32(255))


def test_shrinking_averages_the_area():
    crop = np.random.default_rng(1).integers(0, 256, (360, 480, 3), np.uint8)
    expected = crop.reshape(120, 3, 120, 4, 3).mean(axis=(1, 3)) / 255
    np.testing.assert_allclose(N_CNN([crop])[0], expected, atol=1e-5)


def test_enlarging_interpolates_between_pixel_centres():
    ramp = np.repeat(np.arange(60, dtype=np.uint8)[None, :, None], 60, axis=0).repeat(3, axis=2)
    places = (np.arange(120) + 0.5) / 2 - 0.5
    expected = np.clip(places, 0, 59) / 255
    out = N_CNN([ramp])[0]
    np.testing.assert_allclose(out[:, :, 1], np.broadcast_to(expected, (120, 120)), atol=1e-6)


def test_one_side_shrinks_while_the_other_grows():
    crop = np.random.default_rng(2).integers(0, 256, (240, 60, 3), np.uint8)
    halved = crop.reshape(120, 2, 60, 3).mean(axis=1)
    places = np.clip((np.arange(120) + 0.5) / 2 - 0.5, 0, 59)
    left = np.minimum(places.astype(int), 58)
    share = (places - left)[None, :, None]
    expected = halved[:, left] * (1 - share) + halved[:, left + 1] * share
    np.testing.assert_allclose(N_CNN([crop])[0], expected / 255, atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 400), st.integers(1, 400), st.integers(0, 2**32 - 1), st.sampled_from([0, 1]))
def test_values_stay_between_the_darkest_and_the_brightest(height, width, seed, which):
    crop = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    preprocessing = (VGG_FACE, N_CNN)[which]
    out = preprocessing([crop])[0] + np.float32(preprocessing.mean)
    out = out[..., ::-1] if preprocessing.channel_order == "BGR" else out
    low, high = crop.min(axis=(0, 1)), crop.max(axis=(0, 1))
    slack = 1e-3
    assert (out * preprocessing.scale >= low - slack).all()
    assert (out * preprocessing.scale <= high + slack).all()


def test_crops_of_different_sizes_make_one_batch():
    crops = [plain((10, 20, 30), 50 + i, 90 - i) for i in range(3)]
    batch = VGG_FACE(crops)
    assert batch.shape == (3, 224, 224, 3)
    np.testing.assert_array_equal(batch[1], VGG_FACE(crops[1:2])[0])


@pytest.mark.parametrize(
    "crop",
    [
        np.zeros((5, 5, 3), np.float32),
        np.zeros((5, 5), np.uint8),
        np.zeros((5, 5, 4), np.uint8),
        np.zeros((0, 5, 3), np.uint8),
    ],
)
def test_what_is_not_a_crop_is_refused(crop):
    with pytest.raises(ValueError, match="a crop is"):
        N_CNN([crop])


def test_the_description_says_all_that_matters():
    for preprocessing in (VGG_FACE, N_CNN):
        described = preprocessing.as_dict()
        everything = {"resampling", *type(preprocessing).__slots__}
        # what was said before crops could be padded stays as it was, to the byte
        assert set(described) == everything - {"fit"}
        assert set(replace(preprocessing, fit="padded").as_dict()) == everything
