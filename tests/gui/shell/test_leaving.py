"""Closing while something computes: finish first, stop, or back."""

import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from neopain_gui.errors import EngineError
from neopain_gui.gui.shell.leaving import Leave, ask_leave, asked_for, leave_question
from neopain_gui.pipeline.work import Lane
from neopain_gui.study import Study


@pytest.fixture
def busy(window, study_path, qtbot):
    """The window with a job that goes on until it may end; ``window.go`` lets it."""
    window.open_study(study_path)
    window.go = threading.Event()
    window.asked = []

    def work(job):
        while not window.go.wait(0.01):
            job.check()

    def answer_with(answer):
        def ask(_parent, what, tasks):
            window.asked.append((what, [task.title for task in tasks]))
            return answer

        window.leaving.ask = ask

    window.answer_with = answer_with
    window.work = work
    window.jobs.engine(work, title="Many maps")
    yield window
    window.go.set()
    window.leaving.stay()
    answer_with(Leave.STOP)


CLOSE = "close the study"


def test_back_leaves_everything_as_it_is(busy, qtbot):
    busy.answer_with(Leave.BACK)
    busy.action("close_study").trigger()
    assert busy.session.study is not None
    assert not busy.close()
    assert busy.isVisible()
    assert busy.asked == [(CLOSE, ["Many maps"]), ("close the window", ["Many maps"])]
    assert busy.jobs.busy


def test_stop_ends_the_work_and_closes(busy, qtbot):
    busy.answer_with(Leave.STOP)
    busy.action("close_study").trigger()
    assert busy.session.study is None
    qtbot.waitUntil(lambda: not busy.jobs.busy)


def test_finish_first_waits_for_the_end_and_then_closes(busy, qtbot):
    busy.answer_with(Leave.FINISH)
    busy.actions_table.by_id["close_study"].trigger()
    assert busy.session.study is not None
    (said,) = busy.messages.messages()
    assert said.text == "When the work is done, NeoPain will close the study."
    busy.go.set()
    qtbot.waitUntil(lambda: busy.session.study is None)
    assert busy.messages.messages() == []
    assert len(busy.asked) == 1


def test_what_is_paused_goes_on_to_be_finished_first(busy, qtbot):
    busy.jobs.engine(lambda job: None, title="Waits behind a pause")
    busy.jobs.pause(Lane.ENGINE)
    busy.answer_with(Leave.FINISH)
    busy.action("close_study").trigger()
    busy.go.set()
    qtbot.waitUntil(lambda: busy.session.study is None)
    assert not busy.jobs.paused(Lane.ENGINE)


def test_the_window_closes_itself_when_the_work_is_done(busy, qtbot):
    busy.answer_with(Leave.FINISH)
    assert not busy.close()
    busy.go.set()
    qtbot.waitUntil(lambda: not busy.isVisible())
    assert busy.session.study is None


def test_another_study_is_opened_when_the_work_is_done(busy, qtbot, tmp_path):
    Study.create(tmp_path / "other.neopain").close()
    before = busy.session.study.path
    busy.answer_with(Leave.FINISH)
    busy.open_study(tmp_path / "other.neopain")
    assert busy.asked == [("open another study", ["Many maps"])]
    assert busy.session.study.path == before
    busy.go.set()
    qtbot.waitUntil(lambda: busy.session.study.path == tmp_path / "other.neopain")


def test_who_changes_their_mind_stays(busy, qtbot):
    busy.answer_with(Leave.FINISH)
    busy.action("close_study").trigger()
    (said,) = busy.messages.messages()
    (button,) = [one for one in said.findChildren(QPushButton) if one.text() == "Stay"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    busy.go.set()
    qtbot.waitUntil(lambda: not busy.jobs.busy)
    QApplication.processEvents()
    assert busy.session.study is not None


def test_a_job_that_fails_keeps_the_study_open(busy, qtbot):
    def fail(job):
        raise EngineError("The engine process was ended.")

    busy.jobs.engine(fail, title="Will fail")
    busy.answer_with(Leave.FINISH)
    busy.action("close_study").trigger()
    busy.go.set()
    qtbot.waitUntil(lambda: not busy.jobs.busy)
    QApplication.processEvents()
    assert busy.session.study is not None
    assert any(
        "Nothing was closed, because a job failed" in m.text for m in busy.messages.messages()
    )


def test_nothing_is_asked_where_nothing_is_under_way(busy, qtbot):
    busy.go.set()
    qtbot.waitUntil(lambda: not busy.jobs.busy)
    busy.jobs.engine(busy.work, title="ahead", priority=20)
    busy.go.clear()
    busy.answer_with(Leave.BACK)
    busy.action("close_study").trigger()
    assert busy.session.study is None
    assert busy.asked == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [("&Finish first", Leave.FINISH), ("&Stop it", Leave.STOP), ("&Back", Leave.BACK)],
)
def test_the_question_says_what_is_under_way_and_each_button_answers(busy, qtbot, text, answer):
    seen = []

    def press():
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append(f"{box.text()} {box.informativeText()}")
        (button,) = [one for one in box.buttons() if one.text() == text]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, press)
    assert ask_leave(busy, CLOSE, busy.jobs.unfinished()) is answer
    assert "To close the study" in seen[0]
    assert "Many maps" in seen[0]
    assert "What was computed until now is kept." in seen[0]


def test_what_runs_is_not_said_to_wait(busy):
    busy.jobs.engine(busy.work, title="Behind it")
    box = leave_question(busy, CLOSE, asked_for(busy.jobs))
    lines = box.informativeText().splitlines()
    assert lines[:2] == ["• Many maps", "• Behind it, waiting"]
    box.deleteLater()


def test_escape_goes_back(busy, qtbot):
    QTimer.singleShot(
        0, lambda: qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape)
    )
    assert ask_leave(busy, CLOSE, busy.jobs.unfinished()) is Leave.BACK
