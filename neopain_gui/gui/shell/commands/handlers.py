"""What the commands of the table do: a method for each, grouped by menu."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from neopain_gui import locations
from neopain_gui.errors import NeoPainError
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.shell.commands.actions import TABLE
from neopain_gui.gui.shell.commands.clipboard import CopyCommands
from neopain_gui.gui.shell.commands.export_commands import ExportCommands
from neopain_gui.gui.shell.commands.photograph_commands import PhotographCommands
from neopain_gui.gui.shell.commands.run_commands import RunCommands
from neopain_gui.gui.shell.commands.upkeep_commands import UpkeepCommands
from neopain_gui.gui.shell.commands.view_commands import ViewCommands
from neopain_gui.gui.shell.help_pages import About, ShortcutSheet
from neopain_gui.gui.state.study_edits import EDIT
from neopain_gui.gui.widgets import file_dialogs

if TYPE_CHECKING:
    from neopain_gui.gui.gaze.gaze_tab import GazeTab
    from neopain_gui.gui.shell.main_window import MainWindow

"""The topic of what is said about photographs that are not where they were."""
_OPACITY_STEP = 0.1
_ZOOM_STEP = 1.25
_VIEWS = {"show_steps": "stages", "show_panes": "panes"}
"""The view of the Inspect tab that each of these commands shows."""


class Commands:
    """Carries out commands on the window's session.

    Parameters
    ----------
    window : MainWindow
        Whose panels and messages are used.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._session = window.session
        self._jobs = window.jobs
        self._run = RunCommands(window)
        self.export = ExportCommands(window)
        self.view = ViewCommands(window)
        self._copy = CopyCommands(window)
        self.photographs = PhotographCommands(window)
        self._upkeep = UpkeepCommands(window)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return the method of every command."""
        found: dict[str, Callable[[], object]] = {}
        parts: tuple[object, ...] = (
            self,
            self._run,
            self.export,
            self.view,
            self._copy,
            self.photographs,
            self._upkeep,
        )
        for spec in TABLE:
            owners = [part for part in parts if hasattr(part, spec.id)]
            found[spec.id] = getattr(owners[0], spec.id)
        return found

    # -- File --------------------------------------------------------------------------------
    def import_recordings(self) -> None:
        """Show the importer of recordings and ask for files."""
        from neopain_gui.gui.gaze.gaze_tab import RECORDINGS

        self._gaze().show_page(RECORDINGS)
        self._gaze().recordings.choose_files()

    def import_heatmaps(self) -> None:
        """Show the importer of heatmap pictures and ask for a folder."""
        from neopain_gui.gui.gaze.gaze_tab import PICTURES

        self._gaze().show_page(PICTURES)
        self._gaze().pictures.choose_folder()

    def _gaze(self) -> GazeTab:
        workspace = self._window.workspace
        workspace.setCurrentWidget(workspace.gaze)
        tab: GazeTab = workspace.gaze.fill()  # type: ignore[assignment]
        return tab

    def open_study(self) -> None:
        folder = file_dialogs.folder(
            self._window, "studies", "Study folder (its name ends in .neopain)"
        )
        if folder is not None:
            self.open_path(folder)

    def open_path(self, path: Path) -> None:
        """Open a study, or say why not."""
        from neopain_gui.study import Study

        present = self._session.study
        if (
            present is not None
            and self._session.editable
            and path.resolve() == present.path.resolve()
        ):
            self._window.show_page(self._window.workspace)  # twice open, it would be read-only
            return
        if not self._window.leaving.may("open another study", lambda: self.open_path(path)):
            return
        try:
            study = Study.open(path)
        except NeoPainError as error:
            self._session.problem.emit(error)
            return
        self._use(study)

    def _use(self, study: object) -> None:
        self._jobs.stop_all()
        self._session.use_study(study)  # type: ignore[arg-type]
        if self._session.study is not None:
            self._window.settings.add_recent(self._session.study.path)
        self._jobs.warm_engine()

    def open_demo(self) -> None:
        from neopain_gui.pipeline.demo_study import make_demo_study

        self._jobs.local(
            make_demo_study,
            title="Make the demo study",
            kwargs={"folder": locations.data_folder() / "demo"},
            key="demo",
            on_done=self.open_path,
        )
        self._session.notice.emit(
            "The demo study is being made: drawn photographs, and people’s gaze on them. It opens "
            "by itself; the line below says how far it is."
        )

    def close_study(self) -> None:
        if not self._window.leaving.may("close the study", self.close_study):
            return
        self._jobs.stop_all()
        self._session.close_study()

    def clear_recent(self) -> None:
        """Forget which studies were opened."""
        self._window.settings.clear_recent()
        self._window.start.refresh()

    def quit(self) -> None:
        self._window.close()

    def find_all_faces(self) -> None:
        """Look for the faces of all photographs."""
        self._run.find_all_faces()

    # -- Edit --------------------------------------------------------------------------------
    def undo(self) -> None:
        self._session.undo()

    def redo(self) -> None:
        self._session.redo()

    def label_pain(self) -> None:
        self._label("pain")

    def label_no_pain(self) -> None:
        self._label("no pain")

    def label_none(self) -> None:
        self._label("")

    def _label(self, name: str) -> None:
        from neopain_gui.dataset.face_image import PainLabel

        session, chosen = self._session, self._session.selected_ids
        label = PainLabel(name) if name else None
        known = {image.id: image.label for image in session.images}
        session.set_label(chosen, label)
        if len(chosen) == 1 and known.get(chosen[0]) is not label:  # of several, session says it
            what = f"labelled {name}" if name else "has no label now"
            said = f"{chosen[0]} {what}. Ctrl+Z takes it back."
            session.tell(Message(level="info", text=said, topic=EDIT))

    def clear_face(self) -> None:
        self._session.set_faces(dict.fromkeys(self._session.selected_ids), "clearing the face")

    def draw_face(self) -> None:
        self._window.workspace.show_view("viewer").draw_face()  # type: ignore[attr-defined]

    # -- View --------------------------------------------------------------------------------
    def _view(self, method: str, *arguments: float) -> None:
        """Do something to whichever view fills the Inspect tab."""
        workspace = self._window.workspace
        getattr(workspace.show_view(workspace.view), method)(*arguments)

    def fit(self) -> None:
        self._view("fit")

    def actual_size(self) -> None:
        self._view("actual_size")

    def zoom_in(self) -> None:
        self._view("zoom_by", _ZOOM_STEP)

    def zoom_out(self) -> None:
        self._view("zoom_by", 1 / _ZOOM_STEP)

    def show_steps(self) -> None:
        self._toggle("stages")

    def show_panes(self) -> None:
        self._toggle("panes")

    def _toggle(self, view: str) -> None:
        workspace = self._window.workspace
        workspace.toggle_view(view)
        self.check_views(workspace.view)

    def check_views(self, shown: str) -> None:
        """Check the command whose view is shown."""
        for identity, view in _VIEWS.items():
            self._window.actions_table.by_id[identity].setChecked(view == shown)

    def read_messages(self) -> None:
        self._window.messages.take_focus()

    def less_overlay(self) -> None:
        self._session.set_opacity(self._session.opacity - _OPACITY_STEP)

    def more_overlay(self) -> None:
        self._session.set_opacity(self._session.opacity + _OPACITY_STEP)

    def show_regions(self) -> None:
        self._window.workspace.show_view("viewer").toggle_regions()  # type: ignore[attr-defined]

    def play_depth(self) -> None:
        workspace = self._window.workspace
        workspace.setCurrentIndex(0)
        workspace.strip.fill().depth_bar.toggle()  # type: ignore[attr-defined]

    # -- Help --------------------------------------------------------------------------------
    def find_command(self) -> None:
        self._window.palette_of_commands.open()

    def show_shortcuts(self) -> None:
        ShortcutSheet(self._window).show()

    def about(self) -> None:
        About(self._window).show()

    def user_guide(self) -> None:
        page = locations.resources() / "help" / "guide.html"
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(page)))
