"""A round goes to another machine and comes back: nothing leaks, nothing is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from neopain_gui.annotation.answers import LONGEST_NOTE, Amendment, Answer
from neopain_gui.annotation.ratings_file import ratings_text, read_ratings
from neopain_gui.annotation.scales import scales
from neopain_gui.errors import InputError, StudyError
from neopain_gui.imaging import decode
from neopain_gui.pipeline.labels import COUNTED_LABEL, label_source
from neopain_gui.pipeline.labels.source import LabelSource
from neopain_gui.pipeline.rounds.collecting import look_at, take_in
from neopain_gui.pipeline.rounds.handing_over import export_round
from neopain_gui.pipeline.rounds.ratings import left_of, only_round, ratings_of, write_ratings
from neopain_gui.pipeline.settings.instruments import OWN_SCALES, as_setting
from neopain_gui.provenance import canonical_json, sha256_bytes
from neopain_gui.study import Selection, Study, merge_studies, plan_merge
from tests.pipeline.rounds.material import AT, NAME, make, rate

ABOUT = "neopain_gui.pipeline.rounds"


@pytest.fixture
def study(tmp_path: Path):
    with make(tmp_path) as made:
        yield made


@pytest.fixture
def elsewhere(study: Study, tmp_path: Path) -> Path:
    return export_round(study, NAME, "Ana", tmp_path / "out").path


def everything(study: Study) -> tuple:
    store = study.annotations
    handed = [store.handed_in(NAME, one) for one in store.round(NAME).raters]
    lists = (store.answers(), store.marks(), store.landmarks(), store.sittings())
    return (*(sorted(one, key=repr) for one in lists), store.amendments(), handed)


def test_a_folder_is_the_round_of_one_rater_and_says_nothing_else(
    study: Study, elsewhere: Path, tmp_path: Path
) -> None:
    records = {image.id: image for image in study.images.all()}
    aliases = study.annotations.aliases(NAME)
    with Study.open(elsewhere) as other:
        found = only_round(other)
        assert found == replace(
            study.annotations.round(NAME),
            raters=("Ana",),
            image_ids=tuple(sorted(aliases.values())),
        )
        assert [
            (aliases[turn.image_id], turn.repeat) for turn in study.annotations.turns(NAME, "Ana")
        ] == [(turn.image_id, turn.repeat) for turn in other.annotations.turns(NAME, "Ana")]
        assert other.gaze.participants() == other.annotations.raters()
        assert [one.id for one in other.gaze.participants()] == ["Ana"]
        for image in other.images.all():
            assert {image.neonate, image.label, image.nfcs, image.stimulus or None} == {None}
            assert image.file == f"{image.id}.png"
            original = next(one for one, alias in aliases.items() if alias == image.id)
            assert np.array_equal(other.images.pixels(image.id), study.images.pixels(original))
            assert other.faces.get(image.id) == study.faces.get(original)
    told = [one.sha256 for one in records.values()]
    told += [one.name for one in records.values()] + ["phantoms", "friction", "Bia", "experts"]
    told += [one.neonate.id + '"' for one in records.values()]
    for file in (one for one in elsewhere.rglob("*") if one.is_file()):
        content = file.read_bytes()
        assert not [one for one in told if one.encode() in content], file
        assert not [one for one in told if one in file.name]
    with pytest.raises(StudyError, match="exists already"):
        export_round(study, NAME, "Ana", tmp_path / "out")


def test_what_is_rated_elsewhere_comes_back_the_same(study: Study, elsewhere: Path) -> None:
    with Study.open(elsewhere) as other:
        rate(other, "Ana", turns=3)
        assert len(left_of(other, NAME, "Ana")) == 5
        rate(other, "Ana")
        assert left_of(other, NAME, "Ana") == ()
        other.annotations.hand_in(NAME, "Ana", AT)
        file = write_ratings(other, NAME, "Ana", elsewhere.parent)
    assert file.name == "ratings-Ana.json"
    rate(study, "Bia")
    before = everything(study)
    found = look_at(study, [file])
    assert everything(study) == before, "looking changes nothing"
    take_in(study, found.after)
    assert found.conflicts == ()
    after = everything(study)
    assert study.annotations.handed_in(NAME, "Ana") == AT
    assert ratings_of(study, NAME, "Ana") == read_ratings(file)
    assert {one.image_id for one in study.annotations.answers(NAME, "Ana")} == {
        f"P{number}" for number in range(6)
    }
    for again in (file, elsewhere):
        same = look_at(study, [again])
        assert same.changes_nothing
        assert "8 said the same already" in same.sentences[0]
    take_in(study, found.before)
    assert everything(study) == before
    take_in(study, found.after)
    assert everything(study) == after


def test_a_file_of_what_a_rater_began_is_gone_on_with(study: Study, elsewhere: Path) -> None:
    with Study.open(elsewhere) as other:
        rate(other, "Ana", turns=3)
    take_in(study, look_at(study, [elsewhere]).after)
    with Study.open(elsewhere) as other:
        rate(other, "Ana")
        other.annotations.hand_in(NAME, "Ana", AT)
    found = look_at(study, [elsewhere])
    assert found.conflicts == ()
    assert "5 new turns, 3 said the same already" in found.sentences[0]
    take_in(study, found.after)
    assert ratings_of(study, NAME, "Ana").handed_in == AT


def test_answers_that_differ_are_named_and_the_studys_stay(study: Study, elsewhere: Path) -> None:
    rate(study, "Ana", turns=2)
    with Study.open(elsewhere) as other:
        rate(other, "Ana", label=0.0)
        other.annotations.hand_in(NAME, "Ana", AT)
    before = study.annotations.answers(NAME, "Ana")
    found = look_at(study, [elsewhere])
    assert len(found.conflicts) == 2
    first = study.annotations.turns(NAME, "Ana")[0]
    assert found.conflicts[0].sentence == (
        f"Ana, photo{first.image_id[1]}.png: label: pain in the study, no pain in {elsewhere.name}"
    )
    take_in(study, found.after)
    assert [one for one in study.annotations.answers(NAME, "Ana") if one in before] == before
    assert study.annotations.handed_in(NAME, "Ana") is None, "not all of it is in"
    theirs = look_at(study, [elsewhere], theirs=True)
    take_in(study, theirs.after)
    assert {
        one.value for one in study.annotations.answers(NAME, "Ana") if one.instrument == "label"
    } == {0.0}
    assert study.annotations.handed_in(NAME, "Ana") == AT
    assert study.annotations.amendments() == []


def test_what_was_handed_in_here_changes_with_an_amendment(study: Study, elsewhere: Path) -> None:
    rate(study, "Ana")
    study.annotations.hand_in(NAME, "Ana", AT)
    with Study.open(elsewhere) as other:
        rate(other, "Ana", label=0.0, turns=1)
    found = look_at(study, [elsewhere], theirs=True)
    before = everything(study)
    take_in(study, found.after)
    (amendment,) = study.annotations.amendments()
    assert amendment.reason == f"collected from {elsewhere.name}, which differed"
    assert amendment.what == "label: no pain, before pain"
    take_in(study, found.before)
    assert everything(study) == before


def test_the_longest_notes_and_reasons_that_can_be_given_come_along(
    study: Study, tmp_path: Path
) -> None:
    rate(study, "Ana")
    turn = study.annotations.turns(NAME, "Ana")[0]
    at = {"round": NAME, "rater": "Ana", "image_id": turn.image_id, "repeat": turn.repeat}
    study.annotations.hand_in(NAME, "Ana", AT)
    note = Answer(**at, instrument="note", text="x" * LONGEST_NOTE)
    what = f"note: “{'x' * LONGEST_NOTE}”, before “{'y' * LONGEST_NOTE}”"
    change = Amendment(**at, at=AT, reason="z" * LONGEST_NOTE, what=what)
    study.annotations.amend(change, answers=[note])
    found = read_ratings(write_ratings(study, NAME, "Ana", tmp_path))
    assert found == ratings_of(study, NAME, "Ana")
    with pytest.raises(ValueError, match="at most 4,000 characters"):
        replace(change, reason="z" * (LONGEST_NOTE + 1))


def test_what_was_amended_elsewhere_is_taken_with_its_reason(study: Study, elsewhere: Path) -> None:
    with Study.open(elsewhere) as other:
        rate(other, "Ana")
        other.annotations.hand_in(NAME, "Ana", AT)
        take_in(study, look_at(study, [elsewhere]).after)
        turn = other.annotations.turns(NAME, "Ana")[0]
        at = {"round": NAME, "rater": "Ana", "image_id": turn.image_id}
        other.annotations.amend(
            Amendment(**at, at=AT, reason="a slip", what="label: no pain, before pain"),
            answers=[Answer(**at, instrument="label", value=0.0)],
        )
    found = look_at(study, [elsewhere])
    assert found.conflicts == ()
    take_in(study, found.after)
    assert [one.reason for one in study.annotations.amendments()] == ["a slip"]
    assert ratings_of(study, NAME, "Ana").said[0].answers


def test_a_photograph_that_was_removed_meanwhile_is_left_out_and_said(
    study: Study, elsewhere: Path
) -> None:
    with Study.open(elsewhere) as other:
        rate(other, "Ana")
    study.removal.take_out(Selection(images=frozenset({"P2"})))
    found = look_at(study, [elsewhere])
    assert found.sentences[1] == (
        f"{elsewhere.name}: 1 photograph of the round is not in the study any more; what is said "
        "of it is left out."
    )
    take_in(study, found.after)
    assert "P2" not in {one.image_id for one in study.annotations.answers()}


@pytest.fixture
def file(study: Study, tmp_path: Path) -> Path:
    rate(study, "Ana")
    return write_ratings(study, NAME, "Ana", tmp_path)


def rewritten(file: Path, change) -> Path:
    raw = json.loads(file.read_text())
    change(raw)
    file.write_text(json.dumps(raw))
    return file


def first_answer(raw: dict) -> dict:
    return next(one for one in raw["turns"][0]["answers"] if one["instrument"] == "score")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: first_answer(raw).update(value=11.0), r"turn 1, answers \d.*between 0 and 10"),
        (lambda raw: first_answer(raw).update(value=-1.0), r"turn 1, answers \d.*not at -1"),
        (lambda raw: first_answer(raw).update(value=3.0), "was changed after NeoPain wrote it"),
        (lambda raw: first_answer(raw).update(value="3"), r"turn 1, answers \d, value: no ratings"),
        (lambda raw: first_answer(raw).update(more=1), r"turn 1, answers \d, more: no ratings"),
        (lambda raw: raw["turns"].append(raw["turns"][0]), "the same turn twice"),
        (lambda raw: raw["turns"].pop(), "was changed after NeoPain wrote it"),
        (lambda raw: raw["round"].update(repeats=0.9), "round: .*share of repeats"),
        (lambda raw: raw.update(version=99), "newer NeoPain"),
        (lambda raw: raw.update(neopain="map"), "no file of a rater's answers"),
        (lambda raw: raw["turns"][0]["marks"][0].update(outlines=[[[0, 0]]]), "3 to 40,000 points"),
    ],
)
def test_a_file_that_was_changed_by_hand_is_refused_in_a_sentence(
    study: Study, file: Path, change, said: str
) -> None:
    before = everything(study)
    with pytest.raises(InputError, match=said) as error:
        look_at(study, [rewritten(file, change)])
    assert str(error.value).startswith("ratings-Ana.json")
    assert everything(study) == before


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_such_file_is_refused(study: Study, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "ratings-Ana.json"
    file.write_bytes(content)
    with pytest.raises(InputError, match="no file of a rater's answers"):
        look_at(study, [file])


def test_a_file_of_another_study_or_of_an_older_scale_is_refused(
    study: Study, file: Path, tmp_path: Path
) -> None:
    newer = as_setting(scales()["nfcs"]) | {"version": "2"}
    study.set_setting(OWN_SCALES, {"nfcs": newer})
    with pytest.raises(InputError, match="version 1 of the scale nfcs, and in the study"):
        look_at(study, [file])
    study.set_setting(OWN_SCALES, {})
    assert look_at(study, [file]).changes_nothing
    with make(tmp_path / "other", token="beef") as other:
        with pytest.raises(InputError, match="only has the same name as the one here"):
            look_at(other, [file])
        other.annotations.take_out_round(NAME)
        with pytest.raises(InputError, match="of another study; collect it in the study"):
            look_at(other, [file])
    with pytest.raises(InputError, match="a study of its own"):
        look_at(study, [tmp_path / "other" / "ward.neopain"])


def test_a_rater_who_is_called_otherwise_by_now_is_found_when_it_is_said(
    study: Study, elsewhere: Path
) -> None:
    with Study.open(elsewhere) as other:
        rate(other, "Ana")
    study.edits.rename_participants({"Ana": "R1"})
    with pytest.raises(InputError, match="does not ask Ana, but R1, Bia"):
        look_at(study, [elsewhere])
    take_in(study, look_at(study, [elsewhere], raters={"Ana": "R1"}).after)
    assert {one.rater for one in study.annotations.answers()} == {"R1"}


def test_two_files_given_at_once_are_put_beside_each_other(study: Study, tmp_path: Path) -> None:
    for folder, label in (("a", 1.0), ("b", 0.0)):
        made = export_round(study, NAME, "Ana", tmp_path / folder).path
        with Study.open(made) as other:
            rate(other, "Ana", label=label, turns=2)
    files = [next((tmp_path / folder).iterdir()) for folder in "ab"]
    found = look_at(study, files)
    assert [one.file for one in found.conflicts] == [files[1].name] * 2


def test_nothing_of_a_rater_who_has_handed_in_is_handed_over(study: Study, tmp_path: Path) -> None:
    study.annotations.hand_in(NAME, "Ana", AT)
    with pytest.raises(StudyError, match="has handed in"):
        export_round(study, NAME, "Ana", tmp_path / "out")
    with pytest.raises(StudyError, match="does not ask Caio; it asks Ana, Bia"):
        export_round(study, NAME, "Caio", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_photographs_are_encoded_upright_and_anew(study: Study, elsewhere: Path) -> None:
    files = sorted((elsewhere / "images").iterdir())
    assert len(files) == 6
    assert all(decode(file).shape == (30, 40, 3) for file in files)


def test_a_file_says_the_same_when_it_is_written_again(study: Study, file: Path) -> None:
    assert ratings_text(read_ratings(file)) == file.read_text(encoding="utf-8")


def test_merged_studies_have_the_rounds_of_both(study: Study, tmp_path: Path) -> None:
    rate(study, "Ana", turns=2)
    (tmp_path / "two").mkdir()
    with make(tmp_path / "two") as second:
        rate(second, "Ana", label=0.0, turns=3)
        rate(second, "Bia", turns=1)
        second.annotations.hand_in(NAME, "Bia", AT)
        plan = plan_merge(study, second, same_neonates=True, same_participants=True)
        assert [one for one in plan.left_out if "round" in one] == [
            f"the second study has 2 answers of Ana otherwise in the round “{NAME}”"
        ]
        made = merge_studies(study, second, plan, tmp_path / "both")
    first = study.annotations.answers(NAME, "Ana")
    with Study.open(made) as both:
        assert [one.name for one in both.annotations.rounds()] == [NAME]
        now = both.annotations.answers(NAME, "Ana")
        assert [one for one in now if one in first] == first
        assert len({(one.image_id, one.repeat) for one in now}) == 3
        assert both.annotations.handed_in(NAME, "Bia") == AT
        assert both.annotations.aliases(NAME) == study.annotations.aliases(NAME)


def test_rounds_that_only_have_one_name_stay_two(study: Study, tmp_path: Path) -> None:
    rate(study, "Ana", turns=1)
    with make(tmp_path / "two", token="beef") as second:
        rate(second, "Ana", label=0.0, turns=1)
        plan = plan_merge(study, second, same_neonates=True, same_participants=True)
        assert f"the second’s is called “{NAME}-2”" in plan.left_out[-1]
        made = merge_studies(study, second, plan, tmp_path / "both")
    with Study.open(made) as both:
        assert [one.name for one in both.annotations.rounds()] == [NAME, f"{NAME}-2"]
        assert len(both.annotations.answers(f"{NAME}-2")) == 5


def test_a_round_for_another_machine_is_collected_and_not_merged(
    study: Study, elsewhere: Path
) -> None:
    with (
        Study.open(elsewhere) as other,
        pytest.raises(StudyError, match="it is a round for another machine; collect it"),
    ):
        plan_merge(study, other)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"item": "mood"}, "rates an item “mood”, which the scale"),
        ({"value": 7.0}, "gives Brow bulge of .* 7, which is none of its levels"),
    ],
)
def test_an_answer_that_its_scale_does_not_have_is_refused(
    study: Study, tmp_path: Path, wrong: dict[str, object], said: str
) -> None:
    at = {"round": NAME, "rater": "Ana", "image_id": "P0"}
    answer = Answer(**at, instrument="scale:nfcs", version="1", item="brow", value=1.0)
    study.annotations.put_answers(NAME, "Ana", "P0", 0, [replace(answer, **wrong)])
    with pytest.raises(InputError, match=said):
        look_at(study, [write_ratings(study, NAME, "Ana", tmp_path)])


def test_a_switch_that_was_set_otherwise_elsewhere_is_said(study: Study, file: Path) -> None:
    assert read_ratings(file).switches == {"nfcs": {"count_tongue_protrusion": True}}
    (before,) = look_at(study, [file]).sentences
    study.set_setting("scale switches", {"nfcs": {"count_tongue_protrusion": False}})
    (first, second) = look_at(study, [file]).sentences
    assert first == before
    assert second.startswith(
        "ratings-Ana.json: NFCS was rated with “Count tongue protrusion (for preterm neonates)” on,"
        " which is off in the study"
    )


def test_a_file_from_before_switches_were_written_is_read(study: Study, file: Path) -> None:
    raw = json.loads(file.read_text())
    del raw["round"]["switches"]
    raw["sha256"] = sha256_bytes(
        canonical_json({key: one for key, one in raw.items() if key != "sha256"}).encode()
    )
    file.write_text(json.dumps(raw))
    assert read_ratings(file).switches == {}
    assert len(look_at(study, [file]).sentences) == 1


def test_the_label_that_counts_stays_the_rater_s_when_they_are_renamed(study: Study) -> None:
    study.set_setting(COUNTED_LABEL, LabelSource(kind="rater", rater="Ana").as_dict())
    study.edits.rename_participants({"Ana": "Bia", "Bia": "Ana"})  # they change places
    assert label_source(study).rater == "Bia"
    study.edits.rename_participants({"Bia": "R1"})
    assert label_source(study) == LabelSource(kind="rater", rater="R1")
