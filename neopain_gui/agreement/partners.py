"""With whom each extraction model agrees most, on some photographs."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np

from neopain_gui.agreement.intervals import ROUNDING
from neopain_gui.agreement.measures import measure_of
from neopain_gui.agreement.table import AgreementTable

Pair = tuple[str, str]


def best_partners(
    table: AgreementTable, metric: str, rows: Sequence[int], above: Collection[Pair]
) -> dict[str, frozenset[str]]:
    """Return with whom each model agrees most; several where they are equal.

    Parameters
    ----------
    table : AgreementTable
        Of many photographs.
    metric : str
        By what.
    rows : sequence of int
        Which of its photographs.
    above : collection of (str, str)
        The pairs that overlap by more than chance gives on these; others take no part, unless the
        metric has no chance level.

    Returns
    -------
    dict of str to frozenset of str
        By the means over the photographs on which all of a model's partners have a value: means
        over different photographs rank nothing. Partners without any value take no part; where no
        photograph has all of the others, there is none.
    """
    made = {}
    for model in table.models:
        pairs = [pair for pair in table.pairs if model in pair]
        means = means_on_common(table, metric, rows, above, pairs)
        best = max(means.values(), default=math.nan)
        made[model] = frozenset(
            pair[1] if pair[0] == model else pair[0]
            for pair, one in means.items()
            if one >= best - ROUNDING
        )
    return made


def best_pair(
    table: AgreementTable, metric: str, rows: Sequence[int], above: Collection[Pair]
) -> Pair | None:
    """Return the two that agree most of all, the first of equal ones; None where there is none.

    Parameters are those of :func:`best_partners`.
    """
    means = means_on_common(table, metric, rows, above, table.pairs)
    best = max(means.values(), default=math.nan)
    return next((pair for pair, one in means.items() if one >= best - ROUNDING), None)


def means_on_common(
    table: AgreementTable,
    metric: str,
    rows: Sequence[int],
    above: Collection[Pair],
    pairs: Sequence[Pair],
) -> dict[Pair, float]:
    """Return means of some pairs over the photographs on which all of them have a value.

    The largest agrees most: distances are negative. Parameters are those of
    :func:`best_partners`, with the pairs that are meant.
    """
    measure, places = measure_of(metric), {pair: at for at, pair in enumerate(table.pairs)}
    values = measure.ranked(table.values(metric)[list(rows)])
    known = np.isfinite(values).any(axis=0)
    wanted = [
        pair for pair in pairs
        if known[places[pair]] and (measure.chance is None or pair in above)
    ]  # fmt: skip
    mine = values[:, [places[pair] for pair in wanted]]
    common = mine[np.isfinite(mine).all(axis=1)]
    if not len(common) or not wanted:
        return {}
    return dict(zip(wanted, common.mean(axis=0).tolist(), strict=True))
