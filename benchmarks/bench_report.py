"""A study's statistics and its report: the processor time that they cost.

``python -m benchmarks report`` prints it alone. The study is the demo's, 6 extraction models and 20
photographs; running its networks takes minutes, so ``NEOPAIN_DEMO`` may name the folder that
``neopain demo --headless --out FOLDER`` has written. Processor time does not grow with what else
the machine does as the clock's does, but it does a little: cores that share a cache are slower.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.rows import Row

STATISTICS_S, REPORT_S = 10.0, 25.0
_STATISTICS = """
import sys, time
from pathlib import Path
from neopain_gui.pipeline.analysis import analyse
from neopain_gui.pipeline.compare import mask_settings
from neopain_gui.study import Study
with Study.open(Path(sys.argv[1]), read_only=True) as study:
    start = time.process_time()
    analysis = analyse(study, mask_settings(study))
    print(time.process_time() - start)
assert len(analysis.comparison.models) == 6 and len(analysis.comparison.images) == 20
"""


def run() -> list[Row]:
    with _demo() as study, tempfile.TemporaryDirectory() as folder:
        copied = Path(folder, study.name)
        shutil.copytree(study, copied, ignore=shutil.ignore_patterns("statistics"))
        words = [sys.executable, "-c", _STATISTICS, str(copied)]
        said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
        cold, kept = (_report(copied, Path(folder, name)) for name in ("first", "again"))
    size = "6 models × 20 photographs, processor time (s)"
    return [
        Row(f"statistics of {size}", float(said), limit=STATISTICS_S),
        Row(f"report of {size}, its statistics worked out for it", cold, limit=REPORT_S),
        Row(f"report of {size}, its statistics kept", kept, limit=REPORT_S),
    ]


def _report(study: Path, folder: Path) -> float:
    """Return the processor time of the command, with Python's start and all imports."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = [sys.executable, "-m", "neopain_gui", "report", str(study), "--out", str(folder)]
    subprocess.run([*words, "--with-photographs"], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (folder / "report.html").exists()
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def _demo() -> Iterator[Path]:
    """Yield the demo's study: the one that was named, or one made for this."""
    named = os.environ.get("NEOPAIN_DEMO")
    if named:
        yield Path(named, "demo.neopain")
        return
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "neopain_gui", "demo", "--headless", "--out", folder]
        subprocess.run(words, check=True, capture_output=True)
        yield Path(folder, "demo.neopain")
