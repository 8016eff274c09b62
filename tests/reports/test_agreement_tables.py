from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from neopain_gui.agreement import PairAgreement
from neopain_gui.agreement.measures import FAMILY
from neopain_gui.dataset.face_image import FaceImage, Neonate, PainLabel
from neopain_gui.reports.agreement_tables import (
    counts_sheet,
    means_matrix_sheet,
    per_image_sheet,
)
from neopain_gui.reports.sheet import sheet_csv

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
MODELS = ["Experts", "GradCAM|N-CNN", "Parents"]


@dataclass(frozen=True)
class Row:
    image: FaceImage
    pair: PairAgreement


def _pair(a: str, b: str, *values: float, flag: str = "") -> PairAgreement:
    cosine, spearman, overlap = values
    return PairAgreement(
        model_a=a,
        model_b=b,
        values={
            "cosine": cosine,
            "spearman": spearman,
            "overlap": overlap,
            "kappa": 0.25,
            "iou": 1 / 3,
            "dice": 0.5,
        },
        chance_overlap=0.5,
        coverage_a=0.4,
        coverage_b=0.125,
        flag=flag,
    )


class Table:
    """Stands for an agreement table, with any values."""

    def __init__(self, rows: list[Row], models: list[str]) -> None:
        self.models = tuple(sorted(models))
        self.pairs = tuple(combinations(self.models, 2))
        self.image_ids = tuple(dict.fromkeys(row.image.id for row in rows))
        self._of: dict[tuple[int, int], PairAgreement] = {}
        places = {frozenset(pair): place for place, pair in enumerate(self.pairs)}
        for row in rows:
            place = places[frozenset((row.pair.model_a, row.pair.model_b))]
            self._of[self.image_ids.index(row.image.id), place] = row.pair
        self.compared = np.zeros((len(self.image_ids), len(self.pairs)), bool)
        for at in self._of:
            self.compared[at] = True

    def values(self, measure: str) -> np.ndarray:
        found = np.full(self.compared.shape, math.nan)
        for at, pair in self._of.items():
            found[at] = pair.values[measure] if measure in pair.values else getattr(pair, measure)
        return found

    def pair(self, row: int, place: int) -> PairAgreement:
        return self._of[row, place]


def _compared(rows: list[Row], models: list[str] | None = None) -> SimpleNamespace:
    names = models or sorted(
        {name for row in rows for name in (row.pair.model_a, row.pair.model_b)}
    )
    images = {row.image.id: row.image for row in rows}
    return SimpleNamespace(
        models=[SimpleNamespace(name=name) for name in names],
        images=tuple(images.values()),
        table=Table(rows, names),
    )


def per_image_table(rows: list[Row]) -> str:
    return sheet_csv(per_image_sheet(_compared(rows)))


def means_table(pairs: list[PairAgreement], models: list[str]) -> str:
    rows = [Row(_image(f"P{n}"), pair) for n, pair in enumerate(pairs)]
    return sheet_csv(means_matrix_sheet(_compared(rows, models), PainLabel.PAIN))


def counts_table(rows: list[Row], models: list[str]) -> str:
    return sheet_csv(counts_sheet(_compared(rows, models), PainLabel.PAIN))


def _image(name: str, label: PainLabel | None = PainLabel.PAIN, neonate: str = "06") -> FaceImage:
    return FaceImage(
        id=name,
        file=f"{name}.bmp",
        sha256="0" * 64,
        width=320,
        height=233,
        neonate=Neonate(id=neonate) if neonate else None,
        label=label,
    )


def _read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_per_image_by_hand() -> None:
    rows = [
        Row(_image("06_145026"), _pair("Experts", "Parents", 0.75, -1e-9, 0.8166666666)),
        Row(
            _image("20_122223", None, ""),
            _pair("Experts", "Parents", math.nan, math.nan, 0.5, flag="Experts is empty"),
        ),
    ]
    assert per_image_table(rows) == (
        "image,neonate,label,model_a,model_b,cosine,spearman,overlap,chance,kappa,iou,"
        "coverage_a,coverage_b,undefined_because,file\n"
        "06_145026,06,pain,Experts,Parents,0.750000,0.000000,0.816667,0.500000,0.250000,0.333333,"
        "0.400000,0.125000,,06_145026.bmp\n"
        "20_122223,,,Experts,Parents,,,0.500000,0.500000,0.250000,0.333333,0.400000,0.125000,"
        "Experts is empty,20_122223.bmp\n"
    )


def test_means_agree_with_pandas_and_leave_out_what_is_undefined() -> None:
    random = np.random.default_rng(0)
    pairs = [
        _pair(a, b, *random.uniform(-0.2, 1, 3))
        for a, b in combinations(MODELS, 2)
        for _ in range(7)
    ]
    pairs.append(_pair("Experts", "Parents", math.nan, math.nan, 0.9))
    table = pd.read_csv(io.StringIO(means_table(pairs, MODELS)), dtype={"extraction_model": str})
    frame = pd.DataFrame(
        [(p.model_a, p.model_b, *(p.values[metric] for metric in FAMILY)) for p in pairs],
        columns=["a", "b", *FAMILY],
    )
    means = frame.groupby(["a", "b"])[list(FAMILY)].mean()
    for metric in FAMILY:
        block = table[table["metric"] == metric].set_index("extraction_model")[MODELS]
        assert list(block.index) == MODELS
        np.testing.assert_array_equal(block.to_numpy(), block.to_numpy().T)
        np.testing.assert_array_equal(np.diag(block), 1.0)
        for a, b in combinations(MODELS, 2):
            assert block.loc[a, b] == pytest.approx(means.loc[(a, b), metric], abs=5.01e-5)

    rows = [Row(_image(f"P{n}", neonate=f"N{n}"), pair) for n, pair in enumerate(pairs)]
    counts = pd.read_csv(io.StringIO(counts_table(rows, MODELS))).set_index(
        ["metric", "model_a", "model_b"]
    )
    deviations = frame.groupby(["a", "b"])[list(FAMILY)].std(ddof=1)
    assert len(counts) == 9
    for metric in FAMILY:
        for a, b in combinations(MODELS, 2):
            row = counts.loc[(metric, a, b)]
            assert row["mean"] == pytest.approx(means.loc[(a, b), metric], abs=5.01e-5)
            assert row["sd"] == pytest.approx(deviations.loc[(a, b), metric], abs=5.01e-5)
            mine = frame[(frame.a == a) & (frame.b == b)][metric].dropna()
            low, high = stats.ttest_1samp(mine, 0).confidence_interval(0.95)
            assert (row["low"], row["high"]) == pytest.approx(
                (max(low, -(metric == "spearman")), min(high, 1)), abs=5.01e-5
            )
            assert (row["df"], row["neonates"]) == (len(mine) - 1, len(mine))
    assert counts.loc[("cosine", "Experts", "Parents")][["photographs", "undefined"]].tolist() == [
        7,
        1,
    ]
    assert counts.loc[("overlap", "Experts", "Parents")][["photographs", "undefined"]].tolist() == [
        8,
        0,
    ]
    assert counts.loc[("overlap", "Experts", "Parents")]["chance"] == 0.5
    assert math.isnan(counts.loc[("cosine", "Experts", "Parents")]["chance"])


@pytest.mark.parametrize("table", ["table3_pain_means.csv", "table4_no_pain_means.csv"])
def test_the_published_tables_come_out_as_they_went_in(table: str) -> None:
    file = REFERENCE / table
    if not file.is_file():
        pytest.skip("the published tables are not beside this checkout")
    published = file.read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(published)))
    models = [row["extraction_model"] for row in rows if row["metric"] == "cosine"]
    value = {(row["metric"], row["extraction_model"]): row for row in rows}
    pairs = [
        # Two photographs on either side of the published mean.
        _pair(a, b, *(float(value[metric, a][b]) + shift for metric in FAMILY))
        for a, b in combinations(models, 2)
        for shift in (-0.01, 0.01)
    ]
    assert means_table(pairs, models) == published


def test_nothing_to_average_is_an_empty_cell() -> None:
    pairs = [_pair("Experts", "Parents", math.nan, math.nan, math.nan)]
    assert _read(means_table(pairs, MODELS))[1] == ["cosine", "Experts", "1.0000", "", ""]
    lines = _read(counts_table([Row(_image("P1"), pair) for pair in pairs], MODELS))
    nothing = ["", "", "", "", "", "0", "0"]
    assert lines[1] == ["cosine", "Experts", "GradCAM|N-CNN", *nothing, "0", ""]
    assert lines[2] == ["cosine", "Experts", "Parents", *nothing, "1", ""]
    assert _read(means_table([], [])) == [["metric", "extraction_model"]]


def test_the_order_of_photographs_does_not_change_a_byte() -> None:
    random = np.random.default_rng(1)
    pairs = [_pair("Experts", "Parents", *random.random(3)) for _ in range(50)]
    swapped = [
        _pair("Parents", "Experts", *(one.values[metric] for metric in FAMILY))
        for one in pairs[::-1]
    ]
    assert means_table(swapped, MODELS) == means_table(pairs, MODELS)


@pytest.mark.parametrize(
    "name", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("http://x","y")']
)
def test_names_never_become_formulas_and_numbers_stay_numbers(name: str) -> None:
    pair = _pair(name, "Parents", -0.5, -0.25, 0.5, flag=f"{name} is empty")
    for text in (
        per_image_table([Row(_image(name, neonate=name), pair)]),
        means_table([pair], [name, "Parents"]),
        counts_table([Row(_image("P1"), pair)], [name, "Parents"]),
    ):
        cells = [cell for line in _read(text) for cell in line]
        assert "'" + name.replace("\t", " ").replace("\r", " ") in cells
        for cell in cells:
            if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")):
                assert math.isfinite(float(cell))
    assert "-0.250000" in per_image_table([Row(_image("a"), pair)])


def test_names_with_commas_quotes_and_accents_survive() -> None:
    name = 'Médicos, "HSP"'
    pair = _pair(name, "Parents", 0.1, 0.2, 0.3)
    text = per_image_table([Row(_image("a"), pair)])
    assert _read(text)[1][3] == name
    assert "\r" not in text
    broken = per_image_table([Row(_image("a\r\nb\x00c\u2028d"), pair)])
    assert _read(broken)[1][0] == "a b c d"
    assert len(broken.splitlines()) == 2
    assert text.endswith("\n")
