"""A data set after BIDS, headless."""

from .running import neopain


def test_the_command_writes_and_says_what_is_left_out(study_path, tmp_path, capsys):
    out = tmp_path / "out"
    assert neopain("bids", study_path, "--out", out, "--author", "A. Silva") == 0
    said = capsys.readouterr()
    assert "of 12 participants in out/" in said.out
    assert "The photographs are not in it." in said.err
    assert "the study does not know: the screen’s size (ScreenSize, of 12 recordings)." in said.err
    assert "Some of it can be said: --screen-mm, --licence." in said.err
    assert (out / "sub-P01" / "beh" / "sub-P01_task-viewing_events.tsv").is_file()
    assert neopain("bids", study_path, "--out", out) == 2
    assert "out: is not empty" in capsys.readouterr().err


def test_options_that_cannot_be_meant(study_path, tmp_path, capsys):
    for options, said in (
        (("--screen-mm", "wide"), "is no size of a screen in millimetres"),
        (("--screen-mm", "0x3"), "--screen-mm 509x286"),
        (("--screen", "3"), "is no size of a screen"),
        (("--task", "a b"), "cannot stand in the names"),
    ):
        assert neopain("bids", study_path, "--out", tmp_path / "out", *options) == 2
        assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
