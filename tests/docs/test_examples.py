"""The examples in docstrings say what the code does."""

from __future__ import annotations

import doctest
import importlib
import shutil
import warnings
from pathlib import Path

import pytest

import neopain_gui
from neopain_gui.api import NeoPainWarning

PACKAGE = Path(neopain_gui.__file__).parent


def modules():
    """Return the modules with an example; only these are imported."""
    files = (file for file in PACKAGE.rglob("*.py") if ">>> " in file.read_text(encoding="utf-8"))
    every = (file.relative_to(PACKAGE.parent).with_suffix("").parts for file in sorted(files))
    return [".".join(one[:-1] if one[-1] == "__init__" else one) for one in every]


def examples_of(name):
    """Return the examples of a module, none of them only to be read."""
    found = doctest.DocTestFinder(exclude_empty=True).find(importlib.import_module(name))
    return [test for test in found if test.examples]


@pytest.mark.parametrize("name", modules())
def test_examples_give_what_they_say(name, tmp_path, monkeypatch, request):
    if name == "neopain_gui.api":
        phantoms = request.getfixturevalue("phantoms")
        shutil.copytree(phantoms / "demo.neopain", tmp_path / "demo.neopain")
    monkeypatch.chdir(tmp_path)
    tests, said = examples_of(name), []
    text = Path(importlib.import_module(name).__file__).read_text(encoding="utf-8")
    assert sum(len(test.examples) for test in tests) == text.count(">>> "), "some are not found"
    for test in tests:
        assert not any(doctest.SKIP in one.options for one in test.examples), "one is never run"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NeoPainWarning)  # beside results, not part of them
            doctest.DocTestRunner().run(test, out=said.append)
    assert not said, "".join(said)


def test_there_are_examples():
    assert len(modules()) > 20
