"""One point of a set of landmarks: what it is called, its side, where it is put first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from neopain_gui.annotation import landmarks_draft as draft
from neopain_gui.gui.annotate.instruments import fields
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal

COLOURS = {
    "": "as the others",
    "#e69f00": "orange",
    "#56b4e9": "sky blue",
    "#009e73": "green",
    "#f0e442": "yellow",
    "#d55e00": "vermilion",
    "#cc79a7": "pink",
}
"""Colours that are told apart by everybody (Okabe and Ito, 2008)."""
_EYES = {draft.NO_EYE: "no eye’s", draft.RIGHT: "the right eye’s", draft.LEFT: "the left eye’s"}
_FIRST = {
    "": "as the drawing of a face has it",
    "right_eye": "on the detector’s right eye",
    "left_eye": "on the detector’s left eye",
    "nose": "on the detector’s tip of the nose",
    "mouth_right": "on the detector’s right corner of the mouth",
    "mouth_left": "on the detector’s left corner of the mouth",
}
_MIDDLE = "none: it lies in the middle"


class PointForm(QWidget):
    """The fields of a point.

    Signals
    -------
    changed(definition: dict, what: str)
        A person changed it: the whole set, and what changed.
    """

    changed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._definition: dict[str, Any] = {}
        self._place = -1
        self.title = fields.line("Name", "What the page calls it", partial(self._put, "title"))
        self.name = fields.line("In data", "What data call it", partial(self._put, "name"))
        self.colour = _combo("Colour", "In which it is drawn", COLOURS)
        for place, colour in enumerate(COLOURS):
            if colour:
                self.colour.setItemIcon(place, _swatch(colour))
        self.first = _combo("Is put first", "Before a rater drags it", _FIRST)
        self.u = fields.number("Sideways", "In distances between the eyes", self._moved)
        self.v = fields.number("Down", "In distances between the eyes", self._moved)
        for number in (self.u, self.v):
            number.setRange(-5, 5)
            number.setDecimals(3)
            number.setSingleStep(0.01)
        self.mirror = fields.narrow(QComboBox())
        self.mirror.setAccessibleName("Mirror image of")
        self.mirror.setToolTip("The point of the other side that it is mirrored to")
        self.eye = _combo("Part of", "Eyes are the unit of distances, and the mirror", _EYES)
        self.colour.activated.connect(lambda _p: self._put("colour", self.colour.currentData()))
        self.first.activated.connect(lambda _p: self._put("detector", self.first.currentData()))
        self.mirror.activated.connect(lambda _p: self._pair())
        self.eye.activated.connect(lambda _p: self._into_eye())
        self._lay_out()

    def _lay_out(self) -> None:
        place = QHBoxLayout()
        place.setSpacing(theme.SPACE)
        for one in (self.u, PlainLabel("down"), self.v):
            place.addWidget(one)
        place.addStretch(1)
        form = fields.form()
        form.addRow("Name", self.title)
        form.addRow("In data", self.name)
        form.addRow("Is put first", self.first)
        form.addRow("Sideways", place)
        form.addRow("Mirror image of", self.mirror)
        form.addRow("Part of", self.eye)
        form.addRow("Colour", self.colour)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)

    def show_point(self, definition: Mapping[str, Any], place: int) -> None:
        """Show a point of a set."""
        self._definition, self._place = dict(definition), place
        point = definition["points"][place]
        fields.put(self.title, point.get("title", ""))
        fields.put(self.name, point.get("name", ""))
        fields.put(self.colour, point.get("colour", ""))
        fields.put(self.first, point.get("detector", ""))
        fields.put(self.u, point.get("u", 0.0))
        fields.put(self.v, point.get("v", 0.0))
        fields.put(self.eye, draft.eye_of(definition, place))
        with QSignalBlocker(self.mirror):
            self.mirror.clear()
            self.mirror.addItem(_MIDDLE, -1)
            for other, one in enumerate(definition["points"]):
                if other != place:
                    self.mirror.addItem(str(one.get("title", "")), other)
        fields.put(self.mirror, draft.mirror_of(definition, place))

    # -- what a person does ------------------------------------------------------------------
    def _put(self, key: str, value: str) -> None:
        made = draft.with_field(self._definition, self._place, **{key: value})
        self.changed.emit(made, {"title": "name", "name": "name in data"}.get(key, key))

    def _moved(self, _value: float) -> None:
        made = draft.at_place(self._definition, self._place, self.u.value(), self.v.value())
        self.changed.emit(made, "place")

    def _pair(self) -> None:
        other = self.mirror.currentData()
        self.changed.emit(draft.paired(self._definition, self._place, other), "mirror image")

    def _into_eye(self) -> None:
        eye = self.eye.currentData()
        self.changed.emit(draft.in_eye(self._definition, self._place, eye), "eye")


def _combo(name: str, tip: str, choices: Mapping[Any, str]) -> QComboBox:
    made = fields.narrow(QComboBox())
    made.setAccessibleName(name)
    made.setToolTip(literal(tip))
    for key, text in choices.items():
        made.addItem(text, key)
    return made


def _swatch(colour: str) -> QIcon:
    made = QPixmap(12, 12)
    made.fill(QColor(colour))
    return QIcon(made)
