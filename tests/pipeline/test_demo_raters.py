import numpy as np
import pytest

from neopain_gui.pipeline.demo_raters import MADE_UP, TO_TRY, YOU
from neopain_gui.pipeline.demo_study import make_demo_study
from neopain_gui.pipeline.labels.said import SaidByRaters
from neopain_gui.pipeline.out_of_date import out_of_date
from neopain_gui.study import Study


@pytest.fixture(scope="module")
def rated(tmp_path_factory):
    path = make_demo_study(tmp_path_factory.mktemp("demo"), subjects=3, rated=True)
    with Study.open(path) as study:
        yield study


def test_two_made_up_raters_have_rated_all_and_a_round_waits_for_you(rated):
    store = rated.annotations
    assert [one.name for one in store.rounds()] == [MADE_UP, TO_TRY]
    for rater in store.round(MADE_UP).raters:
        turns = store.turns(MADE_UP, rater)
        assert store.handed_in(MADE_UP, rater)
        assert len(store.sittings(MADE_UP, rater)) == len(turns) == 7
    assert store.handed_in(TO_TRY, YOU) is None
    assert not store.begun(TO_TRY)


def test_they_agree_often_and_not_always(rated):
    said = SaidByRaters.of(rated)
    one, other = (
        {
            (each.image_id, answer.item): answer.value
            for some in said.by_photograph("scale:nfcs-5", [who]).values()
            for each in some
            for answer in each.answers
        }
        for who in ("Rater 1", "Rater 2")
    )
    alike = np.mean([one[key] == other[key] for key in one])
    assert 0.7 < alike < 1


def test_their_scale_and_their_regions_stand_beside_gaze(rated):
    names = {one.name: one.kind for one in rated.results.models()}
    assert names["Marked by all raters"] == names["NFCS-5 by all raters"] == "annotation"
    assert "gaze" in names.values()
    assert not [one for one in out_of_date(rated) if one.model.of_raters]
    # Where somebody in pain was marked, more of the face is inside than at rest.
    pain = [one.facts["empty"] for one in rated.results.all(models=["Marked by all raters"])]
    assert 0 < sum(pain) < len(pain)
