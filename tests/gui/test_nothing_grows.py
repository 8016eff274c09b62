"""What the window holds and reads does not grow with photographs that were seen, nor with maps."""

import gc
import threading

import pytest

from neopain_gui.gui.scene.memory import KEPT, Memory
from neopain_gui.gui.work.thumbnails import Thumbnails
from neopain_gui.study import Study
from neopain_gui.study.database import Database
from tests.gui.conftest import make_photographs
from tests.gui.made_maps import attribution, fill

ABOUT = "neopain_gui.gui"
SMALL = 1 << 16
BOUNDED = {
    "PhotographDelegate._cells": "painted cells, 128 of them",
    "ReplacedResults._rows": "records of maps, 4,096 of them",
}
"""Containers that grow up to a number of their own."""


def study_of(folder, neonates):
    photographs = make_photographs(folder / f"photographs-{neonates}", neonates)
    with Study.create(folder / f"of-{neonates}.neopain") as study:
        study.images.add(photographs, root=folder / f"photographs-{neonates}")
        return study.path


def held():
    """Return how much stands in each list, table or set of the window's objects."""
    found = {}
    for one in gc.get_objects():
        kind = type(one)
        if not str(kind.__module__).startswith("neopain_gui.gui") or isinstance(one, Memory | type):
            continue
        for name, value in (getattr(one, "__dict__", None) or {}).items():
            if isinstance(value, dict | list | set | tuple | frozenset):
                found[id(one), f"{kind.__name__}.{name}"] = len(value)
    return found


def look_at(window, images, qtbot):
    for image in images:
        window.session.select_image(image.id)
        qtbot.waitUntil(lambda one=image.id: window.browser.thumbnails.picture(one) is not None)
        qtbot.wait(20)
    qtbot.waitUntil(lambda: not list(window.jobs.unfinished()), timeout=20_000)


def test_what_was_seen_is_forgotten(window, tmp_path, qtbot, monkeypatch):
    window.open_study(study_of(tmp_path, 24))
    fill(window.session)
    images = window.session.visible_images
    look_at(window, images[:24], qtbot)
    before = held()
    look_at(window, images[24:], qtbot)
    grown = {
        name: (before[one, name], count)
        for (one, name), count in held().items()
        if count > before.get((one, name), count) + 8 and name not in BOUNDED
    }
    assert not grown


def test_what_is_kept_of_pictures_is_bounded_by_bytes(window, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(KEPT, "_most", SMALL)
    window.open_study(study_of(tmp_path, 6))
    thumbnails = window.browser.thumbnails
    assert isinstance(thumbnails, Thumbnails)
    monkeypatch.setattr(thumbnails._pictures, "_most", SMALL)
    look_at(window, window.session.visible_images, qtbot)
    assert KEPT.bytes <= 2 * SMALL
    assert thumbnails.bytes <= SMALL


@pytest.fixture
def rows_read(monkeypatch):
    """How many rows the window's own thread has read, in a list that can be cleared."""
    read, before, own = [], Database.rows, threading.current_thread()

    def counted(self, sql, parameters=()):
        found = before(self, sql, parameters)
        if threading.current_thread() is own:
            read.append(len(found))
        return found

    monkeypatch.setattr(Database, "rows", counted)
    return read


def test_after_a_map_as_much_is_read_in_a_large_study_as_in_a_small_one(
    window, tmp_path, qtbot, rows_read
):
    counts = []
    for neonates in (3, 18):
        window.open_study(study_of(tmp_path, neonates))
        session = window.session
        fill(session)
        qtbot.waitUntil(lambda: not list(window.jobs.unfinished()), timeout=20_000)
        qtbot.wait(600)
        rows_read.clear()
        session.record([attribution(session.study, session.images[-1].id, name="Another")])
        qtbot.wait(900)
        counts.append(sum(rows_read))
    assert counts[0] > 0
    assert counts[1] <= counts[0] + 3
