"""Cells of text by number: a column has millions of cells and few different ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Rows = slice | NDArray[np.bool_] | NDArray[np.intp]


class CategoryColumn:
    """A column of text: for each row the number of its text among ``values``.

    Parameters
    ----------
    codes : ndarray of int, shape (rows,)
        Indices into ``values``.
    values : list of str
        The texts; one may be there twice.
    """

    __slots__ = ("codes", "values")

    def __init__(self, codes: NDArray[np.integer], values: list[str]) -> None:
        self.codes, self.values = codes, values

    @classmethod
    def empty(cls, rows: int) -> CategoryColumn:
        """Return a column of empty cells."""
        return cls(np.zeros(rows, dtype=np.int8), [""])

    @classmethod
    def of(cls, column: pd.Series[str]) -> CategoryColumn:
        """Return a pandas column of categories or of text; cells are stripped."""
        import pandas as pd

        made: Any = pd.Categorical(column)
        codes, values = np.asarray(made.codes), [str(one).strip() for one in made.categories]
        if (codes < 0).any():
            codes, values = np.where(codes < 0, len(values), codes), [*values, ""]
        return cls(codes, values)

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, rows: Rows) -> CategoryColumn:
        return CategoryColumn(self.codes[rows], self.values)

    def test(self, holds: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Return for each row whether ``holds`` is true of its text."""
        held: NDArray[np.bool_] = np.array([holds(one) for one in self.values], dtype=bool)
        return np.take(held, self.codes)

    def filled(self) -> NDArray[np.bool_]:
        """Return for each row whether its text is not empty."""
        return self.test(bool)

    def changed(self, change: Callable[[str], str]) -> CategoryColumn:
        """Return the column with every text changed."""
        return CategoryColumn(self.codes, [change(one) for one in self.values])

    def or_else(self, other: CategoryColumn) -> CategoryColumn:
        """Return the column with the other's text where this one's is empty."""
        codes = np.where(self.filled(), self.codes, other.codes.astype(np.int64) + len(self.values))
        return CategoryColumn(codes, self.values + other.values)

    def used(self) -> list[str]:
        """Return the texts that rows have, by order of appearance, each once."""
        codes, first = np.unique(self.codes, return_index=True)
        return list(dict.fromkeys(self.values[code] for code in codes[np.argsort(first)]))

    def texts(self) -> NDArray[np.object_]:
        """Return each row's text."""
        return np.take(np.array(self.values, dtype=object), self.codes)


class Vocabulary:
    """The different texts of a column over a whole file, by order of appearance."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def texts(self) -> list[str]:
        """Return the texts by number."""
        return list(self._numbers)

    def encode(self, words: CategoryColumn) -> NDArray[np.unsignedinteger]:
        """Return each row's number, in the smallest type that holds them; new texts are added."""
        for text in words.used():
            self._numbers.setdefault(text, len(self._numbers))
        places = np.array([self._numbers.get(text, 0) for text in words.values], dtype=np.int64)
        smallest = np.min_scalar_type(max(len(self._numbers) - 1, 0))
        made: NDArray[np.unsignedinteger] = places.astype(smallest)[words.codes]
        return made
