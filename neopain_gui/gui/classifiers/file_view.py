"""A weight file that is looked at: what it is, what has to be stated, and how it comes in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.classifiers.foreign.bringing import check_name
from neopain_gui.errors import InputError
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, breakable, literal
from neopain_gui.gui.classifiers.declaration_form import DeclarationForm
from neopain_gui.gui.classifiers.facts import Copyable, Facts
from neopain_gui.gui.classifiers.layer_table import LayerTable
from neopain_gui.gui.classifiers.live_preview import LivePreview
from neopain_gui.gui.classifiers.warning_label import WarningLabel
from neopain_gui.pipeline.weights_work import TRAINING

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.pipeline.weights_work import LookedAt

NETWORK, OWN, BASE = "network", "classifier", "base"
"""Kinds of files (:mod:`~neopain_gui.classifiers.looking`), beside the folder of a training."""
_LEADS = {
    NETWORK: "A network that was trained elsewhere. State what its outputs mean and what its "
    "inputs expect; then it can be brought in.",
    OWN: "A classifier of NeoPain’s own format: outputs and inputs are known, and it can be "
    "brought in as it is.",
    BASE: "The convolutions of VGG-Face, without a classifier for pain. Brought in, it is a base "
    "that a training can begin with.",
    TRAINING: "The folds of a training. Brought in, they are one classifier: each photograph is "
    "explained by the network of the fold in which its neonate was held out.",
}
_WITHOUT_SCORES = {
    BASE: "A base tells no classes apart by itself, so there are no scores to show.",
    TRAINING: "What it achieves on the neonates held out is in the tab Train.",
}
_AS_FOUND = "as found"
_LONGEST = 36
"""Letters of a name that is proposed; a number may follow."""


class FileView(QWidget):
    """What a file is, with the form by which it is declared.

    Signals
    -------
    bring_in_wanted(asked: dict)
        The arguments of :func:`~neopain_gui.pipeline.weights_work.bring_in_weights`.
    """

    bring_in_wanted = Signal(object)

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        taken: Callable[[], Iterable[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.path = Path()
        self.looked: LookedAt | None = None
        self._stated: dict[str, tuple[str, ...]] = {}
        self._taken, self._busy = taken, False
        self.title = PlainLabel()
        self.title.setFont(theme.heading_font(self.font()))
        self.title.setWordWrap(True)
        self.lead = Copyable("", "What it is")
        self.to_know = WarningLabel("What has to be known of it")
        self.facts = Facts("What was found")
        self.uncertain = WarningLabel("What is uncertain")
        self.more = QPushButton("Show its layers")
        self.more.setCheckable(True)
        self.layers = LayerTable()
        self.layers.hide()
        self.more.toggled.connect(self._show_layers)
        self.form = DeclarationForm()
        self.preview = LivePreview(session, jobs)
        self._make_words()
        self.name = QLineEdit()
        self.name.setAccessibleName("Name")
        self.name.setToolTip("By which it is known in studies and on the command line")
        self.button = QPushButton("Bring in")
        self.button.setToolTip("Copy it into your own folder of models; the file stays as it is")
        self._arrange()
        self.form.changed.connect(self._consider)
        self.colours.currentIndexChanged.connect(lambda *_: self._consider())
        for line in (self.name, self.titled, self.licence):
            line.textChanged.connect(lambda *_: self._consider())
        self.button.clicked.connect(self._bring_in)

    def _make_words(self) -> None:
        self.colours = QComboBox()
        self.titled, self.licence = QLineEdit(), QLineEdit()
        self.titled.setPlaceholderText("for people; may stay empty")
        self.licence.setPlaceholderText("of the weights; may stay empty")
        self._words = QFormLayout()
        self._words.setSpacing(theme.SPACE)
        for title, field, tip in (
            ("Colours", self.colours, "If you know better than the file’s kind what it expects"),
            ("Title", self.titled, "What people see in the list of classifiers"),
            ("Licence", self.licence, "It is shown wherever the weights are"),
        ):
            field.setAccessibleName(title)
            field.setToolTip(literal(tip))
            label = PlainLabel(title)
            label.setBuddy(field)
            self._words.addRow(label, field)

    def _arrange(self) -> None:
        head = QVBoxLayout()  # up here, where no bar lies over it
        head.setContentsMargins(2 * theme.SPACE, theme.SPACE, 2 * theme.SPACE, theme.SPACE)
        head.setSpacing(theme.SPACE)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        named = PlainLabel("Name")
        named.setBuddy(self.name)
        row.addWidget(named)
        row.addWidget(self.name, 1)
        row.addWidget(self.button)
        for widget in (self.title, self.to_know, self.lead, self.uncertain, self.preview):
            head.addWidget(widget)
        head.addLayout(row)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2 * theme.SPACE, theme.SPACE, 2 * theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.form)
        column.addLayout(self._words)
        column.addWidget(self.facts)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.layers)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setWidget(content)
        self.area.setMinimumHeight(20 * theme.SPACE)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(self.area, 1)

    # -- showing -----------------------------------------------------------------------------
    def show_file(self, looked: LookedAt) -> None:
        """Show what a file is; what was stated of it before is filled in again."""
        self._keep()
        self.path, self.looked, self._busy = looked.path, looked, False
        found, kind = looked.found, looked.kind
        self.title.setText(breakable(looked.path.name))
        self.lead.setText(_LEADS[kind])
        self.facts.say(looked.facts)
        uncertain = () if found is None else found.odd if kind == NETWORK else found.uncertain
        self.uncertain.warn("\n".join(uncertain))
        self.to_know.warn(looked.to_know)
        self.more.setChecked(False)
        self.more.setVisible(found is not None)
        self.form.setVisible(kind == NETWORK)
        self.colours.blockSignals(True)
        self.colours.clear()
        if found is not None:
            self.layers.show_layers(found)
            self.colours.addItems([f"{_AS_FOUND}: {found.colours or 'unknown'}", "RGB", "BGR"])
            if kind == NETWORK:
                self.form.show_network(found)
        self.colours.blockSignals(False)
        self._words.setRowVisible(self.colours, kind == BASE)
        for line, shown in ((self.titled, kind != OWN), (self.licence, kind in (NETWORK, BASE))):
            line.clear()
            self._words.setRowVisible(line, shown)
        self.preview.show_pictures(kind not in _WITHOUT_SCORES)
        self.name.setText(_name(looked.path, self._taken()))
        self.area.verticalScrollBar().setValue(0)
        if self._sha256 in self._stated:
            self.form.state_again(self._stated[self._sha256])
        for line in self.findChildren(QLineEdit):
            line.setAcceptDrops(False)  # a file that falls on it is looked at
        self._consider()

    @property
    def fields(self) -> list[QWidget]:
        """What is filled in and pressed, in the order in which it is done."""
        words = (self.colours, self.titled, self.licence, self.name, self.button)
        return [*self.form.fields, *words, self.more, self.layers]

    def forget(self) -> None:
        """Look at no file any more."""
        self._keep()
        self.looked = None
        self.preview.stop("")

    def set_busy(self, busy: bool) -> None:
        """Take no second wish while it is being brought in."""
        self._busy = busy
        self._consider()

    def _keep(self) -> None:
        """Keep what was stated of a network: somebody may look at it again."""
        if self.looked is not None and self.looked.kind == NETWORK:
            self._stated[self._sha256] = self.form.stated()

    @property
    def _sha256(self) -> str:
        found = self.looked.found if self.looked is not None else None
        return found.sha256 if found is not None else ""

    def _show_layers(self, on: bool) -> None:
        self.layers.setVisible(on)
        self.more.setText("Hide its layers" if on else "Show its layers")

    # -- what was stated ---------------------------------------------------------------------
    def _consider(self) -> None:
        """Say what is missing, and show what a network as it is stated now would say."""
        if self.looked is None:
            return
        kind, missing = self.looked.kind, ""
        if kind in _WITHOUT_SCORES:
            self.preview.stop(_WITHOUT_SCORES[kind])
        else:
            try:
                declared = self.form.declared() if kind == NETWORK else None
            except InputError as error:
                missing = _sentence(error)
                self.preview.stop("")
            else:
                self.preview.ask(self.path, self._sha256, declared)
        if not missing:
            try:
                check_name(self.name.text().strip(), self._taken())
            except InputError as error:
                missing = _sentence(error)
        self.preview.miss(missing)
        self.button.setEnabled(not missing and not self._busy)

    def _bring_in(self) -> None:
        if self.looked is None:
            return
        kind, title = self.looked.kind, self.titled.text().strip()
        licence = self.licence.text().strip()
        asked: dict[str, object] = {
            "path": self.path,
            "kind": kind,
            "identity": self.name.text().strip(),
            "title": title,
            "sha256": self._sha256,
        }
        if kind == NETWORK:
            asked["declared"] = self.form.declared(title, licence)
        elif kind == BASE:
            chosen = self.colours.currentText()
            colours = "" if chosen.startswith(_AS_FOUND) else chosen
            asked |= {"licence": licence, "colours": colours}
        self.bring_in_wanted.emit(asked)


def _sentence(error: InputError) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}"


def _name(path: Path, taken: Iterable[str]) -> str:
    """Return a name that the file may have, from what it is called."""
    stem = path.name.partition(".")[0]
    wanted = re.sub(r"[^A-Za-z0-9_-]+", "_", stem).strip("_-")[:_LONGEST] or "network"
    known = {one.casefold() for one in taken}
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, len(known) + 3)))
    return next(name for name in names if name.casefold() not in known)
