"""The scripts beside a report give its tables again, without NeoPain, and notice a wrong number."""

import json
import shutil
import subprocess
import sys

import pytest

from neopain_gui.pipeline.report import write_report
from neopain_gui.reports.recompute import recompute_files
from tests.reports.small import PLAIN, small_study

ABOUT = "neopain_gui.reports.recompute"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    with small_study(folder, 12) as study:
        write_report(study, folder / "out", PLAIN, photographs=False, formats=("png",))
    return folder / "out"


def run(report):
    # -P: nothing beside it is imported, and nothing of ours is.
    return subprocess.run(
        [sys.executable, "-P", str(report / "recompute" / "recompute.py")],
        capture_output=True,
        text=True,
        cwd=report / "recompute",
        check=False,
    )


def test_every_number_is_the_same(report):
    ran = run(report)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "table3: means: 18 of 18 numbers are the same" in ran.stdout
    assert "equivalence: Bayes factors: 9 of 9" in ran.stdout
    assert ran.stdout.endswith("Every number is the same.\n")


def test_a_wrong_number_is_noticed(report, tmp_path):
    shutil.copytree(report, tmp_path / "out")
    file = tmp_path / "out" / "table3.csv"
    first = next(row for row in file.read_text("utf-8-sig").splitlines() if "cosine" in row)
    changed = first.replace(first.split(",")[3], "0.5", 1)
    file.write_text(file.read_text("utf-8-sig").replace(first, changed), "utf-8")
    ran = run(tmp_path / "out")
    assert ran.returncode == 1
    assert "Numbers that are not the same: 1." in ran.stdout


def test_the_notebook_is_the_script(report):
    files = recompute_files()
    notebook = json.loads(files["recompute/recompute.ipynb"])
    cells = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    code = "\n".join(cells)
    assert "neopain" not in code.casefold()
    compile(code, "recompute.ipynb", "exec")
    python = files["recompute/recompute.py"].decode()
    assert code.replace("\n", "") in "".join(
        line for line in python.splitlines() if not line.startswith("# %%")
    ).replace("\n", "")


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_mixed_models_in_r(report):
    ran = subprocess.run(
        ["Rscript", "mixed_models.R"],
        capture_output=True,
        text=True,
        cwd=report / "recompute",
        check=False,
    )
    if "there is no package" in ran.stderr:
        pytest.skip("R has no lme4 or lmerTest")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.endswith("Every contrast is the same.\n")
