"""What is good to know of this computer, to be copied for whoever helps."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.computer.facts import facts, text_of
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.base.qt_facts import qt_facts
from neopain_gui.gui.shell.placement import room_for_dialog
from neopain_gui.gui.widgets.dialog_parts import close_box, wrapped
from neopain_gui.gui.widgets.whole_text import WholeText

_WORDS = (
    "For whoever helps you when something does not work. No name of a person, a study or a file is "
    "in it, and NeoPain sends it to nobody."
)


class AboutComputer(QDialog):
    """Versions, memory, disk, processor, graphics, fonts, folders and models.

    Parameters
    ----------
    parent : QWidget
        What it stands before.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("About this computer")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        outer = QVBoxLayout(self)
        outer.addWidget(wrapped(_WORDS))
        self.text = WholeText("About this computer")
        self.text.setPlainText(text_of(facts(qt_facts())))
        self.text.copied.connect(self._say_copied)
        outer.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        self.copy_button = QPushButton("&Copy all")
        self.copy_button.setDefault(True)
        self.copy_button.clicked.connect(self.text.copy_all)
        row.addWidget(self.copy_button)
        self.said = PlainLabel()
        row.addWidget(self.said, 1)
        row.addWidget(close_box(self))
        outer.addLayout(row)
        self.copy_button.setFocus()
        self.resize(QSize(780, 560).boundedTo(room_for_dialog(parent)))

    def _say_copied(self) -> None:
        self.said.setText("Copied.")
