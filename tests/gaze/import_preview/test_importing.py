"""People with one name, stimuli with two photographs, files that break off: said, not guessed."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest

from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.errors import InputError
from neopain_gui.gaze.import_preview.importing import (
    ImportPlan,
    look_into_recordings,
    match_stimuli,
)
from neopain_gui.people.participants import Participant
from neopain_gui.people.pseudonyms import free_pseudonyms
from neopain_gui.pipeline.eye_tracking.recordings_import import import_recordings
from neopain_gui.study import Study
from tests.gaze.looks import look
from tests.study.material import photographs


@pytest.fixture
def study(tmp_path):
    records = photographs(tmp_path / "photos", 4)
    with Study.create(tmp_path / "ward") as made:
        made.images.add(records, root=tmp_path / "photos", copy=True)
        yield made


def export(path, *looks):
    write_prolab(path, looks)
    return path


def taken(study, *files):
    found = look_into_recordings(files, study.images.all())
    plan = ImportPlan(
        pseudonyms=free_pseudonyms(found.names, {one.id for one in study.gaze.participants()}),
        images={one.stimulus: one.image_id for one in found.stimuli if one.image_id},
    )
    trials = import_recordings(study, files, plan)
    study.gaze.add([Participant(id=one) for one in plan.pseudonyms.values()], trials)
    return found


def test_one_name_in_two_files_is_one_person_and_said(study, tmp_path):
    files = [export(tmp_path / f"{name}.tsv", look("P0.bmp")) for name in ("a", "b")]
    files[1].write_text(files[1].read_text("utf-8").replace("485.00", "486.00"), "utf-8")
    found = taken(study, *files)
    assert found.names == ("Maria Silva",)
    (warning,) = found.warnings
    assert warning.startswith("'Maria Silva' is in a.tsv, b.tsv and is taken for one person")
    assert [one.participant_id for one in study.gaze.trials()] == ["P01", "P01"]


def test_one_after_the_other_they_are_two_people(study, tmp_path):
    for name in ("a", "b"):
        file = export(
            tmp_path / f"{name}.tsv", look("P0.bmp", (10.0 + len(study.gaze.trials()), 20.0))
        )
        assert taken(study, file).warnings == ()
    assert [one.participant_id for one in study.gaze.trials()] == ["P01", "P02"]


def test_people_without_names_are_called_like_their_files(study, tmp_path):
    row = "{}\t1\t500\t400\t0.3\t0.4\t612.5\t3.25\t0\t520\t404\t0.6\t0.4\t613.5\t3.50\t0\n"
    files = [tmp_path / "anaGZD.txt", tmp_path / "evaGZD.txt"]
    for rows, file in enumerate(files, start=9):
        file.write_text("".join(row.format(20 * at) for at in range(rows)), "utf-8")
    found = look_into_recordings(files, study.images.all())
    assert (found.names, found.warnings) == (("anaGZD", "evaGZD"), ())


def test_two_recordings_of_one_participant_are_both_kept(study, tmp_path):
    looks = [look("P0.bmp"), look("P0.bmp", (5.0, 5.0), recording="Maria 2")]
    found = taken(study, export(tmp_path / "a.tsv", *looks))
    assert [len(one.people) for one in found.files] == [1]
    first, second = study.gaze.trials()
    assert (first.participant_id, first.start_us) == (second.participant_id, second.start_us)
    values = [float(study.gaze.values(one)[0, 1]) for one in (first, second)]
    assert values == [485.0, 475.0]


def test_time_that_starts_again_tells_two_recordings_of_one_name_apart(study, tmp_path):
    looks = [look("P0.bmp"), look("P1", start_us=3_000_000)]
    file = export(tmp_path / "a.tsv", *looks, look("P0.bmp", (5.0, 5.0)))
    found = taken(study, file)
    assert [one.stimulus for one in study.gaze.trials()] == ["P0.bmp", "P1", "P0.bmp"]
    assert len({one.recording for one in study.gaze.trials()}) == 2
    assert len(study.gaze.participants()) == 1
    assert "another recording of the same participant" in " ".join(found.files[0].warnings)


def test_time_that_starts_again_begins_another_trial(study, tmp_path):
    looks = [look("P0.bmp", start_us=9_000_000), look("P0.bmp", (5.0, 5.0))]
    taken(study, export(tmp_path / "a.tsv", *looks))
    assert sorted(one.start_us for one in study.gaze.trials()) == [1_000_000, 9_000_000]
    assert all((study.gaze.values(one)[:, 0] >= 0).all() for one in study.gaze.trials())


def test_a_stimulus_that_matches_two_photographs_is_nobodys(study, tmp_path):
    images = study.images.all()
    images = [images[0], replace(images[1], file="other/photo0.png"), *images[2:]]
    found = look_into_recordings([export(tmp_path / "a.tsv", look("photo0.bmp"))], images)
    (stimulus,) = found.stimuli
    assert (stimulus.image_id, stimulus.near) == ("", ("P0", "P1"))
    assert stimulus.note == "several photographs have this name"
    plan = ImportPlan(pseudonyms={"Maria Silva": "P01"}, images={})
    with pytest.raises(InputError, match="none of the stimuli is a photograph"):
        import_recordings(study, [tmp_path / "a.tsv"], plan)


@pytest.mark.parametrize("damage", ["cut off", "a cell", "empty"])
def test_a_file_that_is_damaged_takes_none_of_the_others_along(study, tmp_path, damage):
    good, bad = export(tmp_path / "good.tsv", look("P0.bmp")), tmp_path / "bad.tsv"
    text = good.read_text("utf-8")
    if damage == "cut off":
        bad = tmp_path / "bad.xlsx"
        book = openpyxl.Workbook()
        for line in text.splitlines():
            book.active.append(line.split("\t"))
        book.save(bad)
        bad.write_bytes(bad.read_bytes()[:-200])
    else:
        bad.write_text(text[: text.index("\n")] if damage == "empty" else _far_down(text), "utf-8")
    with pytest.raises(InputError, match=rf"^{bad.name}"):
        taken(study, good, bad)
    plan = ImportPlan(pseudonyms={"Maria Silva": "P01"}, images={"P0.bmp": "P0"})
    with pytest.raises(InputError, match=rf"^{bad.name}"):
        import_recordings(study, [good, bad], plan)
    assert (study.gaze.participants(), study.gaze.trials()) == ([], [])


def _far_down(text):
    before, _, after = text.rpartition("485.00")
    return f"{before}1e308{after}"


@pytest.mark.parametrize("name", [r"C:\Imagens\photo0.bmp", "/home/x/photo0.BMP", r"..\photo0"])
def test_a_path_of_another_machine_names_its_file(study, tmp_path, name):
    image = replace(study.images.all()[0], file="photo0.png")
    (stimulus,) = match_stimuli([(name, "", name)], [image])
    assert stimulus.image_id == image.id


def test_screens_of_different_sizes_in_a_file_are_said_and_kept(study, tmp_path):
    head = (
        "Participant name\tRecording name\tRecording timestamp [ms]\tRecording resolution width\t"
        "Recording resolution height\tGaze point X [DACS px]\tGaze point Y [DACS px]\t"
        "Presented Stimulus name\tPresented Media position X [DACS px]\t"
        "Presented Media position Y [DACS px]\tPresented Media width\tPresented Media height\n"
    )
    rows = "".join(
        f"{who}\t{who}\t{10 * at}\t{width}\t1000\t500\t400\tP0\t480\t380\t80\t60\n"
        for who, width in (("Ana", 1280), ("Eva", 1920))
        for at in range(40)
    )
    file = tmp_path / "a.tsv"
    file.write_text(head + rows, "utf-8")
    found = taken(study, file)
    assert "1280 × 1000, 1920 × 1000 pixels: each keeps its own" in found.files[0].warnings[-1]
    assert [one.screen for one in study.gaze.trials()] == [(1280, 1000), (1920, 1000)]
