"""What a setting changed is out of date, says what differs, and is well again when made again."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.attribution.methods import METHODS
from neopain_gui.classifiers import find
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gaze.density import Measure
from neopain_gui.gaze.fixations import IDT
from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.maps import ExtractionModel
from neopain_gui.people.participants import Participant
from neopain_gui.pipeline import out_of_date as module
from neopain_gui.pipeline.cautions import cautions
from neopain_gui.pipeline.eye_tracking.group_maps import gaze_maps, subgroups
from neopain_gui.pipeline.maps.reference_photographs import References
from neopain_gui.pipeline.out_of_date import Judge, OutOfDate, to_make
from neopain_gui.pipeline.out_of_date_words import Tally, sentences
from neopain_gui.pipeline.settings.method_options import METHOD_OPTIONS, study_options
from neopain_gui.pipeline.settings.study_settings import GAZE_SETTINGS, SUBGROUPS
from neopain_gui.provenance import Provenance
from neopain_gui.study import Result
from neopain_gui.study.removal import Selection
from tests.pipeline.eye_tracking.test_group_maps import study as study
from tests.study.material import FACE_BOX, HEIGHT, WIDTH

USUAL = GazeSettings()
NAMES = st.sampled_from(["Experts", "GradCAM|N-CNN", "I.G.|N-CNN"])
REASONS = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3, unique=True).map(tuple)


def out_of_date(study, image_ids=None):
    """Return what is found, which is what each record, read whole, is judged to be."""
    found, judge = module.out_of_date(study, image_ids), Judge(study)
    records = [one for one in study.results.all() if image_ids is None or one.image_id in image_ids]
    judged = [judge.judged(one, study.images.get(one.image_id)) for one in records]
    assert found == [one for one in judged if one is not None]
    return found


def make(study):
    study.results.record_many(list(gaze_maps(study, subgroups(study))))


def keep(study, **changes):
    study.set_setting(GAZE_SETTINGS, replace(USUAL, **changes).as_dict())


def test_what_was_just_made_is_not_out_of_date(study):
    make(study)
    assert len(study.results.all()) > 3
    assert out_of_date(study) == []
    assert sentences(out_of_date(study)) == []


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"radius_px": 120.0}, "gaze radius 50 pixels, now 120 pixels"),
        ({"measure": Measure.COUNT}, "weight of a fixation absolute duration, now absolute count"),
        ({"fixations": IDT()}, "fixation filter I-VT, now I-DT"),
        ({"pass_share": 0.9}, "minimum valid samples 70 %, now 90 %"),
        (
            {"viewing": replace(USUAL.viewing, distance_mm=500.0)},
            "distance from the screen 650 mm, now 500 mm",
        ),
    ],
)
def test_each_setting_of_gaze_says_what_it_was_and_is(study, changes, why):
    make(study)
    keep(study, **changes)
    found = out_of_date(study)
    assert {one.model.name for one in found} == {one.name for one in subgroups(study)}
    assert all(why in one.reasons for one in found if one.again)
    assert any(one.again for one in found)
    make(study)
    assert [one for one in out_of_date(study) if one.again] == []
    keep(study)
    assert out_of_date(study) != []


def test_a_setting_that_is_put_back_leaves_nothing_out_of_date(study):
    make(study)
    keep(study, radius_px=120.0)
    assert out_of_date(study)
    keep(study)
    assert out_of_date(study) == []


def test_other_participants_are_said(study):
    make(study)
    study.removal.take_out(Selection(participants=frozenset({"P02"})))
    found = out_of_date(study)
    # the removal takes the maps that the participant was part of; the rest is as it was
    assert all("other participants or recordings count now" in one.reasons for one in found)
    study.gaze.add([Participant(id="P03", group="Experts")], [], [])
    found = {one.model.name: one for one in out_of_date(study) if one.image_id == "P1"}
    assert found["Parents"].reasons == ("nobody of the group counts on it any more",)
    assert not found["Parents"].again


def test_a_group_that_is_gone_or_put_together_anew_is_said(study):
    own = {"name": "Mine", "groups": ["Experts"]}
    study.set_setting(SUBGROUPS, [own])
    make(study)
    study.set_setting(SUBGROUPS, [own | {"groups": ["Parents"]}])
    reasons = {one.reasons for one in out_of_date(study) if one.model.name == "Mine"}
    assert any("the group is put together in another way now" in some for some in reasons)
    study.set_setting(SUBGROUPS, [])
    (*gone,) = (one for one in out_of_date(study) if one.model.name == "Mine")
    assert {one.reasons for one in gone} == {("the study has no such group any more",)}
    assert to_make(gone) == ([], {})


@given(st.lists(st.tuples(NAMES, REASONS, st.booleans(), st.booleans()), max_size=20))
def test_a_tally_that_is_kept_up_says_what_counting_anew_says(rows):
    tally, left = Tally(), []
    for place, (name, reasons, again, stays) in enumerate(rows):
        model = ExtractionModel(name=name, kind="gaze" if name == "Experts" else "attribution")
        one = OutOfDate(image_id=f"P{place}", model=model, reasons=reasons, again=again)
        tally.add(one)
        if stays:
            left.append(one)
        else:
            tally.remove(one)
    anew = Tally(left)
    assert tally == anew
    assert tally.names == sorted({one.model.name for one in left})
    assert tally.again() == any(one.again for one in left)
    for name in tally.names:
        assert tally.again({name}) == any(one.again for one in left if one.model.name == name)
        (said,) = tally.sentences({name})
        count = sum(one.model.name == name for one in left)
        assert f": {name} on {count} photograph" in said
    assert bool(tally.sentences()) == bool(left)


def test_the_sentence_names_model_photographs_and_reason_and_is_a_caution(study):
    make(study)
    keep(study, radius_px=120.0)
    said = sentences(out_of_date(study))
    wanted = "Out of date: Experts on 2 photographs (gaze radius 50 pixels, now 120 pixels)."
    together = wanted.replace("Experts", "All participants, Experts")
    assert together in said
    experts = ExtractionModel(name="Experts", kind="gaze")
    assert wanted in cautions(study, [experts], {"P0", "P1"})
    assert not any("Parents" in one for one in cautions(study, [experts], {"P0", "P1"}))


# Classifiers' maps -------------------------------------------------------------------------------


def attribution(study, image_id, method="grad_cam", *, target="predicted", explained="pain"):
    """Record a map as the engine would have made it now."""
    import numpy as np

    info, image = find("n_cnn_phantoms"), study.images.get(image_id)
    inputs = {
        "image": image.sha256,
        "weights": info.sha256,
        "parameters": study_options(study, method),
        "target": explained,
        "box": list(FACE_BOX.as_tuple()),
    }
    if METHODS[method].needs_references:
        inputs["references"] = References(study).records(image)
    made = Provenance(stage=f"attribution.{method}", version=METHODS[method].version, inputs=inputs)
    study.blobs.put(made.key, np.ones((4, 4), np.float32))
    result = Result(
        image_id=image_id,
        model=ExtractionModel(name=f"{METHODS[method].title}|N-CNN", kind="attribution"),
        box=FACE_BOX,
        photograph_size=(HEIGHT, WIDTH),
        provenance=made,
        facts={"classifier": info.id, "method": method, "target_choice": target},
    )
    study.results.record(result)


def test_options_of_a_method_say_what_they_were(study):
    attribution(study, "P0", "integrated_gradients")
    attribution(study, "P1", "grad_cam")
    assert out_of_date(study) == []
    study.set_setting(METHOD_OPTIONS, {"integrated_gradients": {"steps": 24}})
    (one,) = out_of_date(study)
    assert one.image_id == "P0"
    assert "auto, now 24" in one.reasons[0]
    assert to_make([one]) == (
        [],
        {("n_cnn_phantoms", "integrated_gradients", "predicted"): ["P0"]},
    )
    assert out_of_date(study, ["P1"]) == []


def test_a_label_that_was_explained_and_changed_is_said(study):
    attribution(study, "P1", target="labelled", explained="pain")
    assert out_of_date(study) == []
    study.images.set_label("P1", PainLabel.NO_PAIN)
    assert out_of_date(study)[0].reasons == ("label pain, now no pain",)


def test_other_references_are_said(study):
    attribution(study, "P0", "expected_gradients")
    assert out_of_date(study) == []
    study.images.set_label("P2", PainLabel.PAIN)  # it was one of those compared with
    assert out_of_date(study)[0].reasons == ("it compares with other photographs now",)


def test_another_version_of_a_method_is_said(study, monkeypatch):
    attribution(study, "P0")
    newer = replace(METHODS["grad_cam"], version=METHODS["grad_cam"].version + 1)
    monkeypatch.setattr("neopain_gui.pipeline.out_of_date.METHODS", {**METHODS, "grad_cam": newer})
    assert out_of_date(study)[0].reasons == ("made by an earlier version of the method",)
