"""The tables of an analysis alone, without a page: what *Statistics* exports."""

from __future__ import annotations

from pathlib import Path

from neopain_gui.findings.analysis import Analysis
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.reports.analysis_tables import analysis_sheets
from neopain_gui.reports.decimal_comma import csv_bytes
from neopain_gui.reports.dictionary import dictionary_of
from neopain_gui.reports.map_and_fixation_tables import map_and_fixation_sheets
from neopain_gui.reports.photograph_tables import photograph_sheets
from neopain_gui.reports.sheet import sheet_csv, workbook


def write_tables(
    analysis: Analysis, folder: Path, job: Job = NULL_JOB, *, decimal_comma: bool = False
) -> list[Path]:
    """Write what an analysis found as tidy tables: CSV files, and one workbook of all.

    Parameters
    ----------
    analysis : Analysis
        Of any photographs of a study.
    folder : Path
        Made if need be.
    job : Job, optional
        Asked before each file whether to stop.
    decimal_comma : bool
        Whether the CSV files are written for spreadsheets with a decimal comma.
    """
    sheets = [
        *analysis_sheets(analysis),
        *map_and_fixation_sheets(analysis),
        *photograph_sheets(analysis),
    ]
    sheets.append(dictionary_of(sheets, analysis.comparison.table.models))
    files = csv_bytes({f"{one.name}.csv": sheet_csv(one) for one in sheets}, comma=decimal_comma)
    files["tables.xlsx"] = workbook(sheets)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        job.check()
        write_bytes_atomic(folder / name, content)
    return [folder / name for name in files]
