"""What the matrix shows: which photographs, which measure, which extraction models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from neopain_gui.gui import theme
from neopain_gui.gui.compare.matrix import Metric, Scope
from neopain_gui.gui.compare.wording import NAMES
from neopain_gui.gui.flow import Flow
from neopain_gui.gui.outdated import Outdated
from neopain_gui.gui.segments import Segment

if TYPE_CHECKING:
    from neopain_gui.gui.session import Session

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
        self.scopes: dict[Scope, QToolButton] = {}
        self._row = Flow(self)
        self._row.addWidget(self._make_scopes())
        self.metrics = QComboBox(self)
        self.metrics.setAccessibleName("Measure")
        self.metrics.setToolTip("How agreement is measured (3.6)")
        for metric, title in NAMES.items():
            self.metrics.addItem(title, metric)
        self.metrics.currentIndexChanged.connect(lambda _i: self.changed.emit())
        self._row.addWidget(self.metrics)
        self.side = QWidget(self)
        row = QHBoxLayout(self.side)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.models = QToolButton(self)
        self.models.setText("Mo&dels")
        self.models.setToolTip("Which extraction models are compared")
        self.models.setAccessibleName("Extraction models")
        self.models.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.models.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = QMenu(self.models)
        self._menu.aboutToShow.connect(self._fill_models)
        self.models.setMenu(self._menu)
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
        group = QButtonGroup(self)
        self._scopes = QWidget(self)
        line = QHBoxLayout(self._scopes)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for scope, (text, tip) in _SCOPES.items():
            button = Segment(text, tip, parent=self)
            button.setChecked(scope is self._scope)
            button.clicked.connect(lambda _checked=False, s=scope: self._choose(s))
            group.addButton(button)
            line.addWidget(button)
            self.scopes[scope] = button
        return self._scopes

    def _choose(self, scope: Scope) -> None:
        self._scope = scope
        self.changed.emit()

    @property
    def scope(self) -> Scope:
        """Which photographs."""
        return self._scope

    @property
    def measure(self) -> Metric:
        """Which measure."""
        return Metric(self.metrics.currentData())

    def offer(self, *, scopes: bool, measure: bool) -> None:
        """Show what a view has use for, and take the rest away."""
        self._scopes.setVisible(scopes)
        self.metrics.setVisible(measure)

    def set_ready(self, ready: bool) -> None:
        """Allow the export of what is up to date."""
        self.exporting.setEnabled(ready)

    def _fill_models(self) -> None:
        from neopain_gui.pipeline.compare import default_models

        self._menu.clear()
        study = self._session.study
        if study is None:
            return
        chosen = self._session.extraction_models or [m.name for m in default_models(study)]
        outdated = self._session.findChild(Outdated)
        self._menu.setToolTipsVisible(True)
        for model in study.extraction_models():
            action = self._menu.addAction(model.name)
            if why := outdated.reasons(model.name) if outdated is not None else "":
                action.setIcon(theme.coloured_icon("warning", theme.level_colour("warning")))
                action.setToolTip(why)
            action.setCheckable(True)
            action.setChecked(model.name in chosen)
            action.toggled.connect(lambda _on: self._models_changed())

    def _models_changed(self) -> None:
        names = [action.text() for action in self._menu.actions() if action.isChecked()]
        self._session.set_extraction_models(names)
