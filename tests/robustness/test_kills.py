"""A program that is killed at any moment loses no edit that it was told is done."""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.study import Study
from tests.study.material import EXPERTS, GRAD_CAM, photographs, put, result, values_of

KILLS = 50
KINDS = 5


def box_of(number: int) -> Box:
    return Box(left=0, top=0, right=1 + number % 39, bottom=9)


def edit(study: Study, number: int) -> None:
    """Do edit ``number``: what it is follows from the number alone; each is one transaction."""
    kind = number % KINDS
    if kind == 0:  # takes the attribution with it
        study.faces.put("P0", Face(box=box_of(number), source=FaceSource.MANUAL))
    elif kind == 1:
        put(study, result("P0", GRAD_CAM, box=box_of(number - 1), seed=number))
    elif kind == 2:
        both = [result(image_id, EXPERTS, seed=number) for image_id in ("P2", "P3")]
        for one in both:
            study.blobs.put(one.key, values_of(one))
        study.results.record_many(both)
    elif kind == 3:
        study.images.set_label("P1", label_of(number))
    else:
        study.set_setting("number", number)


def label_of(number: int) -> PainLabel | None:
    return PainLabel.PAIN if number // KINDS % 2 else None


def expected(number: int) -> dict[str, Any]:
    """Return the state after edits 1 to ``number``, of which there are at least :data:`KINDS`."""
    last = [number - (number - kind) % KINDS for kind in range(KINDS)]
    attribution = [result("P0", GRAD_CAM, box=box_of(last[1] - 1), seed=last[1])]
    return {
        "box": box_of(last[0]),
        "results": [
            *(attribution if last[1] > last[0] else []),
            *(result(image_id, EXPERTS, seed=last[2]) for image_id in ("P2", "P3")),
        ],
        "label": label_of(last[3]),
        "number": last[4],
    }


def found(study: Study) -> dict[str, Any]:
    """Return the state of a study, after reading the values of every result."""
    results = study.results.all()
    for one in results:
        assert np.array_equal(study.results.relevance_of(one).values, values_of(one))
    face = study.faces.get("P0")
    return {
        "box": face and face.box,
        "results": results,
        "label": study.images.get("P1").label,
        "number": study.setting("number"),
    }


def storm(folder: Path, start: int, acknowledge: Connection) -> None:
    """Edit without end; say the number of each edit once it is acknowledged."""
    with Study.open(folder) as study:
        for number in count(start):
            edit(study, number)
            acknowledge.send(number)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.slow
def test_fifty_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    records = photographs(tmp_path / "photos", 4)
    with Study.create(tmp_path / "s") as study:
        study.images.add(records, root=tmp_path / "photos")
        for number in range(1, KINDS + 1):
            edit(study, number)
        assert found(study) == expected(KINDS)
    # A server that has imported everything makes a new process within milliseconds.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["neopain_gui.study", "tests.study.material"])
    chance = random.Random(2)
    number, unacknowledged = KINDS, 0
    for kill in range(KILLS):
        here, there = context.Pipe(duplex=False)
        child = context.Process(target=storm, args=(study.path, number + 1, there))
        child.start()
        there.close()
        if kill % 5:  # otherwise it may well die while it opens the study
            assert here.poll(30)
        time.sleep(chance.uniform(0, 0.08))
        child.kill()
        child.join()
        assert child.exitcode == -9
        acknowledged = number
        while here.poll():
            try:
                acknowledged = here.recv()
            except EOFError:
                break
        here.close()
        with Study.open(study.path) as after:
            assert not after.read_only, after.why_read_only
            state = found(after)
        # The edit after the last acknowledged one may have been committed, but as a whole.
        number = acknowledged if state == expected(acknowledged) else acknowledged + 1
        unacknowledged += number - acknowledged
        assert state == expected(number)
    print(f"{KILLS} kills in {number} edits: none lost, {unacknowledged} done but not yet told")
    assert number > 3 * KILLS
    with Study.open(study.path) as after:
        assert [one.id for one in after.images.all()] == [one.id for one in records]
        assert not list(after.path.rglob("*.tmp"))
