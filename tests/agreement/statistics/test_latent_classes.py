import numpy as np
import pytest

from neopain_gui.agreement.statistics.latent_classes import latent_classes
from neopain_gui.errors import InputError
from tests.agreement.statistics.published import published


@pytest.mark.parametrize(("classes", "likelihood"), [(2, -317.2568), (3, -293.705)])
def test_carcinoma_as_published(classes: int, likelihood: float) -> None:
    table = published("carcinoma")
    found = latent_classes(table[list("ABCDEFG")], classes, counts=table["count"], starts=12)
    assert found.log_likelihood == pytest.approx(likelihood, abs=6e-4)
    if classes == 3:
        assert found.aic == pytest.approx(633.41, abs=5e-3)
        assert found.bic == pytest.approx(697.1357, abs=2e-3)
        assert found.reached > 1


def test_gaps_one_class_and_too_many() -> None:
    answers = np.array([[1, 0, 1], [1, np.nan, 1], [0, 0, 1], [1, 0, np.nan]])
    one = latent_classes(answers, 1, starts=1)
    assert one.chances[0] == pytest.approx([0.75, 0, 1], abs=1e-6)
    with pytest.raises(InputError, match="choose fewer"):
        latent_classes(answers, 3)
