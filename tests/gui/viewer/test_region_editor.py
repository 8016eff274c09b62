"""Facial regions on the photograph: seen, chosen, moved, drawn, named and taken back."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from neopain_gui.dataset.face_image import FaceImage, Neonate
from neopain_gui.faces.drawn import area_of, outlines_of
from neopain_gui.faces.regions import FEATURES, face_regions
from neopain_gui.geometry import Box
from neopain_gui.gui.viewer.region_bar import DRAWING, MOVING
from neopain_gui.gui.viewer.viewer_panel import ViewerPanel
from neopain_gui.imaging import write_png
from neopain_gui.provenance import sha256_file
from neopain_gui.study import Study
from tests.gui.made_maps import attribution, named

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def viewer(qtbot, session, jobs):
    panel = ViewerPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(900, 640)
    panel.show()
    qtbot.waitUntil(lambda: panel.scenes.scene is not None and not panel.scenes.loading)
    QTest.mouseClick(panel.tools.regions, LEFT)
    QApplication.processEvents()
    return panel


def drawn(session):
    return session.study.regions.of(session.image_id)


def choose(viewer, name):
    """Choose in the list as a person does."""
    place = viewer.regions.bar.names.list.findData(name)
    viewer.regions.bar.names.list.setCurrentIndex(place)
    viewer.regions.bar.names.list.activated.emit(place)


def place(viewer, x, y):
    """Where a point of the photograph, counted from its corner, is on the canvas."""
    canvas = viewer.canvas
    return canvas.mapFromScene(canvas.stage.mapViewToScene(QPointF(x, y)))


def vertices(viewer):
    return viewer.regions.layer.vertices.outlines


def longest(outline):
    """The middle of the longest line."""
    along = np.roll(outline, -1, axis=0) - outline
    place = np.hypot(*along.T).argmax()
    return outline[place] + along[place] / 2


def send(viewer, kind, at, held, button=LEFT):
    moved = kind == QEvent.Type.MouseMove
    event = QMouseEvent(
        kind,
        QPointF(at),
        QPointF(viewer.canvas.mapToGlobal(at)),
        Qt.MouseButton.NoButton if moved else button,
        button if held else Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewer.canvas.viewport(), event)
    QTest.qWait(15)


def drag(viewer, points):
    """Press at the first point of the photograph, go along the others, let go at the last."""
    first, *rest = [place(viewer, *one) for one in points]
    send(viewer, QEvent.Type.MouseMove, first, False)
    send(viewer, QEvent.Type.MouseButtonPress, first, True)
    for one in rest:
        send(viewer, QEvent.Type.MouseMove, one, True)
    send(viewer, QEvent.Type.MouseButtonRelease, rest[-1], False)
    QApplication.processEvents()


def click(viewer, x, y, button=LEFT):
    at = place(viewer, x, y)
    send(viewer, QEvent.Type.MouseMove, at, False)
    send(viewer, QEvent.Type.MouseButtonPress, at, True, button)
    send(viewer, QEvent.Type.MouseButtonRelease, at, False, button)
    QApplication.processEvents()


SQUARE = [(15, 15), (25, 15), (35, 15), (35, 25), (35, 35), (25, 35), (15, 35), (15, 17)]


def test_the_template_is_shown_and_nothing_is_kept(viewer, session):
    bar = viewer.regions.bar
    assert bar.isVisible()
    names = [bar.names.list.itemData(place) for place in range(bar.names.list.count())]
    assert names == [*FEATURES, ""]
    assert "face box" in bar.says.text()
    assert not bar.dropping.isEnabled()
    assert drawn(session) == {}
    assert named(viewer) == []
    QTest.mouseClick(viewer.tools.regions, LEFT)
    assert not bar.isVisible()


def test_a_region_is_drawn_by_hand_and_undone(viewer, session):
    choose(viewer, "mouth")
    QTest.mouseClick(viewer.regions.bar.drawing, LEFT)
    assert viewer.regions.bar.says.text() == DRAWING
    drag(viewer, SQUARE)
    (outline,) = drawn(session)["mouth"]
    assert area_of(outline) == pytest.approx(400, rel=0.12)
    assert np.abs(outline.min(axis=0) - 14.5).max() < 1, "outlines count from a pixel's centre"
    assert "(drawn)" in viewer.regions.bar.names.list.currentText()
    QTest.keyClick(viewer.canvas, Qt.Key.Key_Escape)
    assert viewer.regions.bar.says.text() == "Drawn by hand."
    assert session.edits.undo_stack.undoText() == "drawing the region mouth"
    session.edits.undo_stack.undo()
    assert drawn(session) == {}
    assert "face box" in viewer.regions.bar.says.text()
    session.edits.undo_stack.redo()
    assert list(drawn(session)) == ["mouth"]


def test_drawn_again_after_undo_it_takes_the_place_of_what_was_there(viewer, session):
    choose(viewer, "mouth")
    QTest.mouseClick(viewer.regions.bar.drawing, LEFT)
    drag(viewer, SQUARE)
    session.edits.undo_stack.undo()
    session.edits.undo_stack.redo()
    QTest.keyClick(viewer.canvas, Qt.Key.Key_Escape)
    QTest.mouseClick(viewer.regions.bar.drawing, LEFT)
    drag(viewer, [(x + 2, y) for x, y in SQUARE])
    session.edits.undo_stack.undo()
    drag(viewer, [(x + 9, y) for x, y in SQUARE])
    (outline,) = drawn(session)["mouth"]
    assert outline[:, 0].min() == pytest.approx(23.5, abs=1)


def test_a_line_that_crosses_itself_means_the_inside(viewer, session):
    choose(viewer, "mouth")
    QTest.mouseClick(viewer.regions.bar.drawing, LEFT)
    drag(viewer, [*SQUARE[:-1], (15, 15), (25, 17), (30, 18), (30, 30)])  # beyond its beginning
    (outline,) = drawn(session)["mouth"]
    assert area_of(outline) == pytest.approx(400, rel=0.12)
    viewer.regions.end()
    QTest.mouseClick(viewer.regions.bar.drawing, LEFT)
    drag(viewer, [(20, 20), (40, 40), (40, 20), (20, 40), (20, 21)])  # a figure of eight
    assert len(drawn(session)["mouth"]) == 2


def test_a_line_begun_on_one_photograph_is_not_kept_on_the_next(viewer, session):
    QTest.mouseClick(viewer.regions.bar.drawing, LEFT)
    points = [place(viewer, *one) for one in SQUARE]
    send(viewer, QEvent.Type.MouseMove, points[0], False)
    send(viewer, QEvent.Type.MouseButtonPress, points[0], True)
    for at in points[1:4]:
        send(viewer, QEvent.Type.MouseMove, at, True)
    session.next_image()
    QTest.qWait(100)
    for at in points[4:]:
        send(viewer, QEvent.Type.MouseMove, at, True)
    send(viewer, QEvent.Type.MouseButtonRelease, points[-1], False)
    assert session.study.regions.all() == {}


def test_a_map_that_arrives_leaves_the_hand_alone(viewer, session):
    choose(viewer, "nose")
    QTest.mouseClick(viewer.regions.bar.moving, LEFT)
    (before,) = [one.copy() for one in vertices(viewer)]
    x, y = before[before[:, 1].argmin()]
    first, last = place(viewer, x, y), place(viewer, x, y - 6)
    send(viewer, QEvent.Type.MouseMove, first, False)
    send(viewer, QEvent.Type.MouseButtonPress, first, True)
    send(viewer, QEvent.Type.MouseMove, (first + last) / 2, True)
    session.record([attribution(session.study, session.image_id)])
    QTest.qWait(100)
    send(viewer, QEvent.Type.MouseMove, last, True)
    send(viewer, QEvent.Type.MouseButtonRelease, last, False)
    assert drawn(session)["nose"][0][:, 1].min() == pytest.approx(y - 6.5, abs=0.5)


def test_a_point_is_dragged_on_a_photograph_of_another_size(viewer, session, tmp_path, qtbot):
    large = tmp_path / "large"
    large.mkdir()
    write_png(large / "L.png", np.full((600, 800, 3), 90, np.uint8))
    record = FaceImage(
        id="Z", file="L.png", sha256=sha256_file(large / "L.png"), width=800, height=600,
        neonate=Neonate(id="Z"), box=Box(left=200, top=100, right=700, bottom=580),
    )  # fmt: skip
    session.study.images.add([record], root=large)
    session.reload_images()
    choose(viewer, "nose")
    QTest.mouseClick(viewer.regions.bar.moving, LEFT)
    session.select_image("Z")
    qtbot.waitUntil(lambda: viewer.scenes.scene and viewer.scenes.scene.image.id == "Z")
    QApplication.processEvents()
    (before,) = [one.copy() for one in vertices(viewer)]
    x, y = before[before[:, 1].argmin()]
    drag(viewer, [(x, y), (x, y - 20), (x, y - 40)])
    assert drawn(session)["nose"][0][:, 1].min() == pytest.approx(y - 40.5, abs=2)


def test_the_side_that_nobody_touched_stays_as_it_was(viewer, session):
    choose(viewer, "eyes")
    QTest.mouseClick(viewer.regions.bar.moving, LEFT)
    x, y = vertices(viewer)[0][0]
    drag(viewer, [(x, y), (x, y - 2), (x, y - 4)])
    template = face_regions(session.study.faces.get(session.image_id)).outlines["eyes"]
    touched, other = drawn(session)["eyes"]
    assert len(touched) < len(template[0])
    assert np.allclose(other, template[1], atol=0.006)


def test_both_sides_are_drawn_one_after_the_other(viewer, session):
    choose(viewer, "eyes")
    QTest.mouseClick(viewer.regions.bar.drawing, LEFT)
    small = [(12, 20), (20, 20), (20, 26), (12, 26), (12, 21)]
    drag(viewer, small)
    drag(viewer, [(x + 18, y) for x, y in small])
    assert len(drawn(session)["eyes"]) == 2
    QTest.keyClick(viewer.canvas, Qt.Key.Key_Escape)
    QTest.mouseClick(viewer.regions.bar.drawing, LEFT)
    drag(viewer, small)
    assert len(drawn(session)["eyes"]) == 1, "drawn anew, it takes the place of what was there"


def test_a_point_is_dragged(viewer, session):
    choose(viewer, "nose")
    QTest.mouseClick(viewer.regions.bar.moving, LEFT)
    assert viewer.regions.bar.says.text() == MOVING
    assert drawn(session) == {}, "looking at points changes nothing"
    (before,) = [one.copy() for one in vertices(viewer)]
    x, y = before[before[:, 1].argmin()]
    drag(viewer, [(x, y), (x + 2, y - 3), (x + 4, y - 6)])
    (outline,) = drawn(session)["nose"]
    assert outline[:, 1].min() == pytest.approx(y - 6 - 0.5, abs=0.5)
    assert len(outline) == len(before)
    session.edits.undo_stack.undo()
    assert np.array_equal(vertices(viewer)[0], before)
    assert drawn(session) == {}


def test_a_line_takes_its_whole_outline_along(viewer, session):
    choose(viewer, "forehead")
    QTest.mouseClick(viewer.regions.bar.moving, LEFT)
    (before,) = [one.copy() for one in vertices(viewer)]
    x, y = longest(before)
    drag(viewer, [(x, y), (x, y + 4), (x, y + 8)])
    (outline,) = drawn(session)["forehead"]
    assert np.allclose(outline + 0.5 - before, (0, 8), atol=0.4)


def test_points_are_added_and_removed_with_a_click(viewer, session):
    choose(viewer, "forehead")
    QTest.mouseClick(viewer.regions.bar.moving, LEFT)
    (before,) = vertices(viewer)
    x, y = longest(before)
    click(viewer, x, y)
    (outline,) = drawn(session)["forehead"]
    assert len(outline) == len(before) + 1
    assert np.abs(outline + 0.5 - (x, y)).sum(axis=1).min() < 1
    for _ in range(len(outline)):
        click(viewer, *vertices(viewer)[0][0], button=Qt.MouseButton.RightButton)
    assert len(drawn(session)["forehead"][0]) == 3, "a triangle is the least"


def test_undraw_brings_the_template_back(viewer, session):
    choose(viewer, "mouth")
    QTest.mouseClick(viewer.regions.bar.drawing, LEFT)
    drag(viewer, SQUARE)
    QTest.mouseClick(viewer.regions.bar.dropping, LEFT)
    assert drawn(session) == {}
    assert not viewer.regions.bar.dropping.isEnabled()


def test_a_region_of_ones_own(viewer, session):
    bar = viewer.regions.bar
    choose(viewer, "")
    assert bar.names.name.isVisible()
    assert bar.names.name.hasFocus()
    QTest.keyClicks(bar.names.name, "Elsewhere")
    QTest.keyClick(bar.names.name, Qt.Key.Key_Return)
    assert "no region" in bar.says.text()
    bar.names.name.clear()
    QTest.keyClicks(bar.names.name, "Feeding  tube")
    QTest.keyClick(bar.names.name, Qt.Key.Key_Return)
    assert not bar.names.name.isVisible()
    assert bar.drawing.isChecked()
    drag(viewer, SQUARE)
    assert list(drawn(session)) == ["feeding tube"]
    session.next_image()
    QApplication.processEvents()
    assert bar.names.list.findData("feeding tube") > 0, "other photographs can have it too"
    assert drawn(session) == {}


def test_escape_leaves_the_naming(viewer):
    bar = viewer.regions.bar
    choose(viewer, "chin")
    choose(viewer, "")
    QTest.keyClick(bar.names.name, Qt.Key.Key_Escape)
    assert bar.names.list.isVisible()
    assert bar.names.list.currentData() == "chin"


def test_another_study_has_none_of_the_new_names(viewer, session, study_path):
    bar = viewer.regions.bar
    choose(viewer, "")
    QTest.keyClicks(bar.names.name, "Tube")
    QTest.keyClick(bar.names.name, Qt.Key.Key_Return)
    assert bar.names.list.findData("tube") > 0
    assert bar.drawing.isChecked()
    session.close_study()
    session.use_study(Study.open(study_path))
    QApplication.processEvents()
    assert bar.names.list.findData("tube") < 0
    assert not bar.drawing.isChecked()


def test_a_damaged_outline_is_said_and_nothing_is_shown(viewer, session, qtbot):
    session.edits.set_regions(session.image_id, {"mouth": outlines_of([SQUARE])}, "draw region")
    path = session.study.path / "study.sqlite"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE drawn_regions SET outlines = '[]'")
        raw.commit()
    with qtbot.waitSignal(session.problem) as said:
        viewer.regions.choose("nose")
    assert "never writes" in str(said.args[0])


def test_a_click_on_the_photograph_chooses(viewer, session):
    face = session.study.faces.get(session.image_id)
    x, y = face_regions(face).outlines["nose"][0].mean(axis=0) + 0.5
    click(viewer, x, y)
    assert viewer.regions.bar.names.list.currentData() == "nose"
    assert drawn(session) == {}


def test_a_mere_click_draws_nothing(viewer, session):
    QTest.mouseClick(viewer.regions.bar.drawing, LEFT)
    drag(viewer, [(20, 20), (20.5, 20), (20.5, 20.5)])
    assert drawn(session) == {}
    assert "Too small" in viewer.regions.bar.says.text()


def test_what_is_drawn_beside_the_photograph_ends_at_its_edge(viewer, session):
    QTest.mouseClick(viewer.regions.bar.drawing, LEFT)
    drag(viewer, [(60, 20), (84, 20), (84, 40), (60, 40), (60, 22)])
    (outline,) = drawn(session)["forehead"]
    assert outline[:, 0].max() == pytest.approx(79.5)


def test_the_next_photograph_has_its_own(viewer, session, qtbot):
    choose(viewer, "mouth")
    QTest.mouseClick(viewer.regions.bar.drawing, LEFT)
    drag(viewer, SQUARE)
    first = session.image_id
    session.next_image()
    qtbot.waitUntil(lambda: viewer.scenes.scene and viewer.scenes.scene.image.id != first)
    assert "(drawn)" not in viewer.regions.bar.names.list.currentText()
    drag(viewer, [(x + 3, y) for x, y in SQUARE])
    assert set(session.study.regions.all()) == {first, session.image_id}


def test_face_and_region_are_not_drawn_at_once(viewer):
    bar, canvas = viewer.regions.bar, viewer.canvas
    QTest.mouseClick(bar.drawing, LEFT)
    viewer.draw_face()
    assert canvas.stage.drawing
    assert canvas.stage.trace is None
    assert not bar.drawing.isChecked()
    QTest.mouseClick(bar.drawing, LEFT)
    assert not canvas.stage.drawing
    assert canvas.stage.trace is not None


def test_without_a_face_one_can_still_draw(viewer, session, qtbot):
    session.edits.set_face(session.image_id, None)
    qtbot.waitUntil(lambda: viewer.scenes.scene and viewer.scenes.scene.face is None)
    assert viewer.regions.bar.says.text() == "Not on this photograph."
    QTest.mouseClick(viewer.regions.bar.drawing, LEFT)
    drag(viewer, SQUARE)
    assert list(drawn(session)) == ["forehead"]


def test_a_study_that_can_only_be_read_is_only_looked_at(viewer, session, study_path):
    session.use_study(Study.open(study_path, read_only=True))
    QApplication.processEvents()
    bar = viewer.regions.bar
    assert not bar.moving.isEnabled()
    assert not bar.drawing.isEnabled()
