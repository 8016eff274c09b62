"""The wheel changes nothing by passing over it; letters act only where the photograph is."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QScrollBar,
    QSlider,
    QSpinBox,
    QStackedWidget,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.gaze.import_preview.importing import ImportPlan
from neopain_gui.gui.compare.view_choice import CompareView
from neopain_gui.gui.gaze.gaze_tab import LOOK, PICTURES, RECORDINGS
from neopain_gui.gui.gaze.heatmaps.heatmap_table import GROUP
from neopain_gui.gui.importing.import_page import ImportPage
from neopain_gui.gui.importing.listed import LABEL
from neopain_gui.imaging import write_png
from neopain_gui.people.participants import Participant
from neopain_gui.pipeline.eye_tracking.recordings_import import import_recordings
from tests.gaze.looks import look
from tests.gui.made_maps import MODELS, blob, fill_models

ABOUT = "neopain_gui.gui"

_CONTROLS = (QAbstractSlider, QAbstractSpinBox, QComboBox, QTabBar)
_PLACES = (
    "viewer",
    "steps",
    "panes",
    "trust",
    LOOK,
    RECORDINGS,
    PICTURES,
    CompareView.MATRIX,
    CompareView.VIOLINS,
    CompareView.GRID,
    CompareView.AVERAGE,
    CompareView.STATISTICS,
    "import",
)


@pytest.fixture
def full(window, study_path, tmp_path, qtbot):
    """The window with a study that has maps, groups and recordings, each page filled."""
    window.open_study(study_path)
    session = window.session
    fill_models(session, MODELS)
    image = session.images[0]
    file = tmp_path / "ward.tsv"
    size = (image.width, image.height)
    looks = [
        look(image.id, at, participant=name, recording=name, seconds=2, original=size)
        for name, at in (("A", (20.5, 30.5)), ("B", (60.5, 10.5)))
    ]
    write_prolab(file, looks)
    plan = ImportPlan(pseudonyms={"A": "P01", "B": "P02"}, images={image.id: image.id})
    people = [Participant(id="P01", group="Experts"), Participant(id="P02", group="Parents")]
    session.study.gaze.add(people, import_recordings(session.study, [file], plan))
    session.select_image(image.id)
    session.show_model(MODELS[2])
    window.docks["jobs"].show()
    tab = bring_up(window, LOOK, tmp_path, qtbot)
    tab.recordings.open_files([file])
    qtbot.waitUntil(lambda: tab.recordings.preview is not None, timeout=20_000)
    folder = tmp_path / "heatmaps"
    folder.mkdir()
    shades = (blob(60, 80, 0.5, 0.5) * 255).astype(np.uint8)
    write_png(folder / f"{image.id}__Experts.png", np.dstack([shades] * 3))
    tab.pictures.open_folder(folder)
    qtbot.waitUntil(lambda: len(tab.pictures.table.pictures.rows) == 1, timeout=20_000)
    return window


def bring_up(window, place, tmp_path, qtbot) -> QWidget:
    """Show one of the pages, with its tables' editors open."""
    workspace = window.workspace
    if place in workspace.views:
        return workspace.show_view(place)
    if place in set(CompareView):
        workspace.setCurrentWidget(workspace.lazy["compare"])
        panel = workspace.lazy["compare"].fill()
        panel.views.buttons[place].click()
        qtbot.waitUntil(lambda: panel.comparison is not None, timeout=20_000)
        return panel
    if place in (LOOK, RECORDINGS, PICTURES):
        workspace.setCurrentWidget(workspace.lazy["gaze"])
        tab = workspace.lazy["gaze"].fill()
        tab.show_page(place)
        if place == LOOK:
            qtbot.waitUntil(lambda: tab.look.values is not None, timeout=5_000)
        if place == PICTURES:
            tab.pictures.table.edit(tab.pictures.table.pictures.index(0, GROUP))
        return tab
    if place == "trust":
        workspace.setCurrentWidget(workspace.lazy["trust"])
        return workspace.lazy["trust"].fill()
    (tmp_path / "more").mkdir()
    for name in ("S7_pain", "S8_no_pain"):
        other = np.random.default_rng(len(name)).integers(0, 255, (50, 70, 3), np.uint8)
        write_png(tmp_path / "more" / f"{name}.png", other)
    page = ImportPage(window.session, window.jobs, [tmp_path / "more"], new=False)
    window.show_page(page)
    page.begin()
    qtbot.waitUntil(lambda: page.rows.rowCount() > 0, timeout=20_000)
    page.table.edit(page.rows.index(0, LABEL))
    return page


def controls_of(window) -> list[QWidget]:
    return [
        widget
        for kind in _CONTROLS
        for widget in window.findChildren(kind)
        if widget.isVisible() and not isinstance(widget, QScrollBar)
    ]


def state_of(window) -> dict[str, object]:
    """Every value that a person can set, the session, and every row of the study."""
    found: dict[str, object] = {}
    for widget in window.findChildren(QWidget):
        key = f"{type(widget).__name__} {widget.accessibleName()} {id(widget)}"
        if isinstance(widget, QSlider):
            found[key] = widget.value()
        elif isinstance(widget, QAbstractSpinBox | QLineEdit):
            found[key] = widget.text()
        elif isinstance(widget, QComboBox):
            found[key] = (widget.currentIndex(), widget.currentText())
        elif isinstance(widget, QTabBar | QStackedWidget):
            found[key] = widget.currentIndex()
        elif isinstance(widget, QAbstractButton):
            found[key] = widget.isChecked()
        elif isinstance(widget, QListWidget):
            found[key] = widget.currentRow()
        elif isinstance(widget, QTableView):
            model = widget.model()
            cells = ((r, c) for r in range(model.rowCount()) for c in range(model.columnCount()))
            found[key] = [str(model.index(r, c).data()) for r, c in cells]
    session = window.session
    found["session"] = (
        session.choices.current,
        session.choices.mask_settings,
        session.shown_model,
        session.image_id,
        session.filter,
        session.choices.extraction_models,
        session.selected_ids,
        session.overlay.opacity,
        session.edits.undo_stack.count(),
    )
    with sqlite3.connect(session.study.path / "study.sqlite") as rows:
        found["study"] = list(rows.iterdump())
    return found


def turn(widget: QWidget, notches: int) -> None:
    """Turn the wheel over a control: as the system does where it can be pointed at."""
    window, where = widget.window(), QPointF(widget.rect().center())
    if not widget.visibleRegion().isEmpty():
        where = QPointF(widget.visibleRegion().boundingRect().center())
        at = QPointF(widget.mapTo(window, where.toPoint()))
        QTest.wheelEvent(window.windowHandle(), at, QPoint(0, 120 * notches))
    turned = QWheelEvent(
        where,
        QPointF(widget.mapToGlobal(where.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, turned)


@pytest.mark.parametrize("place", _PLACES)
def test_the_wheel_over_a_control_without_focus_changes_nothing(full, tmp_path, qtbot, place):
    page = bring_up(full, place, tmp_path, qtbot)
    qtbot.waitUntil(lambda: not full.jobs.busy, timeout=20_000)
    qtbot.wait(50)
    found = controls_of(full)
    assert any(page.isAncestorOf(one) for one in found) or place in (
        CompareView.GRID,
        "trust",
        "viewer",
    )
    assert any(full.docks["details"].isAncestorOf(one) for one in found)
    full.browser.view.setFocus()
    before = state_of(full)
    for widget in controls_of(full):
        for notches in (-1, 3):
            turn(widget, notches)
        assert QApplication.focusWidget() is full.browser.view, widget
    qtbot.wait(50)
    after = state_of(full)
    # an editor in a cell closes when the focus leaves it
    assert {k: v for k, v in after.items() if k in before and before[k] != v} == {}
    assert {"session", "study"} < before.keys()


def test_the_wheel_over_a_control_scrolls_what_lies_around_it(full, qtbot):
    full.docks["jobs"].hide()
    full.resize(1000, 600)
    details = full.go("details")
    area = full.docks["details"].findChild(QScrollArea)
    full.docks["details"].raise_()  # narrow windows lay it behind the photographs
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    qtbot.wait(50)
    bar = area.verticalScrollBar()
    field = next(
        one
        for one in details.findChildren(QComboBox) + details.findChildren(QAbstractSpinBox)
        if not one.visibleRegion().isEmpty()
    )
    full.browser.view.setFocus()
    turn(field, -1)
    assert bar.value() > 0


def test_who_has_gone_to_a_field_turns_it_but_never_a_closed_list(full, qtbot):
    details = full.go("details")
    field = next(f for f in details.findChildren(QAbstractSpinBox) if f.isEnabled())
    field.setFocus()
    said = field.text()
    turn(field, -1)
    assert field.text() != said
    for box in details.findChildren(QComboBox):
        box.setFocus()
        chosen = box.currentIndex()
        turn(box, -1)
        turn(box, 1)
        turn(box, 1)
        assert box.currentIndex() == chosen


def test_the_rule_holds_in_dialogs_too(full, qtbot):
    dialog = QDialog(full)
    qtbot.addWidget(dialog)
    column = QVBoxLayout(dialog)
    first, number, choice = QLineEdit(), QSpinBox(), QComboBox()
    choice.addItems(["a", "b", "c"])
    for control in (first, number, choice):
        column.addWidget(control)
    dialog.show()
    first.setFocus()
    for control in (number, choice):
        turn(control, 2)
        turn(control, -2)
        assert not control.hasFocus()
    assert (number.value(), choice.currentIndex()) == (0, 0)
    dialog.close()


# -- letters --------------------------------------------------------------------------------
_TYPED = "/home/pn/DfrLsMb0123+-=[] "


def snapshot(window):
    session, workspace = window.session, window.workspace
    return (
        session.images,
        session.edits.undo_stack.count(),
        session.overlay.opacity,
        session.overlay.hidden,
        session.shown_model,
        session.choices.current,
        workspace.currentIndex(),
        workspace.view,
        window.workspace.lazy["viewer"].fill().canvas.stage.drawing,
    )


@pytest.mark.parametrize(
    "place", ["trust", LOOK, RECORDINGS, PICTURES, CompareView.MATRIX, CompareView.GRID, "import"]
)
def test_a_path_typed_past_its_field_does_nothing(full, tmp_path, qtbot, place):
    page = bring_up(full, place, tmp_path, qtbot)
    qtbot.waitUntil(lambda: not full.jobs.busy, timeout=20_000)
    page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    sliders = full.docks["details"].findChildren(QSlider)
    before = snapshot(full)
    for focused in (None, page, next(s for s in sliders if s.isVisible())):
        if focused is not None:
            focused.setFocus()
        elif QApplication.focusWidget() is not None:
            QApplication.focusWidget().clearFocus()
        QTest.keyClicks(QApplication.focusWidget() or full, _TYPED)
        assert snapshot(full) == before, focused


def test_the_wheel_leaves_an_open_editor_of_the_import_alone(full, tmp_path, qtbot):
    page = bring_up(full, "import", tmp_path, qtbot)
    editor = page.table.findChild(QComboBox)
    assert editor.isVisible()
    assert QApplication.focusWidget() is editor
    labels = [row.image.label for row in page.rows.rows]
    chosen = editor.currentIndex()
    for notches in (-1, 3, -2):
        turn(editor, notches)
        assert editor.currentIndex() == chosen
    page.cancel.setFocus()
    assert [row.image.label for row in page.rows.rows] == labels


def test_letters_act_on_the_photograph_in_sight(full, qtbot):
    full.workspace.show_view("viewer")
    canvas = full.workspace.lazy["viewer"].fill().canvas
    canvas.setFocus()
    session = full.session
    before = session.image.label
    QTest.keyClick(canvas, Qt.Key.Key_N if before == "pain" else Qt.Key.Key_P)
    assert session.image.label != before
    QTest.keyClick(canvas, Qt.Key.Key_S)
    assert full.workspace.view == "steps"


def test_labels_are_given_from_the_small_pictures_in_any_tab_but_not_beside_an_importer(full):
    workspace, session, grid = full.workspace, full.session, full.browser.view
    tab = workspace.lazy["gaze"].fill()
    at = grid.visualRect(full.browser.model.index(0)).center()
    for place, acts in ((LOOK, True), (RECORDINGS, False), (PICTURES, False)):
        workspace.setCurrentWidget(workspace.lazy["gaze"])
        tab.show_page(place)
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert QApplication.focusWidget() is grid
        before, view = session.image.label, workspace.currentIndex()
        QTest.keyClick(grid, Qt.Key.Key_N if before == "pain" else Qt.Key.Key_P)
        assert (session.image.label != before) is acts
        QTest.keyClick(grid, Qt.Key.Key_D)
        QTest.keyClick(grid, Qt.Key.Key_S)
        assert workspace.currentIndex() == view


@pytest.mark.parametrize("place", ["trust", LOOK, CompareView.MATRIX])
def test_a_click_that_misses_a_field_ends_labelling(full, tmp_path, qtbot, place):
    grid = full.browser.view
    at = grid.visualRect(full.browser.model.index(0)).center()
    page = bring_up(full, place, tmp_path, qtbot)
    for clicked in (True, False):  # beside a field, or only the tab was changed
        full.workspace.setCurrentIndex(0)
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
        bring_up(full, place, tmp_path, qtbot)
        if clicked:
            corner = QPoint(page.width() - 3, 3)
            QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=corner)
        grid.setFocus()
        before = snapshot(full)
        QTest.keyClicks(grid, "/pn/Dfr")
        after = snapshot(full)
        assert (after[0], after[1], after[6:]) == (before[0], before[1], before[6:])


def test_a_label_given_by_one_key_is_said(full):
    canvas = full.workspace.show_view("viewer").canvas
    canvas.setFocus()
    name = full.session.image_id
    key = Qt.Key.Key_N if full.session.image.label == "pain" else Qt.Key.Key_P
    QTest.keyClick(canvas, key)
    said = [bar.text for bar in full.messages.messages()]
    assert any(text.startswith(f"{name} labelled ") for text in said)
