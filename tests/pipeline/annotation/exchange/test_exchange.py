"""Annotations out of a study and into it."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
from PIL import Image

from neopain_gui.annotation.answers import Landmark, Mark
from neopain_gui.annotation.landmarks import sets
from neopain_gui.annotation.shapes import mask_of
from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.errors import InputError
from neopain_gui.imaging import examine
from neopain_gui.pipeline.annotation.exchange.into import look_at
from neopain_gui.pipeline.annotation.exchange.out import FORMATS, export_annotations
from neopain_gui.pipeline.annotation.exchange.taking import Taking
from neopain_gui.pipeline.rounds.handing_over import export_round
from neopain_gui.study import Study
from tests.pipeline.rounds.material import AT, NAME, make, rate

ABOUT = "neopain_gui.pipeline.annotation.exchange"


@pytest.fixture
def study(tmp_path):
    with make(tmp_path) as made:
        rate(made, "Ana")
        for turn in made.annotations.turns(NAME, "Ana"):
            at = {"round": NAME, "rater": "Ana", "image_id": turn.image_id, "repeat": turn.repeat}
            points = [
                Landmark(**at, set="5", name=name, x=2.5 + n, y=4.0)
                for n, name in enumerate(sets()["5"].names)
            ]
            made.annotations.put_landmarks(NAME, "Ana", turn.image_id, turn.repeat, points)
        yield made


def drawn(study, round_):
    marks = {
        (one.image_id, one.name, one.weight): one.outlines
        for one in study.annotations.marks(round_)
        if not one.repeat
    }
    points = {
        (one.image_id, one.set, one.name, one.x, one.y)
        for one in study.annotations.landmarks(round_)
        if not one.repeat
    }
    return marks, points


@pytest.mark.parametrize("name", FORMATS)
def test_what_goes_out_comes_back_by_name_and_can_be_undone(study, tmp_path, name):
    done = export_annotations(study, name, tmp_path / "out", round_=NAME, rater="Ana")
    assert all(one.is_file() for one in done.files)
    first = tmp_path / "out" / ("" if name == "csv" else f"{NAME}/Ana")
    found = look_at(study, [first], rater="Cai", round_="Elsewhere")
    assert not found.conflicts
    taking = Taking(study, found)
    before = study.annotations.rounds(), study.gaze.participants()
    for _ in range(2):
        taking.put(True)
        check(study, name)
        taking.put(False)
        assert (study.annotations.rounds(), study.gaze.participants()) == before
        assert study.annotations.marks("Elsewhere") == []
    taking.put(True)
    again = look_at(study, [first], rater="Cai", round_="Elsewhere")
    assert again.changes_nothing


def check(study, name):
    if name == "csv":
        said, back = (study.annotations.answers(one) for one in (NAME, "Elsewhere"))
        key = [(one.image_id, one.repeat, one.instrument, one.item) for one in back]
        assert len(set(key)) == len(said)
        assert {(a.image_id, a.repeat, a.instrument, a.item, a.value, a.codable, a.text)
                for a in said} == {
            (a.image_id, a.repeat, a.instrument, a.item, a.value, a.codable, a.text)
            for a in back}  # fmt: skip
        times = [study.annotations.sittings(one) for one in (NAME, "Elsewhere")]
        assert len({tuple(sorted(s.seconds for s in one)) for one in times}) == 1
        return
    (marks, points), (new_marks, new_points) = drawn(study, NAME), drawn(study, "Elsewhere")
    if name != "pts":
        assert len(new_marks) == len(marks)
        size = next((one.height, one.width) for one in study.images.all())
        weight = 1 if name == "masks" else 2
        for (image, region, _), outlines in marks.items():
            back = mask_of(new_marks[image, region, weight], size)
            assert np.array_equal(back, mask_of(outlines, size))
    assert new_points == (set() if name == "masks" else points)
    assert not study.annotations.round("Elsewhere").blind


def test_what_the_files_do_not_hold_is_said(study, tmp_path):
    done = export_annotations(study, "masks", tmp_path / "out")
    assert done.sentences == (
        "8 files were written.",
        "Masks as PNG has no place for answers and landmarks and weights: left out.",
        f"Ana has not handed in the round “{NAME}” yet.",
    )
    done = export_annotations(study, "masks", tmp_path / "out")
    assert done.sentences[0] == "8 files were written, 8 of them in the place of others."
    with pytest.raises(InputError, match="there is no format “x”; there is labelme, coco"):
        export_annotations(study, "x", tmp_path)
    with pytest.raises(InputError, match="there is nothing that COCO JSON could hold"):
        export_annotations(study, "coco", tmp_path, rater="Bia")


def test_what_differs_is_named_and_stays_unless_the_files_are_to_count(study, tmp_path):
    export_annotations(study, "labelme", tmp_path / "out", rater="Ana")
    turn = study.annotations.turns(NAME, "Ana")[0]
    file = tmp_path / "out" / NAME / "Ana"
    other = Mark(
        round=NAME,
        rater="Ana",
        image_id=turn.image_id,
        name="brow",
        outlines=(np.array([(0.0, 0.0), (5.0, 0.0), (5.0, 5.0)]),),
    )
    study.annotations.put_marks(NAME, "Ana", turn.image_id, 0, [other])
    found = look_at(study, [file], rater="Ana", round_=NAME)
    assert len(found.conflicts) == 1  # a hole came as pixels, the same ones
    assert "region brow: as it was in the study, drawn otherwise in photo" in found.conflicts[0]
    assert found.changes_nothing
    found = look_at(study, [file], rater="Ana", round_=NAME, replacing=True)
    Taking(study, found).put(True)
    assert other not in study.annotations.marks(NAME, "Ana")
    study.annotations.hand_in(NAME, "Ana", AT)
    with pytest.raises(InputError, match="Ana has handed in the round “Ward round 1”; choose an"):
        look_at(study, [file], rater="Ana", round_=NAME)


def test_content_counts_before_the_name_and_sizes_have_to_agree(study, tmp_path):
    first, second = study.images.all()[:2]
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    shutil.copy(study.images.path_of(first.id), folder / second.name)
    shape = {"label": "Mouth", "points": [[2, 2], [9, 2], [9, 9]]}
    record = {"shapes": [shape], "imagePath": second.name}
    record |= {"imageHeight": first.height, "imageWidth": first.width}
    (folder / "a.json").write_text(json.dumps(record))
    found = look_at(study, [folder / "a.json"], rater="Ana")
    assert [(row.photograph, row.how) for row in found.rows] == [(first.name, "by content")]
    assert found.left_out == ("“Mouth” is called “mouth” here.",)
    (folder / second.name).unlink()
    found = look_at(study, [folder / "a.json"], rater="Ana")
    assert [(row.photograph, row.how) for row in found.rows] == [(second.name, "by name")]
    (folder / "a.json").write_text(json.dumps(record | {"imageWidth": first.width + 1}))
    found = look_at(study, [folder / "a.json"], rater="Ana")
    assert found.changes_nothing
    assert f"is {first.width + 1} × {first.height} pixels there" in found.left_out[0]
    (folder / "a.json").write_text(json.dumps(record | {"imagePath": "nobody.png"}))
    (said,) = look_at(study, [folder / "a.json"], rater="Ana").left_out
    assert said == "a.json: “nobody.png”: the study has no photograph of this name."


def test_photographs_that_a_camera_turned_are_marked_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    pixels = np.zeros((40, 60, 3), np.uint8)
    pixels[:10, :10] = 255  # upright, this corner is at the right of the top
    (tmp_path / "photos").mkdir()
    Image.fromarray(pixels).save(tmp_path / "photos" / "turned.jpg", exif=exif)
    found = examine(tmp_path / "photos" / "turned.jpg")
    record = FaceImage(
        id="T", file="turned.jpg", sha256=found.sha256, width=found.width, height=found.height
    )
    with Study.create(tmp_path / "s") as study:
        study.images.add([record], root=tmp_path / "photos")
        (image,) = study.images.all()
        assert (image.width, image.height) == (40, 60)
        shape = {"label": "corner", "points": [[30, 0], [40, 0], [40, 10], [30, 10]]}
        record = {"shapes": [shape], "imagePath": "turned.jpg", "imageHeight": 60}
        (tmp_path / "turned.json").write_text(json.dumps(record | {"imageWidth": 40}))
        Taking(study, look_at(study, [tmp_path / "turned.json"], rater="Ana")).put(True)
        (mark,) = study.annotations.marks()
        inside = mask_of(mark.outlines, (60, 40))
        bright = study.images.pixels(image.id)[..., 0] > 128
        assert np.array_equal(inside, bright)
        (tmp_path / "turned.json").write_text(
            json.dumps(record | {"imageHeight": 40, "imageWidth": 60})
        )
        (said,) = look_at(study, [tmp_path / "turned.json"], rater="Ana").left_out
        assert "has not turned it upright" in said


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "photograph,value\nP1,1\n", "line 1: has no column “instrument”"),
        ("a.csv", "photograph,instrument,value\nP1,score,11\n", "line 2, column “value”: a score"),
        ("a.csv", "photograph,instrument,value\nP1,score,-1\n", "line 2, column “value”: a score"),
        ("a.csv", "photograph,instrument,value\nP1,score,x\n", "“x” is no number"),
        (
            "a.csv",
            "photograph,instrument,version,item,value\nP1,scale:nfcs,0,brow,1\n",
            "rates by version 0 of the scale nfcs",
        ),
        ("a.csv", "photograph,instrument,value\nP1,score,4\n", "does not say whose annotations"),
        ("a.json", "[]", "is in no format that is known here"),
        ("a.json", '{"neopain": "ratings"}', "is a rater’s file of NeoPain"),
        ("a.txt", "x", "is in no format that is known here"),
    ],
)
def test_files_that_cannot_be_used_are_one_sentence_and_nothing_comes_in(
    study, tmp_path, name, content, said
):
    file = tmp_path / name
    file.write_text(content)
    with pytest.raises(InputError) as caught:
        look_at(study, [file], rater="" if "whose" in said else "Bia")
    assert said in str(caught.value)


def test_a_table_with_decimal_commas_is_read(study, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("rater;photograph;instrument;value\nCai;P1;score;4,5\nCai;nobody;score;4\n")
    found = look_at(study, [file])
    assert [one.value for said in found.after for one in said.answers] == [4.5]
    assert found.left_out == ("a.csv, line 3: “nobody”: the study has no photograph of this name.",)


def test_nothing_is_imported_into_a_study_that_is_one_round(study, tmp_path):
    made = export_round(study, NAME, "Bia", tmp_path).path
    with Study.open(made) as alone, pytest.raises(InputError, match="nothing but a round for one"):
        look_at(alone, [], rater="Bia")


def test_another_rater_joins_a_round_that_is_there(study, tmp_path):
    export_annotations(study, "labelme", tmp_path / "out", rater="Ana")
    found = look_at(study, [tmp_path / "out" / NAME / "Ana"], rater="Cai", round_=NAME)
    assert f"The round “{NAME}” asks Cai from now on." in found.sentences
    taking = Taking(study, found)
    taking.put(True)
    assert study.annotations.round(NAME).raters == ("Ana", "Bia", "Cai")
    assert len(study.annotations.marks(NAME, "Cai")) == 6
    taking.put(False)
    assert study.annotations.round(NAME).raters == ("Ana", "Bia")
    taking.put(True)
    assert len(study.annotations.marks(NAME, "Cai")) == 6


def test_200_polygons_go_through_studies_and_formats_and_keep_their_pixels(tmp_path):
    size = (240, 320)
    Image.new("RGB", size[::-1]).save(tmp_path / "face.png")
    found = examine(tmp_path / "face.png")
    record = FaceImage(
        id="F", file="face.png", sha256=found.sha256, width=found.width, height=found.height
    )
    random = np.random.default_rng(15)
    drawn = {}
    for number in range(200):
        angle = np.linspace(0, 2 * np.pi, random.integers(5, 40), endpoint=False)
        far = random.uniform(16, 60) * random.uniform(0.7, 1.6, len(angle))
        ring = far[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        drawn[f"region {number}"] = ring + random.uniform((60, 60), (260, 180))
    shapes = [{"label": name, "points": ring.tolist()} for name, ring in drawn.items()]
    content = {"shapes": shapes, "imagePath": "face.png", "imageHeight": 240, "imageWidth": 320}
    (tmp_path / "face.json").write_text(json.dumps(content))
    source = tmp_path / "face.json"
    with Study.create(tmp_path / "s") as study:
        study.images.add([record], root=tmp_path)
        for round_, name in (("1", "coco"), ("2", "geojson"), ("3", "masks"), ("4", "")):
            Taking(study, look_at(study, [source], rater="Ana", round_=round_)).put(True)
            if name:
                export_annotations(study, name, tmp_path / name, round_=round_)
                source = tmp_path / name / round_ / "Ana"
        last = {one.name: mask_of(one.outlines, size) for one in study.annotations.marks("4")}
    for name, ring in drawn.items():
        first = mask_of([ring - 0.5], size)
        assert first.sum() >= 400
        assert (first & last[name]).sum() / (first | last[name]).sum() >= 0.995


def times_of(study, round_, rater):
    sittings = study.annotations.sittings(round_, rater)
    return {(one.image_id, one.repeat): one.seconds for one in sittings}


def test_times_come_in_for_both_times_and_others_are_named(study, tmp_path):
    export_annotations(study, "csv", tmp_path / "out", round_=NAME, rater="Ana")
    file = tmp_path / "out" / "ratings.csv"
    lines = file.read_text("utf-8").splitlines()
    table = [f"{lines[0]},mood", *(f"{line},fine" for line in lines[1:])]
    file.write_text("\n".join(table) + "\n", "utf-8")
    found = look_at(study, [file], rater="Cai", round_="Elsewhere")
    assert f"{file.name}: not taken in: group, turn, mood." in found.left_out
    Taking(study, found).put(True)
    came = times_of(study, "Elsewhere", "Cai")
    assert came == times_of(study, NAME, "Ana")
    again = next(turn for turn in came if turn[1] == 1)
    # Another time in the file is said, and counts only where the files are to count.
    old = f",{came[again]:.6f},"
    file.write_text(file.read_text("utf-8").replace(old, ",99,"), "utf-8")
    found = look_at(study, [file], rater="Cai", round_="Elsewhere")
    (sentence,) = found.conflicts
    assert sentence.endswith(f", second time: {came[again]:g} s in the study, 99 s in ratings.csv")
    assert found.changes_nothing
    found = look_at(study, [file], rater="Cai", round_="Elsewhere", replacing=True)
    Taking(study, found).put(True)
    assert times_of(study, "Elsewhere", "Cai")[again] == 99
    file.write_text(file.read_text("utf-8").replace(",99,", ",-1,"), "utf-8")
    with pytest.raises(InputError, match="no less than 0 seconds"):
        look_at(study, [file], rater="Cai", round_="Elsewhere")
