"""A change of what was handed in: one reason, and what it was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.annotation.answers import LONGEST_NOTE, Amendment, Answer, Sitting
from neopain_gui.annotation.changes import changes
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel

if TYPE_CHECKING:
    from neopain_gui.annotation.said import Said

_WIDTH = 420


@dataclass(frozen=True, slots=True, kw_only=True)
class Amending:
    """Changes of a turn for one reason: they are kept as one amendment.

    Attributes
    ----------
    before : Said
        What stood when the reason was given.
    reason : str
        Why.
    at : str
        When, in ISO 8601.
    """

    before: Said
    reason: str
    at: str

    def answered(self, said: Said, answers: Sequence[Answer]) -> Said:
        """Return what is said with other answers to the same questions."""
        new = {(one.instrument, one.item): one for one in answers}
        kept = [one for one in said.answers if (one.instrument, one.item) not in new]
        return replace(said, answers=(*kept, *(one for one in new.values() if one.says_something)))

    def reasoned(self, after: Said, *, done: bool) -> Said:
        """Return what is said with the amendment that tells what it was before.

        Where it is again what it was, nothing was amended. The time that was taken stays; whether
        the turn is done follows from what is open now.
        """
        found = changes(self.before, after)
        kept = self.before.amendments
        if not found:
            return replace(after, amendments=kept, sitting=self.before.sitting)
        whose = {"round": after.round, "rater": after.rater, "image_id": after.image_id}
        sat = self.before.sitting or Sitting(
            **whose, repeat=after.repeat, seconds=0.0, done=done, at=self.at
        )
        after = replace(after, sitting=replace(sat, done=done))
        made = Amendment(
            **whose,
            repeat=after.repeat,
            at=self.at,
            reason=self.reason,
            what="; ".join(one.sentence for one in found),
        )
        return replace(after, amendments=(*kept, made))


def amendment_words(said: Said) -> str:
    """Say what was amended, and why, a line each."""
    return "\n".join(
        f"Amended {one.at[:10]}: {one.what}. Reason: {one.reason}" for one in said.amendments
    )


class ReasonQuestion(QDialog):
    """Asks why what was handed in is changed; without a reason it does not go on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reason")
        self.setWindowTitle("Amend what was handed in?")
        said = PlainLabel(
            "Only this photograph is unlocked. What stood there before is kept with the reason."
        )
        said.setWordWrap(True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Why it is changed")
        self.reason.setAccessibleName("Reason")
        self.reason.setMaxLength(LONGEST_NOTE)
        full = PlainLabel(f"A reason ends at {LONGEST_NOTE:,} characters: the rest was not taken.")
        full.setWordWrap(True)
        full.hide()
        self.reason.inputRejected.connect(full.show)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = box.addButton("Amend", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setEnabled(False)
        self.reason.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(2 * theme.SPACE)
        for widget in (said, self.reason, full, box):
            column.addWidget(widget)
        self.resize(_WIDTH, self.sizeHint().height())
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)


def reason_of(parent: QWidget) -> str:
    """Ask, and return the reason; empty where the person thought better of it."""
    box = ReasonQuestion(parent)
    accepted = box.exec() == QDialog.DialogCode.Accepted
    box.deleteLater()
    return " ".join(box.reason.text().split()) if accepted else ""
