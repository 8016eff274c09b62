import numpy as np
import pytest

from neopain_gui.annotation.scales import scales
from neopain_gui.jobs import NULL_JOB
from neopain_gui.masks import MaskSettings, to_contour_mask
from neopain_gui.pipeline.annotation.maps import SHARE, RatersMaps, annotation_maps, raters_models
from neopain_gui.pipeline.labels.said import SaidByRaters
from neopain_gui.pipeline.out_of_date import of_raters, out_of_date
from neopain_gui.study import Selection
from tests.pipeline.annotation.conftest import LEFT, RIGHT, code, mark


def made(study, **more):
    results = list(annotation_maps(study, **more))
    study.results.record_many(results)
    return {(one.model.name, one.image_id): one for one in results}


def mask(study, result):
    return to_contour_mask(study.results.relevance_of(result), MaskSettings()).values


def test_a_raters_regions_and_a_groups_are_extraction_models(rated):
    mark(rated, "Ana", "P0", LEFT, weight=3)
    mark(rated, "Bia", "P0", RIGHT)
    mark(rated, "Ana", "P1", LEFT)
    mark(rated, "Bia", "P1")
    names = [one.name for one in raters_models(rated)]
    assert names == ["Marked by all raters", "Marked by Ana", "Marked by Bia"]
    found = made(rated)
    assert len(found) == 6
    ana, bia = (mask(rated, found[f"Marked by {who}", "P0"]) for who in ("Ana", "Bia"))
    both = mask(rated, found["Marked by all raters", "P0"])
    assert ana.sum() == bia.sum() == 64
    # At least half of two raters: either of them.
    assert (both == (ana | bia)).all()
    assert found["Marked by Bia", "P1"].facts["empty"]
    # Whoever marked nothing was asked, and is one of the two.
    values = rated.results.relevance_of(found["Marked by all raters", "P1"]).values
    assert np.unique(values).tolist() == [0.0, 0.5]


def test_the_share_from_which_on_it_is_the_mask_is_a_setting(rated):
    mark(rated, "Ana", "P0", LEFT, weight=3)
    mark(rated, "Bia", "P0", RIGHT)
    before = made(rated)["Marked by all raters", "P0"]
    assert not out_of_date(rated)
    rated.set_setting(SHARE, 0.75)
    stale = out_of_date(rated)
    assert {one.reasons for one in stale} == {("share of raters 50 %, now 75 %",)}
    assert "Marked by all raters" in of_raters(stale)
    after = made(rated)["Marked by all raters", "P0"]
    assert mask(rated, after).sum() < mask(rated, before).sum()
    assert not out_of_date(rated)


def test_a_scale_lies_on_the_features_of_the_face(rated):
    code(rated, "Ana", "P0", brow=1, eyes=0, furrow=1, lips=1, mouth_stretch=None)
    code(rated, "Bia", "P0", brow=1, eyes=0, furrow=0, lips=0, mouth_stretch=1)
    result = made(rated)["NFCS-5 by all raters", "P0"]
    relevance = rated.results.relevance_of(result)
    # Brow 1, furrow ½, mouth ½ + 1; the eyes are as they are at rest.
    assert np.unique(relevance.values).tolist() == [0.0, 0.5, 1.0, 1.5]
    assert mask(rated, result).sum() == (relevance.values >= 0.5).sum()


def test_what_was_coded_with_another_version_does_not_count(rated, monkeypatch):
    code(rated, "Ana", "P0", brow=1)
    newer = scales()["nfcs-5"].model_copy(update={"version": "2"})
    monkeypatch.setattr(
        "neopain_gui.pipeline.settings.instruments.scales", lambda: {"nfcs-5": newer}
    )
    told = []

    class Told(type(NULL_JOB)):
        def partial(self, message):
            told.append(message)

    assert list(annotation_maps(rated, job=Told())) == []
    assert "another version" in told[0].why


def test_maps_follow_what_raters_say(rated):
    mark(rated, "Ana", "P0", LEFT)
    made(rated)
    mark(rated, "Ana", "P0", RIGHT)
    (stale,) = out_of_date(rated)
    assert stale.reasons == ("raters say something else now",)
    assert stale.again
    assert made(rated, missing_only=True)
    assert not out_of_date(rated)
    assert not list(annotation_maps(rated, missing_only=True))


def test_a_rater_who_goes_takes_their_maps_along_and_brings_them_back(rated):
    mark(rated, "Ana", "P0", LEFT)
    mark(rated, "Bia", "P0", RIGHT)
    mark(rated, "Bia", "P1", RIGHT)
    made(rated)
    before = {(one.model.name, one.image_id) for one in rated.results.all()}
    taken = rated.removal.take_out(Selection(participants=frozenset({"Ana"})))
    # On P1 only Bia said something: that map of all raters has nothing of Ana's.
    assert {(one.model.name, one.image_id) for one in rated.results.all()} == {
        ("Marked by Bia", "P0"),
        ("Marked by Bia", "P1"),
        ("Marked by all raters", "P1"),
    }
    rated.removal.put_back(taken)
    assert {(one.model.name, one.image_id) for one in rated.results.all()} == before
    rated.annotations.take_out_round("first")
    assert not rated.results.all()


def test_a_rater_with_another_name_keeps_their_maps(rated):
    mark(rated, "Ana", "P0", LEFT)
    made(rated)
    rated.edits.rename_participants({"Ana": "R1"})
    assert [one.model.name for one in rated.results.all()] == ["Marked by R1"]
    assert not out_of_date(rated)
    taken = rated.removal.take_out(Selection(participants=frozenset({"R1"})))
    assert taken.count("results") == 1


def test_a_blind_round_counts_when_it_is_handed_in(rated):
    from dataclasses import replace

    blind = replace(
        rated.annotations.round("first"), name="second", token="b11d", blind=True, raters=("Ana",)
    )
    rated.annotations.put_round(blind)
    from neopain_gui.annotation.answers import Mark

    said = Mark(round="second", rater="Ana", image_id="P0", name="x", outlines=(LEFT,))
    rated.annotations.put_marks("second", "Ana", "P0", 0, [said])
    assert SaidByRaters.of(rated).waiting == (("second", "Ana"),)
    assert raters_models(rated) == []
    rated.annotations.hand_in("second", "Ana", "2026-12-01T11:00:00")
    assert [one.name for one in raters_models(rated)] == ["Marked by Ana"]


def test_without_a_face_a_scale_has_no_place(rated):
    code(rated, "Ana", "P0", brow=1)
    rated.faces.put("P0", None)
    makes = RatersMaps(rated)
    image = rated.images.get("P0")
    assert makes.provenance("NFCS-5 by Ana", image) is None
    assert "face is not known" in makes.why_none("NFCS-5 by Ana", image)


@pytest.mark.parametrize("share", [0, -1, 2, "half", None])
def test_a_damaged_share_is_the_usual_one(rated, share):
    from neopain_gui.pipeline.annotation.maps import share_of

    rated.set_setting(SHARE, share)
    assert share_of(rated) == 0.5
