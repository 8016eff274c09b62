"""Files and folders are sorted by what they are; places and photographs are checked."""

from __future__ import annotations

import numpy as np
import pytest

from neopain_gui.demo.prolab_writer import write_prolab
from neopain_gui.errors import InputError
from neopain_gui.gaze.import_preview.gathering import gather
from neopain_gui.gaze.import_preview.import_checks import (
    doubts_of,
    places_of,
    shared_photographs,
    with_trials,
)
from neopain_gui.gaze.import_preview.importing import WHOLE, ImportPlan, look_into_recordings
from neopain_gui.gaze.import_preview.sorting import sort_files
from neopain_gui.gaze.import_preview.stimulus_places import doubts
from neopain_gui.imaging import write_png
from neopain_gui.pipeline.eye_tracking.recordings_import import import_recordings
from neopain_gui.study import Study
from tests.gaze.looks import PLACE, look
from tests.study.material import photographs

SIZES = {f"P{n}": (30, 40) for n in range(4)}


@pytest.fixture
def study(tmp_path):
    records = photographs(tmp_path / "photos", 4)
    with Study.create(tmp_path / "ward") as made:
        made.images.add(records, root=tmp_path / "photos", copy=True)
        yield made


@pytest.fixture
def folder(tmp_path):
    """What somebody's folder holds: two recordings, both tables, a picture and a letter."""
    place = tmp_path / "from the ward"
    (place / "day 2").mkdir(parents=True)
    write_prolab(place / "a.tsv", [look("P0.bmp")])
    write_prolab(place / "day 2" / "b.tsv", [look("P1.bmp", participant="Ana")])
    (place / "people.csv").write_text("participant;group\nAna;Pais\n", "utf-8")
    (place / "scores.csv").write_text("participant,P0,P1\nAna,3,\n", "utf-8")
    (place / "long.csv").write_text("participant,image,score\nMaria Silva,P0,7\n", "utf-8")
    write_png(place / "P0__Experts.png", np.zeros((30, 40, 3), np.uint8))
    (place / "letter.docx").write_bytes(b"PK")
    (place / "prices.csv").write_text("item,price\nscreen,300\n", "utf-8")
    (place / ".hidden.tsv").write_text("x", "utf-8")
    return place


def names(files):
    return [file.name for file in files]


def test_a_folder_is_sorted(study, folder):
    found = sort_files([folder], study.images.all())
    assert names(found.recordings) == ["a.tsv", "b.tsv"]
    assert names(found.participants) == ["people.csv"]
    assert names(found.scores) == ["long.csv", "scores.csv"]
    assert names(found.pictures) == ["P0__Experts.png"]
    assert names(found.unknown) == ["letter.docx", "prices.csv"]
    assert found.said == (
        "P0__Experts.png was left out: pictures are imported with “Import heatmap pictures”.",
        "2 files (letter.docx, prices.csv) were left out: neither a known recording nor a table of "
        "participants or scores.",
        "A table of gaze that no known program wrote is read once you choose it itself and say "
        "what its columns hold.",
    )


def test_what_is_dropped_is_read_together(study, folder):
    found = gather([folder], study.images.all())
    assert found.preview.names == ("Maria Silva", "Ana")
    assert [(row.name, row.group) for row in found.people] == [("Ana", "Parents")]
    assert {(row.name, row.image_id, row.score) for row in found.scores} == {
        ("Maria Silva", "P0", 7.0),
        ("Ana", "P0", 3.0),
    }
    assert found.problems == ()
    later = gather([folder / "people.csv"], study.images.all(), present=[folder / "a.tsv"])
    assert later.preview is None  # the one that is there stays
    assert len(later.people) == 1


def test_a_damaged_table_is_said_and_keeps_nothing_else_out(study, folder):
    (folder / "people.csv").write_text("participant,group\nAna,Pais\nAna,Pais\n", "utf-8")
    found = gather([folder], study.images.all())
    assert found.preview is not None
    assert "'Ana' is there twice" in str(found.problems[0])


def test_a_file_that_was_chosen_is_not_left_out_in_silence(study, folder):
    with pytest.raises(InputError, match=r"^prices\.csv: this is no export"):
        gather([folder / "prices.csv"], study.images.all())
    (folder / "none").mkdir()
    with pytest.raises(InputError, match="there are no files in it"):
        gather([folder / "none"], study.images.all())
    assert gather([folder], study.images.all(), leave_out=[folder / "a.tsv"]).preview.names == (
        "Ana",
    )


def test_a_folder_of_nothing_but_unknown_tables_has_its_columns_named(study, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    for name in "ab":
        (own / f"{name}.csv").write_text("when,px,py\n0,1,2\n", "utf-8")
    with pytest.raises(InputError, match=r"^a\.csv"):
        gather([own], study.images.all())


def nameless(path, point, participant):
    """Write a recording that names no stimulus and no place."""
    write_prolab(path, [look("", point, participant=participant)])
    return path


def test_each_file_without_a_stimulus_is_a_row_of_its_own(study, tmp_path):
    files = [
        nameless(tmp_path / "P0.tsv", (10.0, 20.0), "Maria"),
        nameless(tmp_path / "second.tsv", (5.0, 5.0), "Ana"),
    ]
    found = look_into_recordings(files, study.images.all())
    first, second = found.stimuli
    assert (first.title, first.image_id) == ("P0.tsv", "P0")  # the file's own name
    assert (second.title, second.image_id) == ("second.tsv", "")
    assert second.note == "This file names no stimulus: choose the photograph that was shown"
    assert first.key == WHOLE + found.files[0].sha256
    images = {first.key: "P0", second.key: "P2"}
    assert with_trials(found, {first.key: "P0"}) == {"Maria"}
    places, lacking = places_of(found, images, SIZES, {first.key: (480.0, 400.0, 40.0, 30.0)})
    assert (places, lacking) == ({first.key: (480.0, 400.0, 40.0, 30.0)}, [second])
    plan = ImportPlan(
        pseudonyms={"Maria": "P01", "Ana": "P02"},
        images=images,
        places=places | {second.key: (470.0, 370.0, 80.0, 60.0)},
    )
    trials = import_recordings(study, files, plan)
    assert {(one.participant_id, one.image_id, one.place) for one in trials} == {
        ("P01", "P0", (480.0, 400.0, 40.0, 30.0)),
        ("P02", "P2", (470.0, 370.0, 80.0, 60.0)),
    }


def test_where_the_file_says_it_nobody_is_asked(study, tmp_path):
    write_prolab(tmp_path / "a.tsv", [look("P0.bmp"), look("P1", start_us=9_000_000)])
    found = look_into_recordings([tmp_path / "a.tsv"], study.images.all())
    images = {"P0.bmp": "P0", "P1": "P1"}
    assert places_of(found, images, SIZES, {}) == ({"P0.bmp": PLACE, "P1": PLACE}, [])
    (shown,) = found.shown("P0.bmp")
    assert shown.known
    assert (shown.points == [485.0, 409.0]).all()
    assert found.screen("P0.bmp") == (1280, 1024)


def test_two_stimuli_of_one_photograph():
    assert shared_photographs({"a": "P0", "b": "P1", "c": "P0"}) == {"P0": ["a", "c"]}


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ((480, 395, 320, 233), []),
        ((480, 395, 640, 466), []),  # twice as large
        ((480, 395, 320, 320), ["a width of 320 goes with a height of 233 pixels"]),
        ((0, 0, 320, 233), ["75 % of the gaze falls outside"]),
        (
            (1100, 395, 320, 233),
            ["None of the gaze is on the photograph", "beyond the screen of 1280 × 1024 pixels"],
        ),
        ((-20, 395, 1000, 728), ["beyond the screen"]),
    ],
)
def test_what_speaks_against_a_place_is_said(place, said):
    points = np.array([[500.0, 400.0], [600.0, 500.0], [700.0, 600.0], [300.0, 200.0]])
    found = doubts(place, (233, 320), points, (1280, 1024))
    assert len(found) == len(said)
    for sentence, part in zip(found, said, strict=True):
        assert part in sentence


def test_a_file_whose_gaze_is_elsewhere_is_named_where_others_hide_it(study, tmp_path):
    """Of a second monitor, say: two thirds of all gaze is in place, and nobody would notice."""
    files = [tmp_path / f"{who}.tsv" for who in ("Ana", "Bruno", "Maria")]
    for file, point in zip(files, ((10.0, 20.0), (400.0, 20.0), (12.0, 8.0)), strict=True):
        write_prolab(file, [look("P0.bmp", point, participant=file.stem)])
    found = look_into_recordings(files, study.images.all())
    assert doubts_of(found, "P0.bmp", PLACE, SIZES["P0"]) == (
        "100 % of the gaze of Bruno.tsv falls outside the photograph.",
    )
    alone = look_into_recordings(files[:1] + files[2:], study.images.all())
    assert doubts_of(alone, "P0.bmp", PLACE, SIZES["P0"]) == ()


def test_two_tables_that_score_one_photograph_differently_are_said(study, folder):
    rows = (folder / "long.csv").read_text("utf-8").splitlines()
    name, image, _ = rows[1].split(",")
    (folder / "zz.csv").write_text(f"{rows[0]}\n{name},{image},0\n", "utf-8")
    found = gather([folder], study.images.all())
    (problem,) = found.problems
    assert "another table says" in str(problem)
    assert (
        found.scores == gather([folder], study.images.all(), leave_out=[folder / "zz.csv"]).scores
    )
