"""What a strip says, in which order its maps stand, and what its record holds."""

import json

import numpy as np
import pytest

from neopain_gui.attribution.methods import METHODS
from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.geometry import Box
from neopain_gui.imaging import read_provenance
from neopain_gui.maps import ExtractionModel, RelevanceMap
from neopain_gui.masks import MaskSettings, to_contour_mask
from neopain_gui.pipeline.map_files.strips import (
    Strip,
    export_strip,
    strip_base,
    strip_figures,
    words,
)
from neopain_gui.provenance import Provenance

BOX = Box(left=4, top=6, right=54, bottom=56)
PHOTOGRAPH = np.random.default_rng(2).integers(0, 255, (70, 60, 3), np.uint8)


def a_map(layer="merge", method="grad_cam", architecture="n_cnn", **facts):
    title, maker = METHODS[method].title, ARCHITECTURES[architecture].short_name
    seed = sum(map(ord, layer or "input"))
    relevance = RelevanceMap(
        values=np.random.default_rng(seed).random((20, 20), np.float32),
        box=BOX,
        photograph_size=PHOTOGRAPH.shape[:2],
        model=ExtractionModel.of_method(title, maker, layer or ""),
        provenance=Provenance(
            stage=f"attribution.{method}",
            version=1,
            inputs={"architecture": architecture, "layer": layer},
        ),
    )
    known = {
        "scores": {"no pain": 0.14, "pain": 0.86},
        "target": "pain",
        "target_choice": "predicted",
        "classifier": "n_cnn_phantoms",
        "method": method,
        "layer": layer,
        "synthetic": True,
    }
    return relevance, known | facts


def strip_of(*maps, **options):
    return Strip(photograph_id="N03.pain", maps=maps, settings=MaskSettings(), **options)


def test_the_figure_says_who_explains_which_class_of_what():
    said = words(strip_of(a_map(), phantom=True))
    assert said.title == "N03.pain"
    assert said.phantom
    assert said.lines == (
        "Gradient-weighted Class Activation Mapping (GradCAM) on N-CNN, demo weights",
        "Class explained: pain, the predicted class; its score 0.86",
    )


def test_a_chosen_class_own_weights_and_the_completeness_error_are_said():
    one = a_map(None, "integrated_gradients", target_choice="no pain", target="no pain",
                synthetic=False, completeness_error=0.0123)  # fmt: skip
    assert words(strip_of(one)).lines == (
        "Integrated Gradients (I.G.) on N-CNN",
        "Class explained: no pain; its score 0.14",
        "Completeness error: 1.2 %",
    )
    endless = a_map(None, "integrated_gradients", completeness_error=None)
    assert words(strip_of(endless)).lines[-1] == "Completeness error: infinite"


def test_a_control_explains_no_class_and_is_called_a_control():
    said = words(strip_of(a_map(None, "edges"))).lines
    assert said == (
        "Edge detector, a control that does not look at what N-CNN has learnt",
        "N-CNN, demo weights: its score of pain is 0.86",
    )


@pytest.mark.parametrize("architecture", ["n_cnn", "vgg_face"])
def test_maps_stand_block_by_block_whatever_order_they_come_in(architecture):
    layers = [layer.name for layer in ARCHITECTURES[architecture].layers]
    maps = [a_map(layer, architecture=architecture) for layer in reversed(layers)]
    _, record = strip_figures(PHOTOGRAPH, strip_of(*maps), formats=[])
    order = [one["relevance"]["inputs"]["layer"] for one in record["maps"]]
    if architecture == "n_cnn":
        assert order == ["central1_relu", "central2_relu", "right_relu", "merge", "merge_conv"]
    else:
        assert order == layers


def test_files_and_record_of_a_strip(tmp_path):
    strip = strip_of(a_map("merge"), a_map("central1_relu"), phantom=True)
    base = strip_base(strip.photograph_id, strip.maps[0][0].model)
    assert base == "n03pain__gradcam_n-cnn__strip"
    files = export_strip(tmp_path / "made", base, PHOTOGRAPH, strip)
    assert [file.name for file in files] == [
        f"{base}{ending}" for ending in (".png", ".svg", ".pdf", ".json")
    ]
    record = json.loads(files[-1].read_text())
    assert read_provenance(files[0]) == record
    assert record["record"] == {"kind": "strip", "version": 1}
    assert (record["photograph"], record["phantom"]) == ("N03.pain", True)
    for one, (relevance, _) in zip(record["maps"], reversed(strip.maps), strict=True):
        assert one["extraction_model"] == relevance.model.name
        assert one["coverage"] == round(to_contour_mask(relevance, strip.settings).coverage, 6)
    figures, again = strip_figures(PHOTOGRAPH, strip, formats=["svg"])
    assert again == record
    assert figures == {"svg": files[1].read_bytes()}


def test_layers_that_hang_on_rounding_are_marked_and_the_mark_is_explained():
    sure = a_map("merge", rounding_map=0.002, rounding_mask=0.0)
    unsure = a_map("central1_relu", rounding_map=0.13, rounding_mask=0.015)
    explained = "±: by how much of its maximum rounding alone moves a map, where over 1 %"
    assert words(strip_of(sure, unsure)).lines[-1] == explained
    assert explained not in words(strip_of(sure)).lines
    figures, record = strip_figures(PHOTOGRAPH, strip_of(sure, unsure), formats=["svg"])
    facts = [one["facts"]["rounding_map"] for one in record["maps"]]
    assert sorted(facts) == [0.002, 0.13]
    plain, _ = strip_figures(PHOTOGRAPH, strip_of(sure), formats=["svg"])
    assert len(figures["svg"]) > len(plain["svg"])
