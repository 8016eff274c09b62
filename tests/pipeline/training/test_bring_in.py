"""A training's folder becomes one classifier; what its folds have seen follows from its plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neopain_gui.classifiers.registry import available
from neopain_gui.errors import InputError
from neopain_gui.pipeline.training.bring_in import bring_in, trained_folds
from neopain_gui.training.protocol import Choice, Division, Kind
from tests.classifiers.folds import several
from tests.training.made_up import done_run, protocol


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return [file for file, _ in several.networks(tmp_path_factory.mktemp("networks"), 3)]


def test_each_neonate_is_unseen_by_the_fold_that_holds_it_out(files, tmp_path, monkeypatch):
    several.own_folder(monkeypatch, tmp_path / "models")
    run = tmp_path / "run"
    plan = done_run(run, files, protocol(folds=3))
    (run / "card.md").write_text("# Card\n")
    before = {file: file.read_bytes() for file in run.rglob("*") if file.is_file()}
    info = bring_in(run, "mine", "My training")
    assert (info.id, info.title) == ("mine", "My training")
    assert info in available()
    assert info.card.read_text() == "# Card\n"
    assert {name: one.unseen for name, one in info.folds.neonates.items()} == {
        member.neonate: plan.folds_of(member.neonate) for member in plan.cohort
    }
    assert {one.dataset for one in info.folds.neonates.values()} == {"A", "B"}
    assert len(info.folds.photographs) == 16
    assert {file: file.read_bytes() for file in run.rglob("*") if file.is_file()} == before
    with pytest.raises(InputError, match="there is a classifier 'mine' already"):
        bring_in(run, "mine")
    assert {file: file.read_bytes() for file in run.rglob("*") if file.is_file()} == before


def test_who_validates_has_been_seen(files, tmp_path):
    """Hold-out again and again: the inner validation chooses the weights, so it counts as seen."""
    settings = replace(
        protocol(), division=Division(kind=Kind.HOLD_OUT, repetitions=3, test_share=0.3)
    )
    plan = done_run(tmp_path / "run", files, settings)
    neonates = trained_folds(tmp_path / "run").record.neonates
    for number in (1, 2, 3):
        parts = plan.parts(number)
        unseen = {name for name, one in neonates.items() if number in one.unseen}
        assert unseen == set(parts.test)
        assert not unseen & {*parts.train, *parts.validation}


def test_a_data_set_that_only_tests_is_unseen_by_all(files, tmp_path):
    settings = protocol()
    crossed = Division(folds=2, train_from=("A",), test_on=("B",))
    done_run(tmp_path / "run", files, replace(settings, division=crossed))
    neonates = trained_folds(tmp_path / "run").record.neonates
    assert {one.unseen for one in neonates.values() if one.dataset == "B"} == {(1, 2)}
    assert all(len(one.unseen) < 2 for one in neonates.values() if one.dataset == "A")


def test_the_paper_s_rule_is_on_record(files, tmp_path):
    settings = protocol()
    paper = replace(settings, selection=replace(settings.selection, by=Choice.TEST))
    plan = done_run(tmp_path / "run", files, paper)
    record = trained_folds(tmp_path / "run").record
    assert record.chosen_on_test
    assert {name: one.unseen for name, one in record.neonates.items()} == {
        member.neonate: plan.folds_of(member.neonate) for member in plan.cohort
    }


def test_what_is_no_whole_training_is_refused(files, tmp_path):
    done_run(tmp_path / "part", files, protocol(folds=3), folds=1)
    with pytest.raises(InputError, match="folds 2 and 3 of 3 are not trained yet"):
        trained_folds(tmp_path / "part")
    with pytest.raises(InputError, match="is no folder of a training"):
        trained_folds(tmp_path)
    done_run(tmp_path / "run", files, protocol(folds=3))
    changed = tmp_path / "run" / "protocol.toml"
    changed.write_text(changed.read_text().replace("epochs = 2", "epochs = 3"))
    with pytest.raises(InputError, match="the protocol was changed after the training began"):
        trained_folds(tmp_path / "run")
