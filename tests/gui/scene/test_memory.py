"""What the window keeps and reads ahead: memory, wishes, the list of photographs."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.errors import StudyError
from neopain_gui.gui.canvas.drawn import Drawn
from neopain_gui.gui.scene.memory import Memory, bytes_of
from neopain_gui.gui.scene.reader import Rank, Reader, Wishes, grant
from neopain_gui.gui.state.listing import Listing
from tests.gui.conftest import make_photographs


def test_memory_makes_a_thing_once_and_forgets_what_was_unused_for_longest():
    memory, made = Memory(10_000), []

    def ask(name):
        return memory.get(name, lambda: made.append(name) or np.zeros(4_000, np.uint8))

    first = ask("a")
    ask("b")
    assert ask("a") is first
    ask("c")  # 12,000 bytes: b goes
    assert made == ["a", "b", "c"]
    assert memory.has("a")
    assert not memory.has("b")
    assert memory.peek("b") is None
    assert memory.bytes == 8_000
    memory.clear()
    assert memory.bytes == 0
    assert memory.peek("a") is None


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5_000)), max_size=60))
def test_memory_never_holds_more_than_it_may_but_for_one_thing(asked):
    memory = Memory(8_000)
    for key, size in asked:
        memory.get((key, size), lambda size=size: np.zeros(size, np.uint8))
        assert memory.bytes <= 8_000
    assert Memory(10).get("large", lambda: np.zeros(99)).size == 99


def test_bytes_are_those_of_every_array_and_picture_inside(qapp):
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainterPath

    image = QImage(10, 20, QImage.Format.Format_RGB32)
    assert bytes_of(image) == 800
    assert bytes_of((image, [np.zeros(7, np.uint8)])) == 807
    path = QPainterPath()
    path.addRect(QRectF(0, 0, 1, 1))
    drawn = Drawn(image=image, box=None, outline=path, maximum=1.0)
    assert bytes_of(drawn) >= 800
    assert bytes_of("nothing to speak of") == 0


def test_wishes_are_granted_by_rank_and_a_new_list_replaces_the_old():
    wishes, granted = Wishes(), []

    def wish(name):
        return lambda: granted.append(name)

    wishes.replace(Rank.LATER, [wish("later")])
    wishes.replace(Rank.NEXT, [wish("old")])
    wishes.replace(Rank.NEXT, [wish("next 1"), wish("next 2")])
    wishes.replace(Rank.FIGURES, [wish("figures")])
    assert wishes
    grant(wishes)
    assert granted == ["figures", "next 1", "next 2", "later"]
    assert not wishes


def test_a_wish_that_cannot_be_granted_does_not_hold_up_the_others():
    def cannot():
        raise StudyError("the values of a map are damaged")

    wishes, granted = Wishes(), []
    wishes.replace(Rank.TILES, [cannot, lambda: granted.append(1)])
    grant(wishes)
    assert granted == [1]


def test_a_reader_says_what_it_granted_and_goes_on_with_what_came_meanwhile(jobs, qtbot):
    reader, ranks = Reader(jobs), []
    begun, go = threading.Event(), threading.Event()
    reader.granted.connect(ranks.append)
    reader.want(Rank.NEXT, [lambda: begun.set() or go.wait(5)])
    assert begun.wait(5)
    reader.want(Rank.NEXT, [lambda: None, lambda: None])
    reader.want(Rank.TILES, [lambda: None])
    go.set()
    qtbot.waitUntil(lambda: not reader.busy)
    assert ranks == [Rank.NEXT, Rank.TILES, Rank.NEXT, Rank.NEXT]


def test_a_bug_in_a_wish_is_told_and_the_rest_is_done(jobs, qtbot):
    reader, told, done = Reader(jobs), [], []
    reader.failed.connect(told.append)
    reader.want(Rank.NEXT, [lambda: 1 / 0, lambda: done.append(1)])
    qtbot.waitUntil(lambda: not reader.busy)
    assert [type(error) for error in told] == [ZeroDivisionError]
    assert done == [1]


@pytest.fixture
def images(tmp_path):
    return make_photographs(tmp_path / "photographs", subjects=3)


def test_a_listing_finds_and_steps_without_a_search(images):
    visible = images[1:5]
    listing = Listing(images, visible)
    assert [listing.image(image.id) for image in images] == images
    assert listing.image("nobody") is None
    assert [listing.position(image.id) for image in visible] == [0, 1, 2, 3]
    assert listing.position(images[0].id) is None
    assert listing.stepped(visible[1].id, 1) == visible[2].id
    assert listing.stepped(visible[3].id, 1) == visible[3].id
    assert listing.stepped(visible[0].id, -1) == visible[0].id
    assert listing.stepped(images[5].id, -1) == visible[0].id
    assert (Listing().first(), Listing().stepped("x", 1)) == ("", "")
