"""What a study's settings have that the dissertation's have not: said wherever numbers stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from neopain_gui.attribution.methods import METHODS
from neopain_gui.gaze.fixations import filter_as_dict
from neopain_gui.percentages import percent
from neopain_gui.pipeline.settings.method_options import METHOD_OPTIONS, study_options
from neopain_gui.pipeline.settings.study_settings import (
    GAZE_SETTINGS,
    MASK_SETTINGS,
    gaze_settings,
    mask_settings,
)

if TYPE_CHECKING:
    from neopain_gui.gaze.settings import GazeSettings
    from neopain_gui.masks import MaskSettings
    from neopain_gui.study import Study

KEYS = (MASK_SETTINGS, METHOD_OPTIONS, GAZE_SETTINGS)
"""The study's settings that have usual values: taken away, those hold."""

_MASKS = {
    "c_attribution": ("threshold c", "{:.2f}"),
    "c_gaze": ("threshold c for gaze", "{:.2f}"),
    "clusters": ("clusters", "{:d}"),
    "sigma": ("smoothing σ", "{:g}"),
    "size": ("smoothing size", "{:d} pixels"),
}
_OFF = ("clusters", "sigma")
"""Mask settings whose zero leaves a step out."""

_FILTERS = {"ivt": "I-VT", "idt": "I-DT", "exported": "the recording’s own"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One setting that is not as usual.

    Attributes
    ----------
    key : str
        The study's setting that it is part of; one of :data:`KEYS`.
    name : str
        What people call it.
    value, usual : str
        As they are written.
    """

    key: str
    name: str
    value: str
    usual: str

    def __str__(self) -> str:
        return f"{self.name} {self.value} (usually {self.usual})"


def differences(study: Study) -> list[Difference]:
    """Return which of the study's settings are not the dissertation's."""
    return list(between(study, None))


def between(study: Study, other: Study | None) -> Iterator[Difference]:
    """Yield in which settings two studies differ; the other's stand where usual ones would.

    Without another study, where one differs from the dissertation.
    """
    masks, gaze = mask_settings(study), gaze_settings(study)
    yield from _of_masks(masks, type(masks)() if other is None else mask_settings(other))
    yield from _of_methods(study, other)
    yield from gaze_differences(gaze, type(gaze)() if other is None else gaze_settings(other))


def sentence(found: Sequence[Difference]) -> str:
    """Say what differs; empty where nothing does."""
    return f"Not as usual: {', '.join(map(str, found))}." if found else ""


def _of_masks(own: MaskSettings, usual: MaskSettings) -> Iterator[Difference]:
    for field in fields(own):
        name, form = _MASKS[field.name]
        value, other = (
            "off" if field.name in _OFF and not number else form.format(number)
            for number in (getattr(own, field.name), getattr(usual, field.name))
        )
        if getattr(own, field.name) != getattr(usual, field.name):
            yield Difference(key=MASK_SETTINGS, name=name, value=value, usual=other)


def _of_methods(study: Study, other: Study | None) -> Iterator[Difference]:
    stored = [one.setting(METHOD_OPTIONS, {}) for one in (study, other) if one is not None]
    changed = {name for one in stored if isinstance(one, Mapping) for name in one if one[name]}
    for method in METHODS.values():
        if method.id not in changed:
            continue
        usual = method.resolved() if other is None else study_options(other, method.id)
        for option, value in study_options(study, method.id).items():
            if value != usual[option]:
                title = method.parameters[option].title
                yield Difference(
                    key=METHOD_OPTIONS,
                    name=f"{method.name}: {title[:1].lower()}{title[1:]}",
                    value=written(value),
                    usual=written(usual[option]),
                )


def gaze_differences(own: GazeSettings, usual: GazeSettings) -> Iterator[Difference]:
    """Yield in which settings of gaze two differ."""
    ours_seen, theirs_seen = own.viewing, usual.viewing
    rows: list[tuple[str, Any, Any, Callable[[Any], str]]] = [
        ("screen", _by(ours_seen.screen_px), _by(theirs_seen.screen_px), "{} pixels".format),
        ("screen’s size", _by(ours_seen.screen_mm), _by(theirs_seen.screen_mm), "{} mm".format),
        (
            "distance from the screen",
            ours_seen.distance_mm,
            theirs_seen.distance_mm,
            "{:g} mm".format,
        ),
        ("gaze radius", own.radius_px, usual.radius_px, "{:g} pixels".format),
        ("weight of a fixation", str(own.measure), str(usual.measure), str),
        ("minimum valid samples", own.pass_share, usual.pass_share, percent),
    ]
    ours, theirs = (filter_as_dict(one.fixations) for one in (own, usual))
    if ours["filter"] != theirs["filter"]:
        rows.append(
            ("fixation filter", _FILTERS[ours["filter"]], _FILTERS[theirs["filter"]], "{}".format)
        )
    else:
        rows += [
            (f"fixation filter’s {name.replace('_', ' ')}", value, theirs[name], "{:g}".format)
            for name, value in ours.items()
            if name != "filter"
        ]
    for name, value, other, said in rows:
        if value != other:
            yield Difference(key=GAZE_SETTINGS, name=name, value=said(value), usual=said(other))


def _by(sides: tuple[float, float]) -> str:
    return f"{sides[0]:g} × {sides[1]:g}"


def written(value: object) -> str:
    """Write an option's value."""
    return f"{value:g}" if isinstance(value, float) else str(value)
