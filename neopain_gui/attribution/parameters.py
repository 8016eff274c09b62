"""What a method can be told: the names, defaults and ranges of its options."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from neopain_gui.errors import InputError

Value = str | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """An option of a method.

    Attributes
    ----------
    name : str
        In the provenance and on the command line.
    title : str
        For people, in sentence case.
    default : str, int or float
        What a method runs with unless told otherwise; its type is that of every number.
    choices : tuple of str
        Words that are accepted; empty for a number alone.
    low, high : int or float or None
        Smallest and largest number that is accepted; None where no number is.
    tip : str
        What it means, one sentence.
    """

    name: str
    title: str
    default: Value
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    tip: str = ""

    @property
    def whole(self) -> bool:
        """True where numbers have to be whole."""
        return isinstance(self.low, int)

    def checked(self, value: object) -> Value:
        """Return the value as it is kept, or say what would be accepted.

        Raises
        ------
        InputError
            It is none of the choices and no number within the range.
        """
        if isinstance(value, str) and value in self.choices:
            return value
        number = _number(value)
        if number is not None and self._holds(number):
            return int(number) if self.whole else number
        raise InputError(f"{self.name} cannot be {value!r}", remedy=f"give {self.accepted}")

    def _holds(self, number: float) -> bool:
        within = self.low is not None and self.high is not None and self.low <= number <= self.high
        return within and (not self.whole or number == int(number))

    @property
    def accepted(self) -> str:
        """What is accepted, in words."""
        words = [repr(choice) if " " in choice else choice for choice in self.choices]
        if self.low is not None:
            if self.whole:  # every digit: :g would round a large one
                words.append(f"a whole number from {self.low} to {self.high}")
            else:
                words.append(f"a number from {self.low:g} to {self.high:g}")
        return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def checked_options(
    parameters: Mapping[str, Parameter], options: Mapping[str, object], owner: str
) -> dict[str, Value]:
    """Return every parameter's value: that of ``options``, else the default.

    Raises
    ------
    InputError
        An option is unknown or out of its range.
    """
    if unknown := sorted(set(options) - set(parameters)):
        known = ", ".join(parameters) or "no options"
        raise InputError(f"{owner} has no option {unknown[0]!r}", remedy=f"it has {known}")
    return {
        name: parameter.checked(options.get(name, parameter.default))
        for name, parameter in parameters.items()
    }


def _number(value: object) -> float | None:
    """Return a finite number, also one written as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
