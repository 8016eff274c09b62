"""Two processes cannot train into one folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from neopain_gui.errors import InputError
from neopain_gui.jobs import Said
from neopain_gui.training.run_lock import held
from tests.training.test_fit import Heard

_HOLDS = """
import sys
from pathlib import Path
from neopain_gui.training.run_lock import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_refused_until_the_first_is_gone_however_it_went(tmp_path):
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", _HOLDS, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    ) as process:
        assert process.stdout.readline() == b"held\n"
        refused = pytest.raises(InputError, match="another window or command is training into")
        with refused, held(tmp_path):
            pass
        process.kill()
    with held(tmp_path):
        pass


def test_a_file_system_without_locks_is_said(tmp_path, monkeypatch):
    def acquire(self, timeout):
        raise NotImplementedError

    monkeypatch.setattr(FileLock, "acquire", acquire)
    job, entered = Heard(), False
    with held(tmp_path, job):
        entered = True
    assert entered
    assert "cannot be locked" in job.of(Said)[0].text
