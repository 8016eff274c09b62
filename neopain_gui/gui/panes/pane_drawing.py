"""Reading and drawing the maps of several panes; in a thread, or what is in memory at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from neopain_gui.errors import NeoPainError
from neopain_gui.gui.canvas.drawn import Drawn
from neopain_gui.gui.panes.pane_rules import Rules, judge
from neopain_gui.gui.scene.drawing import drawn_picture, photograph_pyramid, picture_of
from neopain_gui.gui.scene.loading import (
    Appearance,
    Rows,
    cached_relevance,
    photograph_of,
    relevance_of,
)
from neopain_gui.gui.scene.overlay import OverlayMode, cached_processed, processed
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.maps import RelevanceMap

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.masks import MaskSettings
    from neopain_gui.study import Study
    from neopain_gui.study.result_types import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How all panes are drawn."""

    settings: MaskSettings
    appearance: Appearance
    shared: bool

    @property
    def one_range(self) -> bool:
        """Whether the colours of all maps end at the same value."""
        return self.shared and self.appearance.mode in (OverlayMode.HEATMAP, OverlayMode.RELEVANCE)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shown:
    """One map as a pane shows it.

    Attributes
    ----------
    key : str
        Of the result that holds.
    relevance : RelevanceMap
        For reading values.
    drawn : Drawn or None
        None in the mode without a map.
    """

    key: str
    relevance: RelevanceMap
    drawn: Drawn | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pictures:
    """The maps of some results.

    Attributes
    ----------
    shown : Mapping of a result's key to Shown
    errors : Mapping of a result's key to str
        What could not be read, with the reason.
    """

    shown: Mapping[str, Shown] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def draw_all(
    job: Job = NULL_JOB, *, study: Study, results: Sequence[Result], manner: Manner
) -> Pictures:
    """Read and draw maps; what is in memory is not made again."""
    maps: dict[str, RelevanceMap] = {}
    errors = {}
    for result in results:
        job.check()
        try:
            maps[result.key] = relevance_of(study, result)
        except NeoPainError as error:
            errors[result.key] = str(error)
    top = None
    if manner.one_range:
        top = _highest(_coloured(one, manner) for one in maps.values())
    shown = {}
    for key, relevance in maps.items():
        job.check()
        drawn = None
        if manner.appearance.mode is not OverlayMode.PHOTOGRAPH:
            drawn = picture_of(relevance, manner.settings, manner.appearance, top)
        shown[key] = Shown(key=key, relevance=relevance, drawn=drawn)
    return Pictures(shown=shown, errors=errors)


def cached_pictures(results: Sequence[Result], manner: Manner) -> Pictures:
    """Return what of :func:`draw_all` needs nothing but a appearance into memory.

    With one range for all, that is either everything or nothing: the range is not known before.
    """
    maps = {result.key: cached_relevance(result) for result in results}
    there = {key: one for key, one in maps.items() if one is not None}
    top = None
    if manner.one_range:
        coloured = [_kept_coloured(one, manner) for one in there.values()]
        known = [one for one in coloured if one is not None]
        if len(known) < len(results):
            return Pictures()
        top = _highest(known)
    shown = {}
    for key, relevance in there.items():
        drawn = None
        if manner.appearance.mode is not OverlayMode.PHOTOGRAPH:
            drawn = drawn_picture(relevance, manner.settings, manner.appearance, top)
            if drawn is None:
                continue
        shown[key] = Shown(key=key, relevance=relevance, drawn=drawn)
    whole = len(shown) == len(results)
    return Pictures(shown=shown) if whole or not manner.one_range else Pictures()


def prepare(
    *, study: Study, image: FaceImage, models: Sequence[str], rules: Rules, manner: Manner
) -> None:
    """Put into memory what showing a photograph's maps will ask for."""
    photograph_pyramid(photograph_of(study, image), image.sha256)
    rows = Rows.read(study, image)
    judged = (judge(rows, model, rules) for model in models)
    results = [one.result for one in judged if one.result is not None]
    draw_all(study=study, results=results, manner=manner)


def _coloured(relevance: RelevanceMap, manner: Manner) -> RelevanceMap:
    """Return the map whose colours are shown: after smoothing, or as it was computed."""
    return processed(relevance, manner.settings) if _is_heatmap(manner) else relevance


def _kept_coloured(relevance: RelevanceMap, manner: Manner) -> RelevanceMap | None:
    return cached_processed(relevance, manner.settings) if _is_heatmap(manner) else relevance


def _is_heatmap(manner: Manner) -> bool:
    return manner.appearance.mode is OverlayMode.HEATMAP


def _highest(maps: Iterable[RelevanceMap]) -> float | None:
    return max((float(one.values.max()) for one in maps), default=None)
