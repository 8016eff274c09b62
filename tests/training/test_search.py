"""Heads are drawn between their ends, tried on inner validation alone, and the best is trained."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.errors import Cancelled, InputError
from neopain_gui.jobs import NullJob, Said
from neopain_gui.training import one_fold
from neopain_gui.training.fit import Lesson
from neopain_gui.training.learner import fresh
from neopain_gui.training.networks import head_network
from neopain_gui.training.one_fold import Course, train_fold
from neopain_gui.training.photographs import CropsInMemory, Samples
from neopain_gui.training.presets import preset
from neopain_gui.training.protocol import Search
from neopain_gui.training.search import best_head, draw_head, read_search
from neopain_gui.training.spent import Spent
from tests.training.made_up import faces, material, photographs, protocol
from tests.training.small import ROWS, WIDTH, Numbers
from tests.training.test_fit import Heard

SMALL = Search(draws=2, epochs=2, layers=(1, 2), units=(2, 5), rate=(1e-3, 1e-2))


def searching(**settings):
    start = protocol("vgg_face", search=replace(SMALL, **settings))
    return replace(start, optimiser=replace(start.optimiser, batch=4))


def lesson(numbers):
    """Rows 0 to 15 train, 16 to 19 validate, and 20 to 23 are tested."""
    return Lesson(
        train=np.arange(16),
        validation=np.arange(16, 20),
        pain=numbers.pain,
        seed=3,
        fold=2,
        batch=8,
    )


class Watched(Numbers):
    def __init__(self):
        super().__init__()
        self.asked = set()

    def batch(self, rows):
        self.asked |= set(rows.tolist())
        return super().batch(rows)


@given(
    st.integers(1, 8),
    st.integers(1, 8),
    st.tuples(st.integers(1, 8192), st.integers(1, 8192)).map(sorted),
    st.tuples(st.floats(1e-12, 1), st.floats(1e-12, 1)).map(sorted),
    st.integers(0, 2**31 - 1),
)
def test_what_is_drawn_lies_between_the_ends_and_follows_from_the_seed(a, b, units, rates, seed):
    search = Search(layers=tuple(sorted((a, b))), units=tuple(units), rate=tuple(rates))
    one = draw_head(search, seed, 1, 1)
    assert min(a, b) <= len(one.layers) <= max(a, b)
    assert all(units[0] <= each <= units[1] for each in one.layers)
    assert rates[0] * (1 - 1e-9) <= one.rate <= rates[1] * (1 + 1e-9)
    assert one == draw_head(search, seed, 1, 1)


def test_draws_reach_both_ends_and_all_scales():
    some = [draw_head(Search(), 0, 1, number) for number in range(2000)]
    assert {len(one.layers) for one in some} == {1, 2, 3}
    units = [each for one in some for each in one.layers]
    assert min(units) < 55 <= 2040 < max(units)
    below = np.mean([one.rate < 1e-4 for one in some])  # the geometric mean of the ends
    assert below == pytest.approx(0.5, abs=0.05)


def test_the_best_on_inner_validation_is_kept_and_the_test_is_never_looked_at(tmp_path):
    numbers, job = Watched(), Heard()
    best = best_head(searching(), lesson(numbers), numbers, WIDTH, tmp_path, job=job)
    tried = read_search(tmp_path / "search.csv")
    assert [one.draw for one in tried] == [1, 2]
    assert best.val_loss == min(one.val_loss for one in tried)
    assert best in tried
    assert numbers.asked == set(range(20))
    assert job.said == []  # batches of heads that are tried draw no curve


def test_a_search_that_is_stopped_goes_on_to_the_same_table(tmp_path):
    numbers = Numbers()

    class Stops(NullJob):
        def __init__(self, left):
            self.left = left

        def check(self):
            self.left -= 1
            if self.left < 0:
                raise Cancelled

    best_head(searching(), lesson(numbers), numbers, WIDTH, tmp_path)
    whole = (tmp_path / "search.csv").read_bytes()
    parts = tmp_path / "parts"
    parts.mkdir()
    for batches in (3, 5):  # two batches an epoch: within the first head, and after it
        with pytest.raises(Cancelled):
            best_head(searching(), lesson(numbers), numbers, WIDTH, parts, job=Stops(batches))
    best_head(searching(), lesson(numbers), numbers, WIDTH, parts)
    assert (parts / "search.csv").read_bytes() == whole


def test_heads_that_learn_nothing_are_refused(tmp_path):
    numbers = Numbers()
    numbers.values[:] = np.nan
    with pytest.raises(InputError, match="every head that was drawn for fold 2 became no number"):
        best_head(searching(draws=1), lesson(numbers), numbers, WIDTH, tmp_path)


def test_a_damaged_table_is_said(tmp_path):
    (tmp_path / "search.csv").write_text("draw,layers\n1,some\n")
    with pytest.raises(InputError, match=r"search\.csv: the table of heads that were tried"):
        best_head(searching(), lesson(Numbers()), Numbers(), WIDTH, tmp_path)


def test_the_fold_is_trained_with_the_best_head(tmp_path, monkeypatch):
    """On numbers in place of what a base gives, and without writing a VGG-Face."""

    class Head:
        def __init__(self, settings):
            self.settings = settings
            self.network = head_network(WIDTH, settings.head.layers, 0.0)

        def begin(self, seed):
            fresh(self.network, seed)

        def part(self, phase):
            return self.network

    settings = replace(searching(), fine_tuning=None)
    some, written = photographs(ROWS), []
    made = material(settings, some, faces(ROWS))
    course = Course(
        protocol=settings,
        plan=made.plan,
        photographs=some,
        faces=made.faces,
        samples=Samples(some, [()] * ROWS, CropsInMemory(faces(ROWS))),
        trainee=Head(settings),
        other=Head,
        inputs=lambda phase, job: Numbers(),
        titled="Small",
        spent=Spent(),
    )
    monkeypatch.setattr(one_fold, "_write", lambda course, *_: written.append(course))
    job = Heard()
    train_fold(course, 1, tmp_path, job)
    best = min(read_search(tmp_path / "fold-01" / "search.csv"), key=lambda one: one.val_loss)
    (trained,) = written
    assert trained.trainee.settings.head.layers == best.drawn.layers
    assert trained.protocol.optimiser.rate == best.drawn.rate
    assert trained.protocol.optimiser.l1 == best.drawn.l1
    assert f"the best has {best.drawn.said()}" in job.of(Said)[0].text


def test_a_protocol_whose_test_chooses_has_nothing_to_try_heads_on():
    with pytest.raises(InputError, match="heads are tried on the inner validation, and this"):
        replace(preset("paper", "vgg_face"), search=SMALL)
    with pytest.raises(InputError, match="search and fine-tuning are VGG-Face’s"):
        replace(preset("honest", "n_cnn"), search=Search())
    with pytest.raises(InputError, match="put the smaller first"):
        Search(units=(2048, 50))
