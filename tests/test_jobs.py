"""Progress never runs backwards, whatever the stages of a job report."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.jobs import PartOfJob, Reached, part, track

REPORTS = st.lists(
    st.tuples(st.floats(-2, 20) | st.just(math.nan), st.floats(0, 10)), min_size=1, max_size=30
)


class Told:
    """A job that notes what it is told."""

    def __init__(self):
        self.shares = []

    def check(self):
        pass

    def progress(self, done, total, text=""):
        self.shares.append(done / total)

    def partial(self, message):
        pass


def rising(shares):
    return shares == sorted(shares)


@given(REPORTS)
def test_a_share_never_falls_and_stays_within_the_whole(reports):
    reached = Reached()
    shares = [reached.at(done, total) for done, total in reports]
    assert rising(shares)
    assert all(0 <= share <= 1 for share in shares)
    for (done, total), share in zip(reports, shares, strict=True):
        if total > 0 and 0 <= done <= total:
            assert share >= done / total - 1e-12


@given(REPORTS, st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted))
def test_a_part_stays_in_its_place_and_goes_forward(reports, place):
    told = Told()
    stage = PartOfJob(told, *place)
    for done, total in reports:
        stage.progress(done, total)
    assert all(place[0] - 1e-9 <= share <= place[1] + 1e-9 for share in told.shares)
    assert rising(told.shares)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_parts_one_after_the_other_go_forward(sizes):
    told = Told()
    for place, size in enumerate(sizes):
        with part(told, place / len(sizes), (place + 1) / len(sizes)) as stage:
            assert list(track(range(size), stage, total=size)) == list(range(size))
    assert rising(told.shares)
    assert told.shares[-1] == pytest.approx(1.0)
