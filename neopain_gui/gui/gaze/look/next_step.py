"""What is to be done next after an import: the maps of groups that have none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from neopain_gui.gui.base.plain import PlainLabel


class NextStep(QWidget):
    """A line that is there as long as something is to be done.

    Signals
    -------
    asked(groups: tuple of str)
        The maps of these groups are wanted.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = PlainLabel()
        self.text.setWordWrap(True)
        self.text.setAccessibleName("What is to be done about group maps")
        self.make = QPushButton("Make group maps")
        self.make.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # it goes when it is clicked
        self.make.setToolTip("For all photographs")
        self._groups: tuple[str, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.make, 0, Qt.AlignmentFlag.AlignTop)
        self.make.clicked.connect(lambda: self.asked.emit(self._groups))
        self.hide()

    def show_groups(self, lacking: Sequence[str], *, possible: bool) -> None:
        """Say which groups have no maps; ``possible`` whether they can be made now."""
        self._groups = tuple(lacking)
        self.text.setText(f"No maps yet: {_names(self._groups)}." if lacking else "")
        self.make.setEnabled(possible)
        self.setVisible(bool(lacking))


def _names(groups: Sequence[str]) -> str:
    """Name a few groups, and count the rest.

    >>> _names(("Experts", "Parents"))
    'Experts and Parents'
    """
    if len(groups) > 4:
        return f"{', '.join(groups[:3])} and {len(groups) - 3} more groups"
    return " and ".join(filter(None, (", ".join(groups[:-1]), groups[-1])))
