"""What is chosen for the whole study, and that it can be undone: a part of the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from neopain_gui.gui.state.choices import Choice, View
from neopain_gui.gui.state.open_study import OpenStudy
from neopain_gui.gui.state.study_edits import StudyEdits

if TYPE_CHECKING:
    from neopain_gui.masks import MaskSettings

UNSET = object()
"""The value of a setting that the study does not hold."""

_CHOICE = "choice"
_CHOSEN = {"classifier_id": "classifier", "method": "method", "target": "explained class"}
_MASKS = {
    "clusters": "the number of clusters",
    "size": "the size of the smoothing",
    "sigma": "the smoothing σ",
    "c_attribution": "the threshold c",
    "c_gaze": "the threshold c for gaze",
}


class Chosen(OpenStudy):
    """Classifier, method, class, layer, mask settings, the models compared, and other settings.

    A choice is an edit like any other; looking at another layer, or at a map that is there, is
    none: it is remembered, but undo does not go back through it.

    Signals
    -------
    choice_changed()
        Classifier, method, layer, target or mask settings.
    choice_put_back()
        Undo or redo changed classifier, method or class.
    setting_changed(key: str)
        One of the study's settings, by the person or by undo.
    """

    choice_changed = Signal()
    choice_put_back = Signal()
    setting_changed = Signal(str)

    _view: View
    edits: StudyEdits
    _mask_settings: MaskSettings | None = None

    # -- any setting -------------------------------------------------------------------------
    def set_setting(
        self,
        key: str,
        value: Any,
        text: str,
        *,
        merge: str = "",
        changed: Callable[[], object] | None = None,
    ) -> bool:
        """Keep a setting with the study; can be undone. See :meth:`StudyEdits.edit`."""
        return self.set_settings({key: value}, text, merge=merge, changed=changed)

    def set_settings(
        self,
        values: Mapping[str, Any],
        text: str,
        *,
        said: str = "",
        merge: str = "",
        changed: Callable[[], object] | None = None,
    ) -> bool:
        """Keep several settings as one edit; :data:`UNSET` leaves one as if it were never set."""
        study = self._study
        if study is None:
            return False
        before = {key: study.setting(key, UNSET) for key in values}
        if before == dict(values):
            return True

        def write(settings: Mapping[str, Any]) -> None:
            for key, value in settings.items():
                if value is UNSET:
                    study.forget_setting(key)
                else:
                    study.set_setting(key, value)

        def tell() -> None:
            for key in values:
                self.setting_changed.emit(key)
            if changed is not None:
                changed()

        after = dict(values)
        return self.edits.edit(text, before, after, write, changed=tell, said=said, merge=merge)

    # -- classifier, method, class -----------------------------------------------------------
    @property
    def choice(self) -> Choice:
        """What is to be computed."""
        return self._view.choice

    @property
    def classifier_id(self) -> str:
        """The chosen classifier."""
        return self._view.choice.classifier_id

    @property
    def method(self) -> str:
        """The chosen method."""
        return self._view.choice.method

    @property
    def layer(self) -> str:
        """The chosen layer; empty means the default."""
        return self._view.choice.layer

    @property
    def target(self) -> str:
        """The class that is explained."""
        return self._view.choice.target

    def choose(self, **changes: str) -> None:
        """Change ``classifier_id``, ``method`` or ``target``, with ``layer``; can be undone."""
        before = self._view.choice
        after = replace(before, **changes)
        chosen = [name for name in _CHOSEN if getattr(before, name) != getattr(after, name)]
        if not chosen or not self.editable:
            self.look_at(**changes)
            return
        first = True

        def changed() -> None:
            nonlocal first
            self.choice_changed.emit()
            if not first:
                self.choice_put_back.emit()
            first = False

        what = " and ".join(_CHOSEN[name] for name in chosen)
        self.edits.edit(
            f"the choice of {what}",
            before,
            after,
            self._take_choice,
            changed=changed,
            merge=f"{_CHOICE} {what}",
        )

    def look_at(self, **changes: str) -> None:
        """Let the choice be that of a map that is looked at: remembered, but no edit."""
        choice = replace(self._view.choice, **changes)
        if choice != self._view.choice:
            self._take_choice(choice)
            self.choice_changed.emit()

    def _take_choice(self, choice: Choice) -> None:
        self._view.choice = choice
        if self._study is not None and self.editable and self._study.looked_through_within(0.05):
            stored = {name: getattr(choice, name) for name in choice.__slots__}
            self._study.set_setting(_CHOICE, stored)

    # -- masks -------------------------------------------------------------------------------
    @property
    def mask_settings(self) -> MaskSettings:
        """How relevance becomes a contour mask in this study."""
        from neopain_gui.masks import MaskSettings
        from neopain_gui.pipeline.settings.study_settings import MASK_SETTINGS

        if self._mask_settings is None:
            stored = self._study.setting(MASK_SETTINGS, None) if self._study else None
            self._mask_settings = MaskSettings.from_dict(stored) if stored else MaskSettings()
        return self._mask_settings

    def set_mask_settings(self, settings: MaskSettings) -> None:
        """Change how relevance becomes a contour mask; stored with the study, can be undone."""
        before = self.mask_settings
        if settings == before:
            return
        if not self.editable:  # of a study that is only read, for as long as it is looked at
            self._mask_settings = settings
            self.choice_changed.emit()
            return
        from neopain_gui.masks import MaskSettings
        from neopain_gui.pipeline.settings.study_settings import MASK_SETTINGS

        changes = [name for name in _MASKS if getattr(before, name) != getattr(settings, name)]
        what = _MASKS[changes[0]] if len(changes) == 1 else "the mask settings"
        value = UNSET if settings == MaskSettings() else settings.as_dict()
        merge = f"{MASK_SETTINGS} {what}" if len(changes) == 1 else ""
        self.set_setting(
            MASK_SETTINGS, value, f"changing {what}", merge=merge, changed=self.reread_choice
        )

    def reread_choice(self) -> None:
        """Show what the study holds now: mask settings or a method's options have changed."""
        self._mask_settings = None
        self.choice_changed.emit()

    # -- what is compared --------------------------------------------------------------------
    @property
    def extraction_models(self) -> tuple[str, ...]:
        """Names of the extraction models that are compared; empty means all."""
        return self._view.extraction_models

    def set_extraction_models(self, names: Sequence[str]) -> None:
        """Choose the extraction models that are compared; can be undone."""
        before, after = self._view.extraction_models, tuple(names)
        if before == after:
            return

        def write(value: tuple[str, ...]) -> None:
            self._view.extraction_models = value

        if not self.editable:
            write(after)
            self.choice_changed.emit()
            return
        self.edits.edit(
            "the choice of extraction models",
            before,
            after,
            write,
            changed=self.choice_changed.emit,
            merge="extraction models",
        )
