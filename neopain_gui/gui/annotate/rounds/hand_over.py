"""A round for another machine, or a rater's file: which, where to, and done in the background."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.plain import PlainLabel, breakable
from neopain_gui.gui.widgets import file_dialogs

if TYPE_CHECKING:
    from neopain_gui.gui.annotate.rounds.round_list import RoundList
    from neopain_gui.gui.place.window import Window
    from neopain_gui.pipeline.rounds.handing_over import HandedOver
    from neopain_gui.study import Study

_KIND = "rounds"
_TOPIC = "handing over"


class WhoseRound(QDialog):
    """Asks for a round and one of its raters.

    Parameters
    ----------
    parent : QWidget
        The window.
    title, text : str
        What it is for.
    study : Study
        Whose rounds.
    """

    def __init__(self, parent: QWidget, title: str, text: str, study: Study) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self._rounds = {one.name: one for one in study.annotations.rounds()}
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * theme.SPACE,) * 4)
        column.setSpacing(theme.SPACE)
        label = PlainLabel(breakable(text))
        label.setWordWrap(True)
        column.addWidget(label)
        form = QFormLayout()
        self.round = QComboBox()
        self.round.addItems(list(self._rounds))
        self.rater = QComboBox()
        form.addRow("&Round", self.round)
        form.addRow("R&ater", self.rater)
        column.addLayout(form)
        buttons = QDialogButtonBox()
        self.go = buttons.addButton("Choose a folder…", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.round.currentTextChanged.connect(self._offer)
        self._offer(self.round.currentText())

    def choose(self, round_: str, rater: str) -> None:
        """Choose these, where they are there."""
        for box, text in ((self.round, round_), (self.rater, rater)):
            if box.findText(text) >= 0:
                box.setCurrentText(text)

    def _offer(self, name: str) -> None:
        self.rater.clear()
        self.rater.addItems(list(self._rounds[name].raters) if name in self._rounds else [])
        self.go.setEnabled(bool(self.rater.count()))


def hand_over_round(window: Window) -> None:
    """Ask which round goes to whom and where to, and make its folder."""
    _asked(
        window,
        "Round for another machine",
        "The folder opens as nothing but the round: photographs encoded anew under drawn names, no "
        "label, no neonate, no file name, no other rater.",
        hand_over,
    )


def write_ratings_file(window: Window) -> None:
    """Ask whose answers in which round, and write their file."""
    _asked(
        window,
        "Rater’s file",
        "A small file with what the rater said in the round. Collect it in the study in which the "
        "round was made.",
        write_file,
    )


def hand_over(window: Window, round_: str, rater: str) -> None:
    """Ask where to, and make the folder of a round for one rater."""
    from neopain_gui.pipeline.rounds.handing_over import export_round

    study = window.session.study
    folder = file_dialogs.folder(window.widget, _KIND, f"Where to make the round for {rater}")
    if study is None or folder is None:
        return
    window.jobs.disk(
        export_round,
        title=f"Make the round “{round_}” for {rater}",
        kwargs={"study": study, "round_": round_, "rater": rater, "folder": folder},
        on_done=partial(_made, window),
    )


def write_file(window: Window, round_: str, rater: str, topic: str = _TOPIC) -> None:
    """Ask where to, and write what a rater said; one that is there is replaced, and it is said."""
    from neopain_gui.annotation.ratings_file import file_name
    from neopain_gui.counted import counted
    from neopain_gui.errors import NeoPainError
    from neopain_gui.pipeline.rounds.ratings import left_of, write_ratings

    study = window.session.study
    folder = file_dialogs.folder(window.widget, _KIND, f"Where to write {file_name(rater)}")
    if study is None or folder is None:
        return
    before = (folder / file_name(rater)).exists()
    try:
        file = write_ratings(study, round_, rater, folder)
        left = len(left_of(study, round_, rater))
    except NeoPainError as error:
        window.session.problem.emit(error)
        return
    text = f"{file.name} was {'replaced' if before else 'written'}."
    if left:
        text += f" {rater} has not done {counted(left, 'turn')} yet."
    window.session.tell(Message(level="success", text=text, topic=topic))


def _asked(window: Window, title: str, text: str, go: object) -> None:
    study = window.session.study
    if study is None:
        return
    if not study.annotations.rounds():
        window.session.notice.emit("There is no round in this study yet.")
        return
    dialog = WhoseRound(window.widget, title, text, study)
    dialog.choose(*_chosen(window))
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    round_, rater = dialog.round.currentText(), dialog.rater.currentText()
    dialog.deleteLater()
    if accepted and callable(go):
        go(window, round_, rater)


def _chosen(window: Window) -> tuple[str, str]:
    """Return the round and the rater that are chosen in the tab, which comes to the front."""
    tab: Any = window.go("annotate")
    rounds: RoundList = tab.show_page("rounds")
    return (rounds.current.name if rounds.current else "", rounds.rater)


def _made(window: Window, done: HandedOver) -> None:
    window.session.tell(Message(level="success", text=done.sentence, topic=_TOPIC))
