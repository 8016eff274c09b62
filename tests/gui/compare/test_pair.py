import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from neopain_gui.agreement.measures import measure_of
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.compare.compare_panel import ComparePanel
from neopain_gui.gui.compare.matrix import Scope
from neopain_gui.gui.compare.pair import (
    BOTH,
    ONLY_A,
    ONLY_B,
    by_agreement,
    paint_alone,
    paint_swiped,
)
from neopain_gui.gui.compare.pair_view import PairDisplay
from neopain_gui.gui.compare.view_choice import CompareView
from tests.gui.made_maps import attribution, named

CLEAR = [0, 0, 0, 0]


def test_left_of_the_line_is_a_and_right_of_it_b():
    first = np.array([[True, True, True, False]])
    second = np.array([[True, False, True, True]])
    a, b = [*ONLY_A, 255], [*ONLY_B, 255]
    assert paint_swiped(first, second, 2)[0].tolist() == [a, a, b, b]
    assert paint_swiped(first, second, 0)[0].tolist() == [b, CLEAR, b, b]
    assert paint_swiped(first, second, 4)[0].tolist() == [a, a, a, CLEAR]
    assert paint_alone(first, ONLY_A)[0].tolist() == [a, a, a, CLEAR]


@pytest.fixture
def panel(qtbot, large, jobs):
    panel = ComparePanel(large, jobs)
    qtbot.addWidget(panel)
    panel.resize(780, 700)
    panel.show()
    qtbot.waitExposed(panel)
    panel.activateWindow()
    qtbot.waitUntil(lambda: panel.upkeep.current)
    place = panel.view.visualRect(panel.view.matrix.index(0, 1)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: panel.pair_view.pair is not None)
    return panel


def press(qtbot, panel, show):
    qtbot.mouseClick(panel.pair_view.buttons[show], Qt.MouseButton.LeftButton)


def overlay(view):
    image = view.canvas.overlay._levels[0]
    image = image.convertToFormat(image.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4).copy()


def masks(view):
    inside = view.pair.region.slices
    return view.pair.first.values[inside], view.pair.second.values[inside]


def where(pixels, colour):
    return (pixels == [*colour, 255]).all(axis=2)


def test_both_masks_in_three_colours(panel):
    first, second = masks(panel.pair_view)
    pixels = overlay(panel.pair_view)
    assert (where(pixels, ONLY_A) == (first & ~second)).all()
    assert (where(pixels, ONLY_B) == (second & ~first)).all()
    assert (where(pixels, BOTH) == (first & second)).all()


def test_the_line_is_dragged_between_the_masks(panel, qtbot):
    view = panel.pair_view
    press(qtbot, panel, PairDisplay.SWIPE)
    assert view.line.line.isVisible()
    middle = view.line.line.value()
    assert middle == view.pair.region.left + view.pair.region.width / 2

    def at(x):
        y = view.pair.region.top + view.pair.region.height / 2
        return view.canvas.mapFromScene(view.canvas.stage.mapViewToScene(QPointF(x, y)))

    start, stop = at(middle), at(middle + 10)
    surface = view.canvas.viewport()
    QTest.mouseMove(surface, start)
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, pos=start)
    for step in (5, 10, (stop - start).x()):
        QTest.mouseMove(surface, start + QPoint(step, 0))
        qtbot.wait(20)
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=stop)
    assert view.line.line.value() == pytest.approx(middle + 10, abs=1.5)
    column = view.line.column
    first, second = masks(view)
    pixels = overlay(view)
    assert (where(pixels, ONLY_A)[:, :column] == first[:, :column]).all()
    assert (where(pixels, ONLY_B)[:, column:] == second[:, column:]).all()
    assert not where(pixels, ONLY_A)[:, column:].any()
    assert view.slider.value() == round(100 * view.line.share)


def test_the_line_moves_with_the_keyboard_and_stays_on_the_next_photograph(panel, large, qtbot):
    view = panel.pair_view
    press(qtbot, panel, PairDisplay.SWIPE)
    QTest.keyClick(view.slider, Qt.Key.Key_Home)
    assert view.line.share == 0
    assert (where(overlay(view), ONLY_B) == masks(view)[1]).all()
    before = view.pair
    large.next_image()
    qtbot.waitUntil(lambda: view.pair is not None and view.pair is not before)
    assert view.line.share == 0
    assert (where(overlay(view), ONLY_B) == masks(view)[1]).all()


def test_blink_shows_one_mask_after_the_other(panel, qtbot):
    view = panel.pair_view
    first, second = masks(view)
    press(qtbot, panel, PairDisplay.BLINK)
    assert (where(overlay(view), ONLY_A) == first).all()
    assert view._names[0].isVisible()
    assert not view._names[1].isVisible()
    press(qtbot, panel, PairDisplay.BLINK)
    assert (where(overlay(view), ONLY_B) == second).all()
    assert view._names[1].text() == view.pair.second.model.name
    press(qtbot, panel, PairDisplay.BOTH)
    assert where(overlay(view), BOTH).any() == (first & second).any()


def test_b_blinks(panel, qtbot):
    view = panel.pair_view
    first, second = masks(view)
    QTest.keyClick(panel.view, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: view.show_as is PairDisplay.BLINK)
    assert (where(overlay(view), ONLY_A) == first).all()
    QTest.keyClick(panel.view, Qt.Key.Key_B)
    assert (where(overlay(view), ONLY_B) == second).all()
    assert view.buttons[PairDisplay.BLINK].isChecked()
    press(qtbot, panel, PairDisplay.BOTH)
    qtbot.mouseClick(panel.views.buttons[CompareView.GRID], Qt.MouseButton.LeftButton)
    QTest.keyClick(panel.grid.view, Qt.Key.Key_B)  # where there is no pair to be seen
    assert view.show_as is PairDisplay.BOTH


def test_all_photographs_by_agreement(panel, large, qtbot):
    press(qtbot, panel, PairDisplay.ALL)
    view = panel.pair_view
    assert view.multiples.isVisible()
    rows = view.multiples.rows.rows
    assert len(rows) == 12
    values = [row.value for row in rows]
    assert values == sorted(values, reverse=True)
    table = panel.comparison.table
    place = table.pairs.index(tuple(sorted(panel.view.pair)))
    expected = dict(zip(table.image_ids, table.values("overlap")[:, place], strict=True))
    assert {row.image.id: row.value for row in rows} == expected
    chances = dict(zip(table.image_ids, table.values("chance_overlap")[:, place], strict=True))
    for index, row in enumerate(rows):
        chance = f"chance {chances[row.image.id]:.3f}"
        assert row.text == f"{row.value:.3f}, {chance}"
        shown = view.multiples.rows.index(index)
        assert chance in shown.data().split("\n")
        assert row.text in shown.data(Qt.ItemDataRole.AccessibleTextRole)
        grey = shown.data(Qt.ItemDataRole.ForegroundRole) is not None
        assert grey == (round(row.value, 3) <= round(chances[row.image.id], 3))
    tiles = panel.tiles
    qtbot.waitUntil(lambda: tiles.picture(view.multiples.rows.wish(view.multiples.rows.index(0))))
    # they grow with the room, and never become smaller than they can be seen
    small = view.multiples
    for width, least, most in ((1200, 192, 192), (700, 150, 163), (300, 96, 96)):
        small.resize(width, 400)
        qtbot.waitUntil(lambda: small.visualRect(shown).width() == small.side + 12, timeout=2000)
        assert least <= small.side <= most


def test_a_click_on_a_small_picture_chooses_its_photograph(panel, large, qtbot):
    press(qtbot, panel, PairDisplay.ALL)
    view = panel.pair_view
    other = next(
        r for r, row in enumerate(view.multiples.rows.rows) if row.image.id != large.image_id
    )
    index = view.multiples.rows.index(other)
    view.multiples.scrollTo(index)
    place = view.multiples.visualRect(index).center()
    qtbot.mouseClick(view.multiples.viewport(), Qt.MouseButton.LeftButton, pos=place)
    image = view.multiples.rows.rows[other][0]
    assert large.image_id == image.id
    qtbot.waitUntil(lambda: view.pair is not None and view.pair.image_id == image.id)
    assert view.multiples.isVisible()
    large.select_image(view.multiples.rows.rows[0][0].id)
    assert view.multiples.currentIndex().row() == 0


def test_the_small_pictures_are_those_that_the_matrix_speaks_of(panel, large, qtbot):
    press(qtbot, panel, PairDisplay.ALL)
    qtbot.mouseClick(panel.bar.scopes[Scope.PAIN], Qt.MouseButton.LeftButton)
    rows = panel.pair_view.multiples.rows
    assert {row.image.label for row in rows.rows} == {PainLabel.PAIN}
    large.set_filter(text="S1")
    assert [row.image.neonate.id for row in rows.rows] == ["S1"]
    qtbot.mouseClick(panel.bar.scopes[Scope.ALL], Qt.MouseButton.LeftButton)
    assert len(rows.rows) == 2


def test_undefined_agreement_comes_last(panel, large, qtbot):
    nothing = np.zeros((40, 40), np.float32)
    large.record([attribution(large.study, "S2_pain", values=nothing, name="GradCAM|N-CNN")])
    qtbot.waitUntil(lambda: panel.upkeep.current)
    found = by_agreement(
        panel.comparison, range(12), measure_of("cosine"), ("GradCAM|N-CNN", "Experts")
    )
    assert found[-1].image.id == "S2_pain"
    assert math.isnan(found[-1].value)
    assert not any(math.isnan(row.value) for row in found[:-1])


@pytest.mark.parametrize("show", list(PairDisplay))
def test_every_control_has_a_name_and_a_tooltip(panel, qtbot, show):
    press(qtbot, panel, show)
    assert named(panel) == []


def test_the_pair_stays_when_the_view_is_another(panel, qtbot):
    pair = panel.view.pair
    for view in (CompareView.GRID, CompareView.VIOLINS, CompareView.MATRIX):
        qtbot.mouseClick(panel.views.buttons[view], Qt.MouseButton.LeftButton)
        assert panel.pair_view.isVisible() is (view is not CompareView.GRID)
    assert panel.view.pair == pair
    qtbot.waitUntil(lambda: panel.pair_view.pair is not None)
    qtbot.waitUntil(lambda: panel.violins.ready, timeout=30000)
