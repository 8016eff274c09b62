"""What is said of the parts that NeoPain is made of."""

import json
from importlib import metadata
from types import SimpleNamespace

import pytest

from neopain_gui import licences as module
from neopain_gui.licences import UNSAID, licences


@pytest.fixture(scope="module")
def parts():
    return {one.name: one for one in licences()}


def test_what_the_program_requires_is_there_and_what_only_tests_require_is_not(parts):
    assert {"NeoPain", "Python", "PySide6_Essentials", "tensorflow", "h5py", "rich"} <= set(parts)
    assert not {"pytest", "mypy", "ruff", "statsmodels", "krippendorff"} & set(parts)
    assert parts["numpy"].version == metadata.version("numpy")
    assert next(iter(parts)) == "NeoPain"


def test_every_part_says_a_licence_or_has_its_text(parts):
    silent = [p.name for p in parts.values() if p.licence == UNSAID and not p.texts]
    assert silent == []
    assert all(text.is_file() for part in parts.values() for text in part.texts)


def test_nothing_is_gpl_alone(parts):
    """Qt lets choose the LGPL; a part that is only GPL could not be given on with the others."""
    strict = [
        p.name
        for p in parts.values()
        if "GPL" in p.licence and "LGPL" not in p.licence and " OR " not in p.licence
    ]
    assert strict == []


def test_qt_comes_with_the_text_of_the_lgpl(parts):
    texts = [text.read_text(encoding="utf-8") for text in parts["PySide6_Essentials"].texts]
    assert any("GNU LESSER GENERAL PUBLIC LICENSE" in text for text in texts)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"License-Expression": "MIT OR Apache-2.0", "License": "x"}, "MIT OR Apache-2.0"),
        ({"License": "BSD"}, "BSD"),
        ({"License": "Copyright 2020\nPermission is hereby granted"}, UNSAID),
        (
            {"License": "UNKNOWN", "Classifier": "License :: OSI Approved :: MIT License"},
            "MIT License",
        ),
        ({"Classifier": "License :: OSI Approved"}, UNSAID),
    ],
)
def test_the_name_of_a_licence_is_found_wherever_it_is_said(fields, said):
    listed = SimpleNamespace(
        get=fields.get, get_all=lambda key: [fields[key]] if key in fields else None
    )
    assert module._name_of_licence(listed) == said


def test_a_bundle_lists_what_lies_in_it_and_nothing_else(tmp_path):
    row = {"name": "libxcb1", "version": "1.15", "licence": "", "texts": ["libxcb1.txt"]}
    folder = tmp_path / "neopain_gui" / "_licences"
    folder.mkdir(parents=True)
    (folder / "native.json").write_text(json.dumps([row]), encoding="utf-8")
    (folder / "LICENSE.txt").write_text("PYTHON SOFTWARE FOUNDATION LICENSE", encoding="utf-8")
    package = tmp_path / "piece-2.0.dist-info"
    (package / "licenses").mkdir(parents=True)
    (package / "METADATA").write_text("Name: piece\nVersion: 2.0\nLicense: MIT\n", "utf-8")
    (package / "RECORD").write_text("piece-2.0.dist-info/licenses/LICENSE,,\n", "utf-8")
    (package / "licenses" / "LICENSE").write_text("Permission is hereby granted", "utf-8")
    found = {one.name: one for one in licences(tmp_path)}
    assert list(found) == ["NeoPain", "libxcb1", "piece", "Python"]
    assert found["libxcb1"].texts == (folder / "libxcb1.txt",)
    assert found["libxcb1"].licence == UNSAID
    assert found["piece"].texts == (package / "licenses" / "LICENSE",)
    assert found["Python"].texts == (folder / "LICENSE.txt",)
