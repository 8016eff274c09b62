"""A window that edits without end, to be killed: labels photographs and says so on its output."""

import sys
from pathlib import Path

from neopain_gui.dataset.face_image import PainLabel


def edited(number: int, ids: list[str]) -> tuple[str, PainLabel]:
    """Say which photograph edit ``number`` labels, and how: it follows from the number alone."""
    return ids[number % len(ids)], list(PainLabel)[number // len(ids) % 2]


def main() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from neopain_gui.gui.application import make_engine
    from neopain_gui.gui.base.settings import Settings
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.shell.main_window import MainWindow
    from neopain_gui.gui.state.session import Session

    path, number = Path(sys.argv[1]), int(sys.argv[2])
    application = QApplication(["neopain"])
    window = MainWindow(Session(), Jobs(make_engine), Settings(Path(sys.argv[3])))
    window.show()
    window.open_study(path)
    session = window.session
    ids = [image.id for image in session.images]

    def edit() -> None:
        nonlocal number
        number += 1
        image_id, label = edited(number, ids)
        session.select_image(image_id)
        command = "label_pain" if label is PainLabel.PAIN else "label_no_pain"
        window.actions_table.by_id[command].trigger()
        print(number, flush=True)

    timer = QTimer()
    timer.timeout.connect(edit)
    timer.start(0)
    application.exec()


if __name__ == "__main__":
    main()
