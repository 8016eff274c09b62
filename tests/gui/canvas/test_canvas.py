from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from neopain_gui.gaze.heatmaps.placing import fitting_height
from neopain_gui.geometry import Box
from neopain_gui.gui.canvas.canvas import Canvas
from neopain_gui.gui.canvas.face_box import FaceBox
from neopain_gui.gui.canvas.outline import edges
from neopain_gui.gui.scene.overlay import OverlayMode, contour, draw, value_at
from neopain_gui.maps import ExtractionModel, RelevanceMap
from neopain_gui.masks import MaskSettings, to_contour_mask
from neopain_gui.provenance import Provenance
from tests.gui import by_hand

PHOTOGRAPH = np.random.default_rng(0).integers(0, 255, (60, 80, 3), np.uint8)
BOX = Box(left=20, top=10, right=60, bottom=50)


def relevance(values, kind="attribution", box=BOX):
    return RelevanceMap(
        values=values.astype(np.float32),
        box=box,
        photograph_size=(60, 80),
        model=ExtractionModel(name="any", kind=kind),
        provenance=Provenance(stage="test", version=1, inputs={"values": values.tolist()}),
    )


MAPS = arrays.arrays(np.float32, (9, 7), elements=st.floats(0, 1, width=16, allow_subnormal=False))


@given(arrays.arrays(np.bool_, arrays.array_shapes(min_dims=2, max_dims=2, max_side=9)))
def test_outline_lies_where_a_pixel_inside_meets_one_outside(mask):
    wanted = set()
    height, width = mask.shape
    inside = {(r, c) for r in range(height) for c in range(width) if mask[r, c]}
    for r, c in inside:
        sides = {
            (r - 1, c): ((c, r), (c + 1, r)),
            (r + 1, c): ((c, r + 1), (c + 1, r + 1)),
            (r, c - 1): ((c, r), (c, r + 1)),
            (r, c + 1): ((c + 1, r), (c + 1, r + 1)),
        }
        wanted |= {line for neighbour, line in sides.items() if neighbour not in inside}
    found = [piece for segment in edges(mask).astype(int).tolist() for piece in pieces(segment)]
    assert set(found) == wanted
    assert len(found) == len(wanted)


def pieces(segment):
    """Cut a straight border into the edges of single pixels."""
    (x0, y0), (x1, y1) = segment
    if y0 == y1:
        return [((x, y0), (x + 1, y0)) for x in range(x0, x1)]
    return [((x0, y), (x0, y + 1)) for y in range(y0, y1)]


def test_a_straight_border_is_one_segment():
    assert len(edges(np.ones((5, 9), np.bool_))) == 4


@given(MAPS, st.sampled_from([0, 2, 5]), st.sampled_from([0.0, 2.0]), st.floats(-1, 2))
@settings(deadline=None, max_examples=60)
def test_the_drawn_mask_is_the_mask_that_is_exported(values, clusters, sigma, c):
    chosen = MaskSettings(clusters=clusters, sigma=sigma, c_attribution=c, c_gaze=c)
    for kind in ("attribution", "gaze"):
        drawn = contour(relevance(values, kind), chosen)
        exported = to_contour_mask(relevance(values, kind), chosen)
        assert np.array_equal(drawn.values, exported.values)
        again = contour(relevance(values, kind), chosen)
        assert np.array_equal(again.values, drawn.values)


def test_value_under_the_pointer_is_that_of_the_cell_which_covers_the_pixel():
    values = np.arange(100, dtype=np.float32).reshape(10, 10)
    enlarged = np.kron(values, np.ones((4, 4)))  # 10 cells on 40 pixels
    for row in range(60):
        for column in range(80):
            inside = 10 <= row < 50 and 20 <= column < 60
            wanted = enlarged[row - 10, column - 20] if inside else None
            assert value_at(relevance(values), column, row) == wanted


@pytest.mark.parametrize("cells", [3, 25, 30, 64])
def test_under_the_pointer_is_the_cell_that_holds_the_pixels_centre(cells):
    """Cells that do not end where pixels do, fewer and more than pixels."""
    values = np.arange(cells * cells, dtype=np.float32).reshape(cells, cells)
    for pixel in range(40):
        centre = Fraction(2 * pixel + 1, 2) * cells / 40
        cell = next(n for n in range(cells) if n <= centre < n + 1)
        assert value_at(relevance(values), 20 + pixel, 10) == values[0, cell]
        assert value_at(relevance(values), 20, 10 + pixel) == values[cell, 0]


def test_heatmap_is_transparent_where_equation_9_cuts():
    values = np.zeros((8, 8))
    values[2:4, 2:4] = 3.0
    overlay = draw(
        relevance(values),
        MaskSettings(clusters=0, sigma=0.0),
        mode=OverlayMode.HEATMAP,
        colormap="green-yellow-red",
    )
    assert np.array_equal(overlay.rgba[..., 3] > 0, values > 0)
    assert tuple(overlay.rgba[2, 2]) == (255, 0, 0, 255)
    assert overlay.maximum == 3.0


def test_contour_mask_mode_darkens_the_box_outside_the_region():
    values = np.zeros((8, 8))
    values[2:4, 2:4] = 3.0
    overlay = draw(
        relevance(values),
        MaskSettings(clusters=0, sigma=0.0),
        mode=OverlayMode.MASK,
        colormap="grey",
    )
    inside = np.kron(values > 0, np.ones((5, 5), bool))
    assert np.array_equal(overlay.rgba[..., 3] == 0, inside)
    assert overlay.maximum is None


def test_an_empty_map_is_drawn_without_a_mask():
    overlay = draw(
        relevance(np.zeros((8, 8))), MaskSettings(), mode=OverlayMode.HEATMAP, colormap="grey"
    )
    assert overlay.mask.empty
    assert not overlay.rgba[..., 3].any()


@pytest.fixture
def canvas(qtbot):
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    qtbot.waitExposed(canvas)
    canvas.set_photograph(PHOTOGRAPH)
    QApplication.processEvents()
    return canvas


def at(canvas, x, y):
    """Where a point of the photograph is on the widget."""
    scene = canvas.stage.mapViewToScene(QPointF(x, y))
    return canvas.mapFromScene(scene)


def drag(canvas, start, stop, button=Qt.MouseButton.LeftButton):
    by_hand.drag(canvas, at(canvas, *start), at(canvas, *stop), button)


def test_fit_shows_the_whole_photograph_and_100_percent_one_to_one(canvas):
    corners = [at(canvas, 0, 0), at(canvas, 80, 60)]
    assert all(canvas.rect().contains(corner) for corner in corners)
    canvas.actual_size()
    assert canvas.zoom == pytest.approx(1.0)
    assert (at(canvas, 50, 30) - at(canvas, 40, 30)).x() == pytest.approx(10, abs=1)


def test_the_wheel_zooms_at_the_pointer(canvas):
    before, place = canvas.zoom, at(canvas, 70, 10)
    event = QWheelEvent(
        QPointF(place),
        QPointF(canvas.mapToGlobal(place)),
        QPoint(0, 0),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)
    QApplication.processEvents()
    assert canvas.zoom > before * 1.05
    moved = at(canvas, 70, 10) - place
    assert moved.manhattanLength() <= 2


@pytest.mark.parametrize("button", [Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton])
def test_a_drag_pans(canvas, button):
    canvas.zoom_by(3)
    QApplication.processEvents()
    under = at(canvas, 40, 30)
    drag(canvas, (40, 30), (44, 33), button)
    moved = at(canvas, 40, 30) - under
    scale = canvas.zoom / canvas.devicePixelRatioF()
    assert moved.x() == pytest.approx(4 * scale, rel=0.4)
    assert moved.y() == pytest.approx(3 * scale, rel=0.4)


def test_the_view_stays_for_a_photograph_of_the_same_size_and_fits_another(canvas):
    canvas.zoom_by(3)
    before = canvas.zoom
    canvas.set_photograph(PHOTOGRAPH[::-1].copy())
    assert canvas.zoom == pytest.approx(before)
    canvas.set_photograph(PHOTOGRAPH[:30].copy())
    assert canvas.zoom != pytest.approx(before)


def test_a_box_is_drawn_by_hand(canvas, qtbot):
    canvas.set_drawing(True)
    with qtbot.waitSignal(canvas.box_edited) as caught:
        drag(canvas, (10.5, 12.5), (50.5, 41.5))
    box = caught.args[0]
    assert np.abs(np.subtract(box.as_tuple(), (10, 12, 51, 42))).max() <= 1
    assert not canvas.stage.drawing


def test_a_box_drawn_beyond_the_photograph_ends_at_its_edge(canvas, qtbot):
    canvas.set_drawing(True)
    with qtbot.waitSignal(canvas.box_edited) as caught:
        drag(canvas, (60, 40), (83, 62))
    assert (caught.args[0].right, caught.args[0].bottom) == (80, 60)


def test_an_edge_of_the_box_is_dragged_in_whole_pixels(canvas, qtbot):
    canvas.set_box(BOX)
    canvas.set_box_editable(True)
    QApplication.processEvents()
    with qtbot.waitSignal(canvas.box_edited) as caught:
        drag(canvas, (60, 30), (70, 30))
    box = caught.args[0]
    assert (box.left, box.top, box.bottom) == (20, 10, 50)
    assert abs(box.right - 70) <= 1


def test_without_handles_a_drag_leaves_the_box_alone(canvas, qtbot):
    canvas.set_box(BOX)
    with qtbot.assertNotEmitted(canvas.box_edited):
        drag(canvas, (60, 30), (70, 30))


@pytest.mark.parametrize("corner", [(0, 0), (0, 1), (1, 0), (1, 1)])
@pytest.mark.parametrize("by", [(-100, 4), (5, -100), (100, 100), (-4, -6), (8, 2)])
def test_a_box_in_proportion_keeps_it_at_each_corner_and_stays_inside(canvas, corner, by):
    box = Box(left=20, top=15, right=60, bottom=45)
    canvas.set_box(box)
    canvas.set_box_editable(True)
    canvas.face_box.set_proportions(lambda width: fitting_height(width, (60, 80)))
    x, y = (box.right if corner[0] else box.left), (box.bottom if corner[1] else box.top)
    drag(canvas, (x, y), (x + by[0], y + by[1]))
    found = canvas.face_box.box
    height, width = PHOTOGRAPH.shape[:2]
    assert found != box
    assert found.left >= 0
    assert found.top >= 0
    assert found.right <= width
    assert found.bottom <= height
    assert found.height == fitting_height(found.width, (60, 80))
    kept = (found.left if corner[0] else found.right, found.top if corner[1] else found.bottom)
    assert kept == (box.left if corner[0] else box.right, box.top if corner[1] else box.bottom)


@given(
    st.tuples(st.integers(40, 600), st.integers(40, 600)),
    st.lists(
        st.one_of(st.tuples(st.integers(-300, 300), st.integers(-300, 300)), st.integers(-80, 80)),
        max_size=6,
    ),
)
@settings(deadline=None)
def test_keys_keep_a_box_in_proportion_on_the_photograph(qapp, size, steps):
    box = FaceBox()
    box.set_photograph(size[1], size[0])
    box.set_box(Box(left=2, top=3, right=22, bottom=18))
    box.set_editable(True)
    box.set_proportions(lambda width: fitting_height(width, (60, 80)))
    for step in steps:
        box.take(box.rectangle)
        box.nudge(*step) if isinstance(step, tuple) else box.grow(step)
        box.let_go()
        found = box.box
        assert 0 <= found.left < found.right <= size[1]
        assert 0 <= found.top < found.bottom <= size[0]
        assert found.height == fitting_height(found.width, (60, 80))


def test_hiding_takes_overlay_and_outline_away_and_gives_them_back(canvas):
    rgba = np.full((8, 8, 4), 255, np.uint8)
    canvas.set_overlay(rgba, BOX)
    mask = np.zeros((60, 80), bool)
    mask[20:30, 30:40] = True
    canvas.set_outline(mask, BOX)
    shown = canvas.grab().toImage()
    canvas.set_hidden(True)
    assert not canvas.overlay_visible
    assert canvas.grab().toImage() != shown
    canvas.set_hidden(False)
    assert canvas.overlay_visible
    assert canvas.grab().toImage() == shown


def centre_of(canvas, size):
    QApplication.processEvents()
    image = canvas.grab().toImage()
    left, top = image.width() // 2 - size // 2, image.height() // 2 - size // 2
    return {image.pixelColor(left + x, top + y).red() for x in range(size) for y in range(size)}


def test_a_fine_pattern_becomes_grey_when_smaller_and_stays_plain_when_larger(canvas):
    board = (np.indices((1600, 2000)).sum(axis=0) % 2 * 255).astype(np.uint8)
    canvas.set_photograph(np.repeat(board[..., None], 3, axis=2))
    assert canvas.zoom < 0.3
    assert centre_of(canvas, 40) <= set(range(120, 136))
    canvas.zoom_by(8 / canvas.zoom)
    assert centre_of(canvas, 40) == {0, 255}


def test_a_very_fine_heatmap_is_thinned_for_drawing_only():
    values = np.zeros((3000, 2000), np.float32)
    values[1500:, :] = 1.0
    values[7, 9] = 5.0
    fine = RelevanceMap(
        values=values,
        box=Box.whole(2000, 3000),
        photograph_size=(3000, 2000),
        model=ExtractionModel(name="any", kind="gaze"),
        provenance=Provenance(stage="test", version=1, inputs={"fine": True}),
    )
    overlay = draw(fine, MaskSettings(), mode=OverlayMode.HEATMAP, colormap="grey")
    assert overlay.rgba.shape == (1024, 683, 4)
    assert overlay.maximum == 5.0  # of the map, not of what is drawn
    assert overlay.mask.values.shape == (3000, 2000)
    assert not overlay.rgba[:500, :, 3].any()
    assert overlay.rgba[512:, :, 3].all()
