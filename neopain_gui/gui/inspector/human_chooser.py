"""Whose mask each map is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from neopain_gui.gui.scene.current_scene import HUMAN_MASK, CurrentScene

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session

_NONE = "none"
_LATER_MS = 200


class HumanMask(QComboBox):
    """One of the study's groups of people, or none; remembered with the study."""

    def __init__(
        self, session: Session, scenes: CurrentScene, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._scenes = scenes
        self.setAccessibleName("Human mask")
        self.setToolTip("Whose contour mask each map is compared with, over the face")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self._fill)
        self.activated.connect(lambda _row: scenes.set_human(self.currentData()))
        session.study_changed.connect(self._fill)
        session.setting_changed.connect(self._setting_changed)
        session.results_changed.connect(lambda _id: self._later.start())
        self._fill()

    def _setting_changed(self, key: str) -> None:
        if key == HUMAN_MASK:
            self._fill()

    def _fill(self) -> None:
        """List the groups that have a map, which is asked now and then, not with each result."""
        groups = self._scenes.groups()
        chosen = self._scenes.human
        wanted = ["", *dict.fromkeys([*groups, chosen] if chosen else groups)]
        if wanted != [self.itemData(row) for row in range(self.count())]:
            self.clear()
            for name in wanted:
                self.addItem(name or _NONE, name)
        self.setCurrentIndex(self.findData(chosen))
        self.setEnabled(len(wanted) > 1)
