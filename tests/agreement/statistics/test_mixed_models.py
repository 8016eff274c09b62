import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.agreement.statistics import (
    Family,
    contrasts,
    estimated_means,
    mixed_model,
)
from neopain_gui.errors import InputError
from tests.agreement.statistics.published import published

ABOUT = "neopain_gui.agreement.statistics"


def made_up(seed: int = 0, neonates: int = 10, models: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    own, kind = rng.normal(0, 0.3, neonates), rng.normal(0, 0.2, models)
    rows = [
        {
            "neonate": f"N{n}",
            "model": f"m{m}",
            "label": label,
            "value": own[n] + kind[m] + 0.2 * (label == "pain") + rng.normal(0, 0.1),
        }
        for n in range(neonates)
        for m in range(models)
        for label in ("no pain", "pain")
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("formula", "groups"),
    [("Reaction ~ Days + (Days | Subject)", None), ("Reaction ~ Days", {"Subject": "Days"})],
)
def test_sleepstudy_as_lme4_has_it(formula: str, groups: dict[str, str] | None) -> None:
    model = mixed_model(published("sleepstudy"), formula, groups)
    assert model.value == pytest.approx({"Intercept": 251.40510, "Days": 10.467286}, rel=1e-6)
    assert [e.error for e in model.effects] == pytest.approx([6.8246, 1.54579], rel=1e-4)
    assert [e.freedom for e in model.effects] == pytest.approx([17, 17], rel=1e-3)
    assert [e.p for e in model.effects] == pytest.approx([1.17156e-11 * 1e-6, 3.26382e-6], rel=5e-3)
    variances = model.variances["Subject"]
    assert np.sqrt(np.diag(variances)) == pytest.approx([24.74066, 5.922138], rel=1e-4)
    correlation = variances[0, 1] / math.sqrt(variances[0, 0] * variances[1, 1])
    assert correlation == pytest.approx(0.0655512, rel=2e-3)
    assert model.residual_sd == pytest.approx(25.591796, rel=1e-4)
    assert model.log_likelihood == pytest.approx(-871.814136, abs=1e-5)
    assert not model.singular


def test_penicillin_is_crossed() -> None:
    model = mixed_model(published("penicillin"), "diameter ~ 1", ["plate", "sample"])
    assert model.value["Intercept"] == pytest.approx(22.972222, rel=1e-6)
    deviations = {group: math.sqrt(v[0, 0]) for group, v in model.variances.items()}
    assert deviations == pytest.approx({"plate": 0.8467025, "sample": 1.9316138}, rel=1e-4)
    assert model.residual_sd == pytest.approx(0.5499227, rel=1e-4)
    assert model.log_likelihood == pytest.approx(-165.4302945, abs=1e-5)


def test_warpbreaks_contrasts_as_emmeans_has_them() -> None:
    model = mixed_model(published("warpbreaks"), "breaks ~ wool * tension")
    found = {one.name: one for one in contrasts(model, "tension", "wool", family=Family.TUKEY)}
    expected = {
        "L − M (A)": (20.556, 0.0007),
        "H − L (A)": (-20.0, 0.0009),
        "H − M (A)": (0.556, 0.9936),
        "L − M (B)": (-0.556, 0.9936),
        "H − L (B)": (-9.444, 0.1704),
        "H − M (B)": (-10.0, 0.1389),
    }
    assert set(found) == set(expected)
    for name, (value, p) in expected.items():
        assert (found[name].value, found[name].error) == pytest.approx((value, 5.16), abs=5e-3)
        assert found[name].p_adjusted == pytest.approx(p, abs=5.1e-5)
        assert found[name].freedom == 48


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 50))
def test_a_random_mean_is_statsmodels(seed: int) -> None:
    smf = pytest.importorskip("statsmodels.formula.api")
    table = made_up(seed)
    ours = mixed_model(table, "value ~ label * model", "neonate")
    theirs = smf.mixedlm("value ~ label * model", table, groups=table["neonate"]).fit()
    assert list(ours.value.values()) == pytest.approx(list(theirs.fe_params), abs=1e-6)
    errors = [e.error for e in ours.effects]
    assert errors == pytest.approx(list(theirs.bse_fe), rel=1e-3)
    assert ours.log_likelihood == pytest.approx(theirs.llf, abs=1e-4)


def test_means_count_every_level_alike_however_many_rows_it_has() -> None:
    table = made_up(1)
    gaps = table.drop(table[(table["label"] == "pain") & (table["model"] == "m0")].index[:7])
    model = mixed_model(gaps, "value ~ label * model", "neonate")
    cells = estimated_means(model, ["label", "model"])
    means = {m.at["label"]: m.estimate for m in estimated_means(model, "label")}
    by_hand = np.mean([m.estimate.value for m in cells if m.at["label"] == "pain"])
    assert means["pain"].value == pytest.approx(by_hand)


def test_holm_is_one_family_over_all_contrasts() -> None:
    model = mixed_model(made_up(2), "value ~ label * model", "neonate")
    found = contrasts(model, "label", "model")
    p = sorted(one.p for one in found)
    assert min(one.p_adjusted for one in found) == pytest.approx(min(1, 3 * p[0]))
    assert len(found) == 3


def test_rows_may_come_in_any_order_and_units_may_change() -> None:
    table = made_up(3)
    first = mixed_model(table, "value ~ label", ["neonate", "model"])
    mixed = table.sample(frac=1, random_state=1).assign(value=lambda t: t["value"] * 100 + 3)
    second = mixed_model(mixed, "value ~ label", ["neonate", "model"])
    assert second.effects[1].value == pytest.approx(100 * first.effects[1].value, rel=1e-4)
    assert second.effects[1].p == pytest.approx(first.effects[1].p, rel=1e-3)
    assert second.residuals.mean() == pytest.approx(0, abs=1e-6)


def test_what_cannot_be_estimated_is_said() -> None:
    table = made_up(4)
    flat = mixed_model(
        table.assign(value=np.random.default_rng(7).normal(size=len(table))),
        "value ~ label",
        ["neonate", "model"],
    )
    assert flat.singular == any("singular" in note for note in flat.notes)
    gaps = table.assign(value=table["value"].where(table.index % 5 > 0))
    assert "left out" in " ".join(mixed_model(gaps, "value ~ label", "neonate").notes)
    one = table[table["neonate"] == "N0"]
    with pytest.raises(InputError, match="there is one neonate only"):
        mixed_model(one, "value ~ label", "neonate")
    with pytest.raises(InputError, match="no column 'hospital'"):
        mixed_model(table, "value ~ label", "hospital")
    with pytest.raises(InputError, match="does not fit the table"):
        mixed_model(table, "value ~ nothing", "neonate")
    with pytest.raises(InputError, match="is no formula"):
        mixed_model(table, "value", "neonate")
    twice = table.assign(again=(table["label"] == "pain") * 1.0)
    with pytest.raises(InputError, match="said by the other columns already"):
        mixed_model(twice, "value ~ label + again", "neonate")
    with pytest.raises(InputError, match="hardly more than one value"):
        mixed_model(table.assign(each=range(len(table))), "value ~ label", "each")
    with pytest.raises(InputError, match="do not vary beyond"):
        mixed_model(table.assign(value=1.0), "value ~ label", "neonate")
    with pytest.raises(InputError, match="no class of the model"):
        estimated_means(mixed_model(table, "value ~ label", "neonate"), "model")


def test_a_variance_of_nothing_makes_the_fit_singular_and_says_so() -> None:
    rng = np.random.default_rng(0)
    values = np.tile([-1.0, 1.0], 30) + rng.normal(0, 1e-3, 60)
    table = pd.DataFrame({"neonate": np.repeat(np.arange(10), 6), "value": values})
    model = mixed_model(table, "value ~ 1", "neonate")
    assert model.singular
    assert "estimated as 0" in model.notes[0]
    assert model.effects[0].freedom == pytest.approx(59)


def test_many_rows_cost_sums_only() -> None:
    rng = np.random.default_rng(5)
    n = 40_000
    table = pd.DataFrame(
        {
            "who": rng.integers(0, 100, n),
            "neonate": rng.integers(0, 20, n),
            "model": rng.integers(0, 6, n).astype(str),
        }
    )
    own, child = rng.normal(0, 0.5, 100), rng.normal(0, 1, 20)
    table["value"] = own[table["who"]] + child[table["neonate"]] + rng.normal(0, 1, n)
    model = mixed_model(table, "value ~ model", ["who", "neonate"])
    assert math.sqrt(model.variances["neonate"][0, 0]) == pytest.approx(1, rel=0.4)
    assert model.residual_sd == pytest.approx(1, rel=0.02)
