"""Colours can be read, icons follow the palette, messages behave."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QPlainTextEdit

from neopain_gui import locations
from neopain_gui.gui.base import theme
from neopain_gui.gui.widgets.bar_stack import BarStack


@pytest.fixture(params=["light", "dark", "system"])
def scheme(request, qapp):
    theme.apply_scheme(request.param)
    yield request.param
    theme.apply_scheme("system")


def luminance(colour):
    """WCAG 2.2, relative luminance."""

    def linear(value):
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert contrast(QColor("white"), QColor("black")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("white")) == pytest.approx(4.54, abs=0.01)


def test_text_can_be_read_on_both_grounds(scheme):
    palette = QApplication.palette()
    assert scheme == "system" or theme.is_dark() == (scheme == "dark")
    inks = {
        "text": palette.text().color(),
        "muted": theme.muted(),
        "placeholder": palette.placeholderText().color(),
        "pain": theme.label_colour("pain"),
        "no pain": theme.label_colour("no pain"),
        "unlabelled": theme.label_colour(""),
        **{level: theme.level_colour(level) for level in ("info", "warning", "error", "success")},
    }
    for ground in (palette.window().color(), palette.base().color()):
        for name, ink in inks.items():
            assert contrast(ink, ground) >= 4.5, (name, ink.name(), ground.name())
    chosen = palette.highlight().color()
    assert contrast(palette.highlightedText().color(), chosen) >= 4.5
    assert contrast(chosen, palette.base().color()) >= 3  # the focus ring


def test_the_systems_colours_come_back_whole(qapp):
    theme.apply_scheme("system")
    before = QApplication.palette()
    for other in ("dark", "light"):
        theme.apply_scheme(other)
        theme.apply_scheme("system")
        assert QApplication.palette() == before, f"after {other}"


def test_what_is_switched_off_can_still_be_read(scheme):
    palette = QApplication.palette()
    for ground in (palette.window(), palette.base(), palette.button()):
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            ink = palette.color(QPalette.ColorGroup.Disabled, role)
            assert contrast(ink, ground.color()) >= 3


@pytest.mark.parametrize("colour", ["#308cc6", "#4a8ad0", "#e95420", "#3daee9", "#26a269"])
def test_a_systems_highlight_is_written_on_so_that_it_can_be_read(colour):
    """Of GNOME, KDE, Ubuntu, Windows and Fusion's own: none may leave white on a light colour."""
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Highlight, QColor(colour))
    ink = theme._readable(palette).highlightedText().color()
    assert contrast(ink, QColor(colour)) >= 4.5


def test_labels_on_the_selected_cell_can_be_read(scheme):
    palette = QApplication.palette()
    ground = theme.blend(palette.highlight().color(), palette.base().color(), 0.78)
    for label in ("pain", "no pain"):
        assert contrast(theme.label_colour(label), ground) >= 4.5


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_icons_are_drawn_in_the_text_colour_and_sharp(scheme, scale):
    pixmap = theme.icon("compute").pixmap(QSize(20, 20), scale)
    assert pixmap.width() == 20 * scale
    assert pixmap.devicePixelRatio() == scale
    picture = pixmap.toImage()
    inks = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert inks == {QApplication.palette().windowText().color().name()}


def test_every_icon_can_be_drawn_and_has_one_stroke_width(qapp):
    files = sorted((locations.resources() / "icons").glob("*.svg"))
    assert len(files) >= 25
    for file in files:
        if file.stem != "neopain":
            text = file.read_text(encoding="utf-8")
            assert 'stroke-width="1.7"' in text
            assert 'viewBox="0 0 24 24"' in text
            assert "currentColor" in text
        picture = theme.icon(file.stem).pixmap(24, 24).toImage()
        assert any(picture.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), file


def test_details_are_shown_on_demand_and_copied(qtbot):
    stack = BarStack()
    qtbot.addWidget(stack)
    stack.show()
    message = stack.say("error", "It failed.", details="line 1\nline 2")
    buttons = {b.text(): b for b in message.findChildren(QAbstractButton) if b.text()}
    box = message.findChild(QPlainTextEdit)
    assert not box.isVisible()
    qtbot.mouseClick(buttons["Details"], Qt.MouseButton.LeftButton)
    assert box.isVisible()
    qtbot.mouseClick(buttons["Copy"], Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "It failed.\n\nline 1\nline 2"


def test_a_long_message_wraps_instead_of_being_cut(qtbot):
    stack = BarStack()
    qtbot.addWidget(stack)
    stack.resize(300, 10)
    stack.show()
    message = stack.say("warning", "many words " * 30)
    qtbot.wait(20)
    label = message._label
    assert stack.heightForWidth(300) >= label.heightForWidth(label.width())


def test_an_unticked_box_is_seen(scheme, qtbot):
    box = QCheckBox("Compute")
    qtbot.addWidget(box)
    box.show()
    image = box.grab().toImage()
    window = QApplication.palette().window().color()
    best = max(
        contrast(image.pixelColor(x, y), window)
        for x in range(image.height() - 4)
        for y in range(image.height())
    )
    assert best >= 3  # WCAG 2.2 for what is no text
