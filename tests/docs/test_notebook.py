"""The notebook reads what the report writes, and draws Figure 17 from it."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from neopain_gui.agreement import AgreementTable
from neopain_gui.agreement.counts import Counts
from neopain_gui.dataset.face_image import FaceImage, Neonate, PainLabel
from neopain_gui.reports.agreement_tables import results_sheet
from neopain_gui.reports.sheet import sheet_csv

NOTEBOOK = Path(__file__).parents[2] / "docs" / "figure17.ipynb"


class Compared:
    """Twelve photographs of six neonates; C is empty on the first."""

    def __init__(self):
        random = np.random.default_rng(0)
        self.images = tuple(
            FaceImage(
                id=f"P{n}",
                file=f"P{n}.png",
                sha256="0" * 64,
                width=9,
                height=9,
                neonate=Neonate(id=f"N{n // 2}"),
                label=list(PainLabel)[n % 2],
            )
            for n in range(12)
        )
        in_c = np.array([0, *random.integers(30, 60, 11)])
        in_a, in_b = random.integers(30, 60, (2, 12))
        sets = ((in_a, in_b), (in_a, in_c), (in_b, in_c))
        self.table = AgreementTable(
            models=("A", "B", "C"),
            image_ids=tuple(image.id for image in self.images),
            counts=Counts(
                pixels=np.full((12, 3), 100),
                in_a=np.stack([a for a, _ in sets], axis=1),
                in_b=np.stack([b for _, b in sets], axis=1),
                in_both=np.stack(
                    [np.minimum(a, b) - random.integers(0, 5, 12) * (np.minimum(a, b) > 0)
                     for a, b in sets], axis=1
                ),
            ),
        )  # fmt: skip


@pytest.fixture
def cells():
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    assert notebook["nbformat"] == 4
    found = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] for cell in found)  # no results of anybody's study
    return ["".join(cell["source"]) for cell in found]


def test_it_runs_on_a_reports_results(cells, tmp_path, monkeypatch):
    compared = Compared()
    sheet = results_sheet(compared)
    (tmp_path / "results.csv").write_text(sheet_csv(sheet), "utf-8")
    monkeypatch.chdir(tmp_path)
    matplotlib.use("Agg")
    names = {}
    for cell in cells:
        exec(compile(cell, str(NOTEBOOK), "exec"), names)
    plt.close("all")
    with Image.open(tmp_path / "figure17.png") as figure:
        assert min(figure.size) > 800
    values = compared.table.values("overlap")[:, 0]
    pain = [image.label is PainLabel.PAIN for image in compared.images]
    assert names["means"].loc[("overlap", "A", "B"), "pain"] == pytest.approx(
        values[pain].mean(), abs=1e-6
    )
    assert names["missing"].loc["cosine", "undefined"] == 2  # C's two pairs on the first
