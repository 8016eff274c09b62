import json

import pytest

from neopain_gui.annotation.landmarks import sets
from neopain_gui.annotation.scales import scale_of_text, scale_text, scales
from neopain_gui.errors import InputError
from neopain_gui.pipeline.settings.instruments import (
    study_landmark_sets,
    study_scales,
    switches_of,
    switching_changes,
    with_switches,
)
from neopain_gui.pipeline.settings.own_instruments import (
    asking,
    has_own,
    own_definitions,
    set_taken_in,
    taken_in,
    with_scale,
    with_set,
    without_scale,
    without_set,
)
from tests.pipeline.annotation.conftest import rated, study

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
        taken_in(study, changed("nips", version="2"))


def test_what_a_round_asks_stays_and_a_changed_one_stands_beside_it(rated):
    from dataclasses import replace

    keep(rated, with_scale(rated, changed("nips", id="ours", short="Ours")))
    asks = replace(
        rated.annotations.round("first"), name="second", token="2d", instruments=("scale:ours",)
    )
    rated.annotations.put_round(asks)
    before = study_scales(rated)["ours"]
    for version in ("1", "2"):
        made, said = taken_in(rated, changed("nips", id="ours", title="Changed", version=version))
        assert (made.id, made.version, made.title) == ("ours-v2", "2", "Changed")
        assert said.startswith("“second” asks version 1 of “ours”, which stays; this one stands")
        keep(rated, with_scale(rated, made))
        assert study_scales(rated)["ours"] == before
        assert study_scales(rated)["ours-v2"] == made
        keep(rated, without_scale(rated, "ours-v2"))
    assert taken_in(rated, before) == (before, "")
    assert asking(rated, "scale:ours") == ["second"]
    with pytest.raises(InputError, match="“second” asks for the scale"):
        without_scale(rated, "ours")


def test_switches_are_the_scales_own_until_the_study_sets_them(study):
    scale = scales()["n-pass"]
    assert switches_of(study, scale) == {"points_for_prematurity": False}
    study.set_setting("scale switches", {"n-pass": {"points_for_prematurity": True, "x": 1}})
    assert switches_of(study, scale) == {"points_for_prematurity": True}


def test_switches_that_are_set_concern_every_round_that_asks_the_scale(rated):
    from dataclasses import replace

    assert with_switches(rated, {"nfcs": {"count_tongue_protrusion": True}}) == {}
    off = {"nfcs": {"count_tongue_protrusion": False}}
    assert with_switches(rated, off) == {"scale switches": off}
    assert switching_changes(rated, {"n-pass": {"points_for_prematurity": True}}) == []
    first = rated.annotations.round("first")
    asks = replace(first, name="ward", token="3d", instruments=("scale:nfcs",))
    rated.annotations.put_round(asks)
    (said,) = switching_changes(rated, off)
    assert said.startswith("Totals of NFCS in “ward” are added up so, too")
    assert switching_changes(rated, {"nfcs": {"count_tongue_protrusion": True}}) == []


def test_a_short_name_that_another_scale_has_gets_a_number(study):
    made, said = taken_in(study, changed("nips", id="ours"))
    assert (made.short, said) == (
        "NIPS 2",
        "Another scale is called NIPS in short; this one is NIPS 2 here.",
    )


def test_a_definition_that_cannot_be_used_is_kept_and_not_offered(study):
    study.set_setting("own scales", {"ours": {"id": "ours", "items": []}})
    assert "ours" not in study_scales(study)
    assert own_definitions(study, "own scales") == {"ours": {"id": "ours", "items": []}}


def test_a_set_that_a_round_asks_stays_and_a_changed_one_stands_beside_it(rated):
    from dataclasses import replace

    own = sets()["5"].model_copy(update={"id": "ours", "title": "Ours"})
    keep(rated, with_set(rated, own))
    assert study_landmark_sets(rated)["ours"] == own
    other = own.model_copy(update={"points": own.points[:2], "lines": (), "mirror": ()})
    other = other.model_copy(update={"distances": ()})
    assert set_taken_in(rated, other) == (other, "")
    first = rated.annotations.round("first")
    asks = replace(first, name="ward", token="3d", instruments=("landmarks:ours",))
    rated.annotations.put_round(asks)
    made, said = set_taken_in(rated, other)
    assert made.id == "ours-v2"
    assert said.startswith("“ward” asks the set “ours”, which stays")
    with pytest.raises(InputError, match="“ward” asks for the set of landmarks “ours”"):
        without_set(rated, "ours")
    with pytest.raises(InputError, match="NeoPain has a set of landmarks “5”"):
        set_taken_in(rated, other.model_copy(update={"id": "5"}))
