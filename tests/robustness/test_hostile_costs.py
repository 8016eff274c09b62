"""What strangers made to keep us busy is refused at once: processor time and memory are counted.

In a process of its own, whose memory nothing else has made large. Without their bounds these files
would cost minutes or gigabytes; nearly all are refused in milliseconds. The largest spreadsheet
that may be unpacked, 16 MB of cells, takes 4 s and 280 MB.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import h5py
import pytest

from neopain_gui.classifiers import WeightsMetadata, build_n_cnn, save_weights
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.study import Study
from tests.gaze.recordings.dialects import write
from tests.gaze.recordings.test_spreadsheets import as_sheet, cell, packed
from tests.study.material import photographs

ROOT = Path(__file__).parents[2]
#: Processor time in seconds, megabytes.
SECONDS, MB = 20, 400


def many_names(opened):
    """4 thousand million paths to one group."""
    within = opened["layers"].create_group("deep")
    for _ in range(8):
        below = within.create_group("0")
        for name in range(1, 16):
            within[str(name)] = below
        within = below


def itself(opened):
    opened["layers/again"] = opened["layers"]


def enormous(opened):
    del opened["layers/dense/vars/0"]
    opened.create_dataset("layers/dense/vars/0", (10**7, 10**6), "f4", chunks=(100, 100))


def bomb(opened):
    """A small array in one piece of 2.8 GB, which takes a few kilobytes of the file."""
    shape = opened["layers/dense/vars/1"].shape
    del opened["layers/dense/vars/1"]
    made = opened.create_dataset(
        "layers/dense/vars/1", shape, "f4", maxshape=(None,), chunks=(700_000_000,)
    )
    assert made.chunks == (700_000_000,)


def many(opened):
    for number in range(20_000):
        opened.create_group(f"more/{number}")


WEIGHTS = {"names": many_names, "itself": itself, "enormous": enormous, "bomb": bomb, "many": many}
SHEETS = {
    "wide": ("".join(f'<row r="{n}">{cell(f"XFD{n}")}</row>' for n in range(1, 60)), {}),
    "high": (f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("A1048576")}</row>', {}),
    "strings": ("", {"xl/sharedStrings.xml": " " * (40 << 20)}),
    "rows": ('<row r="1">' + cell("A1") * 300_000 + "</row>", {}),
}
STUDIES = {
    "endless": "DROP TABLE settings; CREATE VIEW settings AS WITH RECURSIVE c(x) AS "
    "(SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS key, x AS value FROM c",
    "newer": "PRAGMA user_version = 99; CREATE VIEW v AS WITH RECURSIVE c(x) AS "
    "(SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c",
}


def weights(folder):
    metadata = WeightsMetadata(
        architecture="n_cnn",
        class_order=(PainLabel.PAIN, PainLabel.NO_PAIN),
        training="not at all",
        synthetic=True,
        title="Untrained",
    )
    honest = folder / "honest.weights.h5"
    save_weights(build_n_cnn(), honest, metadata)
    yield honest
    for name, spoil in WEIGHTS.items():
        path = folder / f"{name}.weights.h5"
        shutil.copy(honest, path)
        with h5py.File(path, "r+") as opened:
            spoil(opened)
        yield path


def spreadsheets(folder):
    yield as_sheet(write(folder / "a.tsv", "studio3"), folder / "honest.xlsx", True)
    for name, (sheet, more) in SHEETS.items():
        yield packed(folder / f"{name}.xlsx", sheet, more)


def studies(folder):
    records = photographs(folder / "photos", 2)
    with Study.create(folder / "honest") as made:
        made.images.add(records, root=folder / "photos")
        honest = made.path
    yield honest
    for name, sql in STUDIES.items():
        path = honest.with_name(f"{name}.neopain")
        shutil.copytree(honest, path)
        raw = sqlite3.connect(path / "study.sqlite")
        raw.executescript(sql)
        raw.close()
        yield path


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="memory as Linux counts it")
@pytest.mark.parametrize("make", [weights, spreadsheets, studies])
def test_files_made_to_keep_us_busy_cost_nothing(tmp_path, make):
    kind = {"weights": "weights", "spreadsheets": "spreadsheet", "studies": "study"}[make.__name__]
    words = [word for path in make(tmp_path) for word in (kind, str(path))]
    process = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("hostile_reader.py")), *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    honest, *hostile = [json.loads(line) for line in process.stdout.splitlines()]
    assert not honest["said"]
    assert len(hostile) == len(words) // 2 - 1
    for one in hostile:
        assert one["said"], one
        assert one["seconds"] < SECONDS, one
        assert one["mb"] < MB, one
