"""A study's report, headless."""

import sys

import pytest

from neopain_gui.pipeline.report import PHOTOGRAPHS
from neopain_gui.study import Study
from tests.reports.small import small_study

from .running import neopain


@pytest.fixture
def ward(tmp_path):
    """A study of photographs, not phantoms."""
    with small_study(tmp_path, 2) as study:
        return study.path


@pytest.fixture
def written(monkeypatch):
    """What the command asks for, without drawing it."""
    asked = []

    def write(study, folder, **options):
        options.pop("job")
        asked.append(options)
        return [folder / "report.html", folder / "a.csv"]

    monkeypatch.setattr("neopain_gui.pipeline.report.write_report", write)
    return asked


def answers(monkeypatch, text):
    """Somebody sits at the prompt and says this."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    asked = []
    monkeypatch.setattr("typer.confirm", lambda question: asked.append(question) or text)
    return asked


def test_nobody_to_ask_leaves_the_photographs_out(ward, tmp_path, written, capsys, monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    assert neopain("report", ward, "--out", tmp_path / "out") == 0
    assert written == [
        {"photographs": False, "models": None, "image_ids": None, "decimal_comma": False}
    ]
    said = capsys.readouterr()
    assert "report.html and 1 more files in out/" in said.out
    assert "The photographs are left out" in said.err


@pytest.mark.parametrize("answer", [True, False])
def test_it_asks_once_a_study(ward, tmp_path, written, monkeypatch, answer):
    asked = answers(monkeypatch, answer)
    for _ in range(2):
        assert neopain("report", ward, "--out", tmp_path / "out") == 0
    assert len(asked) == 1
    assert [one["photographs"] for one in written] == [answer] * 2
    with Study.open(ward, read_only=True) as study:
        assert study.setting(PHOTOGRAPHS) is answer


def test_the_option_overrides_and_keeps_nothing(ward, tmp_path, written, monkeypatch):
    asked = answers(monkeypatch, False)
    options = ("--with-photographs", "--model", "A", "--decimal-comma")
    assert neopain("report", ward, "--out", tmp_path, *options) == 0
    assert asked == []
    assert written == [
        {"photographs": True, "models": ["A"], "image_ids": None, "decimal_comma": True}
    ]
    with Study.open(ward, read_only=True) as study:
        assert study.setting(PHOTOGRAPHS) is None


def test_an_unknown_model_is_one_sentence(ward, tmp_path, capsys):
    out = ("--out", tmp_path / "out", "--without-photographs")
    assert neopain("report", ward, *out, "--model", "Nobody") == 2
    assert "ward.neopain: it has no extraction model 'Nobody'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_settings_that_are_not_the_usual_ones_are_said(ward, tmp_path, written, capsys):
    with Study.open(ward) as study:
        study.set_setting("masks", {"c_attribution": 0.2})
    assert neopain("report", ward, "--out", tmp_path / "out", "--with-photographs") == 0
    assert "Not as usual: threshold c 0.20 (usually 0.50)." in capsys.readouterr().err
