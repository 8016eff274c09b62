"""Heads of many extraction models: short, in groups, and never two alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from neopain_gui.gui.clipboard import all_cells
from neopain_gui.gui.compare import ComparePanel
from neopain_gui.gui.compare.views import View
from neopain_gui.gui.model_heads import PEOPLE, Heads, runs
from neopain_gui.maps import ExtractionModel
from tests.gui.drawn_text import words_on
from tests.gui.made_maps import fill_models, named
from tests.gui.views import MANY

KINDS = st.sampled_from(("attribution", "gaze", "annotation"))
NAMES = st.lists(st.text("AB|,", min_size=1, max_size=7), unique=True, max_size=12)


@given(NAMES, st.data())
def test_no_two_heads_are_alike_and_groups_are_together(names, data):
    models = [ExtractionModel(name=name, kind=data.draw(KINDS)) for name in names]
    heads = Heads(models)
    assert sorted(heads.names) == sorted(names)
    shown = [(heads[name].group, heads[name].short) for name in heads.names]
    assert len(set(shown)) == len(shown)
    kinds = {model.name: model.kind for model in models}
    groups = [(kinds[name], heads[name].group) for name in heads.names]
    assert len(runs(groups)) == len(set(groups))


def test_a_layer_is_named_only_where_layers_differ():
    def shorts(*names):
        heads = Heads([ExtractionModel(name=name, kind="attribution") for name in names])
        return [heads[name].short for name in heads.names]

    assert shorts("GradCAM|N-CNN|merge") == ["GradCAM"]
    assert shorts("GradCAM|N-CNN|merge", "GradCAM|VGG-Face|conv5_3") == ["GradCAM", "GradCAM"]
    assert shorts("GradCAM|N-CNN", "GradCAM|N-CNN|left_relu") == ["GradCAM", "GradCAM, left"]


@pytest.fixture
def panel(qtbot, session, jobs):
    """The comparison of 37 extraction models."""
    fill_models(session, MANY)
    panel = ComparePanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(740, 620)
    panel.show()
    qtbot.waitUntil(lambda: panel.upkeep.current, timeout=20000)
    return panel


def written(header):
    return [one.text for one in words_on(header.viewport())]


def test_the_matrix_has_its_heads_in_groups_and_keeps_them_in_sight(panel, qtbot):
    view = panel.view
    across, down = view.horizontalHeader(), view.verticalHeader()
    classifiers = list(dict.fromkeys(name.split("|")[1] for name in sorted(MANY)))
    assert across.groups == down.groups == [*classifiers, PEOPLE]
    for header in (across, down):
        assert header.groups[0] in written(header)
        assert not [text for text in written(header) if "…" in text or "|" in text]
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    for header in (across, down):
        assert PEOPLE in written(header)
        assert {"Experts", "Parents"} <= set(written(header))
    model = view.matrix
    last = len(model.names) - 1
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        assert model.headerData(0, Qt.Orientation.Horizontal, role) == model.names[0]
        assert model.headerData(last, Qt.Orientation.Vertical, role) == model.names[last]


def test_a_group_stays_in_sight_while_it_has_a_member_there(panel):
    view = panel.view
    for place in range(0, view.horizontalScrollBar().maximum(), 333):
        view.horizontalScrollBar().setValue(place)
        seen = view.horizontalHeader().logicalIndexAt(view.viewport().width() // 2)
        group = view.matrix.heads[view.matrix.names[seen]].group
        assert group in written(view.horizontalHeader())


def test_the_whole_names_are_copied(panel):
    cells = all_cells(panel.view)
    assert cells[0][1:] == [row[0] for row in cells[1:]] == list(panel.view.matrix.names)
    assert set(MANY) <= set(cells[0])


def test_the_grid_has_its_heads_in_the_same_groups(panel, qtbot):
    groups = panel.view.horizontalHeader().groups
    qtbot.mouseClick(panel.views.buttons[View.GRID], Qt.MouseButton.LeftButton)
    header = panel.grid.view.horizontalHeader()
    assert header.groups == groups
    assert panel.grid.view.grid.names == panel.view.matrix.names
    assert groups[0] in written(header)
    assert not [text for text in written(header) if "|" in text]


def test_every_control_has_a_name_and_a_tooltip(panel):
    assert named(panel) == []


def test_what_stands_above_the_numbers_is_explained(panel):
    assert "c 0.5 / 0.1, face crop" in panel.summary.text()
    for said in (panel.summary.toolTip(), panel.summary.accessibleDescription()):
        assert "standard deviations" in said
        assert "Face crop" in said
