import math
import threading
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest

from neopain_gui.attribution.methods import METHODS
from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.errors import WeightsError
from neopain_gui.gui.base import theme
from neopain_gui.gui.inspector.depth_panel import InspectorPanel
from neopain_gui.gui.inspector.details_panel import DetailsPanel
from neopain_gui.gui.state.method_options import method_options
from neopain_gui.gui.widgets.figures import completeness
from neopain_gui.jobs import Begun
from neopain_gui.maps import ExtractionModel
from neopain_gui.masks import MaskSettings, to_contour_mask
from neopain_gui.pipeline.messages import Made
from neopain_gui.pipeline.work import Lane
from neopain_gui.study import Details, Study
from tests.gui.made_maps import attribution, blob, fill, gaze, named

NAME = "GradCAM|N-CNN"
LAYERS = tuple(layer.name for layer in ARCHITECTURES["n_cnn"].layers)


@pytest.fixture
def strip(qtbot, session, jobs):
    fill(session)
    session.show_model(NAME)
    panel = InspectorPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(700, 180)
    panel.show()
    qtbot.waitUntil(lambda: panel.strip.tiles[-1].has_map)
    yield panel.strip
    panel.close()


@pytest.fixture
def details(qtbot, session, jobs):
    panel = DetailsPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(300, 700)
    panel.show()
    qtbot.waitUntil(lambda: panel.scenes.scene is not None)
    return panel


def texts(details):
    return {figure.name: figure.text for figure in details.figures.figures}


# The film strip


def test_the_strip_has_the_input_and_the_layers_of_figure_15_by_branch(strip):
    assert [tile.text() for tile in strip.tiles] == [
        "input", "central1", "central2", "right", "merge", "merge_conv"
    ]  # fmt: skip
    assert [block.title for block in strip.blocks] == [
        "", "Central branch", "Right branch", "Merge"
    ]  # fmt: skip
    assert [tile.has_map for tile in strip.tiles] == [False, False, False, False, True, True]
    assert strip.tiles[5].isChecked()


def test_the_strip_of_vgg_face_has_its_thirteen_convolutions_block_by_block(strip, session):
    session.choices.choose(classifier_id="vgg_face_phantoms")
    blocks = {1: 2, 2: 2, 3: 3, 4: 3, 5: 3}
    assert [tile.text() for tile in strip.tiles] == ["input"] + [
        f"conv{block}_{number}" for block, count in blocks.items() for number in range(1, count + 1)
    ]
    assert [block.title for block in strip.blocks] == ["", *(f"Block {n}" for n in blocks)]
    assert not any(tile.has_map for tile in strip.tiles)
    assert named(strip) == []


def test_the_tile_of_what_is_shown_is_in_view_however_narrow_the_strip(strip, session, qtbot):
    strip.window().resize(320, 180)
    session.choices.choose(classifier_id="vgg_face_phantoms")
    for tile in (strip.tiles[13], strip.tiles[0], strip.tiles[6]):
        qtbot.wait(1)
        step = strip._steps[strip.tiles.index(tile)]
        session.show_model(step.model)
        qtbot.waitUntil(lambda one=tile: one.visibleRegion().boundingRect() == one.rect())


def test_captions_have_room_even_where_they_are_bold(strip):
    for tile in strip.tiles:
        metrics = QFontMetrics(theme.strong_font(tile.font()))
        assert metrics.horizontalAdvance(tile.text()) <= tile.width()


def test_a_click_puts_a_layer_on_the_viewer(strip, session, qtbot):
    qtbot.mouseClick(strip.tiles[4], Qt.MouseButton.LeftButton)
    assert (session.choices.layer, session.shown_model) == ("merge", "GradCAM|N-CNN|merge")
    assert [tile.isChecked() for tile in strip.tiles].index(True) == 4
    qtbot.mouseClick(strip.tiles[0], Qt.MouseButton.LeftButton)
    assert session.shown_model == ""


def test_arrows_walk_and_stop_at_the_ends(strip, session):
    strip.tiles[5].setFocus()
    for _ in range(7):
        QTest.keyClick(strip.tiles[0], Qt.Key.Key_Left)
    assert session.shown_model == ""
    for _ in range(7):
        QTest.keyClick(strip.tiles[0], Qt.Key.Key_Right)
    assert session.shown_model == NAME


def test_no_tile_is_chosen_while_a_group_of_people_is_on_the_viewer(strip, session):
    session.show_model("Experts")
    assert not any(tile.isChecked() for tile in strip.tiles)


def test_an_empty_map_is_called_empty(strip, session, qtbot):
    nothing = np.zeros((40, 40), np.float32)
    session.record([attribution(session.study, session.image_id, values=nothing)])
    qtbot.waitUntil(lambda: strip.tiles[5].state == "empty map")


def test_a_layer_that_hangs_on_rounding_is_marked_and_its_tip_says_what_that_means(
    strip, session, qtbot
):
    def record(share):
        facts = {"rounding_map": share, "rounding_mask": 0.015}
        session.record([attribution(session.study, session.image_id, layer="merge", **facts)])

    record(0.13)
    qtbot.waitUntil(lambda: strip.tiles[4].state == "± 13 %")
    assert strip.tiles[4].accessibleDescription() == "± 13 %"
    tip = strip.tiles[4].toolTip()
    assert "Rounding alone moves this map by about 13 % of its maximum and 1.5 % of its mask" in tip
    record(0.009)
    qtbot.waitUntil(lambda: strip.tiles[4].state == "" and strip.tiles[4].has_map)
    assert "Rounding" not in strip.tiles[4].toolTip()


def test_tiles_lose_their_maps_with_the_photograph(strip, session, qtbot):
    for row in session.study.results.all(session.images[1].id):
        session.study.results.remove(row.model.name, session.images[1].id)
    session.next_image()
    assert not any(tile.has_map for tile in strip.tiles)
    qtbot.waitUntil(lambda: strip.tiles[1].state == "no map yet")


def test_a_map_that_is_being_computed_is_not_called_missing(strip, session, jobs, qtbot):
    go = threading.Event()
    session.choices.choose(method="integrated_gradients")
    state = strip.tiles[1]
    qtbot.waitUntil(lambda: state.state == "no map yet")
    asked = {
        "image_ids": [session.image_id],
        "classifier_id": session.choices.classifier_id,
        "method": session.choices.method,
        "target": session.choices.target,
        "options": method_options(session),
    }

    jobs.engine(lambda job, **_: go.wait(5), title="t", kwargs=asked)
    qtbot.waitUntil(lambda: state.state == "computing…")
    session.next_image()
    qtbot.waitUntil(lambda: state.state == "no map yet")
    session.previous_image()
    qtbot.waitUntil(lambda: state.state == "computing…")
    go.set()
    qtbot.waitUntil(lambda: state.state == "no map yet")


def test_what_waits_is_not_said_to_be_computed(strip, session, jobs, qtbot):
    """Not behind another job, nor behind other photographs of the same one, nor while paused."""
    go, on = threading.Event(), threading.Event()
    first, second = (image.id for image in session.images[:2])
    session.choices.choose(method="integrated_gradients")
    state = strip.tiles[1]
    asked = {
        "image_ids": [first, second],
        "classifier_id": session.choices.classifier_id,
        "method": session.choices.method,
        "target": session.choices.target,
        "options": method_options(session),
    }

    def one_by_one(job, image_ids, **_):
        for image_id in image_ids:
            job.partial(Begun(image_id=image_id))
            go.wait(5)
            go.clear()

    other = jobs.engine(lambda job: on.wait(5), title="another")
    task = jobs.engine(one_by_one, title="t", kwargs=asked)
    qtbot.waitUntil(lambda: state.state == "waiting")
    jobs.pause(Lane.ENGINE)
    qtbot.waitUntil(lambda: state.state == "paused")
    jobs.pause(Lane.ENGINE, False)
    qtbot.waitUntil(lambda: state.state == "waiting")
    on.set()
    qtbot.waitUntil(lambda: state.state == "computing…")
    session.next_image()
    qtbot.waitUntil(lambda: state.state == "waiting")
    go.set()
    qtbot.waitUntil(lambda: state.state == "computing…")
    session.previous_image()
    qtbot.waitUntil(lambda: state.state == "no map yet")  # it was passed over
    go.set()
    qtbot.waitUntil(lambda: task.over and other.over)


# The details


def test_details_name_the_photograph_and_its_classes(details, session, qtbot):
    assert details.title.text() == session.image_id
    assert details.predicted.text() == "Its scores come with its first map."
    fill(session)
    qtbot.waitUntil(lambda: details.scores.predicted == "pain")
    rows = details.scores.rows
    assert rows["pain"].accessibleDescription() == "score 0.80, predicted"
    assert rows["no pain"].accessibleDescription() == "score 0.20"
    assert [row.isChecked() for row in rows.values()] == [True, False]
    assert "pain" in details.predicted.text()
    assert named(details) == []


def test_a_name_without_an_end_does_not_widen_the_details(details, session, qtbot):
    wide = details.minimumWidth()
    long = replace(Details.of(session.image), notes="x" * 300, stimulus="y" * 90)
    session.upkeep.set_details({session.image_id: long}, "the notes")
    qtbot.waitUntil(lambda: "x" in details.notes.text())
    qtbot.wait(20)
    assert details.minimumWidth() == wide
    assert details.notes.text().replace("\N{ZERO WIDTH SPACE}", "") == "x" * 300


def test_scores_are_those_of_the_chosen_classifier(details, session, qtbot):
    fill(session)
    qtbot.waitUntil(lambda: details.scores.predicted == "pain")
    session.choices.choose(classifier_id="vgg_face_phantoms")
    qtbot.waitUntil(lambda: details.scores.predicted == "")


def test_demo_weights_are_called_synthetic(details):
    assert not details.choosers.worth.isHidden()
    assert "synthetic phantoms" in details.choosers.worth.text()


@pytest.mark.parametrize(
    ("error", "level", "text"),
    [
        (0.0, "", "0 %"),
        (0.01, "", "1 %"),
        (0.012, "warning", "1.2 % (over 1 %)"),
        (0.0501, "error", "5 % (too large)"),
        (3.0, "error", "300 % (too large)"),
        (math.inf, "error", "undefined (equal scores at both ends)"),
        (math.nan, "error", "nan % (too large)"),
    ],
)
def test_completeness_is_judged_in_words_and_colour(error, level, text):
    figure = completeness(error)
    assert (figure.level, figure.text) == (level, text)


def test_integrated_gradients_show_their_completeness_error(details, session, qtbot):
    row = attribution(
        session.study,
        session.image_id,
        method="integrated_gradients",
        layer=None,
        completeness_error=0.02,
        steps=24,
    )
    session.record([row])
    session.choices.choose(method="integrated_gradients")
    session.show_model("I.G.|N-CNN")
    qtbot.waitUntil(lambda: "Completeness error" in texts(details))
    assert texts(details)["Completeness error"] == "2 % (over 1 %)"
    assert texts(details)["Steps"] == "24"


def test_choosing_puts_the_chosen_map_on_the_viewer(details, session, qtbot):
    combo = details.choosers.method
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    combo.activated.emit(combo.currentIndex())
    assert session.choices.method == "integrated_gradients"
    assert session.shown_model == "I.G.|N-CNN"


def test_the_choice_follows_the_map_on_the_viewer(details, session, qtbot):
    fill(session)
    session.choices.choose(method="integrated_gradients")
    qtbot.waitUntil(lambda: bool(details.scenes.scene.results))
    session.show_model("GradCAM|N-CNN|merge")
    assert (session.choices.method, session.choices.layer) == ("grad_cam", "merge")


def test_the_choice_follows_at_once_after_stepping(details, session, qtbot):
    fill(session)
    session.choices.choose(method="integrated_gradients")
    session.next_image()
    session.show_model("GradCAM|N-CNN|merge")  # the photograph before is still on the viewer
    assert (session.choices.method, session.choices.layer) == ("grad_cam", "merge")


# Opacity and mask


def test_at_the_input_it_is_said_where_figures_are(details, session, qtbot):
    fill(session)
    session.show_model("")
    qtbot.waitUntil(lambda: "step to a layer" in details.no_figures.text())
    assert details.no_figures.isVisibleTo(details)
    session.show_model(NAME)
    qtbot.waitUntil(lambda: not details.no_figures.isVisibleTo(details))


def test_opacity_goes_both_ways(details, session):
    details.opacity.slider.setValue(6)
    assert session.overlay.opacity == pytest.approx(0.3)
    session.overlay.set_opacity(0.8)
    assert details.opacity.value == pytest.approx(0.8)


def test_c_changes_the_coverage_to_that_of_the_mask(details, session, qtbot):
    fill(session)
    session.show_model(NAME)
    qtbot.waitUntil(lambda: details.scenes.shown is not None)
    details.mask_controls.c.field.setValue(1.25)
    assert session.choices.mask_settings == MaskSettings(c_attribution=1.25)
    row = next(r for r in session.study.results.all(session.image_id) if r.model.name == NAME)
    mask = to_contour_mask(
        session.study.results.relevance_of(row), MaskSettings(c_attribution=1.25)
    )
    share = mask.values.sum() / (row.box.width * row.box.height)
    assert details.mask_controls.coverage.text() == f"{100 * share:.1f} %"


def test_gaze_has_its_own_c_and_no_clusters(details, session, qtbot):
    fill(session)
    session.show_model("Experts")
    qtbot.waitUntil(lambda: details.scenes.shown is not None)
    controls = details.mask_controls
    assert controls.c.value == pytest.approx(0.1)
    assert not controls.clusters.isEnabled()
    controls.c.field.setValue(0.4)
    assert session.choices.mask_settings == MaskSettings(c_gaze=0.4)


def test_a_marked_region_is_not_cut_and_c_does_not_pretend(details, session, qtbot):
    fill(session)
    marked = np.zeros((60, 80), np.float32)
    marked[20:30, 20:40] = 1
    row = gaze(session.study, session.image_id, "Rater 1", marked)
    session.record([replace(row, model=ExtractionModel(name="Rater 1", kind="annotation"))])
    controls = details.mask_controls
    before = session.choices.mask_settings
    session.show_model("Rater 1")
    qtbot.waitUntil(lambda: controls.coverage.text() == "4.2 %")
    assert not controls.c.isEnabled()
    assert not controls.clusters.isEnabled()
    assert controls._uncut.isVisibleTo(controls)
    QTest.keyClick(controls.c.slider, Qt.Key.Key_Right)
    assert session.choices.mask_settings == before
    session.choices.set_mask_settings(MaskSettings(c_gaze=2.0))
    assert controls.coverage.text() == "4.2 %", "c has nothing to do with it"
    session.show_model("Experts")
    qtbot.waitUntil(lambda: controls.c.value == pytest.approx(2.0))
    assert controls.c.isEnabled()
    assert not controls._uncut.isVisibleTo(controls)


def test_clusters_and_sigma_can_be_off_and_reset(details, session):
    controls = details.mask_controls
    controls.clusters.setValue(1)
    controls.sigma.setValue(0.0)
    assert session.choices.mask_settings == MaskSettings(clusters=0, sigma=0.0)
    assert controls.clusters.text() == "off"
    controls.reset.click()
    assert session.choices.mask_settings == MaskSettings()
    assert controls.clusters.value() == 5


def test_unusual_settings_are_shown_as_they_are_and_not_clipped(details, session):
    unusual = MaskSettings(c_attribution=7.5, clusters=30, sigma=15.0)
    session.choices.set_mask_settings(unusual)
    controls = details.mask_controls
    assert (controls.c.value, controls.clusters.value(), controls.sigma.value()) == (7.5, 30, 15.0)
    assert session.choices.mask_settings == unusual


# Computing


@pytest.fixture
def asked(monkeypatch):
    """Replace the engine's attribution by one that makes up its maps; returns what was asked."""
    calls = []

    def attribute(job, *, study_path, image_ids, classifier_id, method, target, options):
        calls.append((tuple(image_ids), classifier_id, method, target))
        job.progress(0, 1, "Looking")
        with Study.open(study_path, read_only=True) as study:
            for image_id in image_ids:
                layers = LAYERS if METHODS[method].by_layer else (None,)
                for layer in layers:
                    row = attribution(
                        study,
                        image_id,
                        layer=layer,
                        method=method,
                        target=target,
                        values=blob(40, 40, 0.4, 0.5),
                    )
                    job.partial(Made(result=row))

    monkeypatch.setattr("neopain_gui.pipeline.jobs.attribute", attribute)
    return calls


def test_compute_makes_the_chosen_map(details, session, asked, qtbot):
    choosers = details.choosers
    assert choosers.compute.isEnabled()
    choosers.method.setFocus()
    qtbot.mouseClick(choosers.compute, Qt.MouseButton.LeftButton)
    assert details.window().focusWidget() in (details, choosers.method)  # no tick beside it
    qtbot.waitUntil(lambda: details.scenes.shown is not None)
    assert asked == [((session.image_id,), "n_cnn_phantoms", "grad_cam", "predicted")]
    assert choosers.compute.text() == "Com&puted"
    assert not choosers.compute.isEnabled()
    qtbot.waitUntil(lambda: choosers.waiting.isHidden())


def test_without_a_face_nothing_can_be_computed(details, session, qtbot):
    session.edits.set_face(session.image_id, None)
    qtbot.waitUntil(lambda: not details.choosers.compute.isEnabled())


def test_after_a_failure_it_can_be_tried_again(details, monkeypatch, qtbot):
    def attribute(job, **_):
        raise WeightsError("the weights are damaged", file="n_cnn.weights.h5")

    monkeypatch.setattr("neopain_gui.pipeline.jobs.attribute", attribute)
    details.choosers.compute.click()
    waiting = details.choosers.waiting
    qtbot.waitUntil(lambda: waiting.task is not None and waiting.task.over)
    assert "damaged" in str(waiting.task.error)  # the window's bar says it
    assert waiting.isHidden()
    assert details.choosers.compute.isEnabled()


def test_stepping_computes_what_is_missing_and_only_once(details, session, asked, qtbot):
    QTest.keyClick(details.choosers.automatic, Qt.Key.Key_Space)
    assert details.choosers.automatic.isChecked()
    qtbot.waitUntil(lambda: details.scenes.shown is not None)
    session.next_image()
    qtbot.waitUntil(lambda: len(asked) == 2)
    qtbot.waitUntil(lambda: details.scenes.shown is not None)
    session.previous_image()
    qtbot.wait(400)
    # The rest may be computed ahead meanwhile; nothing is computed twice.
    computed = [image_id for image_ids, *_ in asked for image_id in image_ids]
    assert computed[:2] == [image.id for image in session.visible_images[:2]]
    assert len(computed) == len(set(computed))


def test_a_failing_computation_is_not_repeated_for_ever(details, monkeypatch, qtbot):
    calls = []

    def attribute(job, **_):
        calls.append(1)
        raise WeightsError("the weights are missing")

    monkeypatch.setattr("neopain_gui.pipeline.jobs.attribute", attribute)
    details.choosers.automatic.setChecked(True)
    qtbot.waitUntil(lambda: len(calls) == 1)
    qtbot.wait(700)
    assert len(calls) == 1


def test_results_do_not_end_up_in_another_study(details, session, asked, tmp_path, qtbot):
    from neopain_gui.gui.work.submit import attribute
    from tests.gui.conftest import make_photographs

    task = attribute(session, details.choosers._jobs, [session.image_id], title="x")
    photographs = make_photographs(tmp_path / "others")
    with Study.create(tmp_path / "other.neopain") as other:
        other.images.add(photographs, root=tmp_path / "others")
        path = other.path
    session.open_study(path)
    qtbot.waitUntil(lambda: task.over)
    assert session.study.results.all() == []
