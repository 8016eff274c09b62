"""Commands that open and close studies, and the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from neopain_gui import locations
from neopain_gui.errors import NeoPainError
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.shell.one_window import brought_to_front
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.study_opener import folder_of

if TYPE_CHECKING:
    from pathlib import Path

    from neopain_gui.gui.place.window import Window
    from neopain_gui.study import Study

_ELSEWHERE = "open elsewhere"


def open_study(window: Window) -> None:
    folder = file_dialogs.folder(
        window.widget, "studies", "Study folder (its name ends in .neopain)"
    )
    if folder is not None:
        open_path(window, folder)


def open_path(window: Window, path: Path) -> None:
    """Open a study, or say why not."""
    session, present = window.session, window.session.study
    same = present is not None and folder_of(path).resolve() == present.path.resolve()
    if same and session.editable:
        window.show_study()  # twice open, it would be read-only
        return
    if brought_to_front(path):
        window.session.tell(
            Message(
                level="info",
                text=f"{folder_of(path).name} is open in another NeoPain window, which was brought "
                "to the front; here it can only be read.",
                action=("Open it to read", partial(_open, window, path)),
                topic=_ELSEWHERE,
            )
        )
        return
    _open(window, path)


def _open(window: Window, path: Path) -> None:
    """Open a study, for writing if nobody else does, in place of the present one."""
    from neopain_gui.study import Study

    window.session.settle(_ELSEWHERE)
    if not window.may_leave("open another study", partial(_open, window, path)):
        return
    try:
        study = Study.open(path, check="beside")
    except NeoPainError as error:
        window.session.problem.emit(error)
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
