import pytest

from neopain_gui.annotation.scales.rule import NotKnown, RuleError, evaluate, names_in, parsed

ITEMS = ("a", "b", "c")


def come_to(text, **values):
    return evaluate(parsed(text), values, ITEMS)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a + b * 2 - c / 4", 4.0),
        ("sum(items)", 7.0),
        ("max(a, b) - min(items)", 1.0),
        ("a if b > a and not c else 9", 9.0),
        ("(1 if 0 < a <= 1 else 0) + (a == 1 or b == 7)", 2.0),
        ("either(a, n)", 1.0),
    ],
)
def test_a_rule_says_a_little_arithmetic(text, result):
    assert come_to(text, a=1, b=2, c=4, n=None) == result


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "a.real",
        "[a for a in items]",
        "a ** 9 ** 9",
        "'a' * 9",
        "lambda: 1",
        "items",
        "sum",
        "sum(*items)",
        "sum(items, start=3)",
        "True + 1",
        "1e999",
        "",
        "a +",
        "either(a)",
        "either(a, 1)",
        "print(a)",
        "a := 1",
        "a & b",
        "a in b",
        "+" * 500 + "1",
        "-" * 90 + "a",
        "a" + " + a" * 140,
    ],
)
def test_whatever_else_is_refused_unread(text):
    with pytest.raises(RuleError):
        parsed(text)


def test_what_does_not_matter_may_be_missing_and_what_does_is_named():
    rule = "a + (b if a > 0 else 0)"
    assert come_to(rule, a=0, b=None) == 0
    with pytest.raises(NotKnown) as told:
        come_to("sum(items)", a=None, b=1, c=None)
    assert told.value.names == ("a", "c")
    with pytest.raises(NotKnown, match="both are coded"):
        come_to("either(a, b)", a=1, b=2)
    with pytest.raises(NotKnown, match="divides by 0"):
        come_to("1 / a", a=0)


def test_names_are_found_and_functions_are_none():
    assert set(names_in(parsed("sum(items) + max(d, 1)"), ITEMS)) == {"d", *ITEMS}
