"""The options of methods as the window uses them: those that the open study keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from neopain_gui.attribution.methods import find_method
from neopain_gui.attribution.parameters import Value
from neopain_gui.pipeline.options import keep_options, study_options

if TYPE_CHECKING:
    from neopain_gui.gui.session import Session


def method_options(session: Session, method: str = "") -> dict[str, Value]:
    """Return what a method runs with in the open study; the chosen method by default."""
    method = method or session.method
    if session.study is None:
        return find_method(method).resolved()
    return study_options(session.study, method)


def set_method_options(session: Session, options: Mapping[str, object], method: str = "") -> None:
    """Change some of a method's options; stored with the study.

    Raises
    ------
    InputError
        One is unknown or out of its range; nothing is changed.
    """
    method = method or session.method
    before = method_options(session, method)
    if session.editable and session.study is not None:
        keep_options(session.study, method, before | dict(options))
        if method_options(session, method) != before:
            session.choice_changed.emit()
