"""Tables beyond the dissertation's hold what the analysis found, and are left out where empty."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from neopain_gui.agreement import TableBuilder
from neopain_gui.agreement.association import difference_of_means, rank_correlation
from neopain_gui.agreement.intervals import Interval
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.findings.achieved import Achieved, Seen
from neopain_gui.findings.maps import FixationRow, MapRow
from neopain_gui.findings.people import Relation, ScoreRow
from neopain_gui.reports.map_and_fixation_tables import map_and_fixation_sheets
from neopain_gui.reports.sheet import sheet_csv
from neopain_gui.reports.shown_maps_and_fixations import (
    classifiers_table,
    map_and_fixation_tables,
    maps_table,
    relations_table,
)
from neopain_gui.training.evaluation.held_out import held_out


@dataclass
class Found:
    """Photographs P0 to P9, two of a neonate."""

    comparison: object = field(
        default_factory=lambda: SimpleNamespace(
            label_source="the data set's label",
            images=[
                SimpleNamespace(id=f"P{n}", neonate=SimpleNamespace(id=f"N{n // 2}"))
                for n in range(10)
            ],
            table=TableBuilder(models=()).table(),
        )
    )
    classifiers: list = field(default_factory=list)
    maps: list = field(default_factory=list)
    at_fixations: list = field(default_factory=list)
    relations: list = field(default_factory=list)
    scores: list = field(default_factory=list)
    further: list = field(default_factory=list)


def test_what_is_empty_is_left_out():
    assert map_and_fixation_sheets(Found()) == []


@pytest.fixture
def found():
    labels = [PainLabel.PAIN, PainLabel.NO_PAIN, PainLabel.PAIN]
    return Found(
        classifiers=[
            Achieved(
                classifier="n_cnn", seen={Seen.NOT_ON_RECORD: 3},
                figures=held_out(labels, [0.9, 0.2, 0.4], ["a", "b", "c"]),
            )
        ],
        maps=[
            MapRow(
                image="P1", model_a="=A", model_b="B",
                values={"cc": 0.5, "sim": 0.6, "kl_a_b": 1.0, "kl_b_a": 2.0, "emd": np.nan},
            )
        ],
        at_fixations=[
            FixationRow(
                image="P1", model="B", group="Experts", fixations=7,
                values={
                    "nss": 1.5, "auc_judd": 0.8, "shuffled_auc": 0.6, "information_gain": 0.25
                },
            )
        ],
        relations=[
            Relation(
                model_a="A", model_b="B", metric="overlap", to="confidence", of="B",
                found=Interval(value=-0.5, low=-0.9, high=-0.1, n=9, neonates=6, error=0.2, df=5.0,
                               tested=-0.549306),
            )
        ],
        scores=[
            ScoreRow(
                image="P1", of="A|N", classifier="N", pain=0.99999997, no_pain=3e-8,
                predicted="pain",
            ),
            ScoreRow(image="P1", of="Experts", score=6.5, participants=2),
        ],
    )  # fmt: skip


def test_every_record_is_a_row(found):
    sheets = {sheet.name: sheet_csv(sheet).splitlines() for sheet in map_and_fixation_sheets(found)}
    assert list(sheets) == ["classifiers", "scores", "relations", "maps", "fixations"]
    assert sheets["scores"][1:] == [
        "P1,A|N,N,0.99999997,3e-08,pain,,0",
        "P1,Experts,,,,,6.5,2",
    ]
    assert sheets["classifiers"][1].startswith("n_cnn,3,3,1,1,0,1,0.666667,0.750000,1.000000,0.500")
    assert sheets["classifiers"][0].endswith(",auc,seen_in_training,label_source")
    assert sheets["classifiers"][1].endswith(",not on record,the data set's label")
    assert sheets["maps"][1].startswith("P1,'=A,B,0.5")  # no formula
    assert sheets["maps"][1].endswith(",")  # undefined is empty
    assert sheets["fixations"][1] == "P1,B,Experts,1.500000,0.800000,0.600000,0.250000,7"
    (related,) = csv.DictReader(sheets["relations"])
    assert (related["value"], related["statistic"], related["df"]) == (
        "-0.500000", "-2.746530", "5.000000",
    )  # fmt: skip
    # every digit of p: Holm would multiply what is cut off
    assert float(related["p"]) == 2 * stats.t.sf(0.549306 / 0.2, 5)
    assert (related["photographs"], related["neonates"], related["p_holm"]) == ("9", "6", "")


@pytest.mark.parametrize("name", ["classifiers", "scores", "relations", "maps", "fixations"])
def test_names_fit_a_workbook(name):
    assert len(name) <= 31


def test_what_people_read_says_the_same(found):
    tables = {table.name: table for table in map_and_fixation_tables(found)}
    assert list(tables) == ["classifiers", "relations", "maps", "fixations"]

    def row(name, section=0):
        _, rows = tables[name].sections[section]
        return [cell.text for cell in rows[0]]

    # by hand: one of two in pain is found, the one at rest too
    assert row("classifiers") == [
        "n_cnn", "3", "3", "1", "1", "0", "1", "66.7", "100.0", "50.0", "66.7", "100.0",
    ]  # fmt: skip
    related = ["A and B", "confidence, B", "−0.500", "−0.900 to −0.100", "−2.75", "5", "0.040"]
    assert row("relations") == [*related, "–", "–", "9", "6"]
    assert row("maps") == ["=A and B", "0.500", "–", "of a single neonate", "–", "1", "1"]
    assert row("maps", 4)[1:3] == ["–", "–"], "the earth mover’s distance is undefined"
    assert row("fixations")[:2] == ["B, Experts", "1.500"]
    assert map_and_fixation_tables(Found()) == []


def _with_cc(found, image, cc):
    first = found.maps[0]
    return replace(first, image=image, values={**first.values, "cc": cc})


def test_means_leave_out_what_is_undefined(found):
    found.maps = [_with_cc(found, f"P{n}", cc) for n, cc in enumerate((0.2, 0.6))]
    found.maps += [_with_cc(found, "P9", np.nan), _with_cc(found, "P5", 0.7)]
    (_, rows), *_ = next(
        one for one in map_and_fixation_tables(found) if one.name == "maps"
    ).sections
    mean, sd, between, df, photographs, neonates = (cell.text for cell in rows[0][1:])
    assert (mean, sd, photographs, neonates) == ("0.500", "0.265", "3", "2")
    # P0 and P1 are of one neonate: t of one degree of freedom reaches beyond both ends
    assert (between, df) == ("−1.000 to 1.000 †", "1")


def test_a_relation_without_a_value_says_why():
    """A classifier that is always right has no mean of where it is wrong: dashes said nothing."""
    neonates = [f"N{n // 2}" for n in range(12)]
    agreement = np.linspace(0.2, 0.8, 12)
    right = difference_of_means(agreement, np.ones(12), neonates)
    sure = rank_correlation(agreement, np.ones(12), neonates)
    ranked = rank_correlation(agreement, agreement[::-1] ** 3, neonates)
    table = relations_table(
        [
            Relation(model_a="A", model_b="B", metric="overlap", to=to, of="A", found=found)
            for to, found in (("correct", right), ("confidence", sure), ("confidence", ranked))
        ]
    )
    place = table.header.index("95 % interval")
    said = [row[place].text for row in table.sections[0][1]]
    assert said[:2] == ["never right, or never wrong", "a value does not vary"]
    assert "–" not in said[2]


def test_pairs_stand_in_the_order_of_their_names_also_where_the_first_photograph_lacks_some():
    names = [("A", "C"), ("B", "C"), ("A", "B")]
    rows = [
        MapRow(
            image=f"P{n}",
            model_a=a,
            model_b=b,
            values={"cc": 0.5, "sim": 0.5, "kl_a_b": 1.0, "kl_b_a": 1.0, "emd": 0.1},
        )
        for n in range(4)
        for a, b in names
        if n > 1 or (a, b) != ("A", "B")
    ]
    whose = {f"P{n}": f"N{n}" for n in range(4)}
    table = maps_table(rows, whose)
    for _, shown in table.sections:
        assert [row[0].text for row in shown] == ["A and B", "A and C", "B and C"]


def test_a_row_stands_under_what_is_on_record_of_its_training(found):
    (one,) = found.classifiers
    kinds = {
        "old": {Seen.NOT_ON_RECORD: 3},
        "mixed": {Seen.HELD_OUT: 2, Seen.TRAINED_ON: 1},
        "all": {Seen.TRAINED_ON: 3},
        "theirs": {Seen.UNTESTED: 3},
        "folds": {Seen.HELD_OUT: 3},
    }
    table = classifiers_table([replace(one, classifier=a, seen=b) for a, b in kinds.items()])
    said = {rows[0][0].text: heading for heading, rows in table.sections}
    assert next(iter(said)) == "folds", "what was held out comes first"
    assert said["folds"].startswith("Held out")
    assert said["all"] == "On its own training photographs: no test"
    assert said["theirs"].startswith("Untested")
    assert said["mixed"] == "Photographs: 2 held out, 1 trained on"
    assert said["old"].endswith("is not on record")
    assert not any("not on record" in note for note in table.notes)
