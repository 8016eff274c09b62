"""Means as people read them: what is grey."""

import pytest

from neopain_gui.agreement.measures import MEASURES
from neopain_gui.reports.chance import BesideChance
from neopain_gui.reports.shown_means import by_chance

ABOUT = "neopain_gui.reports.shown_means"


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.id)
def test_only_a_measure_with_a_chance_level_is_grey_where_it_is_not_passed(measure):
    below = by_chance("0.400", BesideChance(overlap=0.4, chance=0.5), measure.id)
    assert (below.band == "chance") is (measure.chance is not None)
    assert by_chance("0.600", BesideChance(overlap=0.6, chance=0.5), measure.id).band == ""
