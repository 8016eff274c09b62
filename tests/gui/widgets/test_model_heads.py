"""Heads of many extraction models: short, in groups, and never two alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from neopain_gui.gui.compare.compare_panel import ComparePanel
from neopain_gui.gui.compare.view_choice import CompareView
from neopain_gui.gui.shell.commands.clipboard import all_cells
from neopain_gui.gui.widgets.flow import Page
from neopain_gui.gui.widgets.model_heads import Heads, runs
from neopain_gui.maps import GAZE, ExtractionModel
from tests.gui.drawn_text import words_on
from tests.gui.made_maps import fill_models, named
from tests.gui.views import MANY

KINDS = st.sampled_from(("attribution", "gaze", "annotation"))
PARTS = st.text("AB|,", max_size=2)
NAMES = st.lists(st.text("AB|,", min_size=1, max_size=7), unique=True, max_size=12)


@given(NAMES, st.data())
def test_no_two_heads_are_alike_and_groups_are_together(names, data):
    models = [
        ExtractionModel(name=name, kind=data.draw(KINDS), maker=data.draw(PARTS),
                        method=data.draw(PARTS), layer=data.draw(PARTS))
        for name in names
    ]  # fmt: skip
    heads = Heads(models)
    assert sorted(heads.names) == sorted(names)
    shown = [(heads[name].group, heads[name].short) for name in heads.names]
    assert len(set(shown)) == len(shown)
    kinds = {model.name: model.kind for model in models}
    groups = [(kinds[name], heads[name].group) for name in heads.names]
    assert len(runs(groups)) == len(set(groups))


def test_a_layer_is_named_only_where_layers_differ():
    def shorts(*parts):
        heads = Heads([ExtractionModel.of_method("GradCAM", *which) for which in parts])
        return [heads[name].short for name in heads.names]

    assert shorts(("N-CNN", "merge")) == ["GradCAM"]
    assert shorts(("N-CNN", "merge"), ("VGG-Face", "conv5_3")) == ["GradCAM", "GradCAM"]
    assert shorts(("N-CNN",), ("N-CNN", "left_relu")) == ["GradCAM", "GradCAM, left"]


def test_bars_in_a_name_part_nothing():
    nurses = ExtractionModel(name="Nurses|day|NICU", kind="gaze")
    heads = Heads([nurses, ExtractionModel.of_method("GradCAM", "Ours | 2", "a|b")])
    assert (heads[nurses.name].group, heads[nurses.name].short) == ("People", nurses.name)
    assert heads["GradCAM|Ours | 2|a|b"].group == "Ours | 2"


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
    assert across.groups == down.groups == [*classifiers, GAZE.group]
    for header in (across, down):
        assert header.groups[0] in written(header)
        assert not [text for text in written(header) if "…" in text or "|" in text]
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    for header in (across, down):
        assert GAZE.group in written(header)
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
    qtbot.mouseClick(panel.views.buttons[CompareView.GRID], Qt.MouseButton.LeftButton)
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


def violins(panel, qtbot):
    qtbot.mouseClick(panel.views.buttons[CompareView.VIOLINS], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.violins.ready, timeout=30000)
    return panel.violins


def ticks(shown, side):
    levels = shown.plot.plot.getPlotItem().getAxis(side)._tickLevels
    return [text for level in levels for _place, text in level]


def test_the_violins_of_a_model_stand_in_groups_without_its_own_name(panel, qtbot):
    shown = violins(panel, qtbot)
    assert shown.chooser.currentText() == "Pairs of Experts"
    others = [next(name for name in pair if name != "Experts") for pair in shown.pairs]
    heads = panel.view.matrix.heads
    assert others == [name for name in heads.names if name != "Experts"]
    assert ticks(shown, "top")[0] == heads[others[0]].group
    below = ticks(shown, "bottom")
    assert [text.partition("\n")[0] for text in below] == [
        heads[name].short for name in others[: len(below)]
    ]
    bar = shown.plot.scroll_bar
    bar.setValue(bar.maximum())
    assert ticks(shown, "top")[-1] == GAZE.group


def test_pairs_are_found_by_words(panel, qtbot):
    shown = violins(panel, qtbot)
    shown.chooser.setCurrentIndex(0)
    assert len(shown.pairs) == 37 * 36 // 2
    QTest.keyClicks(shown.search, "occlusion RESNET experts")
    assert shown.pairs == (("Experts", "Occlusion|ResNet-50"),)
    assert ticks(shown, "bottom")[0].startswith(("Occlusion", "Experts"))
    QTest.keyClicks(shown.search, "zz")
    assert shown.pairs == ()
    assert "clear the search" in shown.readout.text()
    shown.search.clear()
    assert len(shown.pairs) == 37 * 36 // 2


def test_the_list_of_pairs_has_headings_that_cannot_be_chosen(panel, qtbot):
    chooser = violins(panel, qtbot).chooser
    items = [chooser.model().item(place) for place in range(chooser.count())]
    headings = [item.text() for item in items if not item.isEnabled()]
    assert headings == panel.view.horizontalHeader().groups
    assert {f"Pairs of {name}" for name in MANY} <= {item.text() for item in items}


def test_before_a_cell_is_chosen_it_says_what_to_do_and_can_do_it(panel, qtbot):
    view, invitation = panel.pair_view, panel.pair_view.invitation
    assert invitation.isVisible()
    assert not view.canvas.isVisible()
    assert "cell" in invitation.heading.text()
    best = max(
        cell.value for cell in panel.view.matrix._cells.values() if cell.above and cell.value < 2
    )
    qtbot.mouseClick(invitation.best, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.pair is not None)
    assert view.pair.agreement.values["overlap"] == pytest.approx(best)
    assert view.canvas.isVisible()
    assert not invitation.isVisible()
    assert view.title.isVisible()


@pytest.fixture
def chooser(panel, qtbot):
    """The list of extraction models, opened by its button."""
    qtbot.mouseClick(panel.bar.models, Qt.MouseButton.LeftButton)
    yield panel.bar.chooser
    panel.bar.chooser.close()


def row(chooser, text):
    (item,) = chooser.tree.findItems(text, Qt.MatchFlag.MatchExactly)
    return item


def test_a_classifier_is_taken_out_of_the_comparison_by_its_heading(panel, session, chooser, qtbot):
    assert chooser.search.hasFocus()
    assert set(chooser.names) == {*MANY, "Experts", "Parents"}
    chooser.tree.setFocus()
    chooser.tree.setCurrentItem(row(chooser, "ResNet-50"))
    QTest.keyClick(chooser.tree, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: panel.upkeep.current, timeout=20000)
    assert "ResNet-50" not in panel.view.horizontalHeader().groups
    assert chooser.said.text() == "30 of 37 are compared."
    session.edits.undo()
    qtbot.waitUntil(lambda: panel.upkeep.current, timeout=20000)
    assert "ResNet-50" in panel.view.horizontalHeader().groups


def test_what_the_search_hides_keeps_its_tick(session, chooser):
    QTest.keyClicks(chooser.search, "occlusion")
    for name in ("VGG-Face", "N-CNN"):
        row(chooser, name).setCheckState(0, Qt.CheckState.Unchecked)
    chooser.search.clear()
    gone = {"Occlusion|VGG-Face", "Occlusion|N-CNN"}
    assert set(session.choices.extraction_models) == {*MANY, "Experts", "Parents"} - gone
    assert row(chooser, "N-CNN").checkState(0) is Qt.CheckState.PartiallyChecked
    QTest.keyClicks(chooser.search, "zz")
    assert "clear the search" in chooser.said.text()


def test_without_any_tick_the_usual_models_are_compared_and_ticked(session, chooser):
    for group in ("N-CNN", "VGG-Face", "ResNet-50", "VGG-Face (fold 2)", "VGG-Face (fold 3)"):
        row(chooser, group).setCheckState(0, Qt.CheckState.Unchecked)
    assert set(session.choices.extraction_models) == {"Experts", "Parents"}
    row(chooser, GAZE.group).setCheckState(0, Qt.CheckState.Unchecked)
    assert set(chooser.names) == {*MANY, "Experts", "Parents"}


def test_the_list_of_models_has_names_for_everything(chooser):
    assert named(chooser) == []


def test_no_classifier_is_shortened_where_it_stands_over_a_single_method(panel, qtbot):
    qtbot.mouseClick(panel.order.button, Qt.MouseButton.LeftButton)
    view = panel.view
    across = view.horizontalHeader()
    assert len(across.groups) > 6  # alike beside alike: the same classifier stands several times
    for column in range(0, len(view.matrix.names), 3):
        view.horizontalScrollBar().setValue(across.sectionPosition(column))
        middle = view.viewport().width() - across.sectionSize(0)
        for one in words_on(across.viewport()):
            assert "…" not in one.text or not 0 < one.place.left() < middle - one.place.width()


def test_no_sheet_lies_where_the_heads_meet(panel):
    view = panel.view
    corner = view.grab().toImage().pixelColor(view.verticalHeader().width() // 2, 8)
    assert corner == view.palette().window().color()


def test_the_heads_and_the_pair_are_in_sight_together_on_a_small_screen(panel, qtbot):
    page = Page(panel)
    qtbot.addWidget(page)
    page.resize(752, 600)  # what 1366 × 768 leaves between both docks
    page.show()
    qtbot.mouseClick(panel.pair_view.invitation.best, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.pair_view.pair is not None)
    qtbot.wait(50)  # it is laid out anew
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    header = panel.view.horizontalHeader()
    assert header.mapTo(page, header.rect().topLeft()).y() >= 0
    canvas = panel.pair_view.canvas
    assert canvas.mapTo(page, canvas.rect().bottomLeft()).y() <= page.height()
    page.takeWidget()  # it is closed by itself
