import numpy as np
import pandas as pd
import pytest

from neopain_gui.agreement.statistics import clustered_logistic, logistic_mixed_model
from neopain_gui.errors import InputError
from tests.agreement.statistics.published import published


def test_cbpp_by_laplaces_method() -> None:
    """lme4's printed estimates, to three digits; and to six what it gives with tolPwrss = 1e-13.

    Its default leaves the random effects short of their mode, so that its printed errors are 0.6 to
    1.3 % smaller; glmmTMB's are these (both run with R 4.2).
    """
    model = logistic_mixed_model(published("cbpp"), "incidence ~ C(period)", "herd", tries="size")
    values = [e.value for e in model.effects]
    printed = [-1.398342864, -0.991924975, -1.128216216, -1.579745414]
    assert values == pytest.approx(printed, rel=5e-4)
    strict = [-1.39853204, -0.99231588, -1.12866415, -1.58031560]
    assert values == pytest.approx(strict, abs=5e-5)
    errors = [e.error for e in model.effects]
    assert errors == pytest.approx([0.23247328, 0.30664143, 0.32663734, 0.42743723], rel=5e-4)
    assert errors == pytest.approx([0.2312140, 0.3031506, 0.3228302, 0.4220492], rel=0.015)
    assert np.sqrt(model.variances["herd"][0, 0]) == pytest.approx(0.64227, rel=1e-3)
    assert not model.singular


def crossed(n: int = 4000) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    x = np.column_stack([np.ones(n), rng.normal(size=n)])
    a, b = rng.integers(0, 40, n), rng.integers(0, 20, n)
    odds = x @ [-1, 0.5] + rng.normal(0, 0.5, 40)[a] + rng.normal(0, 0.5, 20)[b]
    return x, rng.random(n) < 1 / (1 + np.exp(-odds)), a, b


def test_errors_over_two_crossed_clusters_are_statsmodels() -> None:
    sm = pytest.importorskip("statsmodels.api")
    x, yes, a, b = crossed()
    ours = clustered_logistic(x, yes, ["constant", "x"], [a, b])
    theirs = sm.GLM(yes.astype(float), x, family=sm.families.Binomial()).fit(
        cov_type="cluster", cov_kwds={"groups": np.column_stack([a, b])}
    )
    assert [e.value for e in ours.effects] == pytest.approx(list(theirs.params), rel=1e-8)
    # Statsmodels widens by n − 1 over n − p besides.
    assert [e.error for e in ours.effects] == pytest.approx(list(theirs.bse), rel=1e-3)
    assert ours.effects[0].freedom == 19


def test_crossed_random_effects_are_recovered() -> None:
    x, yes, a, b = crossed()
    table = pd.DataFrame({"yes": yes.astype(float), "x": x[:, 1], "a": a, "b": b})
    model = logistic_mixed_model(table, "yes ~ x", ["a", "b"])
    assert model.effects[1].value == pytest.approx(0.5, abs=0.12)
    assert model.effects[1].low < 0.5 < model.effects[1].high
    for group in "ab":
        assert np.sqrt(model.variances[group][0, 0]) == pytest.approx(0.5, abs=0.2)


def test_what_a_logistic_model_cannot_bear() -> None:
    x, yes, a, b = crossed(400)
    table = pd.DataFrame({"yes": yes.astype(float), "x": x[:, 1], "a": a})
    with pytest.raises(InputError, match="tells yes from no without exception"):
        clustered_logistic(np.column_stack([np.ones(400), yes]), yes, ["constant", "same"], [a, b])
    with pytest.raises(InputError, match="there is one only"):
        clustered_logistic(x, yes, ["constant", "x"], [np.zeros(400, int)])
    with pytest.raises(InputError, match="is 0 or 1"):
        logistic_mixed_model(table.assign(yes=2.0), "yes ~ x", "a")
    with pytest.raises(InputError, match="no random effect"):
        logistic_mixed_model(table, "yes ~ x")
