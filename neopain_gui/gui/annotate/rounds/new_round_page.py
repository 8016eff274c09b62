"""A new round: its fields, what it comes to, and making it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from neopain_gui.errors import NeoPainError
from neopain_gui.gui.annotate.rounds.round_form import RoundForm, text_label
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, breakable
from neopain_gui.gui.widgets.bar_stack import KEEP_CLEAR
from neopain_gui.gui.widgets.flow import Page
from neopain_gui.pipeline.rounds import making
from neopain_gui.pipeline.settings.instruments import with_switches

if TYPE_CHECKING:
    from neopain_gui.annotation.round import Round
    from neopain_gui.gui.state.session import Session
    from neopain_gui.study import Selection, Study


class NewRoundPage(QWidget):
    """Who rates which photographs with what, in which way.

    Parameters
    ----------
    session : Session
        Shared; its study gets the round.
    study : Study
        The open one.

    Signals
    -------
    closed()
        The page is no longer wanted.
    made(name: str)
        The round is there.
    """

    closed = Signal()
    made = Signal(str)

    def __init__(self, session: Session, study: Study, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._study = session, study
        self._neonates = making.neonates_of(study)
        self.setAccessibleName("New round")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * theme.SPACE, 2 * theme.SPACE, 3 * theme.SPACE, 2 * theme.SPACE)
        outer.setSpacing(theme.SPACE)
        title = PlainLabel("New round")
        title.setFont(theme.heading_font(self.font()))
        outer.addWidget(title)
        self.form = RoundForm(session, study)
        outer.addWidget(Page(self.form, across=False), 1)
        self.comes_to = text_label()
        outer.addWidget(self.comes_to)
        outer.addLayout(self._footer())
        self.form.changed.connect(self._refresh)
        self._refresh()

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addStretch(1)
        self.cancel = QPushButton("Cancel")
        self.cancel.clicked.connect(self.closed)
        row.addWidget(self.cancel)
        self.button = QPushButton("Make the round")
        self.button.setDefault(True)
        self.button.setProperty(KEEP_CLEAR, True)
        self.button.clicked.connect(self.make)
        row.addWidget(self.button)
        return row

    def _round(self) -> Round:
        """Return the round as the fields say it.

        Raises
        ------
        InputError
            It cannot be.
        """
        made = making.made_now(**self.form.values())
        making.check_new(self._study, made)
        return made

    def _refresh(self) -> None:
        """Say what the round comes to, or why it cannot be."""
        try:
            round_ = self._round()
            said = [
                *making.comes_to(round_, self._neonates),
                *making.switched_so(self._study, round_, self.form.switches.chosen()),
            ]
        except NeoPainError as error:
            text = str(error)
            self.comes_to.setText(breakable(f"{text[:1].upper()}{text[1:]}"))
            self.button.setEnabled(False)
            return
        self.comes_to.setText(breakable(" ".join(said)))
        self.button.setEnabled(self._session.editable)

    def make(self) -> None:
        """Make the round; can be undone."""
        try:
            round_ = self._round()
        except NeoPainError as error:
            self._session.problem.emit(error)
            return
        undoing: list[Selection] = []
        study = self._study
        switches = with_switches(study, self.form.switches.chosen())
        before = {key: study.setting(key, None) for key in switches}

        def write(there: bool) -> None:
            if there:
                undoing.append(making.begin(study, round_))
            else:
                study.removal.take_out(undoing.pop())
            for key, value in (switches if there else before).items():
                if value is None:
                    study.forget_setting(key)
                else:
                    study.set_setting(key, value)

        kept = self._session.edits.edit(
            f"making the round {round_.name}",
            False,
            True,
            write,
            changed=partial(self._tell, tuple(switches)),
            said=f"The round {round_.name} was made, with seed {round_.seed}.",
        )
        if kept:
            self.made.emit(round_.name)
            self.closed.emit()

    def _tell(self, settings: Sequence[str]) -> None:
        """Tell of the round, of raters who are new in the study, and of switches of its scales."""
        for key in settings:
            self._session.setting_changed.emit(key)
        self._session.annotations_changed.emit()
        self._session.gaze_changed.emit()
