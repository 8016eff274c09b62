"""Gaze as tables, headless."""

from .running import neopain


def test_five_tables(study_path, tmp_path, capsys):
    assert neopain("gaze-tables", study_path, "--out", tmp_path / "out") == 0
    assert "fixations.csv, regions.csv, transitions.csv" in capsys.readouterr().out
    text = (tmp_path / "out" / "regions.csv").read_text("utf-8")
    header, first = text.splitlines()[:2]
    assert header.startswith("participant,recording,image,area,fixations")
    assert first.startswith("P01,")
