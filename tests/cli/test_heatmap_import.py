"""Heatmap pictures of whole screens taken into a study headless."""

import numpy as np
import pytest

from neopain_gui.imaging import write_png
from neopain_gui.study import Study
from tests.gaze.screens import draw_heat, heat, show

from .running import neopain

PLACE = (310, 120, 480, 350)


@pytest.fixture
def pictures(study_path, tmp_path):
    """Two screens: one with its photograph, one with another neonate's."""
    folder = tmp_path / "screens"
    folder.mkdir()
    with Study.open(study_path, read_only=True) as study:
        ids = [image.id for image in study.images.all()]
        shown = study.images.pixels(ids[0])
    relevance = heat((700, 900), PLACE, seed=3)
    picture = draw_heat(relevance, show(shown, PLACE, size=(700, 900)), 0.7)
    write_png(folder / f"{ids[0]}__Laypeople.png", picture)
    write_png(folder / f"{ids[-1]}__Laypeople.png", picture)
    left, top, width, height = PLACE
    return folder, ids, relevance[top : top + height, left : left + width]


def laypeople(path):
    with Study.open(path, read_only=True) as study:
        found = [one for one in study.results.all() if one.model.name == "Laypeople"]
        return {one.image_id: (one, study.results.relevance_of(one).values) for one in found}


def test_the_photograph_is_found_and_another_one_is_not(study_path, pictures, capsys):
    folder, ids, known = pictures
    assert neopain("import-heatmaps", study_path, folder) == 2
    said = capsys.readouterr()
    assert "1 heatmap imported: Laypeople" in said.out
    assert "the photograph was not found on the picture" in " ".join(said.err.split())
    found = laypeople(study_path)
    assert set(found) == {ids[0]}
    result, values = found[ids[0]]
    left, top, right, bottom = result.provenance.inputs["place"]
    assert np.abs(np.subtract((left, top, right - left, bottom - top), PLACE)).max() <= 1
    assert result.facts["likeness"] > 0.4
    assert values.shape == (233, 320)
    rows = np.linspace(0, len(known) - 1, 233).round().astype(int)
    columns = np.linspace(0, known.shape[1] - 1, 320).round().astype(int)
    assert np.corrcoef(values.ravel(), known[np.ix_(rows, columns)].ravel())[0, 1] > 0.95


def test_a_person_says_where(study_path, pictures, capsys):
    folder, ids, _ = pictures
    assert neopain("import-heatmaps", study_path, folder, "--place", "300,110,480,350") == 0
    found = laypeople(study_path)
    assert set(found) == {ids[0], ids[-1]}
    for result, _values in found.values():
        assert result.provenance.inputs["place"] == [300, 110, 780, 460]
        assert result.facts["placed"] == "by hand"
    assert "at 300,110,480,350 (as said)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--mode", "hue"], "'hue' is no mode; choose palette or paper"),
        (["--place", "1,2,3"], "is no place"),
        (["--place", "1.5,2,320,233"], "not in whole pixels"),
        (["--place", "800,0,320,233"], "reaches beyond the picture of 900 × 700"),
        (["--place", "0,0,320,320"], "at this width it is 233 high"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(study_path, pictures, capsys, options, said):
    assert neopain("import-heatmaps", study_path, pictures[0], *options) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    assert laypeople(study_path) == {}


@pytest.fixture
def flat(study_path, tmp_path):
    """A picture in the photograph's own proportions for a group whose maps the study has."""
    with Study.open(study_path, read_only=True) as study:
        result = next(
            one for one in study.results.all() if one.provenance.stage == "gaze.group_map"
        )
        height, width = result.photograph_size
    folder = tmp_path / "flat"
    folder.mkdir()
    grey = np.full((height, width, 3), 90, np.uint8)
    grey[10:40, 20:60] = 200
    write_png(folder / f"{result.image_id}__{result.model.name}.png", grey)
    return folder, result


GREY = ("--mode", "paper")


def test_the_usual_way_is_the_palette_and_grey_is_warned_of_first(study_path, flat, capsys):
    """A grey picture is no heatmap in colours: refused by the palette, and the way out is named."""
    folder, _ = flat
    assert neopain("import-heatmaps", study_path, folder, "--replace") == 2
    said = " ".join(capsys.readouterr().err.split())
    assert said.index("scale inverted") < said.index("its colours are not a scale")
    assert "read it as grey: --mode paper" in said
    assert neopain("import-heatmaps", study_path, folder, "--replace", *GREY) == 0
    assert "Grey does not rise with attention" in " ".join(capsys.readouterr().err.split())


def key_of(study_path, image_id, name):
    with Study.open(study_path, read_only=True) as study:
        found = {one.model.name: one.key for one in study.results.all(image_id)}
    return found.get(name)


def test_a_map_that_is_there_is_replaced_only_where_that_is_said(study_path, flat, capsys):
    folder, before = flat
    image_id, group = before.image_id, before.model.name
    assert neopain("import-heatmaps", study_path, folder, *GREY) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert f"there are maps already: {image_id}, {group} (made from the recordings of" in said
    assert "nothing was imported" in said
    assert "--replace" in said
    assert key_of(study_path, image_id, group) == before.key
    assert neopain("import-heatmaps", study_path, folder, *GREY, "--keep-both") == 0
    assert key_of(study_path, image_id, group) == before.key
    assert key_of(study_path, image_id, f"{group} (picture)") is not None
    capsys.readouterr()
    assert neopain("import-heatmaps", study_path, folder, *GREY, "--replace") == 0
    assert "1 replaced an earlier map." in capsys.readouterr().out
    assert key_of(study_path, image_id, group) != before.key
    assert neopain("import-heatmaps", study_path, folder, *GREY) == 0
    assert "1 already there." in capsys.readouterr().out
    assert neopain("import-heatmaps", study_path, folder, *GREY, "--replace", "--keep-both") == 2


def test_recordings_do_not_replace_pictures_unasked(study_path, flat, capsys):
    folder, before = flat
    image_id, group = before.image_id, before.model.name
    assert neopain("import-heatmaps", study_path, folder, *GREY, "--replace") == 0
    picture = key_of(study_path, image_id, group)
    assert neopain("gaze-maps", study_path, "--group", group) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert f"{group}: there are maps that were imported from heatmap pictures" in said
    assert key_of(study_path, image_id, group) == picture
    assert neopain("gaze-maps", study_path, "--group", group, "--keep-both") == 0
    assert key_of(study_path, image_id, group) == picture
    assert key_of(study_path, image_id, f"{group} (recordings)") is not None
    assert neopain("gaze-maps", study_path, "--group", group, "--replace") == 0
    assert key_of(study_path, image_id, group) == before.key


def test_a_group_of_any_name(study_path, flat, capsys):
    folder, before = flat
    (file,) = folder.iterdir()
    file.rename(folder / f"{before.image_id}.png")
    assert neopain("import-heatmaps", study_path, folder, *GREY) == 0
    assert "left out: Group not recognised" in capsys.readouterr().err
    assert neopain("import-heatmaps", study_path, folder, *GREY, "--group", "Night shift") == 0
    assert key_of(study_path, before.image_id, "Night shift") is not None


def test_an_empty_map_is_said(study_path, flat, capsys):
    folder, result = flat
    picture = folder / f"{result.image_id}__{result.model.name}.png"
    write_png(picture, np.zeros((*result.photograph_size, 3), np.uint8))
    assert neopain("import-heatmaps", study_path, folder, "--replace") == 0
    said = " ".join(capsys.readouterr().err.split())
    assert f"{result.image_id}, {result.model.name}: the map is empty" in said
