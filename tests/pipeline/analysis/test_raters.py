import csv
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score as sklearn_kappa
from statsmodels.stats import inter_rater

from neopain_gui.annotation.agreement import fleiss_kappa, icc, krippendorff_alpha
from neopain_gui.errors import InputError
from neopain_gui.pipeline.analysis.rater_words import sentences_of
from neopain_gui.pipeline.analysis.raters import agreement_of_raters, tables_of
from neopain_gui.pipeline.report.raters import write_rater_tables
from tests.annotation.agreement.test_agreement import (
    KINDS,
    ORACLES,
    krippendorffs_example,
    published,
    shrout_and_fleiss,
)
from tests.pipeline.analysis.rated import NAME, copied, say, study_of, through_files

FOUR = ("Ana", "Bia", "Caio", "Davi")


def coefficients(found, among="all", **of):
    """Return the values of one question by coefficient."""
    rows = [
        row
        for row in found.of(among)
        if all(getattr(row, name) == value for name, value in of.items())
    ]
    return {row.coefficient: row.found for row in rows}


@published
def test_published_truths_through_a_rounds_files(tmp_path: Path):
    example, judges = krippendorffs_example(), shrout_and_fleiss()
    padded = np.full((4, 12), math.nan)
    padded[:, :6] = judges
    asked = ("score", "scale:five")
    with (
        study_of(tmp_path / "a", asked, FOUR, 12) as study,
        copied(study, tmp_path) as empty,
    ):
        for place, rater in enumerate(FOUR):
            say(study, rater, {"score": padded[place], "scale:five": example[place]})
        through_files(study, empty, tmp_path / "files")
        (found,) = agreement_of_raters(empty)
        assert repr(found) == repr(agreement_of_raters(study)[0])
        tables = tables_of(empty, empty.annotations.round(NAME), FOUR)
    said = {one.question.item: one.first for one in tables}["grade"]
    levels = [krippendorff_alpha(said, one).value for one in ("nominal", "ratio")]
    assert levels == pytest.approx([0.74342, 0.79740], abs=5e-6)
    grade = coefficients(found, item="grade")
    assert grade["alpha_ordinal"].value == pytest.approx(0.81539, abs=5e-6)
    assert grade["ac1"].value == pytest.approx(0.77544, abs=5e-6)
    assert grade["brennan_prediger"].value == pytest.approx(0.77273, abs=5e-6)
    assert grade["per_cent"].value == pytest.approx(0.81818, abs=5e-6)
    total = coefficients(found, item="sum")
    assert total["alpha_interval"].value == pytest.approx(0.84911, abs=5e-6)
    scores = coefficients(found, instrument="score")
    said = [scores[f"icc_{one}"].value for one in ("1_1", "2_1", "3_1", "1_k", "2_k", "3_k")]
    assert said == pytest.approx([0.1657, 0.2898, 0.7148, 0.4428, 0.6201, 0.9093], abs=5e-5)
    assert scores["icc_2_1"].neonates == 3
    # Where nobody says whose a photograph is, the intervals are Shrout and Fleiss' own.
    rated = {one.question.instrument: one.first for one in tables if not one.question.item}["score"]
    made = [icc(rated, kind) for kind in KINDS]
    assert [(one.low, one.high) for one in made] == [
        pytest.approx(published_interval(name), abs=5e-7)
        for name in ("ICC1 ", "ICC2 ", "ICC3 ", "ICC1k", "ICC2k", "ICC3k")
    ]


@published
def test_cohens_kappa_through_a_rounds_files_is_that_of_two_libraries(tmp_path: Path):
    """Seven pathologists and 118 slides (Landis and Koch 1977): every second slide of three."""
    with (ORACLES / "carcinoma.csv").open() as file:
        rows = list(csv.DictReader(file))
    slides = [row for row in rows for _ in range(int(row["count"]))][::2]
    asked, raters = ("label",), ("A", "B", "E")
    judged = {one: np.array([float(row[one]) for row in slides]) for one in raters}
    with (
        study_of(tmp_path / "a", asked, raters, len(slides)) as study,
        copied(study, tmp_path) as empty,
    ):
        for rater in raters:
            say(study, rater, {"label": judged[rater]})
        through_files(study, empty, tmp_path / "files")
        (found,) = agreement_of_raters(empty)
    pairs = [row for row in found.of("pair") if row.coefficient == "cohen"]
    assert len(pairs) == 3
    for row in pairs:
        a, b = (judged[one] for one in row.raters)
        counts = np.histogram2d(a, b, bins=(2, 2))[0]
        assert row.found.value == pytest.approx(sklearn_kappa(a, b), abs=1e-12)
        assert row.found.value == pytest.approx(inter_rater.cohens_kappa(counts).kappa, abs=1e-12)
        assert row.found.low < row.found.value < row.found.high
    table = inter_rater.aggregate_raters(np.stack([*judged.values()], axis=1))[0]
    everybody = coefficients(found, instrument="label")["fleiss"]
    assert everybody.value == pytest.approx(inter_rater.fleiss_kappa(table), abs=1e-12)


def published_interval(name):
    """Return what R's psych prints of Shrout and Fleiss' example."""
    text = (ORACLES / "values.txt").read_text()
    line = next(one for one in text.splitlines() if f" {name}" in one)
    return tuple(map(float, line.split()[-2:]))


def test_fleiss_diagnoses_through_a_rounds_files(tmp_path: Path):
    from statsmodels.stats.tests.test_inter_rater import diagnoses

    asked, raters = ("scale:five",), tuple("abcdef")
    with (
        study_of(tmp_path / "a", asked, raters, 30) as study,
        copied(study, tmp_path) as empty,
    ):
        for rater, said in zip(raters, np.asarray(diagnoses, float).T, strict=True):
            say(study, rater, {"scale:five": said})
        through_files(study, empty, tmp_path / "files")
        tables = tables_of(empty, empty.annotations.round(NAME), raters)
    assert fleiss_kappa(tables[0].first).value == pytest.approx(0.430, abs=5e-4)


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("rated")
    random = np.random.default_rng(3)
    truth = random.integers(0, 2, 12).astype(float)
    with study_of(folder, ("label", "score", "regions"), FOUR, 12, repeats=0.34) as study:
        for place, rater in enumerate(FOUR[:3]):
            label = np.where(random.random(12) < 0.9, truth, 1 - truth)
            label[place] = math.inf
            score = np.clip(6 * truth + place + random.integers(0, 3, 12), 0, 10)
            ring = np.array([(2.0, 2), (12, 2), (12, 12), (2, 12)]) + np.array([place, 0])
            regions = {"brow": ring} | ({"mouth": ring} if place == 0 else {})
            say(study, rater, {"label": label, "score": score}, regions=regions)
        yield study


def test_who_has_not_handed_in_does_not_count_and_it_is_said(rated):
    (found,) = agreement_of_raters(rated, [NAME])
    assert found.raters == FOUR[:3]
    assert found.waiting == ("Davi",)
    assert "Not handed in yet, so not counted in the round “Ward”: Davi." in found.sentences
    assert "3 raters of the round “Ward” saw 12 photographs of 6 neonates." in found.sentences
    assert "“Cannot tell” was said 3 times and counts as nothing said." in found.sentences
    assert any(one.startswith("The intervals are of 6 neonates") for one in found.sentences)
    assert sum("saw 4 photographs twice" in one for one in found.sentences) == 3
    with pytest.raises(InputError, match="no round “Other”"):
        agreement_of_raters(rated, ["Other"])


def test_every_question_has_all_pairs_repeats_and_each_left_out(rated):
    (found,) = agreement_of_raters(rated)
    assert coefficients(found, instrument="label")["fleiss"].n == 12
    pairs = {row.raters for row in found.of("pair") if row.instrument == "score"}
    assert pairs == {("Ana", "Bia"), ("Ana", "Caio"), ("Bia", "Caio")}
    bias = [row for row in found.of("pair") if row.coefficient == "bias"]
    assert all(-3 < row.found.value < 1 for row in bias)
    assert {row.raters for row in found.of("without")} == {("Ana",), ("Bia",), ("Caio",)}
    same = [row.found for row in found.of("repeat") if row.coefficient == "per_cent"]
    assert [one.value for one in same] == [1.0, 1.0, 1.0]  # they say the same again


def test_regions_are_compared_by_name(rated):
    (found,) = agreement_of_raters(rated)
    shifted = coefficients(found, "pair", raters=("Ana", "Bia"), item="brow")
    # a square of 10 × 10 pixels, moved by a pixel
    assert shifted["dice"].value == pytest.approx(0.9)
    assert shifted["iou"].value == pytest.approx(9 / 11)
    assert shifted["hausdorff95"].value == pytest.approx(1, abs=0.01)
    assert shifted["dice"].n == 12
    alone = coefficients(found, "pair", raters=("Ana", "Bia"), item="mouth")
    assert alone["dice"].value == 0
    assert math.isnan(alone["hausdorff95"].value)
    assert coefficients(found, "repeat", raters=("Ana",), item="mouth")["dice"].value == 1
    nobody = coefficients(found, "pair", raters=("Bia", "Caio"), item="mouth")
    assert nobody["dice"].why


def test_tables_say_what_stands_in_them(rated, tmp_path: Path):
    found = agreement_of_raters(rated)
    files = write_rater_tables(found, tmp_path)
    assert {one.name for one in files} == {
        "raters.csv", "dictionary.csv", "raters.tex", "raters_pairs.tex", "raters_repeats.tex",
        "raters_without.tex",
    }  # fmt: skip
    with (tmp_path / "dictionary.csv").open(encoding="utf-8") as file:
        assert all(row["meaning"] for row in csv.DictReader(file))
    with (tmp_path / "raters.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(found[0].rows)
    kappa = next(row for row in rows if row["coefficient"] == "fleiss")
    assert float(kappa["low"]) <= float(kappa["value"]) <= float(kappa["high"])
    assert (kappa["raters"], kappa["not_codable"]) == ("Ana; Bia; Caio", "3")


def test_nothing_to_compare_is_a_sentence(tmp_path: Path):
    with study_of(tmp_path / "s", ("label",), FOUR[:2], 4) as study:
        say(study, "Ana", {"label": np.ones(4)})
        (found,) = agreement_of_raters(study)
        assert "Only Ana counts: agreement needs two raters." in found.sentences
        with pytest.raises(InputError, match="no two raters"):
            write_rater_tables([found], tmp_path / "out")


def test_how_totals_were_added_up_is_said_where_there_are_any(rated):
    found = replace(agreement_of_raters(rated)[0], switches=("NFCS, “Count it”: off.",))
    said = "Totals are added up as the study chose: NFCS, “Count it”: off."
    assert said not in sentences_of(found)
    total = replace(found.rows[0], total=True)
    assert said in sentences_of(replace(found, rows=(*found.rows, total)))
