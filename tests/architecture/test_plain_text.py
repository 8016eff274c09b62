"""Text from outside is shown letter by letter: Qt shows what looks like HTML as HTML, pictures too.

What a name or a file says could otherwise load a file from outside the study. So tooltips go
through one helper and labels through one class; ``tests/gui/test_plain_text.py`` looks at the
window itself.
"""

import ast

import pytest

from tests.architecture.sources import trees

HELPERS = {"literal", "plain_tip"}


def fixed(node):
    """Whether a text stands in the code, or went through a helper."""
    if isinstance(node, ast.IfExp):
        return fixed(node.body) and fixed(node.orelse)
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in HELPERS
    if isinstance(node, ast.Name | ast.Attribute):
        return ast.unparse(node).split(".")[-1].lstrip("_").isupper()
    return isinstance(node, ast.Constant)


def open_to_markup(tree):
    """Lines on which Qt may take a text for HTML."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func).split(".")[-1]
            if called == "QLabel" or (called == "setToolTip" and not fixed(node.args[-1])):
                yield node.lineno
        elif isinstance(node, ast.ClassDef) and "QLabel" in map(ast.unparse, node.bases):
            yield node.lineno


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("button.setToolTip(name)", True),
        ("item.setToolTip(0, f'{name} is odd')", True),
        ("label = QLabel('fixed')", True),
        ("class Tag(QLabel): pass", True),
        ("button.setToolTip('fixed')", False),
        ("button.setToolTip('' if x else _TIP)", False),
        ("button.setToolTip(literal(name))", False),
        ("label = PlainLabel(name)", False),
    ],
)
def test_what_is_found(source, found):
    assert bool(list(open_to_markup(ast.parse(source)))) == found


def test_tooltips_and_labels_go_through_the_helpers():
    found = [
        f"{name}:{line}"
        for name, tree in trees().items()
        if name.startswith("gui/") and not name.endswith("/plain.py")
        for line in open_to_markup(tree)
    ]
    assert found == []
