import numpy as np
import pytest

from neopain_gui.agreement.statistics import g_dina
from neopain_gui.agreement.statistics.attributes import CLASSES
from neopain_gui.errors import InputError

HAS = np.array([[1, 1], [1, 0], [0, 1], [0, 0]])


def simulated(n: int, seed: int = 0, wrong: float = 0.1) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    of = rng.choice(4, n, p=[0.56, 0.2, 0.2, 0.04])
    chance = np.where(HAS[of], 1 - wrong, wrong)
    pain, rest = (rng.random((n, 10)) < chance[:, [k]] for k in (0, 1))
    return of, pain, rest


def test_simulated_classes_are_recovered() -> None:
    of, pain, rest = simulated(1000)
    model = g_dina(pain, rest, draws=0)
    assert np.mean(np.array(CLASSES)[of] == np.array(model.classes)) >= 0.98
    assert np.abs(model.guess - 0.1).max() < 0.07
    assert np.abs(model.slip - 0.1).max() < 0.07
    assert model.entropy > 0.98
    assert model.converged
    assert np.isnan(model.errors["YY"])


def test_standard_errors_are_those_of_repeated_studies() -> None:
    shares = []
    for seed in range(60):
        _, pain, rest = simulated(120, seed + 1)
        shares.append(g_dina(pain, rest, draws=0).shares["YY"])
    _, pain, rest = simulated(120, 0)
    assert g_dina(pain, rest).errors["YY"] == pytest.approx(np.std(shares), rel=0.3)


def test_answers_that_are_certain_and_gaps() -> None:
    pain = np.repeat([[1], [1], [0], [0]], 5, axis=1).repeat(5, axis=0).astype(float)
    rest = np.repeat([[1], [0], [1], [0]], 5, axis=1).repeat(5, axis=0).astype(float)
    whole = g_dina(pain, rest, draws=0)
    assert whole.table() == {"YY": 5, "YN": 5, "NY": 5, "NN": 5}
    pain[0, 0] = np.nan
    assert g_dina(pain, rest, draws=0).classes == whole.classes
    assert "few for" in whole.notes[0]


def test_its_likelihood_is_a_little_above_the_truths() -> None:
    """Its likelihood is never below the truth's, and above it by what its parameters bring."""
    _, pain, rest = simulated(400, 9, 0.2)
    model = g_dina(pain, rest, draws=0)
    answers = np.concatenate([pain, rest], axis=1)
    chance = np.where(np.repeat(HAS, 10, axis=1), 0.8, 0.2)
    each = np.log(np.where(answers[:, None], chance, 1 - chance)).sum(-1) + np.log(
        [0.56, 0.2, 0.2, 0.04]
    )
    truth = np.logaddexp.reduce(each, axis=1).sum()
    assert truth <= model.log_likelihood <= truth + 40
    assert model.bic == pytest.approx(-2 * model.log_likelihood + np.log(400) * 43)


def test_bad_input() -> None:
    with pytest.raises(InputError, match="too few"):
        g_dina([[1, 0]], [[1, 0]])
    with pytest.raises(InputError, match="no answer to a photograph without pain"):
        g_dina([[1, 0], [1, 1]], np.zeros((2, 0)))
    with pytest.raises(ValueError, match="right"):
        g_dina([[2, 0], [1, 1]], [[1, 0], [1, 1]])
