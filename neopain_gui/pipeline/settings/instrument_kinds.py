"""Scales and sets of landmarks alike: what window and command line do with either."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neopain_gui.annotation import landmarks, landmarks_draft
from neopain_gui.annotation.faults import Fault
from neopain_gui.annotation.round import LANDMARKS, SCALE
from neopain_gui.annotation.scales import draft, read_scale, scale_text, scales
from neopain_gui.counted import counted
from neopain_gui.pipeline.settings import own_instruments as own
from neopain_gui.pipeline.settings.instruments import (
    OWN_LANDMARKS,
    OWN_SCALES,
    study_landmark_sets,
    study_scales,
)
from neopain_gui.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentKind:
    """What of a study's own can be made, read, kept and taken out.

    Attributes
    ----------
    word : str
        What one is called: ``"scale"``.
    prefix : str
        What a round calls one, before its id.
    key : str
        Of the study's setting.
    shipped : callable
        Returns those that come with NeoPain.
    there : callable
        Returns those that a study can ask, by id.
    read, text : callable
        From a file; as a file has it.
    taken_in, keep, without : callable
        See :mod:`~neopain_gui.pipeline.settings.own_instruments`.
    blank, copied, newer, read_draft : callable
        See :mod:`~neopain_gui.annotation.scales.draft`; ``blank`` and the others get what is there.
    about : callable
        Says in a few words what one is.
    """

    word: str
    prefix: str
    key: str
    shipped: Callable[[], Mapping[str, Any]]
    there: Callable[[Study], dict[str, Any]]
    read: Callable[[Path], Any]
    text: Callable[[Any], str]
    taken_in: Callable[[Study, Any], tuple[Any, str]]
    keep: Callable[[Study, Any], dict[str, Any]]
    without: Callable[[Study, str], dict[str, Any]]
    blank: Callable[[Mapping[str, Any]], dict[str, Any]]
    copied: Callable[[Any, Mapping[str, Any]], dict[str, Any]]
    newer: Callable[[Any, Mapping[str, Any]], dict[str, Any]]
    read_draft: Callable[[Mapping[str, Any], Iterable[Any]], tuple[Any, Fault | None]]
    about: Callable[[Any], str]

    def unfinished(self, study: Study) -> dict[str, dict[str, Any]]:
        """Return those of a study's own that cannot be used yet, by id."""
        usable = self.there(study)
        return {
            name: one
            for name, one in own.own_definitions(study, self.key).items()
            if name not in usable
        }


def _about_scale(scale: Any) -> str:
    unseen = sum(not one.on_still for one in scale.items)
    said = [counted(len(scale.items), "item")]
    if unseen:
        said.append(f"{unseen} of them cannot be seen on a photograph")
    said.append(counted(len(scale.totals), "total"))
    return ", ".join(said)


def _about_set(one: Any) -> str:
    return f"{counted(len(one.points), 'point')}, {counted(len(one.distances), 'distance')}"


SCALES = InstrumentKind(
    word="scale",
    prefix=SCALE,
    key=OWN_SCALES,
    shipped=scales,
    there=study_scales,
    read=read_scale,
    text=scale_text,
    taken_in=own.taken_in,
    keep=own.with_scale,
    without=own.without_scale,
    blank=draft.blank,
    copied=draft.copied,
    newer=draft.newer,
    read_draft=draft.read_draft,
    about=_about_scale,
)
SETS = InstrumentKind(
    word="set of landmarks",
    prefix=LANDMARKS,
    key=OWN_LANDMARKS,
    shipped=landmarks.sets,
    there=study_landmark_sets,
    read=landmarks.read_landmark_set,
    text=landmarks.landmark_set_text,
    taken_in=own.set_taken_in,
    keep=own.with_set,
    without=own.without_set,
    blank=landmarks_draft.blank,
    copied=landmarks_draft.copied,
    newer=landmarks_draft.newer,
    read_draft=lambda definition, _others: landmarks_draft.read_draft(definition),
    about=_about_set,
)
