"""What is put together on the page, kept with the study until somebody comes back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from neopain_gui.errors import NeoPainError
from neopain_gui.pipeline.training.queued import as_kept, wanted_of

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session
    from neopain_gui.gui.train.setup.chosen import Chosen

SETTING = "training draft"
_BACK = (
    "The training that you were putting together is here again; Reset takes every setting as the "
    "preset has it."
)


class Draft(QObject):
    """Keeps every choice as it is made: closing the window, or another study, loses none.

    Parameters
    ----------
    session : Session
        Whose study keeps it, where it can be written to.
    chosen : Chosen
        What is chosen on the page.
    """

    def __init__(self, session: Session, chosen: Chosen, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._chosen = session, chosen
        self._reading = False
        chosen.changed.connect(self._keep)

    def bring_back(self) -> None:
        """Choose what was chosen when the study was left, or begin anew."""
        self._reading = True
        try:
            self._chosen.forget()
            study = self._session.study
            kept = study.setting(SETTING) if study is not None else None
            wanted = wanted_of({"wanted": kept})
            if wanted is not None:
                self._chosen.take_wanted(wanted)
                self._session.notice.emit(_BACK)
        except NeoPainError as error:  # of the study; whoever reads it next says the same
            self._session.problem.emit(error)
        finally:
            self._reading = False

    def _keep(self) -> None:
        study = self._session.study
        if self._reading or study is None or not self._session.editable:
            return
        try:
            if self._chosen.untouched:
                if study.setting(SETTING) is not None:
                    study.forget_setting(SETTING)
            else:
                study.set_setting(SETTING, as_kept(self._chosen.wanted))
        except NeoPainError as error:
            self._session.problem.emit(error)
