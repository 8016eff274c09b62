"""Marks of what is out of date in the window, and *Make again* with one click."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from neopain_gui.gui.compare.compare_panel import ComparePanel
from neopain_gui.gui.panes.panes_panel import PanesPanel
from neopain_gui.gui.work.outdated import Outdated
from neopain_gui.pipeline.eye_tracking.group_maps import gaze_maps, subgroups
from neopain_gui.pipeline.settings.study_settings import GAZE_SETTINGS, gaze_settings
from tests.gui.gaze.look.test_look_panel import looked_at as looked_at
from tests.gui.gaze.look.test_look_panel import panel as panel

WHY = "on 1 photograph (gaze radius 50 pixels, now 120 pixels)."
SAID = f"Out of date: Experts {WHY}"
ALL = f"Out of date: All participants, Experts, Parents {WHY}"


@pytest.fixture
def made(session, looked_at):
    """The session with the maps of all groups made."""
    study = session.study
    study.results.record_many(list(gaze_maps(study, subgroups(study))))
    session.results_changed.emit("")
    return session


def radius(session, pixels):
    settings = replace(gaze_settings(session.study), radius_px=pixels)
    session.settings.put(GAZE_SETTINGS, settings.as_dict(), "changing the radius")


def marked(panel, row):
    return not panel.groups.list.item(row).icon().isNull()


def test_group_maps_are_marked_when_the_radius_changes_and_made_again(made, panel, qtbot):
    line = panel.outdated
    qtbot.wait(400)
    assert not line.isVisible()
    radius(made, 120.0)
    qtbot.waitUntil(line.isVisible)
    assert ALL in line.label.text()
    assert marked(panel, 0)
    assert SAID in panel.groups.list.item(0).toolTip()
    before = {one.model.name: one.key for one in made.study.results.all()}
    qtbot.mouseClick(line.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not line.isVisible(), timeout=20_000)
    after = {one.model.name: one.key for one in made.study.results.all()}
    assert before.keys() == after.keys()
    assert all(before[name] != after[name] for name in before)
    assert not marked(panel, 0)


def test_undoing_the_setting_takes_the_mark_away(made, panel, qtbot):
    radius(made, 120.0)
    qtbot.waitUntil(panel.outdated.isVisible)
    made.edits.undo()
    qtbot.waitUntil(lambda: not panel.outdated.isVisible())


def test_the_matrix_marks_its_heads_and_the_list_of_models(made, jobs, qtbot):
    panel = ComparePanel(made, jobs)
    qtbot.addWidget(panel)
    panel.resize(900, 700)
    panel.show()
    made.choices.set_extraction_models(("Experts", "Parents"))
    matrix = panel.view.matrix
    qtbot.waitUntil(lambda: matrix.names == ("Experts", "Parents"), timeout=20_000)
    horizontal, decoration = Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole
    assert matrix.headerData(0, horizontal, decoration) is None
    radius(made, 120.0)
    qtbot.waitUntil(panel.outdated.isVisible)
    for side in (horizontal, Qt.Orientation.Vertical):
        assert matrix.headerData(0, side, decoration) is not None
        assert SAID in matrix.headerData(0, side, Qt.ItemDataRole.ToolTipRole)
    assert "Out of date" not in panel.cautions.text()  # nothing is said twice
    qtbot.mouseClick(panel.bar.models, Qt.MouseButton.LeftButton)
    tree = panel.bar.chooser.tree
    (item,) = tree.findItems("Experts", Qt.MatchFlag.MatchRecursive)
    assert SAID in item.toolTip(0)
    assert not item.icon(0).isNull()
    panel.bar.chooser.close()


def test_a_pane_says_it_where_the_map_stands(made, jobs, qtbot):
    panel = PanesPanel(made, jobs)
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show()
    panel.put(0, "Experts")
    radius(made, 120.0)
    qtbot.waitUntil(panel.outdated.isVisible)
    assert "Experts" in panel.outdated.label.text()
    assert WHY in panel.outdated.label.text()
    qtbot.waitUntil(lambda: any(one.outdated for one in panel._offers()))


def test_the_map_on_the_viewer_says_it_in_the_details_and_no_other(made, jobs, qtbot):
    from neopain_gui.gui.inspector.details_panel import DetailsPanel

    panel = DetailsPanel(made, jobs)
    qtbot.addWidget(panel)
    panel.show()
    radius(made, 120.0)
    qtbot.waitUntil(lambda: bool(Outdated.of(made, jobs).about()))
    assert panel.outdated.isHidden()
    made.show_model("Experts")
    assert not panel.outdated.isHidden()
    assert panel.outdated.label.text() == SAID


def test_nothing_of_one_study_is_left_in_the_next(made, panel, qtbot, tmp_path):
    from neopain_gui.study import Study

    radius(made, 120.0)
    qtbot.waitUntil(panel.outdated.isVisible)
    made.use_study(Study.create(tmp_path / "next.neopain"))
    assert panel.outdated.isHidden()
    assert Outdated.of(made, None).about() == []
