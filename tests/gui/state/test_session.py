"""The one state: what is chosen, what is listed, what can be undone."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neopain_gui.dataset.face_image import FaceImage, Neonate, PainLabel
from neopain_gui.errors import StudyError
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.gui.state import ordering
from neopain_gui.gui.state.loss import loss_of
from neopain_gui.gui.state.session import Session
from neopain_gui.maps import ExtractionModel
from neopain_gui.natural_order import natural_key
from neopain_gui.provenance import Provenance
from neopain_gui.study import Result, Study
from neopain_gui.study.images import in_natural_order
from tests.gui.made_maps import gaze

FIRST = "S1_no_pain"


def put_result(study, image_id, *, box=None, score=0.5, name="GradCAM|N-CNN"):
    provenance = Provenance(stage="test", version=1, inputs={"i": image_id, "n": name})
    study.blobs.put(provenance.key, np.ones((4, 4), np.float32))
    return Result(
        image_id=image_id,
        model=ExtractionModel(name=name, kind="attribution"),
        box=box or study.faces.get(image_id).box,
        photograph_size=(60, 80),
        provenance=provenance,
        facts={"classifier": "n_cnn_phantoms", "scores": {"pain": score, "no pain": 1 - score}},
    )


def test_opening_shows_the_first_photograph(session):
    assert [image.id for image in session.images] == [
        "S1_no_pain",
        "S1_pain",
        "S2_no_pain",
        "S2_pain",
    ]
    assert session.image_id == FIRST
    assert session.image.neonate.id == "S1"
    assert session.editable


def test_a_study_that_cannot_be_opened_leaves_the_present_one(session, tmp_path):
    before = session.study
    with pytest.raises(StudyError):
        session.open_study(tmp_path / "none.neopain")
    assert session.study is before
    assert session.images


def test_closing_empties_everything_and_reopening_returns_to_the_photograph(qapp, study_path):
    session = Session()
    session.open_study(study_path)
    session.select_image("S2_pain")
    session.close_study()
    assert (session.study, session.image_id, session.images) == (None, "", ())
    session.open_study(study_path)
    assert session.image_id == "S2_pain"
    session.close_study()


def test_stepping_stays_within_the_filtered_list(session):
    session.set_filter(labels=frozenset({"pain"}))
    assert [image.id for image in session.visible_images] == ["S1_pain", "S2_pain"]
    assert session.image_id == FIRST  # a filter does not take away what is looked at
    session.next_image()
    assert session.image_id == "S1_pain"
    session.next_image()
    session.next_image()
    assert session.image_id == "S2_pain"
    session.previous_image()
    session.previous_image()
    assert session.image_id == "S1_pain"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("s1", ["S1_no_pain", "S1_pain"]),
        ("S2 no", ["S2_no_pain"]),
        (".png", ["S1_no_pain", "S1_pain", "S2_no_pain", "S2_pain"]),
        ("nobody", []),
    ],
)
def test_filter_by_text(session, text, found):
    session.set_filter(text=text)
    assert [image.id for image in session.visible_images] == found


def test_every_edit_is_in_the_study_at_once_and_can_be_undone(session):
    session.edits.set_label(["S1_pain", "S2_pain"], PainLabel.NO_PAIN)
    assert session.study.images.get("S1_pain").label is PainLabel.NO_PAIN
    assert session.edits.undo_stack.count() == 1
    session.edits.undo_stack.undo()
    assert session.study.images.get("S1_pain").label is PainLabel.PAIN
    assert session.images[1].label is PainLabel.PAIN
    session.edits.undo_stack.redo()
    assert session.study.images.get("S2_pain").label is PainLabel.NO_PAIN


def test_an_edit_that_changes_nothing_is_none(session):
    session.edits.set_label(["S1_pain"], PainLabel.PAIN)
    session.edits.set_face(FIRST, session.study.faces.get(FIRST))
    assert session.edits.undo_stack.count() == 0


def test_undoing_a_face_brings_its_maps_back(session):
    study = session.study
    session.record([put_result(study, FIRST)])
    box = Box(left=5, top=5, right=30, bottom=40)
    session.edits.set_face(FIRST, Face(box=box, source=FaceSource.MANUAL))
    assert study.faces.get(FIRST).box == box
    assert not study.results.all(FIRST)
    session.edits.undo_stack.undo()
    assert study.faces.get(FIRST).source is FaceSource.DATASET
    assert [result.model.name for result in study.results.all(FIRST)] == ["GradCAM|N-CNN"]
    session.edits.undo_stack.redo()
    assert not study.results.all(FIRST)


def test_undoing_a_face_leaves_the_gaze_that_was_imported_since(session):
    study = session.study
    session.record([gaze(study, FIRST)])
    session.edits.set_face(
        FIRST, Face(box=Box(left=5, top=5, right=30, bottom=40), source=FaceSource.MANUAL)
    )
    newer = gaze(study, FIRST, values=np.eye(60, 80, dtype=np.float32))
    session.record([newer])
    session.edits.undo_stack.undo()
    assert [result.key for result in study.results.all(FIRST)] == [newer.key]


def test_a_map_of_an_outdated_face_is_not_kept(session):
    late = put_result(session.study, FIRST)
    box = Box(left=5, top=5, right=30, bottom=40)
    session.edits.set_face(FIRST, Face(box=box, source=FaceSource.MANUAL))
    session.record([late])
    assert not session.study.results.all(FIRST)


def test_a_read_only_study_says_so_and_stays_as_it_is(qapp, qtbot, study_path):
    session = Session()
    session.use_study(Study.open(study_path, read_only=True))
    with qtbot.waitSignal(session.notice):
        session.edits.set_label([FIRST], PainLabel.PAIN)
    assert session.study.images.get(FIRST).label is PainLabel.NO_PAIN
    assert not session.editable
    session.close_study()


def test_sorting_by_score_lists_the_highest_first(session):
    for image_id, score in (("S1_pain", 0.2), ("S2_no_pain", 0.9)):
        session.study.results.record(put_result(session.study, image_id, score=score))
    session.set_filter(sort="score")
    assert [image.id for image in session.visible_images] == [
        "S2_no_pain",
        "S1_pain",
        "S1_no_pain",
        "S2_pain",
    ]


def test_choices_are_kept_with_the_study(qapp, study_path):
    session = Session()
    session.open_study(study_path)
    session.choices.choose(method="integrated_gradients", target="pain")
    session.choices.set_mask_settings(type(session.choices.mask_settings)(c_attribution=0.7))
    session.close_study()
    session.open_study(study_path)
    assert (session.choices.method, session.choices.target) == ("integrated_gradients", "pain")
    assert session.choices.mask_settings.c_attribution == 0.7
    session.close_study()


def test_signals_are_sent_only_for_changes(session, qtbot):
    for signal, call in (
        (session.image_selected, lambda: session.select_image(session.image_id)),
        (session.choice_changed, lambda: session.choices.choose(method=session.choices.method)),
        (session.shown_model_changed, lambda: session.show_model(session.shown_model)),
        (
            session.overlay.opacity_changed,
            lambda: session.overlay.set_opacity(session.overlay.opacity),
        ),
    ):
        with qtbot.assertNotEmitted(signal):
            call()
    session.overlay.set_opacity(7)
    assert session.overlay.opacity == 1.0


BOX = Box(left=5, top=5, right=30, bottom=40)
HAND = Face(box=BOX, source=FaceSource.MANUAL)


def kept(session, image_id=FIRST):
    return {result.model.name: result.key for result in session.study.results.all(image_id)}


def said(session):
    """Collect what the session tells, and forget what it settles."""
    heard = []
    session.told.connect(heard.append)

    def settle(topic):
        heard[:] = [one for one in heard if one.topic != topic]

    session.settled.connect(settle)
    return heard


def test_redo_brings_back_what_was_computed_since_and_undo_what_it_took(session):
    heard, study = said(session), session.study
    session.record([put_result(study, FIRST, name="A|N"), put_result(study, FIRST, name="B|N")])
    old = kept(session)
    session.edits.set_face(FIRST, HAND)
    assert "2 maps went with it" in heard[-1].text
    session.record([put_result(study, FIRST, name="A|N"), put_result(study, FIRST, name="C|N")])
    new = kept(session)
    for _ in range(3):
        session.edits.undo()
        assert kept(session) == old
        assert "2 maps came back" in heard[-1].text
        session.edits.redo()
        assert kept(session) == new
        assert study.faces.get(FIRST) == HAND
    assert heard[-1].text.startswith("Done again: marking the face of S1_no_pain.")


def test_a_map_that_arrives_while_its_face_is_undone_comes_with_it(session):
    study = session.study
    early = put_result(study, FIRST, name="A|N")
    session.edits.set_face(FIRST, HAND)
    late = put_result(study, FIRST, name="B|N")
    session.record([early])  # of the face that was
    assert not kept(session)
    session.edits.undo()
    assert set(kept(session)) == {"A|N"}
    session.record([late])  # of the face that is undone
    assert set(kept(session)) == {"A|N"}
    session.edits.redo()
    assert set(kept(session)) == {"B|N"}


def test_much_computing_is_asked_about_before_it_goes(session):
    study, asked = session.study, []
    rows = [put_result(study, FIRST, name=f"IG|{n}") for n in range(2)]
    slow = [replace(row, facts={**row.facts, "method": "ig", "seconds": 400.0}) for row in rows]
    session.record(slow)
    answer = False
    session.edits.may_discard = lambda text, loss: asked.append((text, loss.text)) or answer
    session.edits.set_faces({FIRST: HAND, "S2_pain": None})
    assert asked == [
        (
            "finding the face on 2 photographs",
            "2 maps: about 7 minutes of computing on 1 photograph",
        )
    ]
    assert study.faces.get(FIRST) != HAND
    assert len(kept(session)) == 2
    assert session.edits.undo_stack.count() == 0
    answer = True
    session.edits.set_faces({FIRST: HAND, "S2_pain": None})
    session.record([replace(put_result(study, FIRST, name="IG|0"), facts=slow[0].facts)])
    answer = False
    session.edits.undo()
    assert asked[-1][0] == "undoing finding the face on 2 photographs"
    assert study.faces.get(FIRST) == HAND
    answer = True
    session.edits.undo()
    assert len(kept(session)) == 2


def test_little_computing_goes_without_a_question(session):
    session.record([put_result(session.study, FIRST)])
    session.edits.may_discard = lambda text, loss: pytest.fail("asked")
    session.edits.set_face(FIRST, None)
    assert not kept(session)


def test_how_long_maps_took_is_known_from_their_record_or_from_the_classifier(session):
    study = session.study
    one = put_result(study, FIRST)
    vgg = {**one.facts, "classifier": "vgg_face_phantoms", "method": "ig", "gradients": 1000}
    study.results.record_many(
        [
            replace(one, facts={**one.facts, "method": "grad_cam"}),
            replace(put_result(study, FIRST, name="V"), facts=vgg),
            replace(put_result(study, "S1_pain", name="V"), facts={**vgg, "seconds": 5.0}),
        ]
    )
    loss = loss_of(study.results.computed([FIRST, "S1_pain"]))
    assert (loss.maps, loss.photographs) == (3, 2)
    assert loss.seconds == pytest.approx(0.0113 + 348 + 5)


def test_a_map_imported_over_another_one_gives_it_back(session):
    study = session.study
    first = gaze(study, FIRST)
    second = gaze(study, FIRST, values=np.eye(60, 80, dtype=np.float32))
    session.record([first])

    def write(results):
        if results:
            study.results.record_many(results)
        else:
            study.results.remove(first.model.name, FIRST)

    session.edits.edit("the import of a picture", [], [second], write)
    assert set(kept(session).values()) == {second.key}
    session.edits.undo()
    assert set(kept(session).values()) == {first.key}
    session.edits.redo()
    assert set(kept(session).values()) == {second.key}


def test_several_photographs_are_said_with_an_undo_of_exactly_that_step(session):
    heard = said(session)
    session.edits.set_label([image.id for image in session.images], PainLabel.PAIN)
    assert [one.text for one in heard] == [
        "2 photographs labelled pain; 2 had another label. 2 had it already."
    ]
    label, undo = heard[-1].action
    assert label == "Undo"
    session.edits.set_label([FIRST], None)
    assert not heard  # what was said of the step before is settled
    assert session.edits.undo_stack.undoText() == "removing the label of S1_no_pain"
    undo()  # too late: it is not the last step any more
    assert session.study.images.get(FIRST).label is None
    session.edits.undo()
    assert heard[-1].text == "Undone: removing the label of S1_no_pain."
    undo()
    assert session.study.images.get(FIRST).label is PainLabel.NO_PAIN
    assert heard[-1].text == "Undone: the label pain of 2 photographs."


def test_edits_with_the_same_key_are_one_step_and_none_when_nothing_is_left(session):
    kept_values = [0]

    def step(value):
        before = kept_values[-1]
        session.edits.edit(f"setting {value}", before, value, kept_values.append, merge="value")

    for value in (1, 2, 3):
        step(value)
    assert session.edits.undo_stack.count() == 1
    assert session.edits.undo_stack.undoText() == "setting 3"
    session.edits.undo()
    assert kept_values[-1] == 0
    session.edits.redo()
    assert kept_values[-1] == 3
    step(0)
    assert session.edits.undo_stack.count() == 0


def test_an_edit_that_fails_is_told_and_no_step(session, qtbot):
    def write(value):
        raise StudyError("no")

    with qtbot.waitSignal(session.problem):
        assert not session.edits.edit("trying", 0, 1, write)
    assert session.edits.undo_stack.count() == 0


names = st.text(alphabet="N0123456789ab", min_size=1, max_size=6)


@given(
    st.lists(
        st.tuples(names, names, st.sampled_from([None, *PainLabel])), max_size=12, unique=True
    ),
    st.sampled_from(sorted(ordering.SORTS)),
)
def test_sorting_keeps_every_photograph_and_leaves_equal_ones_by_neonate_and_id(rows, sort):
    images = in_natural_order(
        FaceImage(
            id=f"{subject}-{name}-{label}",
            file=f"{name}/{subject}-{label}",
            sha256="0",
            width=20,
            height=20,
            neonate=Neonate(id=subject),
            label=label,
        )
        for subject, name, label in rows
    )
    scores = {image.id: len(image.id) / 20 for image in images[::2]}
    there = ordering.ordered(images, sort, scores)
    assert sorted(i.id for i in there) == sorted(i.id for i in images)
    for before, after in pairwise(there):
        if sort == "label":
            firsts, seconds = (
                list("pn-").index((str(i.label) if i.label else "-")[0]) for i in (before, after)
            )
        elif sort == "score":
            firsts, seconds = (-scores.get(i.id, -1) for i in (before, after))
        elif sort == "file":
            firsts, seconds = (natural_key(i.file) for i in (before, after))
        else:
            firsts = seconds = 0
        assert firsts <= seconds
        if firsts == seconds:
            assert images.index(before) < images.index(after)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_numbers_in_names_sort_by_value(a, b):
    assert (natural_key(f"N{a}") < natural_key(f"N{b}")) == (a < b)


def test_the_order_by_score_is_that_of_the_chosen_classifier(session):
    ids = [image.id for image in session.images]
    for place, image_id in enumerate(ids):
        made = put_result(session.study, image_id, score=0.1 + 0.2 * place)
        session.record([made])
        scores = {"pain": 0.9 - 0.2 * place, "no pain": 0.1 + 0.2 * place}
        facts = {"classifier": "vgg_face_phantoms", "scores": scores}
        other = put_result(session.study, image_id, name="GradCAM|VGG-Face")
        session.record([replace(other, facts=facts)])
    session.set_filter(sort="score")
    assert [image.id for image in session.visible_images] == ids[::-1]
    session.choices.choose(classifier_id="vgg_face_phantoms")
    assert [image.id for image in session.visible_images] == ids
    session.edits.undo()
    assert [image.id for image in session.visible_images] == ids[::-1]
