"""Where on a picture of the whole screen the photograph is.

Eye-tracking software exports a heatmap as the screen it was shown on, and there a photograph may
lie anywhere, at any size. It is known, so it is looked for: wherever edges run in the directions in
which the photograph's run. A heatmap drawn over it fades them, changes their colours and adds
slopes, but keeps the directions; so each pixel's gradient is divided by its own length (Fitch et
al., 2002, "Orientation correlation"), and what is smooth is taken out before.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neopain_gui.geometry import Box
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.percentages import percent

if TYPE_CHECKING:
    Slopes = NDArray[np.float32]  # (H, W, 2): along and down, each of length below 1

LEAST_SCORE = 0.32
"""Below it nothing counts as found. On 60 screens with heatmaps over them phantoms scored 0.37 to
0.9 where they were, the lowest under an opaque one, and other phantoms at most 0.27 anywhere."""
MOST_OF_A_RIVAL = 0.8
"""A second place of at least this share of the best place's score leaves open which it is."""
SMALLEST = 0.15
"""Of the picture's longer side: a photograph that is shown smaller is not looked for."""

_LONGEST = 512  # pixels of the picture's longer side, where all sizes are tried
_FINEST = 2048  # where a larger picture is placed no finer
_STEP = 1.03  # between two sizes that are tried: 1.5 % off, the edges of 256 pixels are 2 off
_FAINT = 4.0  # grey levels a pixel: a slope of this length counts half
_SMOOTH, _COARSE = 0.7, 5.0  # pixels: noise below and a heatmap's own slopes above are taken out
_LEAST_ENERGY = 0.3  # of the photograph's own: an emptier place cannot resemble it by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where a photograph seems to be.

    Attributes
    ----------
    box : Box
        In the picture's pixels. The best there is, even where it is not to be relied on.
    score : float
        How alike the directions of edges are, in [−1, 1]; 1 is the photograph itself.
    rival : float
        The score of the best place that shares little with this one.
    """

    box: Box
    score: float
    rival: float

    @property
    def problem(self) -> str:
        """Why it is not to be relied on, without a full stop; empty if it is."""
        if self.score < LEAST_SCORE:
            return (
                f"the photograph was not found on the picture ({match(self.score)}, "
                f"{percent(LEAST_SCORE)} is needed)"
            )
        if self.rival >= MOST_OF_A_RIVAL * self.score:
            return (
                "the photograph may be in two places on the picture "
                f"({match(self.score)} and {percent(self.rival)})"
            )
        return ""


def match(score: float) -> str:
    """Return in words how alike a place and the photograph are.

    >>> match(0.7243), match(-0.1)
    ('match 72 %', 'match 0 %')
    """
    return f"match {percent(max(0.0, score))}"


def same_proportions(size: tuple[int, ...], photograph_size: tuple[int, int]) -> bool:
    """Return whether a picture is the photograph enlarged or reduced, but for rounding.

    Parameters
    ----------
    size, photograph_size : tuple of int
        (height, width) in pixels.
    """
    scale = size[1] / photograph_size[1]
    return abs(size[0] - scale * photograph_size[0]) <= max(1.0, scale)


def fitting_height(width: int, photograph_size: tuple[int, int]) -> int:
    """Return the height in pixels at which a photograph is ``width`` pixels wide, at least 1."""
    return max(1, round(width * photograph_size[0] / photograph_size[1]))


def find_photograph(
    picture: NDArray[np.uint8], photograph: NDArray[np.uint8], job: Job = NULL_JOB
) -> Found | None:
    """Look for a photograph on a picture of the screen, at any place and size.

    Parameters
    ----------
    picture : ndarray of uint8, shape (H, W, 3)
        The screen, with a heatmap drawn over it or without.
    photograph : ndarray of uint8, shape (h, w, 3)
        As it is without a heatmap. It is taken to be shown whole, upright and in its proportions.
    job : Job, optional
        Asked before each size whether to stop.

    Returns
    -------
    Found or None
        None where no size of the photograph fits, or it has no edges to go by. Ask
        :attr:`Found.problem` before using it.
    """
    height, width = picture.shape[:2]
    finest = min(1.0, _FINEST / max(height, width))
    scale = min(finest, _LONGEST / max(height, width))
    candidates = sorted(
        _everywhere(_slopes_at(picture, scale), photograph, job),
        key=lambda each: each.score,
        reverse=True,
    )
    if not candidates:
        return None
    best = candidates[0]
    apart = (c.score for c in candidates if c.box.intersection_over_union(best.box) < 1 / 3)
    rival = max(apart, default=-1.0)
    best = _climbed(best, _slopes_at(picture, scale), photograph, reach=2)
    while scale < finest:
        job.check()
        before, scale = scale, min(finest, 2 * scale)
        larger = _scaled(best.box, scale / before)
        start = _Candidate(box=larger, score=-1.0)
        best = _climbed(start, _slopes_at(picture, scale), photograph, reach=4)
    box = _inside(_scaled(best.box, 1 / scale), picture.shape[:2])
    return Found(box=box, score=best.score, rival=rival)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    box: Box  # in the pixels of the resolution that is looked at
    score: float


def _everywhere(screen: Slopes, photograph: NDArray[np.uint8], job: Job) -> Iterator[_Candidate]:
    """Try every size, largest first; yield the two best places of each."""
    import cv2

    height, width = screen.shape[:2]
    shown = min(width / photograph.shape[1], height / photograph.shape[0])
    least = SMALLEST * max(height, width) / max(photograph.shape[:2])
    energy = _energy(screen)
    while shown >= least:
        job.check()
        wide = min(width, max(1, round(shown * photograph.shape[1])))
        likeness = _likeness(screen, energy, photograph, wide)
        shown /= _STEP
        if likeness is None:
            continue
        tall = fitting_height(wide, (photograph.shape[0], photograph.shape[1]))
        for _ in range(2):
            _, score, _, (left, top) = cv2.minMaxLoc(likeness)
            yield _Candidate(box=_box(left, top, wide, tall), score=float(score))
            around = slice(max(0, top - tall // 2), top + tall // 2 + 1)
            likeness[around, max(0, left - wide // 2) : left + wide // 2 + 1] = -1


def _climbed(
    start: _Candidate, screen: Slopes, photograph: NDArray[np.uint8], *, reach: int
) -> _Candidate:
    """Return the best place near another, pixel by pixel of width as long as it gets better."""
    step, best = reach, _near(screen, photograph, start.box, start.box.width, reach)
    while step >= 1:
        tried = (
            _near(screen, photograph, best.box, best.box.width + change, reach)
            for change in (-step, step)
        )
        better = max(tried, key=lambda each: each.score)
        if better.score > best.score:
            best = better
        else:
            step //= 2
    return best


def _near(
    screen: Slopes, photograph: NDArray[np.uint8], box: Box, wide: int, reach: int
) -> _Candidate:
    """Return the best place for a width whose middle is close to a box's."""
    import cv2

    height, width = screen.shape[:2]
    tall = fitting_height(wide, (photograph.shape[0], photograph.shape[1]))
    nowhere = _Candidate(box=box, score=-1.0)
    if not (1 <= wide <= width and tall <= height):
        return nowhere
    left = min(max(0, (box.left + box.right - wide) // 2 - reach), width - wide)
    top = min(max(0, (box.top + box.bottom - tall) // 2 - reach), height - tall)
    part = screen[top : top + tall + 2 * reach + 1, left : left + wide + 2 * reach + 1]
    likeness = _likeness(part, _energy(part), photograph, wide)
    if likeness is None:
        return nowhere
    _, score, _, (across, down) = cv2.minMaxLoc(likeness)
    return _Candidate(box=_box(left + across, top + down, wide, tall), score=float(score))


def _energy(screen: Slopes) -> NDArray[np.float64]:
    """Return what the slopes' squares add up to above and to the left of each pixel."""
    import cv2

    along, down = screen[..., 0], screen[..., 1]
    energy: NDArray[np.float64] = cv2.integral(along**2 + down**2)
    return energy


def _likeness(
    screen: Slopes, energy: NDArray[np.float64], photograph: NDArray[np.uint8], wide: int
) -> NDArray[np.float32] | None:
    """Return the cosine of the photograph's slopes, shown so wide, with those of every place."""
    import cv2

    tall = fitting_height(wide, (photograph.shape[0], photograph.shape[1]))
    if tall > screen.shape[0] or wide > screen.shape[1] or min(tall, wide) < 8:
        return None
    slopes = _slopes(_shown(photograph, wide, tall))
    own = math.sqrt(float((slopes**2).sum()))
    if own < 1:
        return None
    product = cv2.matchTemplate(screen, slopes, cv2.TM_CCORR)
    there = energy[tall:, wide:] - energy[:-tall, wide:] - energy[tall:, :-wide]
    there = np.sqrt(np.maximum(there + energy[:-tall, :-wide], 0))
    likeness: NDArray[np.float32] = product / (own * np.maximum(there, _LEAST_ENERGY * own))
    return likeness.astype(np.float32)


def _slopes_at(picture: NDArray[np.uint8], scale: float) -> Slopes:
    height, width = (max(1, round(scale * side)) for side in picture.shape[:2])
    return _slopes(_shown(picture, width, height))


def _slopes(picture: NDArray[np.uint8]) -> Slopes:
    """Return each pixel's direction of steepest change, (H, W, 2); short where it is faint."""
    import cv2

    # The mean of the channels: a heatmap's colours are opposite in red and green.
    red, green, blue = (picture[..., channel].astype(np.float32) for channel in range(3))
    grey = (red + green + blue) / np.float32(3)
    grey = cv2.GaussianBlur(grey, (0, 0), _SMOOTH) - cv2.GaussianBlur(grey, (0, 0), _COARSE)
    along = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=1) / 2
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=1) / 2
    length = np.hypot(along, down) + np.float32(_FAINT)
    slopes: Slopes = np.stack([along / length, down / length], axis=-1)
    return slopes


def _shown(picture: NDArray[np.uint8], wide: int, tall: int) -> NDArray[np.uint8]:
    import cv2

    how = cv2.INTER_AREA if wide < picture.shape[1] else cv2.INTER_LINEAR
    resized: NDArray[np.uint8] = cv2.resize(picture, (wide, tall), interpolation=how)
    return resized


def _box(left: int, top: int, wide: int, tall: int) -> Box:
    return Box(left=left, top=top, right=left + wide, bottom=top + tall)


def _scaled(box: Box, factor: float) -> Box:
    left, top = round(box.left * factor), round(box.top * factor)
    return _box(left, top, max(1, round(box.width * factor)), max(1, round(box.height * factor)))


def _inside(box: Box, size: tuple[int, ...]) -> Box:
    """Return the box moved by the pixel by which rounding may have pushed it out."""
    wide, tall = min(box.width, size[1]), min(box.height, size[0])
    left, top = min(box.left, size[1] - wide), min(box.top, size[0] - tall)
    return _box(left, top, wide, tall)
