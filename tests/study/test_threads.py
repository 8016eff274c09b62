"""The window edits from its main thread while worker threads read."""

from __future__ import annotations

import multiprocessing
import threading
from pathlib import Path
from typing import Any

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import StudyError
from neopain_gui.study import BlobStore, Study
from tests.study.material import GRAD_CAM, put, result, values_of

ABOUT = "neopain_gui.study"


def test_no_thread_sees_half_an_edit(study: Study) -> None:
    """Both photographs get the same result in one edit; a reader finds both or neither."""
    problems: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                seeds = {one.provenance.inputs["seed"] for one in study.results.all()}
                assert len(seeds) <= 1, seeds
                study.images.all()
                study.images.pixels("P2")
                study.results.relevance("P0", GRAD_CAM.name)
        except BaseException as error:  # noqa: BLE001
            problems.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for seed in range(60):
        both = [result("P0", seed=seed), result("P1", seed=seed)]
        for one in both:
            study.blobs.put(one.key, values_of(one))
        assert study.results.record_many(both) == [True, True]
        study.images.set_label("P2", PainLabel.PAIN if seed % 2 else None)
    stop.set()
    for reader in readers:
        reader.join()
    assert problems == []
    assert {one.provenance.inputs["seed"] for one in study.results.all()} == {59}


def test_writers_in_several_threads_lose_nothing(study: Study) -> None:
    def write(number: int) -> None:
        for step in range(25):
            study.set_setting(f"{number}.{step}", step)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert all(study.setting(f"{n}.{step}") == step for n in range(4) for step in range(25))


def test_closing_under_a_reader_is_an_ordinary_error(study: Study) -> None:
    problems: list[BaseException] = []
    started = threading.Event()

    def read() -> None:
        try:
            while True:
                study.images.all()
                started.set()
        except BaseException as error:  # noqa: BLE001
            problems.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    started.wait()
    study.close()
    reader.join()
    assert [type(one) for one in problems] == [StudyError]


def _engine(folder: Path, connection: Any) -> None:
    """What the engine does: read a photograph, write a blob, name it."""
    one = result("P0")
    with Study.open(folder, read_only=True) as study:
        assert study.images.pixels("P0").shape == (30, 40, 3)
    BlobStore(folder).put(one.key, values_of(one))
    connection.send(one)


def test_the_engine_reads_while_the_window_writes(study: Study) -> None:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    engine = context.Process(target=_engine, args=(study.path, there))
    engine.start()
    edits = 0
    while engine.is_alive() and not here.poll(0.001):
        study.set_setting("edits", edits)
        edits += 1
    one = here.recv()
    engine.join()
    assert engine.exitcode == 0
    assert study.results.record(one)
    assert study.results.all() == [one]
    assert edits > 0
    put(study, result("P1"))
