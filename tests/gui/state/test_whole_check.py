"""The window shows a study while every page of it is still being looked at."""

from __future__ import annotations

import sqlite3
import threading

import pytest

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.study import Selection, Study, looking
from tests.gui.state.test_session import put_result

ABOUT = "neopain_gui.gui.state"

FIRST = "S1_no_pain"


@pytest.fixture
def held(monkeypatch):
    """The whole look begins only when this is set."""
    begin, real = threading.Event(), looking.examine_whole

    def examine_later(*arguments):
        begin.wait(10)
        real(*arguments)

    monkeypatch.setattr(looking, "examine_whole", examine_later)
    monkeypatch.setattr(looking, "PATIENCE", 0.05)
    yield begin
    begin.set()


def break_a_reference(study_path):
    raw = sqlite3.connect(study_path / "study.sqlite")
    raw.execute("UPDATE faces SET image_id = 'nobody' WHERE image_id = ?", (FIRST,))
    raw.commit()
    raw.close()


def test_photographs_are_there_at_once_and_edits_come_a_moment_later(
    window, study_path, held, qtbot
):
    problems = []
    window.session.problem.connect(problems.append)
    window.open_study(study_path)
    assert len(window.session.images) == 4
    assert window.session.image is not None
    assert not window.session.study.looked_through
    window.session.edits.set_label([FIRST], PainLabel.PAIN)
    assert "still being looked through" in str(problems[0])
    assert window.session.study.images.get(FIRST).label is PainLabel.NO_PAIN
    window.session.choices.choose(method="integrated_gradients")
    with qtbot.waitSignal(window.session.looked_through, timeout=5000):
        held.set()
    window.session.edits.set_label([FIRST], PainLabel.PAIN)
    assert window.session.study.images.get(FIRST).label is PainLabel.PAIN


def test_maps_that_are_ready_before_are_kept_then(window, study_path, held, qtbot):
    window.open_study(study_path)
    study = window.session.study
    made = put_result(study, FIRST)
    window.session.record([made])
    assert study.results.count() == 0
    with qtbot.waitSignal(window.session.looked_through, timeout=5000):
        held.set()
    assert [one.key for one in study.results.all(FIRST)] == [made.key]


def test_a_study_that_is_found_damaged_is_left_and_said(window, study_path, held, qtbot):
    break_a_reference(study_path)
    before = (study_path / "study.sqlite").read_bytes()
    window.open_study(study_path)
    assert len(window.session.images) == 4
    problems = []
    window.session.problem.connect(problems.append)
    with qtbot.waitSignal(window.session.problem, timeout=5000):
        held.set()
    assert window.session.study is None
    assert window.pages.currentWidget() is window.start
    assert "study.sqlite is damaged; put the newest file of the folder backups" in str(problems[0])
    assert (study_path / "study.sqlite").read_bytes() == before


def test_another_study_may_be_opened_meanwhile(window, study_path, held, tmp_path, qtbot):
    held.set()
    Study.create(tmp_path / "next.neopain").close()
    held.clear()
    window.open_study(study_path)
    threading.Timer(0.1, held.set).start()
    window.open_study(tmp_path / "next.neopain")
    assert window.session.study.path.name == "next.neopain"
    qtbot.waitUntil(lambda: window.session.study.looked_through, timeout=5000)
    with Study.open(study_path) as first:
        assert not first.read_only


def test_what_was_put_in_order_is_said_afterwards(window, study_path, held, qtbot):
    held.set()
    with Study.open(study_path) as study:
        study.removal.take_out(Selection(images=frozenset({FIRST})))
        study.removal._purge_if_due = lambda: False
    held.clear()
    told = []
    window.session.told.connect(lambda message: told.append(message.text))
    window.open_study(study_path)
    assert told == []
    with qtbot.waitSignal(window.session.looked_through, timeout=5000):
        held.set()
    assert any("This study was not closed properly" in text for text in told)


def test_a_study_of_which_no_copy_can_be_made_is_read_and_says_so(
    window, study_path, held, qtbot, monkeypatch
):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("neopain_gui.study.database.make_backup", full)
    told = []
    window.session.told.connect(lambda message: told.append(message.text))
    window.open_study(study_path)
    assert window.session.editable
    with qtbot.waitSignal(window.session.looked_through, timeout=5000):
        held.set()
    assert not window.session.editable
    assert any("no backup could be made" in text for text in told)
