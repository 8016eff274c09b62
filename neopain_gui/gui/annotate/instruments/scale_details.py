"""One scale: how a round asks it, its parts where it is the study's own, its words where not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neopain_gui.annotation.faults import Fault
from neopain_gui.annotation.scales import Scale, scales, with_wording
from neopain_gui.gui.annotate.instruments.own_edits import OwnEdits
from neopain_gui.gui.annotate.instruments.scale_editor import ScaleEditor
from neopain_gui.gui.annotate.instruments.scale_preview import ScalePreview
from neopain_gui.gui.annotate.instruments.wording_form import WordingForm
from neopain_gui.gui.annotate.rounds.switch_boxes import SwitchBoxes
from neopain_gui.gui.base import theme
from neopain_gui.gui.widgets.flow import Stack
from neopain_gui.gui.widgets.segments import SegmentRow
from neopain_gui.pipeline.settings.instruments import (
    SCALE_SWITCHES,
    SCALE_WORDINGS,
    mapping_of,
    switches_of,
    with_switches,
)
from neopain_gui.pipeline.settings.own_instruments import with_wording_of

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session

PREVIEW, CHANGE, WORDS = "preview", "change", "words"
_VIEWS = {
    CHANGE: ("Change it", "Its items, totals and names"),
    WORDS: ("Its words", "The authors’ wording, or another language"),
    PREVIEW: ("Preview", "How a round asks it, and what answers come to"),
}


class ScaleDetails(QWidget):
    """The views of a scale.

    Parameters
    ----------
    session : Session
        Whose study.
    edits : OwnEdits
        Of scales.
    """

    def __init__(self, session: Session, edits: OwnEdits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._edits, self.name = session, edits, ""
        self._previewed: tuple[Scale | None, Mapping[str, bool]] = (None, {})
        self.views = SegmentRow(_VIEWS, PREVIEW)
        self.preview = ScalePreview()
        self.switches = SwitchBoxes()
        self.editor = ScaleEditor()
        self.wording = WordingForm()
        self.stack = Stack()
        tried = QWidget()
        column = QVBoxLayout(tried)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.switches)
        column.addWidget(self.preview, 1)
        self._pages = {PREVIEW: tried, CHANGE: self.editor, WORDS: self.wording}
        for page in self._pages.values():
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.views, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.stack, 1)
        self.views.chosen.connect(self.show_view)
        self.editor.changed.connect(self._changed)
        self.wording.changed.connect(self._worded)
        self.switches.changed.connect(self._switched)

    def show_one(self, name: str, *, changeable: bool) -> Fault | None:
        """Show a scale; return what is wrong with it, where anything is.

        Parameters
        ----------
        name : str
            Its id.
        changeable : bool
            Whether it is the study's own and no round asks for it.
        """
        scale, fault, definition = self._read(name)
        shipped = scales().get(name)
        offered = {PREVIEW: True, CHANGE: changeable, WORDS: shipped is not None}
        for view, there in offered.items():
            self.views.buttons[view].setHidden(not there)
        if name != self.name or not offered[self._view]:
            self.show_view(CHANGE if changeable else PREVIEW)
        self.name = name
        study = self._session.study
        chosen = switches_of(study, scale) if study is not None and scale is not None else {}
        self._previewed = (scale, chosen)
        if self._view == PREVIEW:
            self.preview.show_scale(*self._previewed)
        self._show_switches(scale, chosen)
        if changeable and definition is not None:
            self.editor.show_definition(definition, fault)
        if shipped is not None and study is not None:
            words = mapping_of(mapping_of(study.setting(SCALE_WORDINGS, {})).get(name, {}))
            self.wording.show_wording(shipped, words)
            self.wording.setEnabled(self._session.editable)
            fault = fault or _fault_of_words(shipped, words)
        return fault

    def show_view(self, view: str) -> None:
        """Bring a view to the front."""
        self.views.press(view)
        if view == PREVIEW:
            self.preview.show_scale(*self._previewed)
        self.stack.setCurrentWidget(self._pages[view])

    def go_to(self, fault: Fault) -> None:
        """Bring what is wrong to the front."""
        if self.views.buttons[CHANGE].isHidden():
            self.show_view(WORDS)
            return
        self.show_view(CHANGE)
        self.editor.go_to(fault)

    @property
    def _view(self) -> str:
        current = self.stack.currentWidget()
        return next(view for view, page in self._pages.items() if page is current)

    def _read(self, name: str) -> tuple[Scale | None, Fault | None, dict[str, Any] | None]:
        there = self._edits.all()
        definition = self._edits.definition(name)
        if definition is None:
            return there.get(name), None, None
        made, fault = self._edits.kind.read_draft(definition, there.values())
        return made or there.get(name), fault, definition

    def _show_switches(self, scale: Scale | None, chosen: Mapping[str, bool]) -> None:
        self.switches.blockSignals(True)
        self.switches.offer([scale] if scale is not None else [], {}, named=False)
        if scale is not None:
            self.switches.set({scale.id: chosen})
        self.switches.setEnabled(self._session.editable)
        self.switches.blockSignals(False)

    # -- what a person does ------------------------------------------------------------------
    def _changed(self, definition: Mapping[str, Any], what: str, merge: str) -> None:
        self._edits.keep(definition, f"changing {what}", merge=merge)

    def _worded(self, wording: Mapping[str, Any], what: str) -> None:
        study = self._session.study
        if study is not None:
            settings = with_wording_of(study, self.name, wording)
            text = f"the words of {what}"
            self._session.settings.put_many(settings, text, merge=f"words {self.name} {what}")

    def _switched(self) -> None:
        study = self._session.study
        if study is not None and self.name:
            settings = with_switches(study, self.switches.chosen())
            if settings:
                self._session.settings.put_many(
                    {SCALE_SWITCHES: settings[SCALE_SWITCHES]},
                    "how totals are added up",
                    said="Totals are added up so wherever the scale is asked.",
                    changed=self._session.annotations_changed.emit,
                )


def _fault_of_words(plain: Scale, words: Mapping[str, Any]) -> Fault | None:
    """Return why a wording cannot be used, so that the scale keeps NeoPain's words."""
    from pydantic import ValidationError

    from neopain_gui.annotation.faults import fault_of

    try:
        with_wording(plain, words)
    except ValidationError as error:
        return fault_of(error)
    except (ValueError, TypeError, AttributeError) as error:
        return Fault(where=(), place="", problem=str(error))
    return None
