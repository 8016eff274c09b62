"""What comes of rating: raters' maps, and the label that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.work.submit import make_annotation_maps

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.pipeline.annotation.maps import RatersModel
    from neopain_gui.pipeline.labels import LabelSource

_HEADS = ("Extraction model", "Raters", "Photographs rated", "Maps")


class OutcomePage(QWidget):
    """Raters' extraction models, and which label counts.

    Attributes
    ----------
    models : list of RatersModel
        Those in the table.
    sources : list of LabelSource
        Those in the list of labels.
    """

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.setAccessibleName("What comes of rating")
        self.models: list[RatersModel] = []
        self.sources: list[LabelSource] = []
        self._old = True
        self.says = PlainLabel()
        self.says.setWordWrap(True)
        self.table = QTableWidget(0, len(_HEADS))
        self.share = QSpinBox()
        self.make = QPushButton("&Make maps")
        self.label = QComboBox()
        self.label_says = PlainLabel()
        self.label_says.setWordWrap(True)
        self._arrange()
        self.make.clicked.connect(self._make)
        self.share.valueChanged.connect(self._keep_share)
        self.label.activated.connect(self._keep_label)
        session.study_changed.connect(self.refresh)
        session.annotations_changed.connect(self.refresh)
        session.results_changed.connect(self.refresh)
        session.setting_changed.connect(self.refresh)

    def _arrange(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels(_HEADS)
        table.setAccessibleName("Extraction models of raters")
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setMinimumHeight(120)
        self.make.setToolTip("Make the maps of the chosen lines, of all where none is chosen")
        self.share.setRange(1, 100)
        self.share.setSuffix(" % of raters")
        self.share.setAccessibleName("Share of raters from which on a place is inside a mask")
        self.share.setToolTip("From this share on a place is inside a group’s mask")
        self.share.setKeyboardTracking(False)
        self.label.setAccessibleName("Label that counts")
        self.label.setToolTip(
            "Which label counts for statistics and training; the data set’s stays what it is"
        )
        self.label.setMinimumContentsLength(28)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[2 * theme.SPACE] * 4)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.says)
        column.addWidget(table, 1)
        column.addWidget(_line(_name("&Inside a mask from", self.share), self.share, self.make))
        column.addWidget(_line(_name("&Label that counts", self.label), self.label))
        column.addWidget(self.label_says)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._old:
            self.refresh()

    def refresh(self, *_: object) -> None:
        """Read what there is; later if nobody looks."""
        self._old = not self.isVisible()
        if self._old:
            return
        study = self._session.study
        editable = study is not None and self._session.editable
        for widget in (self.make, self.share, self.label):
            widget.setEnabled(editable)
        if study is None:
            return
        from neopain_gui.pipeline.annotation.maps import RatersMaps, share_of

        makes = RatersMaps(study)
        self.models = list(makes.models.values())
        self.share.blockSignals(True)
        self.share.setValue(round(100 * share_of(study)))
        self.share.blockSignals(False)
        there: dict[str, int] = {}
        for one in study.results.all(models=[one.name for one in self.models]):
            there[one.model.name] = there.get(one.model.name, 0) + 1
        self.table.setRowCount(len(self.models))
        for row, model in enumerate(self.models):
            cells = (
                model.name,
                str(len(model.raters)),
                str(len(makes.photographs(model.name))),
                str(there.get(model.name, 0)),
            )
            for place, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(literal(model.name))
                if place:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                self.table.setItem(row, place, item)
        for place in (1, 2, 3):
            self.table.resizeColumnToContents(place)
        self.make.setEnabled(editable and bool(self.models))
        self.says.setText(_words(bool(self.models), makes.said.waiting))
        self._show_label()

    def _show_label(self) -> None:
        from neopain_gui.pipeline.labels import CountedLabels, label_source
        from neopain_gui.pipeline.labels.source import label_sources

        study = self._session.study
        if study is None:
            return
        present, self.sources = label_source(study), label_sources(study)
        if present not in self.sources:
            self.sources.append(present)
        self.label.clear()
        self.label.addItems([_capital(one.words) for one in self.sources])
        self.label.setCurrentIndex(self.sources.index(present))
        said = CountedLabels.of(study, present).sentences(study.images.all())
        self.label_says.setText(" ".join(said))
        self.label_says.setVisible(bool(said))

    # -- what a person does ------------------------------------------------------------------
    def _make(self) -> None:
        chosen = sorted({index.row() for index in self.table.selectedIndexes()})
        names = [self.models[row].name for row in chosen] or [one.name for one in self.models]
        make_annotation_maps(self._session, self._jobs, names)

    def _keep_share(self, percentage: int) -> None:
        from neopain_gui.pipeline.annotation.maps import SHARE

        self._session.settings.put(SHARE, percentage / 100, "the share of raters", merge="share")

    def _keep_label(self, place: int) -> None:
        from neopain_gui.pipeline.labels import COUNTED_LABEL

        source = self.sources[place].as_dict()
        self._session.settings.put(COUNTED_LABEL, source, "the label that counts")


def _words(any_there: bool, waiting: tuple[tuple[str, str], ...]) -> str:
    said = (
        "What raters marked and coded becomes extraction models, which are compared with gaze and "
        "networks. "
        if any_there
        else "When raters have marked regions, or coded a scale with items of the face, their "
        "extraction models stand here. "
    )
    left = len(waiting)
    if left:
        said += f"Blind rounds count when they are handed in; not handed in yet: {left}."
    return said


def _name(text: str, buddy: QWidget) -> PlainLabel:
    label = PlainLabel(text)
    label.setBuddy(buddy)
    return label


def _line(*widgets: QWidget) -> QWidget:
    line = QWidget()
    row = Flow(line)
    for one in widgets:
        row.addWidget(one)
    return line


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
