"""Where people look, from what a map says: beyond the centre, which any map of a face has.

A grid lies over each face. Whether somebody fixated a cell is explained by the map's value there,
the distance from the centre of the face, with its square, which lets a bias be a Gaussian
(Clarke and Tatler, Vision Res. 102, 2014, doi:10.1016/j.visres.2014.06.016), and the distance from
the cross before the photograph (after Nuthmann, Einhäuser and Schütz, Front. Hum. Neurosci. 11,
2017, doi:10.3389/fnhum.2017.00491). Beside it stands how many bits a fixation's place is better
told with the map than without (Kümmerer, Wallis and Bethge, PNAS 112, 2015,
doi:10.1073/pnas.1510393112).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neopain_gui.agreement.intervals import Array, Interval, mean_over_neonates, nothing
from neopain_gui.agreement.statistics.logistic import clustered_logistic
from neopain_gui.agreement.statistics.mixed_models import Estimate
from neopain_gui.errors import InputError

FEWEST = 2
"""Participants, and photographs, of whom errors can be told."""
_ROUNDS = 60


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Looks:
    """Who fixated which cells of which faces.

    Attributes
    ----------
    fixations : ndarray of float64, shape (participants, photographs, cells)
        How many fixations; NaN in all cells where a participant did not see the photograph.
    centre : ndarray of float64, shape (photographs, cells)
        Distance of each cell from the centre of the face, in any unit.
    cross : ndarray of float64, shape (photographs, cells), or None
        Distance from the cross before the photograph, where the study says where it was.
    neonates : sequence of str, length photographs
        Whose photographs they are.
    """

    fixations: Array
    centre: Array
    cross: Array | None
    neonates: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a map says of where people look.

    Attributes
    ----------
    name : str
        The extraction model; empty for the centre (and the cross) alone.
    odds : Estimate or None
        Log odds that a cell is fixated for each standard deviation of the map, beside the centre
        and the cross, with errors over participants and neonates; None for the centre alone, or
        where the map does not vary.
    bits : Interval
        Information gain over an even spread (of the centre alone) or over the centre alone (of a
        map), in bits a fixation, each neonate told by what was learned of the others.
    fixations, participants, photographs : int
        How many.
    why : str
        Why a figure is missing.
    """

    name: str
    odds: Estimate | None
    bits: Interval
    fixations: int
    participants: int
    photographs: int
    why: str = ""


def gains(looks: Looks, maps: Mapping[str, Array]) -> list[Gain]:
    """Return what each map says of the fixations beyond the centre; first the centre alone.

    Parameters
    ----------
    looks : Looks
        The fixations.
    maps : Mapping of str to ndarray of float64, shape (photographs, cells)
        Mean relevance of each cell; NaN in all cells of a photograph without the map, which is
        left out for that map and for the centre that it is compared with.

    Returns
    -------
    list of Gain
        The centre's first (on all photographs), then the maps' in their order.

    Raises
    ------
    InputError
        Fewer than two participants or two neonates, or no fixation on a face.
    """
    if _people(looks.fixations) < FEWEST:
        raise InputError(
            "one participant looked at these photographs: what a map says of where people look "
            "needs two or more"
        )
    if len(set(looks.neonates)) < FEWEST:
        raise InputError("there are fixations on one neonate only: errors need two or more")
    if not np.nansum(looks.fixations):
        raise InputError(
            "no fixation lies on a face: look at where the photographs were on the screen"
        )
    base = [_scaled(looks.centre), _scaled(looks.centre**2)]
    if looks.cross is not None:
        base.append(_scaled(looks.cross))
    made = [_gain("", looks, base, None)]
    made += [_gain(name, looks, base, values) for name, values in maps.items()]
    return made


def _gain(name: str, looks: Looks, base: list[Array], values: Array | None) -> Gain:
    there = np.ones(len(base[0]), bool)
    if values is not None:
        there = np.asarray(np.isfinite(values).all(axis=1), bool)
    counted = looks.fixations[:, there]
    people = _people(counted)
    fixations, photographs = int(np.nansum(counted)), int(there.sum())
    neonates = [one for one, inside in zip(looks.neonates, there, strict=True) if inside]
    if values is not None and (why := _cannot(values[there], neonates, people)):
        return Gain(
            name=name,
            odds=None,
            bits=nothing(why),
            fixations=fixations,
            participants=people,
            photographs=photographs,
            why=why,
        )
    columns = [column[there] for column in base]
    names = ["centre", "centre squared", "cross"][: len(base)]
    if values is not None:
        columns.append(_scaled(values[there]))
        names.append("map")
    effects = _odds(counted, columns, names, neonates)
    smaller = columns[:-1] if values is not None else []
    return Gain(
        name=name,
        odds=effects.get("map"),
        bits=_bits(np.nansum(counted, axis=0), smaller, columns, neonates),
        fixations=fixations,
        participants=people,
        photographs=photographs,
    )


def _people(fixations: Array) -> int:
    """Return how many participants saw a photograph."""
    known = np.isfinite(fixations).reshape(len(fixations), -1, fixations.shape[-1])
    return sum(bool((photographs.all(axis=-1)).any()) for photographs in known)


def _cannot(values: Array, neonates: Sequence[str], people: int) -> str:
    if len(set(neonates)) < FEWEST:
        return "fewer than two neonates have the map and fixations"
    if people < FEWEST:
        return "fewer than two participants looked at its photographs"
    return "" if float(values.std()) > 0 else "the map is the same everywhere"


def _scaled(values: Array) -> Array:
    known = values[np.isfinite(values)]
    spread = float(known.std()) if len(known) else 0.0
    made: Array = (values - known.mean()) / spread if spread else values * 0.0
    return made


def _odds(
    fixations: Array, columns: Sequence[Array], names: Sequence[str], neonates: Sequence[str]
) -> dict[str, Estimate]:
    """Return log odds that a cell is fixated, with errors over participants and neonates."""
    photographs, cells = fixations.shape[1:]
    seen = np.isfinite(fixations).all(axis=2)
    who, which = np.nonzero(seen)
    yes = (fixations[who, which] > 0).astype(np.float64).ravel()
    x = np.stack([np.ones((photographs, cells)), *columns], axis=-1)[which].reshape(len(yes), -1)
    whose = np.unique(list(neonates), return_inverse=True)[1]
    clusters = [np.repeat(who, cells), np.repeat(whose[which], cells)]
    model = clustered_logistic(x, yes, ["constant", *names], clusters)
    return {effect.name: effect for effect in model.effects}


def _bits(
    counts: Array, smaller: Sequence[Array], larger: Sequence[Array], neonates: Sequence[str]
) -> Interval:
    """Return the gain of ``larger`` over ``smaller`` predictors, a neonate left out each time."""
    whose = np.unique(list(neonates), return_inverse=True)[1]
    values, labels = [], []
    for one in range(int(whose.max()) + 1):
        out = whose == one
        total = float(counts[out].sum())
        if not total or not counts[~out].sum():
            continue
        learned = [_weights(counts[~out], [c[~out] for c in part]) for part in (smaller, larger)]
        logs = [
            float((counts[out] * _log_density([c[out] for c in part], w, counts[out].shape)).sum())
            for part, w in zip((smaller, larger), learned, strict=True)
        ]
        values.append((logs[1] - logs[0]) / total / math.log(2))
        labels.append(str(one))
    return mean_over_neonates(values, labels)


def _log_density(columns: Sequence[Array], weights: Array, shape: tuple[int, ...]) -> Array:
    if not len(columns):
        return np.full(shape, -math.log(shape[1]))
    power = np.tensordot(weights, np.stack(columns), axes=1)
    power -= power.max(axis=1, keepdims=True)
    made: Array = power - np.log(np.exp(power).sum(axis=1, keepdims=True))
    return made


def _weights(counts: Array, columns: Sequence[Array]) -> Array:
    """Return the weights of the likeliest density exp(Σ w x) over each photograph's cells.

    Newton's steps, of which the penalty of a thousandth of a fixation keeps weights finite.
    """
    k = len(columns)
    weights = np.zeros(k)
    if not k:
        return weights
    x = np.stack(columns)
    totals: NDArray[np.float64] = counts.sum(axis=1)
    for _ in range(_ROUNDS):
        density = np.exp(_log_density(columns, weights, counts.shape))
        mean = (x * density).sum(axis=2)
        slope = (x * counts).sum(axis=(1, 2)) - mean @ totals - 1e-3 * weights
        second = np.einsum("ijc,kjc,jc,j->ik", x, x, density, totals) - (mean * totals) @ mean.T
        second[np.diag_indices(k)] += 1e-3
        step = np.linalg.solve(second, slope)
        size = float(np.abs(step).max())
        weights = weights + step * min(1.0, 2.0 / max(size, 1e-12))
        if size < 1e-9:
            break
    return weights
