"""The whole program, killed while somebody labels photographs in its window."""

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from neopain_gui.study import Study
from tests.robustness.window_edits import edited
from tests.study.material import photographs

ROOT = Path(__file__).parents[2]
#: Each takes a start of the program: few in every run, 50 with NEOPAIN_KILLS=50.
KILLS = int(os.environ.get("NEOPAIN_KILLS", "5"))


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killing_the_window_loses_no_label_that_was_acknowledged(tmp_path):
    records = [replace(record, label=None) for record in photographs(tmp_path / "photos", 6)]
    with Study.create(tmp_path / "s") as study:
        study.images.add(records, root=tmp_path / "photos")
        path, ids = study.path, [image.id for image in study.images.all()]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    chance = random.Random(3)
    acknowledged = 0
    for _ in range(KILLS):
        process = subprocess.Popen(
            [
                sys.executable,
                str(ROOT / "tests/robustness/window_edits.py"),
                str(path),
                str(acknowledged),
                str(tmp_path / "window.ini"),
            ],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        said = [process.stdout.readline() for _ in range(chance.randint(1, 12))]
        process.kill()
        said += process.stdout.readlines()
        process.wait(30)
        process.stdout.close()
        assert process.returncode == -9
        numbers = [int(line) for line in said if line.endswith("\n")]
        assert numbers, "the window never edited anything"
        acknowledged = numbers[-1]
        with Study.open(path, read_only=True) as study:
            found = {image.id: image.label for image in study.images.all()}
        # the one after it may have been committed before the window could say so
        states = {state_after(number, ids): number for number in (acknowledged + 1, acknowledged)}
        assert tuple(found.items()) in states
        acknowledged = states[tuple(found.items())]


def state_after(number, ids):
    """Return every photograph's label after edits 1 to ``number``."""
    labels = dict.fromkeys(ids, None)
    for edit in range(1, number + 1):
        image_id, label = edited(edit, ids)
        labels[image_id] = label
    return tuple(labels.items())
