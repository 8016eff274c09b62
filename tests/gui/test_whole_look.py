"""The window shows a study while every page of it is still being looked at."""

from __future__ import annotations

import sqlite3
import threading

import pytest

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.study import Study, looking
from tests.gui.test_session import put_result

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
    window.commands.open_path(study_path)
    assert len(window.session.images) == 4
    assert window.session.image is not None
    assert not window.session.study.looked_through
    window.session.set_label([FIRST], PainLabel.PAIN)
    assert "still being looked through" in str(problems[0])
    assert window.session.study.image(FIRST).label is PainLabel.NO_PAIN
    window.session.choose(method="integrated_gradients")
    with qtbot.waitSignal(window.session.looked_through, timeout=5000):
        held.set()
    window.session.set_label([FIRST], PainLabel.PAIN)
    assert window.session.study.image(FIRST).label is PainLabel.PAIN


def test_maps_that_are_ready_before_are_kept_then(window, study_path, held, qtbot):
    window.commands.open_path(study_path)
    study = window.session.study
    made = put_result(study, FIRST)
    window.session.record([made])
    assert study.results_count() == 0
    with qtbot.waitSignal(window.session.looked_through, timeout=5000):
        held.set()
    assert [one.key for one in study.results(FIRST)] == [made.key]


def test_a_study_that_is_found_damaged_is_left_and_said(window, study_path, held, qtbot):
    break_a_reference(study_path)
    before = (study_path / "study.sqlite").read_bytes()
    window.commands.open_path(study_path)
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
    Study.create(tmp_path / "next.neopain").close()
    window.commands.open_path(study_path)
    threading.Timer(0.1, held.set).start()
    window.commands.open_path(tmp_path / "next.neopain")
    assert window.session.study.path.name == "next.neopain"
    qtbot.waitUntil(lambda: window.session.study.looked_through, timeout=5000)
    with Study.open(study_path) as first:
        assert not first.read_only
