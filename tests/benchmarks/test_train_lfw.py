"""Where the answer is known: marks tell neonates apart, and labels only where they are to."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from benchmarks.train_lfw import KINDS, MARK, NEONATES, achieved, known, material


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_what_it_says(kind):
    made = known(kind)
    assert len(made.pictures) == len(made.pain) == 200
    assert made.pain.sum() == 100
    labels, marks = defaultdict(set), defaultdict(set)
    for number, picture in enumerate(made.pictures):
        labels[number % NEONATES[kind]].add(bool(made.pain[number]))
        marks[number % NEONATES[kind]].add(picture[:MARK, :MARK].tobytes())
    planted = kind in ("planted", "leaked")
    assert all((len(some) == 1) == planted for some in marks.values())
    assert all((len(some) == 1) == planted for some in labels.values())
    faces = np.arange(200) < 100
    assert np.array_equal(made.pain, faces) == (kind == "true")
    assert len(set(made.neonates)) == (200 if kind == "leaked" else NEONATES[kind])


def test_no_neonate_tests_and_trains():
    """Two folds of a few pictures, trained for real."""
    made = material(known("planted", 100), folds=2, epochs=1)
    for fold in (1, 2):
        parts = made.plan.parts(fold)
        assert not set(parts.test) & {*parts.train, *parts.validation}


def test_it_is_trained_and_judged(tmp_path):
    figures = achieved(material(known("true", 40), folds=2, epochs=1), tmp_path / "run")
    assert figures["auc"].low <= figures["auc"].value <= figures["auc"].high
