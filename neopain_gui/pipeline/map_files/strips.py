"""The film strip of one photograph as files: its words, its order, its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neopain_gui.attribution.explain import LABELLED, PREDICTED
from neopain_gui.attribution.methods import Method, find_method
from neopain_gui.classifiers.architecture import LayerInfo
from neopain_gui.classifiers.architectures import ARCHITECTURES
from neopain_gui.faces import crop
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.maps import ExtractionModel, RelevanceMap
from neopain_gui.masks import MaskSettings, to_contour_mask
from neopain_gui.percentages import percent
from neopain_gui.pipeline.map_files.export import slug
from neopain_gui.pipeline.map_files.map_record import map_record
from neopain_gui.pipeline.maps.noise_words import rounding_mark
from neopain_gui.pipeline.settings.study_settings import SYNTHETIC_SETTING
from neopain_gui.provenance import canonical_json
from neopain_gui.reports.drawing import FORMATS, Format
from neopain_gui.reports.strip_figure import (
    FIGURE_VERSION,
    Tile,
    Words,
    strip_figure,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from neopain_gui.study import Result, Study

STRIP_RECORD = {"kind": "strip", "version": 1}
"""What a strip's record says of itself; the version is raised when the format changes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Strip:
    """The maps of one photograph, classifier and method.

    Attributes
    ----------
    photograph_id : str
        For the title.
    maps : tuple of (RelevanceMap, Mapping)
        Each with the facts that belong beside it; at least one.
    settings : MaskSettings
        How the contour masks are cut.
    phantom : bool
        Whether the photograph is a synthetic phantom.
    """

    photograph_id: str
    maps: tuple[tuple[RelevanceMap, Mapping[str, Any]], ...]
    settings: MaskSettings
    phantom: bool = False


def strip_base(photograph_id: str, model: ExtractionModel) -> str:
    """Return what the names of a strip's files begin with, from one of its maps' models."""
    return f"{slug(photograph_id)}__{slug(f'{model.method}|{model.maker}')}__strip"


def study_strip(study: Study, results: Sequence[Result], settings: MaskSettings) -> Strip:
    """Return the strip of some results of one photograph, classifier and method."""
    return Strip(
        photograph_id=results[0].image_id,
        maps=tuple((study.results.relevance_of(result), result.facts) for result in results),
        settings=settings,
        phantom=bool(study.setting(SYNTHETIC_SETTING, False)),
    )


def strip_figures(
    photograph: NDArray[np.uint8], strip: Strip, formats: Sequence[Format] = FORMATS
) -> tuple[dict[Format, bytes], dict[str, Any]]:
    """Return a strip as figures that carry its record, and the record.

    Parameters
    ----------
    photograph : ndarray of uint8, shape (H, W, 3)
        RGB.
    strip : Strip
        What is shown.
    formats : sequence of {"png", "svg", "pdf"}
        Of the files.
    """
    tiles, records = [], []
    for relevance, facts in _in_order(strip):
        mask = to_contour_mask(relevance, strip.settings)
        records.append(map_record(relevance, mask, facts, strip.settings))
        layer = _layer(relevance, facts)
        tiles.append(
            Tile(
                block=layer.block if layer else "",
                caption=_caption(layer),
                relevance=relevance,
                mask=mask,
                note=rounding_mark(facts),
            )
        )
    record = {
        "record": STRIP_RECORD,
        "photograph": strip.photograph_id,
        "phantom": strip.phantom,
        "figure": {"version": FIGURE_VERSION, "matplotlib": metadata.version("matplotlib")},
        "maps": records,
    }
    face = crop(photograph, tiles[0].relevance.box)
    figures = strip_figure(
        face, tiles, words(strip), strip.settings, provenance=record, formats=formats
    )
    return figures, record


def export_strip(
    folder: Path, base: str, photograph: NDArray[np.uint8], strip: Strip
) -> list[Path]:
    """Write a strip as PNG at 300 dpi, SVG and PDF, and its record as JSON.

    Returns
    -------
    list of Path
        The figures, then the record.
    """
    folder.mkdir(parents=True, exist_ok=True)
    figures, record = strip_figures(photograph, strip)
    contents = {f".{kind}": content for kind, content in figures.items()}
    contents[".json"] = (canonical_json(record) + "\n").encode()
    for ending, content in contents.items():
        write_bytes_atomic(folder / f"{base}{ending}", content)
    return [folder / f"{base}{ending}" for ending in contents]


def words(strip: Strip) -> Words:
    """Return what a strip's figure says above its pictures."""
    relevance, facts = strip.maps[0]
    method = find_method(str(facts["method"]))
    classifier = relevance.model.maker
    demo = ", demo weights" if facts["synthetic"] else ""
    demo += ", untested" if facts.get("untested") else ""
    target = str(facts["target"])
    score = f"{facts['scores'][target]:.2f}"
    chosen = {PREDICTED: ", the predicted class", LABELLED: ", the labelled class"}
    if method.control:
        lines = [
            f"{method.name}, a control that does not look at what {classifier} has learnt",
            f"{classifier}{demo}: its score of {target} is {score}",
        ]
    else:
        lines = [
            f"{_full(method)} on {classifier}{demo}",
            f"Class explained: {target}{chosen.get(str(facts['target_choice']), '')}; "
            f"its score {score}",
        ]
    if any(rounding_mark(facts) for _, facts in strip.maps):
        lines.append("±: by how much of its maximum rounding alone moves a map, where over 1 %")
    if "folds" in facts:
        lines.append(str(facts["folds"]["said"]))
    if "completeness_error" in facts:
        error = facts["completeness_error"]
        share = "infinite" if error is None else percent(error, ".1f")
        lines.append(f"Completeness error: {share}")
    return Words(title=strip.photograph_id, lines=tuple(lines), phantom=strip.phantom)


def _full(method: Method) -> str:
    short, name = (text.replace("-", "").casefold() for text in (method.title, method.name))
    return method.name if short == name else f"{method.name} ({method.title})"


def _layer(relevance: RelevanceMap, facts: Mapping[str, Any]) -> LayerInfo | None:
    return next((one for one in _layers_of(relevance, facts) if one.name == facts["layer"]), None)


def _layers_of(relevance: RelevanceMap, facts: Mapping[str, Any]) -> tuple[LayerInfo, ...]:
    """Return the layers known of a map's classifier; of one from elsewhere that of the map."""
    if "layer_place" in facts:
        return (LayerInfo(**facts["layer_place"]),)
    known = ARCHITECTURES.get(relevance.provenance.inputs["architecture"])
    return () if known is None else known.layers


def _caption(layer: LayerInfo | None) -> str:
    """Say which layer it is, without the block, which stands above."""
    if layer is None:
        return "Map of the input"
    own = layer.title.rpartition(", ")[2]
    return own[0].upper() + own[1:]


def _in_order(strip: Strip) -> list[tuple[RelevanceMap, Mapping[str, Any]]]:
    """Return the maps block by block: branches lie side by side, not one in the other."""
    layers = sorted({one for pair in strip.maps for one in _layers_of(*pair)}, key=_depth)
    blocks = list(dict.fromkeys(layer.block for layer in layers))
    places = {layer.name: (blocks.index(layer.block), layer.depth) for layer in layers}
    return sorted(strip.maps, key=lambda pair: places.get(str(pair[1]["layer"]), (0, 0)))


def _depth(layer: LayerInfo) -> int:
    return layer.depth
