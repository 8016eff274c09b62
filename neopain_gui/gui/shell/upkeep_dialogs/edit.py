"""Neonate, label, stimulus and notes of one photograph, or of many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.dataset.face_image import FaceImage, Neonate, PainLabel
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.counts import photographs
from neopain_gui.gui.base.plain import PlainLabel, breakable
from neopain_gui.natural_order import natural_key

if TYPE_CHECKING:
    from neopain_gui.study import Details

SEVERAL = "Several: left as they are"
_LABELS = {"": "No label", PainLabel.PAIN.value: "Pain", PainLabel.NO_PAIN.value: "No pain"}


class EditDialog(QDialog):
    """Fields that say what is there; what is not touched stays as it is on every photograph.

    Parameters
    ----------
    parent : QWidget
        The window.
    chosen : sequence of FaceImage
        The photographs, at least one.
    every : sequence of FaceImage
        All of the study: their neonates and stimuli are offered.
    """

    def __init__(
        self, parent: QWidget, chosen: Sequence[FaceImage], every: Sequence[FaceImage]
    ) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self._known = {image.neonate.id: image.neonate for image in every if image.neonate}
        which = chosen[0].id if len(chosen) == 1 else photographs(len(chosen))
        self.setObjectName("edit")
        self.setWindowTitle(f"Edit {which}")
        self.setMinimumWidth(440)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * theme.SPACE,) * 4)
        column.setSpacing(2 * theme.SPACE)
        form = QFormLayout()
        form.setSpacing(theme.SPACE)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.neonate = self._line(
            (image.neonate.id if image.neonate else "" for image in chosen), self._known
        )
        self.label = self._labels()
        stimuli = {image.stimulus for image in every} - {""}
        self.stimulus = self._line((image.stimulus for image in chosen), stimuli)
        self.notes = self._notes()
        self.checked = QCheckBox("Label and face are chec&ked")
        self._show_checked()
        for text, field in (
            ("&Neonate", self.neonate),
            ("&Label", self.label),
            ("&Stimulus", self.stimulus),
            ("No&tes", self.notes),
            ("", self.checked),
        ):
            field.setAccessibleName(text.replace("&", "") or "Label and face are checked")
            form.addRow(text, field)
        column.addLayout(form)
        self.remark = PlainLabel()
        self.remark.setWordWrap(True)
        column.addWidget(self.remark)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self.neonate.currentTextChanged.connect(self._remark)
        self._remark()

    # -- fields ------------------------------------------------------------------------------
    @staticmethod
    def _line(values: Iterable[str], offered: Iterable[str]) -> QComboBox:
        box = QComboBox()
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.addItems(sorted(offered, key=natural_key))
        same = set(values)
        line = box.lineEdit()
        if len(same) == 1:
            box.setEditText(same.pop())
        else:
            box.setEditText("")
            if line is not None:
                line.setPlaceholderText(SEVERAL)
        if line is not None:
            line.setModified(False)
        box.setProperty("before", box.currentText())
        return box

    def _labels(self) -> QComboBox:
        box = QComboBox()
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        same = {image.label.value if image.label else "" for image in self._chosen}
        if len(same) > 1:
            box.addItem(SEVERAL, None)
        for value, text in _LABELS.items():
            box.addItem(text, value)
        if len(same) == 1:
            box.setCurrentIndex(box.findData(same.pop()))
        return box

    def _notes(self) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setTabChangesFocus(True)
        field.setFixedHeight(5 * field.fontMetrics().lineSpacing())
        same = {image.notes for image in self._chosen}
        if len(same) == 1:
            field.setPlainText(same.pop())
        else:
            field.setPlaceholderText(SEVERAL)
        document = field.document()
        if document is not None:
            document.setModified(False)
        return field

    def _show_checked(self) -> None:
        same = {image.checked for image in self._chosen}
        if len(same) > 1:
            self.checked.setTristate(True)
            self.checked.setCheckState(Qt.CheckState.PartiallyChecked)
        else:
            self.checked.setChecked(same.pop())

    def _remark(self) -> None:
        """Say what a neonate's name means that the study does not know."""
        name = self.neonate.currentText().strip()
        new = self._touched(self.neonate) and name and name not in self._known
        self.remark.setText(breakable(f"{name} is a new neonate in this study.") if new else "")

    # -- what was changed --------------------------------------------------------------------
    @staticmethod
    def _touched(box: QComboBox) -> bool:
        line = box.lineEdit()
        typed = line is not None and line.isModified()
        return typed or box.currentText() != box.property("before")

    def details(self) -> dict[str, Details]:
        """Return what is said of the photographs now; those that stay as they are included."""
        from neopain_gui.study import Details

        return {image.id: self._of(image, Details.of(image)) for image in self._chosen}

    def _of(self, image: FaceImage, said: Details) -> Details:
        if self._touched(self.neonate):
            said = replace(said, neonate=self._neonate(image))
        label = self.label.currentData()
        if label is not None:
            said = replace(said, label=PainLabel(label) if label else None)
        if self._touched(self.stimulus):
            said = replace(said, stimulus=self.stimulus.currentText().strip())
        document = self.notes.document()
        if document is not None and document.isModified():
            said = replace(said, notes=self.notes.toPlainText().strip())
        state = self.checked.checkState()
        if state is not Qt.CheckState.PartiallyChecked:
            said = replace(said, checked=state is Qt.CheckState.Checked)
        return said

    def _neonate(self, image: FaceImage) -> Neonate | None:
        name = self.neonate.currentText().strip()
        if not name:
            return None
        dataset = image.neonate.dataset if image.neonate else ""
        return self._known.get(name) or Neonate(id=name, dataset=dataset)
