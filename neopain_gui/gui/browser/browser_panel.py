"""The browser: filter line, label chips, order, and the grid of photographs."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.drops import accept_copy, dropped_paths
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.browser.filter_line import FilterLine
from neopain_gui.gui.browser.photograph_delegate import PhotographDelegate
from neopain_gui.gui.browser.photographs_model import ID, ImageModel
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.state.ordering import SORTS
from neopain_gui.gui.state.session import Session
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.focus import bring_to_front
from neopain_gui.gui.widgets.right_click import belongs_to
from neopain_gui.gui.widgets.segments import Segment
from neopain_gui.gui.work.thumbnails import Thumbnails

_FACE_CHIPS = {
    "none": ("No face", "Show only photographs on which no face is marked"),
    "several": ("Several faces", "Show only photographs on which several faces were found"),
}
_CHIPS = (("pain", "Pain"), ("no pain", "No pain"), ("", "Unlabelled"))


class BrowserPanel(QWidget):
    """The study's photographs.

    Signals
    -------
    dropped(paths: list of Path)
    add_wanted()
        The button of the empty state was pressed.
    remove_wanted()
        Delete was pressed on the small pictures.
    """

    dropped = Signal(object)
    add_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setAcceptDrops(True)
        self.setAccessibleName("Photographs of the study")
        self.thumbnails = Thumbnails(session, jobs, self)
        self.model = ImageModel(session, jobs, self.thumbnails, self)
        self._following = False
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE, theme.SPACE, theme.SPACE, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self._filter_line())
        column.addWidget(self._chip_row())
        column.addWidget(self._face_chip_row())
        self.view = self._grid()
        self.empty, self._empty_text, self.empty_button = self._empty_page()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.empty)
        column.addWidget(self._pages, 1)
        session.image_selected.connect(self._follow)
        session.images_changed.connect(self._show_face_chips)  # its model has read them by then
        self.model.modelReset.connect(self._refresh)
        session.filter_changed.connect(self._show_filter)
        self._refresh()

    def go_to_filter(self) -> None:
        """Bring the keyboard to the line that filters, with what it says selected."""
        bring_to_front(self.line)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    # -- building ----------------------------------------------------------------------------
    def _filter_line(self) -> QLineEdit:
        self.line = FilterLine()
        self.line.textChanged.connect(self._text_changed)
        self.line.left.connect(lambda: self.view.setFocus(Qt.FocusReason.OtherFocusReason))
        return self.line

    def _chip_row(self) -> QWidget:
        box = QWidget()
        row = Flow(box, spacing=theme.SPACE // 2)
        self.chips: dict[str, QToolButton] = {}
        for label, word in _CHIPS:
            chip = Segment(word, f"Show only photographs: {word.lower()}")
            chip.setAccessibleName(f"Show photographs labelled {word.lower()}")
            chip.toggled.connect(self._chips_changed)
            self.chips[label] = chip
            row.addWidget(chip)
        row.addStretch()
        self.sort = QComboBox()
        self.sort.setAccessibleName("Order of the photographs")
        self.sort.setToolTip("Order of the photographs")
        for key, word in SORTS.items():
            self.sort.addItem(word, key)
        self.sort.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.sort.currentIndexChanged.connect(
            lambda _row: self._session.set_filter(sort=self.sort.currentData())
        )
        row.addWidget(self.sort)
        return box

    def _face_chip_row(self) -> QWidget:
        """Build what is seen only where there is something to see to."""
        self._face_row = QWidget()
        row = Flow(self._face_row, spacing=theme.SPACE // 2)
        self.face_chips: dict[str, QToolButton] = {}
        for name, (word, tip) in _FACE_CHIPS.items():
            chip = Segment(word, tip)
            chip.setAccessibleName(tip)
            chip.clicked.connect(lambda on, name=name: self._face_chip_clicked(name, on))
            self.face_chips[name] = chip
            row.addWidget(chip)
        self.unchecked = Segment("", "Show only photographs that nobody has marked as checked (C)")
        self.unchecked.setAccessibleName("Show photographs that are not checked")
        self.unchecked.clicked.connect(lambda on: self._session.set_filter(unchecked=on))
        row.addWidget(self.unchecked)
        return self._face_row

    def _grid(self) -> QListView:
        view = QListView()
        view.setModel(self.model)
        view.setItemDelegate(PhotographDelegate(self.model))
        view.setViewMode(QListView.ViewMode.IconMode)
        view.setMovement(QListView.Movement.Static)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setUniformItemSizes(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setMouseTracking(True)
        view.setSpacing(0)
        view.setAccessibleName("Photographs")
        view.viewport().setAutoFillBackground(False)
        self.model.all_changed.connect(view.viewport().update)
        belongs_to(view, "thumbnail")
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), view)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.remove_wanted)
        selection = view.selectionModel()
        selection.currentChanged.connect(self._current_changed)
        selection.selectionChanged.connect(self._selection_changed)
        return view

    def _empty_page(self) -> tuple[QWidget, QLabel, QPushButton]:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(2 * theme.SPACE)
        column.addStretch(1)
        picture = PlainLabel()
        picture.setPixmap(theme.icon("photograph").pixmap(QSize(40, 40), self.devicePixelRatioF()))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(picture)
        text = PlainLabel()
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setWordWrap(True)
        column.addWidget(text)
        button = QPushButton()
        button.clicked.connect(self._empty_pressed)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(2)
        return page, text, button

    # -- showing -----------------------------------------------------------------------------
    def _refresh(self) -> None:
        counts = Counter[str](image.label or "" for image in self._session.images)
        for label, word in _CHIPS:
            self.chips[label].setText(f"{word} {counts[label]}")
            self.chips[label].setVisible(bool(counts[label]) or self.chips[label].isChecked())
        self._show_face_chips()
        if self.model.rowCount():
            self._pages.setCurrentWidget(self.view)
            self._show_selection()
            return
        self._pages.setCurrentWidget(self.empty)
        if self._session.images:
            self._empty_text.setText("No photograph matches the filter.")
            self.empty_button.setText("Show all")
        else:
            self._empty_text.setText(
                "This study has no photographs yet.\nDrop a folder here, or choose one."
            )
            self.empty_button.setText("Add photographs…")
        self.empty_button.setEnabled(bool(self._session.images) or self._session.editable)

    def _show_face_chips(self) -> None:
        chosen = self._session.filter.faces
        counts = {"none": self.model.without_face, "several": self.model.several_faces}
        for name, chip in self.face_chips.items():
            count = len(counts[name])
            chip.setText(f"{_FACE_CHIPS[name][0]} {count}")
            chip.setChecked(chosen == name)
            chip.setVisible(bool(count) or chosen == name)
        left = sum(not image.checked for image in self._session.images)
        wanted = self._session.filter.unchecked
        self.unchecked.setText(f"To check {left}")
        self.unchecked.setChecked(wanted)
        # of interest from the first mark on
        self.unchecked.setVisible(left < len(self._session.images) or wanted)
        chips = (*self.face_chips.values(), self.unchecked)
        self._face_row.setVisible(any(not chip.isHidden() for chip in chips))

    def _face_chip_clicked(self, name: str, on: bool) -> None:
        self._session.set_filter(faces=name if on else "")

    def _show_filter(self) -> None:
        """Follow a filter that was set elsewhere."""
        chosen = self._session.filter
        if self.line.text() != chosen.text:
            self.line.setText(chosen.text)
        for label, chip in self.chips.items():
            chip.blockSignals(True)
            chip.setChecked(label in chosen.labels)
            chip.blockSignals(False)
        self.sort.blockSignals(True)
        self.sort.setCurrentIndex(self.sort.findData(chosen.sort))
        self.sort.blockSignals(False)
        self._show_face_chips()

    def _empty_pressed(self) -> None:
        if self._session.images:
            self.show_all()
        else:
            self.add_wanted.emit()

    def show_all(self) -> None:
        """Clear the filter."""
        self._session.set_filter(text="", labels=frozenset(), faces="", unchecked=False)

    def _text_changed(self, text: str) -> None:
        if text != self._session.filter.text:
            self._session.set_filter(text=text)

    def _chips_changed(self) -> None:
        labels = frozenset(label for label, chip in self.chips.items() if chip.isChecked())
        self._session.set_filter(labels=labels)

    # -- one selection -----------------------------------------------------------------------
    def _follow(self, image_id: str) -> None:
        """Select in the grid what the session shows."""
        row = self.model.row_of(image_id)
        selection = self.view.selectionModel()
        # a view that gets the focus makes its first photograph the current one and selects nothing
        if row < 0 or (selection.currentIndex().row() == row and selection.hasSelection()):
            return
        index = self.model.index(row)
        self._following = True
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._following = False
        self.view.scrollTo(index)

    def _show_selection(self) -> None:
        """Select again what is selected: photographs that are listed anew come without it."""
        chosen = {self.model.row_of(image_id) for image_id in self._session.selected_ids} - {-1}
        selection = self.view.selectionModel()
        if {index.row() for index in selection.selectedIndexes()} == chosen:
            return
        ranges = QItemSelection()
        for row in sorted(chosen):
            index = self.model.index(row)
            ranges.select(index, index)
        current = self.model.index(self.model.row_of(self._session.image_id))
        self._following = True
        if current.isValid():
            selection.setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)
        selection.select(ranges, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._following = False
        if current.isValid():
            self.view.scrollTo(current)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._following:
            self._session.select_image(current.data(ID))
            self._selection_changed()

    def _selection_changed(self, *_changes: object) -> None:
        if not self._following:
            rows = self.view.selectionModel().selectedIndexes()
            ids = [index.data(ID) for index in sorted(rows, key=lambda index: index.row())]
            if ids:
                self._session.set_selection(ids)

    # -- dropping ----------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if accept_copy(event):
            self.dropped.emit(dropped_paths(event))
