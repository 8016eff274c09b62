"""Percentages that people read are written by one function, with a space before the sign."""

import ast
import re

import pytest

from neopain_gui.percentages import below, percent
from tests.architecture.sources import ROOT, texts, trees

WRITER = "percentages.py"
CLOSE = re.compile(r"\d%(?!\w)")


def by_hand(tree):
    """Lines on which a number's percentage is written without the function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = zip(node.values, node.values[1:], strict=False)
            for before, after in parts:
                number = isinstance(before, ast.FormattedValue) and isinstance(after, ast.Constant)
                if number and re.match(r"\s*%", str(after.value)):
                    yield node.lineno
        elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            *_, last = node.format_spec.values
            if isinstance(last, ast.Constant) and last.value.endswith("%"):
                yield node.lineno
        elif isinstance(node, ast.Constant) and re.search(
            r"\{[^{}]*%\}|\d%(?!\w)", str(node.value)
        ):
            yield node.lineno


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('f"{x:.0%} valid"', True),
        ('f"{100 * x:.0f}% valid"', True),
        ('f"{100 * x:.0f} % valid"', True),
        ('"{:.0%}".format(x)', True),
        ('"fewer than 70% are valid"', True),
        ('f"{percent(x)} valid"', False),
        ('"fewer than 70 % are valid"', False),
        ("x % 70", False),
    ],
)
def test_what_is_found(source, found):
    assert bool(list(by_hand(ast.parse(source)))) == found


def test_the_program_writes_no_percentage_by_hand():
    found = [
        f"{name}:{line}"
        for name, tree in trees().items()
        if name != WRITER and "%" in texts()[name]
        for line in by_hand(tree)
    ]
    assert found == []


@pytest.mark.parametrize(
    "name", ["README.md", "CHANGELOG.md", "resources/help/guide.html", "docs/glossary.md"]
)
def test_what_people_read_has_a_space_before_the_sign(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    text = re.sub(r"<style.*?</style>|<[^>]*>|\([^)\s]*\)", "", text, flags=re.DOTALL)
    assert CLOSE.findall(text) == []


@pytest.mark.parametrize("limit", [0.05, 0.5, 0.7, 0.705, 0.99, 1.0])
def test_a_share_below_a_limit_never_reads_like_it(limit):
    for short in (1e-3, 4e-3, 0.02, limit):
        assert below(limit - short, limit) != percent(limit)
    assert (percent(0.7), below(0.6996, 0.7)) == ("70 %", "69.9 %")
