"""The study's database: recording a map, opening."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from statistics import median
from time import process_time, thread_time

from benchmarks.scale.figure import Figure, peak_megabytes
from benchmarks.scale.made import results_of
from neopain_gui.provenance import Provenance
from neopain_gui.study import Study, migrations
from neopain_gui.study.database import DATABASE_FILE
from neopain_gui.study.looking import look_through
from neopain_gui.study.results import write_result

_REPEATS = 300


class _Enough(Exception):
    """Nothing of what was measured is kept."""


def recording(study: Path) -> float:
    """Return the milliseconds of processor time in which a computed map's row is written."""
    with Study.open(study) as opened:
        images = opened.images.all()
        chosen = [images[place * len(images) // _REPEATS] for place in range(_REPEATS)]
        anew = []
        for image in chosen:
            old = next(one for one in results_of(image) if one.model.kind == "attribution")
            made = Provenance(
                stage=old.provenance.stage,
                version=old.provenance.version,
                inputs={**old.provenance.inputs, "again": 1},
            )
            anew.append(replace(old, provenance=made))
            assert anew[-1].key
        taken = []
        try:
            with opened._change() as connection:
                for result in anew:
                    start = process_time()
                    assert write_result(connection, result, opened.path)
                    taken.append(process_time() - start)
                raise _Enough
        except _Enough:
            return 1000 * median(taken)


def opening(study: Path) -> float:
    """Return the milliseconds from opening a study to its first picture, processor time.

    As the window opens it: every page is looked at in another thread, beside this one.
    """
    Study.open(study).close()  # modules are imported, the file is in the system's memory
    start = thread_time()
    with Study.open(study, check="beside") as opened:
        first = opened.images.all()[0]
        opened.images.pixels(first.id)
        assert opened.results.all(first.id)
        taken = 1000 * (thread_time() - start)
        opened.wait_until_looked_through()
        return taken


def whole_look(study: Path) -> float:
    """Return the milliseconds in which everything in a study's database is looked at."""
    version = len(migrations.steps())
    start = process_time()
    look_through(study / DATABASE_FILE, version)
    return 1000 * (process_time() - start)


def opening_memory(study: Path) -> float:
    """Return the megabytes that opening a study takes at most."""
    before = peak_megabytes()
    Study.open(study).close()
    return peak_megabytes() - before


FIGURES = (
    Figure(
        name="recording_a_map",
        title="the database's part of recording a map, processor time",
        unit="ms",
        measure=recording,
        most=0.1,
        flat=True,
        noise=0.02,
    ),
    Figure(
        name="opening",
        title="opening a study, to its first picture, processor time",
        unit="ms",
        measure=opening,
        limits={100_000: 1500.0},
        most=300.0,
        noise=10.0,
    ),
    Figure(
        name="whole_look",
        title="looking through a study's database beside that, processor time",
        unit="ms",
        measure=whole_look,
        noise=20.0,
    ),
    Figure(
        name="opening_memory",
        title="opening a study, memory",
        unit="MB",
        measure=opening_memory,
        noise=10.0,
    ),
)
