"""A fold's training: it repeats, it goes on to the same bytes, it ends when it should."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neopain_gui.errors import Cancelled, InputError
from neopain_gui.jobs import NULL_JOB, NullJob, Said
from neopain_gui.training.epoch import BatchSeen, Epoch
from neopain_gui.training.fit import EPOCHS, NOT_A_NUMBER, PATIENCE
from neopain_gui.training.learner import Learner, fresh
from tests.training.small import Numbers, Small, network


class Heard(NullJob):
    def __init__(self):
        self.said = []

    def partial(self, message):
        self.said.append(message)

    def of(self, kind):
        return [one for one in self.said if isinstance(one, kind)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A training that nobody disturbs."""
    small = Small(tmp_path_factory.mktemp("whole"))
    standing = small.train(NULL_JOB)
    return small, standing


def same(small, whole):
    mine, theirs = small.weights(), whole.weights()
    # two models' layers have the same names, so that paths agree
    return mine.keys() == theirs.keys() and all(
        np.array_equal(mine[name], theirs[name]) for name in mine
    )


class Killed(BaseException):
    """What nothing catches."""


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 60), min_size=1, max_size=4))
def test_killed_at_any_moments_it_goes_on_to_the_same_bytes(whole, tmp_path_factory, moments):
    """A moment is before a batch, or anywhere between two writings to the disk."""
    small = Small(tmp_path_factory.mktemp("killed"))
    fsync, left = os.fsync, 0

    def tick(*_):
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed

    class Fragile(NullJob):
        check = tick

    def failing(handle):
        tick()
        fsync(handle)
        tick()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", failing)
        for moment in moments:
            left = moment
            try:
                small.train(Fragile())
            except Killed:
                continue
            break
    standing = small.train(NULL_JOB)
    assert standing == whole[1]
    assert small.curve() == whole[0].curve()
    assert same(small, whole[0])


def test_a_stop_is_heard_before_the_next_batch(tmp_path):
    class Stopped(Heard):
        def check(self):
            if len(self.of(BatchSeen)) == 6:
                raise Cancelled

    job = Stopped()
    with pytest.raises(Cancelled):
        Small(tmp_path / "a").train(job)
    assert len(job.of(BatchSeen)) == 6  # four an epoch: in the midst of the second
    assert [one.number for one in job.of(Epoch)] == [1]


def test_it_says_each_batch_and_epoch(tmp_path):
    job, small = Heard(), Small(tmp_path / "a", epochs=2, phases=1)
    standing = small.train(job)
    batches, epochs = job.of(BatchSeen), job.of(Epoch)
    assert [(one.epoch, one.number, one.count) for one in batches] == [
        (epoch, number, 4) for epoch in (1, 2) for number in (1, 2, 3, 4)
    ]
    first = np.mean([one.loss for one in batches[:4]])
    assert epochs[0].training_loss == pytest.approx(first)
    assert [(one.fold, one.phase, one.most) for one in epochs] == [(2, 1, 2)] * 2
    assert standing.over == EPOCHS
    lines = small.curve().decode().splitlines()
    assert lines[0] == "epoch,phase,loss,val_loss,val_accuracy"
    assert float(lines[2].split(",")[3]) == epochs[1].loss


def test_patience_ends_it_and_the_best_epochs_weights_are_kept(tmp_path):
    """Nothing can be learnt here, so that sooner or later it only gets worse."""
    numbers = Numbers()
    numbers.values[:] = np.random.default_rng(1).normal(size=numbers.values.shape)
    small = Small(tmp_path / "a", epochs=200, patience=4, phases=1, rate=0.05, numbers=numbers)
    standing = small.train(NULL_JOB)
    assert standing.over == PATIENCE
    assert standing.epoch == standing.best_epoch + 4
    losses = [row[3] for row in standing.curve]
    assert losses[standing.best_epoch - 1] == standing.best == min(losses)
    again = Small(tmp_path / "b", epochs=standing.best_epoch, phases=1, rate=0.05, numbers=numbers)
    again.train(NULL_JOB)
    assert same(small, again)


def test_the_second_phase_begins_with_the_best_weights(whole):
    standing = whole[1]
    assert {row[1] for row in standing.curve} == {1, 2}
    assert [row[0] for row in standing.curve] == list(range(1, standing.epoch + 1))


def spoilt_from(batch):
    """Numbers that become none from a batch on, as with a photograph that is too bright."""

    class Spoilt(Numbers):
        def __init__(self):
            super().__init__()
            self.asked = 0

        def batch(self, rows):
            self.asked += 1
            return super().batch(rows) * (np.float32("nan") if self.asked > batch else 1)

    return Spoilt()


def test_a_loss_that_is_no_number_ends_it_with_the_last_good_weights(tmp_path):
    job = Heard()
    # four batches of learning and one of validation an epoch
    small = Small(tmp_path / "a", numbers=spoilt_from(2 * 5 + 1), rate=1e-3)
    standing = small.train(job)
    assert (standing.over, standing.epoch) == (NOT_A_NUMBER, 2)
    assert "no number any more in epoch 3" in job.of(Said)[0].text
    assert all(np.isfinite(each).all() for each in small.weights().values())
    good = Small(tmp_path / "b", epochs=standing.best_epoch, phases=1, rate=1e-3)
    good.train(NULL_JOB)
    assert same(small, good)


def test_a_loss_that_is_no_number_at_once_is_refused(tmp_path):
    with pytest.raises(InputError, match="epoch 1, before anything was learnt; choose a lower"):
        Small(tmp_path / "a", numbers=spoilt_from(1)).train(NULL_JOB)


def test_a_damaged_state_is_said(tmp_path):
    small = Small(tmp_path / "a")
    (tmp_path / "a" / "state.npz").write_bytes(b"PK\x03\x04 nothing of it")
    with pytest.raises(InputError, match=r"state\.npz: what the training kept of itself"):
        small.train(NULL_JOB)


@pytest.mark.parametrize("change", [{"optimizer/0": np.zeros(3)}, {"standing": np.array("[1]")}])
def test_a_state_of_another_network_is_said(whole, tmp_path, change):
    small = Small(tmp_path / "a")
    there = tmp_path / "a" / "state.npz"
    with np.load(whole[0].folder / "state.npz") as kept:
        np.savez(there, **{**kept, **change})
    with pytest.raises(InputError, match="what the training kept of itself is damaged; remove"):
        small.train(NULL_JOB)


def test_its_steps_are_those_of_keras():
    """RMSprop of the same loss, written here the usual way."""
    import keras
    import tensorflow as tf

    numbers, rows = Numbers(), np.arange(16)
    mine, theirs = network(), network()
    for each in (mine, theirs):
        fresh(each, 5)
        each.get_layer("dropout").rate = 0.0
    learner = Learner(mine, rate=1e-2, rho=0.8, epsilon=1e-3)
    optimiser = keras.optimizers.RMSprop(1e-2, rho=0.8, epsilon=1e-3)
    pain = numbers.pain[rows].astype(int)
    for _ in range(5):
        learner.learn(numbers.batch(rows), numbers.pain[rows])
        with tf.GradientTape() as tape:
            logits = theirs(numbers.batch(rows), training=True)
            entropy = keras.losses.sparse_categorical_crossentropy(pain, logits, from_logits=True)
            loss = tf.reduce_mean(entropy) + sum(theirs.losses)
        weights = theirs.trainable_variables
        optimiser.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))
    for one, other in zip(mine.get_weights(), theirs.get_weights(), strict=True):
        assert one == pytest.approx(other, abs=1e-6)
        assert np.isfinite(one).all()
