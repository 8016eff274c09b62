import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from neopain_gui.attribution import integrated_gradients
from neopain_gui.attribution.refinement import MAP_SETTLED, MASK_SETTLED, expected
from neopain_gui.attribution.scores import ClassScores
from neopain_gui.classifiers import ARCHITECTURES
from neopain_gui.errors import Cancelled
from tests.attribution.recipes import gradients_recipe, photographs


def trapezoid_recipe(model, image, baseline, target, steps):
    """The TensorFlow tutorial after its repair of February 2022."""
    alphas = np.linspace(0, 1, steps + 1, dtype=np.float32)[:, None, None, None]
    gradients = gradients_recipe(model, baseline + alphas * (image - baseline), target)
    averaged = ((gradients[:-1] + gradients[1:]) / 2).mean(axis=0)
    return (image - baseline) * averaged


def midpoint_recipe(model, image, baseline, target, steps):
    alphas = ((np.arange(steps, dtype=np.float32) + 0.5) / steps)[:, None, None, None]
    gradients = gradients_recipe(model, baseline + alphas * (image - baseline), target)
    return (image - baseline) * gradients.mean(axis=0)


def assert_close(found, expected):
    assert np.abs(found - expected).max() <= 1e-4 * np.abs(expected).max()


def test_the_paper_preset_on_n_cnn_is_the_tutorial(n_cnn):
    images = photographs(n_cnn, 1)
    result = integrated_gradients(n_cnn, images, target=0, steps=50, rule="trapezoid")
    black = np.zeros((120, 120, 3), np.float32)
    expected = trapezoid_recipe(n_cnn, images[0], black, 0, 50)
    assert_close(result.attributions[0], expected)
    assert_close(result.relevance[0], np.abs(expected).sum(axis=-1))
    assert result.steps.tolist() == [50]
    assert result.relevance.dtype == np.float32


def test_vgg_face_starts_from_a_black_photograph(vgg_face):
    images = photographs(vgg_face, 1)
    black = np.broadcast_to(-np.float32([93.5940, 104.7624, 129.1863]), (224, 224, 3))
    result = integrated_gradients(vgg_face, images, target=1, steps=1)
    assert_close(result.attributions[0], midpoint_recipe(vgg_face, images[0], black, 1, 1))
    scores = vgg_face(np.stack([images[0], black])).numpy()[:, 1]
    np.testing.assert_allclose([result.score[0], result.baseline_score[0]], scores, atol=1e-6)


def test_automatic_steps_end_when_the_mask_has_settled(small):
    images = np.random.default_rng(0).normal(0, 1, (6, 8, 9, 3)).astype(np.float32)
    result = integrated_gradients(small, images, chunk=8)
    scores = small(images).numpy()
    predicted = scores.argmax(axis=1)
    np.testing.assert_array_equal(result.target, predicted)
    np.testing.assert_allclose(result.score, scores.max(axis=1), atol=1e-6)
    start = small(np.zeros((1, 8, 9, 3))).numpy()[0]
    np.testing.assert_allclose(result.baseline_score, start[predicted], atol=1e-6)
    difference = result.score - result.baseline_score
    total = result.attributions.sum(axis=(1, 2, 3), dtype=np.float64)
    np.testing.assert_allclose(total - difference, result.residual, atol=1e-6)
    np.testing.assert_allclose(
        result.completeness_error, np.abs(total - difference) / np.abs(difference), atol=1e-4
    )
    assert (result.mask_change <= MASK_SETTLED).all()
    assert (result.map_error <= MAP_SETTLED).all()
    assert (result.gradients == result.steps).all()
    assert (result.gradients >= expected(images.shape[1:])).all()
    fine = integrated_gradients(small, images, steps=3000, chunk=500)
    assert (fine.completeness_error < 1e-3).all()
    assert np.isnan(fine.map_error).all()
    for coarse, exact, estimate in zip(
        result.attributions, fine.attributions, result.map_error, strict=True
    ):
        assert np.abs(coarse - exact).sum() <= (estimate + 1e-4) * np.abs(exact).sum()


def test_every_gradient_is_evaluated_once(n_cnn, monkeypatch):
    """The places of the first two rounds are 15 midpoints in u = √γ, each seen once."""
    seen = []
    gradients = ClassScores.gradients

    def listening(self, images, target):
        seen.append(images[:, 0, 0, 0])
        return gradients(self, images, target)

    monkeypatch.setattr(ClassScores, "gradients", listening)
    image = photographs(n_cnn, 1)
    image[0, 0, 0, 0] = 1.0
    shown = []
    result = integrated_gradients(
        n_cnn, image, target=0, chunk=4, watch=lambda number, values: shown.append(values)
    )
    places = np.sort(np.concatenate(seen))[: result.gradients[0]]
    assert len(places) == len(np.unique(places)) == result.gradients[0]
    if result.gradients[0] == expected(image.shape[1:]):
        np.testing.assert_allclose(places, ((np.arange(15) + 0.5) / 15) ** 2, rtol=1e-5)
    np.testing.assert_allclose(shown[-1], result.relevance[0], rtol=1e-5)
    assert (result.chunk, places[0] > 0, places[-1] < 1) == (4, True, True)


def test_the_chunk_is_measured_once_where_none_is_given(small, monkeypatch):
    asked = []

    def measured(name, shape, run):
        asked.append((name, shape, np.asarray(run(np.zeros((2, *shape), np.float32))).shape))
        return 3

    monkeypatch.setattr("neopain_gui.attribution.integrated.chunk_for", measured)
    result = integrated_gradients(small, np.ones((1, 8, 9, 3)))
    assert asked == [("small", (8, 9, 3), (2, 8, 9, 3))]
    assert result.chunk == 3


def test_the_logit_as_score(small):
    image = np.random.default_rng(1).normal(0, 1, (1, 8, 9, 3)).astype(np.float32)
    result = integrated_gradients(small, image, target=2, score="logit", steps=200)
    logits = keras.Model(small.input, small.get_layer("logits").output)
    np.testing.assert_allclose(result.score, logits(image).numpy()[:, 2], rtol=1e-5)
    expected = midpoint_recipe(logits, image[0], np.zeros((8, 9, 3), np.float32), 2, 200)
    assert_close(result.attributions[0], expected)


def test_an_image_depends_neither_on_its_batch_nor_on_the_chunk(n_cnn):
    images = photographs(n_cnn, 3)
    together = integrated_gradients(n_cnn, images, target=1, steps=10)
    for chunk in (1, 3, 10):
        alone = integrated_gradients(n_cnn, images[2:], target=1, steps=10, chunk=chunk)
        np.testing.assert_allclose(
            alone.attributions[0],
            together.attributions[2],
            atol=1e-5 * np.abs(alone.attributions).max(),
            rtol=0,
        )


@pytest.fixture(scope="module")
def linear():
    inputs = keras.Input((3, 4, 2))
    logits = keras.layers.Dense(2, name="logits")(keras.layers.Flatten()(inputs))
    return keras.Model(inputs, keras.layers.Softmax()(logits))


@settings(max_examples=25, deadline=None)
@given(
    arrays(np.float32, (2, 3, 4, 2), elements=st.floats(-100, 100, width=32)),
    arrays(np.float32, (3, 4, 2), elements=st.floats(-100, 100, width=32)),
    st.integers(0, 2**32 - 1),
    st.sampled_from([1, 7, "auto"]),
)
def test_a_linear_model_is_explained_exactly(linear, images, baseline, seed, steps):
    weights = np.random.default_rng(seed).normal(0, 1, (24, 2)).astype(np.float32)
    linear.get_layer("logits").set_weights([weights, np.float32([0.5, -1])])
    result = integrated_gradients(
        linear, images, target=[0, 1], baseline=baseline, steps=steps, score="logit"
    )
    for row in range(2):
        expected = (images[row] - baseline) * weights[:, row].reshape(3, 4, 2)
        np.testing.assert_allclose(result.attributions[row], expected, rtol=1e-4, atol=1e-4)


def test_a_saturated_classifier_says_so(linear):
    weights = np.stack([np.zeros(24), np.full(24, 500.0)], axis=1).astype(np.float32)
    linear.get_layer("logits").set_weights([weights, np.float32([0, 0])])
    image = np.ones((1, 3, 4, 2), np.float32)
    # F jumps from 0.5 to 1 within the first thousandth of the path: no midpoint sees it
    result = integrated_gradients(linear, image, target=1)
    assert result.gradients[0] > expected(image.shape[1:])
    assert result.completeness_error[0] > 0.5 or result.map_error[0] <= MAP_SETTLED


def test_the_same_score_at_both_ends(linear):
    linear.get_layer("logits").set_weights([np.zeros((24, 2), np.float32), np.float32([0.3, 0])])
    image = np.ones((1, 3, 4, 2), np.float32)
    result = integrated_gradients(linear, image)
    assert (result.completeness_error[0], result.residual[0]) == (0, 0)
    assert result.steps[0] == expected(image.shape[1:])
    assert (result.map_error[0], result.mask_change[0]) == (0, 0)
    assert not result.relevance.any()


def test_a_residual_without_a_difference_is_infinitely_wrong():
    """F(x) = ReLU(x) + 3·ReLU(−x) is 3 at −1 and at 3; one midpoint sees the slope 1 only."""
    inputs = keras.Input((1, 1, 1))
    x = keras.layers.Dense(2, activation="relu")(keras.layers.Flatten()(inputs))
    logits = keras.layers.Dense(2, name="logits")(x)
    model = keras.Model(inputs, keras.layers.Softmax()(logits))
    model.set_weights(
        [np.float32([[1, -1]]), np.zeros(2), np.float32([[1, 0], [3, 0]]), np.zeros(2)]
    )
    of_logit = {"target": 0, "score": "logit"}
    x, start = np.full((1, 1, 1, 1), 3.0), np.full((1, 1, 1), -1.0)
    result = integrated_gradients(model, x, baseline=start, steps=1, **of_logit)
    assert result.score[0] == result.baseline_score[0] == 3
    assert result.residual[0] == result.attributions[0, 0, 0, 0] == 4
    assert result.completeness_error[0] == np.inf
    fine = integrated_gradients(model, x, baseline=start, steps=4, **of_logit)
    assert (fine.residual[0], fine.completeness_error[0]) == (0, 0)


def test_the_baseline_of_our_models_is_black_and_may_be_given(n_cnn):
    images = photographs(n_cnn, 2)
    black = ARCHITECTURES["n_cnn"].preprocessing.black_baseline(1)[0]
    default = integrated_gradients(n_cnn, images, steps=3)
    given_ = integrated_gradients(n_cnn, images, steps=3, baseline=black)
    np.testing.assert_array_equal(default.attributions, given_.attributions)
    one_each = np.stack([black, images[0]])
    mixed = integrated_gradients(n_cnn, images, steps=3, baseline=one_each, target=1)
    expected = midpoint_recipe(n_cnn, images[1], images[0], 1, 3)
    assert_close(mixed.attributions[1], expected)


def test_an_input_that_is_the_baseline_has_no_attribution(n_cnn):
    images = photographs(n_cnn, 1)
    same = integrated_gradients(n_cnn, images, baseline=images)
    assert not same.relevance.any()
    assert same.completeness_error.tolist() == [0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"steps": 0}, "steps"),
        ({"steps": True}, "steps"),
        ({"steps": 2.0}, "steps"),
        ({"steps": "many"}, "steps"),
        ({"rule": "simpson"}, "rule"),
        ({"rule": "trapezoid"}, "midpoint rule"),
        ({"score": "loss"}, "score"),
        ({"chunk": 0}, "chunk"),
        ({"baseline": np.zeros((8, 8, 3))}, "baseline"),
        ({"baseline": np.full((8, 9, 3), np.inf)}, "baseline"),
        ({"target": 3}, r"0…2"),
        ({"inputs": np.full((1, 8, 9, 3), np.inf)}, "finite"),
        ({"inputs": np.zeros((1, 9, 8, 3))}, "shape"),
    ],
)
def test_what_does_not_fit_is_refused(small, change, sentence):
    arguments = {"inputs": np.zeros((1, 8, 9, 3))} | change
    with pytest.raises(ValueError, match=sentence):
        integrated_gradients(small, arguments.pop("inputs"), **arguments)


class Counting:
    """A job that the user stops after some checks and that keeps what it is told."""

    def __init__(self, checks=10**6):
        self.left, self.shares = checks, []

    def check(self):
        self.left -= 1
        if self.left < 0:
            raise Cancelled

    def progress(self, done, total, text=""):
        self.shares.append(done / total)


def test_it_can_be_stopped_between_chunks_and_tells_how_far_it_is(small):
    images = np.random.default_rng(3).normal(0, 1, (2, 8, 9, 3)).astype(np.float32)
    job = Counting(5)
    with pytest.raises(Cancelled):
        integrated_gradients(small, images, steps=100, chunk=10, job=job)
    assert len(job.shares) == 3
    job = Counting()
    integrated_gradients(small, images, steps=20, chunk=5, job=job)
    np.testing.assert_allclose(job.shares, [0, 1 / 8, 2 / 8, 3 / 8, 4 / 8, 5 / 8, 6 / 8, 7 / 8, 1])
    job = Counting()
    integrated_gradients(small, images, job=job)
    assert job.shares == sorted(job.shares)
    assert job.shares[-1] == 1
