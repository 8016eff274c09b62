"""What the study has already, as the importer of heatmap pictures knows it."""

from neopain_gui.gui.gaze.heatmaps.heatmap_rows import There
from tests.gui.made_maps import attribution, blob, fill, gaze


def test_a_map_that_comes_in_is_known_as_if_everything_were_read_anew(session):
    fill(session)
    study, (first, second, *_) = session.study, [image.id for image in session.images]
    there = There.of(study)
    for values, group in ((blob(60, 80, 0.2, 0.2), "Experts"), (None, "Nurses")):
        study.results.record(gaze(study, second, group, values))
        after = there.with_photograph(study, second)
        assert after is not there
        assert after == There.of(study)
        there = after
    study.results.record(attribution(study, first, name="Another"))
    assert there.with_photograph(study, first) == There.of(study)  # a name that nobody's map has


def test_a_classifier_s_map_changes_nothing_and_nothing_is_read_but_its_photograph(session):
    fill(session)
    study, first = session.study, session.images[0].id
    there = There.of(study)
    study.results.record(attribution(study, first))
    assert there.with_photograph(study, first) is there
