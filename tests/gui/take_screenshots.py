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
    *("start", "inspect", "regions", "steps", "panes", "trust", "look", "recordings"),
    *("compare", "violins", "grid", "photographs", "statistics"),
    *("train", "training", "training-results"),
    *("rounds", "new-round", "rating", "review", "own-scale", "own-landmarks"),
}
SIZE = (1440, 900)
_PATIENCE = 600


def main() -> None:
    home = tempfile.mkdtemp(prefix="neopain-screenshots-")
    for name in ("XDG_CONFIG_HOME", "XDG_DOCUMENTS_DIR"):
        os.environ[name] = home
    os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={_screen(Path(home))}")
    from neopain_gui.pipeline.demo_study import make_demo_study

    study = make_demo_study(Path(home) / "demo", rated=True)
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
    from neopain_gui.gui.application import make_engine
    from neopain_gui.gui.base import theme
    from neopain_gui.gui.base.settings import Settings
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.shell.main_window import MainWindow
    from neopain_gui.gui.shell.places import PLACES
    from neopain_gui.gui.state.session import Session

    theme.apply_scheme("light")
    window = MainWindow(Session(), Jobs(make_engine), Settings(home / "window.ini"))
    window.resize(*SIZE)
    window.show()
    camera = Camera(window, save)
    begin(camera, study)
    shoot_places(camera, PLACES, study)
    end(camera)
    window.close()


def save(name: str, scheme: str, widget) -> None:
    folder = GUIDE if name in IN_GUIDE else OUT
    widget.grab().save(str(folder / f"{name}-{scheme}.png"))


class Camera:
    """Takes pictures of a window, light and dark.

    ``keep`` is called with each picture's name, its colour scheme and the widget on it.
    """

    def __init__(self, window, keep) -> None:
        self.window, self._keep = window, keep

    def take(self, name: str, widget=None) -> None:
        from neopain_gui.gui.base import theme

        for scheme in ("light", "dark"):
            theme.apply_scheme(scheme)
            wait(0.4)
            self._keep(name, scheme, widget or self.window)
        theme.apply_scheme("light")

    def run(self, command: str) -> None:
        self.window.action(command).trigger()


def begin(camera: Camera, study: Path) -> None:
    """Picture the way to a study with maps in it."""
    from PySide6.QtWidgets import QDialog

    window = camera.window
    window.say_research_only()
    camera.take("start")
    window.settings.notice_read = True
    window.messages.clear("warning")
    window.take_dropped([study.parent / "phantoms"])
    wait(4)
    camera.take("import")
    window.pages.currentWidget().cancel.click()
    window.open_study(study)
    wait(3)
    window.docks["jobs"].show()
    camera.run("compute_study")
    wait(1)
    question = window.findChild(QDialog, "compute-question")
    camera.take("compute-question", question)
    question.go.click()
    wait(8)
    camera.take("computing")
    give_up = time.monotonic() + _PATIENCE
    while window.jobs.busy and time.monotonic() < give_up:
        wait(0.5)
    camera.take("jobs")
    window.docks["jobs"].hide()
    window.messages.clear("info", "success", "warning")
    window.session.select_image(window.session.visible_images[5].id)
    window.session.show_model("GradCAM|VGG-Face")
    wait(2)


def shoot_places(camera: Camera, places, study: Path) -> None:
    """Picture every place: as its own function says, else as it is when it is gone to."""
    ways = {
        **{"inspect": inspect, "viewer": viewer, "trust": trust},
        **{"gaze": gaze, "compare": compare, "train": train},
        "annotate": annotate,
    }
    for place in places:
        if place.id in ON_OTHERS:
            continue
        if place.id in ways:
            ways[place.id](camera, study)
        else:
            plainly(camera, place)


ON_OTHERS = {"study", "details", "layers", "jobs"}
"""Places that are on the pictures of others."""


def plainly(camera: Camera, place) -> None:
    from neopain_gui.gui.place.place import Where

    if place.where.is_dock:
        camera.window.docks[place.id].show()
    else:
        camera.window.go(place.id)
    wait(3)
    camera.take(place.id)
    if place.where.is_dock:
        camera.window.docks[place.id].hide()
    elif place.where is Where.VIEW:
        camera.window.toggle(place.id)


def inspect(camera: Camera, _study: Path) -> None:
    camera.take("inspect")


def viewer(camera: Camera, _study: Path) -> None:
    camera.run("show_regions")
    regions = camera.window.go("viewer").regions
    regions.choose("mouth")
    regions.bar.moving.click()
    wait(0.5)
    camera.take("regions")
    camera.run("show_regions")


def trust(camera: Camera, _study: Path) -> None:
    camera.run("examine_map")
    while camera.window.go("trust").waiting.busy:
        wait(0.5)
    wait(0.5)
    camera.take("trust")


def gaze(camera: Camera, study: Path) -> None:
    tab = camera.window.go("gaze")
    wait(1)
    while tab.look.values is None:
        wait(0.2)
    tab.look.people.only({"P01", "P09"})
    wait(1)
    camera.take("look")
    tab.look.tabs.setCurrentIndex(1)
    wait(1)
    camera.take("look-groups")
    tab.show_recordings()
    wait(0.5)
    camera.take("gaze-empty")
    tab.recordings.open_files([study.parent / "recordings" / "synthetic_recordings.tsv"])
    while tab.recordings.preview is None:
        wait(0.2)
    wait(0.5)
    camera.take("recordings")
    tab.open_folder(study.parent / "heatmaps")
    wait(4)
    camera.take("gaze")


def annotate(camera: Camera, _study: Path) -> None:
    """Picture the rounds of the demo, a new one, and the made-up raters' photographs."""
    from PySide6.QtTest import QTest

    window = camera.window
    tab = window.go("annotate")
    wait(1)
    camera.take("rounds")
    camera.run("new_round")
    page = window.pages.currentWidget()
    page.form.raters.add("Ward nurse", "Ward nurse")
    wait(0.5)
    camera.take("new-round")
    page.cancel.click()
    own_instruments(camera, tab)
    rounds = tab.show_page("rounds")
    rounds.choose("Try it yourself")
    rounds.rate.click()
    wait(2)
    page = window.pages.currentWidget()
    QTest.keyClicks(page, "P6QW.")
    camera.take("rating")
    page.close_button.click()
    rounds.choose("Made-up raters")
    rounds.rate.click()
    page = window.pages.currentWidget()
    page.head.review.setChecked(True)
    wait(2)
    camera.take("review")
    page.close_button.click()


def own_instruments(camera: Camera, tab) -> None:
    """Picture a scale of one's own while its rule is wrong, and points on a phantom's face."""
    page = tab.show_page("instruments")
    page.choose("scale", "nfcs-5")
    page.panel.copy.click()
    editor = page.panel.scale.editor
    editor.head.changed.emit({"title": "Our ward’s scale", "short": "Ward"}, "name")
    editor.show_part("totals")
    editor.total.rule.setText("brow + eyes + 2 * mouht")
    editor.total.rule.textEdited.emit("brow + eyes + 2 * mouht")
    camera.window.messages.clear("info", "success")
    wait(0.5)
    camera.take("own-scale")
    page.choose("set of landmarks", "heiderich-16")
    page.panel.copy.click()
    page.panel.set.photograph.setChecked(True)
    camera.window.messages.clear("info", "success")
    wait(0.5)
    camera.take("own-landmarks")
    while camera.window.session.edits.undo_stack.canUndo():
        camera.window.session.edits.undo()


def compare(camera: Camera, _study: Path) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    panel = camera.window.go("compare")
    wait(4)
    matrix = panel.view
    cell = matrix.visualRect(matrix.model().index(0, 2)).center()
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    wait(2)
    camera.take("compare")
    for name, view in (("violins", "Violins"), ("grid", "Grid")):
        panel.views.buttons[view].click()
        wait(3)
        camera.take(name)
    panel.views.buttons["Statistics"].click()
    panel.statistics.run.click()
    while panel.statistics.analysis is None:
        wait(0.5)
    panel.statistics.options.setCurrentIndex(2)
    wait(0.5)
    camera.take("statistics")
    panel.views.buttons["Matrix"].click()
    panel.pair_view.buttons["All photographs"].click()
    wait(3)
    camera.take("photographs")


def train(camera: Camera, study: Path) -> None:
    """Picture a training of the N-CNN before, while and after; its neonates are phantoms."""
    panel = camera.window.go("train")
    chosen = panel.setup.chosen
    quick = {"division.folds": 4, "augmentation.copies": 0, "optimiser.epochs": 12}
    for place, value in {**quick, "optimiser.batch": 4}.items():
        chosen.put(place, value)
    while not panel.setup.planning.current:
        wait(0.2)
    camera.take("train")
    panel.setup.train()
    while panel.progress.course.latest < 2 or len(panel.progress.course.folds[2].epochs) < 6:
        wait(0.5)
    camera.take("training")
    while panel.results.results is None:
        wait(0.5)
    wait(2)
    camera.take("training-results")
    camera.window.messages.clear("info", "success", "warning")


def end(camera: Camera) -> None:
    """Picture what lies over the window and beside it."""
    from PySide6.QtWidgets import QApplication, QDialog

    window = camera.window
    window.workspace.setCurrentIndex(0)
    camera.run("find_command")
    camera.take("commands")
    window.palette_of_commands.hide()
    for command in ("show_shortcuts", "about"):
        camera.run(command)
        wait(0.3)
        (dialog,) = (
            w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()
        )
        camera.take(command.removeprefix("show_"), dialog)
        dialog.close()


def wait(seconds: float) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
