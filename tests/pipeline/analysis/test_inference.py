"""Equivalence, mixed models and looks of a study, against statsmodels and by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from neopain_gui.agreement.intervals import Interval
from neopain_gui.agreement.measures import FAMILY
from neopain_gui.errors import InputError
from neopain_gui.findings.inference import Between
from neopain_gui.findings.people import Bound, Ceiling
from neopain_gui.pipeline.analysis import analyse, cached_analysis, study_analysis
from neopain_gui.pipeline.analysis.cached import analysis_key, with_margins_of
from neopain_gui.pipeline.analysis.equivalence import equivalence_rows
from neopain_gui.pipeline.settings.margins import MARGINS, margin_of, with_margin
from neopain_gui.reports.shown_inference import mixed_table
from tests.reports.small import PLAIN, small_study

ABOUT = "neopain_gui.pipeline.analysis"


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    with small_study(tmp_path_factory.mktemp("study"), 8) as made:
        yield made


@pytest.fixture(scope="module")
def analysis(study):
    return analyse(study, PLAIN)


def results(analysis, metric, pair):
    """Values of a pair as a table: neonate, label, value."""
    place = analysis.comparison.table.pairs.index(pair)
    return pd.DataFrame(
        [
            (image.neonate.id, str(image.label), value)
            for image, value in zip(
                analysis.comparison.images,
                analysis.comparison.table.values(metric)[:, place],
                strict=True,
            )
        ],
        columns=["neonate", "label", "value"],
    )


def test_each_pair_between_the_classes_is_statsmodels(analysis):
    weightstats = pytest.importorskip("statsmodels.stats.weightstats")
    rows = [one for one in analysis.equivalences if one.between is Between.CLASSES]
    assert len(rows) == len(FAMILY) * len(analysis.comparison.table.pairs)
    tested = 0
    for row in rows:
        table = results(analysis, row.metric, (row.model_a, row.model_b))
        wide = table.pivot_table(index="neonate", columns="label", values="value").dropna()
        if len(wide) < 2 or np.ptp((wide["pain"] - wide["no pain"]).round(9)) == 0:
            continue
        margin = row.margin.value
        p = weightstats.ttost_paired(wide["pain"], wide["no pain"], -margin, margin)[0]
        assert (row.neonates, row.p) == (len(wide), pytest.approx(p, abs=1e-9))
        tested += 1
    assert tested > 3


def test_holm_is_over_the_family(analysis):
    rows = [one for one in analysis.equivalences if one.between is Between.CLASSES]
    p = sorted(one.p for one in rows if math.isfinite(one.p))
    least = min(rows, key=lambda one: one.p if math.isfinite(one.p) else 2)
    assert least.p_holm == pytest.approx(min(1, p[0] * len(p)))
    assert least.family.startswith(f"{len(p)} tests: ")


def test_two_networks_with_a_group(analysis):
    networks = {model.name for model in analysis.comparison.models if model.of_classifier}
    rows = [one for one in analysis.equivalences if one.between is Between.MODELS]
    assert all({one.model_a, one.model_b} <= networks for one in rows)
    assert all(one.partner not in networks for one in rows)


def test_mixed_models_are_statsmodels(analysis):
    formulas = pytest.importorskip("statsmodels.formula.api")
    row = next(
        one
        for one in analysis.mixed
        if one.kind == "contrast" and one.model.startswith("Density of")
    )
    name = row.model.removeprefix("Density of ")
    whose = {image.id: image.neonate.id for image in analysis.comparison.images}
    table = pd.DataFrame(
        [
            (whose[one.image], one.label, one.region, one.density)
            for one in analysis.regions_on_photographs
            if one.model == name and one.label
        ],
        columns=["neonate", "label", "what", "value"],
    ).dropna()
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = formulas.mixedlm("value ~ 0 + label:what", table, groups=table["neonate"]).fit()
    feature = row.name.partition("(")[2].rstrip(")")
    cells = theirs.fe_params
    difference = cells[f"label[pain]:what[{feature}]"] - cells[f"label[no pain]:what[{feature}]"]
    assert row.name == f"pain − no pain ({feature})"
    assert row.value == pytest.approx(difference, abs=1e-6)


def ceiling(low, high, bound=Bound.HALVES):
    value = Interval(value=0.7, low=low, high=high, neonates=10)
    return Ceiling(
        group="Experts", metric="overlap", bound=bound, value=value, participants=9,
        photographs=20, comparisons=20,
    )  # fmt: skip


def test_a_margin_is_set_or_a_default_that_says_so(study):
    bounds = [ceiling(0.6, 0.8), ceiling(0.0, 1.0, Bound.ONE_AND_REST)]
    default = margin_of(study, "overlap", bounds)
    assert default.value == pytest.approx(0.1)
    assert "human ceiling’s interval" in default.source
    without = margin_of(study, "overlap", [])
    assert (without.value, "no human ceiling" in without.source) == (0.05, True)
    before = study.setting(MARGINS)
    study.set_setting(MARGINS, with_margin(study, "overlap", 0.2))
    chosen = margin_of(study, "overlap", bounds)
    assert chosen.value == 0.2
    assert chosen.source.startswith("set on 20")
    rows = equivalence_rows(study, analyse(study, PLAIN).comparison, bounds)
    assert {one.margin.value for one in rows if one.metric == "overlap"} == {0.2}
    study.set_setting(MARGINS, with_margin(study, "overlap", None))
    assert margin_of(study, "overlap", bounds) == default
    study.set_setting(MARGINS, before)


@pytest.mark.parametrize("value", [0, -1, math.nan, math.inf])
def test_a_margin_is_a_number_above_0(study, value):
    with pytest.raises(InputError, match="give a number above 0"):
        with_margin(study, "overlap", value)


def test_a_margin_is_of_a_metric_that_there_is(study):
    with pytest.raises(InputError, match="beauty"):
        with_margin(study, "beauty", 0.1)


def test_another_margin_is_read_with_what_was_kept(study):
    """Kept statistics are called by everything but margins: none is read with an older one."""
    study_analysis(study, PLAIN)
    key = analysis_key(study, PLAIN)
    study.set_setting(MARGINS, with_margin(study, "overlap", 0.3))
    try:
        assert analysis_key(study, PLAIN) == key
        found = cached_analysis(study, PLAIN)
        assert {row.margin.value for row in found.equivalences if row.metric == "overlap"} == {0.3}
        again = with_margins_of(study, found)
        assert repr(again.equivalences) == repr(analyse(study, PLAIN).equivalences)
    finally:
        study.set_setting(MARGINS, {})


def test_a_mixed_model_has_contrasts_in_its_table_and_what_must_be_known_below(analysis):
    table = mixed_table(analysis)
    notes = {row.name for row in analysis.mixed if row.kind == "note"}
    shown = [row[0].text for _, rows in table.sections for row in rows]
    assert shown
    assert all(one.startswith("pain − no pain (") for one in shown)
    assert notes
    assert all(any(note in below for below in table.notes) for note in notes)
