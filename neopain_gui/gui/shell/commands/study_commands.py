"""Commands that open and close studies, and the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neopain_gui import locations
from neopain_gui.errors import NeoPainError
from neopain_gui.gui.widgets import file_dialogs

if TYPE_CHECKING:
    from pathlib import Path

    from neopain_gui.gui.place.window import Window
    from neopain_gui.study import Study


def open_study(window: Window) -> None:
    folder = file_dialogs.folder(
        window.widget, "studies", "Study folder (its name ends in .neopain)"
    )
    if folder is not None:
        open_path(window, folder)


def open_path(window: Window, path: Path) -> None:
    """Open a study, or say why not."""
    from neopain_gui.study import Study

    session, present = window.session, window.session.study
    if present is not None and session.editable and path.resolve() == present.path.resolve():
        window.show_study()  # twice open, it would be read-only
        return
    if not window.may_leave("open another study", lambda: open_path(window, path)):
        return
    try:
        study = Study.open(path, check="beside")
    except NeoPainError as error:
        session.problem.emit(error)
        return
    _use(window, study)


def _use(window: Window, study: Study) -> None:
    window.jobs.stop_all()
    window.session.use_study(study)
    if window.session.study is not None:
        window.settings.add_recent(window.session.study.path)
    window.jobs.warm_engine()


def open_demo(window: Window) -> None:
    from neopain_gui.pipeline.demo_study import make_demo_study

    window.jobs.disk(
        make_demo_study,
        title="Make the demo study",
        kwargs={"folder": locations.data_folder() / "demo", "rated": True},
        key="demo",
        on_done=window.open_study,
    )
    window.session.notice.emit(
        "The demo study is being made: drawn photographs, and people’s gaze on them. It opens "
        "by itself; the line below says how far it is."
    )


def close_study(window: Window) -> None:
    if not window.may_leave("close the study", lambda: close_study(window)):
        return
    window.jobs.stop_all()
    window.session.close_study()


def quit_program(window: Window) -> None:
    window.close()
