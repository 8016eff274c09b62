import pytest

from neopain_gui.annotation.scales import scales
from neopain_gui.annotation.scales.switches import how_switched, switches_typed
from neopain_gui.errors import InputError


def test_switches_are_said_as_they_are_set():
    scale = scales()["n-pass"]
    assert how_switched(scale, {}) == ("N-PASS, “A point for less than 30 weeks”: off.",)
    assert how_switched(scale, {"points_for_prematurity": True}) == (
        "N-PASS, “A point for less than 30 weeks”: on.",
    )
    assert how_switched(scales()["nips"], {}) == ()


def test_switches_are_read_as_they_are_typed():
    given = ["nfcs.count_tongue_protrusion=off", "n-pass.points_for_prematurity = ON"]
    assert switches_typed(given, scales()) == {
        "nfcs": {"count_tongue_protrusion": False},
        "n-pass": {"points_for_prematurity": True},
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nfcs.tongue=on", "no switch “nfcs.tongue”; there is nfcs.count_tongue_protrusion"),
        ("mood=on", "no switch “mood”"),
        ("nfcs.count_tongue_protrusion=perhaps", "on or off, not “perhaps”"),
        ("nfcs.count_tongue_protrusion", "on or off, not “”"),
    ],
)
def test_a_switch_that_is_not_there_is_refused(given, said):
    with pytest.raises(InputError, match=said):
        switches_typed([given], scales())
