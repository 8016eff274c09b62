"""Classifier, method, class; computing their map now, or whenever a photograph has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from neopain_gui.classifiers.worth import named, what_to_know
from neopain_gui.errors import NeoPainError
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.inspector.method_list import fill_methods, grey_out, why_not
from neopain_gui.gui.inspector.options_form import OptionsForm
from neopain_gui.gui.inspector.stepping import Stepping, computable
from neopain_gui.gui.inspector.targets import PREDICTED, targets_of
from neopain_gui.gui.scene.current_scene import CurrentScene
from neopain_gui.gui.state.depth import chosen_step, classifier_of, steps
from neopain_gui.gui.widgets.eliding_combo import ElidingCombo
from neopain_gui.gui.widgets.waiting import Waiting
from neopain_gui.gui.work.submit import attribute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neopain_gui.classifiers.registry import ClassifierInfo
    from neopain_gui.gui.jobs import Jobs, Task
    from neopain_gui.gui.state.session import Session

_COMPUTE = "Compute this classifier's and method's map of this photograph"
_CLASSIFIERS = "classifiers"
"""Topic of what is said of files among the models."""
_NAMED = 3
"""Odd files among the models that are named at once; the details name all."""

_GONE = "Put their file back into the folder of models, or choose another classifier."


class Choosers(QWidget):
    """What is to be computed, and the button that does it."""

    def __init__(
        self, session: Session, jobs: Jobs, scenes: CurrentScene, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._scenes = session, jobs, scenes
        self.classifier = _combo("Classifier", "Whose decision is explained")
        self.method = _combo("Method", "How the decision is explained")
        self.impossible = PlainLabel()
        self.impossible.setWordWrap(True)
        self.options = OptionsForm(session, self)
        self.target = _combo("Class", "The class whose score is explained")
        self.worth = PlainLabel()
        self.worth.setWordWrap(True)
        self.compute = QPushButton("Com&pute")
        self.compute.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # it goes grey when it is clicked
        self.compute.setAccessibleName("Compute the map")
        self.compute.setToolTip(_COMPUTE)
        self.automatic = QCheckBox("Compute as I &step")
        self.automatic.setToolTip(
            "Compute the chosen map of each photograph that has none, and of the next photographs "
            "too"
        )
        self.automatic.setAccessibleName("Compute as I step")
        self.waiting = Waiting()
        self.stepping = Stepping(
            session,
            jobs,
            scenes,
            compute=lambda: self._start("stepping"),
            follow=self.waiting.follow,
        )
        self._offered_for: ClassifierInfo | None = None
        self._turned_from = ""
        self._explain_it = False
        self._told: Sequence[NeoPainError] = ()
        self._arrange()
        self._fill()
        self._connect()
        self._study_changed()

    def _arrange(self) -> None:
        # no form layout: it keeps the height that a sentence across had with smaller text
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("Class&ifier", self.classifier),
            ("", self.worth),
            ("&Method", self.method),
            ("", self.impossible),
            ("", self.options),
            ("C&lass", self.target),
            ("", self.compute),
            ("", self.automatic),
            ("", self.waiting),
        )
        for place, (name, field) in enumerate(rows):
            if name:
                label = PlainLabel(name)
                label.setBuddy(field)
                grid.addWidget(label, place, 0)
                grid.addWidget(field, place, 1)
            else:
                grid.addWidget(field, place, 0, 1, 2)

    def _connect(self) -> None:
        session = self._session
        self.classifier.activated.connect(
            lambda _i: self._choose(classifier_id=self.classifier.currentData(), layer="")
        )
        self.method.activated.connect(lambda _i: self._choose(method=self.method.currentData()))
        self.target.activated.connect(lambda _i: self._choose(target=self.target.currentData()))
        self.compute.clicked.connect(self._compute)
        self.automatic.toggled.connect(self.stepping.turn)
        session.study_changed.connect(self._study_changed)
        session.classifiers.changed.connect(self._classifiers_changed)
        session.choice_changed.connect(self._refresh)
        session.choice_put_back.connect(self._show_chosen)
        session.image_selected.connect(lambda _id: self._image_selected())
        session.shown_model_changed.connect(self._follow)
        self._scenes.changed.connect(self._refresh)

    def _fill(self) -> None:
        self._fill_classifiers()
        fill_methods(self.method)
        self._fill_targets(None)

    def _fill_classifiers(self) -> None:
        there = self._session.classifiers
        if there.error is not None:
            self._session.problem.emit(there.error)
        if there.odd != self._told:
            self._told = there.odd
            QTimer.singleShot(0, self, self._tell_odd)
        with QSignalBlocker(self.classifier):
            self.classifier.clear()
            for info in there.known:
                self.classifier.addItem(named(info), info.id)  # as maps and tables call it
                self.classifier.setItemData(
                    self.classifier.count() - 1, literal(info.title), Qt.ItemDataRole.ToolTipRole
                )

    def _classifiers_changed(self) -> None:
        self._fill_classifiers()
        self._refresh()

    def _tell_odd(self) -> None:
        if self._told:
            self._session.tell(_left_out(self._told))
        else:
            self._session.settle(_CLASSIFIERS)

    # Choosing

    def _fill_targets(self, info: ClassifierInfo | None) -> None:
        """Offer the classes that a classifier tells apart."""
        wanted = targets_of(info)
        if wanted == {
            self.target.itemData(place): self.target.itemText(place)
            for place in range(self.target.count())
        }:
            return
        with QSignalBlocker(self.target):
            self.target.clear()
            for target, title in wanted.items():
                self.target.addItem(title, target)

    def _choose(self, **changes: str) -> None:
        if "classifier_id" in changes:
            info = self._session.classifiers.find(changes["classifier_id"])
            if self._session.choices.target not in targets_of(info):
                changes["target"] = PREDICTED
        self._session.choices.choose(**changes)
        self._show_chosen()

    def _show_chosen(self) -> None:
        step = chosen_step(self._session)
        if step is not None:
            self._session.show_model(step.model)

    def _study_changed(self) -> None:
        self._turned_from, self._explain_it = "", False
        self.automatic.setChecked(False)  # nobody has asked for it in this study
        self.waiting.clear()
        if self._session.study is not None and not self._session.shown_model:
            self._show_chosen()
        self._refresh()

    def _image_selected(self) -> None:
        self._explain_it = False

    def _follow(self, model: str) -> None:
        """Let the choice be what made the map that was put on the viewer."""
        study, image_id = self._session.study, self._session.image_id
        if model in [step.model for step in steps(self._session)]:
            return
        # of the study, not of the scene, which may still be that of the photograph before
        rows = study.results.all(image_id) if study is not None and image_id else []
        result = next((row for row in rows if row.model.name == model), None)
        if result is None or not result.model.of_classifier:
            return
        facts = result.facts
        self._session.choices.follow(
            classifier_id=str(facts.get("classifier", "")),
            method=str(facts.get("method", "")),
            layer=str(facts.get("layer") or ""),
        )

    def explain(self, name: str) -> None:
        """Turn to a class, and back to what was explained before; computed where it is missing."""
        before = self._session.choices.target
        if name == self._scenes.explained:
            return
        if self._turned_from and self._scenes.meant(self._turned_from) == name:
            target, self._turned_from = self._turned_from, ""
        else:
            target, self._turned_from = name, before
        self._explain_it = True
        self._session.choices.choose(target=target)
        self._refresh()

    # Computing

    @property
    def missing(self) -> bool:
        """True where a map of the chosen classifier and method is not there yet."""
        names = [step.model for step in steps(self._session)]
        return not names or self._scenes.missing(names)

    def _compute(self) -> None:
        if computable(self._session, self._scenes):
            self._start("")

    def _start(self, key: str) -> Task:
        session = self._session
        title = f"{self.method.currentText()} of {session.image_id}"
        task = attribute(session, self._jobs, [session.image_id], title=title, priority=-1, key=key)
        task.ended.connect(self._refresh)
        self.waiting.follow(task)
        self._refresh()
        return task

    def _explain_now(self) -> None:
        """Bring the other class's map back, or compute it."""
        self._explain_it = False
        if not self._scenes.recall([step.model for step in steps(self._session)]):
            self._start("stepping")

    # Showing

    def _refresh(self) -> None:
        choice = self._session.choices.current
        info = classifier_of(self._session)
        self._fill_targets(info)
        for combo, value in (
            (self.classifier, choice.classifier_id),
            (self.method, choice.method),
            (self.target, choice.target),
        ):
            with QSignalBlocker(combo):
                combo.setCurrentIndex(combo.findData(value))
        known = "" if info is None else what_to_know(info)
        self.worth.setText(known)
        self.worth.setVisible(bool(known))
        self._colour_warning()
        self._say_what_is_possible(info)
        ready, missing = computable(self._session, self._scenes), self.missing
        self.compute.setEnabled(ready and missing and not self.waiting.busy)
        self.compute.setText("Com&pute" if missing else "Com&puted")
        if self._explain_it and not self._scenes.loading:
            if ready and missing:
                self._explain_now()
            self._explain_it = False
        self.stepping.consider()

    def _say_what_is_possible(self, info: ClassifierInfo | None) -> None:
        """Grey out the methods that cannot explain the classifier; say it of the chosen one."""
        if info != self._offered_for:
            self._offered_for = info
            grey_out(self.method, info)
        identity = self._session.choices.classifier_id
        if info is None and self._session.study is not None and identity:
            why, then = f"The weights of the classifier {identity} are not there", _GONE
        else:
            why, then = why_not(info, self._session.choices.method), "Choose another method."
        self.impossible.setText(f"{why}. {then}" if why else "")
        self.impossible.setVisible(bool(why))
        self.compute.setToolTip(literal(f"{why}.") if why else _COMPUTE)

    def _colour_warning(self) -> None:
        palette = self.worth.palette()
        palette.setColor(self.worth.foregroundRole(), theme.level_colour("warning"))
        self.worth.setPalette(palette)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "waiting"):
            self._colour_warning()


def _combo(name: str, tip: str) -> QComboBox:
    combo = ElidingCombo()
    combo.setAccessibleName(name)
    combo.setToolTip(literal(tip))
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(12)
    combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return combo


def _left_out(odd: Sequence[NeoPainError]) -> Message:
    """Say which files among the models are no classifiers, whichever study is open."""
    first, more = " ".join(map(str, odd[:_NAMED])), len(odd) - _NAMED
    others = f" And {more} more." if more > 0 else ""
    return Message(
        level="warning",
        text=f"Not among the classifiers: {first}{others}",
        details="\n".join(map(str, odd)) if more > 0 else "",
        topic=_CLASSIFIERS,
        of_study=False,
    )
