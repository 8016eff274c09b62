"""LaTeX that balances, whatever a model is called."""

import re

import pytest

from neopain_gui.pipeline.analysis import analyse
from neopain_gui.reports.latex import escaped, latex_table
from neopain_gui.reports.shown import shown_tables
from neopain_gui.reports.shown_table import ShownCell, table_of
from tests.reports.small import PLAIN, small_study

EVIL = r"\input{x} 5 % of $a_b$ & {c # ~^|"


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    with small_study(tmp_path_factory.mktemp("study"), 6, nasty=EVIL) as study:
        return shown_tables(analyse(study, PLAIN))


def test_every_table_that_people_read(tables):
    assert [table.name for table in tables] == [
        *("table3", "table3_pairs", "table4", "table4_pairs"),
        *("table5", "table5_tests", "table5_paired", "table5_sizes", "chance", "baselines"),
        *("equivalence", "equivalence_models", "mixed_models"),
        *("regions", "regions_means", "region_ranks", "region_agreement"),
        "region_agreement_means",
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
    assert r"\bfseries 0." in text
    bold = [cell for _, rows in tables[0].sections for row in rows for cell in row if cell.bold]
    assert bold
    assert all(cell.band != "chance" for cell in bold)


def test_figures_stand_on_their_point_and_words_between_them_in_braces():
    def column(*texts):
        return tuple((ShownCell(text="A"), ShownCell(text=text)) for text in texts)

    text = latex_table(
        table_of("t", "T", ("", "95 % p"), [("", column("−0.031", "12.5", "–", "1"))])
    )
    assert r"\begin{tabular}{lS[table-format=-2.3]}" in text
    assert r" & {95 \% p} \\" in text
    assert r"A & -0.031 \\" in text
    assert r"A & {--} \\" in text
    between = latex_table(table_of("t", "T", ("", "p"), [("", column("0.031", "< 0.001"))]))
    assert r"\begin{tabular}{lr}" in between
