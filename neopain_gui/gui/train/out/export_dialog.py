"""Which network of a training is exported, and as what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, breakable

if TYPE_CHECKING:
    from neopain_gui.pipeline.training.networks import Network

OWN = "own"
_KINDS = (
    (OWN, "Weights of NeoPain, with their card"),
    ("float", "TFLite, weights as they are"),
    ("fp16", "TFLite, half the size (fp16)"),
    ("int8", "TFLite, a quarter of the size (int8)"),
)
_WORDS = {
    OWN: "For another NeoPain, where the page Classifiers brings them in. The card goes beside "
    "them.",
    "float": "For other programs and telephones. A JSON beside it says what its inputs and outputs "
    "are. Its class scores are compared with those here; it is not written where they differ.",
}


class ExportDialog(QDialog):
    """Asks which network, as what, and from which class score on it is called pain.

    Parameters
    ----------
    parent : QWidget
        In front of which it opens.
    networks : sequence of Network
        That can be chosen, at least one.
    """

    def __init__(self, parent: QWidget, networks: Sequence[Network]) -> None:
        super().__init__(parent)
        self._networks = networks
        self.setObjectName("export_training")
        self.setWindowTitle("Export a network")
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * theme.SPACE,) * 4)
        column.setSpacing(2 * theme.SPACE)
        form = QFormLayout()
        self.network, self.kind = QComboBox(), QComboBox()
        self.network.setAccessibleName("Network")
        self.network.addItems([one.title for one in networks])
        self.kind.setAccessibleName("As")
        for name, title in _KINDS:
            self.kind.addItem(title, name)
        self.threshold = QDoubleSpinBox()
        self.threshold.setAccessibleName("Pain from a class score of")
        self.threshold.setRange(0.01, 0.99)
        self.threshold.setSingleStep(0.01)
        self.threshold.setValue(0.5)
        self.threshold.setToolTip(
            "What the JSON says; thresholds that inner validation chose stand in it too"
        )
        form.addRow("&Network", self.network)
        form.addRow("&As", self.kind)
        form.addRow("&Pain from a class score of", self.threshold)
        column.addLayout(form)
        self.words = PlainLabel()
        self.words.setWordWrap(True)
        column.addWidget(self.words)
        buttons = QDialogButtonBox.StandardButton
        box = QDialogButtonBox(buttons.Save | buttons.Cancel)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        box.button(buttons.Save).setText("&Save as…")
        column.addWidget(box)
        self.kind.currentIndexChanged.connect(self._look)
        self._look()

    @property
    def chosen(self) -> tuple[Network, str, float | None]:
        """The network, what it is exported as, and the threshold if another than 0.5."""
        threshold = round(self.threshold.value(), 2)
        return (
            self._networks[self.network.currentIndex()],
            str(self.kind.currentData()),
            None if threshold == 0.5 else threshold,
        )

    def _look(self) -> None:
        kind = str(self.kind.currentData())
        self.threshold.setEnabled(kind != OWN)
        self.words.setText(breakable(_WORDS.get(kind, _WORDS["float"])))
