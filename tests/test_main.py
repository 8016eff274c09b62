from pathlib import Path

import pytest

import neopain_gui.__main__ as entry

ABOUT = "neopain_gui.__main__"


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ([], []),
        (["a/ward.neopain"], ["a/ward.neopain"]),
        (["Open in NeoPain.neopain-study"], ["Open in NeoPain.neopain-study"]),
        (["/home/x/photos", "/home/x/b.png"], ["/home/x/photos", "/home/x/b.png"]),
        (["-psn_0_12345"], []),
        (["--version"], None),
        (["gaze", "recording.tsv"], None),
        (["run", "ward.neopain", "--out", "x"], None),
    ],
)
def test_what_is_opened_and_what_is_a_command(words, paths):
    found = entry.to_open(words)
    assert found == (None if paths is None else [Path(one) for one in paths])


def test_files_go_to_the_window(monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr(entry, "open_window", lambda paths: opened.append(list(paths)))
    photo = tmp_path / "photo.png"
    monkeypatch.setattr("sys.argv", ["neopain", str(photo)])
    with pytest.raises(SystemExit):
        entry.main()
    assert opened == [[photo]]
