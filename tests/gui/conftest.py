"""What the window's tests share: a small study, a stand-in for the engine, and two watchmen.

Every test fails that leaves a thread or a window behind, or makes Qt warn.
"""

import gc
import shutil
import threading
import weakref
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from neopain_gui.dataset.face_image import FaceImage, Neonate, PainLabel
from neopain_gui.errors import Cancelled
from neopain_gui.geometry import Box
from neopain_gui.gui.base.settings import Settings
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.state.session import Session
from neopain_gui.imaging import write_png
from neopain_gui.provenance import sha256_file
from neopain_gui.study import Study


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/gui" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            # the offscreen platform says it of every window and menu; it is no fault of ours
            said = ("propagateSizeHints", r"does not support raise\(\)", "grabbing the keyboard")
            item.add_marker(pytest.mark.qt_log_ignore(*said, extend=True))


@pytest.fixture(autouse=True, scope="session")
def started_threads():
    """Every QThread that was started and is still there: nobody has to search all objects."""
    started, start = weakref.WeakSet(), QThread.start

    def noted(this, *priority):
        started.add(this)
        start(this, *priority)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QThread, "start", noted)
        yield started


def left_behind(threads, before):
    """Return the threads that run and the windows that are seen, of those that are new."""
    running = [one for one in threads if isValid(one) and one.isRunning()]
    windows = [w for w in QApplication.topLevelWidgets() if w not in before and w.isVisible()]
    return running, windows


@pytest.fixture(autouse=True)
def nothing_left_behind(request, started_threads):
    used = request.fixturenames
    # the window of a walk stays from test to test; that it closes is what other files look at
    if "walk" in used or ("qapp" not in used and "qtbot" not in used):
        yield
        return
    # What the test before has left goes now, not in the middle of this one; what stays is never
    # searched again, so that this takes no longer the more there is.
    gc.collect()
    gc.freeze()
    before = set(QApplication.topLevelWidgets())
    yield
    for _ in range(5):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
    if any(left_behind(started_threads, before)):
        gc.collect()  # what only a circle of objects holds is not left behind
    threads, windows = left_behind(started_threads, before)
    assert not threads, f"still running: {threads}"
    assert not windows, f"still there: {windows}"


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    at_home(tmp_path / "home", monkeypatch)


def at_home(home, patch):
    """Let the program keep what it keeps for a person in a folder of the test's own.

    Whether what was filled in on a page of an import may be lost is answered with yes.
    """
    patch.setattr("neopain_gui.gui.widgets.questions.may_drop", lambda _parent: True)
    kept = ("CONFIG_HOME", "CACHE_HOME", "DATA_HOME", "STATE_HOME", "DOCUMENTS_DIR")
    for name in (f"XDG_{one}" for one in kept):
        patch.setenv(name, str(home / name))


def make_photographs(folder, subjects=2):
    """Write noise as photographs; returns their records."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for subject in range(1, subjects + 1):
        for label in PainLabel:
            name = f"S{subject}_{label.value.replace(' ', '_')}"
            file = folder / f"{name}.png"
            pixels = np.random.default_rng(len(found)).integers(0, 255, (60, 80, 3), np.uint8)
            write_png(file, pixels)
            found.append(
                FaceImage(
                    id=name,
                    file=file.name,
                    sha256=sha256_file(file),
                    width=80,
                    height=60,
                    neonate=Neonate(id=f"S{subject}"),
                    label=label,
                    box=Box(left=10, top=10, right=50, bottom=50),
                )
            )
    return found


@pytest.fixture
def study_path(tmp_path):
    """Path of a study: 2 neonates, each in pain and at rest."""
    photographs = make_photographs(tmp_path / "photographs")
    with Study.create(tmp_path / "small.neopain") as study:
        study.images.add(photographs, root=tmp_path / "photographs")
        return study.path


class StandInEngine:
    """Runs the engine's functions in the caller's thread, as the command line does."""

    def __init__(self):
        self._stop = threading.Event()
        self.stopped = False

    def start(self):
        pass

    def stop(self):
        self.stopped = True
        self._stop.set()

    def cancel(self):
        self._stop.set()

    def run(self, function, arguments, *, on_progress, on_partial):
        self._stop.clear()
        stop = self._stop

        class Job:
            def check(self):
                if stop.is_set():
                    raise Cancelled

            def progress(self, done, total, text=""):
                on_progress(done, total, text)

            def partial(self, message):
                on_partial(message)

        return function(Job(), **arguments)


@pytest.fixture
def jobs(qapp, monkeypatch):
    monkeypatch.setattr("neopain_gui.pipeline.jobs.warm_up", lambda job: None)
    monkeypatch.setattr("neopain_gui.pipeline.jobs.build_weights", lambda job, **_asked: None)
    jobs = Jobs(StandInEngine)
    yield jobs
    jobs.close()
    QCoreApplication.processEvents()
    jobs.deleteLater()


@pytest.fixture
def session(qapp, study_path):
    """A session with the small study open."""
    session = Session()
    session.open_study(study_path)
    yield session
    session.close_study()


@pytest.fixture(scope="session")
def large_made(tmp_path_factory):
    """Folder of a study of 12 photographs, 6 in pain, with maps of 6 extraction models."""
    from tests.gui.made_maps import MODELS, fill_models

    folder = tmp_path_factory.mktemp("large")
    photographs = make_photographs(folder / "photographs", subjects=6)
    with Study.create(folder / "large.neopain") as study:
        study.images.add(photographs, root=folder / "photographs")
        fill_models(SimpleNamespace(study=study, record=study.results.record_many), MODELS)
    return folder


@pytest.fixture
def large(qapp, tmp_path, large_made):
    """A session with a copy of that study open."""
    shutil.copytree(large_made, tmp_path, dirs_exist_ok=True)
    session = Session()
    session.open_study(tmp_path / "large.neopain")
    yield session
    session.close_study()


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "window.ini")


@pytest.fixture
def window(qtbot, jobs, settings):
    """The window without a study; it closes itself afterwards."""
    from neopain_gui.gui.shell.leaving import Leave
    from neopain_gui.gui.shell.main_window import MainWindow

    window = MainWindow(Session(), jobs, settings)
    qtbot.addWidget(window)
    window.leaving.ask = lambda *_: Leave.STOP  # nobody is there to answer
    window.resize(1280, 720)
    window.show()
    qtbot.waitUntil(lambda: window._keys.watching)  # once it is painted
    yield window
    window.close()
