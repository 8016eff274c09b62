"""A support vector machine, which has neither layers nor a gradient, explained like a network."""

from dataclasses import dataclass
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from scipy.special import expit
from sklearn.svm import SVC

from neopain_gui.attribution import METHODS
from neopain_gui.attribution.explain import explain
from neopain_gui.classifiers import Preprocessing
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.demo.phantoms.phantom import differing_mask
from neopain_gui.errors import InputError

ABOUT = "neopain_gui.attribution.explain"
SIDE = 24
TRAINED, HELD = range(24), range(30, 34)
ORDER = (PainLabel.NO_PAIN, PainLabel.PAIN)
PREPROCESSING = Preprocessing(
    id="svm", size=SIDE, channel_order="RGB", scale=255.0, mean=(0.0, 0.0, 0.0)
)


@dataclass
class Machine:
    """scikit-learn's, with nothing but what the protocol asks for."""

    svm: SVC
    info = SimpleNamespace(short_name="SVM", class_order=ORDER, default_layer=None)
    gradient = None
    layers = None

    def prepare(self, crops):
        return PREPROCESSING(crops)

    def undone(self, inputs):
        return PREPROCESSING.undone(inputs)

    def scores(self, inputs, kind="probability"):
        distance = self.svm.decision_function(inputs.reshape(len(inputs), -1))
        logits = np.column_stack((-distance, distance)) / 2
        return logits if kind == "logit" else np.column_stack((expit(-distance), expit(distance)))


@pytest.fixture(scope="module")
def machine(drawn):
    phantoms = [drawn[subject, label] for subject in TRAINED for label in ORDER]
    pixels = PREPROCESSING([one.image[one.face_box.slices] for one in phantoms])
    labels = [ORDER.index(one.label) for one in phantoms]
    return Machine(SVC(kernel="linear", C=1.0).fit(pixels.reshape(len(pixels), -1), labels))


@pytest.fixture(scope="module")
def phantoms(drawn):
    return [drawn[subject, PainLabel.PAIN] for subject in HELD]


@pytest.fixture(scope="module")
def crops(phantoms):
    return [one.image[one.face_box.slices] for one in phantoms]


def test_the_machine_has_learned_something(machine, crops, drawn):
    calm = [drawn[subject, PainLabel.NO_PAIN] for subject in HELD]
    at_rest = machine.prepare([one.image[one.face_box.slices] for one in calm])
    assert machine.scores(machine.prepare(crops))[:, 1].mean() > 0.6
    assert machine.scores(at_rest)[:, 1].mean() < 0.4


def test_occlusion_of_a_linear_machine_is_its_weights(machine, crops):
    found = explain(
        machine,
        crops[:1],
        method="occlusion",
        target="pain",
        options={"score": "logit", "patch": 0.25, "stride": 1.0, "fill": "black"},
    )[0]
    weights = machine.svm.coef_.reshape(SIDE, SIDE, 3) / 2
    drops = (weights * machine.prepare(crops[:1])[0]).sum(axis=2)
    tiles = drops.reshape(4, 6, 4, 6).sum(axis=(1, 3))
    expected = np.maximum(np.kron(tiles, np.ones((6, 6))), 0)
    np.testing.assert_allclose(found.maps[None], expected, atol=1e-5)
    assert expected.any()
    assert found.facts["predicted"] in ("pain", "no pain")
    scores = machine.scores(machine.prepare(crops[:1]))[0]
    assert list(found.facts["scores"].values()) == pytest.approx(scores)


@pytest.mark.parametrize(
    ("method", "options"),
    [("rise", {"masks": 1500, "fill": "mean"}), ("occlusion", {"fill": "mean", "patch": 0.2})],
)
def test_what_speaks_for_pain_lies_where_faces_differ(machine, phantoms, crops, method, options):
    ratios = []
    grown = []
    found = explain(
        machine,
        crops,
        method=method,
        target="pain",
        options=options,
        watch=lambda number, _values: grown.append(number),
    )
    for phantom, one in zip(phantoms, found, strict=True):
        differing = differing_mask(phantom)[phantom.face_box.slices].astype(np.float32)
        inside = cv2.resize(differing, (SIDE, SIDE), interpolation=cv2.INTER_AREA) > 0.5
        ratios.append(one.maps[None][inside].mean() / one.maps[None][~inside].mean())
    assert np.mean(ratios) > 1.3, ratios
    assert sorted(set(grown)) == list(range(len(crops)))


def test_the_edge_detector_needs_nothing_of_it(machine, crops):
    assert explain(machine, crops[:1], method="edges")[0].maps[None].any()


@pytest.mark.parametrize("method", [name for name, one in METHODS.items() if len(one.needs) > 1])
def test_what_needs_more_says_so(machine, crops, method):
    with pytest.raises(InputError) as error:
        explain(machine, crops, method=method, references=crops)
    lacks = "has none" if METHODS[method].by_layer else "gives none"
    assert f"and SVM {lacks}" in error.value.problem
    assert error.value.remedy == "choose Occlusion or RISE"
    assert "--method occlusion or rise" in error.value.command


def test_the_sentence_about_gradcam(machine, crops):
    with pytest.raises(InputError) as error:
        explain(machine, crops, method="grad_cam")
    assert error.value.problem == (
        "Gradient-weighted Class Activation Mapping looks into a network's layers, and SVM has none"
    )
