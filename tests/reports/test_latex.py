"""LaTeX that balances, whatever a model is called."""

import re

import pytest

from neopain_gui.pipeline.analysis import analyse
from neopain_gui.reports.latex import escaped, latex_table
from neopain_gui.reports.shown import shown_tables
from tests.reports.small import PLAIN, small_study

EVIL = r"\input{x} 5 % of $a_b$ & {c # ~^|"


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    with small_study(tmp_path_factory.mktemp("study"), 6, nasty=EVIL) as study:
        return shown_tables(analyse(study, PLAIN))


def test_every_table_that_people_read(tables):
    assert [table.name for table in tables] == [
        "table3", "table4", "table5", "table5_beside", "baselines", "regions", "region_agreement",
    ]  # fmt: skip
    for table in tables:
        for _, rows in table.sections:
            assert {len(row) for row in rows} == {len(table.header)}


def test_environments_braces_and_columns_balance(tables):
    for table in tables:
        text = latex_table(table)
        begun = re.findall(r"\\begin\{(\w+)\}", text)
        assert begun == ["table", "tabular"] * (len(begun) // 2)
        assert re.findall(r"\\end\{(\w+)\}", text) == ["tabular", "table"] * (len(begun) // 2)
        bare = re.sub(r"\\[{}]", "", text)
        assert bare.count("{") == bare.count("}")
        assert r"\input" not in text
        for line in text.splitlines():
            if line.endswith(r"\\") and "multicolumn" not in line:
                assert len(re.findall(r"(?<!\\)&", line)) == len(table.header) - 1
            assert not line.startswith("%") or "Needs" in line


def test_special_letters_are_letters():
    assert escaped("a_b & 5 %") == r"a\_b \& 5 \%"
    assert escaped("GradCAM|N-CNN") == r"GradCAM\textbar{}N{-}CNN"
    assert escaped("\\") == r"\textbackslash{}"
    assert escaped("−0.13\n") == "$-$0.13 "


def test_the_best_of_a_row_is_bold(tables):
    text = latex_table(tables[0])
    assert r"\textbf{" in text
    bold = [cell for _, rows in tables[0].sections for row in rows for cell in row if cell.bold]
    assert bold
    assert all(cell.band != "chance" for cell in bold)
