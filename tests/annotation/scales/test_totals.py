import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.annotation.scales import Scale, scales, total_of, totals_of

ALL = scales()
ENDS = {
    "nfcs": (0, 10), "nfcs-5": (0, 5), "nips": (0, 7), "pipp": (0, 21), "pipp-r": (0, 21),
    "cries": (0, 10), "n-pass": (0, 10), "edin": (0, 15), "biip": (0, 9),
}  # fmt: skip
"""As the scales' papers print them."""

POINTS = {"points_for_prematurity": True}


def coded(scale, **levels):
    return {one.id: one.low for one in scale.items} | levels


@pytest.mark.parametrize(("scale_id", "ends"), ENDS.items())
def test_all_lowest_and_all_highest_are_the_published_ends(scale_id, ends):
    scale = ALL[scale_id]
    low = total_of(scale, {one.id: max(one.low, 0) for one in scale.items})
    high = total_of(scale, {one.id: one.high for one in scale.items})
    assert (low.value, high.value) == ends


@pytest.mark.parametrize("scale", ALL.values(), ids=ALL)
@settings(max_examples=15)
@given(data=st.data())
def test_a_total_lies_where_it_says_whatever_is_coded(scale, data):
    values = {
        one.id: data.draw(st.sampled_from([None, *(level.value for level in one.levels)]))
        for one in scale.items
    }
    for said in totals_of(scale, values, {one.id: True for one in scale.switches}).values():
        if said.value is None:
            assert said.why
        else:
            assert said.total.low <= said.value <= said.total.high


def test_what_was_not_coded_is_never_0():
    nips = ALL["nips"]
    said = total_of(nips, {"face": 1.0})
    assert said.value is None
    assert said.missing == ("Cry", "Breathing", "Arms", "Legs", "State of arousal")
    assert said.pain() is None
    assert "not known" in said.words


def test_pipp_r_counts_age_and_state_only_beside_something():
    revised = ALL["pipp-r"]
    nothing = coded(revised, gestational_age=3.0, state=3.0)
    assert total_of(revised, nothing).value == 0
    assert total_of(revised, {**nothing, "brow": 1.0}).value == 7
    # Where nothing else counts, neither has to be known.
    assert total_of(revised, {**nothing, "gestational_age": None}).value == 0
    assert total_of(ALL["pipp"], nothing).value == 6
    assert total_of(revised, {**nothing, "brow": 1.0}).band == "slight to moderate pain"


def test_n_pass_has_two_totals_and_a_switch():
    n_pass = ALL["n-pass"]
    values = {"cry": -2, "state": -1, "face": 2, "extremities": 1, "vital_signs": 0}
    made = totals_of(n_pass, values)
    assert (made["sedation"].value, made["pain"].value) == (-3, 3)
    assert made["sedation"].band == "light sedation"
    assert made["pain"].pain() is False
    with_points = totals_of(n_pass, {**values, "under_30_weeks": 1.0}, POINTS)
    assert with_points["pain"].value == 4
    assert with_points["pain"].pain() is True


def test_comfortneo_counts_breathing_or_crying():
    neo = ALL["comfortneo"]
    values = {one.id: 5.0 for one in neo.items}
    assert total_of(neo, {**values, "crying": None}).value == 30
    assert "both are coded" in total_of(neo, values).why


def test_the_cut_offs_are_those_in_use():
    words = {one.id: [cut.words for cut in one.totals[-1].cut_offs] for one in ALL.values()}
    assert words["nfcs"][0] == words["nfcs-5"][0] == "≥ 3"
    assert words["nips"] == ["≥ 4"] == words["cries"]
    assert words["pipp"] == ["> 6", "> 12"] == words["pipp-r"]
    assert words["n-pass"] == ["> 3"]
    assert words["comfortneo"] == ["≥ 14"]
    assert words["edin"] == ["> 4"]


def own(**more):
    item = {"levels": [{"value": 0.0, "title": "no"}, {"value": 4.0, "title": "yes"}]}
    definition = {
        "id": "own",
        "version": "1",
        "title": "Our own",
        "short": "Own",
        "source": {"text": "Us"},
        "items": [{"id": one, "title": one.upper(), **item} for one in ("a", "b", "c", "d")],
        "totals": [
            {"id": "total", "title": "Total", "rule": "sum(items)", "low": 0.0, "high": 16.0}
            | more.pop("total", {})
        ],
    }
    import json

    return Scale.model_validate_json(json.dumps(definition | more))


def test_a_scale_that_prorates_says_so_and_not_of_most():
    scale = own(total={"missing": "prorate"})
    said = total_of(scale, {"a": 4.0, "b": 0.0, "c": 4.0})
    assert said.value == pytest.approx(8 + 4 * 2 / 3)
    assert said.why == "prorated: 1 item of 4 not coded"
    assert total_of(scale, {"a": 4.0}).value is None


def test_weights_count_in_rules():
    scale = own()
    heavy = scale.model_copy(
        update={"items": (scale.items[0].model_copy(update={"weight": 0.5}), *scale.items[1:])}
    )
    assert total_of(heavy, dict.fromkeys("abcd", 4.0)).value == 14


def test_a_level_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no level 3"):
        total_of(own(), {"a": 3.0})
    with pytest.raises(ValueError, match="no level"):
        total_of(own(), {"z": 0.0})
