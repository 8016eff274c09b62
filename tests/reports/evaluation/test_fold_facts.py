"""The card says how long folds took and which heads were drawn, or that it is not on record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from neopain_gui.errors import InputError
from neopain_gui.reports.evaluation import evaluate_run
from neopain_gui.reports.evaluation.fold_facts import FoldFacts, took
from tests.reports.evaluation.run_folder import run_folder

_SEARCH = (
    "draw,layers,rate,l1,epochs,val_loss\n1,50 60,0.0001,0.001,7,0.6\n2,512,0.0002,0.01,9,0.4\n"
)


def _card(folder: Path) -> dict:
    evaluate_run(folder)
    return json.loads((folder / "card.json").read_text("utf-8"))["training"]


def test_time_and_heads_are_on_the_card(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "run")
    for fold in (1, 2, 3):
        said = {"epochs": 3, "seconds": 400.0, "processor_seconds": 700.0}
        (folder / f"fold-0{fold}" / "time.json").write_text(json.dumps(said))
        (folder / f"fold-0{fold}" / "search.csv").write_text(_SEARCH)
    card = _card(folder)
    assert card["time"] == "35 minutes of processor, 20 minutes by the clock, for 3 folds"
    best = "1 layer of 512 neurons, learning rate 0.0002, L1 0.01 (of 2 drawn)"
    assert card["heads_by_fold"] == {"1": best, "2": best, "3": best}
    page = (folder / "card.md").read_text("utf-8")
    assert "35 minutes of processor" in page
    assert "1 layer of 512 neurons" in page


def test_a_fold_that_does_not_say_leaves_the_sum_out() -> None:
    known = FoldFacts(seconds=1.0, processor_seconds=2.0)
    assert took({1: known, 2: FoldFacts()}) == ""
    assert took({}) == ""


def test_a_damaged_time_is_said(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "run")
    (folder / "fold-01" / "time.json").write_text("{}")
    with pytest.raises(InputError, match=r"time\.json: is no time of a fold"):
        evaluate_run(folder)
