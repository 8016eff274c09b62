"""What a report says of raters, and the same alone as tables in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from neopain_gui.errors import InputError
from neopain_gui.findings.raters import RoundAgreement
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.reports.decimal_comma import csv_bytes
from neopain_gui.reports.dictionary import dictionary_sheet
from neopain_gui.reports.latex import latex_table
from neopain_gui.reports.rater_tables import rater_sheets, rater_tables
from neopain_gui.reports.sheet import sheet_csv


def rater_notes(found: Sequence[RoundAgreement]) -> dict[str, list[str]]:
    """Return the sentences that stand above the tables of raters in a report."""
    said = [sentence for one in found for sentence in one.sentences]
    return {"raters": said} if said else {}


def write_rater_tables(
    found: Sequence[RoundAgreement], folder: Path, *, decimal_comma: bool = False
) -> list[Path]:
    """Write how far raters agree: a CSV file with its dictionary, and LaTeX tables.

    Parameters
    ----------
    found : sequence of RoundAgreement
        See :func:`~neopain_gui.pipeline.analysis.raters.agreement_of_raters`.
    folder : Path
        Made if need be.
    decimal_comma : bool
        Whether the CSV files are written for spreadsheets with a decimal comma.

    Raises
    ------
    InputError
        There is nothing to write.
    """
    sheets = rater_sheets(found)
    if not sheets:
        raise InputError(
            "no two raters have handed in the same round, and nobody saw a photograph twice",
            remedy="hand in a round, or collect what raters said elsewhere, first",
        )
    sheets.append(dictionary_sheet([(one.name, one.header) for one in sheets]))
    files = csv_bytes({f"{one.name}.csv": sheet_csv(one) for one in sheets}, comma=decimal_comma)
    files |= {f"latex/{one.name}.tex": latex_table(one).encode() for one in rater_tables(found)}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_bytes_atomic(folder / name, content)
    return [folder / name for name in files]
