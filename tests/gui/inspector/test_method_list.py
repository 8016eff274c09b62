"""Methods that a classifier cannot give are greyed out, and say why."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from neopain_gui import locations
from neopain_gui.attribution.methods import METHODS
from neopain_gui.classifiers import WeightsMetadata, save_arrays
from neopain_gui.classifiers.architecture import Architecture
from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.preprocessing import Preprocessing
from neopain_gui.classifiers.scorer import SCORES
from neopain_gui.classifiers.worth import UNTESTED
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.inspector.details_panel import DetailsPanel
from neopain_gui.gui.inspector.method_list import fill_methods, grey_out, why_not
from neopain_gui.gui.panes.pane_rules import Rules

MACHINE = Architecture(
    id="machine",
    short_name="SVM",
    preprocessing=Preprocessing(
        id="machine", size=16, channel_order="RGB", scale=255.0, mean=(0.5, 0.5, 0.5)
    ),
    parameters=2,
    gives=frozenset({SCORES}),
    read=lambda _path: None,
)
GIVEN = {name for name, one in METHODS.items() if set(one.needs) <= {SCORES}}


@pytest.fixture
def machine(monkeypatch):
    """A support vector machine, never tested, in the user's own folder of models."""
    monkeypatch.setitem(ARCHITECTURES, MACHINE.id, MACHINE)
    folder = locations.user_models()
    folder.mkdir(parents=True)
    order = (PainLabel.NO_PAIN, PainLabel.PAIN)
    about = WeightsMetadata(
        architecture=MACHINE.id, class_order=order, training="", synthetic=False, untested=True
    )
    save_arrays({"w": np.zeros(2, np.float32)}, folder / "mine.weights.h5", about)
    return "mine"


@pytest.fixture
def choosers(machine, qtbot, session, jobs):
    panel = DetailsPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: panel.scenes.scene is not None)
    return panel.choosers


def choose(combo: QComboBox, title: str) -> None:
    """Pick an entry as with the keyboard."""
    combo.setFocus()
    combo.setCurrentIndex(next(n for n in range(combo.count()) if title in combo.itemText(n)))
    combo.activated.emit(combo.currentIndex())


def offered(combo: QComboBox) -> set[str]:
    model = combo.model()
    ids = {n: combo.itemData(n) for n in range(combo.count()) if combo.itemData(n) is not None}
    assert set(ids.values()) == set(METHODS)
    return {ids[n] for n in ids if model.item(n).isEnabled()}


def test_a_classifier_that_nothing_tested_is_called_so(choosers):
    assert UNTESTED not in choosers.worth.text()
    choose(choosers.classifier, "(untested)")
    # first, where no narrow list cuts it off, then the name that its maps have
    assert choosers.classifier.currentText() == "(untested) SVM mine"
    assert choosers.worth.text() == UNTESTED
    assert choosers.worth.isVisible()


def test_a_network_gives_all_methods(choosers):
    assert offered(choosers.method) == set(METHODS)
    assert choosers.impossible.isHidden()


def test_of_what_has_neither_gradient_nor_layers_the_others_are_grey_and_say_why(choosers, session):
    choose(choosers.classifier, "untested")
    assert offered(choosers.method) == GIVEN
    assert {"occlusion", "rise"} <= GIVEN
    assert not {"grad_cam", "smooth_grad"} & GIVEN
    for place in range(choosers.method.count()):
        method = METHODS.get(choosers.method.itemData(place))
        if method is not None:
            tip = choosers.method.itemData(place, Qt.ItemDataRole.ToolTipRole)
            lacks = "has none" if method.by_layer else "gives none"
            assert (f"and SVM mine {lacks}." in tip) == (method.id not in GIVEN)
            assert method.name in tip
    # the method chosen before cannot explain it: that is said, and computing waits
    assert session.choices.method == "grad_cam"
    assert choosers.impossible.text() == (
        "Gradient-weighted Class Activation Mapping looks into a network's layers, and SVM mine "
        "has none. Choose another method."
    )
    assert choosers.impossible.isVisible()
    assert not choosers.compute.isEnabled()
    assert "and SVM mine has none." in choosers.compute.toolTip()

    choose(choosers.method, "Occlusion")
    assert choosers.impossible.isHidden()
    assert choosers.compute.isEnabled()
    assert "of this photograph" in choosers.compute.toolTip()

    session.edits.undo()  # GradCAM
    session.edits.undo()  # of a network
    assert offered(choosers.method) == set(METHODS)
    assert choosers.impossible.isHidden()
    assert "and SVM" not in choosers.method.itemData(1, Qt.ItemDataRole.ToolTipRole)


def test_the_arrows_pass_over_what_is_grey(choosers, session):
    choose(choosers.classifier, "mine")
    choose(choosers.method, "Occlusion")
    seen = {session.choices.method}
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        for _ in range(len(METHODS)):
            QTest.keyClick(choosers.method, key)
            seen.add(session.choices.method)
    assert seen == GIVEN


def test_panes_offer_to_compute_only_what_can_be(choosers, session):
    made = {maker.method for makers in Rules.of(session).makers.values() for maker in makers
            if maker.classifier == "mine"}  # fmt: skip
    assert made == GIVEN


def test_where_no_classifier_is_there_nothing_is_grey(qtbot):
    combo = QComboBox()
    qtbot.addWidget(combo)
    fill_methods(combo)
    grey_out(combo, None)
    assert offered(combo) == set(METHODS)
    assert why_not(None, "grad_cam") == ""
