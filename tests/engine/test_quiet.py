"""What libraries print goes to their log: not to a terminal, not when they die."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from neopain_gui.imaging import write_png

ROOT = Path(__file__).parents[2]

ENGINE = """
from neopain_gui.engine import Engine
from neopain_gui.errors import EngineError
from tests.engine import engine_tasks

if __name__ == "__main__":
    engine = Engine()
    engine.run(engine_tasks.talk, {})
    try:
        engine.run(engine_tasks.talk, {"then_die": True})
    except EngineError as error:
        print(error, flush=True)
"""
COMMAND = """
import logging, os, sys, warnings
from neopain_gui.engine.quiet import keep_libraries_off_the_terminal

keep_libraries_off_the_terminal()
os.write(2, b"a codec before anything is loaded\\n")
try:
    import tensorflow
except ImportError:
    pass
os.write(2, b"a native line\\n")
logging.getLogger("keras").warning("a logger's line")
warnings.warn("a warning's line")
print("our sentence\\u2026", file=sys.stderr)
os.abort()
"""


def run(tmp_path, *arguments, **more):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)]), **more}
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        environment[name] = str(tmp_path / "home" / "cache")
    environment["HOME"] = str(tmp_path / "home")
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    logs = list((tmp_path / "home").rglob("libraries.log"))
    return done, "".join(log.read_text(encoding="utf-8") for log in logs)


def test_an_engine_prints_nothing_even_as_it_dies(tmp_path):
    script = tmp_path / "window.py"
    script.write_text(ENGINE, encoding="utf-8")
    done, log = run(tmp_path, script)
    assert done.stderr == ""
    assert done.stdout.startswith("The engine process was ended")
    assert done.stdout.count("\n") == 1
    assert log.count("said by a library") == 4


def test_a_command_prints_its_own_sentences_only(tmp_path):
    (tmp_path / "tensorflow.py").write_text("import os\nos.write(2, b'I0000 oneDNN\\n')\n")
    done, log = run(tmp_path, "-c", COMMAND)
    assert done.stderr.splitlines() == ["our sentence…"]
    for said in ("I0000 oneDNN", "a native line", "a logger's line", "a warning's line"):
        assert said in log
    assert "before anything" not in log


def test_a_log_that_cannot_be_written_keeps_the_terminal_clean_all_the_same(tmp_path):
    (tmp_path / "home").write_bytes(b"")  # a file where the folder should be
    (tmp_path / "tensorflow.py").write_text("import os\nos.write(2, b'I0000 oneDNN\\n')\n")
    done, _ = run(tmp_path, "-c", COMMAND)
    assert done.stderr.splitlines() == ["our sentence…"]


def test_a_log_does_not_grow_for_ever(tmp_path):
    folder = tmp_path / "home" / "cache" / "neopain"
    folder.mkdir(parents=True)
    (tmp_path / "tensorflow.py").write_text("")
    (folder / "libraries.log").write_text("x" * 300_000)
    _, log = run(tmp_path, "-c", COMMAND)
    assert len(log) < 1000


def test_listing_classifiers_makes_no_folder(tmp_path):
    (tmp_path / "home").mkdir()
    done, _ = run(tmp_path, "-m", "neopain_gui", "classifiers")
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "home").iterdir()) == []


@pytest.mark.slow
def test_a_command_that_explains_keeps_tensorflow_to_the_log(tmp_path):
    import numpy as np

    write_png(tmp_path / "a.png", np.random.default_rng(3).integers(0, 255, (160, 160, 3), "u1"))
    given = ("attribute", tmp_path / "a.png", "--face", "10,10,150,150", "--out", tmp_path / "out")
    done, log = run(tmp_path, "-m", "neopain_gui", *given, TF_CPP_MIN_LOG_LEVEL="0")
    assert done.returncode == 0, done.stderr
    assert "oneDNN" in log  # it had something to say
    for word in ("oneDNN", "absl", "cuda", ".cc:", "WARNING"):
        assert word not in done.stderr + done.stdout
