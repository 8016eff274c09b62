"""How good recordings are: valid samples, lost data, precision, and who is left out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from neopain_gui.gaze.fixations.find import Filter, number_fixations
from neopain_gui.gaze.fixations.geometry import Viewing, angle, directions
from neopain_gui.gaze.fixations.ivt import IVT
from neopain_gui.gaze.fixations.segments import TRIAL, in_order, intervals_us
from neopain_gui.percentages import below, percent

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]
Rule = Literal["one eye", "both eyes"]

PASS_SHARE = 0.7
"""Who has a smaller share of valid samples is left out (dissertation, 3.2)."""
SHARES: dict[Rule, str] = {"one eye": "valid_share", "both eyes": "studio_share"}
"""Which column a rule looks at."""
NEW_SHOWING_MS = 2000.0
"""A stimulus that has no rows for longer was not shown meanwhile; else the rows were lost."""


def quality(
    samples: pd.DataFrame,
    viewing: Viewing,
    *,
    by: Literal["participant", "trial"] = "participant",
    how: Filter | None = None,
    rate_hz: float | None = None,
) -> pd.DataFrame:
    """Return how good a recording is, for each participant or each trial.

    Parameters
    ----------
    samples : pandas.DataFrame
        With the columns of ``Recording.samples``. Samples without a stimulus count only where no
        sample of the participant has one.
    viewing : Viewing
        Screen and distance, for precision in degrees.
    by : {"participant", "trial"}
        What a row is of; a trial is a participant's looking at one stimulus in one recording.
    how : IVT, IDT or Exported, optional
        Finds the fixations within which precision is measured; Tobii's I-VT by default.
    rate_hz : float, optional
        Samples per second that the eye tracker should give; by default what each recording's clock
        usually does.

    Returns
    -------
    pandas.DataFrame
        ``participant`` (and ``recording``, ``stimulus``) by order of appearance; ``samples``
        (int64), ``expected`` (int64, by rate and clock, never fewer than there are);
        ``valid_share``, of the expected samples those in which at least one eye was found;
        ``studio_share``, the same with half a sample for one eye, as Tobii Studio counts;
        ``lost_share``, of the expected samples those that have no row; ``precision_deg``,
        ``precision_px``, the root mean square of the steps between successive samples of a
        fixation (NaN where there are none). Shares in [0, 1].

    Raises
    ------
    ValueError
        The rate is not a positive number.
    """
    import pandas as pd

    if rate_hz is not None and not 0 < rate_hz < math.inf:
        raise ValueError("a rate is positive")
    samples = _shown(samples.iloc[in_order(samples)])
    left, right = (samples[f"{eye}_valid"].to_numpy(bool) for eye in ("left", "right"))
    expected = _expected(samples, intervals_us(samples) if rate_hz is None else 1e6 / rate_hz)
    degrees, pixels = _steps(samples, viewing, how or IVT())
    each = pd.DataFrame(
        {name: samples[name].astype(str).to_numpy() for name in TRIAL}
        | {
            "samples": 1,
            "expected": expected,
            "valid": left | right,
            "eyes": (left.astype(np.float64) + right) / 2,
            "steps": np.isfinite(degrees),
            "degrees": np.nan_to_num(degrees**2),
            "pixels": np.nan_to_num(pixels**2),
        }
    )
    keys = list(TRIAL if by == "trial" else TRIAL[:1])
    total = each.groupby(keys, sort=False)[list(each.columns[3:])].sum().reset_index()
    number, whole = (total[name].to_numpy(np.float64) for name in ("samples", "expected"))
    whole = np.maximum(np.rint(whole), number)
    made = total[keys].copy()
    made["samples"], made["expected"] = number.astype(np.int64), whole.astype(np.int64)
    made["valid_share"] = total["valid"].to_numpy(np.float64) / whole
    made["studio_share"] = total["eyes"].to_numpy(np.float64) / whole
    made["lost_share"] = 1 - number / whole
    steps = total["steps"].to_numpy(np.float64)
    for name, unit in (("degrees", "deg"), ("pixels", "px")):
        mean = total[name].to_numpy(np.float64) / np.where(steps > 0, steps, np.nan)
        made[f"precision_{unit}"] = np.sqrt(mean)
    return made.astype(dict.fromkeys(keys, "str"))


def left_out(
    table: pd.DataFrame, *, pass_share: float = PASS_SHARE, rule: Rule = "one eye"
) -> pd.DataFrame:
    """Return which rows of a table of quality do not pass, and why.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`quality`.
    pass_share : float
        The least share of valid samples, in [0, 1].
    rule : {"one eye", "both eyes"}
        Whether a sample with one eye is valid, or half of it is.

    Returns
    -------
    pandas.DataFrame
        The rows' ``participant`` (``recording``, ``stimulus``), and ``why``, a sentence's part.

    Raises
    ------
    ValueError
        The share is not within [0, 1].
    """
    if not 0 <= pass_share <= 1:
        raise ValueError("a share is between 0 and 1")
    short = table[table[SHARES[rule]] < pass_share]
    made = short[[name for name in TRIAL if name in table]].reset_index(drop=True)
    made["why"] = [
        _why(share, lost, pass_share)
        for share, lost in zip(short[SHARES[rule]], short["lost_share"], strict=True)
    ]
    return made.astype({"why": "str"})


def _why(share: float, lost: float, pass_share: float) -> str:
    text = f"{below(share, pass_share)} of the samples are valid, "
    text += f"fewer than {percent(pass_share, 'g')}"
    return text + (f"; {percent(lost, '.1f')} are missing" if lost >= 0.001 else "")


def _shown(samples: pd.DataFrame) -> pd.DataFrame:
    on = samples["stimulus"].astype(str).ne("")
    any_on = on.groupby(samples["participant"].astype(str)).transform("any")
    return samples[on | ~any_on]


def _expected(samples: pd.DataFrame, interval_us: Any) -> Array:
    """Return for how many samples each row stands: itself, and those lost before the next one."""
    times = samples["time_us"].to_numpy(np.int64)
    usual = np.broadcast_to(np.asarray(interval_us, np.float64), times.shape)
    made = np.ones(len(times))
    if len(times) > 1:
        steps = np.diff(times)
        same = (steps >= 0) & (steps <= NEW_SHOWING_MS * 1000)
        for name in TRIAL:
            values = samples[name].to_numpy(dtype=object)
            same &= values[1:] == values[:-1]
        made[:-1] = np.where(same, steps / usual[:-1], 1.0)
    return made


def _steps(samples: pd.DataFrame, viewing: Viewing, how: Filter) -> tuple[Array, Array]:
    """Return how far gaze moves from each sample to the next of its fixation, else NaN.

    Samples with another number of eyes are no pair: the mean of both jumps to the one left.
    """
    degrees, pixels = np.full(len(samples), np.nan), np.full(len(samples), np.nan)
    number = number_fixations(samples, how, viewing)
    x, y, away = (
        samples[name].to_numpy(np.float64) for name in ("gaze_x", "gaze_y", "distance_mm")
    )
    eyes = [samples[f"{eye}_valid"].to_numpy(bool) for eye in ("left", "right")]
    first = np.flatnonzero(
        (number[1:] == number[:-1])
        & (number[1:] > 0)
        & (eyes[0][1:] == eyes[0][:-1])
        & (eyes[1][1:] == eyes[1][:-1])
    )
    second = first + 1
    looks = [directions(x[rows], y[rows], viewing, away[first]) for rows in (first, second)]
    degrees[first] = angle(*looks)
    pixels[first] = np.hypot(x[second] - x[first], y[second] - y[first])
    return degrees, pixels
