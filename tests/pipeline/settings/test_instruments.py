import json

import pytest

from neopain_gui.annotation.scales import scale_of_text, scale_text, scales
from neopain_gui.errors import InputError
from neopain_gui.pipeline.settings.instruments import (
    has_own,
    study_scales,
    switches_of,
    with_scale,
    without_scale,
)
from tests.pipeline.annotation.conftest import AT, of, rated, study

__all__ = ["rated", "study"]


def changed(scale_id, **more):
    found = json.loads(scale_text(scales()[scale_id])) | more
    return scale_of_text(json.dumps(found))


def keep(study, settings):
    for key, value in settings.items():
        study.set_setting(key, value)


def test_a_scale_of_ones_own_is_there_and_goes_again(study):
    own = changed("nips", id="ours", short="Ours")
    keep(study, with_scale(study, own))
    assert study_scales(study)["ours"] == own
    assert has_own(study, "ours")
    keep(study, without_scale(study, "ours"))
    assert "ours" not in study_scales(study)


def test_other_words_for_a_scale_are_a_wording(study):
    keep(study, with_scale(study, changed("nips", title="Escala", language="pt-BR")))
    assert study_scales(study)["nips"].title == "Escala"
    assert study_scales(study)["nips"].totals == scales()["nips"].totals
    keep(study, without_scale(study, "nips"))
    assert study_scales(study)["nips"] == scales()["nips"]


def test_what_counts_otherwise_needs_an_id_of_its_own(study):
    with pytest.raises(InputError, match="more than words"):
        with_scale(study, changed("nips", version="2"))


def test_what_was_answered_is_not_changed_under_its_version(rated):
    from dataclasses import replace

    from neopain_gui.annotation.answers import Answer

    keep(rated, with_scale(rated, changed("nips", id="ours")))
    asks = replace(
        rated.annotations.round("first"), name="second", token="2d", instruments=("scale:ours",)
    )
    rated.annotations.put_round(asks)
    said = Answer(
        **of("Ana", "P0") | {"round": "second"},
        instrument="scale:ours",
        version="1",
        item="face",
        value=1.0,
    )
    rated.annotations.put_answers("second", "Ana", "P0", 0, [said])
    with pytest.raises(InputError, match="another version"):
        with_scale(rated, changed("nips", id="ours", title="Changed"))
    assert with_scale(rated, changed("nips", id="ours", title="Changed", version="2"))
    with pytest.raises(InputError, match="“second” asks for the scale"):
        without_scale(rated, "ours")
    assert AT


def test_switches_are_the_scales_own_until_the_study_sets_them(study):
    scale = scales()["n-pass"]
    assert switches_of(study, scale) == {"points_for_prematurity": False}
    study.set_setting("scale switches", {"n-pass": {"points_for_prematurity": True, "x": 1}})
    assert switches_of(study, scale) == {"points_for_prematurity": True}
