"""A record from anybody: whatever is in it, it can be repeated or there is one sentence."""

import copy
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from neopain_gui.attribution.methods import METHODS
from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.errors import InputError
from neopain_gui.geometry import Box
from neopain_gui.maps import ExtractionModel, RelevanceMap
from neopain_gui.masks import MaskSettings, to_contour_mask
from neopain_gui.pipeline.map_files.map_record import grey_16, map_record
from neopain_gui.pipeline.map_files.record_schema import parse_map, read_record
from neopain_gui.pipeline.map_files.repeatable import check_repeatable
from neopain_gui.provenance import Provenance, canonical_json

FILE = Path("a.json")


def relevance():
    box = Box(left=3, top=4, right=43, bottom=54)
    inputs = {
        "image": "1" * 64,
        "box": list(box.as_tuple()),
        "weights": "2" * 64,
        "architecture": "n_cnn",
        "class_order": ["no pain", "pain"],
        "preprocessing": ARCHITECTURES["n_cnn"].preprocessing.as_dict(),
        "method": "grad_cam",
        "target": "pain",
        "parameters": METHODS["grad_cam"].resolved(),
        "layer": "merge",
        "references": [["3" * 64, [0, 0, 20, 20]]],
    }
    return RelevanceMap(
        values=np.random.default_rng(1).random((12, 12), np.float32),
        box=box,
        photograph_size=(60, 50),
        model=ExtractionModel(name="GradCAM|N-CNN|merge", kind="attribution"),
        provenance=Provenance(
            stage="attribution.grad_cam", version=METHODS["grad_cam"].version, inputs=inputs
        ),
    )


def plain():
    facts = {"classifier": "n_cnn_phantoms", "target_choice": "predicted", "synthetic": True}
    made, chosen = relevance(), MaskSettings()
    record = map_record(made, to_contour_mask(made, chosen), facts, chosen)
    return json.loads(canonical_json(record))


RECORD = plain()


def places(value, at=()):
    yield at
    if isinstance(value, dict):
        for name in value:
            yield from places(value[name], (*at, name))
    elif isinstance(value, list):
        for number in range(len(value)):
            yield from places(value[number], (*at, number))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner,
                                                                max_size=4),
    max_leaves=6,
)  # fmt: skip


def checked(value):
    record = parse_map(value, FILE)
    check_repeatable(record, FILE)
    return record


def test_a_record_is_read_as_it_was_written():
    record = checked(plain())
    made = relevance()
    assert record.relevance.provenance.key == made.provenance.key
    assert record.box == made.box
    assert record.references == [("3" * 64, Box(left=0, top=0, right=20, bottom=20))]
    assert record.settings == MaskSettings()
    assert record.inputs.parameters == METHODS["grad_cam"].resolved()
    assert record.facts.chunk is None


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([at for at in places(RECORD) if at]), ANYTHING, st.booleans())
@example(("software",), {"\r": None}, False)
@example(("software", "numpy"), "2\n0", False)
@example(("extraction_model",), "a\x1b[31m", False)
def test_whatever_stands_anywhere_is_at_worst_one_sentence(place, value, link):
    record = copy.deepcopy(RECORD)
    inner = record
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    if link:  # as somebody would who knows how the parts are linked
        try:
            record["mask"]["inputs"]["map"] = Provenance(**record["relevance"]).key
        except (TypeError, KeyError, ValueError, AttributeError):
            return
    if not isinstance(record["record"], dict):
        return  # read_record has refused it
    sentence = "a.json"
    try:
        checked(record)
    except InputError as error:
        sentence = str(error)
    assert sentence.startswith("a.json")
    assert len(sentence.splitlines()) == 1


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60) | ANYTHING.map(lambda value: json.dumps(value).encode()))
def test_whatever_a_file_holds_it_is_a_record_or_one_sentence(tmp_path_factory, content):
    file = tmp_path_factory.getbasetemp() / "any.json"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"^any\.json"):
        read_record(file)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0, float(np.finfo(np.float32).max), width=32), min_size=1, max_size=30))
def test_a_value_is_recovered_from_16_bits_to_half_a_step(values):
    exact = np.array([values], np.float32)
    grey, top = grey_16(exact), float(exact.max())
    assert grey.dtype == np.uint16
    back = grey.astype(np.float64) / 65535 * top
    assert np.abs(back - exact).max() <= top / 65535 / 2 * (1 + 1e-6)
    assert grey.max() == (65535 if top else 0)
