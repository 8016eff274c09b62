"""Colours for relevance: the dissertation's own scale and four that every eye can order.

Every table has 256 colours; a value v in [0, 1] takes colour ``min(⌊256·v⌋, 255)``.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

GREEN_YELLOW_RED = "green-yellow-red"
"""Linear from green by yellow to red, like the heatmaps of the eye tracker (section 3.4.3)."""
CIVIDIS, VIRIDIS, INFERNO, GREY = "cividis", "viridis", "inferno", "grey"
NAMES = (GREEN_YELLOW_RED, CIVIDIS, VIRIDIS, INFERNO, GREY)
COLOUR_BLIND_SAFE = frozenset({CIVIDIS, VIRIDIS, INFERNO, GREY})
"""Those whose lightness rises from end to end, so that no kind of colour vision mixes them up."""

# Nuñez, Anderton and Renslow 2018, doi:10.1371/journal.pone.0199239; the 256 sRGB colours as
# published with matplotlib (CC0), kept here so that opening the window loads no plotting library.
_CIVIDIS = (
    "00224d00234f00235000245200255400265500265700275900285b00285c00295e002a60002a62002b64002c66"
    "002c67002d69002e6b002f6d002f6f0030700030700031700031700432700833700b33700e347011356f14366f"
    "16366f18376f1a386f1c386e1d396e1f3a6e213b6e223b6e243c6e253d6d273d6d283e6d2a3f6d2b3f6d2c406d"
    "2e416c2f426c30426c31436c32446c34446c35456c36466c37466c38476c39486c3a486b3b496b3d4a6b3e4b6b"
    "3f4b6b404c6b414d6b424d6b434e6b444f6b454f6b46506b47516b48516b49526b4a536b4b546c4c546c4d556c"
    "4e566c4e566c4f576c50586c51586c52596c535a6c545a6c555b6d565c6d575d6d585d6d595e6d595f6d5a5f6d"
    "5b606e5c616e5d616e5e626e5f636e60646e61646f61656f62666f63666f64676f656870666970676970686a70"
    "686b71696b716a6c716b6d716c6d726d6e726e6f726e70736f7073707173717273727374737374747475747575"
    "7575757676767777767878767978777979777a7a777b7b777c7b787d7c787e7d787f7d78807e78817f78828078"
    "8380788481788582788583788683788784788885788986788a86788b87788c88788d89788e89788f8a77908b77"
    "918c77928c77938d77948e77958f77968f779790769891769992769a93769b93769c94769d95759e96759f9675"
    "a09775a19874a29974a39a74a49a74a59b73a69c73a79d73a89e73a99e72aa9f72aba072aca171ada271aea271"
    "afa370b0a470b1a570b2a66fb3a66fb4a76fb5a86eb6a96eb7aa6db8ab6db9ab6dbaac6cbbad6cbcae6bbdaf6b"
    "beb06abfb06ac1b169c2b269c3b368c4b468c5b567c6b567c7b666c8b765c9b865cab964cbba64ccbb63cdbc62"
    "cebc62cfbd61d0be60d2bf60d3c05fd4c15ed5c25ed6c35dd7c35cd8c45bd9c55adac65adbc759dcc858dec957"
    "dfca56e0cb55e1cc54e2cc53e3cd52e4ce51e5cf50e6d04fe8d14ee9d24dead34cebd44becd54aedd648eed747"
    "efd846f1d944f2da43f3da42f4db40f5dc3ff6dd3df8de3bf9df3afae038fbe136fde234fde333fde534fde636"
    "fde737"
)


@cache
def table(name: str = GREEN_YELLOW_RED) -> NDArray[np.uint8]:
    """Return the colours of a colour map.

    Parameters
    ----------
    name : {"green-yellow-red", "cividis", "viridis", "inferno", "grey"}
        Which one. Viridis and inferno (Smith and van der Walt 2015, CC0) are OpenCV's tables.

    Returns
    -------
    ndarray of uint8, shape (256, 3)
        RGB, from relevance 0 to 1; read-only.

    Raises
    ------
    ValueError
        There is no such colour map.
    """
    ramp = np.arange(256)
    if name == GREEN_YELLOW_RED:
        share = ramp / 255
        red, green = np.minimum(1, 2 * share), np.minimum(1, 2 - 2 * share)
        colours = np.rint(255 * np.stack([red, green, np.zeros(256)], axis=1))
    elif name == CIVIDIS:
        colours = np.frombuffer(bytes.fromhex("".join(_CIVIDIS)), np.uint8).reshape(256, 3)
    elif name in (VIRIDIS, INFERNO):
        import cv2

        code = {VIRIDIS: cv2.COLORMAP_VIRIDIS, INFERNO: cv2.COLORMAP_INFERNO}[name]
        blue_green_red = cv2.applyColorMap(ramp.astype(np.uint8)[:, None], code)[:, 0]
        colours = np.asarray(blue_green_red)[:, ::-1]
    elif name == GREY:
        colours = np.repeat(ramp[:, None], 3, axis=1)
    else:
        raise ValueError(f"no colour map {name!r}; there are {', '.join(NAMES)}")
    result: NDArray[np.uint8] = colours.astype(np.uint8)
    result.setflags(write=False)
    return result


def apply(values: NDArray[np.floating], name: str = GREEN_YELLOW_RED) -> NDArray[np.uint8]:
    """Colour a map.

    Parameters
    ----------
    values : ndarray of float, shape (H, W)
        In [0, 1].
    name : str
        A colour map of :data:`NAMES`.

    Returns
    -------
    ndarray of uint8, shape (H, W, 3)
        RGB.

    Raises
    ------
    ValueError
        Values outside [0, 1] or not finite, or an unknown colour map.
    """
    coloured: NDArray[np.uint8] = table(name)[_places(values)]
    return coloured


def apply_opaque(values: NDArray[np.floating], name: str = GREEN_YELLOW_RED) -> NDArray[np.uint8]:
    """Colour a map for the screen: as :func:`apply`, with a fourth channel, several times faster.

    Parameters
    ----------
    values : ndarray of float, shape (H, W)
        In [0, 1].
    name : str
        A colour map of :data:`NAMES`.

    Returns
    -------
    ndarray of uint8, shape (H, W, 4)
        RGBA, opaque.

    Raises
    ------
    ValueError
        As for :func:`apply`.
    """
    # One number a pixel is copied at once, three or four bytes are not.
    numbers = _packed(name).take(_places(values))
    return numbers.view(np.uint8).reshape(*values.shape, 4)


@cache
def _packed(name: str) -> NDArray[np.uint32]:
    opaque = np.full((256, 4), 255, np.uint8)
    opaque[:, :3] = table(name)
    return opaque.view(np.uint32)[:, 0]


def _places(values: NDArray[np.floating]) -> NDArray[np.intp]:
    # NaN fails both comparisons
    if values.size and not (values.min() >= 0 and values.max() <= 1):
        raise ValueError("values to colour must lie in [0, 1]")
    return np.minimum((values * 256).astype(np.intp), 255)


def overlay(
    photograph: NDArray[np.uint8],
    values: NDArray[np.floating],
    opacity: float | NDArray[np.floating] | NDArray[np.bool_],
    name: str = GREEN_YELLOW_RED,
) -> NDArray[np.uint8]:
    """Lay a coloured map over a photograph.

    Parameters
    ----------
    photograph : ndarray of uint8, shape (H, W, 3)
        RGB.
    values : ndarray of float, shape (H, W)
        Relevance in [0, 1], at the photograph's resolution.
    opacity : float or ndarray of float or bool, shape (H, W)
        0 shows the photograph, 1 the map; an alpha mask shows the map inside it.
    name : str
        A colour map of :data:`NAMES`.

    Returns
    -------
    ndarray of uint8, shape (H, W, 3)
        RGB.

    Raises
    ------
    ValueError
        Shapes differ, or values or opacity lie outside [0, 1].
    """
    share = np.asarray(opacity, dtype=np.float64)
    if photograph.shape != (*values.shape, 3) or share.shape not in ((), values.shape):
        raise ValueError(
            f"photograph {photograph.shape}, values {values.shape} and opacity {share.shape} "
            "do not fit"
        )
    if not ((share >= 0) & (share <= 1)).all():
        raise ValueError("opacity must lie in [0, 1]")
    share = share[..., None]
    mixed = (1 - share) * photograph + share * apply(values, name)
    return np.rint(mixed).astype(np.uint8)
