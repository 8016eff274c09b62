"""The photograph itself says which region is being drawn."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from neopain_gui.annotation.round import LABEL, REGIONS
from neopain_gui.gui.annotate.drawing.mark_bar import BRUSH, MOVE


def test_it_names_tool_and_region_while_something_can_be_drawn(rate):
    page = rate(instruments=(LABEL, REGIONS), repeats=0)
    editor = page.questions[1].editor
    assert not editor.tag.isVisible()
    QTest.mouseClick(editor.bar.tools[BRUSH], Qt.MouseButton.LeftButton)
    assert editor.tag.isVisible()
    assert editor.tag.text() == "Brush: forehead"
    editor.choose("mouth")
    assert editor.tag.text() == "Brush: mouth"
    assert page.canvas.rect().contains(editor.tag.geometry())
    QTest.mouseClick(editor.bar.tools[MOVE], Qt.MouseButton.LeftButton)
    assert not editor.tag.isVisible()
    QTest.mouseClick(editor.bar.tools[BRUSH], Qt.MouseButton.LeftButton)
    page.course.hand_in()
    assert not editor.tag.isVisible()
