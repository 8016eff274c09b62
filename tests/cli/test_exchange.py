"""Annotations of other programs on the command line."""

from __future__ import annotations

import json

import pytest

from neopain_gui.study import Study
from tests.cli.running import neopain as command
from tests.pipeline.rounds.material import NAME, make, rate


@pytest.fixture
def run(capsys):
    def calling(*arguments):
        code = command(*arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return calling


@pytest.fixture
def path(tmp_path):
    with make(tmp_path) as made:
        rate(made, "Ana")
        return made.path


def test_annotations_go_out_and_come_back(run, path, tmp_path):
    out = tmp_path / "out"
    export = ("export-annotations", path, "--format", "coco", "--out", out, "--rater", "Ana")
    code, said, warned = run(*export)
    assert code == 0
    assert "2 files were written." in said
    assert "COCO JSON has no place for answers: left out." in warned
    files = (out / NAME / "Ana",)
    code, said, _ = run("import-annotations", path, *files, "--rater", "Cai", "--preview")
    assert code == 0
    assert "photo0.png (by name): 1 region: brow; 1 landmark" in said
    assert said.endswith("Nothing was taken in.\n")
    code, said, _ = run("import-annotations", path, *files, "--rater", "Cai")
    assert code == 0
    assert "6 photographs to take in for Cai." in said
    assert "A round “Imported” is made, which is not blind." in said
    with Study.open(path, read_only=True) as study:
        assert len(study.annotations.marks("Imported", "Cai")) == 6
    _, said, _ = run("import-annotations", path, *files, "--rater", "Cai")
    assert said.endswith("Nothing was taken in.\n")


def test_differences_and_what_cannot_be_are_said(run, path, tmp_path):
    out = tmp_path / "out"
    run("export-annotations", path, "--format", "csv", "--out", out)
    file = out / "ratings.csv"
    file.write_text(file.read_text().replace("label,,,1,", "label,,,0,", 1))
    code, said, warned = run("import-annotations", path, file)
    assert code == 0
    assert "label: pain in the study, no pain in ratings.csv" in warned
    assert "Where 1 annotation differs, the study’s stay; add --replace" in warned
    assert said.endswith("Nothing was taken in.\n")
    run("import-annotations", path, file, "--replace")
    with Study.open(path, read_only=True) as study:
        values = [one.value for one in study.annotations.answers() if one.instrument == "label"]
        assert values.count(0.0) == 1
    code, _, warned = run("import-annotations", path, out / "dictionary.csv")
    assert code == 2
    assert "dictionary.csv, line 1: has no column “photograph”" in warned
    shapes = [{"label": "a", "points": [[1, 1], [9, 9]], "shape_type": "line"}]
    (tmp_path / "photo1.json").write_text(json.dumps({"shapes": shapes}))
    _, _, warned = run("import-annotations", path, tmp_path / "photo1.json", "--rater", "Ana")
    assert "photo1.json: not understood: shape 1, a (line)." in warned
