"""What leaves a study: contour masks as PNG, agreement as CSV, one map with all its files.

The window and the command line both call these functions, so both write the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.findings.comparison import Comparison
from neopain_gui.imaging import overlay, png_bytes, sync_files, write_bytes_atomic
from neopain_gui.imaging.colormaps import apply
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.maps import ContourMask, ExtractionModel, RelevanceMap
from neopain_gui.masks import MaskSettings, on_photograph, post_process, to_contour_mask
from neopain_gui.pipeline.compare import contour_masks
from neopain_gui.pipeline.map_files.map_record import grey_16, map_record, mask_record, npy_bytes
from neopain_gui.provenance import canonical_json, software_versions
from neopain_gui.reports.agreement_tables import (
    counts_sheet,
    means_matrix_sheet,
    per_image_sheet,
)
from neopain_gui.reports.cells import text as safe
from neopain_gui.reports.decimal_comma import csv_bytes
from neopain_gui.reports.dictionary import dictionary_sheet
from neopain_gui.reports.label_source import with_label_source
from neopain_gui.reports.sheet import sheet_csv
from neopain_gui.study import Result, Study

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Tables 3 and 4 of the dissertation; each becomes a file of means and one of counts.
TABLES = {PainLabel.PAIN: "table_3_pain", PainLabel.NO_PAIN: "table_4_no_pain"}

#: The pictures of one map; its grey values are 16-bit.
PICTURES = ("heatmap", "overlay", "contour_mask", "map")


def slug(name: str) -> str:
    """Turn an extraction model's name into a part of a file name: ``gradcam_vgg-face``.

    A plus becomes a ``p``: GradCAM++ must not write over GradCAM.
    """
    plain = re.sub(r"[^\w|-]+", "", name.replace("+", "p")).lower()
    return re.sub(r"\|+", "_", re.sub(r"^\|+|\|+$", "", plain))


def mask_file_name(image_id: str, model: ExtractionModel) -> str:
    """Name a contour mask's file so that a folder sorts by photograph, then model."""
    return f"{slug(image_id)}__{slug(model.name)}.png"


def mask_provenance(mask: ContourMask, result: Result) -> dict[str, Any]:
    """Return what is written into a contour mask's file: how it and its map were made."""
    return mask_record(mask, result.provenance, result.facts)


def export_masks(
    study: Study,
    folder: Path,
    settings: MaskSettings,
    *,
    image_ids: Sequence[str] | None = None,
    models: Sequence[ExtractionModel] | None = None,
    job: Job = NULL_JOB,
) -> list[Path]:
    """Write contour masks as 8-bit PNG (0 and 255) of the photograph's size.

    Returns
    -------
    list of Path
        The files, in their order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ids = list(image_ids) if image_ids is not None else [image.id for image in study.images.all()]
    written = []
    for done, image_id in enumerate(ids):
        job.check()
        job.progress(done, len(ids), f"Writing the masks of {image_id}")
        for result, mask in contour_masks(study, image_id, settings, models):
            path = folder / mask_file_name(image_id, mask.model)
            png = png_bytes(mask.values, provenance=mask_provenance(mask, result))
            write_bytes_atomic(path, png, sync=False)
            written.append(path)
    sync_files(written)  # together, in a small part of the time
    job.progress(len(ids), len(ids))
    return written


def export_tables(
    comparison: Comparison, folder: Path, *, decimal_comma: bool = False
) -> list[Path]:
    """Write the agreement per photograph and, per class, its means (Tables 3 and 4) as CSV.

    Beside the means stand the counts: how many photographs each mean is of, and how many were
    left out because the measure is undefined there. ``dictionary.csv`` says what every column
    holds. With ``decimal_comma`` they are for spreadsheets that write 0,5.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sheets = {"agreement_per_image": per_image_sheet(comparison)}
    for label, name in TABLES.items():
        sheets[f"{name}_means"] = means_matrix_sheet(comparison, label)
        sheets[f"{name}_counts"] = counts_sheet(comparison, label)
    said_whose = with_label_source(sheets.values(), comparison.label_source)
    sheets = dict(zip(sheets, said_whose, strict=True))
    files = {f"{name}.csv": sheet_csv(sheet) for name, sheet in sheets.items()}
    heads = [(name, sheet.header) for name, sheet in sheets.items()]
    said = {
        safe(model.name): f"Mean agreement of the row’s extraction model with {model.name}."
        for model in comparison.models
    }
    files["dictionary.csv"] = sheet_csv(dictionary_sheet(heads, said))
    files["agreement.json"] = canonical_json(comparison_record(comparison)) + "\n"
    for name, content in csv_bytes(files, comma=decimal_comma).items():
        write_bytes_atomic(folder / name, content)
    return [folder / name for name in files]


def comparison_record(comparison: Comparison) -> dict[str, Any]:
    """Return what the tables were made from, for whoever reads them later."""
    return {
        "software": software_versions(),
        "extraction_models": [model.name for model in comparison.models],
        "photographs": len(comparison.images),
        "label_source": comparison.label_source,
        "region": "face crop",
        "mask_settings": comparison.settings.as_dict(),
        "left_out": [list(pair) for pair in comparison.left_out],
        "cautions": list(comparison.cautions),
    }


def map_base(stem: str, model: ExtractionModel) -> str:
    """Return what the names of a map's files begin with."""
    return f"{slug(stem)}__{slug(model.name)}"


def export_map(
    folder: Path,
    base: str,
    photograph: NDArray[np.uint8],
    relevance: RelevanceMap,
    facts: Mapping[str, Any],
    settings: MaskSettings,
) -> list[Path]:
    """Write one map with everything that belongs to it.

    Parameters
    ----------
    folder : Path
        Made if need be.
    base : str
        What the files' names begin with, see :func:`map_base`.
    photograph : ndarray of uint8, shape (H, W, 3)
        RGB.
    relevance : RelevanceMap
        The map.
    facts : Mapping
        The figures that belong beside it.
    settings : MaskSettings
        How the contour mask is cut.

    Returns
    -------
    list of Path
        ``…__heatmap.png``, ``…__overlay.png`` and ``…__contour_mask.png`` in the photograph's
        pixels; ``…__map.npy`` and ``…__map.png`` (16-bit grey) on the map's own grid; last
        ``….json``, which says what made them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mask = to_contour_mask(relevance, settings)
    scaled = _heatmap(relevance, settings)
    record = map_record(relevance, mask, facts, settings)
    pictures: tuple[NDArray[Any], ...] = (
        apply(scaled),
        overlay(photograph, scaled, mask.values),
        mask.values,
        grey_16(relevance.values),
    )
    contents = {
        f"__{what}.png": png_bytes(picture, provenance=record)
        for what, picture in zip(PICTURES, pictures, strict=True)
    }
    contents["__map.npy"] = npy_bytes(relevance.values)
    # last: where there is a record, its files are there
    contents[".json"] = (canonical_json(record) + "\n").encode()
    for ending, content in contents.items():
        write_bytes_atomic(folder / f"{base}{ending}", content)
    return [folder / f"{base}{ending}" for ending in contents]


def _heatmap(relevance: RelevanceMap, settings: MaskSettings) -> NDArray[np.float32]:
    """Return the map from 0 to 1 in the photograph's pixels, zero outside its box.

    An attribution after clustering and smoothing; maps of gaze and annotations as they are.
    """
    values = relevance.values
    if relevance.model.of_classifier:
        values = post_process(values, settings)
    placed = on_photograph(relevance, values)
    top = float(placed.max())
    return placed / top if top > 0 else placed
