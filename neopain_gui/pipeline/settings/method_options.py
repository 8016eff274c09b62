"""The options of methods that a study keeps: what a run takes unless told otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from neopain_gui.attribution.methods import find_method
from neopain_gui.attribution.parameters import Value
from neopain_gui.errors import InputError

if TYPE_CHECKING:
    from neopain_gui.study import Study

METHOD_OPTIONS = "method_options"
"""Key of the study's setting: options that differ from the defaults, by method."""


def study_options(study: Study, method: str) -> dict[str, Value]:
    """Return a method's options in a study, every one; what no longer fits is the default."""
    stored = study.setting(METHOD_OPTIONS, {})
    own = stored.get(method, {}) if isinstance(stored, Mapping) else {}
    known = find_method(method)
    try:
        return known.resolved(own if isinstance(own, Mapping) else {})
    except InputError:
        return known.resolved()


def changed_options(study: Study, method: str, changed: Mapping[str, object]) -> dict[str, object]:
    """Return a method's options in a study, changed where ``changed`` has one of them."""
    known = find_method(method).parameters
    return study_options(study, method) | {n: v for n, v in changed.items() if n in known}


def with_options(study: Study, method: str, options: Mapping[str, object]) -> dict[str, Any]:
    """Return the options that the study keeps of all methods, with these for one of them.

    Raises
    ------
    InputError
        An option is unknown or out of its range.
    """
    known = find_method(method)
    resolved, usual = known.resolved(options), known.resolved()
    stored = study.setting(METHOD_OPTIONS, {})
    stored = dict(stored) if isinstance(stored, Mapping) else {}
    stored[method] = {name: value for name, value in resolved.items() if value != usual[name]}
    return {name: own for name, own in stored.items() if own}


def parse_options(texts: list[str]) -> dict[str, str]:
    """Turn ``NAME=VALUE`` texts into options.

    Raises
    ------
    InputError
        One has another form, or a name stands twice.
    """
    options: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise InputError(f"the option {text!r} has no value", remedy="write NAME=VALUE")
        if name.strip() in options:
            raise InputError(f"the option {name.strip()} stands twice", remedy="give it once")
        options[name.strip()] = value.strip()
    return options
