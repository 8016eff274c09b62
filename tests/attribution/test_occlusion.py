import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.attribution import occlusion
from neopain_gui.attribution.occlusion import _patches
from tests.attribution.recipes import linear, photographs


def test_n_cnn_agrees_with_a_plain_recipe(n_cnn):
    """Patches of 30 pixels without overlap: 16 pictures, one score each."""
    image = photographs(n_cnn, 1, seed=3)[0]
    grey = np.full_like(image, 0.5)
    found = occlusion(n_cnn, image[None], grey, target=1, patch=0.25, stride=1.0)[0]
    score = n_cnn(image[None]).numpy()[0, 1]
    expected = np.zeros((120, 120))
    for top in range(0, 120, 30):
        for left in range(0, 120, 30):
            covered = image.copy()
            covered[top : top + 30, left : left + 30] = 0.5
            drop = score - n_cnn(covered[None]).numpy()[0, 1]
            expected[top : top + 30, left : left + 30] = max(drop, 0)
    assert expected.any()
    np.testing.assert_allclose(found, expected, atol=2e-6)


def test_a_linear_score_by_hand():
    """Covered with zeros a patch takes away Σ w x; patches of 2 × 2 move on by one."""
    weights = np.random.default_rng(0).normal(0, 1, (16, 2)).astype(np.float32)
    image = np.random.default_rng(1).random((4, 4)).astype(np.float32)
    product = image * weights[:, 1].reshape(4, 4)
    total, count = np.zeros((2, 4, 4))
    for row in range(3):
        for column in range(3):
            place = np.s_[row : row + 2, column : column + 2]
            total[place] += product[place].sum()
            count[place] += 1
    found = occlusion(
        linear(weights),
        image[None, :, :, None],
        0.0,
        target=1,
        patch=0.5,
        stride=0.5,
        score="logit",
    )
    assert (total < 0).any()
    np.testing.assert_allclose(found[0], np.maximum(total, 0) / count, atol=1e-5)


@pytest.mark.parametrize(
    ("patch", "stride", "pixels"),
    [(0.125, 0.5, (15, 8)), (0.25, 1.0, (30, 30)), (0.3, 0.7, (36, 25))],
)
def test_it_is_captums_where_that_is_above_zero(n_cnn, patch, stride, pixels):
    """Run where Captum is installed (``pip install captum torch``)."""
    torch = pytest.importorskip("torch")
    captum = pytest.importorskip("captum.attr")
    image = photographs(n_cnn, 1, seed=3)
    found = occlusion(n_cnn, image, 0.5, target=1, patch=patch, stride=stride)[0]

    def forward(pictures):
        return torch.from_numpy(n_cnn(pictures.permute(0, 2, 3, 1).numpy()).numpy())

    expected = captum.Occlusion(forward).attribute(
        torch.from_numpy(image.transpose(0, 3, 1, 2)),
        sliding_window_shapes=(3, pixels[0], pixels[0]),
        strides=(3, pixels[1], pixels[1]),
        baselines=0.5,
        target=1,
    )
    signed = expected[0, 0].numpy()
    assert signed.min() < 0 < signed.max()
    np.testing.assert_allclose(found, np.maximum(signed, 0), atol=2e-6)


def test_overlapping_patches_of_a_score_that_rises_and_falls():
    """Captum's rule counted by hand: a rise counts in the mean, the last patch ends at the edge.

    Weights 4, −1, 2, −3, 1 in a row, patches of two that overlap by one: the drops are 3, 1, −1
    and −2, so that the pixels have 3, (3 + 1) / 2, (1 − 1) / 2, (−1 − 2) / 2 and −2.
    """
    inputs = keras.Input((1, 5, 1))
    flat = keras.layers.Flatten()(inputs)
    logits = keras.layers.Dense(2, name="logits", use_bias=False)(flat)
    model = keras.Model(inputs, keras.layers.Softmax()(logits))
    weights = np.zeros((5, 2), np.float32)
    weights[:, 0] = [4, -1, 2, -3, 1]
    model.get_layer("logits").set_weights([weights])
    options = {"target": 0, "patch": 0.4, "score": "logit"}
    found = occlusion(model, np.ones((1, 1, 5, 1)), 0.0, stride=0.5, **options)
    np.testing.assert_allclose(found[0, 0], [3, 2, 0, 0, 0], atol=1e-5)
    # without overlap the last patch has a single pixel, whose covering takes its 1 away
    found = occlusion(model, np.ones((1, 1, 5, 1)), 0.0, stride=1.0, **options)
    np.testing.assert_allclose(found[0, 0], [3, 3, 0, 0, 1], atol=1e-5)


def test_one_pixel_at_a_time_is_the_positive_part_of_each_product():
    weights = np.random.default_rng(2).normal(0, 1, (16, 2)).astype(np.float32)
    image = np.random.default_rng(3).random((2, 4, 4, 1)).astype(np.float32)
    options = {"target": 0, "patch": 0.02, "score": "logit"}
    found = occlusion(linear(weights), image, np.zeros((2, 4, 4, 1)), **options)
    expected = np.maximum(image[..., 0] * weights[:, 0].reshape(4, 4), 0)
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_the_whole_picture_at_once():
    weights = np.zeros((16, 2), np.float32)
    weights[:, 0] = 1
    found = occlusion(
        linear(weights), np.ones((1, 4, 4, 1)), 0.0, target=0, patch=1.0, score="logit"
    )
    np.testing.assert_allclose(found, 16)


def test_each_picture_is_covered_with_its_own_fill():
    weights = np.zeros((16, 2), np.float32)
    weights[5, 0] = 1
    fill = np.zeros((2, 4, 4, 1), np.float32)
    fill[1] = 1
    found = occlusion(
        linear(weights), np.ones((2, 4, 4, 1)), fill, target=0, patch=0.25, score="logit"
    )
    assert np.argwhere(found).tolist() == [[0, 1, 1]]


def test_what_may_be_rounding_is_no_drop():
    """A weight a ten millionth of the score."""
    weights = np.zeros((16, 2), np.float32)
    weights[0, 0], weights[5, 0] = 100, 1e-5
    found = occlusion(
        linear(weights), np.ones((1, 4, 4, 1)), 0.0, target=0, patch=0.25, score="logit"
    )
    assert np.argwhere(found).tolist() == [[0, 0, 0]]


@given(
    height=st.integers(1, 60),
    width=st.integers(1, 60),
    patch=st.floats(0.02, 1.0),
    stride=st.floats(0.05, 1.0),
)
def test_every_pixel_is_covered_by_patches_that_only_the_edge_cuts(height, width, patch, stride):
    covered = np.zeros((height, width), int)
    patches = _patches((height, width), patch, stride)
    whole = covered[patches[0]].shape
    for row, column in patches:
        assert row.stop - row.start == whole[0] or row.stop == height
        assert column.stop - column.start == whole[1] or column.stop == width
    for place in patches:
        covered[place] += 1
    assert covered.min() >= 1
    assert len({str(place) for place in patches}) == len(patches)


def test_the_map_grows(n_cnn):
    image = photographs(n_cnn, 1, seed=3)
    shares = []
    found = occlusion(
        n_cnn,
        image,
        0.0,
        target=1,
        patch=0.25,
        watch=lambda _number, values: shares.append((values > 0).mean()),
    )
    assert len(shares) > 1
    assert shares[0] < shares[-1] == (found > 0).mean()


@pytest.mark.parametrize(
    "change", [{"patch": 0.0}, {"patch": 1.1}, {"stride": 0.0}, {"fill": np.nan}, {"fill": [1, 2]}]
)
def test_what_does_not_fit_is_refused(small, change):
    with pytest.raises(ValueError, match=next(iter(change))):
        occlusion(small, np.zeros((1, 8, 9, 3)), **{"fill": 0.0, **change})
