"""A protocol and a study's folds at the prompt: printed, written, checked."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from neopain_gui.study import Study
from neopain_gui.study.edit_store import Details
from neopain_gui.training.presets import preset
from neopain_gui.training.protocol_file import protocol_from, read_protocol
from tests.cli.running import neopain


def words(text):
    return " ".join(text.split())


def test_a_protocol_is_printed_to_be_changed(capsys):
    assert neopain("protocol", "paper", "--architecture", "vgg_face") == 0
    said = capsys.readouterr()
    assert protocol_from(said.out) == preset("paper", "vgg_face")
    assert "whose test folds chose the weights" in words(said.err)


def test_what_a_file_changes_is_said(tmp_path, capsys):
    file, other = tmp_path / "mine.toml", tmp_path / "all.toml"
    file.write_text("[augmentation]\ncopies = 0\n", encoding="utf-8")
    assert neopain("protocol", file, "--out", other) == 0
    assert "Copies: 20 (honest); 0 (here)." in words(capsys.readouterr().err)
    assert read_protocol(str(other)) == read_protocol(str(file))
    file.write_text("[augmentation]\ncopies = -1\n", encoding="utf-8")
    assert neopain("protocol", file) == 2
    assert "mine.toml, [augmentation]: copies must be between 0" in words(capsys.readouterr().err)


TWO = ("--protocol", "paper", "--folds", 2)
"""The phantoms are of two neonates, who cannot also validate."""


def test_folds_are_dealt_written_and_checked(study_path, tmp_path, capsys):
    file = tmp_path / "folds.csv"
    assert neopain("folds", study_path, *TWO, "--seed", 3, "--out", file) == 0
    printed = words(capsys.readouterr().out)
    with Study.open(study_path, read_only=True) as study:
        neonates = {image.neonate.id for image in study.images.all()}
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["neonate"]: row["fold"] for row in rows}.keys() == neonates
    assert sorted(row["fold"] for row in rows) == ["1", "2"]
    assert "fold tested inner validation trained" in printed
    assert neopain("folds", study_path, "--protocol", "paper", "--fold-table", file) == 0
    assert words(capsys.readouterr().out) == printed.partition(" Written to")[0]


def test_a_mistake_in_a_table_is_said_with_its_line(study_path, tmp_path, capsys):
    file = tmp_path / "folds.csv"
    neopain("folds", study_path, *TWO, "--out", file)
    text = file.read_text(encoding="utf-8").splitlines()
    text[2] = text[2].partition(",")[0] + ",none"
    file.write_text("\n".join(text), encoding="utf-8")
    capsys.readouterr()
    assert neopain("folds", study_path, "--fold-table", file) == 2
    assert "folds.csv, line 3, column “fold”: “none” is no fold" in words(capsys.readouterr().err)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"label": None}, "no photograph is labelled"),
        ({"neonate": None}, "photographs with a label have no neonate"),
    ],
)
def test_what_cannot_be_dealt_is_refused(study_path, capsys, change, sentence):
    with Study.open(study_path) as study:
        study.edits.set_details(
            {
                image.id: replace(Details.of(image), **change)
                for image in study.images.all()
                if "neonate" in change or image.label == "pain"
            }
        )
    assert neopain("folds", study_path) == 2
    assert sentence in words(capsys.readouterr().err)


def test_too_few_neonates_are_refused(study_path, capsys):
    assert neopain("folds", study_path) == 2
    said = words(capsys.readouterr().err)
    assert "2 neonates are too few for 10 folds; choose fewer with --folds" in said
    assert neopain("folds", study_path, "--folds", 2) == 2
    assert "left to train with and to choose the weights on" in words(capsys.readouterr().err)


def test_the_optimistic_rule_is_said(study_path, capsys):
    assert neopain("folds", study_path, *TWO) == 0
    said = capsys.readouterr()
    assert "makes its figures too good" in words(said.err)
    assert "the test" in said.out
