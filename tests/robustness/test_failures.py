"""The whole program fails, with a name planted wherever one may be; the next start tells of it."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from neopain_gui.dataset.face_image import Neonate, PainLabel
from neopain_gui.study import Study
from tests.robustness.failing_window import SECRET
from tests.study.material import photographs

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals, limits of memory")


@pytest.fixture
def program(tmp_path):
    """Return a function that starts the program in a home of its own and returns what it says."""
    home = tmp_path / SECRET
    named = Neonate(id=SECRET)
    records = [
        replace(record, label=None, neonate=named) for record in photographs(home / SECRET, 2)
    ]
    with Study.create(home / SECRET) as study:
        study.images.add(records, root=home / SECRET)
        path = study.path
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    for name in ("CONFIG", "CACHE", "DATA", "STATE"):
        environment[f"XDG_{name}_HOME"] = str(home / name)

    def start(way):
        done = subprocess.run(
            [sys.executable, str(ROOT / "tests/robustness/failing_window.py"), str(path), way],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        said = json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else []
        return done.returncode, [text for text in said if "Research use" not in text]

    start.state = home / "STATE"
    start.study = path
    return start


def reports(program):
    """Return the texts of all that was kept, in which no name may be."""
    texts = [file.read_text("utf-8") for file in program.state.rglob("*.txt")]
    assert not [text for text in texts if "Maria" in text or str(program.study.parent) in text]
    return texts


CRASHED = "NeoPain ended by a fault of its own the last time"
WRONG = "Something went wrong inside NeoPain the last time"


@pytest.mark.parametrize(
    ("way", "code", "told", "kept"),
    [
        ("slot", 0, WRONG, ["an error in the window", "KeyError"]),
        (
            "segfault",
            -11,
            CRASHED,
            ["NeoPain ended at once", "Segmentation fault", "application.py"],
        ),
        ("crash", 0, WRONG, ["the engine's process was ended", "SIGSEGV", "engine/server.py"]),
        ("end_by_system", 0, WRONG, ["the engine's process was ended", "SIGKILL"]),
        ("no_memory", 0, WRONG, ["an error in the engine", "MemoryError", "engine/server.py"]),
        ("bug", 0, WRONG, ["an error in the engine", "ValueError"]),
    ],
)
def test_a_fault_is_kept_without_names_and_told_at_the_next_start(program, way, code, told, kept):
    ended, said = program(way)
    assert ended == code
    assert bool(said) == (code == 0), "whoever is still there is told at once"
    with Study.open(program.study, read_only=True) as study:
        assert study.images.all()[0].label is PainLabel.PAIN, "nothing is lost"
    _, (message,) = program("nothing")
    assert message.startswith(told)
    (report,) = reports(program)
    assert all(part in report for part in kept)
    assert program("nothing")[1] == []


def test_of_a_window_that_was_killed_no_fault_is_claimed(program):
    assert program("kill") == (-9, [])
    _, (message,) = program("nothing")
    assert message.startswith("NeoPain was closed unexpectedly the last time. Nothing is lost")
    assert reports(program) == []
    assert program("nothing") == (0, [])
