"""The tab Gaze as a place of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from neopain_gui.gui.place.command import Command
from neopain_gui.gui.place.place import Place, Where

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from neopain_gui.gui.gaze.gaze_tab import GazeTab
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.place.window import Window
    from neopain_gui.gui.state.session import Session


def _make(session: Session, jobs: Jobs) -> QWidget:
    from neopain_gui.gui.gaze.gaze_tab import GazeTab

    return GazeTab(session, jobs)


def _tab(window: Window) -> GazeTab:
    return cast("GazeTab", window.go(PLACE.id))


def _import_recordings(window: Window) -> None:
    """Show the importer of recordings and ask for files."""
    tab = _tab(window)
    tab.show_recordings()
    tab.recordings.choose_files()


def _import_heatmaps(window: Window) -> None:
    """Show the importer of heatmap pictures and ask for a folder."""
    tab = _tab(window)
    tab.show_pictures()
    tab.pictures.choose_folder()


def _export_bids(window: Window) -> None:
    from neopain_gui.gui.gaze.bids_dialog import export

    export(window)


PLACE = Place(
    id="gaze",
    title="Ga&ze",
    where=Where.TAB,
    panel=_make,
    icon="eye",
    tip="What people looked at: recordings, fixations, groups",
    words="eye tracking people participants scanpath heatmap fixations tab group map",
    commands=(
        Command(
            id="import_recordings",
            run=_import_recordings,
            menu="File",
            before="find_moved",
            text="Import &recordings of gaze…",
            icon="eye",
            keys=("Ctrl+Shift+I",),
            words="eye tracker tobii fixations people participants",
            when="editable_photographs",
            tip="Eye trackers' exports: who looked where, and when",
        ),
        Command(
            id="import_heatmaps",
            run=_import_heatmaps,
            menu="File",
            before="find_moved",
            text="Import &heatmap pictures…",
            when="editable_photographs",
            tip="Pictures of what groups of people looked at",
            words="people experts parents groups gaze",
        ),
        Command(
            id="export_bids",
            run=_export_bids,
            menu="File/&Export",
            before="decimal_comma",
            text="&BIDS data set…",
            when="photographs",
            tip="Recordings, fixations and contour masks as the Brain Imaging Data Structure",
            words="brain imaging data structure share openneuro eye tracking physio tsv recordings",
        ),
    ),
)
