"""What is odd about maps is said, of which photographs."""

from types import SimpleNamespace

import numpy as np

from neopain_gui.agreement import TableBuilder
from neopain_gui.geometry import Box
from neopain_gui.jobs import PassedOver, Said
from neopain_gui.maps import ContourMask, ExtractionModel
from neopain_gui.pipeline.maps.odd_maps import MapFacts, empty_masks, odd_maps
from neopain_gui.pipeline.out_of_date_words import SIGN
from neopain_gui.pipeline.report import write
from neopain_gui.provenance import Provenance

HALF = {"no pain": 0.5, "pain": 0.5}


def looked(photograph="p1", *, empty_mask=False, **facts):
    return MapFacts(
        photograph=photograph, model="GradCAM|N-CNN", facts=facts, empty_mask=empty_mask
    )


def test_nothing_is_said_of_maps_like_any_other():
    facts = {"empty": False, "target_choice": "predicted", "scores": {"no pain": 0.4, "pain": 0.6}}
    assert odd_maps([looked(**facts), looked()]) == []


def test_empty_maps_and_masks_are_named_with_their_photographs():
    maps = [looked("p1", empty=True, empty_mask=True), looked("p2", empty_mask=True)]
    assert odd_maps(maps) == [
        "GradCAM|N-CNN: the map is empty on p1: no pixel speaks for what is explained.",
        "GradCAM|N-CNN: the contour mask is empty on p2: most measures are undefined there.",
    ]


def test_many_photographs_are_counted_after_a_few():
    (said,) = odd_maps(looked(f"p{k}", empty=True) for k in range(9))
    assert "p0, p1, p2, p3, p4 and 4 more:" in said


def test_a_tie_is_said_where_the_likelier_class_was_asked_for():
    tied = {"scores": HALF, "classifier": "n_cnn", "target": "no pain"}
    assert odd_maps([looked(target_choice="predicted", **tied)]) == [
        "n_cnn: the scores of both classes tie on p1, so the class predicted there, no pain, is "
        "merely the first."
    ]
    assert odd_maps([looked(target_choice="pain", **tied)]) == []


def mask(name, values):
    return ContourMask(
        model=ExtractionModel(name=name, kind="gaze"),
        values=np.array(values, bool),
        box=Box.whole(2, 2),
        provenance=Provenance(stage="test", version=1, inputs={}),
    )


def test_empty_masks_are_found_among_all_pairs():
    full, empty, some = [[1, 1], [1, 1]], [[0, 0], [0, 0]], [[1, 0], [0, 0]]
    table = TableBuilder(models=["A", "B", "C"])
    table.add("p1", [mask("A", full), mask("B", empty), mask("C", some)], Box.whole(2, 2))
    table.add("p2", [mask("A", empty), mask("B", some)], Box.whole(2, 2))
    table.add("p3", [mask("B", empty), mask("C", empty)], Box.whole(2, 2))
    said = empty_masks(table.table())
    assert [one.partition(":")[0] for one in said] == [
        "A is empty on p2",
        "B is empty on p1, p3",
        "C is empty on p3",
    ]


def test_a_report_says_at_once_what_its_page_says_of_the_comparison():
    table = TableBuilder(models=["A", "B"])
    table.add("p1", [mask("A", [[1, 1], [1, 1]]), mask("B", [[0, 0], [0, 0]])], Box.whole(2, 2))
    said = []
    job = SimpleNamespace(partial=said.append)
    comparison = SimpleNamespace(
        left_out=(("p2", "no face is marked"),),
        cautions=("Demo weights.", f"{SIGN} is said with its remedy"),
        table=table.table(),
    )
    write._tell(comparison, job)
    assert said[:2] == [
        PassedOver(what="p2", why="no face is marked"),
        Said(text="Demo weights."),
    ]
    assert len(said) == 3
    assert said[2].text.startswith("B is empty on p1")
