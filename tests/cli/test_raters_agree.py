"""Agreement of raters, their disagreements and decisions on the command line."""

from __future__ import annotations

import math

import numpy as np
import pytest

from neopain_gui.study import Study
from tests.cli.running import neopain
from tests.pipeline.analysis.rated import NAME, say, study_of


@pytest.fixture
def ward(tmp_path):
    with study_of(tmp_path / "s", ("label", "score"), ("Ana", "Bia"), 6) as study:
        say(study, "Ana", {"label": np.array([1, 0, 1, 0, 1, 0.0]), "score": np.arange(6.0)})
        label = np.array([1, 0, 1, 0, 0, math.inf])
        say(study, "Bia", {"label": label, "score": np.array([0, 2, 4, 6, 8, 6.0])})
        return study.path


def test_how_far_they_agree_is_said_and_written(ward, tmp_path, capsys):
    out = tmp_path / "out"
    assert neopain("agreement-of-raters", ward, "--out", out) == 0
    said = capsys.readouterr().out
    assert "2 raters of the round “Ward” saw 6 photographs of 3 neonates." in said
    assert "they say the same in 80 %" in said
    assert "“Cannot tell” was said 1 time" in said
    assert (out / "raters.csv").is_file()
    assert (out / "latex" / "raters.tex").is_file()
    assert neopain("agreement-of-raters", ward, "--round", "Other") == 2
    assert "there is no round “Other”" in capsys.readouterr().err


def test_disagreements_are_decided_with_a_reason_and_taken_back(ward, capsys):
    assert neopain("disagreements", ward, "--round", NAME) == 0
    said = capsys.readouterr().out
    assert said.index("P4") < said.index("P5")
    assert "4 disagreements, 4 not decided." in said
    given = ("decide", ward, "--round", NAME, "--photograph", "P4", "--value", "pain")
    assert neopain(*given) == 2
    assert "a value and a reason" in capsys.readouterr().err
    assert neopain(*given, "--reason", "brow and eyes", "--by", "Ana") == 0
    assert "P4, Label: pain is decided." in capsys.readouterr().out
    with Study.open(ward, read_only=True) as study:
        (made,) = study.annotations.decisions()
        assert (made.value, made.reason, made.by) == (1.0, "brow and eyes", "Ana")
    assert neopain("disagreements", ward, "--round", NAME) == 0
    assert "4 disagreements, 3 not decided." in capsys.readouterr().out
    back = ("decide", ward, "--round", NAME, "--photograph", "P4", "--take-back")
    assert neopain(*back) == 0
    assert "nothing is decided" in capsys.readouterr().out
    assert neopain(*back) == 2
    with Study.open(ward, read_only=True) as study:
        assert study.annotations.decisions() == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--photograph", "P0", "--value", "pain"), "do not disagree on label of P0"),
        (("--photograph", "P4", "--value", "7"), "pain, no pain or cannot tell"),
        (("--photograph", "P4", "--instrument", "score", "--value", "11"), "between 0 and 10"),
        (("--photograph", "P4", "--value", "pain", "--by", "Nobody"), "no participant"),
    ],
)
def test_what_cannot_be_decided_is_a_sentence(ward, given, said, capsys):
    assert neopain("decide", ward, "--round", NAME, *given, "--reason", "so") == 2
    assert said in capsys.readouterr().err.replace("\n", " ")
    with Study.open(ward, read_only=True) as study:
        assert study.annotations.decisions() == []
