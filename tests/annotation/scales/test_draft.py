import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.annotation.scales import draft as d
from neopain_gui.annotation.scales import scale_of_text, scale_text, scales, totals_of
from neopain_gui.provenance import canonical_json


def made(**items):
    """Return a scale of one's own whose items have these questions."""
    found = d.blank(scales())
    for place, title in enumerate(items.values()):
        if place:
            found = d.with_item(found, place)
        found = d.with_field(found, "items", place, title=title)
    return found


def test_what_begins_from_nothing_can_be_used_at_once():
    scale, fault = d.read_draft(d.blank(scales()), scales().values())
    assert fault is None
    assert (scale.id, scale.short, scale.version) == ("own", "Own", "1")
    assert [(one.low, one.high) for one in scale.totals] == [(0.0, 1.0)]
    assert scale_of_text(canonical_json(d.blank(scales()))) == scale


@pytest.mark.parametrize("scale", scales().values(), ids=lambda one: one.id)
def test_a_copy_counts_as_the_scale_does(scale):
    copy, fault = d.read_draft(d.copied(scale, scales()), scales().values())
    assert fault is None
    assert copy.id not in scales()
    assert copy.short not in {one.short for one in scales().values()}
    for ends in ("low", "high"):
        values = {one.id: getattr(one, ends) for one in scale.items}
        theirs = [one.value for one in totals_of(scale, values).values()]
        assert [one.value for one in totals_of(copy, values).values()] == theirs


def test_the_ends_of_a_total_follow_its_items_until_somebody_says_others():
    found = made(a="Brow", b="Mouth")
    assert found["totals"][0]["high"] == 2.0
    found = d.with_field(found, "items", 1, weight=3.0)
    assert found["totals"][0]["high"] == 4.0
    found = d.with_field(found, "totals", 0, high=9.0)
    found = d.without_item(found, 1)
    assert found["totals"][0]["high"] == 9.0


def test_rules_follow_the_name_of_an_item_and_a_name_its_question():
    found = made(a="Brow bulge", b="Mouth")
    assert d.item_ids(found) == ["brow_bulge", "mouth"]
    found = d.with_field(found, "totals", 0, rule="brow_bulge + 2 * mouth")
    found = d.with_field(found, "items", 0, title="Brow bulge, strong")
    assert found["totals"][0]["rule"] == "brow_bulge_strong + 2 * mouth"
    found = d.with_field(found, "items", 0, id="brows")
    assert found["totals"][0]["rule"] == "brows + 2 * mouth"
    found = d.with_field(found, "items", 0, title="Something else")  # its name was chosen
    assert d.item_ids(found) == ["brows", "mouth"]
    found = d.with_field(found, "items", 0, id="")
    assert found["totals"][0]["rule"] == "brows + 2 * mouth"
    assert d.read_draft(found)[1].where == ("items", 0, "id")


def test_what_is_wrong_is_one_sentence_with_its_place():
    found = made(a="Brow", b="Mouth")
    assert d.fault_of_rule(found, 0) == ""
    gone = d.without_item(d.with_field(found, "totals", 0, rule="brow + mouth"), 1)
    said = "The rule of “Total” refers to “mouth”, which is no item of the scale."
    assert d.fault_of_rule(gone, 0) == said
    assert d.read_draft(gone)[1].sentence == said
    empty = d.with_field(found, "items", 1, title="")
    assert d.read_draft(empty)[1].sentence == "Item 2, title: it is empty."
    level = [{"value": "x", "title": "A"}, {"value": 1.0, "title": "B"}]
    wrong = d.with_field(found, "items", 0, levels=level)
    assert d.read_draft(wrong)[1].sentence == "Item 1, level 1, value: it is no number."
    keys = d.with_field(d.with_field(found, "items", 0, key="Q"), "items", 1, key="Q")
    assert d.read_draft(keys)[1].sentence == "Two items have the key Q."
    twice = {**found, "short": "nfcs"}
    assert "is called NFCS too" in d.read_draft(twice, scales().values())[1].sentence
    assert d.fault_of_rule(d.with_field(found, "totals", 0, rule="brow +"), 0) == (
        "The rule “brow +” cannot be read."
    )


def test_the_next_version_stands_beside_the_one_that_was_rated():
    first, _ = d.read_draft(made(a="Brow"))
    there = {**scales(), first.id: first}
    second, fault = d.read_draft(d.newer(first, there), there.values())
    assert fault is None
    assert (second.id, second.version, second.short) == ("own-v2", "2", "Own v2")
    third, _ = d.read_draft(d.newer(second, {**there, second.id: second}))
    assert (third.id, third.version, third.short) == ("own-v3", "3", "Own v3")
    assert third.items == first.items


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("acdmn"), st.integers(0, 5)), max_size=8))
def test_however_items_come_and_go_the_sum_of_all_can_be_used(steps):
    found = d.blank(scales())
    for what, number in steps:
        count = len(found["items"])
        place = number % count
        if what == "a":
            found = d.with_item(found, place)
        elif what == "c":
            found = d.with_copy(found, place)
        elif what == "d" and count > 1:
            found = d.without_item(found, place)
        elif what == "m":
            found = d.with_moved(found, place, 1)
        else:
            found = d.with_field(found, "items", place, title=f"Sign {number}")
    scale, fault = d.read_draft(found)
    assert fault is None
    assert scale.totals[0].high == len(scale.items)
    assert scale_of_text(scale_text(scale)) == scale
