"""What a data set after BIDS holds, read by pandas, and that it is whole or not there."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from neopain_gui.errors import Cancelled, InputError
from neopain_gui.gaze.fixations import TX300
from neopain_gui.gaze.settings import GazeSettings
from neopain_gui.imaging import decode, read_provenance
from neopain_gui.jobs import NullJob
from neopain_gui.pipeline.bids.export import export_bids
from neopain_gui.pipeline.bids.known import Told
from neopain_gui.pipeline.settings.study_settings import GAZE_SETTINGS
from neopain_gui.study import Study
from tests.gaze.looks import PLACE

SCREEN = (520.0, 330.0)


@pytest.fixture
def written(bids):
    return bids / "out"


def beside(file):
    return json.loads(file.with_name(file.name.partition(".")[0] + ".json").read_text("utf-8"))


def table(file):
    """A table as somebody else reads it: heads from the JSON where it has none itself."""
    heads = beside(file)["Columns"] if file.name.endswith(".gz") else None
    return pd.read_csv(file, sep="\t", names=heads, na_values="n/a")


def files(folder):
    return sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())


def test_the_names_are_those_of_bids(written):
    beh = [one.partition("/beh/")[2] for one in files(written) if one.startswith("sub-P01/")]
    assert beh == [
        f"sub-P01_task-viewing_run-{run}_{what}"
        for run in (1, 2)
        for what in (
            "events.json",
            "events.tsv",
            "recording-eye1_physio.json",
            "recording-eye1_physio.tsv.gz",
            "recording-eye1_physioevents.json",
            "recording-eye1_physioevents.tsv.gz",
        )
    ]
    assert {one for one in files(written) if "/" not in one} == {
        "README.md",
        "dataset_description.json",
        "participants.json",
        "participants.tsv",
    }
    assert not list(written.parent.glob(".unfinished*"))


def longest_run(written):
    """The run of P-01 in which two photographs were shown."""
    both = written.glob("sub-P01/beh/*_events.tsv")
    (file,) = (one for one in both if len(table(one)) == 2)
    return file, file.with_name(file.name.replace("_events.tsv", "_recording-eye1_physio.tsv.gz"))


def test_samples_are_those_that_were_recorded(written):
    _, file = longest_run(written)
    samples, about = table(file), beside(file)
    assert about["Columns"][:3] == ["timestamp", "x_coordinate", "y_coordinate"]
    assert (about["RecordedEye"], about["SampleCoordinateSystem"]) == (
        "cyclopean",
        "gaze-on-screen",
    )
    assert about["SamplingFrequency"] == pytest.approx(100)
    assert len(samples) == 200  # a second of each photograph
    times = samples["timestamp"]
    assert times.iloc[0] == 0
    assert times.is_monotonic_increasing
    assert times.iloc[100] == pytest.approx(2.0)  # it appeared 2 s after the first
    seen = samples["x_coordinate"].notna()
    assert seen.sum() == 180  # a fifth of the second photograph is lost, and is n/a
    assert (samples["left_valid"] == seen).all()
    left, top, width, height = PLACE
    assert samples["x_coordinate"][0] == pytest.approx(left + 10 * width / 40, abs=1e-3)
    assert samples["y_coordinate"][0] == pytest.approx(top + 20 * height / 30, abs=1e-3)
    assert (samples["distance"].dropna() == 650).all()


def test_fixations_and_trials_are_on_the_clock_of_the_samples(written):
    file, physio = longest_run(written)
    happened = table(physio.with_name(physio.name.replace("_physio.", "_physioevents.")))
    assert happened["onset"].is_monotonic_increasing
    starts = happened[happened["message"].notna()]
    assert starts[["onset", "photograph"]].to_numpy().tolist() == [[0, "P1"], [2, "P0"]]
    found = happened[happened["trial_type"] == "fixation"]
    assert found["onset"].tolist() == pytest.approx([0, 2.2])
    assert found["duration"].tolist() == pytest.approx([1, 0.8], abs=0.011)
    assert found["photograph_x"].tolist() == pytest.approx([10, 30], abs=0.01)
    left, _, width, _ = PLACE
    assert found["x_coordinate"].tolist() == pytest.approx(
        [left + x * width / 40 for x in (10, 30)], abs=0.01
    )
    trials = table(file)
    assert trials["onset"].tolist() == [0, 2]
    assert trials["duration"].tolist() == pytest.approx([1, 1])
    assert trials["trial_type"].tolist() == ["pain", "no pain"]
    assert trials["neonate"].tolist() == ["N0", "N0"]
    assert trials["pain_score"].fillna(-1).tolist() == [7, -1]
    assert trials[["left", "top", "width", "height"]].to_numpy()[0].tolist() == list(PLACE)


def test_what_is_known_of_the_screen(study, tmp_path):
    done = export_bids(study, tmp_path / "a")
    assert "ScreenSize" in done.unknown
    screen = json.loads(next((tmp_path / "a").glob("sub-P02/beh/*_events.json")).read_text())
    assert screen["StimulusPresentation"] == {
        "ScreenOrigin": ["top", "left"],
        "ScreenResolution": [1280, 1024],
        "ScreenDistance": 0.65,  # as measured
    }
    # fixations alone: neither pixels nor distance are known
    alone = json.loads(next((tmp_path / "a").glob("sub-P04/beh/*_events.json")).read_text())
    assert alone["StimulusPresentation"] == {"ScreenOrigin": ["top", "left"]}
    told = Told(screen_mm=SCREEN, screen_px=(1920, 1080), distance_mm=600)
    done = export_bids(study, tmp_path / "b", told)
    assert done.unknown == ("Authors", "License")
    screen = json.loads(next((tmp_path / "b").glob("sub-P02/beh/*_events.json")).read_text())
    assert screen["StimulusPresentation"]["ScreenSize"] == [0.52, 0.33]
    assert screen["StimulusPresentation"]["ScreenResolution"] == [1280, 1024]
    alone = json.loads(next((tmp_path / "b").glob("sub-P04/beh/*_events.json")).read_text())
    assert alone["StimulusPresentation"]["ScreenResolution"] == [1920, 1080]
    assert alone["StimulusPresentation"]["ScreenDistance"] == 0.6
    assert any("509 × 286 mm, the data set says 520 × 330 mm" in one for one in done.sentences)


def test_a_screen_that_somebody_set_in_the_study_is_known(study, tmp_path):
    viewing = TX300.as_dict() | {"screen_mm": list(SCREEN)}
    study.set_setting(GAZE_SETTINGS, GazeSettings().as_dict() | {"viewing": viewing})
    done = export_bids(study, tmp_path / "out")
    assert "ScreenSize" not in done.unknown
    assert not any("correct it" in one for one in done.sentences)


def test_participants(written):
    people = table(written / "participants.tsv").set_index("participant_id")
    assert list(people.index) == ["sub-P01", "sub-P02", "sub-P03", "sub-P04"]  # no rater
    first = people.loc["sub-P01"]
    assert (first["pseudonym"], first["group"], first["trials"]) == ("P-01", "Experts", 3)
    assert first["years_of_work"] == 7
    assert first["sex_2"] == "?"  # BIDS' own column sex has words of its own
    assert people.loc["sub-P03", "valid_share"] == 0
    assert people.loc["sub-P03", "not_in_maps_because"].startswith("0 % of the samples")
    said = json.loads((written / "participants.json").read_text("utf-8"))
    assert set(said) == {"participant_id", *people.columns}
    assert said["years_of_work"]["LongName"] == "Years of work"


def test_whose_eye_it_is(written):
    (file,) = written.glob("sub-P02/beh/*_physio.json")
    assert json.loads(file.read_text())["RecordedEye"] == "left"


def test_somebody_without_a_valid_sample_and_fixations_without_samples(study, tmp_path):
    done = export_bids(study, tmp_path / "out")
    (file,) = (tmp_path / "out").glob("sub-P03/beh/*_physio.tsv.gz")
    assert table(file)["x_coordinate"].isna().all()
    assert any(one.startswith("P03 has no valid sample") for one in done.sentences)
    assert files(tmp_path / "out" / "sub-P04") == [
        "beh/sub-P04_task-viewing_events.json",
        "beh/sub-P04_task-viewing_events.tsv",
    ]
    rows = table(tmp_path / "out" / "sub-P04" / "beh" / "sub-P04_task-viewing_events.tsv")
    assert rows["trial_type"].tolist() == ["pain", "fixation", "fixation"]
    assert rows["onset"].tolist() == pytest.approx([0, 0, 0.3])
    assert rows["duration"].tolist()[1:] == pytest.approx([0.2, 0.1])
    assert rows["photograph_x"].tolist()[1:] == [20, 30]
    assert any("P04" in one and "fixations without samples" in one for one in done.sentences)


def test_who_is_called_otherwise_is_said_in_a_table(study, tmp_path):
    done = export_bids(study, tmp_path / "out")
    assert any("P-01 → sub-P01" in one for one in done.sentences)
    assert "| P-01 | sub-P01 |" in (tmp_path / "out" / "README.md").read_text("utf-8")


def test_masks_with_what_made_them(written):
    masks = written / "derivatives" / "neopain" / "stimuli" / "masks"
    rows = table(masks / "masks.tsv")
    assert rows["extraction_model"].tolist() == ["Experts", "GradCAM|N-CNN"]
    for row in rows.itertuples():
        mask = decode(masks / row.mask)
        assert mask.shape[:2] == (row.height, row.width)
        record = json.loads((masks / row.record).read_text("utf-8"))
        assert record["extraction_model"] == row.extraction_model
        assert record["mask"] == read_provenance(masks / row.mask)["mask"]
        inside = (mask[..., 0] == 255).sum()
        assert row.coverage > 0
        assert inside > 0
    about = json.loads((masks.parents[1] / "dataset_description.json").read_text("utf-8"))
    assert about["DatasetType"] == "derivative"
    assert about["GeneratedBy"][0]["Description"].startswith("Contour masks")


def test_photographs_only_where_they_are_asked_for(study, tmp_path):
    done = export_bids(study, tmp_path / "without")
    assert "The photographs are not in it." in done.sentences
    assert not (tmp_path / "without" / "stimuli").exists()
    assert "stim_file" not in table(next((tmp_path / "without").glob("sub-P02/beh/*.tsv")))
    done = export_bids(study, tmp_path / "with", Told(photographs=True))
    assert any("recognised" in one for one in done.sentences)
    stimuli = tmp_path / "with" / "stimuli"
    assert files(stimuli) == ["P0.png", "P1.png"]  # P2 nobody looked at
    pixels = decode(stimuli / "P1.png")
    assert np.array_equal(pixels, study.images.pixels("P1"))
    assert table(next((tmp_path / "with").glob("sub-P02/beh/*.tsv")))["stim_file"][0] == "P1.png"


def test_equal_studies_give_equal_bytes(study, tmp_path):
    for name in ("a", "b"):
        export_bids(study, tmp_path / name)
    assert files(tmp_path / "a") == files(tmp_path / "b")
    for name in files(tmp_path / "a"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


class Stopping(NullJob):
    def __init__(self, after):
        self.left = after

    def check(self):
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("after", [0, 3, 8])
def test_what_is_stopped_leaves_nothing(study, tmp_path, after):
    before = files(tmp_path)
    with pytest.raises(Cancelled):
        export_bids(study, tmp_path / "out", job=Stopping(after))
    assert not (tmp_path / "out").exists()
    assert [one for one in files(tmp_path) if "ward" not in one] == [
        one for one in before if "ward" not in one
    ]


def test_an_empty_folder_is_taken_and_a_full_one_is_not(study, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    export_bids(study, out)
    before = files(out)
    with pytest.raises(InputError, match="is not empty"):
        export_bids(study, out)
    assert files(out) == before


def test_no_recordings_and_no_task(study, tmp_path):
    with pytest.raises(InputError, match="cannot stand in the names"):
        export_bids(study, tmp_path / "out", Told(task="look at"))
    with (
        Study.create(tmp_path / "empty") as empty,
        pytest.raises(InputError, match="no recordings") as raised,
    ):
        export_bids(empty, tmp_path / "out")
    assert "import-gaze" in raised.value.on_command_line
    with pytest.raises(InputError, match="above 0"):
        Told(screen_mm=(0, 3))
    assert not (tmp_path / "out").exists()
