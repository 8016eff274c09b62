"""The one state that all panels share: which study, which photograph, which map.

Panels read it and change it through its methods; they never tell each other anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.state import ordering
from neopain_gui.gui.state.choices import Filter, View
from neopain_gui.gui.state.classifiers import Classifiers
from neopain_gui.gui.state.counted_label import CountedLabel
from neopain_gui.gui.state.listing import Listing
from neopain_gui.gui.state.open_study import OpenStudy
from neopain_gui.gui.state.overlay_state import OverlayState
from neopain_gui.gui.state.study_choices import StudyChoices
from neopain_gui.gui.state.study_edits import StudyEdits
from neopain_gui.gui.state.study_settings import StudySettings
from neopain_gui.gui.state.study_upkeep import StudyUpkeep
from neopain_gui.gui.state.while_painting import while_painting
from neopain_gui.gui.state.whole_check import WholeCheck

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.study import Study
    from neopain_gui.study.result_types import Result

_PATIENCE = 0.2
"""Seconds for which maps that were made wait here for the whole look; then they wait in a list."""


PURGING = "purging"
"""Topic of what is said while what was removed from a study that is closed goes for good."""


class Session(OpenStudy):
    """The open study and what is chosen in it.

    What is done to the study is in its parts; each tells of it by the session's signals.

    Attributes
    ----------
    classifiers : Classifiers
        Those that are there now.
    edits : StudyEdits
        What is done to the study and can be undone.
    settings : StudySettings
        Changing the study's settings.
    choices : StudyChoices
        What is to be computed, cut and compared.
    upkeep : StudyUpkeep
        Removing and editing photographs and people.
    labels : CountedLabel
        Which label of a photograph counts.
    overlay : OverlayState
        How the overlay over the photograph is shown.

    Signals
    -------
    study_changed()
        Another study, or none; everything else is new too.
    filter_changed()
        The list of visible photographs or its order changed.
    image_selected(image_id: str)
        Empty when there is none.
    shown_model_changed(name: str)
        The extraction model whose map is on the viewer; empty for the photograph alone.
    missing_changed()
        Other photographs' files are missing.
    looked_through()
        Every page of the study was looked at and nothing was found: it may be changed.
    warning(text: str)
        Something to look after that stays until it is read.
    """

    study_changed = Signal()
    filter_changed = Signal()
    image_selected = Signal(str)
    selection_changed = Signal()
    shown_model_changed = Signal(str)
    missing_changed = Signal()
    looked_through = Signal()
    warning = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.overlay = OverlayState(self)
        self.edits = StudyEdits(self, self._record_of)
        self.settings = StudySettings(self, self.edits)
        self.choices = StudyChoices(self, self.edits, self.settings)
        self.upkeep = StudyUpkeep(self, self.edits)
        self.labels = CountedLabel(self)
        self._image_id = ""
        self.classifiers = Classifiers(self)
        self.classifiers.changed.connect(self.choice_changed)
        self._list = Listing()
        self._view = View()
        self._missing: frozenset[str] = frozenset()
        self._ordered_by = ""
        self._early: list[Result] = []
        self._look = WholeCheck(self)
        self._look.ended.connect(self._looked)
        self.listing_stale.connect(self.reload_images)
        self.choice_changed.connect(self._scores_may_differ)
        self.images_changed.connect(self._faces_may_differ)

    # -- study -------------------------------------------------------------------------------
    def open_study(self, path: Path) -> None:
        """Open a study in place of the present one.

        Raises
        ------
        StudyError
            It cannot be opened; the present one stays open.
        """
        from neopain_gui.study import Study

        self.use_study(Study.open(path, check="beside"))

    def use_study(self, study: Study) -> None:
        """Show an already open study; the session closes it in the end."""
        closed = self._leave_study()
        self._study = study
        self.choices.read(study)
        self._read_images()
        self.study_changed.emit()
        self.images_changed.emit()
        self.filter_changed.emit()
        self.choice_changed.emit()
        last = study.setting("image_id", "")
        self.select_image(last if self._list.position(last) is not None else self._list.first())
        self._close(closed)
        self._look.at(study)

    def _looked(self, study: Study) -> None:
        """Go on with a study that is whole; leave one that is damaged, and say so."""
        if study is not self._study:
            return
        if study.damage is not None:
            self.close_study()
            self.problem.emit(study.damage)
            return
        early, self._early = self._early, []
        self.record(early)
        for sentence in study.remarks:  # what was put in order, or why it cannot be written to
            self.tell(Message(level="warning", text=sentence))
        self.looked_through.emit()

    def close_study(self) -> None:
        """Close the study; nothing is lost, for every edit was committed when it was made."""
        if self._study is None:
            return
        closed = self._leave_study()
        self.study_changed.emit()
        self.images_changed.emit()
        self.filter_changed.emit()
        self.image_selected.emit("")
        self._close(closed)

    @staticmethod
    def _is_whole(study: Study) -> bool:
        return study.looked_through_within(_PATIENCE) and study.damage is None

    def _leave_study(self) -> Study | None:
        """Have no study any more; return the one that there was, still open."""
        left = self._study
        self._early = []
        self._look.at(None)
        if left is not None and self.editable and self._is_whole(left):
            left.set_setting("image_id", self._image_id)
        self._study, self._image_id = None, ""
        self.choices.read(None)
        self.labels.forget()
        self._list = Listing()
        self._view = View()
        self.overlay.hide(False)
        self.edits.undo_stack.clear()
        return left

    def _close(self, study: Study | None) -> None:
        """Close a study that nobody shows any more; what was removed from it goes for good."""
        if study is None:
            return
        if study.removal.due:
            self.tell(
                Message(
                    level="info",
                    text=f"{study.name}: what was removed is being removed for good…",
                    topic=PURGING,
                )
            )
            while_painting(study.close)
            self.settle(PURGING)
        else:
            study.close()
        if study.removal.unpurged:
            self.warning.emit(study.removal.unpurged)

    @property
    def missing(self) -> frozenset[str]:
        """The photographs whose files are not where the study left them, as far as is known."""
        return self._missing

    def set_missing(self, image_ids: Iterable[str]) -> None:
        """Say whose files are missing."""
        missing = frozenset(image_ids)
        if missing != self._missing:
            self._missing = missing
            self.missing_changed.emit()

    # -- photographs -------------------------------------------------------------------------
    @property
    def images(self) -> tuple[FaceImage, ...]:
        """Every photograph of the study."""
        return self._list.images

    @property
    def visible_images(self) -> tuple[FaceImage, ...]:
        """The photographs that the filter lets through, in its order."""
        return self._list.visible

    @property
    def image_id(self) -> str:
        """The photograph on display; empty if there is none."""
        return self._image_id

    @property
    def image(self) -> FaceImage | None:
        """The record of the photograph on display."""
        return self._list.image(self._image_id)

    def _record_of(self, image_id: str) -> FaceImage | None:
        return self._list.image(image_id)

    @property
    def position(self) -> int | None:
        """Where it is among the visible ones; None if it is not."""
        return self._list.position(self._image_id)

    @property
    def selected_ids(self) -> tuple[str, ...]:
        """The photographs that commands work on: the selected ones, at least the current."""
        return self._view.selected or ((self._image_id,) if self._image_id else ())

    def set_selection(self, image_ids: Sequence[str]) -> None:
        """Select several photographs for the next command."""
        if tuple(image_ids) != self._view.selected:
            self._view.selected = tuple(image_ids)
            self.selection_changed.emit()

    def select_image(self, image_id: str) -> None:
        """Show another photograph."""
        if image_id == self._image_id:
            return
        self._image_id = image_id
        self._view.selected = (image_id,) if image_id else ()
        self.image_selected.emit(image_id)
        self.selection_changed.emit()

    def next_image(self) -> None:
        """Step to the next visible photograph; stays at the last."""
        self.select_image(self._list.stepped(self._image_id, 1))

    def previous_image(self) -> None:
        """Step to the previous visible photograph; stays at the first."""
        self.select_image(self._list.stepped(self._image_id, -1))

    @property
    def filter(self) -> Filter:
        """Which photographs are listed."""
        return self._view.filter

    def set_filter(self, **changes: Any) -> None:
        """Change some fields of the filter."""
        self._view.filter = replace(self._view.filter, **changes)
        self._apply_filter()
        self.filter_changed.emit()

    def show_faces(self, faces: str) -> None:
        """List the photographs of a value of :attr:`Filter.faces` alone, and show the first."""
        self.set_filter(text="", labels=frozenset(), faces=faces)
        if self.position is None:
            self.select_image(self._list.first())

    def faces_searched(self) -> None:
        """Tell the panels that detectors found faces, or none."""
        self.images_changed.emit()

    def _faces_may_differ(self) -> None:
        """List other photographs where the list is one of faces."""
        if self._view.filter.faces:
            self._apply_filter()
            self.filter_changed.emit()

    def _scores_may_differ(self) -> None:
        """Follow the chosen classifier where the photographs stand in the order of its scores."""
        if self._view.filter.sort == "score" and self.choices.classifier_id != self._ordered_by:
            self._apply_filter()
            self.filter_changed.emit()

    def reload_images(self) -> None:
        """Read the photographs again after an import, a removal or an edit."""
        place = self.position or 0
        self._read_images()
        self.images_changed.emit()
        self.filter_changed.emit()
        if self.image is None:
            self.select_image(self._list.near(place))

    def _read_images(self) -> None:
        self._list = Listing(self._study.images.all() if self._study is not None else ())
        self._apply_filter()

    def _apply_filter(self) -> None:
        chosen = self._view.filter
        scores = self.pain_scores() if chosen.sort == "score" else {}
        self._ordered_by = self.choices.classifier_id
        kept: Iterable[FaceImage] = self.images
        if chosen.text or chosen.labels:
            kept = [i for i in self.images if ordering.matches(i, chosen.text, chosen.labels)]
        if chosen.faces and self._study is not None:
            few = chosen.faces == "none"
            ids = self._study.faces.without() if few else self._study.faces.several()
            kept = [image for image in kept if image.id in ids]
        if chosen.unchecked:
            kept = [image for image in kept if not image.checked]
        self._list = self._list.showing(ordering.ordered(kept, chosen.sort, scores))
        # what is not seen is not selected: no command may reach it unnoticed
        selected = self._view.selected
        self.set_selection([one for one in selected if self._list.position(one) is not None])

    def pain_scores(self) -> dict[str, float]:
        """Return the chosen classifier's score for pain of each photograph that has one."""
        if self._study is None:
            return {}
        return self._study.predictions.class_scores(self.choices.classifier_id)

    def pain_score(self, image_id: str) -> float | None:
        """Return the chosen classifier's score for pain of a photograph; None if it has none."""
        if self._study is None:
            return None
        return self._study.predictions.class_score(image_id, self.choices.classifier_id)

    # -- results -----------------------------------------------------------------------------
    def record(self, results: Sequence[Result]) -> None:
        """Keep results that the engine handed out, unless the face has changed meanwhile.

        Those of a face that undo or redo may bring back wait for it.
        """
        if self._study is None or not results:
            return
        if not self._study.looked_through_within(_PATIENCE):
            self._early += results  # nothing is written yet, and they wait for it
            return
        fitting = [result for result in results if self._fits(result)]
        for late in results:
            if late not in fitting:
                self.edits.keep_late(late)
        self._study.results.record_many(fitting)
        ids = {result.image_id for result in fitting}
        if ids:
            self.results_changed.emit(ids.pop() if len(ids) == 1 else "")

    def _fits(self, result: Result) -> bool:
        if self._study is None or self._list.image(result.image_id) is None:
            return False  # its photograph was removed meanwhile
        if not self._study.maps.has(result.provenance):
            return False  # or its values, when something was removed for good
        if not result.model.of_classifier:
            return True
        face = self._study.faces.get(result.image_id)
        return face is not None and face.box == result.box

    @property
    def shown_model(self) -> str:
        """The extraction model whose map is on the viewer."""
        return self._view.shown_model

    def show_model(self, name: str) -> None:
        """Put an extraction model's map on the viewer."""
        if name != self._view.shown_model:
            self._view.shown_model = name
            self.shown_model_changed.emit(name)
