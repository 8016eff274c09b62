"""What looks after each of the window's tests sees what a test leaves."""

from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication, QLabel

from tests.gui.conftest import left_behind

ABOUT = "neopain_gui.gui"


class Worker(QThread):
    def run(self):
        self.exec()


def test_threads_and_windows_that_stay_are_seen(qtbot, started_threads):
    before = set(QApplication.topLevelWidgets())
    assert left_behind(started_threads, before) == ([], [])
    plain, own, window = QThread(), Worker(), QLabel("left")
    plain.start()
    own.start(QThread.Priority.LowPriority)
    window.show()
    qtbot.waitUntil(lambda: plain.isRunning() and own.isRunning())
    threads, windows = left_behind(started_threads, before)
    assert set(threads) == {plain, own}
    assert windows == [window]
    for thread in (plain, own):
        thread.quit()
        thread.wait()
    window.close()
    assert left_behind(started_threads, before) == ([], [])
