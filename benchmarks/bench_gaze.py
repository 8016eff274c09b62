"""Reading a large export of gaze: time, memory and the wait for a stop, beside pandas' read_csv.

``python -m benchmarks gaze`` prints them alone; ``NEOPAIN_GAZE_MB`` (200) is the size of the file.
Each reader runs in a process of its own, so that the peak of memory is its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.rows import Row

COLUMNS = 100
PARTICIPANTS = 10
KNOWN = (
    *("Recording timestamp [ms]", "Eyetracker timestamp [μs]", "Sensor", "Participant name"),
    *("Recording name", "Gaze point X [DACS px]", "Gaze point Y [DACS px]"),
    *("Gaze point left X [DACS px]", "Gaze point left Y [DACS px]"),
    *("Gaze point right X [DACS px]", "Gaze point right Y [DACS px]"),
    *("Pupil diameter left [mm]", "Pupil diameter right [mm]", "Validity left", "Validity right"),
    *("Eye position left Z [DACS mm]", "Eye position right Z [DACS mm]", "Presented Media name"),
    *("Presented Media position X [DACS px]", "Presented Media position Y [DACS px]"),
    *("Presented Media width [px]", "Presented Media height [px]", "Original Media width [px]"),
    *("Original Media height [px]", "Eye movement type", "Eye movement event duration [ms]"),
    *("Eye movement type index", "Fixation point X [DACS px]", "Fixation point Y [DACS px]"),
    *("Event", "Event value"),
    *(f"Gaze direction {eye} {axis} [DACS norm]" for eye in ("left", "right") for axis in "XYZ"),
)
READ = """
import pandas
import resource, sys, time
from neopain_gui.gaze import iter_recordings
start = time.process_time()
for recording in iter_recordings(sys.argv[1]):
    pass
took = time.process_time() - start
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
PANDAS = """
import resource, sys, time
import pandas as pd
start = time.process_time()
pd.read_csv(sys.argv[1], sep="\\t", decimal=",", low_memory=False)
took = time.process_time() - start
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
STOP = """
import pandas
import sys, time
from neopain_gui.gaze import iter_recordings
from neopain_gui.jobs import NullJob
class Asked(NullJob):
    last, longest = None, 0.0
    def check(self):
        now = time.perf_counter()
        if self.last is not None:
            self.longest = max(self.longest, now - self.last)
        self.last = now
job = Asked()
for recording in iter_recordings(sys.argv[1], job):
    pass
print(1000 * job.longest, 0)
"""


def write_export(path: Path, size: int) -> None:
    """Write about ``size`` bytes as Tobii Pro Lab 24 does: 100 columns, decimal commas."""
    random = np.random.default_rng(0)
    others = [f"Other {at} [mm]" for at in range(COLUMNS - len(KNOWN))]
    constant = [f"{value:.2f}".replace(".", ",") if at % 2 else "" for at, value in
                enumerate(random.uniform(0, 100, len(others)))]  # fmt: skip
    tail = "\t".join(constant) + "\n"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("\t".join([*KNOWN, *others]) + "\n")
        for person in range(PARTICIPANTS):
            time_us = 0
            while file.tell() < size * (person + 1) / PARTICIPANTS:
                file.write("".join(_row(person, time_us + 3333 * at, random) + tail
                                   for at in range(1000)))  # fmt: skip
                time_us += 3333 * 1000


def _row(person: int, time_us: int, random: np.random.Generator) -> str:
    x, y, z = random.uniform(0, 1900), random.uniform(0, 1000), random.uniform(550, 650)
    index = time_us // 200_000 + 1
    cells = [
        *(time_us // 1000, time_us + 5_000_000_000, "Eye Tracker", f"Person {person}"),
        f"Recording {person}",
        *(f"{x:.2f}", f"{y:.2f}", f"{x - 3:.2f}", f"{y:.2f}", f"{x + 3:.2f}", f"{y:.2f}"),
        *(f"{z / 200:.3f}", f"{z / 201:.3f}", "Valid", "Valid", f"{z:.1f}", f"{z:.1f}"),
        *(f"S{index % 20}_080000.bmp", 99, 0, 1722, 1080, 1280, 803),
        *("Fixation", 200, index, f"{x:.0f}", f"{y:.0f}", "", ""),
        *("0.12345", "-0.23456", "-0.96423", "0.02345", "-0.23456", "-0.97182"),
    ]
    return "\t".join(str(cell).replace(".", ",") if at != 17 else str(cell)
                     for at, cell in enumerate(cells)) + "\t"  # fmt: skip


HOUR_HZ, HOUR_S, SHOWN_S, BLANK_S = 1200, 3600, 7, 5


def write_hour(path: Path) -> None:
    """Write an hour of one participant at 1,200 Hz: 4.3 million rows, pictures for 7 s of 12."""
    random = np.random.default_rng(0)
    length = (SHOWN_S + BLANK_S) * HOUR_HZ
    blocks = [[_moment(at, random) for at in range(length)] for _ in range(4)]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("\t".join(KNOWN) + "\n")
        for start in range(0, HOUR_S * HOUR_HZ, length):
            rows = []
            for at, rest in enumerate(blocks[start // length % len(blocks)]):
                time_us = (start + at) * 1_000_000 // HOUR_HZ
                rows.append(f"{time_us // 1000}\t{time_us + 5_000_000_000}\t{rest}")
            file.write("".join(rows))


def _moment(at: int, random: np.random.Generator) -> str:
    """Return a row without its times; now and then no eye is found."""
    found, fixation = random.random() > 0.03, at % 300 < 260
    x, y, z = random.uniform(0, 1900), random.uniform(0, 1000), random.uniform(550, 650)
    looks = [f"{one:.5f}" for one in random.normal(0, 0.1, 6)]
    eyes = [
        *(f"{x:.2f}", f"{y:.2f}", f"{x - 3:.2f}", f"{y:.2f}", f"{x + 3:.2f}", f"{y:.2f}"),
        *(f"{z / 200:.3f}", f"{z / 201:.3f}", "Valid", "Valid", f"{z:.1f}", f"{z:.1f}"),
    ]
    shown = ["S1_080000.bmp", "99", "0", "1722", "1080", "1280", "803"]
    cells = [
        *("Eye Tracker", "Person", "Recording"),
        *(eyes if found else [*[""] * 8, "Invalid", "Invalid", "", ""]),
        *(shown if at < SHOWN_S * HOUR_HZ else [""] * len(shown)),
        *(("Fixation", "217") if fixation else ("Saccade", "33")),
        *(str(at // 300 + 1), *(("640", "400") if fixation else ("", "")), "", ""),
        *(looks if found else [""] * len(looks)),
    ]
    return "\t".join(cells) + "\n"


def run() -> list[Row]:
    """Measure."""
    megabytes = int(os.environ.get("NEOPAIN_GAZE_MB", "200"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.tsv"
        write_export(path, megabytes * 1_000_000)
        gigabytes = path.stat().st_size / 1e9
        time, memory = _alone(READ, path)
        peers_time, peers_memory = _alone(PANDAS, path)
        wait, _ = _alone(STOP, path)
        path.unlink()
        write_hour(path)
        hour_time, hour_memory = _alone(READ, path)
    what = f"an export of {megabytes} MB, {COLUMNS} columns"
    return [
        Row(
            f"{what}, read (s of processor time/GB)",
            time / gigabytes,
            peers_time / gigabytes,
            limit=60,
        ),
        Row(f"{what}, peak memory (MB)", memory, peers_memory, limit=400),
        Row(f"{what}, longest wait for a stop (ms)", wait, limit=300),
        Row("an hour at 1,200 Hz of one recording, read (s of processor time)", hour_time),
        Row("the same, peak memory (MB)", hour_memory, limit=400),
    ]


def _alone(program: str, path: Path) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    first, second = done.stdout.split()
    return float(first), float(second)
