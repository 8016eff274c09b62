"""``neopain new``, ``add`` and ``find-moved``: true counts, and every file that is left out."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image
from rich.progress import Progress

from neopain_gui.cli import console
from neopain_gui.dataset import PainLabel
from neopain_gui.study import Study
from tests.cli.running import neopain
from tests.cli.running import neopain as run
from tests.dataset.material import folder_with, photograph


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]


def test_new_prints_true_counts_and_every_reason(tmp_path, capsys):
    photograph(tmp_path / "set/pain/S1/a.png", seed="one")
    photograph(tmp_path / "set/pain/S1/copy of a.png", seed="one")
    photograph(tmp_path / "set/no pain/S1/b.png")
    (tmp_path / "set/no pain/S1/c.jxl").write_bytes(b"\xff\x0a")
    (tmp_path / "set/no pain/S1/d.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run("new", tmp_path / "w", tmp_path / "set") == 0
    said = capsys.readouterr()
    assert "new 2, already there 0, changed 0, left out 3" in lines(said.out)
    assert "2 photographs of 1 neonate in w.neopain." in lines(said.out)
    for sentence in (
        "pain/S1/copy of a.png left out: is the same picture as pain/S1/a.png",
        "no pain/S1/c.jxl left out: JPEG XL cannot be read here; save it as JPEG or PNG",
        "no pain/S1/d.png left out: the PNG file is damaged or incomplete",
    ):
        assert sentence in said.err


def test_what_the_preview_warns_of_is_printed_too(tmp_path, capsys):
    photograph(tmp_path / "set/a.png")
    photograph(tmp_path / "set/b.png")
    (tmp_path / "set/list.csv").write_text(
        'file,label,neonate,face_coordinates\na.png,pain,N1,"2,2,28,19"\n'
        "b.png,pain,N2,\nb.png,no pain,N2,\n"
    )
    assert run("new", tmp_path / "w", tmp_path / "set") == 0
    said = capsys.readouterr()
    assert "a.png: its face box was clipped to the photograph" in said.err
    assert "b.png left out: lines 3 and 4 of the manifest give it two labels" in said.err
    assert "new 1, already there 0, changed 0, left out 1" in lines(said.out)


def test_boxes_that_may_mean_two_things_are_said_and_can_be_told(tmp_path, capsys):
    photograph(tmp_path / "set/a.png")
    photograph(tmp_path / "set/b.png")
    text = 'file,neonate,label,bbox\na.png,1,pain,"3,2,10,12"\nb.png,1,no pain,"18,14,38,34"\n'
    (tmp_path / "set/list.csv").write_text(text)
    assert run("new", tmp_path / "w", tmp_path / "set", "--boxes", "corners") == 0
    said = capsys.readouterr().err
    assert "b.png: only 9 % of its face box lies in the photograph, so the box was left" in said
    assert "Add --outside-boxes to take such boxes." in said
    (tmp_path / "set/list.csv").write_text(text.replace("18,14,38,34", "4,3,9,11"))
    assert run("new", tmp_path / "v", tmp_path / "set") == 0
    said = capsys.readouterr().err
    assert "The numbers of 'bbox' may be x1, y1, x2, y2 or x, y, width, height." in said
    assert "Add --boxes xywh if they are x, y, width, height, --boxes corners if not." in said
    assert run("add", tmp_path / "v.neopain", tmp_path / "set", "--boxes", "xywh", "--accept") == 0
    with Study.open(tmp_path / "v.neopain") as study:
        boxes = {image.name: image.box.as_tuple() for image in study.images.all()}
    assert boxes == {"a.png": (3, 2, 13, 14), "b.png": (4, 3, 13, 14)}


def test_damaged_and_doubtful_photographs_are_named(tmp_path, capsys):
    photograph(tmp_path / "set/a.png")
    picture = Image.effect_noise((80, 60), 90).convert("RGB")
    picture.save(tmp_path / "set/half.jpg", quality=95)
    data = (tmp_path / "set/half.jpg").read_bytes()
    (tmp_path / "set/half.jpg").write_bytes(data[: len(data) // 2] + b"\xff\xd9")
    Image.new("L", (80, 60)).save(tmp_path / "set/black.png")
    assert run("new", tmp_path / "w", tmp_path / "set") == 0
    said = capsys.readouterr().err
    assert "half.jpg left out: the JPEG file is damaged or incomplete (its data end" in said
    assert "black.png: has one colour only" in said


def test_pictures_of_another_range_are_said_and_stretched_when_asked(tmp_path, capsys):
    photograph(tmp_path / "set/a.png")
    deep = np.arange(80 * 60, dtype=np.uint16).reshape(60, 80) % 4096
    Image.fromarray(deep).save(tmp_path / "set/twelve.png")
    Image.fromarray((deep[::-1] / 4095).astype(np.float32)).save(tmp_path / "set/float.tif")
    assert run("new", tmp_path / "w", tmp_path / "set") == 0
    said = capsys.readouterr().err
    assert "twelve.png: is nearly black: its brightest value is 15 of 255" in said
    assert "float.tif left out: pixels of the kind F cannot be read" in said
    assert "Add --stretch to stretch the values of 2 pictures to the full range, 0…255." in said
    assert run("new", tmp_path / "v", tmp_path / "set", "--stretch") == 0
    said = capsys.readouterr().err
    assert "twelve.png: its values are stretched from 0…4,095 to 0…255" in said
    assert "Add --stretch" not in said
    with Study.open(tmp_path / "v.neopain") as study:
        assert len(study.images.all()) == 3
        assert all(study.images.pixels(image.id).max() > 200 for image in study.images.all())


@pytest.mark.parametrize("command", ["new", "add", "find-moved"])
def test_arguments_the_wrong_way_round_are_said_to_be(command, tmp_path, capsys):
    photograph(tmp_path / "my set/a.png")
    study = tmp_path / "w.neopain"
    if command != "new":
        assert run("new", study, tmp_path / "my set") == 0
    before = sorted(tmp_path.rglob("*"))
    assert run(command, tmp_path / "my set", study) == 2
    said = capsys.readouterr().err
    assert "the study comes first and the photographs after it" in said
    assert f"neopain {command} {study} '{tmp_path / 'my set'}'" in said
    assert sorted(tmp_path.rglob("*")) == before


def test_a_new_study_without_its_ending_is_told_from_the_photographs_too(tmp_path, capsys):
    photograph(tmp_path / "set/a.png")
    assert run("new", tmp_path / "set", tmp_path / "ward") == 2
    assert f"neopain new {tmp_path / 'ward'} {tmp_path / 'set'}" in capsys.readouterr().err
    assert run("new", tmp_path / "ward", tmp_path / "set") == 0


def test_a_failed_new_leaves_nothing_and_says_why(tmp_path, capsys):
    (tmp_path / "set").mkdir()
    (tmp_path / "set/a.png").write_text("x")
    assert run("new", tmp_path / "w", tmp_path / "set") == 2
    assert "a.png left out: is not a photograph" in capsys.readouterr().err
    assert not (tmp_path / "w.neopain").exists()


@pytest.fixture
def study(tmp_path, capsys):
    folder_with(tmp_path / "set", "pain/S01/a.png", "no pain/S01/b.png")
    assert run("new", tmp_path / "w", tmp_path / "set") == 0
    capsys.readouterr()
    return tmp_path / "w.neopain"


def test_the_same_photographs_are_never_taken_twice(study, tmp_path, capsys):
    assert run("add", study, tmp_path / "set") == 0
    assert "new 0, already there 2, changed 0, left out 0" in lines(capsys.readouterr().out)
    shutil.copytree(tmp_path / "set", tmp_path / "elsewhere")
    folder_with(tmp_path / "elsewhere", "pain/S02/c.png")
    assert run("add", study, tmp_path / "elsewhere") == 0
    assert "new 1, already there 2, changed 0, left out 0" in lines(capsys.readouterr().out)
    with Study.open(study) as opened:
        assert sorted(image.id for image in opened.images.all()) == [
            "photo-001", "photo-002", "photo-003",
        ]  # fmt: skip


def test_nothing_is_asked_about_what_is_there(tmp_path, capsys):
    photograph(tmp_path / "set/a.png")
    assert run("new", tmp_path / "w", tmp_path / "set") == 0
    assert "a.png: no neonate" in capsys.readouterr().err
    assert run("add", tmp_path / "w.neopain", tmp_path / "set") == 0
    said = capsys.readouterr()
    assert "new 0, already there 1, changed 0, left out 0" in lines(said.out)
    assert "neonate" not in said.err


def test_a_study_of_the_name_is_said_before_anything_is_read(study, tmp_path, capsys):
    (tmp_path / "set/pain/S01/broken.png").write_text("x")
    assert run("new", tmp_path / "w", tmp_path / "set") == 2
    said = capsys.readouterr().err
    assert "w.neopain: it exists already; choose another name." in said
    assert "left out" not in said


def test_single_files_and_several_folders(study, tmp_path, capsys):
    one = photograph(tmp_path / "more/x.png")
    folder_with(tmp_path / "S09", "y.png")
    assert run("add", study, one, tmp_path / "S09", tmp_path / "set/pain/S01/a.png") == 0
    assert "new 2, already there 1, changed 0, left out 0" in lines(capsys.readouterr().out)
    with Study.open(study) as opened:
        by_name = {image.name: image for image in opened.images.all()}
        assert by_name["y.png"].neonate.id == "S09"
        for image in by_name.values():
            opened.images.pixels(image.id)


def test_what_only_adds_is_filled_in_and_what_differs_waits(study, tmp_path, capsys):
    table = tmp_path / "set/list.csv"
    table.write_text(
        "file,neonate,label,stimulus\npain/S01/a.png,S01,no pain,\n"
        "no pain/S01/b.png,S01,no pain,rest\n"
    )
    assert run("add", study, tmp_path / "set") == 0
    said = capsys.readouterr()
    assert "new 0, already there 0, changed 2, left out 0" in lines(said.out)
    assert "pain/S01/a.png: label: pain → no pain (left as it is)" in said.err
    assert "no pain/S01/b.png: stimulus: none → rest" in lines(said.err)
    with Study.open(study, read_only=True) as opened:
        by_name = {image.name: image for image in opened.images.all()}
    assert by_name["a.png"].label is PainLabel.PAIN
    assert by_name["b.png"].stimulus == "rest"
    assert run("add", study, tmp_path / "set", "--accept") == 0
    assert "new 0, already there 1, changed 1, left out 0" in lines(capsys.readouterr().out)
    with Study.open(study, read_only=True) as opened:
        assert {image.label for image in opened.images.all()} == {PainLabel.NO_PAIN}
    assert run("add", study, tmp_path / "set") == 0
    assert "new 0, already there 2, changed 0, left out 0" in lines(capsys.readouterr().out)


def test_neonates_and_boxes_of_a_second_import_arrive(tmp_path, capsys):
    photograph(tmp_path / "set/a.png")
    assert run("new", tmp_path / "w", tmp_path / "set") == 0
    (tmp_path / "set/list.csv").write_text('file,neonate,box\na.png,N7,"2,2,20,18"\n')
    assert run("add", tmp_path / "w", tmp_path / "set") == 0
    assert "changed 1" in capsys.readouterr().out
    with Study.open(tmp_path / "w") as opened:
        (image,) = opened.images.all()
        assert image.neonate.id == "N7"
        assert opened.faces.get(image.id).box.as_tuple() == (2, 2, 20, 18)


def test_copies_leave_out_what_the_camera_wrote(tmp_path, capsys):
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SecretCam"
    (tmp_path / "set").mkdir()
    Image.effect_noise((40, 30), 60).save(tmp_path / "set/a.jpg", exif=exif)
    assert run("new", tmp_path / "w", tmp_path / "set", "--copy") == 0
    capsys.readouterr()
    (copy,) = (tmp_path / "w.neopain/images").iterdir()
    assert b"SecretCam" not in copy.read_bytes()
    shutil.rmtree(tmp_path / "set")
    with Study.open(tmp_path / "w") as opened:
        (image,) = opened.images.all()
        assert copy.name == f"{image.sha256}.jpg"
        assert image.copy_sha256
        opened.images.pixels(image.id)
    assert run("add", tmp_path / "w", copy) == 0, "the copy is the same photograph"
    assert "new 0, already there 1, changed 0, left out 0" in lines(capsys.readouterr().out)


def test_moved_and_renamed_photographs_are_found(study, tmp_path, capsys):
    (tmp_path / "set/pain/S01/a.png").rename(tmp_path / "set/pain/S01/renamed.png")
    (tmp_path / "set").rename(tmp_path / "moved")
    (tmp_path / "moved/no pain/S01/b.png").unlink()
    assert run("find-moved", study, tmp_path / "moved") == 0
    said = capsys.readouterr()
    assert "found 1, still missing 1" in lines(said.out)
    assert "(b.png) is still missing" in said.err
    assert run("find-moved", study, tmp_path / "gone") == 2
    with Study.open(study) as opened:
        assert len(opened.images.missing()) == 1


def test_a_bar_ends_at_its_end_also_where_there_was_nothing_to_do(study, tmp_path, monkeypatch):
    bars = []
    monkeypatch.setattr(
        console, "Progress", lambda *a, **k: bars.append(Progress(*a, **k)) or bars[-1]
    )
    assert run("add", study, tmp_path / "set") == 0
    assert run("find-moved", study, tmp_path / "set") == 0
    assert [task.percentage for bar in bars for task in bar.tasks] == [100.0] * len(bars) != []


def test_a_study_that_somebody_has_open_is_not_added_to(study, tmp_path, capsys):
    with Study.open(study):
        assert run("add", study, tmp_path / "set") == 2
    assert "can only be read" in capsys.readouterr().err


def test_names_that_are_markup_are_printed_as_they_are(tmp_path, capsys):
    photograph(tmp_path / "set/pain/a.png")
    (tmp_path / "set/pain/[red]b.txt").write_text("x")
    assert run("new", tmp_path / "w", tmp_path / "set") == 0
    assert "pain/[red]b.txt left out" in capsys.readouterr().err


def test_files_keep_their_names_whatever_the_study_calls_them(study: Path) -> None:
    with Study.open(study) as opened:
        assert {image.name for image in opened.images.all()} == {"a.png", "b.png"}


def test_any_command_that_writes_says_what_it_put_in_order(study, tmp_path, capsys):
    images = study / "images"
    images.mkdir(exist_ok=True)
    (images / f"{'c' * 64}.png").write_bytes(b"half copied")
    (images / "copying").write_text("c" * 64)
    (tmp_path / "edit.csv").write_text("image,label\na.png,no pain\n")
    assert neopain("edit", study, "--from", tmp_path / "edit.csv") == 0
    assert "An import of photographs had been interrupted: 1 copy" in capsys.readouterr().err
    assert list(images.iterdir()) == []
