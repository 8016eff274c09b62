"""What is copied for whoever helps holds no name."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from neopain_gui.gui.shell.about_computer import AboutComputer


def test_one_key_copies_all_of_it(window, qtbot):
    window.action("about_computer").trigger()
    dialog = window.findChild(AboutComputer)
    qtbot.waitUntil(dialog.copy_button.hasFocus)
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(dialog.copy_button, Qt.Key.Key_Return)
    copied = QGuiApplication.clipboard().text()
    assert copied == dialog.text.toPlainText()
    for part in ("NeoPain", "Memory:", "Processor:", "Fonts:", "Settings:", "n_cnn_phantoms"):
        assert part in copied
    assert dialog.said.text() == "Copied."
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(dialog.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == copied
    dialog.close()
