"""What a name holds parts nothing: a group is compared whatever it is called."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from neopain_gui.api import open_study
from neopain_gui.masks import MaskSettings
from neopain_gui.pipeline.analysis import analyse
from neopain_gui.pipeline.compare import compare_study, default_models
from neopain_gui.study import Study
from tests.cli.running import neopain
from tests.reports.small import HEIGHT, WIDTH, put_map, small_study

NURSES = "Nurses|day|NICU"


@pytest.fixture
def ward(tmp_path):
    with small_study(tmp_path, 4) as study:
        random = np.random.default_rng(1)
        for image in study.images.all():
            put_map(study, image.id, NURSES, random.random((HEIGHT, WIDTH)) < 0.3)
        return study.path


def test_a_group_with_bars_in_its_name_is_compared(ward):
    with Study.open(ward, read_only=True) as study:
        models = {model.name: model for model in default_models(study)}
        assert (models[NURSES].maker, models[NURSES].method, models[NURSES].layer) == ("", "", "")
        compared = compare_study(study, MaskSettings())
        found = analyse(study, MaskSettings())
    assert NURSES in compared.table.models
    assert any(NURSES in (one.model_a, one.model_b) for one in found.pairs)
    assert any(NURSES in (one.model_a, one.model_b) for one in found.further)
    with open_study(ward) as study:
        assert NURSES in set(study.agreement(metrics=["overlap"]).model_b)


def test_the_command_line_compares_it_too(ward, tmp_path):
    code = neopain("report", ward, "--out", tmp_path / "out", "--without-photographs")
    assert code == 0
    for name in ("results", "table5", "further_measures", "further_measures_photographs"):
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert any(NURSES in (row["model_a"], row["model_b"]) for row in rows), name
