"""Rules for the tests themselves."""

import ast
import os
import re
from pathlib import Path

import pytest
from hypothesis import settings

from tests.architecture.sources import TESTS, texts, trees

WHOLE = {"architecture", "benchmarks", "docs", "installers", "oracles", "robustness"}
"""Folders whose tests are about the project as a whole."""
CLOCKS = {"perf_counter", "perf_counter_ns", "monotonic", "monotonic_ns", "time", "time_ns"}
STOPWATCHES = {"timeit", "QElapsedTimer"}


def read_clocks(node):
    """Return the calls in a piece of code that tell what time it is."""
    for call in ast.walk(node):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", None) or getattr(call.func, "id", None)
        module = getattr(getattr(call.func, "value", None), "id", None)
        if name in STOPWATCHES or (name in CLOCKS and module in ("time", None)):
            yield call


def timed(tree):
    """Return the lines that assert how long something took by the clock on the wall.

    What is worked out from a clock is followed within its function, by name.
    """
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        names = set()
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and any(read_clocks(node.value)):
                names |= {one.id for one in node.targets if isinstance(one, ast.Name)}
        for node in ast.walk(function):
            if not isinstance(node, ast.Assert):
                continue
            used = {one.id for one in ast.walk(node.test) if isinstance(one, ast.Name)}
            if any(read_clocks(node.test)) or used & names:
                yield node.lineno


def test_nothing_is_asserted_by_the_clock_on_the_wall():
    """A busy machine is no fault: count (``tests/counting.py``), or measure in ``benchmarks/``."""
    clock = re.compile(rf"\b({'|'.join(CLOCKS | STOPWATCHES)})\b")
    found = {
        name: sorted(set(timed(tree)))
        for name, tree in trees(TESTS).items()
        if clock.search(texts(TESTS)[name])
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "code",
    [
        "assert time.perf_counter() - begun < 2",
        "took = perf_counter() - begun\n    assert took < 2",
        "begun = time.monotonic()\n    work()\n    assert later() - begun < 1",
        "end = time.time()\n    assert end < 5",
    ],
)
def test_the_rule_finds_such_assertions(code):
    assert list(timed(ast.parse(f"def test():\n    {code}\n")))


@pytest.mark.parametrize(
    "code",
    [
        "end = time.monotonic() + 9\n    while time.monotonic() < end:\n        assert alive()",
        "os.utime(old, (time.time() - 7200,) * 2)\n    assert old.exists()",
        "assert process.cpu() < 5",
    ],
)
def test_the_rule_leaves_alone_what_only_waits(code):
    assert not list(timed(ast.parse(f"def test():\n    {code}\n")))


def test_hypothesis_has_the_same_examples_each_time_in_ci_only():
    assert settings.default.derandomize is bool(os.environ.get("CI"))
    assert settings.default.deadline is None
    own = [
        name
        for name, tree in trees(TESTS).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "derandomize" and name != "conftest.py"
    ]
    assert own == []


def what_it_names(name, tree):
    """Return the module or package that a test file is about, by its place and name or ``ABOUT``.

    ``tests/a/b/test_c.py`` is about ``neopain_gui/a/b/c``; whoever is about a package, or is one of
    several about a module, has the constant ``ABOUT`` and lies in that package's folder.
    """
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ABOUT":
            return ast.literal_eval(node.value)
    folder, _, file = name.rpartition("/")
    return ".".join(["neopain_gui", *folder.split("/"), file.removeprefix("test_")[:-3]]).replace(
        "..", "."
    )


def misplaced(name, tree):
    """Say what is wrong with the name or the place of a test file; nothing if all is well."""
    about = what_it_names(name, tree)
    path = TESTS.parent / about.replace(".", "/")
    if not path.with_suffix(".py").exists() and not (path / "__init__.py").exists():
        yield f"tests/{name}: there is no {about}; say ABOUT = … in it, or name it like its module"
    package = path if path.is_dir() else path.parent
    homes = {package, path.parent}
    if TESTS.parent / "neopain_gui" / Path(name).parent not in homes:
        yield f"tests/{name}: it is about {about} and lies elsewhere"


def test_each_test_file_lies_where_its_module_does_and_names_it():
    found = [
        wrong
        for name, tree in trees(TESTS).items()
        if Path(name).name.startswith("test_") and name.split("/")[0] not in WHOLE
        for wrong in misplaced(name, tree)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("masks/test_nothing_like_it.py", ""),
        ("gaze/test_contour.py", 'ABOUT = "neopain_gui.masks.contour"'),
        ("masks/test_steps.py", 'ABOUT = "neopain_gui.masks.steps"'),
    ],
)
def test_the_rule_of_places_notices(name, source):
    assert list(misplaced(name, ast.parse(source)))


def test_a_test_about_a_package_lies_in_its_folder_or_beside_it():
    assert not list(misplaced("masks/test_laws.py", ast.parse('ABOUT = "neopain_gui.masks"')))
    assert not list(misplaced("gui/test_jobs.py", ast.parse("")))
