"""A heatmap exported as a picture of the screen: found, seen, dragged, imported."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from neopain_gui.geometry import Box
from neopain_gui.gui.gaze.heatmaps.heatmap_rows import State
from neopain_gui.gui.gaze.heatmaps.heatmaps_panel import GazePanel
from neopain_gui.gui.gaze.picture import PlacePicture
from neopain_gui.gui.gaze.rectangle import boxed, middle, widest
from neopain_gui.gui.widgets.segments import Segment
from neopain_gui.imaging import write_png
from tests.gaze.screens import draw_heat, heat, show
from tests.gui import by_hand
from tests.gui.made_maps import named

SCREEN = (400, 500)
PLACE = (130, 70, 240, 180)  # three times the photographs' 80 × 60
BOX = Box(left=130, top=70, right=370, bottom=250)


@pytest.fixture
def screens(tmp_path, session):
    """One picture with its photograph, one of another neonate's, one of the photograph alone."""
    folder = tmp_path / "screens"
    folder.mkdir()
    shown = session.study.images.pixels("S1_pain")
    relevance = heat(SCREEN, PLACE, seed=2)
    picture = draw_heat(relevance, show(shown, PLACE, size=SCREEN), 0.7)
    write_png(folder / "S1_pain__Experts.png", picture)
    write_png(folder / "S2_pain__Experts.png", picture)
    write_png(folder / "S1_pain__Pais.png", shown)
    return folder


@pytest.fixture
def panel(qtbot, session, jobs):
    panel = GazePanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(900, 640)
    panel.show()
    return panel


def state(panel, image_id, group="Experts"):
    rows = panel.table.pictures.rows
    return next(
        panel.table.pictures.state(n)
        for n, row in enumerate(rows)
        if row.place == (image_id, group)
    )


@pytest.fixture
def listed(panel, screens, qtbot, jobs, monkeypatch):
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getExistingDirectory", lambda *_: str(screens)
    )
    qtbot.mouseClick(panel.empty.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(panel.table.pictures.rows) == 3)
    qtbot.waitUntil(lambda: not jobs.unfinished(), timeout=20000)
    return panel


def choose(panel, image_id, qtbot, jobs, group="Experts"):
    rows = panel.table.pictures.rows
    number = next(n for n, row in enumerate(rows) if row.place == (image_id, group))
    place = panel.table.visualRect(panel.table.pictures.index(number, 0)).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(qtbot, jobs)
    return number


def settle(qtbot, jobs):
    qtbot.waitUntil(lambda: not jobs.unfinished(), timeout=20000)


def test_what_was_found_and_what_not_is_in_the_list(listed):
    assert state(listed, "S1_pain") is State.READY
    assert state(listed, "S1_pain", "Parents") is State.READY
    assert state(listed, "S2_pain") is State.UNPLACED
    assert listed.counts.text() == "3 pictures: 2 ready, 1 without the photograph's place."
    notes = [listed.table.pictures.index(row, 3).data() for row in range(3)]
    assert sum("screen: photograph found, match" in note for note in notes) == 1
    assert sum("was not found" in note for note in notes) == 1
    assert sum(note == "" for note in notes) == 1


def test_the_found_place_is_drawn_and_both_readings_are_shown(listed, qtbot, jobs):
    choose(listed, "S1_pain", qtbot, jobs)
    beside = listed.beside
    assert np.abs(np.subtract(beside.heatmap.box.as_tuple(), BOX.as_tuple())).max() <= 1
    for picture in (beside.photograph, beside.heatmap, beside.paper, beside.palette_reading):
        assert picture.shown
    assert beside.form.isVisible()
    assert beside.form.note.text().startswith("Found, match ")
    assert not beside.form.confirm.isVisible()
    assert beside.warning.isVisible()
    assert beside.warning.text().startswith("Grey and palette disagree")
    assert named(listed) == []


def test_nothing_can_be_placed_on_a_picture_of_the_photograph_alone(listed, qtbot, jobs):
    choose(listed, "S1_pain", qtbot, jobs, "Parents")
    assert listed.beside.heatmap.box is None
    assert not listed.beside.form.isVisible()
    assert listed.beside.palette_reading.shown


def drag(picture, start, stop):
    by_hand.drag(picture.canvas, start, stop)


def at(picture, x, y):
    """Return where on the canvas a place of the picture is."""
    canvas = picture.canvas
    return canvas.mapFromScene(canvas.stage.mapViewToScene(QPointF(x, y)))


def middle_of(picture):
    box = picture.box
    return at(picture, (box.left + box.right) / 2, (box.top + box.bottom) / 2)


def test_a_dragged_place_is_what_is_imported(listed, session, qtbot, jobs):
    """Dragged away by the mouse, brought to the pixel by keys and a number, imported."""
    choose(listed, "S1_pain", qtbot, jobs)
    picture = listed.beside.heatmap
    before = picture.box
    start = middle_of(picture)
    drag(picture, start, start + QPoint(12, -9))
    scale = picture.canvas.pixel_size
    assert picture.box.left - before.left == pytest.approx(12 * scale, abs=1)
    assert picture.box.top - before.top == pytest.approx(-9 * scale, abs=1)
    assert picture.box.width == before.width
    assert listed.beside.form.left.value() == picture.box.left
    settle(qtbot, jobs)
    dragged = picture.box
    picture.canvas.setFocus()
    QTest.keyClick(picture.canvas, Qt.Key.Key_Left)
    QTest.keyClick(picture.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert (picture.box.left, picture.box.top) == (dragged.left - 1, dragged.top + 10)
    QTest.keyClick(picture.canvas, Qt.Key.Key_Plus)
    assert picture.box.width in (dragged.width + 2, dragged.width + 3)  # 4 : 3 in whole pixels
    settle(qtbot, jobs)
    listed.beside.form.left.setValue(140)
    listed.beside.form.top.setValue(81)
    listed.beside.form.wide.setValue(200)
    wanted = Box(left=140, top=81, right=340, bottom=231)
    assert picture.box == wanted
    assert listed.beside.form.note.text() == "Placed by hand."
    settle(qtbot, jobs)
    assert picture.box == wanted  # what was read of it meanwhile says the same
    listed.as_grey.click()  # by the palette a place that is off is refused: colours do not fit
    with qtbot.waitSignal(session.told):
        qtbot.mouseClick(listed.importing, Qt.MouseButton.LeftButton)
    results = {one.model.name: one for one in session.study.results.all("S1_pain")}
    assert results["Experts"].provenance.inputs["place"] == [140, 81, 340, 231]
    assert results["Experts"].facts["placed"] == "by hand"
    assert "place" not in results["Parents"].provenance.inputs


def test_a_found_place_is_imported_as_found(listed, session, qtbot):
    with qtbot.waitSignal(session.told):
        qtbot.mouseClick(listed.importing, Qt.MouseButton.LeftButton)
    result = next(
        one for one in session.study.results.all("S1_pain") if one.model.name == "Experts"
    )
    place = result.provenance.inputs["place"]
    assert np.abs(np.subtract(place, BOX.as_tuple())).max() <= 1
    assert result.facts["likeness"] > 0.4
    assert not session.study.results.all("S2_pain")


def test_a_place_that_was_not_found_can_be_taken_all_the_same(listed, qtbot, jobs):
    choose(listed, "S2_pain", qtbot, jobs)
    beside = listed.beside
    assert not beside.paper.shown  # nothing is read as long as nobody knows where
    assert beside.form.note.text() == "Only a guess."
    assert "was not found" in beside.warning.text()
    guess = beside.heatmap.box
    qtbot.mouseClick(beside.form.confirm, Qt.MouseButton.LeftButton)
    settle(qtbot, jobs)
    assert state(listed, "S2_pain") is State.READY
    assert beside.heatmap.box == guess
    assert beside.paper.shown
    qtbot.mouseClick(beside.form.again, Qt.MouseButton.LeftButton)
    settle(qtbot, jobs)
    assert state(listed, "S2_pain") is State.UNPLACED


def test_another_photograph_is_looked_for_anew(listed, qtbot, jobs):
    model = listed.table.pictures
    row = choose(listed, "S2_pain", qtbot, jobs)
    model.setData(model.index(row, 1), "S1_no_pain")
    settle(qtbot, jobs)
    assert state(listed, "S1_no_pain") is State.UNPLACED
    model.setData(model.index(row, 1), "S1_pain")
    settle(qtbot, jobs)
    assert model.rows[row].placed
    assert model.state(row) is State.CLASH


def test_a_corner_keeps_the_opposite_one(qtbot):
    picture = PlacePicture("Heatmap picture")
    qtbot.addWidget(picture)
    picture.resize(600, 500)
    picture.show_image(np.zeros((*SCREEN, 3), np.uint8), "")
    picture.show_place(BOX, (60, 80), certain=True)
    picture.show()
    for corner, where, kept in (
        (1, (BOX.left, BOX.top), (370, 250)),
        (3, (BOX.right, BOX.bottom), (130, 70)),
    ):
        picture.show_place(BOX, (60, 80), certain=True)
        start = at(picture, *where)
        step = QPoint(-20, -15) if corner == 1 else QPoint(20, 15)
        with qtbot.waitSignal(picture.placed) as put:
            drag(picture, start, start + step)
        (box,) = put.args
        assert box.width > 250
        assert box.height == pytest.approx(box.width * 0.75, abs=0.5)
        found = (box.right, box.bottom) if corner == 1 else (box.left, box.top)
        assert found == kept


def test_the_wheel_and_keys_zoom_and_a_drag_beside_the_rectangle_pans(qtbot):
    picture = PlacePicture("Heatmap picture")
    qtbot.addWidget(picture)
    picture.resize(600, 500)
    picture.show_image(np.zeros((100, 125, 3), np.uint8), "heat.png", SCREEN)  # a smaller copy
    picture.show_place(BOX, (60, 80), certain=True)
    picture.show()
    canvas = picture.canvas
    canvas.setFocus()
    whole = canvas.pixel_size
    assert canvas.stage.viewRect().width() >= SCREEN[1]  # coordinates are the file's
    by_hand.turn_wheel(canvas, 240)
    near = canvas.pixel_size
    assert near < 0.9 * whole
    QTest.keyClick(canvas, Qt.Key.Key_PageUp)
    assert canvas.pixel_size < 0.9 * near
    QTest.keyClick(canvas, Qt.Key.Key_F)
    assert canvas.pixel_size == pytest.approx(whole)
    QTest.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.zoom == pytest.approx(1.0)
    canvas.fit()
    canvas.zoom_by(1.5)
    before, seen = picture.box, canvas.centre
    beside = QPoint(8, 8)
    drag(picture, beside, beside + QPoint(30, 20))
    assert canvas.centre != seen
    assert picture.box == before


def test_photograph_and_readings_are_looked_at_as_one(listed, qtbot, jobs):
    choose(listed, "S1_pain", qtbot, jobs)
    beside = listed.beside
    three = [beside.photograph.canvas, beside.paper.canvas, beside.palette_reading.canvas]
    beside.photograph.canvas.setFocus()
    fitted = [canvas.pixel_size for canvas in three]
    QTest.keyClick(three[0], Qt.Key.Key_Plus)
    QTest.keyClick(three[0], Qt.Key.Key_Right)
    near = [(canvas.pixel_size, canvas.centre.x(), canvas.centre.y()) for canvas in three]
    np.testing.assert_allclose(near, [near[0]] * 3, rtol=1e-3)
    assert near[0][0] < fitted[0]
    larger, whole = (
        next(one for one in beside.zoom.findChildren(Segment) if one.accessibleName() == name)
        for name in ("Zoom in", "Fit")
    )
    heat = beside.heatmap.canvas.pixel_size
    qtbot.mouseClick(larger, Qt.MouseButton.LeftButton)
    assert beside.heatmap.canvas.pixel_size < heat
    qtbot.mouseClick(whole, Qt.MouseButton.LeftButton)
    assert beside.heatmap.canvas.pixel_size == pytest.approx(heat)
    np.testing.assert_allclose([canvas.pixel_size for canvas in three], fitted, rtol=1e-3)


SIZES = st.tuples(st.integers(20, 2000), st.integers(20, 2000))


@given(SIZES, SIZES, st.integers(-3000, 3000), st.integers(-3000, 3000), st.integers(1, 3000))
def test_a_rectangle_stays_on_its_picture_in_proportion(size, photograph, x, y, wide):
    if not 1 / 20 < photograph[0] / photograph[1] < 20:
        return
    for box in (middle(size, photograph), boxed(x, y, wide, size, photograph)):
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= size[1]
        assert box.bottom <= size[0]
        assert box.width <= widest(size, photograph)
        assert abs(box.height - box.width * photograph[0] / photograph[1]) <= 1
