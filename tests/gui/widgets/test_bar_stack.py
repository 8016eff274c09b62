"""What is said in the window: it stays while it matters, moves nothing and takes no stray click."""

import threading

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from neopain_gui.errors import EngineError, InputError
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.shell.keyboard.focus_ring import FocusRing
from neopain_gui.gui.widgets import bar_stack as bars

LEFT = Qt.MouseButton.LeftButton
KINDS = ("info", "success", "warning", "error")


def said(window):
    return [bar.text for bar in window.messages.messages()]


def button_of(bar, text):
    return next(b for b in bar.findChildren(QAbstractButton) if b.text() == text)


def click_at(window, place, qtbot):
    """Press where the pointer is, whatever is there."""
    QTest.mouseClick(window.windowHandle(), LEFT, Qt.KeyboardModifier.NoModifier, place)
    qtbot.wait(1)


def middle(widget, window):
    return widget.mapTo(window, widget.rect().center())


def settled(window, qtbot):
    """Wait until bars take clicks."""
    qtbot.waitUntil(lambda: not window.messages._aiming.isActive(), timeout=3000)


@pytest.fixture
def opened(window, study_path, qtbot):
    window.open_study(study_path)
    qtbot.wait(50)
    return window


def test_what_is_shown_whole_has_no_scroll_bar(window):
    """One that came for a moment took the width by which it was not needed, and stayed."""
    scroll = window.messages._scroll
    window.messages.say("error", "It could not be read.")
    assert scroll.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    for number in range(40):
        window.messages.say("error", f"{number} could not be read.")
    assert scroll.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAsNeeded


# -- how long it stays ----------------------------------------------------------------------
def test_what_has_a_button_stays_and_the_rest_fades(window, qtbot, monkeypatch):
    monkeypatch.setattr("neopain_gui.gui.widgets.message_bar.FADES_AFTER", 10)
    monkeypatch.setattr("neopain_gui.gui.widgets.message_bar._READ_MS", 0)
    done = []
    for level in KINDS:
        window.messages.say(level, f"{level} plain")
        window.messages.say(level, f"{level} button", action=("Do", lambda x=level: done.append(x)))
    kept = {f"{level} button" for level in KINDS} | {"warning plain", "error plain"}
    qtbot.waitUntil(lambda: set(said(window)) == kept, timeout=3000)
    qtbot.wait(60)
    assert set(said(window)) == kept
    settled(window, qtbot)
    for bar in window.messages.messages():
        if bar.message.action:
            qtbot.mouseClick(button_of(bar, "Do"), LEFT)
    assert sorted(done) == sorted(KINDS)
    assert set(said(window)) == {"warning plain", "error plain"}


def test_a_long_message_stays_as_long_as_it_takes_to_read(window):
    bar = window.messages.say("info", "word " * 100)
    assert bar._fading.interval() > 30_000


def test_a_message_under_the_pointer_does_not_fade(window, qtbot, monkeypatch):
    monkeypatch.setattr("neopain_gui.gui.widgets.message_bar.FADES_AFTER", 20)
    monkeypatch.setattr("neopain_gui.gui.widgets.message_bar._READ_MS", 0)
    bar = window.messages.say("info", "read me")
    bar.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    qtbot.wait(100)
    assert said(window) == ["read me"]
    bar.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    qtbot.waitUntil(lambda: not said(window), timeout=2000)


def test_errors_push_nothing_away(window, qtbot):
    window.say_research_only()
    for number in range(12):
        window.show_error(InputError(f"file {number} is damaged"))
    window.messages.say("warning", "w")
    assert len(said(window)) == 14
    assert any("Research use only" in text for text in said(window))
    notice = window.findChild(QWidget, "research-only")
    settled(window, qtbot)
    scroll = window.messages._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: scroll.maximum() > 0)
    assert not notice.visibleRegion().isEmpty()  # in sight, not behind what scrolls
    qtbot.mouseClick(button_of(notice, "Understood"), LEFT)
    assert window.settings.notice_read
    assert not any("Research use only" in text for text in said(window))


# -- one bar, said once ---------------------------------------------------------------------
def test_three_errors_are_one_bar_with_a_list(window, qtbot):
    for name in ("a.png", "b.png", "c.png"):
        window.show_error(InputError("it is damaged", file=name))
    (frame,) = [g for g in window.messages._groups.values() if not g.isHidden()]
    assert [bar.text for bar in frame.bars()] == [
        f"{name}: it is damaged." for name in ("a.png", "b.png", "c.png")
    ]
    assert frame._heading.text() == "3 errors"
    settled(window, qtbot)
    frame.bars()[1].dismiss()
    assert frame._heading.text() == "2 errors"
    settled(window, qtbot)
    qtbot.mouseClick(frame.close_all, LEFT)
    assert not said(window)
    assert window.messages.isHidden()


def test_nothing_is_said_twice(window):
    for _ in range(3):
        window.messages.say("warning", "The same")
        window.session.warning.emit("The same")
        window.session.notice.emit("And this")
    assert sorted(said(window)) == ["And this", "The same"]


def test_the_newer_button_of_the_same_words_counts(window, qtbot):
    done = []
    for number in (1, 2):
        window.session.tell(
            Message(level="info", text="Labelled", action=("Undo", lambda n=number: done.append(n)))
        )
    settled(window, qtbot)
    (bar,) = window.messages.messages()
    qtbot.mouseClick(button_of(bar, "Undo"), LEFT)
    assert done == [2]


def test_a_failed_job_is_said_once_and_settled_by_its_success(opened, qtbot):
    fails = [True]

    def work(job):
        if fails[0]:
            raise EngineError("the engine ended")

    opened.jobs.engine(work, title="Compute")
    qtbot.waitUntil(lambda: said(opened) == ["Compute: the engine ended"], timeout=3000)
    fails[0] = False
    opened.jobs.engine(work, title="Something else")
    qtbot.waitUntil(lambda: not said(opened), timeout=3000)


def test_a_failed_job_can_be_tried_again_from_its_bar(opened, qtbot):
    fails, done = [True], []

    def work(job):
        if fails[0]:
            raise InputError("the stick is gone")

    opened.jobs.local(work, title="Write", on_done=done.append)
    qtbot.waitUntil(lambda: said(opened) == ["Write: the stick is gone."], timeout=3000)
    fails[0] = False
    settled(opened, qtbot)
    qtbot.mouseClick(button_of(opened.messages.messages()[0], "Try again"), LEFT)
    qtbot.waitUntil(lambda: done == [None], timeout=3000)
    assert not said(opened)


def test_who_says_a_failure_itself_says_it_alone(opened, qtbot):
    def work(job):
        raise InputError("it is damaged")

    opened.jobs.local(work, title="Read", on_failed=opened.session.problem.emit)
    qtbot.waitUntil(lambda: bool(said(opened)), timeout=3000)
    qtbot.wait(20)
    assert said(opened) == ["it is damaged."]


def test_a_settled_topic_takes_its_parts_along(window):
    for topic in ("import", "import/problem 1", "imports"):
        window.session.tell(Message(level="warning", text=topic, topic=topic))
    window.session.settle("import")
    assert said(window) == ["imports"]


def test_what_is_said_of_a_study_leaves_with_it(opened, qtbot):
    opened.say_research_only()
    for level in KINDS:
        opened.messages.say(level, f"about this study: {level}", action=("Do", lambda: None))
    opened.action("close_study").trigger()
    (text,) = said(opened)
    assert "Research use only" in text


# -- where it is ----------------------------------------------------------------------------
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (960, 600)])
def test_bars_move_nothing_and_are_within_the_window(opened, size, qtbot):
    opened.resize(*size)
    qtbot.wait(50)

    def places():
        return {
            w: (w.mapTo(opened, QPoint(0, 0)), w.size())
            for w in opened.findChildren(QWidget)
            if w.isVisible() and not opened.messages.isAncestorOf(w) and w is not opened.messages
        }

    seen = [places()]

    def at_rest():  # the list of photographs is laid out bit by bit
        seen.append(places())
        return seen[-1] == seen[-2]

    qtbot.wait(300)
    qtbot.waitUntil(at_rest)
    before = places()
    for level in KINDS:
        opened.messages.say(level, f"{level} " + "many words that need room " * 12)
    qtbot.wait(300)
    assert places() == before
    centre = opened.centralWidget()
    assert centre.rect().contains(opened.messages.geometry())
    tabs = opened.workspace.tabBar()
    bar = opened.messages.geometry()
    assert not bar.intersects(tabs.rect().translated(tabs.mapTo(centre, QPoint(0, 0))))
    for message in opened.messages.messages():  # every word can be read
        label = message._label
        assert label.height() >= label.heightForWidth(label.width())


def test_bars_that_stand_still_cost_nothing(opened, qtbot, monkeypatch):
    places = []
    place = bars.BarStack.place
    monkeypatch.setattr(bars.BarStack, "place", lambda stack: (places.append(1), place(stack)))
    opened.messages.say("warning", "many words that need room " * 12, action=("Do", print))
    settled(opened, qtbot)
    del places[:]
    qtbot.wait(200)
    assert not places


def test_more_than_fits_can_be_scrolled_to(opened, qtbot):
    for number in range(40):
        opened.messages.say("error", f"{number} " + "many words " * 20)
    qtbot.wait(20)
    assert opened.messages.height() <= opened.centralWidget().height() // 2
    assert opened.messages._scroll.verticalScrollBar().maximum() > 0


def test_a_click_aimed_at_what_is_below_passes_through(window, qtbot):
    target = QAbstractButtonBelow(window.centralWidget())
    window.messages.raise_()
    bar = window.messages.say("info", "x", action=("Do", lambda: pytest.fail("pressed")))
    place = middle(bar.button, window)
    click_at(window, place, qtbot)
    assert target.pressed == 1
    settled(window, qtbot)
    done = []
    bar.renew(Message(level="info", text="x", action=("Do", lambda: done.append(1))))
    click_at(window, place, qtbot)
    assert done == [1]
    assert target.pressed == 1


def test_bars_that_have_just_moved_take_no_click(window, qtbot):
    pressed = []
    for number in range(3):
        window.messages.say("error", f"{number}", action=("Do", lambda n=number: pressed.append(n)))
    settled(window, qtbot)
    first = window.messages.messages()[0]
    place = middle(first.close_button, window)
    window.messages.say("error", "one more", action=("Do", lambda: pressed.append(3)))
    click_at(window, place, qtbot)
    assert len(said(window)) == 4
    settled(window, qtbot)
    last = window.messages.messages()[-1]
    place = middle(last.close_button, window)
    QTest.mouseDClick(window.windowHandle(), LEFT, Qt.KeyboardModifier.NoModifier, place)
    click_at(window, place, qtbot)  # the second press of two is not one at what moved there
    assert len(said(window)) >= 3
    assert pressed == []


class QAbstractButtonBelow(QWidget):
    """Fills what is below the bars and counts clicks."""

    def __init__(self, parent):
        super().__init__(parent)
        self.pressed = 0
        self.setGeometry(parent.rect())
        self.show()

    def mousePressEvent(self, event):
        self.pressed += 1
        event.accept()


def test_bars_stay_above_what_ends_a_page(window, tmp_path, qtbot):
    from tests.gui.conftest import make_photographs

    make_photographs(tmp_path / "ward")
    window.take_dropped([tmp_path / "ward"])
    page = window.pages.currentWidget()
    qtbot.waitUntil(page.button.isEnabled, timeout=5000)
    window.messages.say("error", "it is damaged " * 20)
    qtbot.wait(20)
    foot = window.messages.mapTo(window, QPoint(0, window.messages.height())).y()
    assert foot <= page.button.mapTo(window, QPoint(0, 0)).y()
    qtbot.mouseClick(page.cancel, LEFT)


# -- keyboard and screen readers ------------------------------------------------------------
def test_f8_reads_them_one_after_the_other_and_escape_closes(opened, qtbot):
    opened.activateWindow()
    start = opened.browser.findChild(QWidget, "filter") or opened.workspace.tabBar()
    start.setFocus()
    opened.messages.say("warning", "first", action=("Do", lambda: None))
    opened.messages.say("error", "second")
    focus = QApplication.focusWidget
    assert focus() is start  # nothing that appears takes the keyboard away
    qtbot.keyClick(focus(), Qt.Key.Key_F8)
    second = opened.messages.messages()[1]
    assert focus() is second.close_button
    qtbot.keyClick(focus(), Qt.Key.Key_F8)
    first = opened.messages.messages()[0]
    assert focus() is first.button
    qtbot.keyClick(focus(), Qt.Key.Key_Tab)
    assert focus() is first.close_button
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    assert said(opened) == ["second"]
    assert focus() is second.close_button
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    assert said(opened) == []
    assert focus() is start


def test_the_ring_of_the_keyboard_outlives_a_bar_that_it_lay_on(opened, qtbot):
    """Qt makes the ring a child of what it lies in, leaves it there and deletes it with that."""
    opened.session.tell(Message(level="info", text="Done.", action=("Undo", int), topic="a"))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F8)
    (ring,) = opened.findChildren(FocusRing)
    assert ring.widget() is opened.messages.messages()[0].button
    qtbot.mouseClick(opened.browser.line, LEFT)
    assert ring.widget() is None
    opened.session.settle("a")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.keyClick(opened.browser.line, Qt.Key.Key_Tab)
    qtbot.mouseClick(opened.browser.line, LEFT)
    qtbot.keyClick(opened.browser.line, Qt.Key.Key_Tab)
    (ring,) = opened.findChildren(FocusRing)
    assert ring.widget() is QApplication.focusWidget()
    assert ring.isVisible()


def test_a_screen_reader_is_told_what_kind_it_is_and_what_it_says(opened, monkeypatch):
    heard = []
    monkeypatch.setattr(bars, "announce", lambda bar: heard.append(bar.accessibleName()))
    opened.messages.say("error", "It failed.")
    opened.messages.say("info", "It is done.")
    assert heard == ["Error: It failed.", "Note: It is done."]
    for bar in opened.messages.messages():
        for control in bar.findChildren(QAbstractButton):
            assert control.accessibleName() or control.text()
            assert control.height() >= 24 or control.sizeHint().height() >= 24


def test_the_demo_says_that_it_is_being_made(window, qtbot, monkeypatch):
    began, go = threading.Event(), threading.Event()

    def make(folder, job, **_asked):
        began.set()
        go.wait(5)
        raise InputError("the disk is full")

    monkeypatch.setattr("neopain_gui.pipeline.demo_study.make_demo_study", make)
    window.actions_table.by_id["open_demo"].trigger()
    qtbot.waitUntil(began.is_set, timeout=5000)
    assert any("demo study is being made" in text for text in said(window))
    assert window.status.job.text().startswith("Make the demo study")
    go.set()
    qtbot.waitUntil(lambda: any("disk is full" in text for text in said(window)), timeout=5000)


def test_a_name_without_an_end_pushes_no_button_out_of_the_window(opened, qtbot):
    name = "x" * 300 + ".png"
    opened.messages.say("warning", f"{name} is missing.", action=("Find…", print))
    qtbot.wait(20)
    (bar,) = [one for one in opened.messages.messages() if name in one.text]
    room = opened.messages.rect()
    for button in (button_of(bar, "Find…"), bar.close_button):
        where = button.mapTo(opened.messages, button.rect().topLeft())
        assert room.contains(where)
        assert room.contains(where + QPoint(button.width() - 1, 0))
    label = bar._label
    assert label.height() >= label.heightForWidth(label.width())
