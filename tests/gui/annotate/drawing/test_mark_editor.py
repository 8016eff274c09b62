"""Regions of a round, drawn as a person draws them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPointingDevice, QTabletEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from neopain_gui.annotation.round import LABEL, REGIONS
from neopain_gui.annotation.shapes import mask_of
from neopain_gui.gui.annotate.drawing.mark_bar import BRUSH, ERASER, FREEHAND, MAGIC, MOVE, POLYGON
from neopain_gui.gui.annotate.drawing.mark_editor import SHOWED

LEFT = Qt.MouseButton.LeftButton
SIZE = (60, 80)


@pytest.fixture
def page(rate):
    made = rate(instruments=(LABEL, REGIONS), repeats=0)
    made.canvas.actual_size()
    made.canvas.zoom_by(5)
    return made


@pytest.fixture
def editor(page):
    return page.questions[1].editor


def at(page, x, y):
    canvas = page.canvas
    return canvas.mapFromScene(canvas.stage.mapViewToScene(QPointF(x, y)))


def send(page, kind, place, held):
    moved = kind == QEvent.Type.MouseMove
    point = QPointF(at(page, *place))
    event = QMouseEvent(
        kind,
        point,
        QPointF(page.canvas.mapToGlobal(point.toPoint())),
        Qt.MouseButton.NoButton if moved else LEFT,
        LEFT if held else Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(page.canvas.viewport(), event)


def drag(page, *places):
    send(page, QEvent.Type.MouseMove, places[0], False)
    send(page, QEvent.Type.MouseButtonPress, places[0], True)
    for place in places[1:]:
        send(page, QEvent.Type.MouseMove, place, True)
    send(page, QEvent.Type.MouseButtonRelease, places[-1], False)


def click(page, *place):
    drag(page, place)


def take(editor, tool):
    QTest.mouseClick(editor.bar.tools[tool], LEFT)


def mask(page, name="forehead"):
    """What is written of a region, read from the study."""
    course = page.course
    said = course.study.annotations.said(
        course.round.name, course.rater, course.turn.image_id, course.turn.repeat
    )
    rings = next((one.outlines for one in said.marks if one.name == name), ())
    return mask_of(rings, SIZE)


def test_a_polygon_is_closed_by_return_and_return_then_goes_on(page, editor):
    take(editor, POLYGON)
    for corner in ((10, 10), (30, 10), (30, 40), (50, 50)):
        click(page, *corner)
    QTest.keyClick(page, Qt.Key.Key_Backspace)
    click(page, 10, 40)
    assert not mask(page).any()
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert abs(int(mask(page).sum()) - 600) <= 50
    turn = page.course.place
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert page.course.place != turn
    assert editor.marks == ()


def test_what_is_half_drawn_is_kept_when_a_person_goes_on(page, editor):
    take(editor, POLYGON)
    for corner in ((10, 10), (30, 10), (30, 40)):
        click(page, *corner)
    take(editor, BRUSH)
    polygon = int(mask(page).sum())
    assert abs(polygon - 300) <= 30
    send(page, QEvent.Type.MouseButtonPress, (60, 30), True)
    send(page, QEvent.Type.MouseMove, (65, 30), True)
    first = page.course.turn
    QTest.mouseClick(page.next, LEFT)
    assert page.course.turn != first
    assert editor.marks == ()
    page.course.go(page.course.turns.index(first))
    assert mask(page)[30, 60:66].all()
    assert int(mask(page).sum()) > polygon


def test_esc_drops_a_stroke_and_what_the_hand_goes_on_to_do(page, editor):
    take(editor, BRUSH)
    send(page, QEvent.Type.MouseButtonPress, (20, 30), True)
    send(page, QEvent.Type.MouseMove, (25, 30), True)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    send(page, QEvent.Type.MouseMove, (40, 30), True)
    send(page, QEvent.Type.MouseButtonRelease, (40, 30), False)
    assert not mask(page).any()
    click(page, 40, 30)
    assert mask(page)[30, 40]


def test_a_hole_is_rubbed_out_painted_over_and_each_stroke_is_undone(page, editor, window):
    take(editor, FREEHAND)
    drag(page, (10, 10), (30, 10), (50, 10), (50, 30), (50, 50), (30, 50), (10, 50), (10, 12))
    drawn = mask(page)
    assert drawn.sum() > 1400
    take(editor, ERASER)
    editor.bar.diameter.setValue(8)
    click(page, 30, 30)
    with_hole = mask(page)
    assert not with_hole[30, 30]
    gone = int((drawn & ~with_hole).sum())
    assert abs(gone - np.pi * 16) < 8
    assert len(editor.marks[0].outlines) == 2
    take(editor, BRUSH)
    drag(page, (25, 30), (35, 30))
    assert mask(page)[30, 30]
    window.session.edits.undo()
    assert np.array_equal(mask(page), with_hole)
    window.session.edits.undo()
    assert np.array_equal(mask(page), drawn)
    window.session.edits.redo()
    assert np.array_equal(mask(page), with_hole)
    assert len(editor.marks[0].outlines) == 2


def test_an_outline_with_more_points_than_can_be_kept_is_refused_and_said(
    page, editor, monkeypatch
):
    monkeypatch.setattr("neopain_gui.gui.annotate.drawing.mark_editor.MOST_POINTS", 30)
    take(editor, BRUSH)
    editor.bar.diameter.setValue(4)
    click(page, 20, 20)
    before = mask(page)
    assert before.any()
    drag(page, (20, 40), (30, 45), (40, 38), (50, 45))
    assert "Not kept: the outline would have more than 30 points" in editor.bar.says.text()
    assert np.array_equal(mask(page), before)


def test_what_is_drawn_over_a_region_is_no_hole_in_it(page, editor):
    take(editor, POLYGON)
    for left in (10, 20):
        for corner in ((left, 10), (left + 20, 10), (left + 20, 30), (left, 30)):
            click(page, *corner)
        click(page, left, 10)
    assert mask(page)[15:25, 12:38].all()


def test_the_wheel_with_shift_sizes_the_brush_and_without_it_zooms(page, editor):
    take(editor, BRUSH)
    before, zoom = editor.bar.diameter.value(), page.canvas.zoom

    def turn(keys):
        point = QPointF(page.canvas.viewport().rect().center())
        event = QWheelEvent(
            point,
            QPointF(page.canvas.mapToGlobal(point.toPoint())),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(page.canvas.viewport(), event)

    turn(Qt.KeyboardModifier.ShiftModifier)
    assert editor.bar.diameter.value() > before
    assert page.canvas.zoom == zoom
    turn(Qt.KeyboardModifier.NoModifier)
    assert page.canvas.zoom > zoom


def test_a_region_is_moved_weighed_named_and_removed(page, editor):
    QTest.mouseClick(editor.bar.weight.buttons[3], LEFT)
    take(editor, BRUSH)
    click(page, 20, 20)
    before = mask(page)
    take(editor, MOVE)
    drag(page, (20, 20), (25, 20), (30, 25))
    assert np.array_equal(mask(page), np.roll(before, (5, 10), (0, 1)))
    assert editor.marks[0].weight == 3
    QTest.mouseClick(editor.bar.weight.buttons[2], LEFT)
    assert page.course.said.marks[0].weight == 2
    editor.bar.names.added.emit("tube")
    take(editor, BRUSH)
    click(page, 50, 50)
    assert mask(page, "tube").any()
    take(editor, MOVE)
    click(page, 30, 25)
    assert editor.name == "forehead"
    QTest.mouseClick(editor.bar.removing, LEFT)
    assert [one.name for one in page.course.said.marks] == ["tube"]


def test_what_looks_alike_is_outlined(page, editor):
    pixels = np.full((*SIZE, 3), 90, np.uint8)
    pixels[20:40, 30:60] = (200, 120, 100)
    page.questions[1].show_photograph(pixels)
    take(editor, MAGIC)
    click(page, 45, 30)
    wanted = np.zeros(SIZE, bool)
    wanted[20:40, 30:60] = True
    found = mask(page)
    assert (found & wanted).sum() / (found | wanted).sum() > 0.93


def test_what_is_handed_in_is_only_looked_at(page, editor):
    take(editor, BRUSH)
    click(page, 20, 20)
    before = mask(page)
    page.course.hand_in()
    assert not editor.bar.tools[BRUSH].isEnabled()
    click(page, 60, 40)
    assert np.array_equal(mask(page), before)


def pen(page, kind, place, pressure):
    """Send what a pen does to the window, as Qt does: first the pen's event, then the mouse's."""
    window, viewport = page.window(), page.canvas.viewport()
    local = QPointF(viewport.mapTo(window, at(page, *place)))
    screen = QPointF(window.mapToGlobal(local.toPoint()))
    down = LEFT if pressure else Qt.MouseButton.NoButton
    button = Qt.MouseButton.NoButton if kind == "Move" else LEFT
    event = QTabletEvent(
        getattr(QEvent.Type, f"Tablet{kind}"),
        QPointingDevice.primaryPointingDevice(),
        local,
        screen,
        pressure,
        *(0.0, 0.0, 0.0, 0.0, 0.0),
        Qt.KeyboardModifier.NoModifier,
        button,
        down,
    )
    QApplication.sendEvent(window.windowHandle(), event)
    assert not event.isAccepted(), "else Qt makes no event of the mouse of it"
    name = "MouseMove" if kind == "Move" else f"MouseButton{kind}"
    mouse = QMouseEvent(
        getattr(QEvent.Type, name), local, screen, button, down, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(window.windowHandle(), mouse)


def test_a_pen_s_pressure_narrows_the_brush_and_the_mouse_is_as_wide_as_it_says(page, editor):
    take(editor, BRUSH)
    editor.bar.diameter.setValue(16)
    pen(page, "Press", (15, 20), 1.0)
    pen(page, "Move", (35, 20), 0.2)
    pen(page, "Release", (35, 20), 0.0)
    wide = mask(page)[:, [15, 25, 34]].sum(axis=0)
    assert list(wide) == sorted(wide, reverse=True)
    assert wide[0] >= 15
    assert wide[2] <= 7
    click(page, 60, 40)
    assert mask(page)[:, 60].sum() >= 15


def test_a_finger_paints(page, editor):
    take(editor, BRUSH)
    viewport, window = page.canvas.viewport(), page.window()
    device = QTest.createTouchDevice()
    for kind, place in (("press", (20, 20)), ("move", (40, 20)), ("release", (40, 20))):
        spot = viewport.mapTo(window, at(page, *place))
        touch = QTest.touchEvent(window, device)
        getattr(touch, kind)(0, spot, window)
        touch.commit()
    assert mask(page)[20, 20:41].all()


def test_points_are_shown_where_there_is_room_for_them_and_outlines_are_wanted(page, editor):
    take(editor, BRUSH)
    click(page, 30, 30)
    take(editor, MOVE)
    vertices = editor.layer.vertices
    assert vertices.isVisible()
    QTest.mouseClick(editor.bar.outlined, LEFT)
    assert not vertices.isVisible()
    QTest.mouseClick(editor.bar.outlined, LEFT)
    assert vertices.isVisible()
    page.canvas.zoom_by(0.2)
    assert not vertices.isVisible()
    assert "Zoom in to see its points" in editor.bar.says.text()
    page.canvas.zoom_by(5)
    assert vertices.isVisible()
    page.canvas.zoom_by(40)
    QTest.mouseClick(editor.bar.fit, LEFT)
    assert page.canvas.fitted


def test_a_region_is_copied_to_the_neonate_s_other_photograph_of_an_open_round(rate, window):
    page = rate(instruments=(REGIONS,), repeats=0, blind=False)
    editor, course = page.questions[0].editor, page.course
    take(editor, FREEHAND)
    drag(page, (20, 20), (30, 20), (40, 20), (40, 40), (20, 40), (20, 22))
    drawn, here = mask(page), course.turn.image_id
    QTest.mouseClick(editor.bar.copying, LEFT)
    assert "Copied to 1 photograph" in editor.bar.says.text()
    assert "rough" in editor.bar.says.text()
    copied = [one for one in course.study.annotations.marks("Ward", "R1") if one.image_id != here]
    assert copied[0].image_id.split("_")[0] == here.split("_")[0]
    # both faces have the same box
    assert np.array_equal(mask_of(copied[0].outlines, SIZE), drawn)
    window.session.edits.undo()
    left = course.study.annotations.marks("Ward", "R1")
    assert [one.image_id for one in left] == [here]


def test_a_blind_round_does_not_tell_which_photographs_belong_together(page, editor):
    take(editor, BRUSH)
    click(page, 20, 20)
    assert not editor.bar.copying.isVisible()


def test_a_name_ends_where_it_may_be_no_longer_and_it_is_said(page, editor):
    names = editor.bar.names
    names.list.activated.emit(names.list.count() - 1)
    QTest.keyClicks(names.name, "a" * 41)
    assert "at most 40 characters" in editor.bar.says.text()
    QTest.keyClick(names.name, Qt.Key.Key_Return)
    assert editor.name == "a" * 40


def test_after_a_name_was_chosen_or_given_keys_answer_again_and_esc_drops_a_polygon(
    page, editor, window
):
    names = editor.bar.names
    QTest.mouseClick(editor.bar.outlined, LEFT)
    names.list.activated.emit(names.list.count() - 1)
    QTest.keyClicks(names.name, "Tube")
    QTest.keyClick(names.name, Qt.Key.Key_Return)
    assert editor.name == "tube"
    take(editor, POLYGON)
    for corner in ((10, 10), (30, 10), (30, 40)):
        click(page, *corner)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    QTest.keyClicks(window.focusWidget(), "P")
    assert page.course.answer(LABEL).value == 1
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert page.course.place == 1
    assert not page.course.study.annotations.marks()


def test_names_of_the_round_are_offered_and_the_look_changes_nothing(rate):
    page = rate(instruments=(REGIONS,), regions=("brow bulge", "tube"), repeats=0)
    editor = page.questions[0].editor
    names = editor.bar.names.list
    assert [names.itemData(place) for place in range(3)] == ["brow bulge", "tube", SHOWED]
    take(editor, BRUSH)
    click(page, 20, 20)
    before = editor.marks
    editor.bar.opacity.setValue(0)
    editor.bar.outlined.setChecked(False)
    assert page.course.said.marks == before


def test_the_smallest_brush_paints_the_pixel_under_the_pointer(page, editor):
    brush = editor.tools[BRUSH]
    take(editor, BRUSH)
    editor.bar.diameter.setValue(1)
    for place in ((20.05, 30.05), (25.95, 30.95)):
        brush.press(QPointF(*place), 1.0)
        brush.release()
    assert np.argwhere(mask(page)).tolist() == [[30, 20], [30, 25]]
