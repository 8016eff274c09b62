"""The fields of a new round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.annotation.round import (
    LABEL,
    LANDMARKS,
    MOST_APART,
    MOST_REPEATS,
    NOTE,
    REGIONS,
    SCORE,
    SHOWN_SECONDS,
)
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.annotate.rounds.chosen_items import ChosenItems
from neopain_gui.gui.annotate.rounds.switch_boxes import SwitchBoxes
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.pipeline.rounds.making import Wanted, photographs_of, raters_of
from neopain_gui.pipeline.settings.instruments import (
    study_landmark_sets,
    study_scales,
    switches_asked,
)

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session
    from neopain_gui.study import Study

_ALL, _LISTED, _SELECTED, _PAIN, _NO_PAIN = "all", "listed", "selected", "pain", "no pain"
_SCORE_BY = {
    "numbers": "by keys 0 to 9, and one for 10",
    "slider": "with a slider that has numbers",
    "line": "on a line without numbers",
}
_MOST_SECONDS = 3600.0


class RoundForm(QWidget):
    """Says everything that a round is, but its token.

    Parameters
    ----------
    session : Session
        Whose study.

    Signals
    -------
    changed()
        A field says something else.
    instruments_wanted()
        A person wants to look at scales and landmarks, or make their own.
    """

    changed = Signal()
    instruments_wanted = Signal()

    def __init__(self, session: Session, study: Study, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._study = session, study
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * theme.SPACE)
        for half in (self._who_and_what(), self._how()):
            row.addLayout(half, 1)

    def _who_and_what(self) -> QFormLayout:
        form = _form()
        self.name = QLineEdit(self._free_name())
        self.instruments = ChosenItems("What is asked")
        self.instruments.offer(self._instruments(), (LABEL, SCORE))
        self.raters = ChosenItems("Raters")
        known = sorted(self._study.gaze.participants(), key=lambda one: not one.rater)
        self.raters.offer(
            ((one.id, one.id, one.group) for one in known),
            [one.id for one in known if one.rater],
        )
        self.new_rater = QLineEdit()
        self.new_rater.setPlaceholderText("Another")
        self.new_rater.setToolTip("Another rater’s pseudonym")
        self.new_rater.setAccessibleName("Another rater’s pseudonym")
        self.add_rater = QPushButton("Add")
        self.add_rater.setToolTip("Ask somebody who is not in the study yet")
        self.add_rater.clicked.connect(self._add_rater)
        self.new_rater.returnPressed.connect(self._add_rater)
        adding = QHBoxLayout()
        adding.addWidget(self.new_rater, 1)
        adding.addWidget(self.add_rater)
        people = QVBoxLayout()
        people.addWidget(self.raters)
        people.addLayout(adding)
        form.addRow("Name", self.name)
        self.switches = SwitchBoxes()
        asking = QVBoxLayout()
        asking.addWidget(self.instruments)
        asking.addWidget(self.switches)
        self.own = QPushButton("Scales…")
        self.own.setAccessibleName("Scales and landmarks")
        self.own.setToolTip("Look at what can be asked, or make one of the study’s own")
        self.own.clicked.connect(self.instruments_wanted)
        asking.addWidget(self.own)
        form.addRow("Asks for", asking)
        form.addRow("Raters", people)
        self.name.textChanged.connect(self.changed)
        self.instruments.changed.connect(self._instruments_changed)
        self.switches.changed.connect(self.changed)
        self.raters.changed.connect(self.changed)
        return form

    def _how(self) -> QFormLayout:
        form = _form()
        self.photographs = QComboBox()
        for key, text in self._offered():
            self.photographs.addItem(text, key)
        self.pairs = QCheckBox("Only neonates seen in pain and without")
        self.repeats = QSpinBox()
        self.repeats.setRange(0, int(100 * MOST_REPEATS))
        self.repeats.setValue(10)
        self.repeats.setSuffix(" %")
        self.repeats.setToolTip("Photographs that each rater sees twice")
        self.apart = QSpinBox()
        self.apart.setRange(1, MOST_APART)
        self.apart.setValue(5)
        self.apart.setToolTip("So many positions lie between photographs of one neonate, at least")
        self.blind = QCheckBox("Blind")
        self.blind.setToolTip("Hide label, neonate, file name, scores, maps, gaze and other raters")
        self.blind.setChecked(True)
        self.face_only = QCheckBox("Show the face alone")
        self.limited = QCheckBox("Show each for")
        self.seconds = QDoubleSpinBox()
        self.seconds.setDecimals(1)
        self.seconds.setRange(0.5, _MOST_SECONDS)
        self.seconds.setValue(SHOWN_SECONDS)
        self.seconds.setSuffix(" s")
        self.seconds.setToolTip("7 s in the dissertation, section 3.2")
        self.seconds.setEnabled(False)
        self.limited.toggled.connect(self.seconds.setEnabled)
        self.score_by = QComboBox()
        for key, text in _SCORE_BY.items():
            self.score_by.addItem(text, key)
        self.regions = QLineEdit()
        self.regions.setPlaceholderText("the features of the face")
        self.regions.setToolTip("Names with commas between them")
        self.seed = QSpinBox()
        self.seed.setRange(-1, 2**31 - 1)
        self.seed.setSpecialValueText("drawn")
        self.seed.setValue(-1)
        self.seed.setToolTip("The same seed draws the same orders and repeats again")
        self._lay_out(form)
        return form

    def _lay_out(self, form: QFormLayout) -> None:
        time = QHBoxLayout()
        time.addWidget(self.limited)
        time.addWidget(self.seconds, 1)
        form.addRow("Photographs", self.photographs)
        form.addRow(self.pairs)
        form.addRow("Twice", self.repeats)
        form.addRow("Apart", self.apart)
        form.addRow(self.blind)
        form.addRow(self.face_only)
        form.addRow(time)
        form.addRow("Score", self.score_by)
        form.addRow("Regions’ names", self.regions)
        form.addRow("Seed", self.seed)
        for box in (self.photographs, self.score_by):
            box.currentIndexChanged.connect(self.changed)
        for check in (self.pairs, self.blind, self.face_only, self.limited):
            check.toggled.connect(self.changed)
        for number in (self.repeats, self.apart, self.seconds, self.seed):
            number.valueChanged.connect(self.changed)
        self.regions.textChanged.connect(self.changed)
        self._instruments_changed()

    def read_instruments(self) -> None:
        """Offer what can be asked by now; what is ticked stays so."""
        self.instruments.offer(self._instruments(), self.instruments.chosen())

    # -- what it says ------------------------------------------------------------------------
    def values(self) -> dict[str, Any]:
        """Return the round's fields, for :func:`~neopain_gui.pipeline.rounds.making.made_now`.

        Raises
        ------
        InputError
            No photograph is left.
        """
        names = (" ".join(one.split()).lower() for one in self.regions.text().split(","))
        said: dict[str, Any] = {
            "name": self.name.text(),
            "instruments": self.instruments.chosen(),
            "raters": tuple(one.id for one in raters_of(self._study, self.raters.chosen())),
            "image_ids": photographs_of(self._study, self._wanted()),
            "repeats": self.repeats.value() / 100,
            "apart": self.apart.value(),
            "blind": self.blind.isChecked(),
            "face_only": self.face_only.isChecked(),
            "seconds": self.seconds.value() if self.limited.isChecked() else None,
            "regions": tuple(one for one in names if one),
            "score_by": self.score_by.currentData(),
        }
        if self.seed.value() >= 0:
            said["seed"] = self.seed.value()
        return said

    def _wanted(self) -> Wanted:
        which = self.photographs.currentData()
        ids: tuple[str, ...] = ()
        if which == _LISTED:
            ids = tuple(image.id for image in self._session.visible_images)
        elif which == _SELECTED:
            ids = self._session.selected_ids
        labels = {_PAIN: PainLabel.PAIN, _NO_PAIN: PainLabel.NO_PAIN}
        return Wanted(photographs=ids, label=labels.get(which), pairs_only=self.pairs.isChecked())

    def _add_rater(self) -> None:
        name = " ".join(self.new_rater.text().split())
        if name:
            self.raters.add(name, name)
            self.new_rater.clear()

    def _instruments_changed(self) -> None:
        asked = self.instruments.chosen()
        self.score_by.setEnabled(SCORE in asked)
        self.regions.setEnabled(REGIONS in asked)
        scales = study_scales(self._study).values()
        self.switches.offer(
            (one for one in scales if one.instrument in asked),
            switches_asked(self._study, asked),
            named=True,
        )

    # -- what there is -----------------------------------------------------------------------
    def _free_name(self) -> str:
        taken = {one.name for one in self._study.annotations.rounds()}
        return next(name for number in range(1, 10_000) if (name := f"Round {number}") not in taken)

    def _instruments(self) -> Iterator[tuple[str, str, str]]:
        yield LABEL, "Label", "Pain, no pain, or cannot tell"
        yield SCORE, "Score from 0 to 10", ""
        for scale in study_scales(self._study).values():
            yield scale.instrument, scale.short, f"{scale.title}. {scale.about}"
        yield REGIONS, "Regions", "Drawn on the photograph"
        for known in study_landmark_sets(self._study).values():
            yield f"{LANDMARKS}{known.id}", f"Landmarks: {known.title}", known.title
        yield NOTE, "Note", ""

    def _offered(self) -> Iterator[tuple[str, str]]:
        listed, chosen = self._session.visible_images, self._session.selected_ids
        every = self._session.images
        yield _ALL, f"All {len(every)}"
        if 0 < len(listed) < len(every):
            yield _LISTED, f"The {len(listed)} that the list shows"
        if len(chosen) > 1:
            yield _SELECTED, f"The {len(chosen)} that are selected"
        yield _PAIN, "Those that are labelled as pain"
        yield _NO_PAIN, "Those that are labelled as no pain"


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(2 * theme.SPACE)
    form.setVerticalSpacing(theme.SPACE)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def text_label(text: str = "") -> PlainLabel:
    """Return a label that breaks its lines."""
    label = PlainLabel(text)
    label.setWordWrap(True)
    return label
