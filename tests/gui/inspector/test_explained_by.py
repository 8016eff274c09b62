"""A training's folds chosen under Details: which of their networks speaks of each photograph."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neopain_gui.gui.inspector.details_panel import DetailsPanel
from tests.classifiers.folds import several
from tests.gui.inspector.test_method_list import choose

ABOUT = "neopain_gui.gui.inspector"


@pytest.fixture
def panel(tmp_path, qtbot, session, jobs):
    """Details; the first neonate was kept from the second fold, the other one took no part."""
    files = several.networks(tmp_path / "networks", 2)
    first = session.study.images.all()[0]
    made = several.record(files, {"S1": (2,)}, {first.sha256: "S1"})
    several.brought_in(files, replace(made, title="My folds"))
    panel = DetailsPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: panel.scenes.scene is not None)
    choose(panel.choosers.classifier, "N-CNN cv")
    choose(panel.choosers.method, "GradCAM")
    return panel


def compute(panel, session, qtbot, image_id):
    """Choose a photograph and have its map computed; return its figures by their names."""
    session.select_image(image_id)
    qtbot.waitUntil(lambda: panel.scenes.scene.image.id == image_id)
    if panel.scenes.shown_result is None:
        panel.choosers.compute.click()
    qtbot.waitUntil(
        lambda: (
            panel.scenes.shown_result is not None
            and "Explained by" in {one.name for one in panel.figures.figures}
        ),
        timeout=120_000,
    )
    return {one.name: one for one in panel.figures.figures}


def test_each_map_says_whose_network_made_it(panel, session, qtbot):
    images = session.study.images.all()
    mine = next(one for one in images if one.neonate.id == "S1")
    other = next(one for one in images if one.neonate.id == "S2")
    found = compute(panel, session, qtbot, mine.id)["Explained by"]
    assert found.text == "fold 2 of 2, neonate held out"
    assert found.tip == "Explained by the network of fold 2 of 2, trained without this neonate."
    assert not found.level
    found = compute(panel, session, qtbot, other.id)["Explained by"]
    assert found.text == "mean of all 2 folds, neonate in none"
    assert "took no part in the training" in found.tip
