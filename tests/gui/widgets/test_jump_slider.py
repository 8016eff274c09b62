"""A click in the groove goes there, and the drag that begins with it goes on."""

import pytest
from PySide6.QtCore import QPoint, Qt

from neopain_gui.gui.widgets.jump_slider import JumpSlider


@pytest.fixture
def slider(qtbot):
    slider = JumpSlider(Qt.Orientation.Horizontal)
    qtbot.addWidget(slider)
    slider.setRange(0, 13)
    slider.setPageStep(1)
    slider.resize(500, 24)
    slider.show()
    return slider


def test_it_goes_where_its_groove_is_clicked(slider, qtbot):
    for place in (13, 2, 7, 0):
        across = round(6 + place * (500 - 12) / 13)
        qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(across, 12))
        assert slider.value() == place


def test_a_drag_begun_in_the_groove_goes_on(slider, qtbot):
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(slider, left, pos=QPoint(400, 12))
    begun = slider.value()
    qtbot.mouseMove(slider, QPoint(240, 12))
    assert begun > slider.value() == 6
    qtbot.mouseMove(slider, QPoint(20, 12))
    assert slider.value() == 0
    qtbot.mouseRelease(slider, left, pos=QPoint(20, 12))
    assert not slider.isSliderDown()


def test_its_handle_is_dragged_as_ever(slider, qtbot):
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(slider, left, pos=QPoint(6, 12))
    assert slider.value() == 0
    qtbot.mouseMove(slider, QPoint(494, 12))
    assert slider.value() == 13
    qtbot.mouseRelease(slider, left, pos=QPoint(494, 12))
