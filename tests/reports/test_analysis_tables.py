"""A report's tables say what scipy and a pencil say, and drop nothing."""

from __future__ import annotations

import csv
import io
import math

import numpy as np
import openpyxl
import pytest
from scipy import stats

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.pipeline.analysis import analyse
from neopain_gui.reports.agreement_tables import TABLES, best_partners
from neopain_gui.reports.analysis_tables import analysis_sheets
from neopain_gui.reports.bands import band
from neopain_gui.reports.sheet import Sheet, sheet_csv, workbook
from neopain_gui.reports.shown_classes import pair_tests_table
from tests.reports.small import NASTY, PLAIN, put_map, small_study
from tests.study.material import HEIGHT, WIDTH

NAMES = ["results", "photographs", "table3", "table4", "table5", "table5_matrix", "baselines",
         "ceiling", "ceiling_participants", "best_partners", "regions", "region_ranks",
         "region_ranks_photographs", "region_agreement", "equivalence", "mixed_models",
         "exclusions"]  # fmt: skip


@pytest.fixture(scope="module")
def analysis(tmp_path_factory):
    with small_study(tmp_path_factory.mktemp("study")) as study:
        return analyse(study, PLAIN)


@pytest.fixture(scope="module")
def tables(analysis):
    return read(analysis)


def read(analysis):
    """Every table as the rows that a CSV reader gives."""
    return {
        sheet.name: list(csv.DictReader(io.StringIO(sheet_csv(sheet))))
        for sheet in analysis_sheets(analysis)
    }


def results(tables, metric, label=None, pair=(NASTY, "Experts")):
    return np.array(
        [
            float(row["value"])
            for row in tables["results"]
            if (row["metric"], {row["model_a"], row["model_b"]}) == (metric, set(pair))
            and label in (None, row["label"])
        ]
    )


def test_every_table_is_there_and_every_photograph_in_it(tables):
    assert list(tables) == NAMES
    assert len(tables["results"]) == 12 * 3 * 6
    assert {row["image"] for row in tables["results"]} == {f"P{n}" for n in range(12)}
    assert tables["exclusions"] == []


def test_a_model_with_the_name_of_a_formula_is_text(tables):
    assert NASTY == "<b>=1+1"  # starts with "<": no formula, and stays as it is
    assert (
        sheet_csv(Sheet(name="a", says="", header=("=x",), rows=(("=1+1",), ("@a",), (-1.5,))))
        == "=x\n'=1+1\n'@a\n-1.500000\n"
    )


@pytest.mark.parametrize("metric", ["cosine", "spearman", "overlap"])
def test_means_and_tests_follow_from_the_results(tables, metric):
    pair = (NASTY, "Experts")
    pain, rest = (results(tables, metric, label, pair) for label in ("pain", "no pain"))
    assert len(pain) == len(rest) == 6
    for label, values in (("table3", pain), ("table4", rest)):
        row = next(
            r for r in tables[label]
            if (r["metric"], r["model"], r["partner"]) == (metric, "Experts", NASTY)
        )  # fmt: skip
        assert float(row["mean"]) == pytest.approx(values.mean(), abs=2e-6)
        assert (row["photographs"], row["undefined"], row["not_compared"]) == ("6", "0", "0")
        assert row["best_partner_of_model"] == "TRUE"
        assert row["band"] == band(metric, values.mean())
    row = next(
        r for r in tables["table5"]
        if r["metric"] == metric and {r["model_a"], r["model_b"]} == set(pair)
    )  # fmt: skip
    normal = min(stats.shapiro(pain).pvalue, stats.shapiro(rest).pvalue) >= 0.05
    expected = stats.ttest_ind(pain, rest) if normal else stats.mannwhitneyu(pain, rest)
    assert row["test"] == ("Student's t" if normal else "Mann–Whitney U")
    assert float(row["p"]) == pytest.approx(expected.pvalue, abs=1e-4)
    assert row["higher_in"] == ("pain" if pain.mean() > rest.mean() else "no pain")
    assert float(row["cliffs_delta"]) == pytest.approx(
        np.sign(pain[:, None] - rest[None]).mean(), abs=1e-6
    )


def test_the_best_partner_is_marked_once_a_row_and_both_where_equal(analysis, tables):
    for name in ("table3", "table4"):
        marked = [
            (row["metric"], row["model"])
            for row in tables[name]
            if row["best_partner_of_model"] == "TRUE"
        ]
        assert len(marked) == len(set(marked))
        for key in {(row["metric"], row["model"]) for row in tables[name]}:
            bands = {
                row["band"] for row in tables[name] if (row["metric"], row["model"]) == key
            }  # nobody is the best partner by what chance gives
            assert (key in marked) == (bands != {"not above chance"})
    best = best_partners(analysis, PainLabel.PAIN)
    assert best["overlap", "Experts"] == {NASTY}


def test_the_best_partner_is_found_on_the_photographs_that_all_have(tmp_path):
    """Two is seen on one easy photograph alone, where it is not better than Three."""
    truth = np.zeros((HEIGHT, WIDTH), bool)
    truth[8:20, 8:20] = True
    wrong = truth ^ (np.indices(truth.shape).sum(axis=0) % 3 == 0)
    with small_study(tmp_path, 6) as study:
        for model in study.results.models():
            study.results.remove(model.name)
        for number, image in enumerate(study.images.all()):
            put_map(study, image.id, "Experts", truth)
            put_map(study, image.id, "Three", truth if number == 1 else wrong)
            if number == 1:
                put_map(study, image.id, "Two", np.roll(truth, 1, axis=1))
        analysis = analyse(study, PLAIN)
    pairs = {(one.model_a, one.model_b, one.metric): one for one in analysis.pairs}
    two, three = (pairs["Experts", name, "overlap"] for name in ("Two", "Three"))
    assert two.pain.value > three.pain.value
    assert best_partners(analysis, PainLabel.PAIN)["overlap", "Experts"] == {"Three"}


def test_no_word_and_no_best_partner_stand_on_what_chance_gives(tables):
    seen = 0
    for name, label in (("table3", "pain"), ("table4", "no pain")):
        for row in tables[name]:
            pair = {row["model"], row["partner"]}
            found = [
                (float(one["value"]), float(one["chance"]))
                for one in tables["results"]
                if one["metric"] == "overlap"
                and one["label"] == label
                and {one["model_a"], one["model_b"]} == pair
                and one["value"]
            ]
            overlap, chance = (np.mean(part) for part in zip(*found, strict=True))
            if round(overlap, 3) <= round(chance, 3):
                seen += 1
                assert row["band"] == "not above chance"
                assert row["best_partner_of_model"] == "FALSE"
            else:
                assert row["band"] in ("strong", "moderate", "weak", "")
    assert seen


@pytest.mark.parametrize(
    ("metric", "value", "word"),
    [
        ("cosine", 0.70, "strong"), ("cosine", 0.6999, "moderate"), ("cosine", 0.50, "weak"),
        ("spearman", 0.60, "strong"), ("spearman", 0.41, "moderate"), ("spearman", 0.40, "weak"),
        ("spearman", -0.02, "weak"), ("overlap", 0.6789, "moderate"), ("overlap", 0.7529, "strong"),
        ("kappa", 0.9, ""), ("overlap", math.nan, ""),
    ],
)  # fmt: skip
def test_the_words_of_4_2_2(metric, value, word):
    assert band(metric, value) == word


def test_chance_is_that_of_the_coverages(tables):
    expected = {
        "cosine": lambda p, q: math.sqrt(p * q),
        "overlap": lambda p, q: p * q + (1 - p) * (1 - q),
        "spearman": lambda _p, _q: 0.0,
        "kappa": lambda _p, _q: 0.0,
        "iou": lambda p, q: p * q / (p + q - p * q),
        "dice": lambda p, q: 2 * p * q / (p + q),
    }
    for row in tables["results"]:
        p, q = float(row["coverage_a"]), float(row["coverage_b"])
        if not row["value"]:
            assert row["chance"] == ""
        else:
            assert float(row["chance"]) == pytest.approx(expected[row["metric"]](p, q), abs=3e-6)


def test_a_workbook_has_the_same_cells_and_no_formula(analysis):
    sheets = analysis_sheets(analysis)
    made = workbook(sheets)
    assert made == workbook(sheets)
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["contents", *NAMES]
    for sheet in sheets:
        page = list(book[sheet.name].iter_rows())
        assert [cell.value for cell in page[0]] == list(sheet.header)
        assert len(page) == len(sheet.rows) + 1
        assert {cell.data_type for row in page for cell in row} <= {"s", "n", "b", "inlineStr"}
    nasty = Sheet(name="a", says="", header=("x",), rows=(("=1+1",), ("a\x00\nb",)))
    page = openpyxl.load_workbook(io.BytesIO(workbook([nasty])))["a"]
    assert [(c.value, c.data_type) for c, in page.iter_rows(min_row=2)] == [
        ("=1+1", "s"), ("a b", "s"),
    ]  # fmt: skip


def test_a_failed_map_a_photograph_without_face_and_an_empty_mask_are_named(tmp_path):
    with small_study(tmp_path, 6, without={"P2"}) as study:
        put_map(study, "P4", "Experts", np.ones((HEIGHT, WIDTH)))  # constant: empty (decision 12)
        study.faces.put("P5", None)
        found = read(analyse(study, PLAIN))
    assert [tuple(row.values()) for row in found["exclusions"]] == [
        ("P5", "", "no face is marked"),
        ("P2", "Net|VGG-Face", "it has no map of this model"),
        ("P4", "Experts", "the mask is empty within the face"),
    ]
    undefined = [row for row in found["results"] if row["undefined_because"]]
    assert {row["image"] for row in undefined} == {"P4"}
    assert {row["undefined_because"] for row in undefined} == {"Experts is empty"}
    row = next(
        r for r in found["table4"]
        if (r["metric"], r["model"], r["partner"]) == ("cosine", "Experts", "Net|VGG-Face")
    )  # fmt: skip
    assert (row["photographs"], row["undefined"], row["not_compared"]) == ("1", "1", "1")


def test_one_class_is_missing(tmp_path):
    with small_study(tmp_path, 6) as study:
        for image in study.images.all():
            study.images.set_label(image.id, PainLabel.PAIN)
        found = read(analyse(study, PLAIN))
    assert {row["mean"] for row in found["table4"]} == {""}
    assert {row["best_partner_of_model"] for row in found["table4"]} == {"FALSE"}
    assert all(row["mean"] for row in found["table3"])
    for row in found["table5"]:
        assert (row["test"], row["p"], row["higher_in"]) == ("", "", "")
        assert row["not_tested_because"] == "fewer than 3 values in a class"


def test_a_single_neonate(tmp_path):
    with small_study(tmp_path, 2) as study:
        found = read(analyse(study, PLAIN))
    assert {row["photographs"] for row in found["table3"]} == {"1"}
    assert {row["not_paired_because"] for row in found["table5"]} == {"fewer than 3 pairs"}


def test_nothing_to_compare(tmp_path):
    with small_study(tmp_path, 2) as study:
        for name in ("Experts", NASTY):
            study.results.remove(name)
        found = read(analyse(study, PLAIN))
    assert list(found) == [one for one in NAMES if one not in {"equivalence", "mixed_models"}]
    assert [row["because"] for row in found["exclusions"]] == ["it has fewer than two maps"] * 2
    assert set(TABLES.values()) <= set(found)


def test_table_5_has_the_chance_level_of_each_class_and_is_grey_where_not_above(analysis, tables):
    def column(name, pair, label):
        return np.mean(
            [
                float(row[name])
                for row in tables["results"]
                if (row["metric"], row["label"]) == ("overlap", label)
                and (row["model_a"], row["model_b"]) == pair
            ]
        )

    shown = pair_tests_table(analysis)
    cells = dict(shown.sections)["Overlap"]
    rows = [row for row in tables["table5"] if row["metric"] == "overlap"]
    assert len(cells) == len(rows) == 3
    for cell, row in zip(cells, rows, strict=True):
        pair = (row["model_a"], row["model_b"])
        for place, label in ((1, "pain"), (5, "no pain")):
            mean, chance = (column(name, pair, label) for name in ("value", "chance"))
            written = float(row[f"chance_{label.replace(' ', '_')}"])
            assert written == pytest.approx(chance, abs=1e-5)
            assert (cell[place].text, cell[place + 2].text) == (f"{mean:.3f}", f"{chance:.3f}")
            grey = round(mean, 3) <= round(chance, 3)
            assert (cell[place].band == "chance") == grey
    assert all(row["chance_pain"] == "" for row in tables["table5"] if row["metric"] != "overlap")
