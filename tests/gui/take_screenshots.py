"""Photograph every panel of the real window, light and dark: ``make screenshots``.

The demo study is made in a temporary folder and one classifier's maps are computed by the real
engine. Nothing on the pictures is a photograph of a person.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "docs" / "screenshots"
GUIDE = ROOT / "resources" / "help" / "pictures"
IN_GUIDE = {
    *("inspect", "regions", "steps", "panes", "trust", "look", "recordings"),
    *("compare", "violins", "grid", "photographs", "statistics"),
}
SIZE = (1440, 900)
_PATIENCE = 600


def main() -> None:
    home = tempfile.mkdtemp(prefix="neopain-screenshots-")
    for name in ("XDG_CONFIG_HOME", "XDG_DOCUMENTS_DIR"):
        os.environ[name] = home
    os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={_screen(Path(home))}")
    from neopain_gui.pipeline.demo_study import make_demo_study

    study = make_demo_study(Path(home) / "demo")
    OUT.mkdir(parents=True, exist_ok=True)
    GUIDE.mkdir(parents=True, exist_ok=True)
    from PySide6.QtWidgets import QApplication

    application = QApplication([sys.argv[0]])
    application.setStyle("Fusion")
    shoot(Path(home), study)


def _screen(home: Path) -> Path:
    """Describe a screen with room for the window; the platform's own has 800 × 800 pixels."""
    screen = {
        **{"name": "pictures", "x": 0, "y": 0, "width": 1920, "height": 1080},
        **{"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1},
    }
    path = home / "screen.json"
    path.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    return path


def shoot(home: Path, study: Path) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QDialog, QWidget

    from neopain_gui.gui.application import make_engine
    from neopain_gui.gui.base import theme
    from neopain_gui.gui.base.settings import Settings
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.shell.main_window import MainWindow
    from neopain_gui.gui.state.session import Session

    theme.apply_scheme("light")
    window = MainWindow(Session(), Jobs(make_engine), Settings(home / "window.ini"))
    window.resize(*SIZE)
    window.show()

    def take(name: str, widget: QWidget = window) -> None:
        for scheme in ("light", "dark"):
            theme.apply_scheme(scheme)
            wait(0.4)
            folder = GUIDE if name in IN_GUIDE else OUT
            widget.grab().save(str(folder / f"{name}-{scheme}.png"))
        theme.apply_scheme("light")

    def run(command: str) -> None:
        window.actions_table.by_id[command].trigger()

    window.say_research_only()
    take("start")
    window.settings.notice_read = True
    window.messages.clear("warning")
    window.commands.photographs.take_dropped([study.parent / "phantoms"])
    wait(4)
    take("import")
    window.pages.currentWidget().cancel.click()
    window.commands.open_path(study)
    wait(3)
    window.docks["jobs"].show()
    run("compute_study")
    wait(1)
    question = window.findChild(QDialog, "compute-question")
    take("compute-question", question)
    question.go.click()
    wait(8)
    take("computing")
    give_up = time.monotonic() + _PATIENCE
    while window.jobs.busy and time.monotonic() < give_up:
        wait(0.5)
    take("jobs")
    window.docks["jobs"].hide()
    window.messages.clear("info", "success", "warning")
    window.session.select_image(window.session.visible_images[5].id)
    window.session.show_model("GradCAM|VGG-Face")
    wait(2)
    take("inspect")
    run("show_regions")
    regions = window.workspace.viewer.panel.regions
    regions.choose("mouth")
    regions.bar.moving.click()
    wait(0.5)
    take("regions")
    run("show_regions")
    for command, name in (("show_steps", "steps"), ("show_panes", "panes")):
        run(command)
        wait(3)
        take(name)
        run(command)
    run("examine_map")
    while window.workspace.trust.panel.waiting.busy:
        wait(0.5)
    wait(0.5)
    take("trust")
    window.workspace.setCurrentWidget(window.workspace.gaze)
    wait(1)
    tab = window.workspace.gaze.panel
    while tab.look.values is None:
        wait(0.2)
    tab.look.people.only({"P01", "P09"})
    wait(1)
    take("look")
    tab.look.tabs.setCurrentIndex(1)
    wait(1)
    take("look-groups")
    tab.show_page("recordings")
    wait(0.5)
    take("gaze-empty")
    tab.recordings.open_files([study.parent / "recordings" / "synthetic_recordings.tsv"])
    while tab.recordings.preview is None:
        wait(0.2)
    wait(0.5)
    take("recordings")
    tab.open_folder(study.parent / "heatmaps")
    wait(4)
    take("gaze")
    window.workspace.setCurrentWidget(window.workspace.compare)
    wait(4)
    matrix = window.workspace.compare.panel.view
    cell = matrix.visualRect(matrix.model().index(0, 2)).center()
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    wait(2)
    take("compare")
    compare = window.workspace.compare.panel
    for name, view in (("violins", "Violins"), ("grid", "Grid")):
        compare.views.buttons[view].click()
        wait(3)
        take(name)
    compare.views.buttons["Statistics"].click()
    compare.statistics.run.click()
    while compare.statistics.analysis is None:
        wait(0.5)
    compare.statistics.options.setCurrentIndex(2)
    wait(0.5)
    take("statistics")
    compare.views.buttons["Matrix"].click()
    compare.pair_view.buttons["All photographs"].click()
    wait(3)
    take("photographs")
    window.workspace.setCurrentIndex(0)
    run("find_command")
    take("commands")
    window.palette_of_commands.hide()
    for command in ("show_shortcuts", "about"):
        run(command)
        wait(0.3)
        (dialog,) = (
            w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()
        )
        take(command.removeprefix("show_"), dialog)
        dialog.close()
    window.close()


def wait(seconds: float) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
