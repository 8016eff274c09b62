"""What NeoPain made of photographs and gaze: contour masks, and how each map came about."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.imaging import png_bytes
from neopain_gui.jobs import Job
from neopain_gui.maps import GAZE
from neopain_gui.pipeline.bids.cells import json_text, number, put, table, word
from neopain_gui.pipeline.bids.described import derivative_description
from neopain_gui.pipeline.compare import contour_masks
from neopain_gui.pipeline.map_files.export import map_base, mask_file_name, mask_provenance
from neopain_gui.pipeline.map_files.map_record import map_record
from neopain_gui.pipeline.settings.study_settings import gaze_settings, mask_settings
from neopain_gui.provenance import canonical_json
from neopain_gui.reports.how_made import gaze_words
from neopain_gui.reports.methods_text import mask_words
from neopain_gui.study import Study

FOLDER = "derivatives/neopain"
MASKS = f"{FOLDER}/stimuli/masks"
"""Files of any kind may lie with the stimuli: BIDS has no names for masks of photographs."""
_COLUMNS = {
    "photograph": {"Description": "The photograph, as the study calls it."},
    "neonate": {"Description": "Whose face it is, a pseudonym."},
    "label": {"Description": "The label of the photograph that counts in the study."},
    "extraction_model": {"Description": "What the map is of: a classifier's method, or a group."},
    "kind": {"Description": "Whether it is of a classifier, of gaze or of annotations."},
    "coverage": {"Description": "The share of the map's rectangle that the mask fills."},
    "width": {"Description": "Of photograph and mask.", "Units": "pixel"},
    "height": {"Description": "Of photograph and mask.", "Units": "pixel"},
    "mask": {"Description": "The mask's file: 255 inside, 0 outside."},
    "record": {"Description": "The file that says what made map and mask."},
}


def write_derived(study: Study, folder: Path, images: Mapping[str, FaceImage], job: Job) -> int:
    """Write masks, records, a table of them and what says how they were made.

    Parameters
    ----------
    study : Study
        Open.
    folder : Path
        Of the whole data set.
    images : Mapping of str to FaceImage
        By id, with the labels that count.
    job : Job
        Asked before each photograph whether to stop.

    Returns
    -------
    int
        How many masks there are; nothing is written where there is none.
    """
    settings = mask_settings(study)
    rows: list[dict[str, str]] = []
    for done, image in enumerate(images.values()):
        job.check()
        job.progress(done, len(images), f"Masks of {image.id}")
        for result, mask in contour_masks(study, image.id, settings):
            name = mask_file_name(image.id, mask.model)
            record = f"{map_base(image.id, mask.model)}.json"
            (folder / MASKS).mkdir(parents=True, exist_ok=True)
            png = png_bytes(mask.values, provenance=mask_provenance(mask, result))
            (folder / MASKS / name).write_bytes(png)
            relevance = study.results.relevance_of(result)
            made = map_record(relevance, mask, result.facts, settings)
            put(folder / MASKS / record, canonical_json(made) + "\n")
            rows.append(
                {
                    "photograph": word(image.id),
                    "neonate": word(image.neonate.id if image.neonate else ""),
                    "label": word(image.label or ""),
                    "extraction_model": word(mask.model.name),
                    "kind": word(mask.model.kind),
                    "coverage": number(mask.coverage, 6),
                    "width": str(image.width),
                    "height": str(image.height),
                    "mask": name,
                    "record": record,
                }
            )
    job.progress(1, 1)
    if rows:
        columns = {name: [row[name] for row in rows] for name in _COLUMNS}
        put(folder / MASKS / "masks.tsv", table(columns))
        put(folder / MASKS / "masks.json", json_text(_COLUMNS))
        _describe(study, folder, any(row["kind"] == GAZE.id for row in rows))
    return len(rows)


def _describe(study: Study, folder: Path, of_gaze: bool) -> None:
    said = [mask_words(mask_settings(study))]
    if of_gaze:
        said.append(
            "The records of maps of gaze say how each was made; the study's present settings are: "
            f"{gaze_words(gaze_settings(study).as_dict())}."
        )
    text = "\n\n".join(
        (
            f"# What NeoPain made of the study {study.name}",
            "`stimuli/masks/` has a contour mask of each photograph and extraction model: a PNG of "
            "the photograph's size, 255 inside and 0 outside. `masks.tsv` lists them. Beside each "
            "lies its record (JSON): what made map and mask, with which settings and versions, and "
            "the SHA-256 of the map's values; `neopain attribute PHOTOGRAPH --from RECORD --out "
            "FOLDER` makes the map of a classifier again.",
            *said,
        )
    )
    where = folder / FOLDER
    put(where / "README.md", text + "\n")
    description = derivative_description(study.name, " ".join(said))
    put(where / "dataset_description.json", json_text(description))
