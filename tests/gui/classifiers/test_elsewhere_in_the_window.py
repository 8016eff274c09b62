"""A network from elsewhere goes through everything that the window does with a classifier."""

import shutil

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from neopain_gui.classifiers.bringing import bring_in
from neopain_gui.classifiers.foreign.declared import Declared, preprocessing
from neopain_gui.gui.scene.current_scene import CurrentScene
from neopain_gui.gui.state.depth import walk
from neopain_gui.imaging import decode
from tests.classifiers.foreign import networks
from tests.gui.test_window import trigger

ABOUT = "neopain_gui.gui.classifiers"
LEFT = Qt.MouseButton.LeftButton
PATIENCE = 60_000
NAME = "I.G.|Network ward"
LAYERS = ["GradCAM|Network ward|active", "GradCAM|Network ward"]


@pytest.fixture
def demo(window, phantoms, tmp_path):
    """The window with the demo study of two neonates, and the network among its classifiers."""
    path = networks.saved(networks.fused(size=32), tmp_path / "theirs.keras")
    how = preprocessing(size=32, colours="BGR", scale=255.0, mean=(0.4, 0.5, 0.6), fit="padded")
    bring_in(path, "ward", Declared(outputs=("asleep", "pain", "no pain"), preprocessing=how))
    window.open_study(shutil.copytree(phantoms / "demo.neopain", tmp_path / "demo.neopain"))
    return window


def idle(window, qtbot):
    qtbot.wait(50)
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=PATIENCE)
    assert not [job.title for job in window.jobs.history if job.error]


def choose(combo, text):
    index = combo.findText(text)
    assert index >= 0, [combo.itemText(place) for place in range(combo.count())]
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def test_inspected_compared_tested_exported_and_reported(demo, qtbot, tmp_path, monkeypatch):
    session = demo.session
    choosers = demo.go("details").choosers
    place = choosers.classifier.findData("ward")
    choosers.classifier.setCurrentIndex(place)
    choosers.classifier.activated.emit(place)
    assert [step.model for step in walk(session)[1:]] == LAYERS
    choose(choosers.target, "asleep")  # neither pain nor no pain: explained all the same
    for method in ("grad_cam", "integrated_gradients"):
        session.choices.choose(method=method)
        for image in session.images:
            session.select_image(image.id)
            trigger(demo, "compute_this")
        idle(demo, qtbot)
    study = session.study
    results = [one for one in study.results.all() if one.model.name == NAME]
    assert len(results) == len(session.images)
    assert {one.facts["target"] for one in results} == {"asleep"}

    session.show_model(NAME)
    scenes = CurrentScene.of(session, demo.jobs)
    qtbot.waitUntil(lambda: scenes.shown_result is not None, timeout=PATIENCE)
    assert set(scenes.shown_result.facts["scores"]) == {"asleep", "pain", "no pain"}

    out = tmp_path / "mask.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    trigger(demo, "export_this")
    qtbot.waitUntil(out.is_file, timeout=PATIENCE)
    box = study.faces.get(session.image_id).box
    rows, columns = np.nonzero(decode(out)[..., 0])
    assert box.top <= rows.min() <= rows.max() < box.bottom
    assert box.left <= columns.min() <= columns.max() < box.right

    trust = demo.go("trust")
    qtbot.waitUntil(lambda: trust.result is not None, timeout=PATIENCE)
    trigger(demo, "examine_map")
    qtbot.waitUntil(lambda: not trust.waiting.busy, timeout=2 * PATIENCE)
    idle(demo, qtbot)
    assert "curves" in trust._found(trust.result).tables

    compare = demo.go("compare")
    qtbot.waitUntil(lambda: compare.upkeep.current, timeout=PATIENCE)
    assert {NAME, LAYERS[-1]} <= set(compare.view.model().names)
