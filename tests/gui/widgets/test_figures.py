"""The figures beside a map: worked out from the masks, and said in words."""

import math

import numpy as np
import pytest

from neopain_gui.agreement.measures import FAMILY
from neopain_gui.geometry import Box
from neopain_gui.gui.scene.map_figures import Agreement, Measures, measure
from neopain_gui.gui.widgets.figures import BY_CHANCE, WAITING, figures
from neopain_gui.maps import ExtractionModel, RelevanceMap
from neopain_gui.masks import MaskSettings
from neopain_gui.provenance import Provenance

PLAIN = MaskSettings(clusters=0, sigma=0.0, c_attribution=0.0, c_gaze=0.0)
FACE = Box(left=2, top=1, right=10, bottom=9)


def relevance_map(values, name="GradCAM|N-CNN", kind="attribution", box=FACE):
    values = np.asarray(values, np.float32)
    return RelevanceMap(
        values=values,
        box=box,
        photograph_size=(12, 16),
        model=ExtractionModel(name=name, kind=kind),
        provenance=Provenance(
            stage="test", version=1, inputs={"name": name, "values": values.tolist()}
        ),
    )


def halves(share, name):
    """A map whose contour mask is the left ``share`` of the face, 8 pixels wide."""
    values = np.zeros((8, 8), np.float32)
    values[:, : round(8 * share)] = 1
    return relevance_map(values, name)


def test_agreement_is_that_of_the_contour_masks_counted_by_hand():
    # left half and left quarter of 64 pixels: 48 alike; 16 shared of 32 and 16
    found = measure(halves(1 / 2, "a"), PLAIN, FACE, previous=halves(1 / 4, "b"))
    assert found.human is None
    assert found.previous.values == {
        "overlap": pytest.approx(48 / 64),
        "cosine": pytest.approx(16 / math.sqrt(32 * 16)),
        "spearman": pytest.approx((64 * 16 - 32 * 16) / math.sqrt(32 * 32 * 16 * 48)),
    }
    assert found.previous.chance == pytest.approx(0.5 * 0.25 + 0.5 * 0.75)
    assert found.entropy == pytest.approx(math.log(32) / math.log(64))


def test_people_are_compared_over_the_face_alone():
    everywhere = np.zeros((12, 16), np.float32)
    everywhere[1:9, 2:6] = 1  # the face's left half, and ...
    everywhere[9:, :] = 1  # ... much beside it, which must not count
    people = relevance_map(everywhere, "Experts", "gaze", Box.whole(16, 12))
    found = measure(halves(1 / 2, "a"), PLAIN, FACE, human=people)
    assert found.human.values == dict.fromkeys(FAMILY, pytest.approx(1))


def test_what_was_never_looked_at_cannot_be_compared():
    part = relevance_map(
        np.ones((2, 2)), "Brush", "annotation", Box(left=2, top=1, right=4, bottom=3)
    )
    found = measure(halves(1 / 2, "a"), PLAIN, FACE, human=part)
    assert found.human.values == {}
    assert written(measures=found, human="Brush")["Cosine with Brush"].text == "undefined"
    assert "Brush" in found.human.why_not


def written(**given):
    facts = given.pop("facts", {})
    relevance = given.pop("relevance", halves(1 / 2, "a"))
    return {line.name: line for line in figures(facts, relevance, **given)}


def test_agreement_is_a_line_for_each_measure_of_the_tables_with_the_chance_level_in_the_tip():
    values = {"overlap": 0.75, "cosine": 0.71, "spearman": -0.2}
    measures = Measures(entropy=0.5, previous=Agreement(values=values, chance=0.5), human=None)
    lines = written(measures=measures, previous="merge")
    assert lines["Overlap with merge"].text == "0.750, chance\u00a00.500"
    assert lines["Overlap with merge"].level == ""
    assert "0.500" in lines["Overlap with merge"].tip
    assert lines["Cosine with merge"].text == "0.710"
    assert lines["Spearman with merge"].text == "−0.200"
    assert len([name for name in lines if name.endswith(" with merge")]) == len(FAMILY)
    assert lines["Spread (entropy)"].text == "50 %"
    assert not any("Experts" in name for name in lines)


@pytest.mark.parametrize(
    ("overlap", "chance", "why", "text", "level"),
    [
        (0.85, 0.86, "", "0.850, chance\u00a00.860 (not above)", BY_CHANCE),
        (0.5, 0.5, "", "0.500, chance\u00a00.500 (not above)", BY_CHANCE),
        (0.774, 0.766, "", "0.774, chance\u00a00.766", ""),  # 0.77 and 0.77 would look like chance
        (0.94, 0.94, "merge is empty", "merge is empty", "warning"),
    ],
)
def test_an_overlap_that_chance_gives_is_grey_and_one_of_an_empty_map_is_none(
    overlap, chance, why, text, level
):
    found = Agreement(values={"overlap": overlap, "cosine": 0.3}, chance=chance, why_not=why)
    lines = written(measures=Measures(entropy=0.5, previous=found), previous="merge")
    assert (lines["Overlap with merge"].text, lines["Overlap with merge"].level) == (text, level)


def test_why_a_mask_cannot_be_compared_is_said_without_a_model_s_name():
    nothing = relevance_map(np.zeros((8, 8)), "GradCAM|N-CNN|merge")
    found = measure(halves(1 / 2, "a"), PLAIN, FACE, previous=nothing, human=nothing)
    assert found.previous.why_not == "the mask of the layer before is empty"
    assert found.human.why_not == "the human mask is empty"
    alone = measure(nothing, PLAIN, FACE, previous=halves(1 / 2, "a"))
    assert alone.previous.why_not == "this map's mask is empty"


def test_until_they_are_worked_out_there_is_a_place_for_them():
    lines = written(previous="merge", human="Experts")
    assert [lines[name].text for name in ("Spread (entropy)", "Overlap with Experts")] == [
        WAITING
    ] * 2


def test_two_empty_masks_are_undefined_in_words_and_colour():
    nothing = relevance_map(np.zeros((8, 8)), "a")
    found = measure(nothing, PLAIN, FACE, previous=relevance_map(np.zeros((8, 8)), "b"))
    lines = written(relevance=nothing, measures=found, previous="b")
    assert lines["Overlap with b"].text == "undefined"
    assert lines["Overlap with b"].level == "warning"
    assert "empty" in lines["Overlap with b"].tip
    assert lines["Spread (entropy)"].text == "undefined"
    assert "empty" in lines["Map"].text


def test_the_way_from_the_baseline_is_shown_with_what_is_left_over():
    facts = {
        "target": "pain",
        "score": 0.97,
        "baseline_score": 0.03,
        "residual": -0.0188,
        "completeness_error": 0.02,
        "steps": 24,
    }
    lines = written(facts=facts, score="probability")
    shown = {name: lines[name].text for name in list(lines) if name != "Resolution"}
    assert shown["Score of the photograph"] == "0.9700"
    assert shown["Score of the baseline"] == "0.0300"
    assert shown["Difference"] == "0.9400"
    assert shown["Residual"] == "−0.0188"
    assert shown["Completeness error"] == "2 % (over 1 %)"
    assert shown["Steps"] == "24"
    assert "Gradients" not in shown
    assert "Map error" not in shown


def test_a_baseline_that_is_taken_for_the_class_is_told():
    facts = {"target": "pain", "score": 0.99, "baseline_score": 0.97}
    line = written(facts=facts, score="probability")["Score of the baseline"]
    assert (line.level, line.text) == ("warning", "0.9700 (taken for pain)")
    # a logit is no score between 0 and 1
    line = written(facts=facts, score="logit")["Score of the baseline"]
    assert (line.level, line.text) == ("", "0.9700")


def test_what_a_method_adds_is_shown_where_it_is_there():
    facts = {"map_error": 0.012, "mask_change": 0.004, "gradients": 45, "samples": 16}
    lines = written(facts=facts)
    assert lines["Map error"].text == "about 1.2 %"
    assert lines["Mask change"].text == "about 0.4 %"
    assert lines["Gradients"].text == "45"
    assert lines["Samples"].text == "16"


@pytest.mark.parametrize(
    ("share", "text", "level"),
    [
        (0.13, "about 13 % of the maximum, 1.5 % of the mask", "warning"),
        (0.0012, "about 0.12 % of the maximum", ""),
        (1e-6, "less than 0.01 % of the maximum", ""),
    ],
)
def test_what_rounding_moves_is_said_and_warned_of_over_a_hundredth(share, text, level):
    facts = {"rounding_map": share} | ({"rounding_mask": 0.015} if level else {})
    (line,) = [one for one in figures(facts, halves(1 / 2, "a")) if one.name == "Moved by rounding"]
    assert (line.text, line.level) == (text, level)


def test_of_a_map_without_that_figure_nothing_is_said():
    assert "Moved by rounding" not in [one.name for one in figures({}, halves(1 / 2, "a"))]


def test_what_another_seed_would_change_is_said():
    facts = {"seed_map": 0.21, "seed_mask": 0.055}
    (line,) = [one for one in figures(facts, halves(1 / 2, "a")) if one.name == "Changed by a seed"]
    assert line.text == "about 21 % of the maximum, 5.5 % of the mask"
    assert "Changed by a seed" not in [one.name for one in figures({}, halves(1 / 2, "a"))]
