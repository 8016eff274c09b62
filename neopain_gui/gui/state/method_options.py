"""The options of methods as the window uses them: those that the open study keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from neopain_gui.attribution.methods import find_method
from neopain_gui.attribution.parameters import Value
from neopain_gui.gui.state.study_settings import UNSET
from neopain_gui.pipeline.settings.method_options import METHOD_OPTIONS, study_options, with_options

if TYPE_CHECKING:
    from neopain_gui.gui.state.session import Session


def method_options(session: Session, method: str = "") -> dict[str, Value]:
    """Return what a method runs with in the open study; the chosen method by default."""
    method = method or session.choices.method
    if session.study is None:
        return find_method(method).resolved()
    return study_options(session.study, method)


def set_method_options(session: Session, options: Mapping[str, object], method: str = "") -> None:
    """Change some of a method's options; stored with the study, can be undone.

    Raises
    ------
    InputError
        One is unknown or out of its range; nothing is changed.
    """
    method = method or session.choices.method
    study, before = session.study, method_options(session, method)
    if session.editable and study is not None:
        stored = with_options(study, method, before | dict(options))
        parameters, after = find_method(method).parameters, stored.get(method, {})
        usual = find_method(method).resolved()
        names = [name for name in before if after.get(name, usual[name]) != before[name]]
        if names:
            what = parameters[names[0]].title.lower() if len(names) == 1 else "the options"
            session.settings.put(
                METHOD_OPTIONS,
                stored or UNSET,
                f"changing {what} of {find_method(method).title}",
                merge=f"{METHOD_OPTIONS} {method} {names[0]}" if len(names) == 1 else "",
                changed=session.choices.reread,
            )
