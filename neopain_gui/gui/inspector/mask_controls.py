"""How relevance becomes a contour mask: c, clusters and σ, felt at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QWidget,
)

from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.scene.current_scene import CurrentScene
from neopain_gui.gui.scene.overlay import contour
from neopain_gui.gui.widgets.slide import Slide
from neopain_gui.maps import ATTRIBUTION, GAZE, Kind
from neopain_gui.masks import MaskSettings
from neopain_gui.percentages import percent

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session
    from neopain_gui.masks import MaskSettings

_MOST_CLUSTERS = 12
_LARGEST_SIGMA = 10.0


class MaskControls(QWidget):
    """The mask settings of the study; they hold for every photograph and every panel."""

    def __init__(
        self, session: Session, scenes: CurrentScene, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._scenes = session, scenes
        self.c = Slide(
            "Threshold c",
            "The mask keeps what lies at least this many standard deviations above the mean "
            "relevance: "
            "c of equation 9",
            low=-1.0,
            high=3.0,
            step=0.05,
            decimals=2,
            widest=(-20.0, 20.0),
        )
        self.clusters = QSpinBox()
        self.clusters.setRange(1, _MOST_CLUSTERS)
        self.clusters.setSpecialValueText("off")
        self.clusters.setToolTip(
            "Into how many groups of like relevance the map is simplified first: the clusters of "
            "k-means (3.4.3); off leaves that step out"
        )
        self.sigma = QDoubleSpinBox()
        self.sigma.setRange(0.0, _LARGEST_SIGMA)
        self.sigma.setSingleStep(0.5)
        self.sigma.setDecimals(1)
        self.sigma.setSpecialValueText("off")
        self.sigma.setToolTip(
            "How much the map is smoothed: standard deviation σ of the 11 × 11 Gaussian, in cells "
            "of the "
            "map's grid; 0 is off"
        )
        for control, name in ((self.clusters, "Clusters"), (self.sigma, "Sigma")):
            control.setAccessibleName(name)
            control.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.coverage = PlainLabel("–")
        self.coverage.setAccessibleName("Coverage")
        self.coverage.setToolTip(
            "Share of the rectangle that was looked at which lies inside the mask"
        )
        self.reset = QPushButton("Reset")
        self.reset.setAccessibleName("Reset mask settings")
        self.reset.setToolTip("The dissertation's values: c 0.5 and 0.1, 5 clusters, σ 2")
        self._c_name = PlainLabel()
        self._uncut = PlainLabel("An annotation is not cut: what was marked is the mask.")
        self._uncut.setWordWrap(True)
        self._uncut.hide()
        self._uncut.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._arrange()
        self.c.changed.connect(self._set_c)
        self.clusters.valueChanged.connect(lambda n: self._set(clusters=0 if n < 2 else n))
        self.sigma.valueChanged.connect(lambda value: self._set(sigma=round(value, 3)))
        self.reset.clicked.connect(self._reset)
        scenes.changed.connect(self.refresh)
        scenes.appearance_changed.connect(self.refresh)
        session.study_changed.connect(self.refresh)
        self.refresh()

    def _arrange(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._c_name.setBuddy(self.c.slider)
        form.addRow(self._c_name, self.c)
        form.addRow(self._uncut)
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(self.clusters, 1)
        sigma = PlainLabel("σ")
        sigma.setBuddy(self.sigma)
        pair.addWidget(sigma)
        pair.addWidget(self.sigma, 1)
        clusters = PlainLabel("Cl&usters")
        clusters.setBuddy(self.clusters)
        form.addRow(clusters, pair)
        last = QHBoxLayout()
        last.addWidget(self.coverage, 1)
        last.addWidget(self.reset)
        form.addRow("Coverage", last)

    @property
    def _kind(self) -> Kind:
        relevance = self._scenes.shown
        return ATTRIBUTION if relevance is None else relevance.model.traits

    def _set_c(self, c: float) -> None:
        self._set(**{self._kind.c: c})

    def _set(self, **changes: Any) -> None:
        choices = self._session.choices
        choices.set_mask_settings(replace(choices.mask_settings, **changes))

    def _reset(self) -> None:
        self._session.choices.set_mask_settings(MaskSettings())

    def refresh(self) -> None:
        """Show the study's settings and the coverage they give."""
        self.setEnabled(self._session.study is not None)
        if self._session.study is None:
            self.coverage.setText("–")
            return
        settings = self._session.choices.mask_settings
        self._show_settings(settings)
        relevance = self._scenes.shown
        if relevance is None:
            self.coverage.setText("–")
        else:
            mask = contour(relevance, settings)
            self.coverage.setText(
                percent(mask.coverage, ".1f") if not mask.empty else "0 % (empty)"
            )

    def _show_settings(self, settings: MaskSettings) -> None:
        kind = self._kind
        c = settings.c_for(kind)
        self._c_name.setText("&c, gaze" if kind is GAZE else "&c")
        if c is not None:  # else the mask is what was marked, whatever c is
            self.c.set_value(c)
        self.c.setEnabled(c is not None)
        self._uncut.setVisible(c is None)
        controls = (self.clusters, self.sigma)
        for control in controls:
            control.blockSignals(True)
            control.setEnabled(kind.post_processed)
        self.clusters.setMaximum(max(_MOST_CLUSTERS, settings.clusters))
        self.clusters.setValue(settings.clusters or 1)
        self.sigma.setMaximum(max(_LARGEST_SIGMA, settings.sigma))
        self.sigma.setValue(settings.sigma)
        for control in controls:
            control.blockSignals(False)
