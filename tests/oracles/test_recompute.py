"""What is exported is enough to compute every figure again, and a wrong figure is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from neopain_gui.pipeline.analysis import analyse
from neopain_gui.pipeline.export import export_masks
from neopain_gui.pipeline.report.gather import face_sheets
from neopain_gui.reports.analysis_tables import analysis_sheets
from neopain_gui.reports.further_tables import further_sheets
from neopain_gui.reports.photograph_tables import photograph_sheets
from neopain_gui.reports.sheet import sheet_csv
from tests.reports.small import PLAIN, small_study

SCRIPT = Path(__file__).with_name("recompute.py")


def run(folder):
    return subprocess.run(
        [sys.executable, str(SCRIPT), str(folder / "masks"), str(folder)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def test_it_agrees_and_notices_a_changed_figure(tmp_path):
    with small_study(tmp_path, 14, without={"P3"}) as study:
        export_masks(study, tmp_path / "masks", PLAIN)
        analysis = analyse(study, PLAIN)
        sheets = [*analysis_sheets(analysis), *further_sheets(analysis)]
        sheets += photograph_sheets(analysis)
        for sheet in [*sheets, *face_sheets(study, analysis.comparison)]:
            (tmp_path / f"{sheet.name}.csv").write_text(sheet_csv(sheet), "utf-8")
    done = run(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    path = tmp_path / "table3.csv"
    lines = path.read_text("utf-8").splitlines()
    cells = lines[1].split(",")
    cells[3] = str(float(cells[3]) + 0.00001)
    path.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n", "utf-8")
    assert run(tmp_path).returncode == 1
