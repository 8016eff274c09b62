"""One network on all neonates: how long it is trained, what it says of itself, gone on with."""

from __future__ import annotations

import shutil

import pytest

from neopain_gui.classifiers.registry import find
from neopain_gui.classifiers.weights import read_metadata
from neopain_gui.errors import Cancelled, InputError
from neopain_gui.jobs import NullJob
from neopain_gui.training.epoch import Epoch
from neopain_gui.training.refit import best_drawn, best_epochs, refit, refit_epochs
from neopain_gui.training.run_folder import SEARCH, fold_folder
from tests.training.made_up import faces, material, photographs, protocol, small_run


@pytest.fixture(autouse=True)
def _as_before():
    yield
    from tensorflow.python.framework import config

    config.disable_op_determinism()


def curve(path, *rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{n},{phase},1.0,{loss},0.5" for n, (phase, loss) in enumerate(rows, start=1)]
    path.write_text("epoch,phase,loss,val_loss,val_accuracy\n" + "\n".join(lines) + "\n")
    return path


def folds_done(run, *curves):
    """Leave of folds what the length of a refit follows from."""
    for fold, rows in enumerate(curves, start=1):
        folder = fold_folder(run, fold)
        curve(folder / "curve.csv", *rows)
        for name in ("classifier.weights.h5", "predictions.csv"):
            (folder / name).write_text("x")


def test_the_epochs_of_a_phase_count_up_to_its_best(tmp_path):
    assert best_epochs(curve(tmp_path / "a.csv", (1, 0.7), (1, 0.5), (1, 0.6))) == [2]
    assert best_epochs(curve(tmp_path / "b.csv", (1, 0.7), (2, 0.6), (2, 0.4))) == [1, 2]
    # fine-tuning that made nothing better is left out
    assert best_epochs(curve(tmp_path / "c.csv", (1, 0.3), (2, 0.4), (2, 0.5))) == [1, 0]


def test_each_phase_has_the_median_of_the_folds(tmp_path):
    slow = [(1, 0.9 - 0.1 * n) for n in range(8)]
    folds_done(tmp_path, slow, [(1, 0.7), (1, 0.5)], [(1, 0.6), (2, 0.5), (2, 0.4)])
    assert refit_epochs(tmp_path, 3) == (2, 0)
    folds_done(tmp_path, slow, [(1, 0.7), (1, 0.5), (1, 0.4)])
    assert refit_epochs(tmp_path, 2) == (6,)  # 5.5


def test_folds_that_are_not_done_or_damaged_are_named(tmp_path):
    folds_done(tmp_path, [(1, 0.5)])
    with pytest.raises(InputError, match="fold 2 is not done"):
        refit_epochs(tmp_path, 2)
    (fold_folder(tmp_path, 1) / "curve.csv").write_text("epoch,phase\n1,1\n")
    with pytest.raises(InputError, match=r"curve\.csv: is no curve of a training"):
        refit_epochs(tmp_path, 1)


def test_where_heads_were_drawn_the_best_of_all_folds_is_taken(tmp_path):
    table = "draw,layers,rate,l1,epochs,val_loss\n1,64 32,0.001,0.0005,3,{}\n2,80,0.01,0.1,2,{}\n"
    for fold, losses in ((1, (0.7, 0.6)), (2, (0.5, 0.9))):
        fold_folder(tmp_path, fold).mkdir()
        (fold_folder(tmp_path, fold) / SEARCH).write_text(table.format(*losses))
    assert best_drawn(tmp_path, 2).layers == (64, 32)
    assert best_drawn(tmp_path, 1).layers == (80,)


class Stopping(NullJob):
    """Stops after some epochs; counts them."""

    def __init__(self, after=100):
        self.epochs, self._after = [], after

    def check(self):
        if len(self.epochs) >= self._after:
            raise Cancelled

    def partial(self, message):
        if isinstance(message, Epoch):
            self.epochs.append(message)


def test_a_refit_trains_on_all_says_that_it_is_untested_and_goes_on_to_the_same_bytes(tmp_path):
    run = tmp_path / "run"
    made = small_run(run, count=8)
    folds_done(run, [(1, 0.7), (1, 0.6)], [(1, 0.7), (1, 0.6)])
    other = tmp_path / "other"
    shutil.copytree(run, other)
    job = Stopping()
    found = refit(made, run, job)
    assert (found.neonates, found.photographs, found.epochs) == (4, 8, (2,))
    assert [one.number for one in job.epochs] == [1, 2]
    assert {one.fold for one in job.epochs} == {0}
    about = read_metadata(found.weights)
    assert about.untested
    assert about.title == "N-CNN refitted on 4 neonates, untested"
    assert find(found.weights).untested
    stopped = Stopping(after=1)
    with pytest.raises(Cancelled):
        refit(material(protocol(), photographs(8), faces(8)), other, stopped)
    assert len(stopped.epochs) == 1
    again = refit(material(protocol(), photographs(8), faces(8)), other, went_on := Stopping())
    assert [one.number for one in went_on.epochs] == [2]
    assert again.sha256 == found.sha256
    names = {one.name for one in (run / "refit").iterdir()}
    assert names == {"classifier.weights.h5", "curve.csv"}
    for name in names:
        assert (run / "refit" / name).read_bytes() == (other / "refit" / name).read_bytes()
