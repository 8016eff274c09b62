"""The page on which a training is put together: protocol, folds, and the button that begins it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neopain_gui.counted import counted, listed
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import InputError
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.train.setup.before import Before
from neopain_gui.gui.train.setup.chosen import VGG_FACE, Chosen
from neopain_gui.gui.train.setup.copies_page import CopiesPage
from neopain_gui.gui.train.setup.draft import Draft
from neopain_gui.gui.train.setup.fields import sentence
from neopain_gui.gui.train.setup.folds_page import FoldsPage
from neopain_gui.gui.train.setup.network_row import NetworkRow
from neopain_gui.gui.train.setup.planning import Planning
from neopain_gui.gui.train.setup.preset_bar import PresetBar
from neopain_gui.gui.train.setup.protocol_form import ProtocolForm
from neopain_gui.gui.widgets.flow import Page
from neopain_gui.gui.widgets.fold import Fold
from neopain_gui.gui.widgets.targets import Tabs
from neopain_gui.gui.work.training import begin_training
from neopain_gui.pipeline.training.faces import NO_FACE, NO_LABEL

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.pipeline.training.planned import Planned

_DEALT = "training folds"
_LACKS = {NO_LABEL: "without a label", NO_FACE: "without a face"}


class SetupPage(QWidget):
    """A new training.

    Signals
    -------
    begun(folder: Path, task: Task)
        The person has begun one.
    """

    begun = Signal(object, object)

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("New training")
        self._session, self._jobs = session, jobs
        self.chosen = Chosen(self)
        self.draft = Draft(session, self.chosen, self)
        self.planning = Planning(session, jobs, self.chosen, self)
        self.summary = PlainLabel()
        self.summary.setWordWrap(True)
        self.summary.setAccessibleName("What is trained on")
        self.passed_over = Fold("Photographs that are left out")
        self.network = NetworkRow(self.chosen)
        self.presets = PresetBar(self.chosen, session)
        self.form = ProtocolForm(self.chosen)
        self.folds = FoldsPage(self.chosen, session)
        self.copies = CopiesPage(session, jobs)
        self.before = Before()
        self._arrange()
        self._connect()
        self.draft.bring_back()
        self._refresh()

    def _arrange(self) -> None:
        title = PlainLabel("New training")
        title.setFont(theme.heading_font(title.font()))
        protocol = QWidget()
        inner = QVBoxLayout(protocol)
        inner.setContentsMargins(0, 8, 8, 8)
        inner.setSpacing(2 * theme.SPACE)
        for part in (self.network, self.presets, self.form):
            inner.addWidget(part)
        inner.addStretch(1)
        self.tabs = Tabs(self)
        self.tabs.setAccessibleName("Parts of a training")
        self._protocol = Page(protocol, across=False)
        self._scrolled, self._away = 0, False
        self.tabs.addTab(self._protocol, "Protocol")
        self.tabs.addTab(self.folds, "Neonates and folds")
        self.tabs.addTab(self.copies, "Copies")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.SPACE, theme.SPACE, 2 * theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        for widget in (title, self.summary, self.passed_over):
            column.addWidget(widget)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.before)

    def _connect(self) -> None:
        session = self._session
        session.study_changed.connect(self._forget)
        session.images_changed.connect(self._stale)
        session.classifiers.changed.connect(self.network.read)
        self.chosen.changed.connect(self._chosen_changed)
        self.chosen.refused.connect(session.problem)
        self.chosen.dealt_anew.connect(self._say_dealt_anew)
        self.planning.changed.connect(self._refresh)
        self.presets.replaced.connect(self.form.forget_wrong)
        self.before.button.clicked.connect(self.train)
        self.tabs.currentChanged.connect(self._turned)
        self._protocol.verticalScrollBar().valueChanged.connect(self._scrolled_to)

    def _turned(self) -> None:
        """Come back to where the protocol was left: Qt goes to what had the keyboard last."""
        if self.tabs.currentWidget() is self._protocol:
            QTimer.singleShot(0, self, self._come_back)
        else:
            self._away = True

    def _come_back(self) -> None:
        self._protocol.verticalScrollBar().setValue(self._scrolled)
        self._away = False

    def _scrolled_to(self, value: int) -> None:
        # when the page goes, the keyboard does, and what it comes to is scrolled to
        self._away = self._away or self.tabs.tabBar().currentIndex() != 0
        if not self._away:
            self._scrolled = value

    # -- keeping up --------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.planning.current:
            self._stale()

    def _forget(self) -> None:
        """Leave nothing of one study in the next."""
        self.planning.forget()
        self.copies.forget()
        self.form.forget_wrong()
        self.draft.bring_back()
        self._stale()
        self._refresh()

    def _stale(self) -> None:
        if self.isVisible():
            self.planning.out_of_date()
        else:
            self.planning.current = False

    def _chosen_changed(self) -> None:
        self._stale()
        self._refresh()

    def _refresh(self) -> None:
        """Show what is known; while the plan is worked out the last one stays in sight."""
        found = self.planning.found
        self._say_photographs(found)
        if found is not None and self.planning.current:
            self.folds.show_planned(found)
            self.form.show_data_sets(found.datasets)
            self.copies.show_copies(found.photographs, self.chosen.protocol)
        takes = found.estimate if found is not None and self.planning.current else None
        self.before.say(takes.said() if takes else "", takes.how if takes else "")
        self.before.refuse(self._refusal(), ready=self.planning.current)

    def _say_photographs(self, found: Planned | None) -> None:
        if found is None or not found.photographs:
            self.summary.setText("")
        else:
            labels = Counter(one.label for one in found.photographs)
            neonates = len({one.neonate for one in found.photographs})
            self.summary.setText(
                f"{counted(len(found.photographs), 'photograph')} of "
                f"{counted(neonates, 'neonate')}: {labels[PainLabel.PAIN]} pain, "
                f"{labels[PainLabel.NO_PAIN]} no pain."
            )
        self.summary.setVisible(bool(self.summary.text()))
        left_out = found.passed_over if found is not None else ()
        if not left_out:
            self.passed_over.say("")
            return
        reasons = Counter(one.why for one in left_out)
        why = listed([f"{count} {_LACKS.get(why, why)}" for why, count in reasons.items()])
        short = f"{counted(len(left_out), 'photograph')} left out: {why}."
        lines = (f"{one.what}: {one.why}" for one in left_out)
        self.passed_over.say(short, "\n".join((short, *lines)))

    def _refusal(self) -> str:
        """Say why no training can begin; empty where nothing is known that forbids it."""
        session, found = self._session, self.planning.found
        if session.study is None:
            return "Open a study to train on its photographs."
        if not session.editable:
            return "The study is open for reading only: a training could not be kept in it."
        if wrong := self.form.wrong:
            return f"Correct what stands in {listed([f'“{one}”' for one in wrong])}."
        if self.chosen.protocol.architecture == VGG_FACE and not self.network.bases:
            return "VGG-Face needs a base: bring one in."
        if found is None or not self.planning.current or found.problem is None:
            return ""
        problem = found.problem
        return sentence(problem) if isinstance(problem, InputError) else str(problem)

    def _say_dealt_anew(self) -> None:
        self._session.tell(
            Message(
                level="info",
                text="What was changed in the folds by hand no longer fitted, so the neonates were "
                "dealt anew.",
                action=("Put back", self.chosen.put_back),
                topic=_DEALT,
            )
        )

    # -- beginning ---------------------------------------------------------------------------
    def train(self) -> None:
        """Begin with what is in sight, also what is still being typed."""
        self.form.read()
        if not self.before.button.isEnabled():
            return  # what was typed last changes the plan, which is worked out first
        folder, task = begin_training(self._session, self._jobs, self.chosen.wanted)
        self._session.settle(_DEALT)
        self.begun.emit(folder, task)
