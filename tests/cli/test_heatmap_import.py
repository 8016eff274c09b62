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
        ids = [image.id for image in study.images()]
        shown = study.photograph(ids[0])
    relevance = heat((700, 900), PLACE, seed=3)
    picture = draw_heat(relevance, show(shown, PLACE, size=(700, 900)), 0.7)
    write_png(folder / f"{ids[0]}__Laypeople.png", picture)
    write_png(folder / f"{ids[-1]}__Laypeople.png", picture)
    left, top, width, height = PLACE
    return folder, ids, relevance[top : top + height, left : left + width]


def laypeople(path):
    with Study.open(path, read_only=True) as study:
        found = [one for one in study.results() if one.model.name == "Laypeople"]
        return {one.image_id: (one, study.relevance_of(one).values) for one in found}


def test_the_photograph_is_found_and_another_one_is_not(study_path, pictures, capsys):
    folder, ids, known = pictures
    assert neopain("import-heatmaps", study_path, folder, "--mode", "palette") == 2
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
        (["--mode", "hue"], "'hue' is no mode; choose paper or palette"),
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
