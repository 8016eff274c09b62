"""A real photograph's whole way through the window, with the real engine."""

import os
import signal

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog
from skimage import data

from neopain_gui.gui.application import make_engine
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.scene.current_scene import CurrentScene
from neopain_gui.gui.shell.leaving import Leave
from neopain_gui.gui.shell.main_window import MainWindow
from neopain_gui.gui.state.session import Session
from neopain_gui.imaging import decode, write_png

ABOUT = "neopain_gui.gui"

MINUTE = 60_000


@pytest.fixture
def window(qtbot, settings, monkeypatch, tmp_path):
    """The window as it is started, with an engine process of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", os.environ.get("NEOPAIN_TEST_CACHE", str(tmp_path)))
    engine = make_engine()
    window = MainWindow(Session(), Jobs(lambda: engine), settings)
    window.engine = engine
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    qtbot.waitUntil(lambda: window._keys.watching)  # once it is painted
    window.leaving.ask = lambda *_: Leave.STOP  # nobody is there to answer
    yield window
    window.close()
    window.session.close_study()


def trigger(window, command):
    action = window.actions_table.by_id[command]
    assert action.isEnabled(), command
    action.trigger()


def compute_all(window, qtbot):
    trigger(window, "compute_all")
    qtbot.waitUntil(lambda: window.findChild(QDialog, "compute-question") is not None)
    qtbot.mouseClick(window.findChild(QDialog, "compute-question").go, Qt.MouseButton.LeftButton)


def idle(window):
    return not window.jobs.busy


def test_a_photograph_from_folder_to_contour_mask(window, qtbot, tmp_path, monkeypatch):
    folder = tmp_path / "photographs" / "no_pain" / "S1"
    folder.mkdir(parents=True)
    write_png(folder / "astronaut.png", data.astronaut())
    window.take_dropped([tmp_path / "photographs"])
    page = window.pages.currentWidget()
    page.where.folder = tmp_path
    qtbot.waitUntil(page.button.isEnabled, timeout=MINUTE)
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.study is not None, timeout=MINUTE)
    session = window.session

    trigger(window, "compute_this")
    qtbot.waitUntil(
        lambda: session.study.results.relevance(session.image_id, "GradCAM|N-CNN") is not None,
        timeout=3 * MINUTE,
    )
    qtbot.waitUntil(lambda: idle(window), timeout=MINUTE)
    assert not [job for job in window.jobs.history if job.error]
    face = session.study.faces.get(session.image_id)
    assert face.box.left < 225 < face.box.right
    assert face.box.top < 120 < face.box.bottom
    result = session.study.results.all(session.image_id)[0]
    assert sum(result.facts["scores"].values()) == pytest.approx(1, abs=1e-5)

    session.show_model("GradCAM|N-CNN")
    scenes = CurrentScene.of(session, window.jobs)
    qtbot.waitUntil(lambda: scenes.shown_result is not None, timeout=MINUTE)
    out = tmp_path / "mask.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    trigger(window, "export_this")
    qtbot.waitUntil(out.is_file, timeout=MINUTE)
    qtbot.waitUntil(lambda: idle(window), timeout=MINUTE)
    mask = decode(out)
    assert mask.shape == data.astronaut().shape
    assert set(np.unique(mask)) == {0, 255}
    rows, columns = np.nonzero(mask[..., 0])
    assert rows.min() >= face.box.top
    assert columns.min() >= face.box.left
    assert rows.max() < face.box.bottom
    assert columns.max() < face.box.right


def test_killing_the_engine_in_mid_job_leaves_window_and_study_whole(window, qtbot, study_path):
    window.open_study(study_path)
    session = window.session
    qtbot.waitUntil(lambda: len(session.images) == 4, timeout=MINUTE)
    session.choices.choose(method="integrated_gradients")  # slow enough to be in the middle of it
    with qtbot.waitSignal(session.results_changed, timeout=3 * MINUTE) as first:
        compute_all(window, qtbot)
    assert first.args
    os.kill(window.engine.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: idle(window), timeout=MINUTE)
    said = [message.text for message in window.messages.messages()]
    (sentence,) = [text for text in said if "engine process was ended" in text]
    assert "\n" not in sentence
    assert 0 < len(session.study.results.all()) < 4
    for result in session.study.results.all():
        assert session.study.results.relevance_of(result).values.shape == (120, 120)

    compute_all(window, qtbot)
    qtbot.waitUntil(lambda: len(session.study.results.all()) == 4, timeout=3 * MINUTE)
    qtbot.waitUntil(lambda: idle(window), timeout=MINUTE)
