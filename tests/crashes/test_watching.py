import os
import subprocess
import sys

import pytest

from neopain_gui.crashes.redaction import dump_lines
from neopain_gui.crashes.report import crash_folder
from neopain_gui.crashes.watching import Watch, left_behind, left_by

CODE = """
import ctypes, os, sys
from neopain_gui.crashes.watching import Watch
watch = Watch(sys.argv[1])
watch.begin()
print("ready", flush=True)
how = sys.stdin.readline().strip()
if how == "segfault":
    ctypes.string_at(0)
elif how == "abort":
    os.abort()
elif how == "order":
    watch.end()
"""


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def started():
    processes = []

    def start(role):
        process = subprocess.Popen(
            [sys.executable, "-c", CODE, role],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        processes.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def end(process, how):
    if how == "kill":
        process.kill()
    process.communicate("" if how == "kill" else f"{how}\n")


@pytest.mark.parametrize(
    ("how", "said"), [("segfault", "Segmentation fault"), ("abort", "Aborted")]
)
def test_a_native_crash_is_found_at_the_next_start(started, how, said):
    process = started("window")
    assert left_behind() == [], "it lives"
    end(process, how)
    (ended,) = left_behind()
    assert ended.role == "window"
    assert dump_lines(ended.dump)[0] == said
    assert left_behind() == [], "it is told once"


def test_of_one_that_was_killed_nothing_is_claimed(started):
    end(started("window"), "kill")
    (ended,) = left_behind()
    assert (ended.role, ended.dump) == ("window", "")


def test_one_that_ends_in_good_order_leaves_nothing(started):
    end(started("window"), "order")
    assert left_behind() == []
    assert list((crash_folder() / "running").iterdir()) == []


def test_of_two_windows_the_one_that_lives_is_left_alone(started):
    one, other = started("window"), started("window")
    end(one, "kill")
    assert len(left_behind()) == 1
    end(other, "segfault")
    assert len(left_behind()) == 1


def test_whoever_knows_that_a_process_is_gone_asks_for_its_file(started):
    engine = started("engine")
    end(engine, "segfault")
    assert left_by(engine.pid + 1) is None
    assert dump_lines(left_by(engine.pid).dump)
    assert left_behind() == []


def test_a_home_that_cannot_be_written_to_holds_nothing_up(tmp_path):
    (tmp_path / "state").write_text("a file")
    watch = Watch("window")
    watch.begin()
    watch.end()
    assert left_behind() == []
    assert left_by(os.getpid()) is None
