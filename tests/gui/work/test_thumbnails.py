"""Small pictures: what is kept of them is bounded, and comes again when it is wanted again."""

import numpy as np
import pytest
from PySide6.QtCore import QTimer

from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.work import thumbnails as module
from neopain_gui.gui.work.thumbnails import Thumbnails


@pytest.fixture
def thumbnails(session):
    jobs = Jobs(lambda: None)
    yield Thumbnails(session, jobs, session)
    jobs.close()


def test_what_is_kept_is_bounded_by_bytes_and_the_last_stay(thumbnails, session, qtbot):
    one = module.as_qimage(np.zeros((186, 256, 3), np.uint8))
    assert one.sizeInBytes() == 186 * 256 * 4
    for number in range(3000):
        thumbnails._pictures.put(f"photo-{number}", one.copy())
    assert thumbnails.bytes <= module.MOST_BYTES < 200e6
    assert thumbnails.picture("photo-2999") is not None
    assert thumbnails.picture("photo-2500") is not None  # more than any screen shows at once
    assert thumbnails.picture("photo-0") is None


def test_what_was_forgotten_comes_again_when_it_is_looked_at(
    thumbnails, session, qtbot, monkeypatch
):
    ids = [image.id for image in session.images]
    thumbnails._pictures = module.Memory(3 * 80 * 60 * 4)
    for image_id in ids:
        qtbot.waitUntil(lambda one=image_id: thumbnails.picture(one) is not None, timeout=5000)
    assert thumbnails.picture(ids[0]) is None
    qtbot.waitUntil(lambda: thumbnails.picture(ids[0]) is not None, timeout=5000)


def test_who_scrolls_far_leaves_no_endless_queue(thumbnails, monkeypatch):
    monkeypatch.setattr(thumbnails, "_fetch", lambda: None)
    for number in range(5000):
        thumbnails.picture(f"photo-{number}")
    assert list(thumbnails._wanted) == [f"photo-{n}" for n in range(5000 - module._QUEUE, 5000)]


def test_a_failure_is_said_until_photographs_change(thumbnails, session, qtbot):
    image = session.images[0]
    session.study.images.path_of(image.id).unlink()
    thumbnails.picture(image.id)
    qtbot.waitUntil(lambda: bool(thumbnails.failure(image.id)), timeout=5000)
    assert thumbnails.picture(image.id) is None
    session.images_changed.emit()
    assert thumbnails.failure(image.id) == ""


def test_asking_again_and_again_puts_nothing_off(thumbnails, session, qtbot):
    image = session.images[0]
    asking = QTimer(interval=2)
    asking.timeout.connect(lambda: thumbnails.picture(image.id))
    with qtbot.waitSignal(thumbnails.ready, timeout=5000):
        asking.start()
    asking.stop()
