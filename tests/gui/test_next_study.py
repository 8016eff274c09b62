"""Nothing of one study is left in the next, not even where both have photographs of one name.

What every widget says and shows after another study was open is compared with what it says and
shows in a window that has never seen the other one.
"""

import threading
import weakref

import numpy as np
import pytest
from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollBar,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from neopain_gui.dataset.face_image import FaceImage, Neonate, PainLabel
from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.gaze.import_preview.importing import ImportPlan
from neopain_gui.geometry import Box
from neopain_gui.gui.canvas.canvas import Canvas
from neopain_gui.gui.shell.leaving import Leave
from neopain_gui.gui.state.session import Session
from neopain_gui.imaging import write_png
from neopain_gui.people.participants import Participant
from neopain_gui.pipeline.eye_tracking.recordings_import import import_recordings
from neopain_gui.provenance import sha256_file
from neopain_gui.study import Study
from tests.gaze.looks import look
from tests.gui.conftest import StandInEngine
from tests.gui.made_maps import SIDE, attribution, blob, gaze

ABOUT = "neopain_gui.gui"

IDS = ("one", "two", "three", "four")
MAGENTA, CYAN = (235, 20, 235), (20, 235, 235)


def build(folder, *, who, colour, seed, labels):
    """A study of four photographs of one colour; names, people and maps are its own."""
    files = folder / "photographs"
    files.mkdir(parents=True)
    images = []
    for place, name in enumerate(IDS):
        pixels = np.full((60, 80, 3), colour, np.uint8)
        pixels[place, place] = 0
        write_png(files / f"{name}.png", pixels)
        images.append(
            FaceImage(
                id=name,
                file=f"{name}.png",
                sha256=sha256_file(files / f"{name}.png"),
                width=80,
                height=60,
                neonate=Neonate(id=f"{who}-neonate-{place}"),
                label=labels[place],
                box=Box(left=10 + seed, top=10, right=50, bottom=50),
            )
        )
    with Study.create(folder / f"{who}.neopain") as study:
        study.images.add(images, root=files)
        random, rows = np.random.default_rng(seed), []
        for image in images:
            for layer in ("merge", "merge_conv"):
                values = blob(SIDE, SIDE, *random.uniform(0.2, 0.8, 2))
                rows.append(attribution(study, image.id, layer=layer, values=values))
            for group in ("Experts", f"{who}-group"):
                values = blob(60, 80, *random.uniform(0.3, 0.6, 2), 0.25)
                rows.append(gaze(study, image.id, group, values))
        study.results.record_many(rows)
        add_people(study, folder / "r.tsv", who)
        study.set_setting("choice", {})
        return study.path


def add_people(study, path, who):
    names = {"A": f"{who}-p1", "B": f"{who}-p2"}
    write_prolab(
        path,
        [
            look(
                IDS[0],
                (20.5 + 10 * place, 30.5),
                participant=name,
                recording=name,
                seconds=2,
                original=(80, 60),
                place=(100.0, 100.0, 160.0, 120.0),
            )
            for place, name in enumerate(names)
        ],
    )
    plan = ImportPlan(pseudonyms=names, images={IDS[0]: IDS[0]})
    people = [Participant(id=one, group=f"{who}-group") for one in names.values()]
    study.gaze.add(people, import_recordings(study, [path], plan))


PAIN, CALM = PainLabel.PAIN, PainLabel.NO_PAIN


@pytest.fixture
def ada(tmp_path):
    return build(
        tmp_path / "a", who="Adalind", colour=MAGENTA, seed=1, labels=(PAIN, CALM, PAIN, CALM)
    )


@pytest.fixture
def bea(tmp_path):
    return build(
        tmp_path / "b", who="Beatrix", colour=CYAN, seed=2, labels=(CALM, CALM, PAIN, PAIN)
    )


_TIMERS = weakref.WeakSet()


@pytest.fixture(autouse=True)
def noted_timers(monkeypatch):
    """Every pause before something begins is known."""
    start = QTimer.start

    def noted(this, *milliseconds):
        _TIMERS.add(this)
        start(this, *milliseconds)

    monkeypatch.setattr(QTimer, "start", noted)


@pytest.fixture
def make_window(qtbot, settings, monkeypatch):
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.shell.main_window import MainWindow

    monkeypatch.setattr("neopain_gui.pipeline.jobs.warm_up", lambda job: None)

    monkeypatch.setattr("neopain_gui.pipeline.jobs.build_weights", lambda job, **_asked: None)
    monkeypatch.setattr("neopain_gui.pipeline.jobs.attribute", lambda job, **_asked: None)
    made = []

    def make():
        window = MainWindow(Session(), Jobs(StandInEngine), settings)
        window.leaving.ask = lambda *_: Leave.STOP
        qtbot.addWidget(window)
        window.resize(1280, 720)
        window.show()
        qtbot.waitUntil(lambda: window._keys.watching)  # once it is painted
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()


def settle(window, qtbot):
    """Wait until nothing is read, computed or about to be."""
    for _ in range(3):
        qtbot.wait(30)
        qtbot.waitUntil(lambda: not (window.jobs.unfinished() or pauses()), timeout=30_000)


def pauses():
    """Return the timers that run out within a third of a second, and once."""
    there = [one for one in _TIMERS if isValid(one)]
    return [one for one in there if one.isActive() and one.isSingleShot() and one.interval() <= 330]


def tour(window, qtbot):
    """Look at everything that a study has."""
    workspace = window.workspace
    workspace.setCurrentIndex(0)
    window.session.select_image(IDS[0])
    for command in ("show_steps", "show_panes"):
        window.actions_table.by_id[command].trigger()
        settle(window, qtbot)
        yield command
        window.actions_table.by_id[command].trigger()
    settle(window, qtbot)
    yield "inspect"
    workspace.setCurrentWidget(workspace.lazy["trust"])
    settle(window, qtbot)
    yield "trust"
    workspace.setCurrentWidget(workspace.lazy["gaze"])
    settle(window, qtbot)
    for page in ("look", "recordings", "pictures"):
        workspace.lazy["gaze"].panel.show_page(page)
        settle(window, qtbot)
        yield page
    workspace.setCurrentWidget(workspace.lazy["compare"])
    for view in list(workspace.lazy["compare"].panel.views.buttons.values()):
        view.click()
        settle(window, qtbot)
        yield view.text()
    next(iter(workspace.lazy["compare"].panel.views.buttons.values())).click()
    workspace.setCurrentIndex(0)


def leave_traces(window, qtbot):
    """Change and choose whatever a person may, so that there is something to be left."""
    session, workspace = window.session, window.workspace
    for _ in tour(window, qtbot):
        pass
    compare = workspace.lazy["compare"].panel
    workspace.setCurrentWidget(workspace.lazy["compare"])
    settle(window, qtbot)
    cell = compare.view.visualRect(compare.view.model().index(0, 1)).center()
    qtbot.mouseClick(compare.view.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    compare.statistics.waiting.follow(window.jobs.local(lambda job: None, title="Adalind's job"))
    workspace.setCurrentWidget(workspace.lazy["gaze"])
    workspace.lazy["gaze"].panel.show_page("look")
    settle(window, qtbot)
    workspace.lazy["gaze"].panel.look.people.only({"Adalind-p1"})
    workspace.setCurrentIndex(0)
    window.browser.line.setText("Adalind")
    window.browser.chips["pain"].click()
    session.edits.set_label([IDS[1]], PainLabel.PAIN)
    session.edits.set_regions(
        IDS[0], {"adalind region": (np.array([[12.0, 12], [30, 12], [30, 30]]),)}, "draw"
    )
    window.actions_table.by_id["show_regions"].trigger()
    settle(window, qtbot)
    window.actions_table.by_id["show_regions"].trigger()
    session.warning.emit("about Adalind")
    settle(window, qtbot)


# -- what is seen ---------------------------------------------------------------------------
def words_of(widget):
    """Return everything that a widget says."""
    said = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        said.append(widget.text())
    if isinstance(widget, QTextEdit):
        said.append(widget.toPlainText())
    moved = isinstance(widget, QAbstractSpinBox | QAbstractSlider)
    if moved and not isinstance(widget, QScrollBar):
        said.append(str(widget.value()))
    if isinstance(widget, QAbstractButton) and widget.isCheckable():
        said.append(str(widget.isChecked()))
    if isinstance(widget, QComboBox):
        said += [widget.itemText(row) for row in range(widget.count())]
        said.append(widget.currentText())
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        said += cells_of(widget.model(), QModelIndex())
    return [text for text in said if text]


_SAID = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.CheckStateRole,
)


def cells_of(model, parent):
    said = []
    for row in range(model.rowCount(parent)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(columns):
            index = model.index(row, column, parent)
            said += [str(model.data(index, role) or "") for role in _SAID]
            if column == 0:
                said += cells_of(model, index)
    return said


def everything(window, *, hidden):
    """Return what the window says, widget by widget; menus of recent studies apart."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    said = []
    for widget in [window, *window.findChildren(QWidget)]:
        inner = isinstance(widget.parentWidget(), QLineEdit)  # Qt's own, fading in and out
        if isinstance(widget, QMenu) or inner or window.start.isAncestorOf(widget):
            continue
        if "scroll" in f"{type(widget).__name__} {widget.objectName()}".lower() and not words_of(
            widget
        ):
            continue  # bars come and go with the layout
        if hidden or widget.isVisible():
            name = f"{type(widget).__name__} {widget.objectName()}"
            said.append((name, tuple(words_of(widget))))
    return said


def traces(window, name):
    """Return what the window says of a study, hidden widgets too."""
    return [line for line in everything(window, hidden=True) if name in str(line).lower()]


def colours_seen(window):
    """Count the pixels on the glass in the colour of either study."""
    QApplication.processEvents()
    image = window.grab().toImage().convertToFormat(image_format())
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    blue, green, red = (pixels[..., place].astype(int) for place in range(3))
    return (
        int((np.minimum(red, blue) > green + 120).sum()),
        int((np.minimum(green, blue) > red + 120).sum()),
    )


def image_format():
    from PySide6.QtGui import QImage

    return QImage.Format.Format_RGB32


def canvases_with(window, colour):
    """Return the canvases, hidden ones too, whose photograph has this colour."""
    found = []
    for canvas in window.findChildren(Canvas):
        for level in canvas.photograph._levels[:1]:
            ink = level.pixelColor(level.width() - 1, level.height() - 1)
            if (ink.red(), ink.green(), ink.blue()) == colour:
                found.append(canvas.accessibleName())
    return found


# -- the laws -------------------------------------------------------------------------------
def test_the_next_study_is_as_in_a_window_that_never_saw_the_other(make_window, ada, bea, qtbot):
    fresh = make_window()
    fresh.open_study(bea)
    wanted = {}
    for name in tour(fresh, qtbot):
        wanted[name] = everything(fresh, hidden=False)
    fresh.action("close_study").trigger()
    window = make_window()
    window.open_study(ada)
    leave_traces(window, qtbot)
    window.open_study(bea)
    assert canvases_with(window, MAGENTA) == []
    assert [
        line for line in everything(window, hidden=True) if "adalind" in str(line).lower()
    ] == []
    for name in tour(window, qtbot):
        assert difference(wanted[name], everything(window, hidden=False)) == ([], []), name
        of_ada, of_bea = colours_seen(window)
        assert of_ada == 0, name
        assert of_bea > 1000, name
    assert [
        line for line in everything(window, hidden=True) if "adalind" in str(line).lower()
    ] == []
    window.open_study(ada)  # and back again
    assert canvases_with(window, CYAN) == []
    settle(window, qtbot)
    assert [
        line for line in everything(window, hidden=True) if "beatrix" in str(line).lower()
    ] == []
    assert WAITING not in str(everything(window, hidden=False))


WAITING = "('…',"


def difference(wanted, found):
    """Return what is missing and what is there instead."""
    wanted, found = sorted(map(str, wanted)), sorted(map(str, found))
    missing, there = list(wanted), []
    for line in found:
        if line in missing:
            missing.remove(line)
        else:
            there.append(line)
    return missing, there


def test_what_was_computed_while_stepping_is_not_in_the_next_study(make_window, ada, bea, qtbot):
    window = make_window()
    window.open_study(ada)
    automatic = window.go("details").choosers.automatic
    automatic.click()
    settle(window, qtbot)
    window.open_study(bea)
    assert not automatic.isChecked()
    settle(window, qtbot)
    assert window.jobs.history == []


def test_an_import_that_was_looked_at_is_not_made_into_the_next_study(
    make_window, ada, bea, tmp_path, qtbot
):
    window = make_window()
    window.open_study(ada)
    window.take_dropped([tmp_path / "b" / "photographs"])
    page = window.pages.currentWidget()
    qtbot.waitUntil(lambda: page.rows.rowCount() > 0, timeout=5000)
    window.open_study(bea)
    assert window.pages.currentWidget() is window.workspace
    assert window.pages.count() == 2


def test_work_on_a_study_that_was_left_tells_nobody(make_window, ada, bea, qtbot):
    window = make_window()
    window.open_study(ada)
    began, go, told = threading.Event(), threading.Event(), []

    def work(job, study):
        began.set()
        go.wait(5)
        return "of Adalind"

    window.jobs.local(
        work,
        title="Read",
        kwargs={"study": window.session.study},
        visible=False,  # of other work the window asks whether to finish it first
        on_done=told.append,
        on_failed=told.append,
    )
    qtbot.waitUntil(began.is_set, timeout=5000)
    window.open_study(bea)
    go.set()
    settle(window, qtbot)
    assert told == []
    assert window.messages.messages() == []
