"""``neopain merge``: said before it is done, decided where it is unclear."""

from __future__ import annotations

import pytest

from neopain_gui.study import Study
from tests.cli.running import neopain
from tests.dataset.material import photograph


@pytest.fixture
def two(tmp_path, capsys):
    for name, files in (("a", ("pain/S1/1.png", "no pain/S1/2.png")),
                        ("b", ("pain/S1/1.png", "pain/S2/3.png", "no pain/S9/4.png"))):  # fmt: skip
        for file in files:
            photograph(tmp_path / f"set-{name}" / file, seed=file)
        assert neopain("new", tmp_path / name, tmp_path / f"set-{name}") == 0
    capsys.readouterr()
    return tmp_path / "a.neopain", tmp_path / "b.neopain"


def test_studies_that_share_a_photograph(two, tmp_path, capsys):
    (two[1] / "trainings" / "n_cnn-1").mkdir(parents=True)
    assert neopain("merge", *two, tmp_path / "all", "--preview") == 0
    said, warned = capsys.readouterr()
    assert "The trainings of b.neopain stay in it" in warned
    assert "a.neopain" not in warned
    assert "4 photographs: 2 of the first study, 2 that only the second has; 1 are in both." in said
    assert not (tmp_path / "all.neopain").exists()
    assert neopain("merge", *two, tmp_path / "all") == 0
    with Study.open(tmp_path / "all") as made:
        assert {image.neonate.id for image in made.images.all()} == {"S1", "S2", "S9"}
        assert {image.name for image in made.images.all()} == {"1.png", "2.png", "3.png", "4.png"}
        assert made.images.missing() == []


def test_names_that_nothing_decides(tmp_path, capsys):
    for name in "ab":
        photograph(tmp_path / f"set-{name}/pain/S1/1.png")
        assert neopain("new", tmp_path / name, tmp_path / f"set-{name}") == 0
    capsys.readouterr()
    a, b = tmp_path / "a.neopain", tmp_path / "b.neopain"
    assert neopain("merge", a, b, tmp_path / "all") == 2
    said = capsys.readouterr().err
    assert "--neonates: both studies have S1" in said
    assert "names may mean the same or not; add --neonates same or apart" in " ".join(said.split())
    assert not (tmp_path / "all.neopain").exists()
    assert neopain("merge", a, b, tmp_path / "all", "--neonates", "apart") == 0
    with Study.open(tmp_path / "all") as made:
        assert sorted(image.neonate.id for image in made.images.all()) == ["S1", "S1-2"]
        assert len({image.id for image in made.images.all()}) == 2
    assert neopain("merge", a, b, tmp_path / "more", "--neonates", "maybe") == 2
    assert neopain("merge", a, a, tmp_path / "more") == 2
