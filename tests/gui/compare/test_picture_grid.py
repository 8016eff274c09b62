import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from neopain_gui.gui.compare import picture_tiles as module
from neopain_gui.gui.compare.compare_panel import ComparePanel
from neopain_gui.gui.compare.pair import BOTH, ONLY_A, ONLY_B, paint_pair
from neopain_gui.gui.compare.picture_grid import CELL, LARGEST
from neopain_gui.gui.compare.picture_tiles import Tiles, Wish, tile
from neopain_gui.gui.compare.view_choice import CompareView
from neopain_gui.gui.scene.overlay import OverlayMode
from neopain_gui.gui.widgets.model_heads import Heads
from neopain_gui.masks import MaskSettings, to_contour_mask
from tests.counting import calls_of
from tests.gui.made_maps import MODELS, attribution, fill_models, named


def pixels(image):
    image = image.convertToFormat(image.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


@pytest.fixture
def panel(qtbot, large, jobs):
    panel = ComparePanel(large, jobs)
    qtbot.addWidget(panel)
    panel.resize(780, 560)
    panel.show()
    qtbot.waitUntil(lambda: panel.upkeep.current)
    qtbot.mouseClick(panel.views.buttons[CompareView.GRID], Qt.MouseButton.LeftButton)
    return panel


def grid_of(panel):
    return panel.grid.view


def all_there(view):
    model, area = view.grid, view.viewport().rect()
    cells = (model.index(r, c) for r in range(model.rowCount()) for c in range(model.columnCount()))
    seen = [cell for cell in cells if area.intersects(view.visualRect(cell))]
    return seen and all(
        model.tiles.picture(model.wish(cell)) or model.tiles.reason(model.wish(cell))
        for cell in seen
    )


def click(qtbot, view, row, column):
    place = view.visualRect(view.grid.index(row, column)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_photographs_go_down_and_extraction_models_across(panel, large):
    model = grid_of(panel).grid
    assert [image.id for image in model.images] == [image.id for image in large.visible_images]
    assert set(model.names) == {*MODELS, "Experts", "Parents"}
    image = large.visible_images[1]
    header = model.headerData(1, Qt.Orientation.Vertical)
    assert header == f"{image.id}\n{image.label.value}"
    assert panel.grid.isVisible()
    assert not panel.pair_view.isVisible()
    assert not panel.bar.metrics.isVisible()
    assert panel.summary.text().startswith("12 photographs and 6 extraction models")


def test_only_what_is_in_sight_is_made(panel, qtbot):
    view = grid_of(panel)
    qtbot.waitUntil(lambda: all_there(view))
    rows_in_sight = view.viewport().height() // CELL + 2
    assert 0 < view.grid.tiles.count <= 6 * rows_in_sight < 6 * 12
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: all_there(view))


def test_pictures_grow_with_the_room(panel, qtbot):
    view = grid_of(panel)
    narrow = view.horizontalHeader().defaultSectionSize()
    panel.resize(1500, 900)
    qtbot.waitUntil(lambda: view.horizontalHeader().defaultSectionSize() == LARGEST)
    assert view.verticalHeader().defaultSectionSize() == LARGEST >= 192 > narrow
    assert view.horizontalScrollBar().maximum() == 0


def test_a_click_chooses_the_photograph_and_the_map(panel, large, qtbot):
    view = grid_of(panel)
    click(qtbot, view, 2, 3)
    assert large.image_id == large.visible_images[2].id
    assert large.shown_model == view.grid.names[3]
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert large.shown_model == view.grid.names[4]


def test_the_row_follows_the_photograph_chosen_elsewhere(panel, large):
    view = grid_of(panel)
    shown = large.shown_model
    large.select_image(large.visible_images[9].id)
    assert view.currentIndex().row() == 9
    assert view.viewport().rect().intersects(view.visualRect(view.currentIndex()))
    assert large.shown_model == shown


def test_the_chosen_row_is_in_sight_from_the_beginning(panel, large, qtbot):
    qtbot.mouseClick(panel.views.buttons[CompareView.MATRIX], Qt.MouseButton.LeftButton)
    large.select_image(large.visible_images[11].id)
    panel.resize(900, 500)
    qtbot.mouseClick(panel.views.buttons[CompareView.GRID], Qt.MouseButton.LeftButton)
    view = grid_of(panel)
    qtbot.waitUntil(
        lambda: view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())
    )
    assert view.currentIndex().row() == 11


def test_the_browsers_filter_holds(panel, large):
    large.set_filter(labels=frozenset({"no pain"}))
    assert {image.label.value for image in grid_of(panel).grid.images} == {"no pain"}
    assert panel.summary.text().startswith("6 photographs")
    large.set_filter(text="nobody")
    assert panel.summary.text() == "No photograph passes the filter of the list."


def test_masks_in_place_of_heatmaps(panel, qtbot):
    view = grid_of(panel)
    qtbot.waitUntil(lambda: all_there(view))
    wish = view.grid.wish(view.grid.index(0, 0))
    before = view.grid.tiles.picture(wish).toImage()
    qtbot.mouseClick(panel.grid.options.buttons[OverlayMode.MASK], Qt.MouseButton.LeftButton)
    assert view.grid.wish(view.grid.index(0, 0)).mode is OverlayMode.MASK
    qtbot.waitUntil(lambda: all_there(view))
    after = view.grid.tiles.picture(view.grid.wish(view.grid.index(0, 0))).toImage()
    assert before != after


def test_other_mask_settings_make_other_pictures(panel, large, qtbot):
    view = grid_of(panel)
    qtbot.waitUntil(lambda: all_there(view))
    column = view.grid.names.index("GradCAM|N-CNN")
    wish = view.grid.wish(view.grid.index(0, column))
    before = view.grid.tiles.picture(wish).toImage()
    large.choices.set_mask_settings(MaskSettings(c_attribution=1.5))
    assert "c 1.5" in panel.summary.text()
    qtbot.waitUntil(lambda: all_there(view))
    assert view.grid.tiles.picture(wish).toImage() != before


def test_a_map_computed_again_replaces_its_picture(panel, large, qtbot):
    view = grid_of(panel)
    qtbot.waitUntil(lambda: all_there(view))
    column = view.grid.names.index("GradCAM|N-CNN")
    wish = view.grid.wish(view.grid.index(0, column))
    before = view.grid.tiles.picture(wish).toImage()
    corner = np.zeros((40, 40), np.float32)
    corner[:10, :10] = 1
    large.record([attribution(large.study, wish.image_id, values=corner, name="GradCAM|N-CNN")])
    qtbot.waitUntil(lambda: all_there(view))
    assert view.grid.tiles.picture(wish).toImage() != before


def test_a_missing_map_and_a_missing_face_are_told(panel, large, qtbot):
    large.edits.set_face(large.visible_images[0].id, None)
    view = grid_of(panel)
    index = view.grid.index(0, 0)
    qtbot.waitUntil(lambda: view.grid.tiles.reason(view.grid.wish(index)) != "" or all_there(view))
    assert "no face is marked" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_a_tile_of_a_mask_is_dark_outside_it(large):
    study, image_id = large.study, large.image_id
    wish = Wish(image_id=image_id, models=("GradCAM|N-CNN",), mode=OverlayMode.MASK)
    drawn = pixels(tile(study, wish, MaskSettings())).sum(axis=2)
    result = next(r for r in study.results.all(image_id) if r.model.name == "GradCAM|N-CNN")
    mask = to_contour_mask(study.results.relevance_of(result), MaskSettings())
    inside = mask.values[study.faces.get(image_id).box.slices]
    rows = (np.arange(drawn.shape[0]) * inside.shape[0]) // drawn.shape[0]
    columns = (np.arange(drawn.shape[1]) * inside.shape[1]) // drawn.shape[1]
    there = inside[np.ix_(rows, columns)]
    assert drawn[there].mean() > 3 * drawn[~there].mean()


def test_a_tile_of_a_pair_has_the_three_colours(large):
    study, image_id = large.study, large.image_id
    drawn = pixels(
        tile(study, Wish(image_id=image_id, models=("GradCAM|N-CNN", "Experts")), MaskSettings())
    )
    plain = pixels(module._crop(study, study.images.get(image_id), study.faces.get(image_id).box))
    masks = []
    for name in ("GradCAM|N-CNN", "Experts"):
        result = next(r for r in study.results.all(image_id) if r.model.name == name)
        mask = to_contour_mask(study.results.relevance_of(result), MaskSettings())
        masks.append(mask.values[study.faces.get(image_id).box.slices])
    painted = paint_pair(*masks)
    middle = np.array(painted.shape[:2]) // 1
    found = set()
    for colour in (ONLY_A, ONLY_B, BOTH):
        same = (painted[..., :3] == colour).all(axis=2) & (painted[..., 3] > 0)
        # well inside the region: smoothing mixes colours at its border
        deep = [
            (r, c)
            for r, c in np.argwhere(same)
            if 2 <= r < middle[0] - 2
            and 2 <= c < middle[1] - 2
            and same[r - 2 : r + 3, c - 2 : c + 3].all()
        ]
        if not deep:
            continue
        r, c = deep[0]
        y, x = (int((v + 0.5) * drawn.shape[0] / painted.shape[0]) for v in (r, c))
        expected = 0.35 * plain[y, x] + 0.65 * np.array(colour)
        assert np.abs(drawn[y, x] - expected).max() <= 6
        found.add(colour)
    assert len(found) >= 2


def test_what_is_kept_is_bounded(qtbot, large, jobs, monkeypatch):
    monkeypatch.setattr(module, "MOST", 5)
    tiles = Tiles(large, jobs)
    wishes = [
        Wish(image_id=image.id, models=(name,), mode=OverlayMode.MASK)
        for image in large.images
        for name in MODELS[:1]
    ]
    for wish in wishes:
        tiles.picture(wish)
    qtbot.waitUntil(lambda: tiles._task is None and not tiles._wanted and tiles.count > 0)
    assert tiles.count == 5
    tiles.deleteLater()


def test_two_thousand_by_forty_open_like_two_hundred(qtbot, session, jobs):
    names = [f"GradCAM|N-CNN {n:02}" for n in range(38)]
    fill_models(session, names)
    from neopain_gui.gui.compare.picture_grid import GridView

    def opened(photographs):
        tiles = Tiles(session, jobs)
        view = GridView(tiles)
        qtbot.addWidget(view)
        view.resize(700, 500)
        view.show()
        heads = Heads(session.study.results.models())
        times = photographs // len(session.images)
        calls = calls_of(lambda: (view.grid.show(session.images * times, heads), view.grab()))
        qtbot.waitUntil(lambda: not tiles._wanted and tiles._task is None)
        assert 0 < tiles.count < 100
        return calls

    assert opened(2000) < 1.2 * opened(200)


def test_every_control_has_a_name_and_a_tooltip(panel):
    assert named(panel) == []
