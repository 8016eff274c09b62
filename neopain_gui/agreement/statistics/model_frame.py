"""A formula and a table become the matrices of a mixed model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from neopain_gui.agreement.intervals import Array
from neopain_gui.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

Groups = str | Sequence[str] | Mapping[str, str] | None
"""A column, several, or column → formula of what varies by it ("1" for the mean alone)."""

_RANDOM = re.compile(r"\+?\s*\(\s*([^()|]+)\|\s*([^()|]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomTerm:
    """What varies from group to group.

    Attributes
    ----------
    group : str
        The column of the groups; ``a:b`` for each pair that is there.
    columns : tuple of str
        What varies, k names: ``Intercept`` for the mean.
    values : ndarray of float64, shape (n, k)
        The columns of each row.
    codes : ndarray of int64, shape (n,)
        The group of each row, from 0.
    levels : tuple of str
        The groups' names.
    """

    group: str
    columns: tuple[str, ...]
    values: Array
    codes: np.ndarray[Any, np.dtype[np.int64]]
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFrame:
    """The matrices of a mixed model.

    Attributes
    ----------
    response : ndarray of float64, shape (n,)
        What is explained.
    fixed : ndarray of float64, shape (n, p)
        The columns of the fixed effects.
    names : tuple of str
        Theirs.
    terms : tuple of RandomTerm
        What varies from group to group.
    rows : ndarray of int64, shape (n,)
        Which rows of the table are in.
    dropped : int
        Rows without one of the values.
    design : object
        patsy's description of the fixed effects, for means at other places.
    table : DataFrame
        The rows that are in.
    """

    response: Array
    fixed: Array
    names: tuple[str, ...]
    terms: tuple[RandomTerm, ...]
    rows: np.ndarray[Any, np.dtype[np.int64]]
    dropped: int
    design: Any
    table: pd.DataFrame


def model_frame(frame: pd.DataFrame, formula: str, groups: Groups = None) -> ModelFrame:
    """Return the matrices of ``formula`` over ``frame``.

    Parameters
    ----------
    frame : DataFrame
        A value a row; rows that lack one of the values used are left out and counted.
    formula : str
        As R and patsy write it: ``value ~ C(label) * C(model)``; also with lme4's random terms,
        ``Reaction ~ Days + (Days | Subject)``. It is evaluated, so it comes from a programmer
        and never from a file.
    groups : str, sequence of str, mapping or None
        Random effects beside those in the formula: columns whose mean varies, or column →
        formula of what varies by it (``{"Subject": "Days"}``).

    Raises
    ------
    InputError
        A column is missing, nothing is left, a group has one member or as many as there are rows,
        or columns of the fixed effects say the same.
    """
    import patsy

    fixed_part, random = _taken_apart(formula, groups)
    try:
        response, fixed, varying = _matrices(patsy, frame, fixed_part, random)
    except patsy.PatsyError as wrong:
        message = str(wrong.message).splitlines()[0]
        raise InputError(f"the formula {formula!r} does not fit the table: {message}") from None
    missing = [name for group, _ in random for name in _parts(group) if name not in frame]
    if missing:
        raise InputError(f"the table has no column {missing[0]!r}, which is to be a random effect")
    whole = np.isfinite(response[:, 0]) & np.isfinite(fixed).all(axis=1)
    for group, _ in random:
        whole &= frame[list(_parts(group))].notna().all(axis=1).to_numpy()
    for columns in varying:
        whole &= np.isfinite(columns).all(axis=1)
    if response.shape[1] != 1:
        raise InputError(
            f"what {formula!r} explains has {response.shape[1]} columns: give a number"
        )
    rows = np.flatnonzero(whole)
    if not len(rows):
        raise InputError(f"no row of the table has all the values of {formula!r}")
    table = frame.iloc[rows]
    matrix = np.asarray(fixed, np.float64)[rows]
    names = tuple(fixed.design_info.column_names)
    _of_full_rank(matrix, names)
    terms = tuple(
        _term(group, columns, table, rows)
        for (group, _), columns in zip(random, varying, strict=True)
    )
    return ModelFrame(
        response=np.asarray(response, np.float64)[rows, 0],
        fixed=matrix,
        names=names,
        terms=terms,
        rows=rows,
        dropped=len(frame) - len(rows),
        design=fixed.design_info,
        table=table,
    )


def rows_of(columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """Return a table of a value a row, for callers that know nothing of pandas."""
    import pandas as pd

    return pd.DataFrame(list(rows), columns=list(columns))


def _taken_apart(formula: str, groups: Groups) -> tuple[str, list[tuple[str, str]]]:
    """Return the formula of the fixed effects and (group, formula of what varies) of the others."""
    if formula.count("~") != 1:
        raise InputError(f"{formula!r} is no formula: write what is explained, '~', and by what")
    random = [(group.strip(), what.strip()) for what, group in _RANDOM.findall(formula)]
    fixed = _RANDOM.sub("", formula).strip()
    if fixed.endswith("~"):
        fixed += " 1"
    if isinstance(groups, str):
        groups = (groups,)
    if isinstance(groups, Mapping):
        random += [(group, what.lstrip("~ ")) for group, what in groups.items()]
    else:
        random += [(group, "1") for group in groups or ()]
    return fixed, random


def _matrices(
    patsy: Any, frame: pd.DataFrame, fixed: str, random: list[tuple[str, str]]
) -> tuple[Any, Any, list[Any]]:
    keep = patsy.NAAction(NA_types=[])
    response, columns = patsy.dmatrices(fixed, frame, NA_action=keep)
    varying = [patsy.dmatrix(what, frame, NA_action=keep) for _, what in random]
    return response, columns, [_as_rows(values, len(frame)) for values in varying]


def _as_rows(values: Any, n: int) -> Any:
    """``1`` alone has one row: it is the same for all."""
    if len(values) == n:
        return values
    import patsy

    return patsy.DesignMatrix(np.ones((n, 1)), values.design_info)


def _parts(group: str) -> list[str]:
    return [part.strip() for part in group.split(":")]


def _term(group: str, columns: Any, table: pd.DataFrame, rows: Any) -> RandomTerm:
    import pandas as pd

    whose = [table[part].astype(str) for part in _parts(group)]
    joined = whose[0]
    for more in whose[1:]:
        joined = joined + ":" + more
    codes, levels = pd.factorize(joined)
    if len(levels) < 2:
        raise InputError(
            f"there is one {group} only: what varies from {group} to {group} needs two or more"
        )
    if columns.shape[1] * len(levels) >= len(table):
        raise InputError(
            f"each {group} has hardly more than one value, so that its effect cannot be told "
            "from chance: leave it out of the random effects"
        )
    return RandomTerm(
        group=group,
        columns=tuple(columns.design_info.column_names),
        values=np.asarray(columns, np.float64)[rows],
        codes=codes.astype(np.int64),
        levels=tuple(map(str, levels)),
    )


def _of_full_rank(matrix: Array, names: Sequence[str]) -> None:
    if len(matrix) <= matrix.shape[1]:
        raise InputError(
            f"{len(matrix)} values are too few for {matrix.shape[1]} fixed effects: leave some out"
        )
    rank = 0
    for column in range(matrix.shape[1]):
        wider = int(np.linalg.matrix_rank(matrix[:, : column + 1]))
        if wider == rank:
            raise InputError(
                f"{names[column]!r} is said by the other columns already (a class or an extraction "
                "model without values?): leave it out, or choose fewer"
            )
        rank = wider
