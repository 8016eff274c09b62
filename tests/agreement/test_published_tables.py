"""Could our cosine and overlap have made Tables 3 and 4?

One coverage per extraction model and each pair's published cosine give every pair's four counts,
hence its overlap. If masks are binary and the overlap counts equal pixels, as here, the fifteen
published overlaps follow; how well was worked out beforehand, with grey masks four times worse.
"""

from __future__ import annotations

import csv
import math
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import least_squares

from neopain_gui.agreement.counts import Counts

ABOUT = "neopain_gui.agreement.counts"

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
MODELS = [
    "Experts",
    "GradCAM|N-CNN",
    "GradCAM|VGG-Face",
    "I.G.|N-CNN",
    "I.G.|VGG-Face",
    "Parents",
]
PAIRS = list(combinations(range(len(MODELS)), 2))
PIXELS = 10**9  # so many that whole numbers do not round the coverages


def _published(file: Path) -> dict[str, np.ndarray]:
    if not file.is_file():
        pytest.skip("the published tables are not beside this checkout")
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        metric: np.array(
            [
                [float(row[model]) for model in MODELS]
                for row in sorted(rows, key=lambda row: row["extraction_model"])
                if row["metric"] == metric
            ]
        )
        for metric in ("cosine", "overlap")
    }


def _overlaps(coverages: np.ndarray, cosines: np.ndarray, *, grey: bool = False) -> np.ndarray:
    """Overlaps that follow; of grey masks only the shared background can be equal."""
    inside = [round(float(coverage) * PIXELS) for coverage in coverages]
    found = []
    for i, j in PAIRS:
        both = round(cosines[i, j] * math.sqrt(inside[i] * inside[j]))
        counts = Counts(pixels=PIXELS, in_a=inside[i], in_b=inside[j], in_both=both)
        found.append(counts.overlap - both / PIXELS if grey else counts.overlap)
    return np.array(found)


@pytest.mark.parametrize(
    ("table", "coverages", "rmse"),
    [
        ("table3_pain_means.csv", [0.39, 0.14, 0.22, 0.15, 0.23, 0.43], 0.0115),
        ("table4_no_pain_means.csv", [0.42, 0.19, 0.24, 0.18, 0.24, 0.49], 0.0118),
    ],
)
def test_six_coverages_explain_fifteen_overlaps(
    table: str, coverages: list[float], rmse: float
) -> None:
    published = _published(REFERENCE / table)
    expected = np.array([published["overlap"][i, j] for i, j in PAIRS])
    fit = least_squares(
        lambda coverages: _overlaps(coverages, published["cosine"]) - expected,
        x0=np.full(6, 0.3),
        bounds=(0.01, 0.99),
        diff_step=1e-5,
    )
    np.testing.assert_allclose(fit.x, coverages, atol=0.0055)
    assert math.sqrt(float((fit.fun**2).mean())) == pytest.approx(rmse, abs=5e-5)


@pytest.mark.parametrize(
    ("table", "rmse"), [("table3_pain_means.csv", 0.0457), ("table4_no_pain_means.csv", 0.0445)]
)
def test_grey_masks_explain_them_four_times_worse(table: str, rmse: float) -> None:
    published = _published(REFERENCE / table)
    expected = np.array([published["overlap"][i, j] for i, j in PAIRS])
    fit = least_squares(
        lambda coverages: _overlaps(coverages, published["cosine"], grey=True) - expected,
        x0=np.full(6, 0.3),
        bounds=(0.01, 0.99),
        diff_step=1e-5,
    )
    assert math.sqrt(float((fit.fun**2).mean())) == pytest.approx(rmse, abs=5e-4)
