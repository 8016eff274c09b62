"""The quiet line where numbers stand: which of the study's settings are not the usual ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QBoxLayout, QPushButton, QSizePolicy, QWidget

from neopain_gui.errors import NeoPainError
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.state.study_settings import UNSET

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session


class UnusualLine(QWidget):
    """Says what differs from the dissertation's settings, with *Put back*; else it is not there.

    Parameters
    ----------
    session : Session
        Whose study.
    narrow : bool
        Whether the button stands below the words, for want of room beside them.
    """

    def __init__(
        self, session: Session, parent: QWidget | None = None, *, narrow: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName("unusual")
        self._session = session
        self.label = PlainLabel()
        self.label.setAccessibleName("Settings that are not the usual ones")
        self.label.setWordWrap(True)
        self.label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.label.setSizePolicy(policy)
        self.put_back = QPushButton("Put back")
        self.put_back.setAccessibleName("Put the usual settings back")
        self.put_back.setToolTip("Use the dissertation's settings again; can be undone")
        self.put_back.clicked.connect(lambda _checked=False: put_back(session))
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        row = QBoxLayout(way, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE // 2 if narrow else theme.SPACE)
        row.addWidget(self.label, 1)
        where = Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag.AlignTop
        row.addWidget(self.put_back, 0, where)
        session.study_changed.connect(self.refresh)
        session.choice_changed.connect(self.refresh)
        session.setting_changed.connect(self.refresh)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Say what differs now; of a study that is damaged nothing, others say so."""
        text = differing(self._session)
        self.label.setText(text)
        self.put_back.setVisible(self._session.editable)
        self.setVisible(bool(text))


def differing(session: Session) -> str:
    """Return the sentence on what is not as usual; empty where everything is."""
    from neopain_gui.pipeline.settings.usual import differences, sentence

    if session.study is None:
        return ""
    try:
        return sentence(differences(session.study))
    except NeoPainError:
        return ""


def put_back(session: Session) -> None:
    """Use the usual settings again; can be undone."""
    from neopain_gui.pipeline.settings.usual import KEYS

    session.settings.put_many(
        dict.fromkeys(KEYS, UNSET),
        "putting the usual settings back",
        said="The usual settings hold again.",
        changed=session.choices.reread,
    )
