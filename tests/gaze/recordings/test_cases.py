"""The small files that were once read wrongly, where they are beside the project."""

from pathlib import Path

import pytest

from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.gaze import iter_recordings
from neopain_gui.gaze.fixations import IVT, TX300, find_fixations
from neopain_gui.gaze.import_preview.file_report import file_report
from neopain_gui.gaze.import_preview.importing import match_stimuli

ABOUT = "neopain_gui.gaze.recordings"

FOLDER = Path(__file__).parents[4] / "shared" / "cases" / "gaze"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the cases are not here")


def report(name, **more):
    parts = iter_recordings(FOLDER / name, screen_size=more.pop("screen_size", None))
    return file_report(parts, more.get("find"))


def ivt(recording):
    return find_fixations(recording.samples, IVT(), TX300)


CASES = {
    "gazepoint_time_restarts_all_gaze.csv": {
        "samples": 540, "rate_hz": 60.0, "trials": 3, "fixations_exported": 23,
    },
    "gazepoint_fixations.csv": {
        "samples": 0, "rate_hz": None, "valid_share": None, "fixations_exported": 12,
    },
    "begaze37_raw.csv": {"samples": 300, "rate_hz": 60.0, "valid_share": 290 / 300, "trials": 1},
    "tobii_sdk_normalised.csv": {"samples": 300, "rate_hz": 120.0, "inside_screen_share": 1.0},
    "pupil_neon_gaze.csv": {"samples": 400, "rate_hz": 200.0, "screen": None},
    "prolab_excel_scientific.csv": {"samples": 900, "rate_hz": 300.0, "valid_share": 1.0},
    "studio3_mouse_rows.tsv": {"samples": 300, "rate_hz": 300.0, "valid_share": 1.0},
    "split_a.tsv": {"samples": 300, "rate_hz": 300.0, "trials": 1},
}  # fmt: skip


@pytest.mark.parametrize(("name", "right"), CASES.items(), ids=CASES)
def test_a_case_of_one_recording(name, right):
    (recording,) = report(name)["recordings"]
    for key, value in right.items():
        assert recording[key] == (value if value is None else pytest.approx(value, rel=1e-3)), key


def test_a_recording_that_starts_again_is_two_with_two_trials_each():
    found = report("studio3_time_restarts.tsv")
    assert [one["trials"] for one in found["recordings"]] == [2, 2]
    assert "starts again" in " ".join(found["warnings"])


def test_each_recording_has_its_screen():
    found = report("studio3_two_resolutions.tsv")
    assert [one["screen"] for one in found["recordings"]] == [[1280, 1024], [1920, 1080]]


def test_a_rounded_clock_is_said_and_its_fixations_are_found():
    found = report("prolab_excel_scientific.csv", find=ivt)
    assert found["fixations"] == 6
    assert "spreadsheet" in " ".join(found["warnings"])


def test_the_fixations_of_gazepoint_last_as_it_says():
    (recording,) = iter_recordings(FOLDER / "gazepoint_fixations.csv", screen_size=(1000, 500))
    fixations = recording.fixations
    assert fixations["duration_ms"].tolist() == pytest.approx([383.33] * 12)
    assert fixations[["x", "y"]].iloc[0].tolist() == pytest.approx([300, 200])


def test_a_windows_path_names_its_photograph():
    (recording,) = iter_recordings(FOLDER / "studio3_accents.tsv")
    image = FaceImage(id="P1", file="Bebê dor 01.bmp", sha256="0" * 64, width=320, height=233)
    found = match_stimuli([(one, "", one) for one in recording.stimuli], [image])
    assert {one.stimulus: one.image_id for one in found}[r"C:\Imagens\Bebê dor 01.bmp"] == "P1"
