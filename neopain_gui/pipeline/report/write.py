"""Writing a report; the window and the command line both call this, so both write the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from neopain_gui.errors import InputError
from neopain_gui.findings.analysis import Analysis
from neopain_gui.findings.comparison import Comparison
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.jobs import NULL_JOB, Job, PartOfJob, PassedOver, Said
from neopain_gui.maps import ExtractionModel
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.analysis import study_analysis
from neopain_gui.pipeline.analysis.kept_average_faces import study_average_faces
from neopain_gui.pipeline.analysis.one_thread import one_thread
from neopain_gui.pipeline.analysis.raters import agreement_of_raters
from neopain_gui.pipeline.compare import models_named
from neopain_gui.pipeline.map_files.export import comparison_record
from neopain_gui.pipeline.maps.odd_maps import empty_masks
from neopain_gui.pipeline.out_of_date_words import SIGN
from neopain_gui.pipeline.photographs.facial_regions import drawn_hash
from neopain_gui.pipeline.report.average_face import average_face_pictures, tree_picture
from neopain_gui.pipeline.report.gather import face_sheets, folds_sheets, study_facts
from neopain_gui.pipeline.report.pictures import Picture, charts, grids
from neopain_gui.pipeline.report.raters import rater_notes
from neopain_gui.pipeline.settings.study_settings import mask_settings
from neopain_gui.provenance import canonical_json
from neopain_gui.reports.analysis_tables import analysis_sheets
from neopain_gui.reports.average_face_tables import average_face_sheets, average_face_tables
from neopain_gui.reports.decimal_comma import csv_bytes
from neopain_gui.reports.dictionary import dictionary_of
from neopain_gui.reports.drawing import FORMATS, Format, saved
from neopain_gui.reports.latex import latex_table
from neopain_gui.reports.map_and_fixation_tables import map_and_fixation_sheets
from neopain_gui.reports.methods_text import StudyFacts
from neopain_gui.reports.page import PageFigure, half_size, page
from neopain_gui.reports.photograph_tables import photograph_sheets
from neopain_gui.reports.rater_tables import rater_sheets, rater_tables
from neopain_gui.reports.recompute import recompute_files
from neopain_gui.reports.sheet import sheet_csv, workbook
from neopain_gui.reports.shown import shown_tables
from neopain_gui.reports.shown_maps_and_fixations import map_and_fixation_tables
from neopain_gui.study import Study

REPORT_VERSION = 4
"""Raised when the same study gives another report."""
PAGE = "report.html"


@one_thread()
def write_report(
    study: Study,
    folder: Path,
    settings: MaskSettings | None = None,
    *,
    photographs: bool,
    models: Sequence[str] | None = None,
    image_ids: Sequence[str] | None = None,
    formats: Sequence[Format] = FORMATS,
    decimal_comma: bool = False,
    job: Job = NULL_JOB,
) -> list[Path]:
    """Compare a study's extraction models and write everything about it.

    Parameters
    ----------
    study : Study
        Open.
    folder : Path
        Made if need be.
    settings : MaskSettings, optional
        What makes the contour masks; the study's own by default.
    photographs : bool
        Whether the figures show the photographs; see
        :func:`~neopain_gui.pipeline.report.gather.may_show_photographs`.
    models : sequence of str, optional
        Names of extraction models; those of a comparison by default.
    image_ids : sequence of str, optional
        The photographs; all by default.
    formats : sequence of {"png", "svg", "pdf"}, optional
        Of the figures beside the page; all by default.
    decimal_comma : bool
        Whether the CSV files are written for spreadsheets with a decimal comma.
    job : Job, optional
        Told of progress; asked whether to stop.

    Returns
    -------
    list of Path
        ``report.html`` first; then the tables as CSV, with ``dictionary.csv``, which says what
        their columns hold, ``tables.xlsx``, the tables of the page in
        ``latex/``, the figures in ``figures/`` and ``report.json``, which says what made it all.

    Raises
    ------
    InputError
        The study has no such extraction model, or nothing to compare at all.
    """
    chosen = _chosen(study, models)
    analysis = study_analysis(
        study,
        mask_settings(study) if settings is None else settings,
        image_ids=image_ids,
        models=chosen,
        job=PartOfJob(job, 0.0, 0.5),
    )
    _tell(analysis.comparison, job)
    facts = study_facts(study, analysis.comparison, photographs=photographs)
    sheets = [*analysis_sheets(analysis), *map_and_fixation_sheets(analysis)]
    sheets += [*photograph_sheets(analysis), *face_sheets(study, analysis.comparison)]
    sheets += folds_sheets(study, analysis.comparison)
    raters = agreement_of_raters(study)
    sheets += rater_sheets(raters)
    averaged = study_average_faces(
        study, image_ids=image_ids, models=chosen, job=PartOfJob(job, 0.5, 0.6)
    )
    sheets += average_face_sheets(averaged)
    sheets.append(dictionary_of(sheets, analysis.comparison.table.models))
    tables = [*shown_tables(analysis), *map_and_fixation_tables(analysis), *rater_tables(raters)]
    tables += average_face_tables(averaged)
    record = _record(analysis, facts)
    files = csv_bytes({f"{one.name}.csv": sheet_csv(one) for one in sheets}, comma=decimal_comma)
    files |= {"tables.xlsx": workbook(sheets), **recompute_files()}
    files |= {f"latex/{one.name}.tex": latex_table(one).encode() for one in tables}
    rest = PartOfJob(job, 0.7, 1.0)
    pictures = [
        *charts(analysis),
        *tree_picture(analysis),
        *average_face_pictures(averaged),
        *grids(study, analysis, photographs=photographs, job=PartOfJob(job, 0.6, 0.7)),
    ]
    shown = []
    for done, picture in enumerate(pictures):
        job.check()
        rest.progress(done, len(pictures), f"Drawing {picture.title}")
        wanted = dict.fromkeys((*formats, picture.kind))
        made = saved(picture.draw, picture.title, record, formats=list(wanted))
        files |= {f"figures/{picture.name}.{kind}": made[kind] for kind in formats}
        shown.append(_on_page(picture, made))
    text = page(analysis, facts, tables, sheets, shown, _notes(facts) | rater_notes(raters))
    files = {PAGE: text.encode(), **files, "report.json": (canonical_json(record) + "\n").encode()}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_bytes_atomic(folder / name, content)
    rest.progress(1, 1)
    return [folder / name for name in files]


def _tell(comparison: Comparison, job: Job) -> None:
    """Say at once what the report's page says of what was compared: nobody need open it for that.

    What is out of date is left to whoever knows how it is made again.
    """
    for image_id, why in comparison.left_out:
        job.partial(PassedOver(what=image_id, why=why))
    for sentence in (*comparison.cautions, *empty_masks(comparison.table)):
        if not sentence.startswith(SIGN):
            job.partial(Said(text=sentence))


def _chosen(study: Study, names: Sequence[str] | None) -> list[ExtractionModel]:
    found = models_named(study, names)
    if len(found) < 2:
        raise InputError(
            f"a report compares at least two extraction models, and there {_are(len(found))}",
            file=study.path,
            remedy="compute maps or import gaze first",
            command="compute maps with neopain run, or import gaze with neopain import-gaze, first",
        )
    return found


def _are(count: int) -> str:
    return {0: "is none", 1: "is one"}[count]


def _record(analysis: Analysis, facts: StudyFacts) -> dict[str, Any]:
    """Return what made the report, for whoever makes it again."""
    return {
        "record": {"kind": "report", "version": REPORT_VERSION},
        "matplotlib": metadata.version("matplotlib"),
        **comparison_record(analysis.comparison),
        "synthetic": facts.synthetic,
        "photographs_shown": facts.photographs,
        "maps": {
            one.name: [{**way.inputs, "photographs": way.maps} for way in one.ways]
            for one in facts.models
        },
        "gaze_settings_now": dict(facts.gaze),
        "participants_left_out": [list(one) for one in facts.left_out],
        "features_placed_by": list(analysis.region_sources),
        "drawn_regions": drawn_hash(analysis.drawn),
    }


def _on_page(picture: Picture, made: Mapping[Format, bytes]) -> PageFigure:
    return PageFigure(
        section=picture.section,
        content=half_size(made["png"]) if picture.kind == "png" else made[picture.kind],
        kind=picture.kind,
        alt=picture.alt,
        caption=picture.caption,
        folded=picture.folded,
    )


def _notes(facts: StudyFacts) -> dict[str, list[str]]:
    if facts.photographs:
        return {}
    return {"photographs": ["The photographs are left out: the figures show the masks alone."]}
