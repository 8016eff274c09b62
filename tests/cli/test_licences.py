"""neopain licences."""

from .running import neopain


def test_parts_are_listed_and_a_text_is_printed(capsys):
    assert neopain("licences") == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["NeoPain", "0.1.0", "MIT"] in lines
    assert neopain("licences", "pyside6-essentials") == 0
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in capsys.readouterr().out


def test_a_part_that_is_not_there_is_said(capsys):
    assert neopain("licences", "torch") == 2
    assert "NeoPain has no part 'torch'; see their names with" in " ".join(
        capsys.readouterr().err.split()
    )
