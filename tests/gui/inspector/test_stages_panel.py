"""The post-processing steps: what each picture shows, and what each control changes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from neopain_gui.geometry import Box
from neopain_gui.gui.inspector.stage_pictures import follow
from neopain_gui.gui.inspector.stages_panel import StagesPanel
from neopain_gui.gui.scene.overlay import OverlayMode, draw
from neopain_gui.imaging.colormaps import table
from neopain_gui.maps import ExtractionModel, RelevanceMap
from neopain_gui.masks import MaskSettings, threshold, to_contour_mask
from neopain_gui.pipeline.map_files.export import export_masks
from neopain_gui.pipeline.messages import Made
from neopain_gui.provenance import Provenance
from tests.gui import by_hand
from tests.gui.made_maps import attribution, blob, fill, named

NAME = "GradCAM|N-CNN"
COLOURS = "green-yellow-red"
PLATEAUS = np.repeat(np.array([0.0, 0.1, 0.5, 0.55, 1.0], np.float32), 8)[:, None] * np.ones(
    (1, 40), np.float32
)


def relevance(values, kind="attribution"):
    return RelevanceMap(
        values=values.astype(np.float32),
        box=Box(left=4, top=6, right=44, bottom=46),
        photograph_size=(60, 80),
        model=ExtractionModel(name="any", kind=kind),
        provenance=Provenance(stage="test", version=1, inputs={"values": values.tolist()}),
    )


def distinct(rgba):
    return {tuple(colour) for colour in rgba.reshape(-1, 4).tolist()}


# The pictures


def test_five_clusters_are_green_yellow_red_and_two_between_whatever_their_means():
    steps = follow(relevance(PLATEAUS), MaskSettings(), COLOURS)
    expected = [(0, 255), (127, 255), (255, 255), (255, 127), (255, 0)]
    for place, (red, green) in enumerate(expected):
        cells = steps.pictures[1][8 * place : 8 * place + 8].reshape(-1, 4)
        np.testing.assert_allclose(cells, [[red, green, 0, 255]] * len(cells), atol=2)
    np.testing.assert_allclose(steps.clusters.means, [0, 0.1, 0.5, 0.55, 1.0])


def test_the_histogram_counts_every_cell_and_parts_the_clusters_at_their_borders():
    values = np.linspace(0, 1, 4000, dtype=np.float32).reshape(50, 80)
    steps = follow(relevance(values), MaskSettings(clusters=4), COLOURS)
    scores = steps.scores
    assert scores.raw.sum() == scores.smoothed.sum() == values.size
    # four clusters of an even spread part at the quarters
    changes = np.flatnonzero(np.diff(scores.shares))
    np.testing.assert_allclose((changes + 1) / scores.raw.size, [0.25, 0.5, 0.75], atol=0.02)


@given(
    seed=st.integers(0, 99),
    clusters=st.sampled_from([0, 2, 5]),
    sigma=st.sampled_from([0.0, 2.0]),
    c=st.floats(-1, 2),
    kind=st.sampled_from(["attribution", "gaze"]),
)
@settings(deadline=None, max_examples=40)
def test_the_last_step_is_what_the_viewer_shows_and_every_export_holds(
    seed, clusters, sigma, c, kind
):
    one = relevance(np.random.default_rng(seed).random((20, 30)) ** 3, kind)
    chosen = MaskSettings(clusters=clusters, sigma=sigma, c_attribution=c, c_gaze=c)
    steps = follow(one, chosen, COLOURS)
    np.testing.assert_array_equal(steps.mask.values, to_contour_mask(one, chosen).values)
    viewer = draw(one, chosen, mode=OverlayMode.HEATMAP, colormap=COLOURS)
    np.testing.assert_array_equal(steps.pictures[3], viewer.rgba)
    if kind == "gaze":
        assert steps.pictures[1:3] == (None, None)
        assert steps.captions[1] == "does not apply to maps of gaze"


def test_captions_name_the_numbers():
    steps = follow(relevance(PLATEAUS), MaskSettings(), COLOURS)
    coverage = to_contour_mask(relevance(PLATEAUS), MaskSettings()).coverage
    assert steps.captions == (
        "40 × 40, largest 1",
        "5 clusters",
        "Gaussian 11 × 11, σ 2",
        f"≥ mean + 0.5 sd\ncoverage {100 * coverage:.1f} %",
    )
    assert steps.threshold == threshold(steps.smoothed.values, 0.5)
    unusual = MaskSettings(clusters=6, sigma=0, c_attribution=-1.25)
    captions = follow(relevance(PLATEAUS), unusual, COLOURS).captions
    assert captions[1] == "5 of 6 clusters: the map has no more values"
    assert captions[2] == "left out"
    assert captions[3].startswith("≥ mean − 1.25 sd")


def test_an_empty_map_says_so_in_words():
    steps = follow(relevance(np.zeros((12, 12))), MaskSettings(), COLOURS)
    assert steps.captions[0] == "12 × 12, zero everywhere"
    assert "no mask" in steps.captions[3]
    assert not steps.pictures[3][..., 3].any()


# The panel


@pytest.fixture
def panel(qtbot, session, jobs):
    fill(session)
    rough = blob(40, 40, 0.4, 0.5) + np.random.default_rng(3).random((40, 40)) * 0.4
    session.record([attribution(session.study, session.image_id, values=rough.astype(np.float32))])
    session.show_model(NAME)
    panel = StagesPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(900, 500)
    panel.show()
    qtbot.waitUntil(lambda: panel.steps is not None)
    return panel


def pictures(panel):
    return [stage.canvas.grab().toImage() for stage in panel.stages]


def changed(before, after):
    return [a != b for a, b in zip(before, after, strict=True)]


def settle(qtbot, panel):
    qtbot.waitUntil(lambda: not panel._soon.isActive())


def test_every_control_has_a_name_and_a_tooltip(panel):
    assert named(panel) == []


@pytest.mark.parametrize(
    ("control", "value", "setting", "which"),
    [
        ("clusters", 3, {"clusters": 3}, [False, True, True, True]),
        ("sigma", 45, {"sigma": 4.5}, [False, False, True, True]),
        ("c", 30, {"c_attribution": 1.5}, [False, False, False, True]),
    ],
)
def test_a_slider_changes_its_step_and_those_after_it(
    panel, session, qtbot, control, value, setting, which
):
    before = pictures(panel)
    slider = getattr(panel, control).slider
    slider.setValue(value)
    settle(qtbot, panel)
    assert changed(before, pictures(panel)) == which
    assert session.choices.mask_settings == MaskSettings(**setting)
    assert session.study.setting("masks")[next(iter(setting))] == next(iter(setting.values()))


def test_steps_can_be_left_out(panel, session, qtbot):
    panel.clusters.slider.setValue(1)
    panel.sigma.slider.setValue(0)
    settle(qtbot, panel)
    assert session.choices.mask_settings == MaskSettings(clusters=0, sigma=0.0)
    assert panel.clusters.field.text() == panel.sigma.field.text() == "off"
    assert [stage.caption.text() for stage in panel.stages[1:3]] == ["left out", "left out"]


def test_reset_brings_the_papers_values_back(panel, session, qtbot):
    before = pictures(panel)
    assert not panel.reset.isEnabled()
    for control in (panel.clusters, panel.sigma, panel.c):
        control.field.setValue(control.value + 1)
    settle(qtbot, panel)
    qtbot.mouseClick(panel.reset, Qt.MouseButton.LeftButton)
    settle(qtbot, panel)
    assert session.choices.mask_settings == MaskSettings()
    assert (panel.clusters.value, panel.sigma.value, panel.c.value) == (5, 2.0, 0.5)
    assert changed(before, pictures(panel)) == [False] * 4


def test_colours_are_the_first_step_and_change_all(panel, qtbot):
    before = pictures(panel)
    QTest.keyClick(panel.colours, Qt.Key.Key_Down)
    settle(qtbot, panel)
    assert panel.scenes.colormap == "cividis"
    assert all(changed(before, pictures(panel)))
    lowest, highest = (tuple(table("cividis")[place]) for place in (0, 255))
    shown = {colour[:3] for colour in distinct(panel.steps.pictures[1])}
    assert {lowest, highest} <= shown
    assert len(shown) == 5


def test_gaze_is_only_cut_with_its_own_c(panel, session, qtbot):
    session.show_model("Experts")
    qtbot.waitUntil(lambda: panel.steps is not None and panel.model.text() == "Experts")
    assert not panel.clusters.isEnabled()
    assert not panel.sigma.isEnabled()
    assert panel.c.value == pytest.approx(0.1)
    assert [stage.canvas.overlay_visible for stage in panel.stages] == [True, False, False, True]
    assert "does not apply" in panel.stages[1].caption.text()
    before = pictures(panel)
    panel.c.slider.setValue(20)
    settle(qtbot, panel)
    assert session.choices.mask_settings == MaskSettings(c_gaze=1.0)
    assert changed(before, pictures(panel)) == [False, False, False, True]


def test_what_is_exported_was_made_with_what_is_seen(panel, session, tmp_path):
    panel.clusters.slider.setValue(4)
    panel.sigma.slider.setValue(31)
    panel.c.slider.setValue(7)
    panel.refresh()
    export_masks(
        session.study, tmp_path, session.choices.mask_settings, image_ids=[session.image_id]
    )
    (file,) = tmp_path.glob("*gradcam_n-cnn.png")
    with Image.open(file) as picture:
        np.testing.assert_array_equal(np.asarray(picture) > 0, panel.steps.mask.values)
        written = "".join(str(text) for text in picture.info.values())
    for pair in ('"clusters":4', '"sigma":3.1', '"c":0.35', '"size":11'):
        assert pair in written.replace(" ", "")


def test_the_crosshair_reads_every_step(panel, qtbot):
    face = panel.steps.relevance.box
    column, row = face.left + face.width // 3, face.top + face.height // 2
    panel.stages[2].canvas.cursor_moved.emit(column, row)
    assert all(stage.canvas.crosshair.isVisible() for stage in panel.stages)
    y = (2 * (row - face.top) + 1) * 40 // (2 * face.height)
    x = (2 * (column - face.left) + 1) * 40 // (2 * face.width)
    steps, values = panel.steps, panel.reading.values
    mean = steps.clusters.means[steps.clusters.labels[y, x]]
    assert values[0] == f"{column}, {row}"
    assert values[1] == f"{steps.relevance.values[y, x]:.3g}"
    assert values[2] == f"{mean:.3g} ({steps.clusters.labels[y, x] + 1})"
    assert values[3] == f"{steps.smoothed.values[y, x]:.3g}"
    assert values[4] == ("inside" if steps.mask.values[row, column] else "outside")
    panel.stages[2].canvas.cursor_moved.emit(-1, -1)
    assert set(panel.reading.values) == {""}
    assert not any(stage.canvas.crosshair.isVisible() for stage in panel.stages)


def views(panel):
    return [(s.canvas.centre.x(), s.canvas.centre.y(), s.canvas.pixel_size) for s in panel.stages]


def test_zoom_is_one(panel, qtbot):
    fitted = views(panel)
    canvas = panel.stages[1].canvas
    by_hand.turn_wheel(canvas, 240, 20, 10)
    near = views(panel)
    assert near[1][2] < 0.9 * fitted[1][2]
    np.testing.assert_allclose(near, [near[1]] * 4, rtol=1e-3)
    panel.fit()
    np.testing.assert_allclose(views(panel), fitted, rtol=1e-6)


# The threshold on the histogram


def line_at(panel, score):
    """Return where on the histogram a score is, a little above its axis."""
    plot = panel.histogram
    scene = plot.getPlotItem().vb.mapViewToScene(QPointF(score, 0.5))
    return plot.mapFromScene(scene)


def drag_line(panel, start, stop):
    by_hand.drag(panel.histogram, line_at(panel, start), line_at(panel, stop))


def test_the_line_is_dragged_and_everything_follows(panel, session, qtbot):
    before, steps = pictures(panel), panel.steps
    wanted = 0.7 * steps.scores.top
    assert wanted > 1.1 * steps.threshold
    drag_line(panel, steps.threshold, wanted)
    settle(qtbot, panel)
    assert panel.steps.threshold == pytest.approx(wanted, abs=0.03 * steps.scores.top)
    assert panel.histogram.line.value() == pytest.approx(panel.steps.threshold)
    assert session.choices.mask_settings == MaskSettings(c_attribution=panel.c.value)
    chosen = session.choices.mask_settings.c_attribution
    assert chosen == round(chosen, 2)
    assert changed(before, pictures(panel)) == [False, False, False, True]
    said = f"kept from {panel.steps.threshold:.3g}"
    assert said in panel.histogram.accessibleDescription()
    session.edits.undo_stack.undo()
    settle(qtbot, panel)
    assert session.choices.mask_settings == MaskSettings()
    assert panel.histogram.line.value() == pytest.approx(steps.threshold)


def test_a_drag_beside_the_line_and_the_wheel_change_nothing(panel, session, qtbot):
    steps, plot = panel.steps, panel.histogram
    drag_line(panel, 0.9 * steps.scores.top, 0.6 * steps.scores.top)
    shown = plot.getPlotItem().vb.viewRect()
    assert not by_hand.turn_wheel(plot, 240)
    assert plot.getPlotItem().vb.viewRect() == shown
    assert session.choices.mask_settings == MaskSettings()


def test_arrow_keys_move_the_threshold_by_the_sliders_steps(panel, session, qtbot):
    panel.histogram.setFocus()
    QTest.keyClick(panel.histogram, Qt.Key.Key_Right)
    assert session.choices.mask_settings == MaskSettings(c_attribution=0.55)
    QTest.keyClick(panel.histogram, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert session.choices.mask_settings == MaskSettings(c_attribution=0.05)
    settle(qtbot, panel)
    assert panel.c.value == pytest.approx(0.05)
    assert panel.histogram.line.value() == pytest.approx(panel.steps.threshold)


def test_without_a_threshold_there_is_no_line_and_no_place_for_the_keyboard(panel, session, qtbot):
    assert panel.histogram.focusPolicy() == Qt.FocusPolicy.StrongFocus
    flat = attribution(session.study, session.image_id, values=np.zeros((40, 40), np.float32))
    session.record([flat])
    qtbot.waitUntil(lambda: panel.steps is not None and panel.steps.threshold is None)
    assert not panel.histogram.line.isVisible()
    assert panel.histogram.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert "nothing is kept" in panel.histogram.accessibleDescription()


# Nothing stale


def test_no_step_of_the_last_photograph_is_on_the_next(panel, session, qtbot):
    def wanted():
        rows = session.study.results.all(session.image_id)
        return next(row.key for row in rows if row.model.name == NAME)

    for _ in range(3):
        before = panel.steps.relevance.provenance.key
        session.next_image()
        assert wanted() != before
        shown = any(stage.canvas.overlay_visible for stage in panel.stages)
        assert shown == (panel.steps is not None)
        assert panel.steps is None or panel.steps.relevance.provenance.key == wanted()
        qtbot.waitUntil(lambda: panel.steps is not None)
        assert panel.steps.relevance.provenance.key == wanted()


def test_without_a_map_it_says_what_to_do(panel, session, qtbot):
    session.show_model("")
    qtbot.waitUntil(lambda: panel.pages.currentWidget() is panel.empty)
    assert "strip" in panel.empty.text.text()
    session.show_model("I.G.|N-CNN")
    qtbot.waitUntil(lambda: "I.G.|N-CNN" in panel.empty.heading.text())
    session.edits.set_face(session.image_id, None)
    qtbot.waitUntil(lambda: "face" in panel.empty.heading.text())
    session.edits.undo_stack.undo()
    session.show_model(NAME)
    qtbot.waitUntil(lambda: panel.pages.currentIndex() == 0 and panel.steps is not None)


def test_hidden_it_costs_nothing_and_catches_up_when_it_is_shown(panel, session, qtbot):
    panel.hide()
    before = panel.steps
    session.choices.set_mask_settings(MaskSettings(clusters=2))
    session.next_image()
    qtbot.waitUntil(lambda: not panel.scenes.loading)
    assert panel.steps is before
    panel.show()
    assert panel.steps.captions[1] == "2 clusters"
    assert panel.steps.relevance is panel.scenes.shown


def test_opacity_and_space_hold_for_all_four(panel, session):
    session.overlay.set_opacity(0.3)
    assert {stage.canvas.overlay.opacity() for stage in panel.stages} == {0.3}
    session.overlay.hide(True)
    assert not any(stage.canvas.overlay_visible for stage in panel.stages)


def test_a_tall_panel_has_two_rows(panel, qtbot):
    def rows():
        return len({stage.mapTo(panel, QPoint()).y() for stage in panel.stages})

    assert rows() == 1
    panel.resize(500, 900)
    qtbot.waitUntil(lambda: rows() == 2)


# In the window


def test_the_key_shows_the_steps_and_the_viewer_again(window, study_path, qtbot):
    window.open_study(study_path)
    fill(window.session)
    action = window.actions_table.by_id["show_steps"]
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.workspace.lazy["viewer"].fill().canvas.setFocus()
    QTest.keyClick(window, Qt.Key.Key_S)
    assert window.workspace.view == "steps"
    assert action.isChecked()
    assert window.workspace.lazy["steps"].panel.isVisible()
    window.workspace.setCurrentIndex(2)
    action.trigger()  # from another tab: bring it to the front, do not put it away
    assert window.workspace.view == "steps"
    assert action.isChecked()
    window.session.show_model(NAME)
    panel = window.workspace.lazy["steps"].panel
    qtbot.waitUntil(lambda: panel.steps is not None)
    before = panel.stages[0].canvas.zoom
    window.actions_table.by_id["zoom_in"].trigger()
    assert panel.stages[3].canvas.zoom == pytest.approx(1.25 * before, rel=0.01)
    window.actions_table.by_id["draw_face"].trigger()  # needs the single viewer
    assert window.workspace.view == "viewer"
    assert not action.isChecked()
    assert window.workspace.lazy["viewer"].panel.canvas.stage.drawing


def test_a_missing_map_is_computed_from_here_and_shown_as_on_its_way(
    window, study_path, qtbot, monkeypatch
):
    asked = []

    def compute(job, *, study_path, image_ids, classifier_id, method, target, options):
        asked.append((tuple(image_ids), classifier_id, method))
        row = attribution(window.session.study, image_ids[0])
        job.progress(0, 1, "Looking")
        job.partial(Made(result=row))

    monkeypatch.setattr("neopain_gui.pipeline.jobs.attribute", compute)
    window.open_study(study_path)
    window.session.show_model(NAME)
    panel = window.workspace.show_view("steps")
    qtbot.waitUntil(lambda: panel.pages.currentWidget() is panel.empty)
    said = []
    window.jobs.changed.connect(lambda: said.append(panel.empty.heading.text()))
    (button,) = panel.empty.buttons
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.steps is not None)
    assert asked == [((window.session.image_id,), "n_cnn_phantoms", "grad_cam")]
    assert f"Computing {NAME}" in said
    assert panel.pages.currentIndex() == 0
