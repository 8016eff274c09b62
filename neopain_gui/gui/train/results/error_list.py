"""Photographs that were predicted wrong, as small pictures, neonate by neonate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QListWidget, QListWidgetItem, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal
from neopain_gui.gui.canvas.canvas import GROUND
from neopain_gui.gui.work.thumbnails import Thumbnails
from neopain_gui.percentages import percent

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.training.evaluation import RunEvaluation

_SIDE = QSize(96, 72)
_LINES = 3
_MOST_ROWS = 3
"""Rows of pictures that are seen at once; the others are scrolled to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A prediction that was wrong.

    Attributes
    ----------
    image, neonate : str
        Which photograph, of whom.
    pain : bool
        Whether it is labelled pain, and so was missed; else it is a false alarm.
    fold : int
        Whose network was wrong.
    score : float
        The class score of pain.
    """

    image: str
    neonate: str
    pain: bool
    fold: int
    score: float

    @property
    def said(self) -> str:
        """What is wrong with it."""
        return "missed pain" if self.pain else "false alarm"


def wrong_of(found: RunEvaluation) -> list[Wrong]:
    """Return what was wrong: the neonates with the most errors first, as the evaluation says."""
    some = found.predictions
    made = []
    for one in found.errors:
        images = {*one.missed, *one.false_alarms}
        places = [
            place
            for place, (image, neonate, dataset) in enumerate(
                zip(some.image.tolist(), some.neonate.tolist(), some.dataset.tolist(), strict=True)
            )
            if image in images and (neonate, dataset) == (one.neonate, one.dataset)
        ]
        for place in places:
            pain, score = bool(some.label[place]), float(some.p_pain[place])
            if pain != (score >= 0.5):  # where a photograph is in several folds, not in each
                made.append(
                    Wrong(
                        image=str(some.image[place]),
                        neonate=one.neonate,
                        pain=pain,
                        fold=int(some.fold[place]),
                        score=score,
                    )
                )
    return made


class ErrorList(QListWidget):
    """Small pictures that can be chosen with the keyboard or a click.

    Signals
    -------
    shown(image_id: str)
        A person has chosen a photograph.
    """

    shown = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Photographs that were predicted wrong")
        self.wrong: tuple[Wrong, ...] = ()
        self._thumbnails = Thumbnails(session, jobs, self)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIconSize(_SIDE)
        self.setSpacing(theme.SPACE // 2)
        self._thumbnails.ready.connect(self._picture)
        self.itemClicked.connect(self._show)
        self.itemActivated.connect(self._show)

    def show_wrong(self, wrong: Sequence[Wrong]) -> None:
        """Show other predictions."""
        self.wrong = tuple(wrong)
        self.clear()
        for one in self.wrong:
            item = QListWidgetItem(f"{one.neonate}\n{one.image}\n{one.said}")
            says = f"{one.image} of {one.neonate}: {one.said}, {_labelled(one)}, " + (
                f"class score of pain {percent(one.score)}, fold {one.fold}"
            )
            item.setToolTip(literal(says))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, says)
            self.addItem(item)
        self.setGridSize(self._cell())
        for image_id in {one.image for one in self.wrong}:
            self._picture(image_id)
        self._fit()

    def _cell(self) -> QSize:
        high = _SIDE.height() + _LINES * self.fontMetrics().height() + 2 * theme.SPACE
        return QSize(_SIDE.width() + 4 * theme.SPACE, high)

    def _fit(self) -> None:
        """Be as high as the pictures are, up to some rows of them."""
        across = max(1, self.viewport().width() // self._cell().width())
        rows = min(_MOST_ROWS, -(-len(self.wrong) // across))
        self.setFixedHeight(max(1, rows) * self._cell().height() + theme.SPACE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def _picture(self, image_id: str) -> None:
        """Put a small picture where its photograph is listed; else wait for it."""
        rows = [row for row, one in enumerate(self.wrong) if one.image == image_id]
        if not rows:
            return
        found = self._thumbnails.picture(image_id)
        if found is None:
            failure = self._thumbnails.failure(image_id)
            icon = theme.icon("warning") if failure else _blank()
            for row in rows:
                self.item(row).setIcon(icon)
                if failure:
                    self.item(row).setToolTip(literal(failure))
            return
        icon = QIcon(QPixmap.fromImage(found))
        for row in rows:
            self.item(row).setIcon(icon)

    def _show(self, item: QListWidgetItem) -> None:
        self.shown.emit(self.wrong[self.row(item)].image)


def _labelled(one: Wrong) -> str:
    return "labelled pain" if one.pain else "labelled no pain"


def _blank() -> QIcon:
    empty = QPixmap(_SIDE)
    empty.fill(GROUND)
    return QIcon(empty)
