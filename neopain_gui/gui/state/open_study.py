"""The open study, and the signals that tell of its changes: what the session's parts know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from neopain_gui.gui.base.messages import Message

if TYPE_CHECKING:
    from neopain_gui.study import Study


class OpenStudy(QObject):
    """A study or none, and who hears of what happens to it.

    Signals
    -------
    images_changed()
        Photographs, labels or faces are not what they were.
    results_changed(image_id: str)
        Empty when more than one photograph's results changed.
    gaze_changed()
        Participants, their trials or their scores.
    regions_changed()
        What is drawn on some photographs.
    annotations_changed()
        Rounds, or what raters say in them.
    turn_changed(where: object)
        What is said at one turn, (round, rater, Turn), by the rater, undo or redo.
    choice_changed()
        Classifier, method, layer, target, mask settings or the extraction models compared.
    choice_put_back()
        Undo or redo changed classifier, method or class.
    setting_changed(key: str)
        One of the study's settings, by the person or by undo.
    listing_stale()
        Photographs were added, removed or edited: the session reads them again.
    problem(error: object)
        Something failed that the user should read about.
    notice(text: str)
        Something worth knowing that fades.
    told(message: Message)
        Something to read, perhaps with a button.
    settled(topic: str)
        What earlier messages of this topic spoke of is no longer so.
    """

    images_changed = Signal()
    results_changed = Signal(str)
    gaze_changed = Signal()
    regions_changed = Signal()
    annotations_changed = Signal()
    turn_changed = Signal(object)
    choice_changed = Signal()
    choice_put_back = Signal()
    setting_changed = Signal(str)
    listing_stale = Signal()
    problem = Signal(object)
    notice = Signal(str)
    told = Signal(object)
    settled = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._study: Study | None = None

    @property
    def study(self) -> Study | None:
        """The open study."""
        return self._study

    @property
    def editable(self) -> bool:
        """True when a study is open for writing."""
        return self._study is not None and not self._study.read_only

    def tell(self, message: Message) -> None:
        """Say something on the window's bar."""
        self.told.emit(message)

    def settle(self, topic: str) -> None:
        """Take away what was said of a topic."""
        self.settled.emit(topic)
