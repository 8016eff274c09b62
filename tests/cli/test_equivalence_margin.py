import pytest

from neopain_gui.pipeline.settings.margins import MARGINS
from neopain_gui.study import Study
from tests.cli.running import neopain
from tests.reports.small import small_study


@pytest.fixture
def study(tmp_path):
    with small_study(tmp_path, 2) as made:
        return made.path


def test_margins_are_shown_set_and_taken_back(study, capsys):
    assert neopain("margin", study) == 0
    assert "overlap: ± 0.05 (default: a twentieth" in capsys.readouterr().out
    assert neopain("margin", study, "--metric", "overlap", "--value", "0.1") == 0
    assert "overlap: ± 0.1 (set on 20" in capsys.readouterr().out
    with Study.open(study) as opened:
        assert opened.setting(MARGINS)["overlap"]["margin"] == 0.1
        assert not opened.setting(MARGINS)["overlap"]["after_results"]
    assert neopain("margin", study, "--metric", "overlap", "--default") == 0
    assert "default" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--value", "0.1"), "it is not said of which metric"),
        (("--metric", "kappa", "--value", "0.1"), "'kappa' has no margin"),
        (("--metric", "overlap", "--value", "0"), "give a number above 0"),
        (("--metric", "overlap", "--value", "0.1", "--default"), "leave one out"),
    ],
)
def test_what_is_no_margin(study, arguments, sentence, capsys):
    assert neopain("margin", study, *arguments) != 0
    assert sentence in " ".join(capsys.readouterr().err.split())
