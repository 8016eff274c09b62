"""Settings that the study keeps, changed so that it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from neopain_gui.gui.state.open_study import OpenStudy
from neopain_gui.gui.state.study_edits import StudyEdits

UNSET = object()
"""The value of a setting that the study does not hold."""


class StudySettings:
    """Changing any of the open study's settings: the session's ``settings``.

    Parameters
    ----------
    session : OpenStudy
        Whose study keeps them, and who tells of it (``setting_changed``).
    edits : StudyEdits
        What makes each change something that can be undone.
    """

    def __init__(self, session: OpenStudy, edits: StudyEdits) -> None:
        self._session, self._edits = session, edits

    def put(
        self,
        key: str,
        value: Any,
        text: str,
        *,
        merge: str = "",
        changed: Callable[[], object] | None = None,
    ) -> bool:
        """Keep a setting with the study; can be undone. See :meth:`StudyEdits.edit`."""
        return self.put_many({key: value}, text, merge=merge, changed=changed)

    def put_many(
        self,
        values: Mapping[str, Any],
        text: str,
        *,
        said: str = "",
        merge: str = "",
        changed: Callable[[], object] | None = None,
    ) -> bool:
        """Keep several settings as one edit; :data:`UNSET` leaves one as if it were never set."""
        study = self._session.study
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
                self._session.setting_changed.emit(key)
            if changed is not None:
                changed()

        after = dict(values)
        return self._edits.edit(text, before, after, write, changed=tell, said=said, merge=merge)
