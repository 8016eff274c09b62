"""A window that fails in the way it is told to, and tells what it says itself, a line of JSON.

``python failing_window.py STUDY WAY``; with the way ``nothing`` it starts, tells, and closes.
"""

import ctypes
import json
import os
import signal
import sys
from pathlib import Path

from neopain_gui.errors import EngineError, EnvironmentFault

SECRET = "Maria Oliveira"


def crash(job):
    ctypes.string_at(0)


def no_memory(job):
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (1 << 31, 1 << 31))
    bytearray(1 << 32)


def end_by_system(job):
    os.kill(os.getpid(), signal.SIGKILL)


def bug(job):
    raise ValueError(SECRET)


def in_a_slot():
    raise KeyError(SECRET)


def fail(window, way):
    from PySide6.QtCore import QTimer

    from neopain_gui.engine import Engine

    if way == "slot":
        QTimer.singleShot(0, in_a_slot)
    elif way == "segfault":
        ctypes.string_at(0)
    elif way == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif way != "nothing":
        engine = Engine()
        try:
            engine.run(globals()[way], {})
        except (EngineError, EnvironmentFault) as error:
            window.show_error(error)
        engine.stop()


def main():
    from PySide6.QtCore import QTimer

    from neopain_gui.dataset.face_image import PainLabel
    from neopain_gui.gui import application
    from neopain_gui.gui.shell.main_window import MainWindow

    study, way = sys.argv[1:]
    open_study = MainWindow.open_study

    def opened(window, path):
        open_study(window, path)
        session = window.session
        session.study.wait_until_looked_through()
        session.select_image(session.images[0].id)
        window.action("label_pain").trigger()
        assert session.images[0].label is PainLabel.PAIN
        fail(window, way)
        QTimer.singleShot(300, lambda: tell(window))

    def tell(window):
        print(json.dumps([message.text for message in window.messages.messages()]), flush=True)
        window.close()

    MainWindow.open_study = opened
    sys.exit(application.main([Path(study)]))


if __name__ == "__main__":
    main()
