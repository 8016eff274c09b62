"""One set of landmarks: its points on a face, and their fields where it is the study's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from neopain_gui.annotation import landmarks_draft as draft
from neopain_gui.annotation.faults import Fault
from neopain_gui.annotation.landmarks import landmark_definition
from neopain_gui.gui.annotate.instruments import fields
from neopain_gui.gui.annotate.instruments.entry_list import EntryList
from neopain_gui.gui.annotate.instruments.face_schematic import FaceSchematic, Shown
from neopain_gui.gui.annotate.instruments.own_edits import OwnEdits
from neopain_gui.gui.annotate.instruments.pair_list import PairList
from neopain_gui.gui.annotate.instruments.point_form import PointForm
from neopain_gui.gui.base import theme
from neopain_gui.imaging import png_bytes

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session

_ORDER = ("add", "copy", "remove", "up", "down")


class SetDetails(QWidget):
    """The points of a set.

    Parameters
    ----------
    session : Session
        Whose study, and whose photograph on display can lie behind the points.
    edits : OwnEdits
        Of sets of landmarks.
    """

    def __init__(self, session: Session, edits: OwnEdits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._edits = session, edits
        self.name = ""
        self.definition: dict[str, Any] = {}
        self._changeable = False
        self.face = FaceSchematic()
        self.photograph = QCheckBox("On the photograph that is chosen")
        self.photograph.setToolTip("Show its face behind the points in the place of a drawing")
        self.points = EntryList("points", _ORDER)
        self.points.buttons["copy"].setText("Mirror")
        self.points.buttons["copy"].setAccessibleName("Mirror: points")
        self.points.buttons["copy"].setToolTip("A new point where its mirror image falls")
        self.point = PointForm()
        self.title = fields.line("Name", "What raters see", self._retitled)
        self.source = fields.lines("Source", "Where it comes from", self._sourced, rows=2)
        self.pairs = {part: PairList(part) for part in ("distances", "lines")}
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self._fields = QWidget()
        form = fields.form()
        form.addRow("Distances", self.pairs["distances"])
        form.addRow("Lines", self.pairs["lines"])
        form.addRow("Name of the set", self.title)
        form.addRow("Source", self.source)
        column = QVBoxLayout(self._fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.point)
        column.addLayout(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.face)
        for one in (self.photograph, self.points, self._fields):
            column.addWidget(one)
        column.addStretch(1)

    def _connect(self) -> None:
        self.photograph.toggled.connect(lambda _on: self._show_behind())
        self._session.image_selected.connect(lambda *_: self._show_behind())
        self.points.chosen.connect(lambda _place: self._show_point())
        self.points.asked.connect(self._asked)
        self.face.chosen.connect(self.points.list.setCurrentRow)
        self.face.moved.connect(self._moved)
        self.face.added.connect(lambda u, v: self._add(draft.with_point(self.definition, u, v)))
        self.point.changed.connect(lambda made, what: self._keep(made, what, merge=what))
        for part in self.pairs.values():
            part.changed.connect(self._keep)

    # -- showing -----------------------------------------------------------------------------
    def show_one(self, name: str, *, changeable: bool) -> Fault | None:
        """Show a set; return what is wrong with it. See :meth:`ScaleDetails.show_one`."""
        definition = self._edits.definition(name)
        fault = draft.read_draft(definition)[1] if definition is not None else None
        thing = self._edits.all().get(name)
        if definition is None and thing is not None:
            definition = landmark_definition(thing)
        fresh, self.name = name != self.name, name
        self.definition, self._changeable = definition or {}, changeable
        self.face.editable = changeable
        self._fields.setHidden(not changeable)
        for button in self.points.buttons.values():
            button.setHidden(not changeable)
        if definition is not None and "points" in definition:
            self._show(0 if fresh else -1, fault)
        return fault

    def go_to(self, fault: Fault) -> None:
        """Bring what is wrong to the front."""
        part, place = (*fault.where, "", 0)[:2]
        if part == "points" and isinstance(place, int):
            self.points.list.setCurrentRow(place)
            self.point.title.setFocus()
        elif part in ("title", "source"):
            self.title.setFocus()
        else:
            self.point.eye.setFocus()

    def _show(self, choose: int, fault: Fault | None = None) -> None:
        where = fault.where if fault is not None else ()
        wrong = where[1] if len(where) > 1 and where[0] == "points" else -1
        titles = [str(one.get("title", "")) for one in self.definition["points"]]
        self.points.show_entries(titles, wrong=int(wrong), choose=choose)
        self.points.buttons["remove"].setEnabled(self._changeable and len(titles) > 2)
        self._show_point()
        if self._changeable:
            fields.put(self.title, self.definition.get("title", ""))
            fields.put(self.source, self.definition.get("source", ""))
            for part in self.pairs.values():
                part.show_pairs(self.definition)

    def _show_point(self) -> None:
        place = self.points.list.currentRow()
        entries = self.definition.get("points", [])
        names = draft.names_of(self.definition) if entries else []
        lines = [
            (names.index(one), names.index(other))
            for one, other in self.definition.get("lines", [])
            if one in names and other in names
        ]
        shown = [
            Shown(
                title=str(one.get("title", "")),
                u=float(one["u"]),
                v=float(one["v"]),
                colour=str(one.get("colour", "")),
            )
            for one in entries
        ]
        self.face.show_points(shown, lines, place)
        if self._changeable and 0 <= place < len(entries):
            self.point.show_point(self.definition, place)

    def _show_behind(self) -> None:
        study, image = self._session.study, self._session.image
        if not self.photograph.isChecked() or study is None or image is None:
            self.face.show_photograph(None, None)
            return
        face = study.faces.get(image.id)
        pixmap = QPixmap()
        pixmap.loadFromData(png_bytes(study.images.pixels(image.id), compression=1))
        self.face.show_photograph(pixmap, face)

    # -- what a person does ------------------------------------------------------------------
    def _keep(self, definition: Mapping[str, Any], what: str, *, merge: str = "") -> None:
        place = self.points.list.currentRow()
        key = f"point {place} {merge}" if merge else ""
        self._edits.keep(definition, f"changing the {what} of landmarks", merge=key)

    def _add(self, definition: Mapping[str, Any]) -> None:
        self._edits.keep(definition, "one more point")
        self._show(len(self.definition["points"]) - 1)

    def _moved(self, place: int, u: float, v: float) -> None:
        self._keep(draft.at_place(self.definition, place, u, v), "place", merge="place")

    def _asked(self, what: str, place: int) -> None:
        found = self.definition
        if what == "add":
            self._add(draft.with_point(found))
        elif what == "copy":
            self._add(draft.with_mirrored(found, place))
        elif what == "remove":
            self._keep(draft.without_point(found, place), "points")
        else:
            by = -1 if what == "up" else 1
            self._keep(draft.with_moved(found, place, by), "order")
            self._show(min(max(place + by, 0), len(found["points"]) - 1))

    def _retitled(self, text: str) -> None:
        self._keep({**self.definition, "title": text}, "name", merge="title")

    def _sourced(self, text: str) -> None:
        made = {**self.definition, "source": text}
        if not text:
            del made["source"]
        self._keep(made, "source", merge="source")
