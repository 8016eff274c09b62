import json

import pytest

from neopain_gui.annotation.scales import (
    read_scale,
    scale_of_text,
    scale_schema,
    scale_text,
    scales,
    with_wording,
    wording_of,
)
from neopain_gui.annotation.scales.reading import scale_folder
from neopain_gui.errors import InputError
from neopain_gui.faces.regions import FEATURES


def test_there_are_ten_and_they_are_written_as_they_are_read():
    files = {one.stem for one in scale_folder().glob("*.json")} - {"schema"}
    assert files == set(scales())
    for one in scales().values():
        assert scale_text(one) == (scale_folder() / f"{one.id}.json").read_text(encoding="utf-8")


def test_the_schema_beside_them_is_that_of_the_program():
    kept = json.loads((scale_folder() / "schema.json").read_text(encoding="utf-8"))
    assert kept == scale_schema()


def test_each_says_its_source_and_what_a_photograph_cannot_show():
    for one in scales().values():
        assert one.source.text
        assert one.source.rights
        assert one.totals
        for item in one.items:
            assert item.on_still or item.why_not
            assert set(item.features) <= set(FEATURES)
        assert any(item.features for item in one.items)


TOTAL = {"id": "total", "title": "T", "low": 0.0, "high": 7.0}


def changed(**more):
    found = json.loads((scale_folder() / "nips.json").read_text(encoding="utf-8"))
    for key, value in more.items():
        found[key] = value
    return json.dumps(found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not JSON"),
        ("[]", "cannot be used"),
        (
            changed(totals=[TOTAL | {"rule": "face + heart"}]),
            "the rule of “T” refers to “heart”, which is no item of the scale",
        ),
        (
            changed(totals=[TOTAL | {"rule": "open('x')"}]),
            "a rule cannot say “open",
        ),
        (changed(extra=1), "extra"),
        (changed(id="../nips"), "id"),
        (changed(items=[]), "items"),
        (changed(version=""), "version"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(text, words):
    with pytest.raises(InputError) as told:
        scale_of_text(text)
    assert words in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match=r"none\.json"):
        read_scale(tmp_path / "none.json")


def test_another_wording_changes_words_and_nothing_else():
    nips = scales()["nips"]
    words = {
        "language": "pt-BR",
        "items": {"face": {"title": "Expressão facial", "levels": {"0": "Relaxada"}}},
    }
    made = with_wording(nips, words)
    assert made.items[0].title == "Expressão facial"
    assert [one.title for one in made.items[0].levels] == ["Relaxada", "Grimace"]
    assert made.totals == nips.totals
    assert wording_of(made, nips) == words
    assert wording_of(scales()["cries"], nips) is None
    for bad in ({"items": {"heart": {}}}, {"items": {"face": {"levels": {"7": "x"}}}}):
        with pytest.raises(ValueError, match=r"wording|level"):
            with_wording(nips, bad)
