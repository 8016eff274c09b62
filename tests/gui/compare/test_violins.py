from itertools import cycle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from neopain_gui.agreement.distribution import FEWEST, density
from neopain_gui.agreement.measures import measure_of
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.compare.compare_panel import ComparePanel
from neopain_gui.gui.compare.distributions import first_choice, lanes, violin
from neopain_gui.gui.compare.view_choice import CompareView
from neopain_gui.gui.compare.violin_paths import quartile_lines, shapes
from tests.gui.made_maps import fill, fill_models, named


def test_the_density_is_a_sum_of_gaussians_of_scotts_width():
    values = np.array([0.5, 0.55, 0.6, 0.72, 0.8, 0.81])
    levels, widths = density(values, (0.0, 1.0))
    width = values.std(ddof=1) * values.size ** (-1 / 5)
    each = np.exp(-(((levels[:, None] - values) / width) ** 2) / 2) / (width * np.sqrt(2 * np.pi))
    np.testing.assert_allclose(widths, each.mean(axis=1), rtol=1e-9)
    assert levels[0] == pytest.approx(0.5 - 2 * width)
    assert levels[-1] == pytest.approx(min(1.0, 0.81 + 2 * width))


def test_nothing_is_drawn_beyond_what_is_possible():
    levels, _ = density(np.array([0.9, 0.95, 0.97, 0.99, 1.0]), (0.0, 1.0))
    assert levels[-1] == 1.0


@pytest.mark.parametrize("values", [[0.1, 0.2, 0.3, 0.4], [0.5] * 8, []])
def test_too_few_or_equal_values_have_no_shape(values):
    levels, widths = density(np.array(values, float), (0.0, 1.0))
    assert levels.size == widths.size == 0


@given(st.lists(st.floats(0, 1), max_size=40), st.floats(0.001, 0.2))
def test_points_in_one_lane_are_apart_while_there_are_lanes(values, nearest):
    values = np.array(values, float)
    aside = lanes(values, nearest)
    assert ((aside >= 0) & (aside <= 1)).all()
    if len(values) <= 5:
        for lane in set(aside):
            gaps = np.diff(np.sort(values[aside == lane]))
            assert (gaps >= nearest).all()


def test_one_begins_with_the_first_group_of_people_else_with_all_or_the_first():
    names = [f"M{n}" for n in range(7)]
    assert first_choice(names, ["M3", "M5"]) == "M3"
    assert first_choice(names[:6], []) == ""
    assert first_choice(names, []) == "M0"


def shown(qtbot, session, jobs, size=(740, 560)):
    panel = ComparePanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    qtbot.waitUntil(lambda: panel.upkeep.current)
    qtbot.mouseClick(panel.views.buttons[CompareView.VIOLINS], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.violins.ready, timeout=30000)
    return panel


@pytest.fixture
def panel(qtbot, large, jobs):
    return shown(qtbot, large, jobs)


def place_of(plot, point):
    scene = plot.plot.getPlotItem().vb.mapViewToScene(QPointF(point.x, point.y))
    return plot.plot.mapFromScene(scene)


def alone(plot):
    """A point that no other one lies near."""
    places = [place_of(plot, one) for one in plot.points]
    for point, place in zip(plot.points, places, strict=True):
        if sum((place - other).manhattanLength() < 12 for other in places) == 1:
            return point, place
    raise AssertionError


def test_shapes_follow_when_their_library_is_loaded(qtbot, large, jobs, monkeypatch):
    from neopain_gui.gui.compare import violins as module

    monkeypatch.delitem(module.sys.modules, "scipy.stats", raising=False)
    panel = ComparePanel(large, jobs)
    monkeypatch.undo()
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: panel.upkeep.current)
    assert not panel.violins.ready
    qtbot.mouseClick(panel.views.buttons[CompareView.VIOLINS], Qt.MouseButton.LeftButton)
    assert panel.violins.readout.text() == "Drawing…"
    assert panel.violins.chooser.currentText() == "Pairs of Experts"
    qtbot.waitUntil(lambda: panel.violins.ready, timeout=30000)
    assert panel.violins.plot.points
    assert panel.violins.readout.text().startswith("Dashed")


def test_the_pairs_of_the_first_group_are_shown(panel):
    plot = panel.violins.plot
    assert panel.violins.isVisible()
    assert panel.violins.chooser.currentText() == "Pairs of Experts"
    assert all("Experts" in pair for pair in panel.violins.pairs)
    assert len(panel.violins.pairs) == 5
    assert not panel.bar.scopes[next(iter(panel.bar.scopes))].isVisible()
    assert "12 photographs" in panel.summary.text()
    assert plot.points


def test_every_value_of_a_pair_is_a_point_on_the_side_of_its_class(panel):
    comparison, plot = panel.comparison, panel.violins.plot
    for place, pair in enumerate(panel.violins.pairs[:2]):
        column = comparison.table.pairs.index(pair)
        mine = {point.image_id: point for point in plot.points if point.pair == pair}
        assert len(mine) == 12
        for row, image in enumerate(comparison.images):
            point = mine[image.id]
            assert point.value == comparison.table.values("overlap")[row, column]
            assert point.y == point.value
            assert (point.x < place) is (image.label is PainLabel.PAIN)


def test_medians_and_quartiles_lie_where_numpy_puts_them(panel):
    pair = panel.violins.pairs[0]
    one = violin(panel.comparison, measure_of("overlap"), pair)
    medians, others = quartile_lines([(0, one)], pain=True)
    heights = {round(medians.elementAt(n).y, 9) for n in range(medians.elementCount())}
    assert heights == {round(float(np.median(one.pain.values)), 9)}
    heights = sorted({round(others.elementAt(n).y, 9) for n in range(others.elementCount())})
    expected = np.percentile(one.pain.values, [25, 75])
    assert heights == pytest.approx(expected.tolist(), abs=1e-8)
    assert shapes([(0, one)], pain=True).boundingRect().right() <= 1e-9
    assert shapes([(0, one)], pain=False).boundingRect().left() >= -1e-9


def pointed_at(panel, qtbot):
    """Point at a value until the plot tells whose it is: it may be laid out anew meanwhile.

    Qt tells nobody of a pointer that is moved to where it is, as where the test before left it.
    """
    plot, found, beside = panel.violins.plot, [], cycle((QPoint(0, 0), QPoint(0, 1)))

    def told():
        point, place = alone(plot)
        found[:] = [point, place]
        QTest.mouseMove(plot.plot.viewport(), place + next(beside))
        return panel.violins.readout.text().startswith(point.image_id)

    qtbot.waitUntil(told)
    return found


def test_a_point_under_the_pointer_tells_whose_it_is(panel, qtbot):
    point, _place = pointed_at(panel, qtbot)
    table = panel.comparison.table
    at = table.image_ids.index(point.image_id), table.pairs.index(point.pair)
    said = f"{point.value:.3f}, chance {table.values('chance_overlap')[at]:.3f}"
    assert said in panel.violins.readout.text()
    assert ("not above chance" in panel.violins.readout.text()) is not point.above
    assert point.pair[0] in panel.violins.readout.text()


def test_a_click_on_a_point_chooses_the_photograph_and_opens_the_pair(panel, large, qtbot):
    plot = panel.violins.plot
    point, place = pointed_at(panel, qtbot)
    other = next(image.id for image in large.images if image.id != point.image_id)
    large.select_image(other)
    QTest.mouseMove(plot.plot.viewport(), place)
    qtbot.mouseClick(plot.plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: large.image_id == point.image_id)
    view = panel.pair_view
    qtbot.waitUntil(lambda: view.pair is not None and view.pair.image_id == point.image_id)
    assert panel.view.pair == point.pair
    assert view.pair.agreement.values["overlap"] == pytest.approx(point.value)
    rings = plot._rings.getData()
    marked = [one for one in plot.points if one.image_id == point.image_id]
    assert rings[0].tolist() == [one.x for one in marked]


def test_the_browsers_filter_holds(panel, large):
    large.set_filter(labels=frozenset({"pain"}))
    assert {point.label for point in panel.violins.plot.points} == {PainLabel.PAIN}
    assert "6 photographs" in panel.summary.text()
    assert panel.violins.readout.text().startswith("Dashed")
    large.set_filter(text="nobody")
    assert panel.violins.readout.text().startswith("No value to show")


def test_another_measure_and_other_pairs(panel, qtbot):
    QTest.keyClick(panel.bar.metrics, Qt.Key.Key_Down)
    table = panel.comparison.table
    point = panel.violins.plot.points[0]
    row, column = table.image_ids.index(point.image_id), table.pairs.index(point.pair)
    assert point.value == table.values("cosine")[row, column]
    panel.violins.chooser.setFocus()
    QTest.keyClick(panel.violins.chooser, Qt.Key.Key_Home)
    assert panel.violins.chooser.currentText() == "All 15 pairs"
    bar = panel.violins.plot.scroll_bar
    assert bar.isVisible()
    bar.setValue(bar.maximum())
    assert panel.violins.plot.points[-1].pair == panel.violins.pairs[-1]


def test_with_few_photographs_there_are_points_and_no_shape(qtbot, session, jobs):
    fill(session)
    panel = shown(qtbot, session, jobs)
    plot = panel.violins.plot
    assert len(session.images) // 2 < FEWEST
    assert len(plot.points) == len(session.images) * len(panel.violins.pairs)
    assert all(shape.path().isEmpty() for shape in plot._shapes.values())
    assert "points alone" in panel.violins.readout.text()


def test_of_780_pairs_only_those_in_sight_are_made(qtbot, session, jobs):
    names = [f"GradCAM|N-CNN {n:02}" for n in range(38)]
    fill_models(session, names)
    panel = shown(qtbot, session, jobs)
    panel.violins.chooser.setCurrentIndex(0)
    assert panel.violins.chooser.currentText() == "All 780 pairs"
    assert len(panel.violins.pairs) == 780
    assert len(panel.violins._made) < 60
    qtbot.mouseClick(panel.violins.plot.scroll_bar, Qt.MouseButton.LeftButton)
    assert len(panel.violins._made) < 60


def test_every_control_has_a_name_and_a_tooltip(panel):
    assert named(panel) == []
