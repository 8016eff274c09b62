"""What is exported is enough to compute every figure again, and a wrong figure is found."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from neopain_gui.pipeline.analysis import analyse
from neopain_gui.pipeline.map_files.export import export_masks, export_tables
from neopain_gui.pipeline.report.gather import face_sheets
from neopain_gui.reports.analysis_tables import analysis_sheets
from neopain_gui.reports.map_and_fixation_tables import map_and_fixation_sheets
from neopain_gui.reports.photograph_tables import photograph_sheets
from neopain_gui.reports.sheet import sheet_csv
from tests.oracles.odd import odd_study
from tests.reports.small import PLAIN, small_study

SCRIPT = Path(__file__).with_name("recompute.py")


def exported(study, folder):
    """Write what ``neopain run`` and ``neopain report`` write, but for pictures."""
    export_masks(study, folder / "masks", PLAIN)
    analysis = analyse(study, PLAIN)
    export_tables(analysis.comparison, folder)
    sheets = [*analysis_sheets(analysis), *map_and_fixation_sheets(analysis)]
    sheets += [*photograph_sheets(analysis), *face_sheets(study, analysis.comparison)]
    for sheet in sheets:
        (folder / f"{sheet.name}.csv").write_text(sheet_csv(sheet), "utf-8")
    return folder


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd")
    with odd_study(folder) as study:
        return exported(study, folder)


def run(folder):
    return subprocess.run(
        [sys.executable, str(SCRIPT), str(folder / "masks"), str(folder)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def test_an_even_study_agrees(tmp_path):
    with small_study(tmp_path, 14, without={"P3"}) as study:
        done = run(exported(study, tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]


CHANGED = [
    ("table_3_pain_counts", "sd", 1e-4, "run: Tables 3 and 4"),
    ("table3", "mean", 1e-5, "table3: means"),
    ("table5", "difference_low", 1e-5, "table5: paired difference"),
    ("baselines", "p", 0.1, "baselines: p of exchanging neonates"),
    ("baselines_photographs", "shuffled", 1e-5, "baselines: shuffled"),
    ("best_partners", "share", 0.2, "best partners: share of bootstrap samples"),
    ("ceiling", "high", -1e-4, "ceiling of single people: intervals"),
    ("relations", "p_holm", 1e-5, "relations: p: holm"),
    ("region_ranks", "low", 1e-4, "features: mean tau, interval"),
]
"""A figure of a table, by how much it is changed, and what is said of it."""


def test_an_odd_study_agrees_but_for_figures_that_were_changed(odd):
    folder = odd
    for table, column, by, _ in CHANGED:
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        row = next(row for row in rows if row[column] and 0.15 < abs(float(row[column])) < 0.8)
        row[column] = str(float(row[column]) + by)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
    done = run(folder)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) > 85, "nothing is left out in silence"
    differ = [line for line in done.stdout.splitlines() if "<-- differs" in line]
    said = "\n".join(differ)
    assert [found for *_, found in CHANGED if found not in said] == []
    assert len(differ) == len(CHANGED)
    for _, _, by, what in CHANGED:  # by what was changed and no more: before, they agreed
        gap = next(float(line.split()[0]) for line in differ if what in line)
        rounded = 6e-5 if what.startswith("run") else 6e-7  # four decimals, or six
        random = 0.2 if by >= 0.1 else 0.02  # shares of draws, which the script draws otherwise
        assert gap == pytest.approx(abs(by), rel=random, abs=rounded), what
