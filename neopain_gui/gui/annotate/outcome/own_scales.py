"""Scales of one's own: a definition is saved as a file, changed there, and brought in again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from neopain_gui.errors import EnvironmentFault, InputError, NeoPainError
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.gui.widgets.flow import Flow

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session

_KIND = "scales"
_FILTER = "Scale (*.json)"


class OwnScales(QWidget):
    """All scales of the study; saving one as a file, bringing one in, taking one's own out."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._ids: list[str] = []
        self.list = QComboBox()
        self.list.setAccessibleName("Scales")
        self.list.setMinimumContentsLength(24)
        self.save = QPushButton("&Save as file…")
        self.save.setToolTip("Save the scale’s definition, as a beginning of one’s own")
        self.add = QPushButton("&Bring in a scale…")
        self.add.setToolTip("Take a definition from a file: a scale of one’s own, or other words")
        self.remove = QPushButton("&Take out")
        self.remove.setToolTip("Take the study’s own scale, or its own words, out of the study")
        self.says = PlainLabel()
        self.says.setWordWrap(True)
        name = PlainLabel("S&cales")
        name.setBuddy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        line = QWidget()
        row = Flow(line)
        for one in (name, self.list, self.save, self.add, self.remove):
            row.addWidget(one)
        column.addWidget(line)
        column.addWidget(self.says)
        self.save.clicked.connect(self._save)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.list.currentIndexChanged.connect(self._show)

    def read(self) -> None:
        """Read the scales of the study."""
        from neopain_gui.pipeline.settings.instruments import study_scales

        study, before = self._session.study, self.chosen
        scales = study_scales(study) if study is not None else {}
        self.list.blockSignals(True)
        self.list.clear()
        self._ids = list(scales)
        self.list.addItems([f"{one.short}: {one.title}" for one in scales.values()])
        if before in self._ids:
            self.list.setCurrentIndex(self._ids.index(before))
        self.list.blockSignals(False)
        self._show()

    @property
    def chosen(self) -> str:
        """The id of the scale that is chosen; empty where none is."""
        place = self.list.currentIndex()
        return self._ids[place] if 0 <= place < len(self._ids) else ""

    def _show(self, *_: object) -> None:
        from neopain_gui.pipeline.settings.instruments import has_own, study_scales

        study = self._session.study
        scale = study_scales(study).get(self.chosen) if study is not None else None
        editable = study is not None and self._session.editable
        own = study is not None and has_own(study, self.chosen)
        self.save.setEnabled(scale is not None)
        self.add.setEnabled(editable)
        self.remove.setEnabled(editable and own)
        if scale is None:
            self.says.setText("")
            return
        whose = "The study’s own. " if own else ""
        unseen = sum(not one.on_still for one in scale.items)
        still = f"{unseen} of them cannot be seen on a photograph." if unseen else ""
        self.says.setText(f"{whose}{scale.source.text}. {len(scale.items)} items. {still}")

    def _save(self) -> None:
        from neopain_gui.annotation.scales import scale_text
        from neopain_gui.imaging import write_bytes_atomic
        from neopain_gui.pipeline.settings.instruments import study_scales

        study = self._session.study
        if study is None:
            return
        scale = study_scales(study)[self.chosen]
        start = f"{scale.id}.json"
        name, _ = file_dialogs.save_as(self, _KIND, "Save a scale", start, _FILTER)
        if not name:
            return
        try:
            write_bytes_atomic(Path(name), scale_text(scale).encode())
        except (EnvironmentFault, InputError) as error:
            self._session.problem.emit(error)

    def _add(self) -> None:
        from neopain_gui.annotation.scales import read_scale
        from neopain_gui.pipeline.settings.instruments import with_scale

        study = self._session.study
        path = file_dialogs.file(self, _KIND, "Bring in a scale", _FILTER)
        if path is None or study is None:
            return
        try:
            scale = read_scale(path)
            settings = with_scale(study, scale)
        except NeoPainError as error:
            self._session.problem.emit(error)
            return
        self._session.settings.put_many(settings, f"the scale {scale.short}")
        self.read()
        self.list.setCurrentIndex(self._ids.index(scale.id))

    def _remove(self) -> None:
        from neopain_gui.pipeline.settings.instruments import without_scale

        study = self._session.study
        if study is None:
            return
        try:
            settings = without_scale(study, self.chosen)
        except NeoPainError as error:
            self._session.problem.emit(error)
            return
        self._session.settings.put_many(settings, "taking out a scale")
        self.read()
