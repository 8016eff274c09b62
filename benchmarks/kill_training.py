"""Kill a training at random moments and go on: ``python -m benchmarks.kill_training [times]``.

Each time its process is killed (SIGKILL) while it learns; in the end curves, weights and
predictions must have the bytes of a training that nobody disturbed.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

KILLS = 20
_NOTHING_YET = 60.0


def _child(folder: Path) -> None:
    from neopain_gui.training.run import train_run
    from tests.training.made_up import small_run

    made = small_run(folder, resume=True, count=24, copies=2, epochs=40, seed=4)
    (folder / "begun").touch()
    train_run(made, folder)


def _start(folder: Path) -> subprocess.Popen[bytes]:
    (folder / "begun").unlink(missing_ok=True)
    command = [sys.executable, "-m", "benchmarks.kill_training", "--child", str(folder)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def _files(folder: Path) -> dict[str, bytes]:
    names = ("curve.csv", "classifier.weights.h5", "predictions.csv", "validation.csv")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.name in names
    }


def main(kills: int = KILLS) -> int:
    """Print how often it was killed and whether the bytes are the same."""
    chance = random.Random(0)
    with tempfile.TemporaryDirectory() as place:
        whole, killed = Path(place, "whole"), Path(place, "killed")
        _start(whole).wait()
        done = 0
        while done < kills:
            process = _start(killed)
            end = time.monotonic() + _NOTHING_YET
            while not (killed / "begun").exists() and time.monotonic() < end:
                time.sleep(0.05)
            time.sleep(chance.uniform(0, 4))
            if process.poll() is not None:
                break
            process.kill()
            process.wait()
            done += 1
        _start(killed).wait()
        same = _files(killed) == _files(whole) and len(_files(whole)) > 0
    print(f"killed {done} times; the bytes are {'the same' if same else 'OTHERS'}")
    return 0 if same else 1


if __name__ == "__main__":
    if "--child" in sys.argv:
        _child(Path(sys.argv[-1]))
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS))
