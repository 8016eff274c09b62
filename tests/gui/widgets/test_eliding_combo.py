"""What is chosen is shortened in its middle, where there is no room for it."""

from neopain_gui.gui.widgets.eliding_combo import ElidingCombo


def test_dots_stand_for_what_is_left_out(qtbot):
    combo = ElidingCombo()
    qtbot.addWidget(combo)
    combo.addItem("VGG-Face demo-vgg_face-1")
    combo.resize(120, 24)
    assert combo.shown_text.startswith("VGG")
    assert combo.shown_text.endswith("-1")
    assert "…" in combo.shown_text
    combo.resize(500, 24)
    assert combo.shown_text == combo.currentText()


def test_what_is_painted_is_what_is_shown(qtbot):
    long, short = ElidingCombo(), ElidingCombo()
    for combo, text in ((long, "VGG-Face demo-vgg_face-1"), (short, "")):
        qtbot.addWidget(combo)
        combo.resize(120, 24)
        combo.addItem(text or long.shown_text)
    assert long.grab().toImage() == short.grab().toImage()
