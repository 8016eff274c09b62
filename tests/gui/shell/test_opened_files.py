"""In a process of its own: pytest's application is not ours."""

import subprocess
import sys

CODE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from neopain_gui.gui.application import make_application
from neopain_gui.gui.base.settings import Settings

application = make_application(Settings(Path(sys.argv[1]) / "window.ini"))
said = []
application.opened.connect(lambda paths: (said.append([p.name for p in paths]), application.quit()))
for name in ("one.png", "two three.png"):
    application.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(f"/somewhere/{name}")))
QTimer.singleShot(10_000, application.quit)
application.exec()
print(said, QGuiApplication.desktopFileName(), not application.windowIcon().isNull())
"""


def test_files_that_the_system_opens_together_arrive_together(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path)], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "[['one.png', 'two three.png']] neopain True", done.stderr
