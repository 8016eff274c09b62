"""A network from elsewhere that tells more apart than pain: its classes are offered and shown."""

import pytest

from neopain_gui import locations
from neopain_gui.classifiers.bringing import bring_in
from neopain_gui.classifiers.foreign.declared import Declared, preprocessing
from neopain_gui.gui.inspector.class_scores import CLASSES
from neopain_gui.gui.inspector.details_panel import DetailsPanel
from neopain_gui.gui.inspector.targets import targets_of
from tests.classifiers.foreign import networks
from tests.gui.inspector.test_method_list import choose

ABOUT = "neopain_gui.gui.inspector"


@pytest.fixture
def panel(tmp_path, qtbot, session, jobs):
    """Details, with the classifier *ward* in the user's own folder of models."""
    assert not locations.user_models().exists()
    how = preprocessing(
        size=networks.SIZE, colours="RGB", scale=255.0, mean=(0.0,), fit="stretched"
    )
    path = networks.saved(networks.fused(), tmp_path / "theirs.keras")
    bring_in(path, "ward", Declared(outputs=("<b>asleep", "pain", "no pain"), preprocessing=how))
    panel = DetailsPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: panel.scenes.scene is not None)
    return panel


def classes(panel):
    combo = panel.choosers.target
    return [combo.itemData(place) for place in range(combo.count())]


def shown(panel):
    return [name for name, row in panel.scores.rows.items() if not row.isHidden()]


def test_its_classes_can_be_explained_and_no_others(panel, session):
    usual = ["predicted", "labelled", "pain", "no pain"]
    assert classes(panel) == usual
    assert shown(panel) == list(CLASSES)
    choose(panel.choosers.classifier, "ward")
    assert classes(panel) == [*usual, "<b>asleep"]
    choose(panel.choosers.target, "asleep")
    assert session.choices.target == "<b>asleep"
    choose(panel.choosers.classifier, "N-CNN")
    assert classes(panel) == usual
    assert session.choices.target == "predicted"


def test_the_scores_of_all_its_classes_are_shown(panel, qtbot):
    choose(panel.choosers.classifier, "ward")
    choose(panel.choosers.method, "GradCAM")
    panel.choosers.compute.click()
    qtbot.waitUntil(lambda: panel.scores.predicted != "", timeout=120_000)
    assert shown(panel) == [*CLASSES, "<b>asleep"]
    rows = panel.scores.rows
    assert sum(rows[name].score for name in shown(panel)) == pytest.approx(1, abs=1e-5)
    assert "<b>asleep" not in panel.predicted.text()


def test_a_network_without_pain_offers_neither_pain_nor_the_label(session):
    class Info:
        class_order = ("happy", "sad")

    assert list(targets_of(Info())) == ["predicted", "happy", "sad"]
