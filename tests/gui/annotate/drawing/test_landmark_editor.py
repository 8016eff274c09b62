"""Points of the face in a round: placed first by the face, dragged, mirrored, hidden, measured."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from neopain_gui.annotation.landmarks import first_points, sets
from neopain_gui.annotation.round import LABEL, REGIONS
from neopain_gui.gui.annotate.drawing.mark_bar import BRUSH
from neopain_gui.pipeline.settings.own_instruments import with_set
from neopain_gui.study import Study
from tests.gui.annotate.drawing.test_mark_editor import click, drag, mask, take

LEFT = Qt.MouseButton.LeftButton
FIVE = "landmarks:5"


@pytest.fixture
def page(rate):
    return rate(instruments=(LABEL, REGIONS, FIVE), repeats=0)


@pytest.fixture
def editor(page):
    made = page.questions[2].editor
    QTest.mouseClick(made.dragging, LEFT)
    return made


def written(page):
    return {one.name: (one.x, one.y, one.visible) for one in page.course.said.landmarks}


def on_canvas(editor, name):
    x, y = editor.places[name]
    return x + 0.5, y + 0.5


def test_points_lie_on_the_face_first_and_nothing_is_kept_unasked(page, editor):
    expected = first_points(sets()["5"], page.course.face)
    assert editor.places == expected
    assert "face box" in editor.says.text()
    assert written(page) == {}
    assert (FIVE, "") in page.course.open_questions()
    QTest.mouseClick(editor.keeping, LEFT)
    assert {name: place[:2] for name, place in written(page).items()} == expected
    assert (FIVE, "") not in page.course.open_questions()


def test_a_point_is_dragged_mirrored_hidden_and_undone(page, editor, window):
    x, y = on_canvas(editor, "mouth_left")
    drag(page, (x, y), (x + 3, y + 1), (x + 6, y + 4))
    moved = written(page)
    assert len(moved) == 5
    assert moved["mouth_left"][:2] == pytest.approx((x + 5.5, y + 3.5), abs=0.6)
    QTest.mouseClick(editor.mirroring, LEFT)
    right, left = written(page)["right_eye"], written(page)["left_eye"]
    middle = (right[0] + left[0]) / 2
    mirror = written(page)["mouth_right"]
    assert mirror[0] == pytest.approx(2 * middle - moved["mouth_left"][0], abs=0.02)
    assert mirror[1] == pytest.approx(moved["mouth_left"][1], abs=0.02)
    QTest.mouseClick(editor.hidden, LEFT)
    assert written(page)["mouth_left"][2] is False
    assert "1 of them hidden" in editor.says.text()
    assert "px" in editor.figures.figures[0].text
    for _ in range(3):
        window.session.edits.undo()
    assert written(page) == {}
    assert not editor.hidden.isChecked()


def test_points_and_regions_take_turns_on_a_photograph(page, editor):
    drawing = page.questions[1].editor
    x, y = on_canvas(editor, "nose")
    take(drawing, BRUSH)
    assert not editor.dragging.isChecked()
    click(page, x, y)
    assert mask(page).any()
    assert written(page) == {}
    QTest.mouseClick(editor.dragging, LEFT)
    before = mask(page)
    drag(page, (x, y), (x + 5, y))
    assert written(page)
    assert (mask(page) == before).all()


def test_a_point_of_ones_own_set_has_its_colour(study_path, rate):
    with Study.open(study_path) as study:
        five = sets()["5"]
        points = [one.model_copy(update={"colour": "#e69f00"}) if one.name == "nose" else one
                  for one in five.points]  # fmt: skip
        own = five.model_copy(update={"id": "own", "points": tuple(points)})
        for key, value in with_set(study, own).items():
            study.set_setting(key, value)
    page = rate(instruments=(LABEL, "landmarks:own"), repeats=0)
    assert {name: one.name() for name, one in page.questions[1].editor.layer._colours.items()} == {
        "nose": "#e69f00"
    }
