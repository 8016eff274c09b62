"""From an eye tracker's export into a study, under pseudonyms."""

from __future__ import annotations

import numpy as np
import pytest

from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.errors import InputError
from neopain_gui.gaze.import_preview.importing import ImportPlan, look_into_recordings
from neopain_gui.gaze.trial_frames import samples_frame
from neopain_gui.people.participants import Participant
from neopain_gui.people.pseudonyms import free_pseudonyms
from neopain_gui.pipeline.eye_tracking.recordings_import import import_recording, import_recordings
from neopain_gui.study import Study
from tests.gaze.looks import look
from tests.study.material import photographs


@pytest.fixture
def study(tmp_path):
    records = photographs(tmp_path / "photos", 4)
    with Study.create(tmp_path / "ward") as made:
        made.images.add(records, root=tmp_path / "photos", copy=True)
        yield made


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "Maria.tsv"
    looks = [
        look("p0.BMP", (10, 20)),
        look("P1", start_us=3_000_000, lost=0.5),
        look("P7.png", start_us=5_000_000),
        look("P0.bmp", (5, 5), participant="José", recording="José 1"),
    ]
    write_prolab(path, looks)
    return path


def test_the_preview_says_who_and_what(study, export):
    found = look_into_recordings([export], study.images.all())
    (file,) = found.files
    assert found.names == ("Maria Silva", "José")
    assert [one.valid_share for one in file.people] == [pytest.approx(250 / 300), 1.0]
    assert file.rate_hz == pytest.approx(100)
    by_name = {one.stimulus: one for one in found.stimuli}
    assert by_name["p0.BMP"].image_id == by_name["P0.bmp"].image_id == "P0"
    assert by_name["P1"].image_id == "P1"
    assert by_name["P7.png"].image_id == ""
    assert by_name["P7.png"].note == "no photograph of the study has this name"


def test_trials_under_pseudonyms(study, export):
    found = look_into_recordings([export], study.images.all())
    plan = ImportPlan(
        pseudonyms=free_pseudonyms(found.names, {"P01"}),
        images={one.stimulus: one.image_id for one in found.stimuli if one.image_id},
    )
    trials = list(import_recording(study, export, plan))
    study.gaze.add([Participant(id=name) for name in plan.pseudonyms.values()], trials)
    assert [(one.participant_id, one.image_id) for one in study.gaze.trials()] == [
        ("P02", "P0"),
        ("P02", "P1"),
        ("P03", "P0"),
    ]
    last = study.gaze.trials()[-1]
    frame = samples_frame(last, study.gaze.values(last), (30, 40))
    np.testing.assert_allclose(frame["media_x"], 5, atol=1e-3)
    study.close()
    for file in study.path.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        for name in ("Maria", "José"):
            assert name.encode() not in content


def test_the_same_file_again_changes_nothing(study, export):
    plan = ImportPlan(pseudonyms={"José": "P01"}, images={"P0.bmp": "P0"})
    first = list(import_recording(study, export, plan))
    study.gaze.add([Participant(id="P01")], first)
    study.gaze.add([], list(import_recording(study, export, plan)))
    assert study.gaze.trials() == first


def test_who_has_no_pseudonym_is_left_out(study, export):
    plan = ImportPlan(pseudonyms={"José": "P01"}, images={"P0.bmp": "P0", "p0.BMP": "P0"})
    assert [one.participant_id for one in import_recording(study, export, plan)] == ["P01"]


def test_no_place_names_the_file(study, tmp_path):
    path = tmp_path / "r.tsv"
    write_prolab(path, [look("P0.bmp")])
    lines = path.read_text(encoding="utf-8").splitlines()
    headers = lines[0].split("\t")
    kept = [n for n, name in enumerate(headers) if "Presented Media " not in name or "name" in name]
    path.write_text(
        "\n".join("\t".join(line.split("\t")[n] for n in kept) for line in lines), encoding="utf-8"
    )
    plan = ImportPlan(pseudonyms={"Maria Silva": "P01"}, images={"P0.bmp": "P0"})
    with pytest.raises(InputError, match=r"^r\.tsv: the file does not say where on the screen"):
        list(import_recording(study, path, plan))


def wandering(path, seed, participant="Maria", start_us=1_000_000):
    """Write a recording whose gaze is a walk over the photograph, as real gaze is."""
    made = look("P0", participant=participant, recording=participant, start_us=start_us)
    steps = np.random.default_rng(seed).normal(0, 3, made.left.shape)
    made.left[:] = made.left[0] + np.clip(np.cumsum(steps, axis=0), -15, 15)
    made.right[:] = made.left
    write_prolab(path, [made])
    return path


def take(study, file, pseudonym, name="Maria"):
    plan = ImportPlan(pseudonyms={name: pseudonym}, images={"P0": "P0"})
    trials = import_recordings(study, [file], plan)
    study.gaze.add([Participant(id=pseudonym)], trials)
    return trials


def test_the_same_recording_in_another_file_is_refused_by_its_gaze(study, tmp_path):
    """Saved anew in another encoding and under another name, it made two people of one."""
    first = wandering(tmp_path / "first.tsv", 1)
    again = tmp_path / "again.tsv"
    again.write_bytes(first.read_text("utf-8-sig").replace("Maria", "Ana").encode("utf-16"))
    take(study, first, "P01")
    before = study.gaze.participants(), study.gaze.trials()
    with pytest.raises(InputError, match="the gaze of P02 on P0 is that of P01") as caught:
        take(study, again, "P02", "Ana")
    assert caught.value.file == again
    with pytest.raises(InputError, match="the gaze of P02 on P0 is that of P01"):
        take(study, first, "P02")  # the very file, under another pseudonym
    assert (study.gaze.participants(), study.gaze.trials()) == before
    take(study, first, "P01")  # in its own place
    assert study.gaze.trials() == before[1]


def test_the_same_recording_twice_in_one_import_is_refused(study, tmp_path):
    files = [wandering(tmp_path / "a.tsv", 1), wandering(tmp_path / "b.tsv", 1, "Ana")]
    plan = ImportPlan(pseudonyms={"Maria": "P01", "Ana": "P02"}, images={"P0": "P0"})
    with pytest.raises(InputError, match="the gaze of P02 on P0 is that of P01"):
        import_recordings(study, files, plan)


def test_other_gaze_of_the_same_length_is_another_recording(study, tmp_path):
    take(study, wandering(tmp_path / "a.tsv", 1), "P01")
    take(study, wandering(tmp_path / "b.tsv", 2, "Ana"), "P02", "Ana")
    assert len(study.gaze.trials()) == 2


def test_two_files_of_one_person_are_one_participant(study, tmp_path):
    """Exported in two parts: the second is said to be the study's participant."""
    take(study, wandering(tmp_path / "a.tsv", 1), "P01")
    take(study, wandering(tmp_path / "b.tsv", 2, "Rec 02", start_us=9_000_000), "P01", "Rec 02")
    assert [one.id for one in study.gaze.participants()] == ["P01"]
    assert len({one.recording for one in study.gaze.trials()}) == 2
