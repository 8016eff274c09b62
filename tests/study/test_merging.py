"""Two studies put together: nothing lost, nothing taken for something else, both as before."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from neopain_gui.dataset.face_image import Neonate, PainLabel
from neopain_gui.errors import StudyError
from neopain_gui.faces.drawn import outlines_of
from neopain_gui.faces.face import Face, FaceSource
from neopain_gui.geometry import Box
from neopain_gui.people.participants import Participant
from neopain_gui.people.scores import PainScore
from neopain_gui.study import Study, merge_studies, plan_merge
from tests.study.material import photographs, put, result, values_of

BOX = Box(left=1, top=1, right=20, bottom=20)


@pytest.fixture
def two(tmp_path: Path):
    """The first has photographs 0 to 3, the second 2 to 5; both call the neonates N0, N1, …"""
    records = photographs(tmp_path / "photos", 6)
    with Study.create(tmp_path / "first") as first, Study.create(tmp_path / "second") as second:
        first.images.add(records[:4], root=tmp_path / "photos")
        moved = [replace(one, id=f"X{n}") for n, one in enumerate(records[2:])]
        second.images.add(moved, root=tmp_path / "photos", copy=True)
        yield first, second


def test_the_same_photograph_is_one_whatever_it_is_called(two, tmp_path: Path) -> None:
    first, second = two
    plan = plan_merge(first, second, same_neonates=True)
    assert plan.shared == {"X0", "X1"}
    assert plan.images == {"X0": "P2", "X1": "P3", "X2": "X2", "X3": "X3"}
    assert plan.sentence == (
        "6 photographs: 4 of the first study, 2 that only the second has; 2 are in both."
    )
    before = [(study.path / "study.sqlite").read_bytes() for study in two]
    path = merge_studies(first, second, plan, tmp_path / "both")
    assert [(study.path / "study.sqlite").read_bytes() for study in two] == before
    with Study.open(path) as both:
        images = {image.id: image for image in both.images.all()}
        assert set(images) == {"P0", "P1", "P2", "P3", "X2", "X3"}
        for image_id in images:
            both.images.pixels(image_id)
        for image in first.images.all():
            assert images[image.id] == image


def test_ids_that_mean_two_photographs_are_told_apart(tmp_path: Path) -> None:
    records = photographs(tmp_path / "photos", 4)
    with Study.create(tmp_path / "first") as first, Study.create(tmp_path / "second") as second:
        first.images.add(
            [replace(one, id=f"photo-00{n}") for n, one in enumerate(records[:2], 1)],
            root=tmp_path / "photos",
        )
        second.images.add(
            [replace(one, id=f"photo-00{n}") for n, one in enumerate(records[2:], 1)],
            root=tmp_path / "photos",
        )
        second.faces.put("photo-001", Face(box=BOX, source=FaceSource.MANUAL))
        plan = plan_merge(first, second, same_neonates=True)
        assert plan.images == {"photo-001": "photo-003", "photo-002": "photo-004"}
        with Study.open(merge_studies(first, second, plan, tmp_path / "both")) as both:
            assert both.faces.get("photo-003").source is FaceSource.MANUAL
            assert both.images.get("photo-003").sha256 == records[2].sha256


def test_names_that_may_mean_two_children_are_asked_about(two, tmp_path: Path) -> None:
    first, second = two
    open_question = plan_merge(first, second)
    surely = {first.images.get("P2").neonate.id, first.images.get("P3").neonate.id}
    mine = {one.neonate.id for one in first.images.all()}
    theirs = {one.neonate.id for one in second.images.all()}
    assert set(open_question.unclear_neonates) == (mine & theirs) - surely
    if open_question.unclear_neonates:
        with pytest.raises(StudyError, match="say whether they mean the same"):
            merge_studies(first, second, open_question, tmp_path / "both")
    assert not (tmp_path / "both.neonate").exists()


def test_children_of_one_name_can_be_kept_apart(tmp_path: Path) -> None:
    one, two = photographs(tmp_path / "photos", 2)
    child = Neonate(id="N1")
    with Study.create(tmp_path / "first") as first, Study.create(tmp_path / "second") as second:
        first.images.add([replace(one, neonate=child)], root=tmp_path / "photos")
        second.images.add([replace(two, neonate=child)], root=tmp_path / "photos")
        assert plan_merge(first, second).unclear_neonates == ("N1",)
        apart = plan_merge(first, second, same_neonates=False)
        with Study.open(merge_studies(first, second, apart, tmp_path / "apart")) as both:
            assert sorted(image.neonate.id for image in both.images.all()) == ["N1", "N1-2"]
        same = plan_merge(first, second, same_neonates=True)
        with Study.open(merge_studies(first, second, same, tmp_path / "same")) as both:
            assert {image.neonate.id for image in both.images.all()} == {"N1"}


def test_everything_that_is_known_comes_along(two, tmp_path: Path) -> None:
    first, second = two
    for study, images in ((first, ("P0", "P2")), (second, ("X1", "X2"))):
        for image_id in images:
            study.faces.put(image_id, Face(box=BOX, source=FaceSource.MANUAL))
            study.regions.put(image_id, {"mouth": outlines_of([[(3, 3), (9, 3), (6, 9)]])})
    who = [Participant(id="P01", group="Experts"), Participant(id="P02", group="Parents")]
    first.gaze.add(who[:1], [], [PainScore(participant_id="P01", image_id="P0", score=3.0)])
    second.gaze.add(
        who,
        [],
        [PainScore(participant_id="P01", image_id="X0", score=7.0),
         PainScore(participant_id="P02", image_id="X3", score=1.0)],
    )  # fmt: skip
    second.images.set_label("X0", PainLabel.PAIN)
    first.images.set_label("P2", None)
    assert plan_merge(first, second).unclear_participants == ("P01",)
    plan = plan_merge(first, second, same_neonates=True, same_participants=False)
    with Study.open(merge_studies(first, second, plan, tmp_path / "both")) as both:
        drawn = {one for one, face in both.faces.all().items() if face.source is FaceSource.MANUAL}
        assert drawn == {"P0", "P2", "X2"}, "P3 had a face in the first study"
        assert set(both.regions.all()) == {"P0", "P2", "P3", "X2"}
        assert {(s.participant_id, s.image_id, s.score) for s in both.gaze.scores()} == {
            ("P01", "P0", 3.0), ("P01-2", "P2", 7.0), ("P02", "X3", 1.0),
        }  # fmt: skip
        assert both.images.get("P2").label is PainLabel.PAIN, (
            "what the first does not say is filled in"
        )


def test_maps_come_along_with_their_values(two, tmp_path: Path) -> None:
    first, second = two
    for study, image_id, seed in ((first, "P0", 1), (first, "P2", 2), (second, "X0", 3),
                                  (second, "X3", 4)):  # fmt: skip
        assert put(study, result(image_id, seed=seed))
    plan = plan_merge(first, second, same_neonates=True)
    assert any("P2 (" in text and "map" in text and "differs" in text for text in plan.left_out)
    with Study.open(merge_studies(first, second, plan, tmp_path / "both")) as both:
        found = {one.image_id: one for one in both.results.all()}
        assert set(found) == {"P0", "P2", "X3"}
        assert found["P2"].key == result("P2", seed=2).key
        for one in found.values():
            assert (both.results.relevance_of(one).values == values_of(one)).all()
        assert found["X3"].provenance == second.results.all("X3")[0].provenance


def test_what_differs_is_listed_and_the_first_counts(two, tmp_path: Path) -> None:
    first, second = two
    first.images.set_label("P2", PainLabel.PAIN)
    second.images.set_label("X0", PainLabel.NO_PAIN)
    first.faces.put("P3", Face(box=BOX, source=FaceSource.MANUAL))
    second.faces.put("X1", Face(box=Box(left=2, top=2, right=20, bottom=20),
                               source=FaceSource.MANUAL))  # fmt: skip
    plan = plan_merge(first, second, same_neonates=True)
    said = "\n".join(plan.left_out)
    assert "P2 (" in said
    assert "label is pain in the first study and no pain in the second" in said
    assert "the second study's face is another" in said
    with Study.open(merge_studies(first, second, plan, tmp_path / "both")) as both:
        assert both.images.get("P2").label is PainLabel.PAIN
        assert both.faces.get("P3").box == BOX


def test_copies_stay_copies_and_the_rest_can_be_copied(two, tmp_path: Path) -> None:
    first, second = two
    plan = plan_merge(first, second, same_neonates=True)
    path = merge_studies(first, second, plan, tmp_path / "deep" / "er" / "both", copy=True)
    shutil.rmtree(tmp_path / "photos")
    with Study.open(path) as both:
        assert both.images.missing() == []
        for image in both.images.all():
            both.images.pixels(image.id)


def test_photographs_that_lie_elsewhere_are_still_found(two, tmp_path: Path) -> None:
    first, second = two
    plan = plan_merge(first, second, same_neonates=True)
    path = merge_studies(first, second, plan, tmp_path / "deep" / "er" / "both")
    with Study.open(path) as both:
        assert both.images.missing() == []
        both.images.pixels("P0")
        assert both.images.path_of("P0") == first.images.path_of("P0")


def test_a_place_that_is_taken_is_refused_and_nothing_is_left(two, tmp_path: Path) -> None:
    first, second = two
    plan = plan_merge(first, second, same_neonates=True)
    with pytest.raises(StudyError, match="it exists already"):
        merge_studies(first, second, plan, first.path)
    assert not list(tmp_path.glob(".unfinished-*"))


def test_settings_of_the_first_count_even_where_it_never_changed_them(two, tmp_path: Path) -> None:
    first, second = two
    mine = {"name": "Nurses", "groups": ["Experts"]}
    first.set_setting("gaze subgroups", [mine])
    second.set_setting("masks", {"c_gaze": 0.2})
    second.set_setting("gaze", {"radius_px": 120})
    second.set_setting(
        "gaze subgroups", [{"name": "Nurses", "groups": ["Parents"]}, {"name": "Night shift"}]
    )
    second.set_setting("report photographs", True)
    plan = plan_merge(first, second, same_neonates=True)
    with Study.open(merge_studies(first, second, plan, tmp_path / "both")) as both:
        assert both.setting("masks") is None
        assert both.setting("gaze") is None
        assert both.setting("gaze subgroups") == [mine, {"name": "Night shift"}]
        assert both.setting("report photographs") is None, "the first was never asked"


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        ({"report photographs": True}, {"report photographs": False}, False),
        ({"report photographs": True}, {"report photographs": True}, True),
        ({"report photographs": True}, {"synthetic": True}, True),
        ({}, {"synthetic": True}, False),
        ({}, {"report photographs": False}, False),
    ],
)
def test_no_photograph_is_shown_because_another_study_allows_it(
    two, tmp_path: Path, ours, theirs, said
) -> None:
    for study, settings in zip(two, (ours, theirs), strict=True):
        for key, value in settings.items():
            study.set_setting(key, value)
    plan = plan_merge(*two, same_neonates=True)
    with Study.open(merge_studies(*two, plan, tmp_path / "both")) as both:
        assert both.setting("report photographs") is said
        assert bool(both.setting("synthetic")) == ("synthetic" in theirs)
