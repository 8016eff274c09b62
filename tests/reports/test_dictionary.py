"""Every column of every table that is written is in the data dictionary."""

from __future__ import annotations

import csv
from collections import defaultdict
from types import SimpleNamespace

import pytest

from neopain_gui.faces.drawn import outlines_of
from neopain_gui.pipeline.analysis import analyse
from neopain_gui.pipeline.compare import compare_study
from neopain_gui.pipeline.map_files.export import export_tables
from neopain_gui.pipeline.report.gather import face_sheets
from neopain_gui.pipeline.report.tables import write_tables
from neopain_gui.reports.analysis_tables import analysis_sheets
from neopain_gui.reports.dictionary import column, dictionary_sheet
from neopain_gui.reports.map_and_fixation_tables import map_and_fixation_sheets
from neopain_gui.reports.photograph_tables import photograph_sheets
from tests.reports.small import PLAIN, small_study


class Record:
    """Has whatever a table asks for."""

    def __getattr__(self, name):
        if name == "values":
            return defaultdict(float)
        return Record() if name in {"found", "figures"} else 0.0


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    with small_study(tmp_path_factory.mktemp("study"), 4) as made:
        square = outlines_of([[(6, 7), (15.5, 7), (15.5, 20)]])
        made.regions.put("P0", {"mouth": square})
        yield made


def undescribed(folder):
    """Return the columns of a folder's tables whose dictionary says nothing, or says it twice."""
    with (folder / "dictionary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    said = {(row["file"], row["column"]): row for row in rows}
    assert len(said) == len(rows)
    assert list(rows[0]) == ["file", "column", "unit", "range", "meaning"]
    wanted = set()
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            wanted |= {(path.name, name) for name in next(csv.reader(file))}
    assert said.keys() <= wanted, "a dictionary of columns that are not there"
    return [one for one in wanted if not (one in said and said[one]["meaning"])]


def test_every_table_of_a_report(study):
    analysis = analyse(study, PLAIN)
    everything = SimpleNamespace(
        classifiers=[Record()],
        maps=[Record()],
        at_fixations=[Record()],
        relations=[Record()],
        scores=[Record()],
        further=analysis.further,
        comparison=analysis.comparison,
    )
    sheets = [*analysis_sheets(analysis), *map_and_fixation_sheets(everything)]
    sheets += [*photograph_sheets(analysis), *face_sheets(study, analysis.comparison)]
    assert len(sheets) > 18
    models = analysis.comparison.table.models
    missing = [
        (sheet.name, name)
        for sheet in sheets
        for name in sheet.header
        if name not in models  # the matrix of Table 5, which says it where it is written
        if not (found := column(sheet.name, name)) or not (found.meaning and found.range)
    ]
    assert missing == []
    for table in dictionary_sheet([]).rows:
        assert all(isinstance(cell, str) for cell in table)


def test_every_table_of_an_export_of_agreement(study, tmp_path):
    export_tables(compare_study(study, PLAIN), tmp_path)
    assert undescribed(tmp_path) == []


def test_every_table_that_statistics_exports(study, tmp_path):
    write_tables(analyse(study, PLAIN), tmp_path)
    assert undescribed(tmp_path) == []


def test_one_thing_has_one_name(study, tmp_path):
    export_tables(compare_study(study, PLAIN), tmp_path)
    heads = {
        name
        for path in tmp_path.glob("*.csv")
        for name in path.read_text("utf-8").splitlines()[0].split(",")
    }
    heads |= {name for sheet in analysis_sheets(analyse(study, PLAIN)) for name in sheet.header}
    assert {"label", "chance", "photographs", "undefined_because", "image", "neonate"} <= heads
    assert not heads & {
        "class",
        "chance_overlap",
        "n_images",
        "n",
        "flag",
        "photograph",
        "subjects",
    }
