"""All pairs at once say what each pair says alone."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui.agreement import pairwise
from neopain_gui.agreement.measures import COUNTED
from neopain_gui.agreement.table import TableBuilder
from neopain_gui.geometry import Box
from neopain_gui.maps import ContourMask, ExtractionModel
from neopain_gui.provenance import Provenance

WHOLE = Box.whole(8, 6)
NAMES = ("A", "B", "C", "D")


def mask(name, values):
    return ContourMask(
        values=values,
        box=WHOLE,
        model=ExtractionModel(name=name, kind="gaze"),
        provenance=Provenance(stage="test", version=1),
    )


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6),
    st.lists(st.sets(st.sampled_from(NAMES), min_size=2), min_size=1, max_size=4),
)
def test_it_is_pairwise_on_every_photograph(seed, present):
    random = np.random.default_rng(seed)
    builder = TableBuilder(models=NAMES)
    expected = {}
    for number, names in enumerate(present):
        cover = random.choice([0.0, 0.3, 1.0], len(names))
        masks = [
            mask(name, random.random((6, 8)) < share)
            for name, share in zip(sorted(names), cover, strict=True)
        ]
        region = Box(left=1, top=1, right=7, bottom=5)
        builder.add(f"P{number}", masks, region)
        expected[f"P{number}"] = pairwise(masks, region)
    table = builder.table()
    for row, (image_id, pairs) in enumerate(expected.items()):
        assert same(table.on(image_id), pairs)
        for pair in pairs:
            place = table.pairs.index((pair.model_a, pair.model_b))
            assert table.compared[row, place]
            for measure in COUNTED:
                found, alone = table.values(measure)[row, place], pair.values[measure]
                assert found == alone or (math.isnan(found) and math.isnan(alone))
        assert table.compared[row].sum() == len(pairs)


def same(found, pairs):
    return [str(one) for one in found] == [str(one) for one in pairs]


def test_nothing_was_compared():
    table = TableBuilder(models=NAMES).table()
    assert len(table.pairs) == 6
    assert table.values("overlap").shape == (0, 6)
    with pytest.raises(ValueError, match="no measure"):
        table.values("luck")
    assert set(table.measures) >= {"cosine", "spearman", "overlap"}
