"""What is trained, and the base that a VGG-Face begins with."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QPushButton, QWidget

from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.classifiers.bases import BaseInfo, available_bases
from neopain_gui.errors import NeoPainError
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.train.setup.chosen import VGG_FACE, Chosen
from neopain_gui.gui.widgets.eliding_combo import ElidingCombo
from neopain_gui.gui.widgets.empty import command
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.training.protocol import ARCHITECTURES as TRAINED

_NEEDS = (
    "VGG-Face begins with convolutions that others have trained on faces. Whoever has such a file "
    "brings it in once."
)
_SYNTHETIC = "This base has only seen phantoms: what is trained on it says nothing about children."


def _said(base: BaseInfo | None) -> str:
    """Say what is to be known of a base: its licence, whether it saw faces, what it lacks."""
    if base is None:
        return _NEEDS
    licence = f"Licence: {base.licence.rstrip('.')}." if base.licence else ""
    synthetic = _SYNTHETIC if base.synthetic else ""
    return " ".join(filter(None, (licence, synthetic)))


class NetworkRow(QWidget):
    """Architecture and base."""

    def __init__(self, chosen: Chosen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self.bases: dict[str, BaseInfo] = {}
        self.architecture, self.base = ElidingCombo(), ElidingCombo()
        for one in TRAINED:
            self.architecture.addItem(ARCHITECTURES[one].short_name, one)
        self.architecture.setToolTip("What is trained")
        self.base.setToolTip(literal(_NEEDS))
        self.base.setAccessibleDescription(_NEEDS)
        for combo in (self.architecture, self.base):
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.setMinimumContentsLength(16)
        self.half = QCheckBox("Keep what the base gives in half precision")
        self.half.setToolTip("Takes half the disk; the figures differ by less than 0.001")
        self.bring_in = QPushButton("Bring in another base…")
        self.bring_in.setToolTip("Look at a file of VGG-Face on the page Classifiers")
        self.note = PlainLabel()
        self.note.setWordWrap(True)
        self._arrange()
        self.architecture.activated.connect(
            lambda row: chosen.choose_architecture(self.architecture.itemData(row))
        )
        self.base.activated.connect(lambda _row: self._choose_base())
        self.half.toggled.connect(lambda _on: self._choose_base())
        self.bring_in.clicked.connect(self._bring_in)
        chosen.changed.connect(self.refresh)
        self.read()

    def _arrange(self) -> None:
        form = self._form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, control in (("&Architecture", self.architecture), ("&Base", self.base)):
            label = PlainLabel(title)
            label.setBuddy(control)
            control.setAccessibleName(title.replace("&", ""))
            form.addRow(label, control)
        form.addRow(self.note)
        self._more = QWidget()
        more = Flow(self._more)
        more.addWidget(self.half)
        more.addWidget(self.bring_in)
        form.addRow(self._more)

    def read(self) -> None:
        """Read which bases there are; the list of files may have changed."""
        try:
            self.bases = {one.id: one for one in available_bases()}
        except NeoPainError:  # the program's own list; the window says it
            self.bases = {}
        with QSignalBlocker(self.base):
            self.base.clear()
            for one in self.bases.values():
                self.base.addItem(one.title, one.id)
        self.refresh()

    def refresh(self) -> None:
        """Show what is chosen; of the bases the first that has seen faces, where none is chosen."""
        chosen, of_base = self._chosen, self._chosen.protocol.architecture == VGG_FACE
        with QSignalBlocker(self.architecture), QSignalBlocker(self.half):
            row = self.architecture.findData(chosen.protocol.architecture)
            self.architecture.setCurrentIndex(row)
            self.half.setChecked(chosen.half)
        for widget in (self.base, self._more):
            self._form.setRowVisible(widget, of_base)
        self.bring_in.setVisible(command(self, "show_classifiers") is not None)
        known = self.bases.get(chosen.base)
        if of_base and known is None and self.bases:
            real = [one.id for one in self.bases.values() if not one.synthetic]
            chosen.choose_base((real or list(self.bases))[0], half=chosen.half)
            return
        with QSignalBlocker(self.base):
            self.base.setCurrentIndex(self.base.findData(chosen.base))
        self.note.setText(_said(known) if of_base else "")
        title = known.title if known else ""
        self.base.setToolTip(literal("\n".join(filter(None, (title, _NEEDS)))))
        self._form.setRowVisible(self.note, bool(self.note.text()))

    def _choose_base(self) -> None:
        self._chosen.choose_base(self.base.currentData() or "", half=self.half.isChecked())

    def _bring_in(self) -> None:
        show = command(self, "show_classifiers")
        if show is not None:
            show()
