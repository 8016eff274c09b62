import pytest

from neopain_gui.annotation.answers import NO_PAIN, Answer, Decision
from neopain_gui.attribution.methods import METHODS
from neopain_gui.classifiers.registry import find
from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.errors import InputError
from neopain_gui.maps import ExtractionModel
from neopain_gui.pipeline.cautions import cautions
from neopain_gui.pipeline.eye_tracking.who_counts import Chooser
from neopain_gui.pipeline.faithfulness.cases import study_cases
from neopain_gui.pipeline.labels import COUNTED_LABEL, CountedLabels, LabelSource, label_source
from neopain_gui.pipeline.labels.source import check, with_cut_off
from neopain_gui.pipeline.maps.reference_photographs import References
from neopain_gui.pipeline.out_of_date import Judge
from neopain_gui.pipeline.rounds.making import Wanted
from neopain_gui.pipeline.rounds.making import photographs_of as wanted_for_a_round
from neopain_gui.pipeline.scripts.tables import photographs_table
from neopain_gui.pipeline.training.faces import photographs_of
from neopain_gui.provenance import Provenance
from neopain_gui.study import Result
from tests.pipeline.annotation.conftest import AT, code, of, rated, study
from tests.study.material import HEIGHT, WIDTH

__all__ = ["rated", "study"]


def label(study, rater, image_id, value):
    one = Answer(**of(rater, image_id), instrument="label", value=value, codable=value is not None)
    study.annotations.put_answers("first", rater, image_id, 0, [one])


def labels(study, **source):
    return dict(CountedLabels.of(study, LabelSource(**source)).by_photograph)


@pytest.fixture
def said(rated):
    """P0 both pain, P1 apart, P2 only Bia can tell, P3 nobody."""
    for image_id, ana, bia in (("P0", 1, 1), ("P1", 1, 0), ("P2", None, 0)):
        label(rated, "Ana", image_id, None if ana is None else float(ana))
        label(rated, "Bia", image_id, float(bia))
    return rated


def test_the_data_sets_label_counts_where_nothing_was_chosen(said):
    found = CountedLabels.of(said)
    assert found.source == LabelSource()
    assert [found.label(one) for one in said.images.all()] == [
        one.label for one in said.images.all()
    ]
    assert found.sentences(said.images.all()) == []


def test_a_rater_a_majority_and_what_was_adjudicated(said):
    pain, none = PainLabel.PAIN, PainLabel.NO_PAIN
    assert labels(said, kind="rater", rater="Ana") == {"P0": pain, "P1": pain}
    # A tie is no majority; who cannot tell has no vote.
    assert labels(said, kind="majority") == {"P0": pain, "P2": none}
    assert labels(said, kind="adjudicated") == {"P0": pain}
    for image_id, value in (("P1", NO_PAIN), ("P0", None)):
        said.annotations.put_decision(
            Decision(
                round="first",
                image_id=image_id,
                instrument="label",
                value=value,
                codable=value is not None,
                reason="seen again",
                at=AT,
            )
        )
    assert labels(said, kind="adjudicated") == {"P1": none}


def test_a_cut_off_of_a_scale(rated):
    code(rated, "Ana", "P0", brow=1, eyes=1, furrow=1, lips=0, mouth_stretch=0)
    code(rated, "Bia", "P0", brow=1, eyes=1, furrow=0, lips=0, mouth_stretch=0)
    code(rated, "Ana", "P1", brow=1, eyes=1, furrow=1, lips=1, mouth_stretch=None)
    cut = {"kind": "cut-off", "scale": "nfcs-5", "sign": "at least", "value": 3.0}
    # Of P1 the total is not known: an item was not codable.
    assert labels(rated, **cut, rater="Ana") == {"P0": PainLabel.PAIN}
    assert labels(rated, **cut) == {}
    assert labels(rated, **{**cut, "value": 2.0}) == {"P0": PainLabel.PAIN}
    usual = LabelSource(kind="cut-off", scale="nfcs-5")
    assert with_cut_off(rated, usual, at_least=None, more_than=None).words == "nfcs-5 ≥ 3"


def test_statistics_and_training_ask_one_place_and_it_is_said(said):
    said.set_setting(COUNTED_LABEL, LabelSource(kind="rater", rater="Ana").as_dict())
    assert label_source(said).words == "Ana's label"
    trained = {one.id: one.label for one in photographs_of(said)}
    assert trained == {"P0": PainLabel.PAIN, "P1": PainLabel.PAIN}
    told = cautions(said, [], [one.id for one in said.images.all()])
    # P0 is at rest by the data set, P1 in pain; P2 and P3 have no label of Ana's.
    assert (
        "The label that counts is Ana's label, not the data set's: it is another on 1 photograph "
        "of 4, and 2 photographs have none." in told
    )
    assert any(one.startswith("2 without a label") for one in told)


def test_whoever_splits_by_a_label_or_prints_one_asks(said, monkeypatch):
    monkeypatch.setattr("neopain_gui.pipeline.faithfulness.cases.recognised", lambda *_: None)
    said.set_setting(COUNTED_LABEL, LabelSource(kind="rater", rater="Ana").as_dict())
    pain, none = PainLabel.PAIN, PainLabel.NO_PAIN
    assert [one.label for one in CountedLabels.of(said).images(said)] == [pain, pain, None, None]
    # Of the eye tracker's groups: no neonate has one of each any more.
    assert Chooser.of(said).pairs == {}
    # Photographs at rest that a method compares with: by the data set P0 and P2.
    assert References(said).records(said.images.get("P3")) == []
    assert [case.label for case in study_cases(said, ["P0", "P2"])] == [pain, None]
    assert wanted_for_a_round(said, Wanted(label=pain)) == ("P0", "P1")
    table = photographs_table(said).set_index("image")
    assert table["label"].dropna().to_dict() == {"P0": "pain", "P1": "pain"}
    assert table["data_set_label"].to_dict()["P0"] == "no pain"
    assert set(table["label_source"]) == {"Ana's label"}
    said.forget_setting(COUNTED_LABEL)
    assert set(Chooser.of(said).pairs) == {"P0", "P1", "P2", "P3"}
    assert wanted_for_a_round(said, Wanted(label=none)) == ("P0", "P2")


def test_the_labelled_class_is_that_of_the_label_that_counts(said):
    made = ExtractionModel.of_method("GradCAM", "N-CNN")
    result = Result(
        image_id="P0",
        model=made,
        box=said.faces.get("P0").box,
        photograph_size=(HEIGHT, WIDTH),
        provenance=Provenance(
            stage="attribution.grad_cam",
            version=METHODS["grad_cam"].version,
            inputs={"target": "no pain", "weights": find("n_cnn_phantoms").sha256},
        ),
        facts={"method": "grad_cam", "classifier": "n_cnn_phantoms", "target_choice": "labelled"},
    )
    image = said.images.get("P0")
    before = Judge(said).judged(result, image)
    said.set_setting(COUNTED_LABEL, LabelSource(kind="rater", rater="Ana").as_dict())
    now = Judge(said).judged(result, image)
    assert before is None or not any(one.startswith("label") for one in before.reasons)
    assert "label no pain, now pain" in now.reasons


def test_a_source_that_is_gone_is_the_data_sets_again(said):
    for stored in ({"kind": "rater", "rater": "Zoe"}, {"kind": "cut-off"}, {"kind": 3}, "x"):
        said.set_setting(COUNTED_LABEL, stored)
        assert label_source(said).of_data_set


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ({"kind": "rater"}, "which rater"),
        ({"kind": "rater", "rater": "Zoe"}, "no rater Zoe"),
        ({"kind": "majority", "round": "ninth"}, "ninth"),
        ({"kind": "cut-off", "scale": "nix"}, "no scale “nix”"),
        ({"kind": "cut-off", "scale": "nips", "total": "sum"}, "no total “sum”"),
        ({"kind": "cut-off", "scale": "nips", "value": 11.0}, "lies between 0 and 7"),
    ],
)
def test_what_cannot_count_is_refused_in_a_sentence(said, source, words):
    with pytest.raises(InputError, match=words):
        check(said, LabelSource(**source))
