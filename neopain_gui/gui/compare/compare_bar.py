"""What the matrix shows: which photographs, which measure, which extraction models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QWidget,
)

from neopain_gui.agreement.measure import Measure
from neopain_gui.agreement.measures import MEASURES, OVERLAP, measure_of
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.compare.matrix import Scope
from neopain_gui.gui.compare.model_chooser import ModelChooser
from neopain_gui.gui.compare.view_choice import PAIRED, CompareView
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.model_heads import Heads
from neopain_gui.gui.widgets.segments import SegmentRow
from neopain_gui.gui.work.agreement_tables import compared_names
from neopain_gui.gui.work.outdated import Outdated

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session

_SCOPES = {
    Scope.PHOTOGRAPH: ("This photo&graph", "The agreement on the chosen photograph"),
    Scope.ALL: ("&All", "The mean over all photographs"),
    Scope.PAIN: ("Pain", "The mean over the photographs labelled pain (Table 3)"),
    Scope.NO_PAIN: ("No pain", "The mean over the photographs labelled no pain (Table 4)"),
    Scope.DIFFERENCE: ("Difference", "The mean for pain less the mean for no pain"),
}


class CompareBar(QWidget):
    """The controls above the views.

    Attributes
    ----------
    side : QWidget
        The choice of extraction models and the export, for the panel to place.

    Signals
    -------
    changed()
        Scope or measure.
    export()
        The button was pressed.
    """

    changed = Signal()
    export = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._scope = Scope.PHOTOGRAPH
        self._row = Flow(self)
        self._row.addWidget(self._make_scopes())
        self.metrics = QComboBox(self)
        self.metrics.setAccessibleName("Measure")
        self.metrics.setToolTip("How agreement is measured (3.6)")
        overlap_first = sorted(MEASURES, key=lambda one: one.id != OVERLAP)
        for place, one in enumerate(overlap_first):
            self.metrics.addItem(one.title, one.id)
            self.metrics.setItemData(place, literal(one.says), Qt.ItemDataRole.ToolTipRole)
        self.metrics.currentIndexChanged.connect(lambda _i: self.changed.emit())
        self._row.addWidget(self.metrics)
        self.side = QWidget(self)
        row = QHBoxLayout(self.side)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.models = QToolButton(self)
        self.models.setText("Mo&dels…")
        self.models.setToolTip("Which extraction models are compared")
        self.models.setAccessibleName("Extraction models")
        self.models.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.models.clicked.connect(lambda _checked=False: self._open_models())
        self.chooser = ModelChooser(self)
        self.chooser.chosen.connect(self._models_chosen)
        row.addWidget(self.models)
        self.exporting = QPushButton("E&xport tables…", self)
        self.exporting.setAccessibleName("Export the agreement tables")
        self.exporting.setToolTip(
            "Agreement of each photograph and the means for pain and no pain, as CSV"
        )
        self.exporting.clicked.connect(self.export)
        row.addWidget(self.exporting)

    def add(self, options: QWidget) -> None:
        """Place a view's own controls behind the others."""
        self._row.addWidget(options)

    def _make_scopes(self) -> QWidget:
        self._scopes = SegmentRow(_SCOPES, self._scope, self)
        self._scopes.chosen.connect(self._choose)
        self.scopes = self._scopes.buttons
        return self._scopes

    def _choose(self, scope: Scope) -> None:
        self._scope = scope
        self.changed.emit()

    @property
    def scope(self) -> Scope:
        """Which photographs."""
        return self._scope

    @property
    def measure(self) -> Measure:
        """Which measure."""
        return measure_of(self.metrics.currentData())

    @property
    def of_overlap(self) -> bool:
        """Whether what is shown is overlap."""
        return not self.metrics.isHidden() and self.measure.id == OVERLAP

    def offer(self, view: CompareView, *, measured: bool) -> None:
        """Show what a view has use for, and take the rest away.

        ``measured``: the table of the statistics is of a measure.
        """
        self._scopes.setVisible(view is CompareView.MATRIX)
        in_statistics = view is CompareView.STATISTICS
        self.metrics.setVisible(measured if in_statistics else view in PAIRED)

    def set_ready(self, ready: bool) -> None:
        """Allow the export of what is up to date."""
        self.exporting.setEnabled(ready)

    def _open_models(self) -> None:
        study = self._session.study
        if study is None:
            return
        models = study.results.models()
        marks = self._session.findChild(Outdated)
        why = {} if marks is None else {one.name: marks.reasons(one.name) for one in models}
        self.chooser.show_models(Heads(models), compared_names(self._session), why)
        self.chooser.open_at(self.models.mapToGlobal(self.models.rect().bottomLeft()))

    def _models_chosen(self, names: list[str]) -> None:
        """Compare those that are ticked; without any the usual ones, which are ticked then."""
        self._session.choices.set_extraction_models(names)
        if not names:
            self.chooser.tick(compared_names(self._session))
