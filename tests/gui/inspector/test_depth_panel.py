"""The depth slider and playing through the layers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from neopain_gui.gui.inspector.depth_panel import InspectorPanel
from neopain_gui.gui.state.depth import walk
from neopain_gui.gui.widgets.targets import large_enough
from neopain_gui.masks import MaskSettings
from tests.gui.made_maps import fill, named

NAME = "GradCAM|N-CNN"


@pytest.fixture
def bar(qtbot, session, jobs):
    fill(session)
    session.show_model(NAME)
    panel = InspectorPanel(session, jobs)
    qtbot.addWidget(panel)
    panel.resize(700, 180)
    panel.show()
    qtbot.waitUntil(lambda: panel.strip.scenes.shown is not None)
    bar = panel.depth_bar
    bar.speed.setCurrentText("8 / s")
    yield bar
    panel.close()


def titles(session):
    return [step.title for step in walk(session)]


def test_the_slider_goes_where_the_strip_goes(bar, session):
    assert bar.slider.maximum() == len(titles(session)) - 1 == 5
    assert bar.slider.value() == 5
    assert bar.where.text() == "merge_conv  ·  5 of 5"
    bar.slider.setFocus()
    QTest.keyClick(bar.slider, Qt.Key.Key_Left)
    assert session.shown_model == "GradCAM|N-CNN|merge"
    QTest.keyClick(bar.slider, Qt.Key.Key_Home)
    assert session.shown_model == ""
    assert bar.where.text() == "input"
    session.show_model(NAME)
    assert bar.slider.value() == 5
    assert named(bar) == []


def test_up_and_down_stay_with_the_photographs(bar, session):
    first = session.image_id
    bar.slider.setFocus()
    QTest.keyClick(bar.slider, Qt.Key.Key_Down)
    assert session.image_id != first
    assert bar.slider.value() == 5
    QTest.keyClick(bar.slider, Qt.Key.Key_Up)
    assert session.image_id == first


def test_play_goes_round_and_round_and_stops_with_a_click(bar, session, qtbot):
    seen = [session.shown_model]
    session.shown_model_changed.connect(seen.append)
    qtbot.mouseClick(bar.play, Qt.MouseButton.LeftButton)
    assert bar.playing
    qtbot.waitUntil(lambda: len(seen) > 7, timeout=5000)
    models = [step.model for step in walk(session)]
    assert seen[:8] == [NAME, *models, models[0]]
    qtbot.mouseClick(bar.play, Qt.MouseButton.LeftButton)
    assert not bar.playing
    count = len(seen)
    qtbot.wait(300)
    assert len(seen) == count


def test_playing_goes_on_when_the_photograph_changes(bar, session, qtbot):
    bar.play.click()
    session.next_image()
    assert bar.playing
    before = session.shown_model
    qtbot.waitUntil(lambda: session.shown_model != before)
    assert bar.playing


@pytest.mark.parametrize(
    "act",
    [
        lambda session, bar: session.choices.choose(target="pain"),
        lambda session, bar: session.show_model("Experts"),
        lambda session, bar: session.choices.choose(layer="merge"),
        lambda session, bar: session.choices.set_mask_settings(MaskSettings(c_attribution=1.0)),
        lambda session, bar: bar._scenes.set_appearance(colormap="grey"),
        lambda session, bar: bar.slider.setValue(1),
        lambda session, bar: session.close_study(),
        lambda session, bar: bar.window().hide(),
    ],
)
def test_playing_stops_when_anything_else_is_chosen(bar, session, act):
    bar.play.click()
    assert bar.playing
    act(session, bar)
    assert not bar.playing


def test_a_method_of_the_input_has_one_step(bar, session):
    session.choices.choose(method="integrated_gradients")
    session.show_model("I.G.|N-CNN")
    assert bar.slider.maximum() == 1
    assert bar.where.text() == "I.G."


def test_people_are_no_layer(bar, session):
    session.show_model("Experts")
    assert bar.where.text() == "not a layer"


def test_the_key_plays_where_the_photograph_is_in_sight_and_the_command_from_everywhere(
    window, study_path, qtbot
):
    window.open_study(study_path)
    fill(window.session)
    window.session.show_model(NAME)
    bar = window.workspace.lazy["layers"].fill().depth_bar
    qtbot.keyClick(window, Qt.Key.Key_L)
    assert bar.playing
    qtbot.keyClick(window, Qt.Key.Key_L)
    assert not bar.playing
    window.workspace.setCurrentIndex(1)
    qtbot.keyClick(window, Qt.Key.Key_L)
    assert window.workspace.currentIndex() == 1
    assert not bar.playing
    window.actions_table.by_id["play_depth"].trigger()
    assert window.workspace.currentIndex() == 0
    assert bar.playing


def test_in_a_narrow_window_the_strip_scrolls_and_squeezes_no_layer(bar, qtbot):
    """As in the program itself, where everything that is clicked is given the least size."""
    strip = bar.window().strip
    for tile in strip.tiles:
        large_enough(tile)
    bar.window().resize(300, 180)
    qtbot.wait(50)  # several layouts, one in the other, ask for their room
    assert strip.horizontalScrollBar().maximum() > 0
    assert all(tile.width() >= tile.sizeHint().width() for tile in strip.tiles)
