"""How the maps of a report were made, from the maps' own inputs.

A study's settings may have changed since: they say nothing of maps that are there already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from neopain_gui.classifiers.folds.words import who_explained
from neopain_gui.gaze.density import WEIGHTS
from neopain_gui.gaze.fixations import IVT, Exported, filter_as_dict
from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.percentages import percent

FROM_RECORDINGS = "gaze.group_map"
FROM_PICTURES = "gaze.heatmap_picture"
FROM_REGIONS, FROM_SCALE = "annotation.regions", "annotation.scale"
"""Stages of maps of people."""
_OF_RATERS = (FROM_REGIONS, FROM_SCALE)

_READ = {
    "paper": "as the dissertation did it (mode “paper”)",
    "palette": "by the palette of the colours (mode “palette”)",
}
_UNITS = {"_ms": " ms", "_deg_s": "°/s", "_deg": "°", "_px": " px", "_mm": " mm"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way in which maps of an extraction model were made.

    Attributes
    ----------
    inputs : Mapping
        By what it says: stage, version, weights, parameters and so on; nothing that belongs to one
        photograph alone.
    maps : int
        How many were made so.
    """

    inputs: Mapping[str, Any]
    maps: int

    @property
    def stage(self) -> str:
        """What made them, without its version."""
        return str(self.inputs.get("stage", "")).partition(" version ")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """How an extraction model's maps were made.

    Attributes
    ----------
    name, kind : str
        Which.
    maps : int
        Photographs with a map.
    ways : tuple of Way
        The most usual first; more than one where maps were not made alike.
    folds : int
        How many folds the classifier has; 0 of one that is a single network.
    explained_by : Mapping of str to int
        Photographs by why networks of those folds explained them.
    """

    name: str
    kind: str
    maps: int
    ways: tuple[Way, ...]
    folds: int = 0
    explained_by: Mapping[str, int] = field(default_factory=dict)


def gaze_sentences(models: Sequence[ModelFacts]) -> list[str]:
    """Return how maps of people were made, those made alike together."""
    alike: dict[str, list[str]] = {}
    for model in models:
        for way in model.ways:
            said = _gaze_way(way)
            if said:
                some = (
                    model.name if way.maps == model.maps else f"{model.name} on {_of(way, model)}"
                )
                alike.setdefault(said, []).append(some)
    return [f"Maps of gaze ({', '.join(who)}): {said}." for said, who in alike.items()]


def rater_sentences(models: Sequence[ModelFacts]) -> list[str]:
    """Return how maps of what raters said were made, those made alike together."""
    alike: dict[str, list[str]] = {}
    for model in models:
        for said in dict.fromkeys(filter(None, map(_rater_way, model.ways))):
            alike.setdefault(said, []).append(model.name)
    return [f"Maps of raters ({', '.join(who)}): {said}." for said, who in alike.items()]


def single_raters(models: Sequence[ModelFacts]) -> frozenset[str]:
    """Return the models that are of one rater alone, where there are some of several together."""
    of_raters = [one for one in models if any(way.stage in _OF_RATERS for way in one.ways)]
    together = {one.name for one in of_raters if any(map(_of_several, one.ways))}
    return frozenset(one.name for one in of_raters if together and one.name not in together)


def _of_several(way: Way) -> bool:
    return bool(way.inputs.get("parameters", {}).get("group"))


def fold_sentences(models: Sequence[ModelFacts]) -> list[str]:
    """Return by which networks of cross-validated classifiers photographs were explained."""
    alike: dict[tuple[int, tuple[tuple[str, int], ...]], list[str]] = {}
    for model in models:
        if model.folds:
            key = model.folds, tuple(sorted(model.explained_by.items()))
            alike.setdefault(key, []).append(model.name)
    return [who_explained(names, of, dict(counts)) for (of, counts), names in alike.items()]


def differing_sentences(models: Sequence[ModelFacts]) -> list[str]:
    """Return for each model whose maps were not made alike what differs, and on how many."""
    said = []
    for model in models:
        if len(model.ways) < 2:
            continue
        flat = [dict(_flat(way.inputs)) for way in model.ways]
        names = [
            name
            for name in dict.fromkeys(key for one in flat for key in one)
            if len({str(one.get(name)) for one in flat}) > 1
        ]
        parts = [
            f"{_of(way, model)} with "
            + (said_settings({name: one[name] for name in names if name in one}) or "none of it")
            for way, one in zip(model.ways, flat, strict=True)
        ]
        said.append(f"The maps of {model.name} were not all made alike: {'; '.join(parts)}.")
    return said


def gaze_words(settings: Mapping[str, Any]) -> str:
    """Return how recordings become maps with some settings, in the glossary's words."""
    made = GazeSettings.from_dict(settings)
    seen = made.viewing
    return (
        f"{fixation_words(made)}, each with its {WEIGHTS[made.measure]} as its weight, spread by a "
        f"radius of {made.radius_px:g} pixels of the screen ({seen.screen_px[0]} × "
        f"{seen.screen_px[1]} pixels, {seen.screen_mm[0]:g} × {seen.screen_mm[1]:g} mm, "
        f"{seen.distance_mm:g} mm away where a recording says nothing else); participants count "
        f"with at least {percent(made.pass_share)} valid samples"
    )


def fixation_words(made: GazeSettings) -> str:
    """Return which fixations count, in the glossary's words."""
    how = made.fixations
    if isinstance(how, Exported):
        return "the fixations that the eye tracker’s program exported"
    if isinstance(how, IVT):
        return (
            f"fixations found with the I-VT filter (below {how.threshold_deg_s:g}°/s over "
            f"{how.window_ms:g} ms, gaps up to {how.fill_ms:g} ms filled, neighbours up to "
            f"{how.merge_ms:g} ms and {how.merge_deg:g}° apart merged, less than "
            f"{how.shortest_ms:g} ms discarded)"
        )
    rest = {name: value for name, value in filter_as_dict(how).items() if name != "filter"}
    return f"fixations found with the I-DT filter ({said_settings(rest)})"


def said_settings(settings: Mapping[str, Any]) -> str:
    """Return settings as one line: nested ones in brackets, what is not set left out."""
    parts = []
    for name, value in settings.items():
        if value is None or value == "" or value == {}:
            continue
        said = f"({said_settings(value)})" if isinstance(value, Mapping) else _said(value)
        unit = next((end for end in _UNITS if name.endswith(end)), "")
        words = name.removesuffix(unit).replace("_", " ")
        parts.append(f"{words} {said}{_UNITS[unit]}" if unit else f"{words} {said}")
    return ", ".join(parts)


def _gaze_way(way: Way) -> str:
    if way.stage == FROM_PICTURES:
        mode = str(way.inputs.get("mode", ""))
        return f"read from the colours of heatmap pictures {_READ.get(mode, mode)}".rstrip()
    if way.stage != FROM_RECORDINGS:
        return ""
    try:
        return gaze_words(way.inputs["parameters"])
    except (LookupError, TypeError, ValueError):  # of an earlier version: the table has all of it
        return "made from recordings by an earlier version of NeoPain"


def _rater_way(way: Way) -> str:
    if way.stage not in _OF_RATERS:
        return ""
    made, least = way.inputs.get("parameters", {}), way.inputs.get("least")
    group = _of_several(way)
    from_ = percent(float(least)) if isinstance(least, int | float) else "an unknown share"
    if way.stage == FROM_REGIONS and group:
        return (
            "the share of the raters who were asked that marked a place; the contour mask is where "
            f"at least {from_} of them did"
        )
    if way.stage == FROM_REGIONS:
        return "what the rater marked, by its weight; the contour mask is what was marked"
    points = "the mean over the raters of the " if group else "the "
    return (
        f"each item of the scale {made.get('scale', '')} (version {made.get('version', '')}) that "
        "is about the face gives the features that it is about "
        f"{points}share of its highest level that was coded, times its weight; what was not "
        "codable gives nothing, and items of one feature add up. The contour mask is where the map "
        f"is at least {from_} of one item’s highest level; equation 9 is not used"
    )


def _of(way: Way, model: ModelFacts) -> str:
    return f"{way.maps} of {model.maps} photographs"


def _flat(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield every setting by its own name, however deep it lies."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from ((f"{inner}", one) for inner, one in _flat(value))
        else:
            yield name, value


def _said(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " / ".join(_said(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
