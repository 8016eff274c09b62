from __future__ import annotations

import math
from dataclasses import asdict
from itertools import combinations

import numpy as np
import pytest

from neopain_gui.agreement import (
    PairAgreement,
    chance_overlap,
    cohen_kappa,
    cosine_similarity,
    iou,
    overlap,
    pairwise,
    spearman,
)
from neopain_gui.agreement import pairs as module
from neopain_gui.errors import InputError
from neopain_gui.geometry import Box
from neopain_gui.maps import ContourMask, ExtractionModel
from neopain_gui.provenance import Provenance

ABOUT = "neopain_gui.agreement.pairs"

TABLE_3 = [
    "Experts",
    "GradCAM|N-CNN",
    "GradCAM|VGG-Face",
    "I.G.|N-CNN",
    "I.G.|VGG-Face",
    "Parents",
]
FACE = Box(left=60, top=20, right=250, bottom=210)


def _mask(name: str, values: np.ndarray, box: Box | None = None) -> ContourMask:
    height, width = values.shape
    kind = "attribution" if "|" in name else "gaze"
    return ContourMask(
        values=values,
        box=box or Box.whole(width, height),
        model=ExtractionModel(name=name, kind=kind),
        provenance=Provenance(stage="test", version=1),
    )


def _six() -> list[ContourMask]:
    random = np.random.default_rng(8)
    field = random.random((233, 320))
    return [
        _mask(name, field + random.random(field.shape) > random.uniform(0.7, 1.6))
        for name in reversed(TABLE_3)
    ]


def _check_against_pair_by_pair(
    masks: list[ContourMask], region: Box, pairs: list[PairAgreement]
) -> None:
    cut = {mask.model.name: mask.values[region.slices] for mask in masks}
    for pair in pairs:
        a, b = cut[pair.model_a], cut[pair.model_b]
        expected = {
            "cosine": cosine_similarity(a, b),
            "spearman": spearman(a, b),
            "overlap": overlap(a, b),
            "chance_overlap": chance_overlap(float(a.mean()), float(b.mean())),
            "kappa": cohen_kappa(a, b),
            "iou": iou(a, b),
            "coverage_a": float(a.mean()),
            "coverage_b": float(b.mean()),
        }
        found = {name: (asdict(pair) | dict(pair.values))[name] for name in expected}
        assert found == pytest.approx(expected, abs=1e-12, nan_ok=True)


def test_all_pairs_in_the_order_of_table_3() -> None:
    masks = _six()
    pairs = pairwise(masks, FACE)
    assert [(pair.model_a, pair.model_b) for pair in pairs] == list(combinations(TABLE_3, 2))
    assert len(pairs) == 15
    assert {pair.flag for pair in pairs} == {""}
    _check_against_pair_by_pair(masks, FACE, pairs)


def test_only_the_region_counts() -> None:
    masks = _six()
    changed = []
    for mask in masks:
        values = ~mask.values
        values[FACE.slices] = mask.values[FACE.slices]
        changed.append(_mask(mask.model.name, values))
    assert pairwise(changed, FACE) == pairwise(masks, FACE)
    assert pairwise(masks, Box.whole(320, 233)) != pairwise(masks, FACE)


def test_counting_in_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    masks = _six()
    whole = pairwise(masks, FACE)
    monkeypatch.setattr(module, "_BLOCK", 1000)
    assert pairwise(masks, FACE) == whole


def test_undefined_measures_are_flagged_not_scored() -> None:
    some = np.zeros((40, 40), bool)
    some[3:9, 5:20] = True
    masks = [
        _mask("A", np.zeros_like(some)),
        _mask("B", np.zeros_like(some)),
        _mask("C", some),
        _mask("D", np.ones_like(some)),
    ]
    region = Box(left=2, top=2, right=30, bottom=35)
    pairs = {pair.model_a + pair.model_b: pair for pair in pairwise(masks, region)}
    assert pairs["AB"].flag == "A is empty; B is empty"
    assert pairs["AC"].flag == "A is empty"
    assert pairs["AD"].flag == "A is empty; D covers the whole region"
    assert pairs["CD"].flag == "D covers the whole region"
    for measure in ("cosine", "spearman", "overlap", "kappa", "iou"):
        assert math.isnan(pairs["AB"].values[measure])
    assert pairs["AB"].chance_overlap == 1.0
    assert not math.isnan(pairs["AC"].values["overlap"])
    assert math.isnan(pairs["CD"].values["spearman"])
    _check_against_pair_by_pair(masks, region, list(pairs.values()))


@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_any_number_of_masks(count: int) -> None:
    masks = [_mask(f"Rater {i}", np.eye(20, dtype=bool)) for i in range(count)]
    assert len(pairwise(masks, Box.whole(20, 20))) == count * (count - 1) // 2


def test_a_map_of_another_face_box_is_refused() -> None:
    values = np.zeros((233, 320), bool)
    moved = Box(left=70, top=20, right=260, bottom=210)
    masks = [_mask("Experts", values), _mask("GradCAM|N-CNN", values, moved)]
    with pytest.raises(InputError, match=r"GradCAM\|N-CNN was computed on another part"):
        pairwise(masks, FACE)


def test_bugs_of_the_caller() -> None:
    square = np.eye(20, dtype=bool)
    with pytest.raises(ValueError, match="twice"):
        pairwise([_mask("A", square), _mask("A", square)], Box.whole(5, 5))
    with pytest.raises(ValueError, match="sizes differ"):
        pairwise([_mask("A", square), _mask("B", np.eye(21, dtype=bool))], Box.whole(5, 5))
    with pytest.raises(ValueError, match="not inside"):
        pairwise([_mask("A", square), _mask("B", square)], Box.whole(21, 20))


@pytest.mark.parametrize("side", ["left", "top", "right", "bottom"])
def test_a_box_lies_within_itself_and_not_within_one_a_pixel_smaller(side):
    box = Box(left=10, top=20, right=50, bottom=60)
    assert module._contains(box, box)
    smaller = {"left": 11, "top": 21, "right": 49, "bottom": 59}
    inner = {"left": 10, "top": 20, "right": 50, "bottom": 60}
    assert not module._contains(Box(**{**inner, side: smaller[side]}), box)
