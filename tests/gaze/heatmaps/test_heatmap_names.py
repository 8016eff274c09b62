from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.errors import Cancelled, InputError
from neopain_gui.gaze import match_heatmaps
from neopain_gui.jobs import NullJob
from neopain_gui.maps import ExtractionModel
from neopain_gui.people.groups import ObserverGroup, find_group

EXPERTS, PARENTS = ObserverGroup.EXPERTS, ObserverGroup.PARENTS
PREFIX = "EscalasDor__Procedimento_Final__"
RECORDINGS = ".bmp__Full_recordings__"


def _image(name: str, file: str = "") -> FaceImage:
    return FaceImage(id=name, file=file or f"{name}.bmp", sha256="0" * 64, width=320, height=233)


IMAGES = [_image("06_145026"), _image("20_122223"), _image("05_101010_2"), _image("06_112348")]


def _put(folder: Path, *names: str, content: bytes = b"") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content or name.encode())


def _matched(folder: Path, images: list[FaceImage] = IMAGES) -> list[tuple[str, str]]:
    return [(row.image_id, row.group.value) for row in match_heatmaps(folder, images).rows]


@pytest.mark.parametrize(
    ("written", "group"),
    [
        ("Médicos", "Experts"),
        (unicodedata.normalize("NFD", "Médicos"), "Experts"),
        ("medicos", "Experts"),
        ("Pais", "Parents"),
        ("Outros_Profissionais_da_Saúde", "Health professionals"),
        (unicodedata.normalize("NFD", "Outros_Profissionais_da_Saúde"), "Health professionals"),
        ("outros profissionais da saude", "Health professionals"),
        ("Leigos", "Laypeople"),
        ("Validos", "All participants"),
        ("Válidos", "All participants"),
    ],
)
@pytest.mark.parametrize(
    ("stimulus", "image"),
    [
        ("06_145026", "06_145026"),
        ("06_112348_145026", "06_145026"),
        ("06-12348-145026", "06_145026"),
        ("05_101010_2", "05_101010_2"),
    ],
)
def test_the_studys_export(
    tmp_path: Path, written: str, group: str, stimulus: str, image: str
) -> None:
    _put(tmp_path, f"{PREFIX}{stimulus}{RECORDINGS}{written}.png")
    assert _matched(tmp_path) == [(image, group)]


def test_all_hundred_pictures_of_the_study(tmp_path: Path) -> None:
    subjects = ["05", "06", "07", "08", "09", "15", "19", "20", "24", "25"]
    groups = ["Médicos", "Pais", "Outros_Profissionais_da_Saúde", "Leigos", "Validos"]
    images = [_image(f"{subject}_10{n}5{n}0") for subject in subjects for n in (1, 2)]
    for image in images:
        stimulus = image.id if image.id.endswith("1510") else f"{image.id[:3]}091500_{image.id[3:]}"
        for group in groups:
            _put(tmp_path, f"{PREFIX}{stimulus}{RECORDINGS}{group}.png")
    preview = match_heatmaps(tmp_path, images)
    assert len(preview.rows) == 100
    assert len({(row.image_id, row.group) for row in preview.rows}) == 100
    assert not preview.unmatched
    assert not preview.duplicates
    assert [row.image_id for row in preview.rows] == sorted(row.image_id for row in preview.rows)


@pytest.mark.parametrize(
    "name",
    [
        "06_145026__Experts.png",
        "06_145026_experts.PNG",
        "06-145026 Experts.tif",
        "06_145026.bmp__Physicians.jpeg",
        "Experts/06_145026.png",
        "Médicos/deeper/06_145026.bmp",
        "Experts/06_145026__Experts.png",
        f"Médicos/{PREFIX}06_112348_145026.bmp__Full_recordings.png",
    ],
)
def test_other_ways_of_naming(tmp_path: Path, name: str) -> None:
    _put(tmp_path, name)
    assert _matched(tmp_path) == [("06_145026", "Experts")]


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("06_145026.bmp_Todos_Heat Map.jpg", "All participants"),
        ("06_145026.bmp_Médicos_Heat Map.jpg", "Experts"),
        ("06_145026.bmp_Pais_HeatMap (2).png", "Parents"),
        ("06_145026_Leigos_Mapa de Calor.png", "Laypeople"),
        ("Pais/06_145026.bmp_Heat Map.jpg", "Parents"),
    ],
)
def test_names_as_tobii_studio_writes_them(tmp_path: Path, name: str, group: str) -> None:
    _put(tmp_path, name)
    assert _matched(tmp_path) == [("06_145026", group)]


def test_the_chosen_folder_may_name_the_group(tmp_path: Path) -> None:
    _put(tmp_path, "Pais/06_145026.png")
    assert _matched(tmp_path / "Pais") == [("06_145026", "Parents")]


def test_ids_may_be_anything_and_differ_from_the_files_name(tmp_path: Path) -> None:
    images = [_image("S10_M_pain__2", "pain/S10 M pain 2.jpg"), _image("baby", "x/IMG_0007.JPG")]
    _put(tmp_path, "S10_M_pain__2__Parents.png", "img-0007__Experts.png")
    assert _matched(tmp_path, images) == [("baby", "Experts"), ("S10_M_pain__2", "Parents")]


@pytest.mark.parametrize(
    ("written", "group"),
    [
        ("Medcos", "Experts"),
        ("MÃ©dicos", "Experts"),
        ("Outros_Profisionais_da_Saude", "Health professionals"),
        ("Parrents", "Parents"),
    ],
)
def test_a_clear_typo_in_the_group_is_mended_and_noted(
    tmp_path: Path, written: str, group: str
) -> None:
    _put(tmp_path, f"{PREFIX}06_145026{RECORDINGS}{written}.png")
    (row,) = match_heatmaps(tmp_path, IMAGES).rows
    assert (row.image_id, row.group) == ("06_145026", group)
    assert row.note == f"'{written}' was read as {group}"


@pytest.mark.parametrize("written", ["Liegos", "Pias", "Enfermeiros", "M"])
def test_a_group_that_is_not_clear_is_asked_for(tmp_path: Path, written: str) -> None:
    _put(tmp_path, f"{PREFIX}06_145026{RECORDINGS}{written}.png")
    preview = match_heatmaps(tmp_path, IMAGES)
    assert not preview.rows
    assert preview.unmatched[0].image_id == "06_145026"
    assert preview.unmatched[0].reason == "Group not recognised"


def test_what_was_read_differently_is_noted(tmp_path: Path) -> None:
    _put(tmp_path, f"{PREFIX}06_112348_145026{RECORDINGS}Pais.png", "20_122223__Pais.png")
    notes = {row.image_id: row.note for row in match_heatmaps(tmp_path, IMAGES).rows}
    assert notes == {"06_145026": "'06_112348_145026' was read as 06_145026", "20_122223": ""}


def test_near_matches_are_offered_not_taken(tmp_path: Path) -> None:
    _put(
        tmp_path,
        f"{PREFIX}20_12223{RECORDINGS}Médicos.png",
        "06_145027__Pais.png",
        "holiday__Pais.png",
    )
    preview = match_heatmaps(tmp_path, IMAGES)
    assert not preview.rows
    offered = {row.file.name.split("__")[-2]: row for row in preview.unmatched}
    assert offered["06_145027"].near[0] == "06_145026"
    assert offered["06_145027"].group is PARENTS
    assert offered["holiday"].near == ()
    (dropped_digit,) = (row for row in preview.unmatched if row.group is EXPERTS)
    assert dropped_digit.near[0] == "20_122223"


def test_separators_do_not_melt_numbers_together(tmp_path: Path) -> None:
    _put(tmp_path, "S1_11__Pais.png")
    preview = match_heatmaps(tmp_path, [_image("S11_1")])
    assert not preview.rows
    assert preview.unmatched[0].near == ("S11_1",)


def test_a_name_that_two_photographs_share_is_not_guessed(tmp_path: Path) -> None:
    images = [_image("a1", "rest/06_145026.bmp"), _image("a2", "pain/06_145026.bmp")]
    _put(tmp_path, "06_145026__Pais.png")
    preview = match_heatmaps(tmp_path, images)
    assert not preview.rows
    assert preview.unmatched[0].near == ("a1", "a2")
    assert "several photographs" in preview.unmatched[0].reason


def test_name_and_folder_that_contradict_each_other(tmp_path: Path) -> None:
    _put(tmp_path, "Pais/06_145026__Médicos.png")
    preview = match_heatmaps(tmp_path, IMAGES)
    assert not preview.rows
    assert preview.unmatched[0].reason == "its name says Experts, its folder Parents"


def test_identical_duplicates_count_once_and_different_ones_not_at_all(tmp_path: Path) -> None:
    same = ("06_145026__Pais.png", f"copy/{PREFIX}06_145026{RECORDINGS}Pais.png")
    _put(tmp_path, *same, content=b"same")
    _put(tmp_path, "20_122223__Pais.png", "20_122223__Parents.png")
    preview = match_heatmaps(tmp_path, IMAGES)
    assert [row.image_id for row in preview.rows] == ["06_145026"]
    found = {each.image_id: each for each in preview.duplicates}
    assert found["06_145026"].identical
    assert not found["20_122223"].identical
    assert len(found["06_145026"].files) == len(found["20_122223"].files) == 2
    assert not preview.unmatched


def test_what_is_hidden_or_no_picture_is_passed_over(tmp_path: Path) -> None:
    _put(tmp_path, "06_145026__Pais.png", "._06_145026__Pais.png", ".trash/06_145026__Médicos.png",
         "06_145026__Pais.csv", "Thumbs.db")  # fmt: skip
    preview = match_heatmaps(tmp_path, IMAGES)
    assert len(preview.rows) == 1
    assert not preview.unmatched


def test_folders_that_cannot_be_used_are_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match=r"^nowhere: .*choose a folder that is there\.$"):
        match_heatmaps(tmp_path / "nowhere", IMAGES)
    _put(tmp_path, "notes.txt")
    with pytest.raises(InputError, match="holds no heatmap pictures"):
        match_heatmaps(tmp_path, IMAGES)
    with pytest.raises(InputError, match="cannot be read"):
        match_heatmaps(tmp_path / "notes.txt", IMAGES)

    def refuse(path: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.scandir", refuse)
    with pytest.raises(InputError, match="may not be read; ask for permission"):
        match_heatmaps(tmp_path, IMAGES)


def test_it_stops_when_told(tmp_path: Path) -> None:
    class Stopped(NullJob):
        def check(self) -> None:
            raise Cancelled

    _put(tmp_path, "06_145026__Pais.png")
    with pytest.raises(Cancelled):
        match_heatmaps(tmp_path, IMAGES, Stopped())


def test_groups_are_extraction_models() -> None:
    assert EXPERTS.model == ExtractionModel(name="Experts", kind="gaze")
    assert type(EXPERTS.model.name) is str
    assert find_group("anything else") is None
    assert find_group("") is None
