"""Within which difference agreement counts as equivalent: chosen before results are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from neopain_gui.agreement.measures import FAMILY, measure_of
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.pipeline.settings.margins import MARGINS, margin_of, with_margin

if TYPE_CHECKING:
    from neopain_gui.findings.people import Ceiling
    from neopain_gui.gui.state.session import Session

_STEP, _DECIMALS = 0.01, 3


class MarginRow(QWidget):
    """The margin of equivalence of the chosen measure, where it comes from, and the default.

    Signals
    -------
    changed
        The study keeps another margin, or one was undone.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._metric = session, FAMILY[0]
        self._ceilings: tuple[Ceiling, ...] = ()
        before = PlainLabel("Differences &within ±")
        self.value = QDoubleSpinBox()
        self.value.setAccessibleName("Margin of equivalence")
        self.value.setRange(10**-_DECIMALS, 2.0)
        self.value.setDecimals(_DECIMALS)
        self.value.setSingleStep(_STEP)
        self.value.setKeyboardTracking(False)
        self.value.setToolTip(
            "A difference between −margin and margin does not matter to you. Choose it before you "
            "look at results: the report says when it was set, and whether results were there"
        )
        before.setBuddy(self.value)
        self.source = PlainLabel()
        self.default = QPushButton("Default")
        self.default.setToolTip("Half the width of the human ceiling’s interval")
        self.source.setWordWrap(True)
        line = QHBoxLayout()
        for widget in (before, self.value, self.default):
            line.addWidget(widget)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        column.addWidget(self.source)
        self.value.valueChanged.connect(self._set)
        self.default.clicked.connect(lambda *_: self._put(None))
        session.setting_changed.connect(self._other)

    def show_for(self, metric: str, ceilings: tuple[Ceiling, ...]) -> None:
        """Show the margin of a measure; of one outside the family of Table 5 there is none."""
        self._metric, self._ceilings = metric, ceilings
        self.setEnabled(metric in FAMILY and self._session.study is not None)
        if self._session.study is None or metric not in FAMILY:
            return
        margin = margin_of(self._session.study, metric, ceilings)
        self.value.blockSignals(True)
        self.value.setValue(margin.value)
        self.value.blockSignals(False)
        name = measure_of(metric).title
        self.source.setText(f"of {name} count as equivalent; {margin.source}.")
        kept = self._session.study.setting(MARGINS, {}) or {}
        self.default.setEnabled(metric in kept)

    def _set(self, value: float) -> None:
        self._put(value)

    def _put(self, value: float | None) -> None:
        study = self._session.study
        if study is None:
            return
        setting = with_margin(study, self._metric, value)
        self._session.settings.put(MARGINS, setting, "the margin of equivalence", merge="margin")

    def _other(self, key: str) -> None:
        if key == MARGINS:
            self.show_for(self._metric, self._ceilings)
            self.changed.emit()
