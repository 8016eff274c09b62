"""The notebook on a study in Python runs from its first cell to its last."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import pytest
from PIL import Image

from neopain_gui.api import NeoPainWarning

NOTEBOOK = Path(__file__).parents[2] / "docs" / "study_in_python.ipynb"
LINES = 12


def run(cells, names):
    for cell in cells:
        exec(compile("".join(cell["source"]), str(NOTEBOOK), "exec"), names)


def test_it_runs_on_a_study(n_cnn_run, tmp_path, monkeypatch, capsys):
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] for cell in cells)
    assert all(len(cell["source"]) <= LINES for cell in cells)
    shutil.copytree(n_cnn_run / "demo.neopain", tmp_path / "demo.neopain")
    monkeypatch.chdir(tmp_path)
    matplotlib.use("Agg")
    names = {}
    with pytest.warns(NeoPainWarning, match="Demo weights"):
        run(cells, names)
    plt.close("all")
    with Image.open(tmp_path / "map_and_mask.png") as figure:
        assert min(figure.size) > 400
    said = capsys.readouterr().out
    assert "demo: 4 photographs" in said
    assert "GradCAM|N-CNN (120, 120)" in said
    shares = [float(line.split()[3]) for line in said.splitlines() if line.startswith("c = ")]
    assert shares == sorted(shares, reverse=True), "a higher threshold keeps less"
    assert len(shares) == 4
    assert len(names["means"]) == 8 * 6 * 2  # metrics, pairs, classes
    assert names["overlap"]["above"].between(-1, 1).all()
