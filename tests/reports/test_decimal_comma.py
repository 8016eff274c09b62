"""Tables for spreadsheets with a decimal comma hold the same numbers, and names as they are."""

from __future__ import annotations

import csv
import io

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.pipeline.analysis import analyse
from neopain_gui.pipeline.report.tables import write_tables
from neopain_gui.reports.decimal_comma import csv_bytes, with_decimal_comma
from tests.reports.small import PLAIN, small_study


def test_every_table_reads_the_same_with_its_own_marks(tmp_path):
    with small_study(tmp_path, 4) as study:
        analysis = analyse(study, PLAIN)
    write_tables(analysis, tmp_path / "point")
    write_tables(analysis, tmp_path / "comma", decimal_comma=True)
    for path in (tmp_path / "point").glob("*.csv"):
        other = tmp_path / "comma" / path.name
        expected = pd.read_csv(path)
        pd.testing.assert_frame_equal(
            expected, pd.read_csv(other, sep=";", decimal=","), check_exact=True, obj=path.name
        )
    text = (tmp_path / "comma" / "results.csv").read_text("utf-8")
    assert ";0," in text
    with (tmp_path / "comma" / "baselines.csv").open(encoding="utf-8", newline="") as file:
        p = [row["chance_p"].replace(",", ".") for row in csv.DictReader(file, delimiter=";")]
    assert p == [repr(one.above_chance.p) for one in analysis.pairs], "with every digit"


def test_names_stay_as_they_are_and_other_files_too():
    table = "image,neonate,value,undefined_because\n1.5,2.75,-0.500000,a;b 0.5\n"
    made = with_decimal_comma("results", table)
    assert made == 'image;neonate;value;undefined_because\n1.5;2.75;-0,500000;"a;b 0.5"\n'
    files = {"results.csv": table, "agreement.json": '{"c": 0.5}'}
    assert csv_bytes(files, comma=False) == {name: text.encode() for name, text in files.items()}
    assert csv_bytes(files, comma=True)["agreement.json"] == b'{"c": 0.5}'


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"))))
def test_no_text_is_lost(cells):
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows([["neonate"], *([cell] for cell in cells)])
    made = with_decimal_comma("results", stream.getvalue())
    back = [
        row[0] if row else "" for row in csv.reader(io.StringIO(made, newline=""), delimiter=";")
    ]
    assert back == ["neonate", *cells]
