"""Rules for the tests themselves."""

import ast
import os
from pathlib import Path

import pytest
from hypothesis import settings

TESTS = Path(__file__).parents[1]
TREES = {
    path.relative_to(TESTS).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(TESTS.rglob("*.py"))
}
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
    found = {name: sorted(set(timed(tree))) for name, tree in TREES.items()}
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
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "derandomize" and name != "conftest.py"
    ]
    assert own == []
