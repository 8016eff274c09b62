"""What is chosen for the whole study, and that it can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from neopain_gui.gui.state.choices import Choice
from neopain_gui.gui.state.open_study import OpenStudy
from neopain_gui.gui.state.study_edits import StudyEdits
from neopain_gui.gui.state.study_settings import UNSET, StudySettings

if TYPE_CHECKING:
    from neopain_gui.masks import MaskSettings
    from neopain_gui.study import Study

_CHOICE = "choice"
_CHOSEN = {"classifier_id": "classifier", "method": "method", "target": "explained class"}
_MASKS = {
    "clusters": "the number of clusters",
    "size": "the size of the smoothing",
    "sigma": "the smoothing σ",
    "c_attribution": "the threshold c",
    "c_gaze": "the threshold c for gaze",
}


class StudyChoices:
    """Classifier, method, class, layer, mask settings, models compared: the session's ``choices``.

    A choice is an edit like any other; looking at another layer, or at a map that is there, is
    none: it is remembered, but undo does not go back through it.

    Parameters
    ----------
    session : OpenStudy
        Whose study keeps what is chosen, and who tells of it (``choice_changed``).
    edits : StudyEdits
        What makes each choice something that can be undone.
    settings : StudySettings
        The study's, among which the settings of masks are.
    """

    def __init__(self, session: OpenStudy, edits: StudyEdits, settings: StudySettings) -> None:
        self._session, self._edits, self._settings = session, edits, settings
        self._choice = Choice()
        self._extraction_models: tuple[str, ...] = ()
        self._mask_settings: MaskSettings | None = None

    def read(self, study: Study | None) -> None:
        """Take over what a study holds, or begin anew without one; tells nobody."""
        stored = study.setting(_CHOICE, {}) if study is not None else {}
        self._choice, self._extraction_models = Choice.from_setting(stored), ()
        self._mask_settings = None

    # -- classifier, method, class -----------------------------------------------------------
    @property
    def current(self) -> Choice:
        """What is to be computed."""
        return self._choice

    @property
    def classifier_id(self) -> str:
        """The chosen classifier."""
        return self._choice.classifier_id

    @property
    def method(self) -> str:
        """The chosen method."""
        return self._choice.method

    @property
    def layer(self) -> str:
        """The chosen layer; empty means the default."""
        return self._choice.layer

    @property
    def target(self) -> str:
        """The class that is explained."""
        return self._choice.target

    def choose(self, **changes: str) -> None:
        """Change ``classifier_id``, ``method`` or ``target``, with ``layer``; can be undone."""
        before = self._choice
        after = replace(before, **changes)
        chosen = [name for name in _CHOSEN if getattr(before, name) != getattr(after, name)]
        if not chosen or not self._session.editable:
            self.follow(**changes)
            return
        first = True

        def changed() -> None:
            nonlocal first
            self._session.choice_changed.emit()
            if not first:
                self._session.choice_put_back.emit()
            first = False

        what = " and ".join(_CHOSEN[name] for name in chosen)
        self._edits.edit(
            f"the choice of {what}",
            before,
            after,
            self._take_choice,
            changed=changed,
            merge=f"{_CHOICE} {what}",
        )

    def follow(self, **changes: str) -> None:
        """Let the choice be that of a map that is looked at: remembered, but no edit."""
        choice = replace(self._choice, **changes)
        if choice != self._choice:
            self._take_choice(choice)
            self._session.choice_changed.emit()

    def _take_choice(self, choice: Choice) -> None:
        self._choice = choice
        study = self._session.study
        if study is not None and self._session.editable and study.looked_through_within(0.05):
            study.set_setting(_CHOICE, {name: getattr(choice, name) for name in choice.__slots__})

    # -- masks -------------------------------------------------------------------------------
    @property
    def mask_settings(self) -> MaskSettings:
        """How relevance becomes a contour mask in this study."""
        from neopain_gui.masks import MaskSettings
        from neopain_gui.pipeline.settings.study_settings import MASK_SETTINGS

        if self._mask_settings is None:
            study = self._session.study
            stored = study.setting(MASK_SETTINGS, None) if study is not None else None
            self._mask_settings = MaskSettings.from_dict(stored) if stored else MaskSettings()
        return self._mask_settings

    def set_mask_settings(self, settings: MaskSettings) -> None:
        """Change how relevance becomes a contour mask; stored with the study, can be undone."""
        before = self.mask_settings
        if settings == before:
            return
        if not self._session.editable:  # of a study that is only read, while it is open
            self._mask_settings = settings
            self._session.choice_changed.emit()
            return
        from neopain_gui.masks import MaskSettings
        from neopain_gui.pipeline.settings.study_settings import MASK_SETTINGS

        changes = [name for name in _MASKS if getattr(before, name) != getattr(settings, name)]
        what = _MASKS[changes[0]] if len(changes) == 1 else "the mask settings"
        value = UNSET if settings == MaskSettings() else settings.as_dict()
        merge = f"{MASK_SETTINGS} {what}" if len(changes) == 1 else ""
        self._settings.put(
            MASK_SETTINGS, value, f"changing {what}", merge=merge, changed=self.reread
        )

    def reread(self) -> None:
        """Show what the study holds now: mask settings or a method's options have changed."""
        self._mask_settings = None
        self._session.choice_changed.emit()

    # -- what is compared --------------------------------------------------------------------
    @property
    def extraction_models(self) -> tuple[str, ...]:
        """Names of the extraction models that are compared; empty means all."""
        return self._extraction_models

    def set_extraction_models(self, names: Sequence[str]) -> None:
        """Choose the extraction models that are compared; can be undone."""
        before, after = self._extraction_models, tuple(names)
        if before == after:
            return

        def write(value: tuple[str, ...]) -> None:
            self._extraction_models = value

        if not self._session.editable:
            write(after)
            self._session.choice_changed.emit()
            return
        self._edits.edit(
            "the choice of extraction models",
            before,
            after,
            write,
            changed=self._session.choice_changed.emit,
            merge="extraction models",
        )
