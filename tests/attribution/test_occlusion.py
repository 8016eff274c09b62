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
            total[place] += max(product[place].sum(), 0)
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
    np.testing.assert_allclose(found[0], total / count, atol=1e-5)


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
def test_every_pixel_is_covered_by_patches_of_one_size(height, width, patch, stride):
    covered = np.zeros((height, width), int)
    patches = _patches((height, width), patch, stride)
    shapes = {covered[place].shape for place in patches}
    assert len(shapes) == 1
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
    assert shares == sorted(shares)
    assert shares[0] < shares[-1] == (found > 0).mean()


@pytest.mark.parametrize(
    "change", [{"patch": 0.0}, {"patch": 1.1}, {"stride": 0.0}, {"fill": np.nan}, {"fill": [1, 2]}]
)
def test_what_does_not_fit_is_refused(small, change):
    with pytest.raises(ValueError, match=next(iter(change))):
        occlusion(small, np.zeros((1, 8, 9, 3)), **{"fill": 0.0, **change})
