"""How recordings become maps: the study's gaze settings, as controls."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QSpinBox,
    QWidget,
)

from neopain_gui.gaze.density import WEIGHTS, Measure
from neopain_gui.gaze.fixations import IDT, IVT, VIEWINGS, Exported, Filter, Viewing
from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.gui.base.plain import PlainLabel, literal

_FILTERS: tuple[tuple[str, Filter, str], ...] = (
    (
        "I-VT, Tobii's defaults",
        IVT(),
        "Velocity below 30 °/s over 20 ms; merged up to 75 ms and 0.5°; 60 ms or longer",
    ),
    ("I-DT, 60 ms and 0.5°", IDT(), "Dispersion (range of x + range of y) up to 0.5°, 60 ms"),
    ("As exported", Exported(), "The eye tracker's own fixations, where the file has them"),
)
_OWN = "Other…"
_WEIGHTS = {
    Measure.COUNT: (
        WEIGHTS[Measure.COUNT],
        "Each fixation counts 1 (Tobii's programs: absolute count)",
    ),
    Measure.DURATION: (
        WEIGHTS[Measure.DURATION],
        "Each fixation counts its milliseconds (Tobii's programs: absolute duration)",
    ),
    Measure.RELATIVE: (
        WEIGHTS[Measure.RELATIVE],
        "Each fixation counts its share of the participant's time on the photograph (Tobii's "
        "programs: relative duration)",
    ),
}


class SettingsForm(QWidget):
    """Fixation filter, screen, measure, radius and the least share of valid samples.

    Signals
    -------
    changed(settings: GazeSettings)
        By the person.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = GazeSettings()
        self.filter = QComboBox()
        for title, _, tip in _FILTERS:
            self.filter.addItem(title)
            self.filter.setItemData(self.filter.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.monitor = QComboBox()
        self.monitor.addItems([*VIEWINGS, _OWN])
        self.width_mm = _number(50, 2000, " mm", "Width of the screen")
        self.height_mm = _number(50, 2000, " mm", "Height of the screen")
        self.distance = _number(200, 2000, " mm", "Distance of the eyes where a file has none")
        self.measure = QComboBox()
        for measure in Measure:
            title, tip = _WEIGHTS[measure]
            self.measure.addItem(title, measure)
            self.measure.setItemData(self.measure.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.radius = _number(1, 500, " px", "How far a fixation is spread, pixels of the screen")
        self.degrees = QDoubleSpinBox()
        self.degrees.setRange(0.05, 20)
        self.degrees.setDecimals(2)
        self.degrees.setSingleStep(0.1)
        self.degrees.setSuffix(" °")
        self.share = QSpinBox()
        self.share.setRange(0, 100)
        self.share.setSuffix(" %")
        self._arrange()
        self.show_settings(self._settings)

    def _arrange(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows: tuple[tuple[str, QWidget, str], ...] = (
            ("Fi&xations", self.filter, "How fixations are found"),
            ("Screen", self.monitor, "Visual angles are calculated from its size"),
            ("Width", self.width_mm, "Width of the screen"),
            ("Height", self.height_mm, "Height of the screen"),
            ("Distance", self.distance, "Distance of the eyes where a file does not say it"),
            ("Wei&ght", self.measure, "What each fixation counts in a map"),
            ("Ra&dius", self.radius, "How far a fixation is spread, pixels of the screen"),
            (
                "Radius as angle",
                self.degrees,
                "The radius as a visual angle, by screen and distance",
            ),
            (
                "Minimum valid samples",
                self.share,
                "Participants with fewer valid samples are left out of group maps",
            ),
        )
        for title, control, tip in rows:
            label = PlainLabel(title)
            label.setBuddy(control)
            control.setAccessibleName(title.replace("&", ""))
            control.setToolTip(literal(tip))
            form.addRow(label, control)
        self._form = form
        for combo in (self.filter, self.measure):
            combo.activated.connect(self._edited)
        self.monitor.activated.connect(self._screen_chosen)
        for spin in (self.width_mm, self.height_mm, self.distance, self.radius):
            spin.setKeyboardTracking(False)
            spin.valueChanged.connect(self._edited)
        self.degrees.setKeyboardTracking(False)
        self.degrees.valueChanged.connect(self._degrees_typed)
        self.share.setKeyboardTracking(False)
        self.share.valueChanged.connect(self._edited)

    @property
    def settings(self) -> GazeSettings:
        """What is chosen."""
        return self._settings

    def show_settings(self, settings: GazeSettings) -> None:
        """Show settings without telling anybody."""
        self._settings = settings
        controls = (
            self.filter, self.monitor, self.width_mm, self.height_mm, self.distance, self.measure,
            self.radius, self.degrees, self.share,
        )  # fmt: skip
        blockers = [QSignalBlocker(control) for control in controls]
        found = [n for n, (_, how, _) in enumerate(_FILTERS) if how == settings.fixations]
        self.filter.setCurrentIndex(found[0] if found else -1)
        names = [name for name, viewing in VIEWINGS.items() if viewing == settings.viewing]
        self.monitor.setCurrentText(names[0] if names else _OWN)
        self.width_mm.setValue(settings.viewing.screen_mm[0])
        self.height_mm.setValue(settings.viewing.screen_mm[1])
        self.distance.setValue(settings.viewing.distance_mm)
        for control in (self.width_mm, self.height_mm, self.distance):
            self._form.setRowVisible(control, not names)
        self.measure.setCurrentIndex(self.measure.findData(settings.measure))
        self.radius.setValue(settings.radius_px)
        self.degrees.setValue(settings.radius_degrees)
        self.share.setValue(round(100 * settings.pass_share))
        del blockers

    def _screen_chosen(self) -> None:
        preset = VIEWINGS.get(self.monitor.currentText())
        if preset is not None:
            self._choose(replace(self._settings, viewing=preset))
        else:
            for control in (self.width_mm, self.height_mm, self.distance):
                self._form.setRowVisible(control, True)

    def _degrees_typed(self, degrees: float) -> None:
        radius = self._settings.radius_of_degrees(degrees)
        self._choose(replace(self._settings, radius_px=round(radius, 1)))

    def _edited(self) -> None:
        place = self.filter.currentIndex()
        viewing = Viewing(
            screen_px=self._settings.viewing.screen_px,
            screen_mm=(self.width_mm.value(), self.height_mm.value()),
            distance_mm=self.distance.value(),
        )
        self._choose(
            GazeSettings(
                fixations=_FILTERS[place][1] if place >= 0 else self._settings.fixations,
                viewing=viewing,
                measure=Measure(self.measure.currentData()),
                radius_px=self.radius.value(),
                pass_share=self.share.value() / 100,
            )
        )

    def _choose(self, settings: GazeSettings) -> None:
        if settings != self._settings:
            self.show_settings(settings)
            self.changed.emit(settings)


def _number(low: float, high: float, unit: str, name: str) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setRange(low, high)
    spin.setDecimals(1 if unit == " px" else 0)
    spin.setSuffix(unit)
    spin.setAccessibleName(name)
    return spin
