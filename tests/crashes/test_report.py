import stat
import sys

import pytest

from neopain_gui.crashes import report


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(report, "_written", set())


def test_a_report_is_told_of_once_and_kept_until_it_is_deleted():
    assert report.reports() == []
    report.write_report("it broke", ["somewhere"])
    (new,) = report.take_new()
    assert "What: it broke\nsomewhere\n" in new.read_text("utf-8")
    assert report.take_new() == []
    assert report.reports() == [new]
    if sys.platform != "win32":
        assert stat.S_IMODE(new.stat().st_mode) == 0o600
    gone = report.delete([new])
    assert report.reports() == []
    report.put_back(gone)
    assert report.reports() == [new]


def test_a_fault_that_comes_with_each_painting_is_kept_once():
    for _ in range(3):
        report.write_report("it broke", ["somewhere"])
    assert len(report.reports()) == 1
    for number in range(50):
        report.write_report("it broke", [f"in place {number}"])
    assert len(report.reports()) == 10


def test_twenty_are_kept(monkeypatch):
    for number in range(25):
        monkeypatch.setattr(report, "_written", set())
        report.write_report("it broke", [str(number)])
    assert len(report.reports()) == 20


def test_where_nothing_can_be_written_nothing_is_raised(tmp_path):
    (tmp_path / "state").write_text("a file")
    assert report.write_report("it broke", []) is None
    assert report.reports() == []
