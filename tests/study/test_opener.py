import json
import os
import stat

import pytest

from neopain_gui.errors import StudyError
from neopain_gui.study import Study
from neopain_gui.study_opener import OPENER, folder_of, names_study, opens


def test_a_new_study_has_the_file_which_says_nothing_of_it(tmp_path):
    name = "Maria Oliveira, ward 3"
    with Study.create(tmp_path / name) as study:
        file = study.path / OPENER
    said = file.read_text("utf-8")
    assert "Maria" not in said
    assert str(tmp_path) not in said
    content = json.loads(said)
    assert (content["format"], content["version"]) == ("NeoPain study", 1)
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_study_of_an_earlier_version_gets_it_when_it_is_opened_for_writing(tmp_path):
    with Study.create(tmp_path / "ward") as study:
        path = study.path
    (path / OPENER).unlink()
    Study.open(path, read_only=True).close()
    assert not (path / OPENER).exists()
    Study.open(path).close()
    assert (path / OPENER).is_file()


def test_whoever_calls_it_otherwise_gets_no_second_one(tmp_path):
    with Study.create(tmp_path / "ward") as study:
        path = study.path
    (path / OPENER).rename(path / "Abrir estudo.neopain-study")
    Study.open(path).close()
    assert [file.name for file in path.glob("*.neopain-study")] == ["Abrir estudo.neopain-study"]


def test_the_file_opens_the_study_as_its_folder_does(tmp_path):
    with Study.create(tmp_path / "Ala pediátrica 1") as study:
        path = study.path
    with Study.open(path / OPENER) as by_file:
        assert by_file.path == path
    link = tmp_path / "on the desktop.neopain-study"
    link.symlink_to(path / OPENER)
    with Study.open(link) as by_link:
        assert by_link.path == path


def test_a_copy_of_it_elsewhere_says_what_to_open(tmp_path):
    lone = tmp_path / OPENER
    lone.write_text("{}")
    with pytest.raises(StudyError, match=r"it lies in no study; open the file .* own folder"):
        Study.open(lone)
    with pytest.raises(StudyError, match="there is no such study"):
        Study.open(tmp_path / f"gone{OPENER}")


def test_names(tmp_path):
    file = tmp_path / OPENER
    assert opens(file)
    assert folder_of(file) == file, "it is not there"
    assert names_study(file)
    assert names_study(tmp_path / "ward.neopain")
    assert not names_study(tmp_path / "photo.png")
