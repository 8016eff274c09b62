"""What every figure shares: own settings, own font, no clock, a record inside.

Equal arguments give equal bytes: nothing of the machine, no time and no setting of the user's
plotting library goes in.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

import numpy as np

from neopain_gui import __version__
from neopain_gui.imaging.encode import PROVENANCE_KEY
from neopain_gui.provenance import canonical_json
from neopain_gui.reports.strip_layout import DPI

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

Drawing = Callable[[], "Figure"]
"""Makes a figure; called within NeoPain's own settings."""
Format = Literal["png", "svg", "pdf"]
FORMATS: tuple[Format, ...] = ("png", "svg", "pdf")
NOTICE = "Research use only. Not a medical device."
DARK, GREY, HAIR = "#1a1a1a", "#595959", "#b0b0b0"
_PACKED = 2
_ALONE = threading.Lock()
"""Settings of the plotting library are the program's, not a thread's: a figure at a time."""
PAIN, NO_PAIN = "#c2571a", "#2166ac"
"""Of the two classes: orange and blue, which every kind of colour vision tells apart."""


def saved(
    draw: Drawing,
    title: str,
    provenance: Mapping[str, Any],
    *,
    formats: Sequence[Format] = FORMATS,
) -> dict[Format, bytes]:
    """Draw a figure with NeoPain's own settings, and return its files.

    Parameters
    ----------
    draw : callable
        Makes the figure.
    title : str
        Put into the files.
    provenance : Mapping
        JSON-serialisable record of what made it, put into the files: in a PNG as
        :func:`~neopain_gui.imaging.encode.write_png` does, in a PDF as its keywords, in an SVG as
        its description.
    formats : sequence of {"png", "svg", "pdf"}
        Which files.
    """
    made: dict[Format, bytes] = {}
    with _ALONE, _own_settings(), _packed_quickly(), _letters_alone():
        figure = draw()
        for kind in formats:
            stream = io.BytesIO()
            figure.savefig(
                stream, format=kind, dpi=DPI, metadata=_metadata(kind, title, provenance)
            )
            made[kind] = stream.getvalue()
    return made


@contextmanager
def _own_settings() -> Iterator[None]:
    """Leave the user's plotting style and the clock out."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        # a fixed salt: SVG's identifiers; letters as outlines: they look the same everywhere
        mpl.rcParams.update({"svg.hashsalt": "neopain", "svg.fonttype": "path", "pdf.fonttype": 42})
        yield


@contextmanager
def _packed_quickly() -> Iterator[None]:
    """Have every picture packed at level 2, and without an opacity that is full everywhere.

    Pixel for pixel the same. Level 6 with the opacity, which is usual, takes three to five times as
    long and saves nothing but 3 % of photographs with heatmaps and 12 % of those with masks.
    """
    from PIL import Image

    Image.preinit()
    usual, drawing = Image.SAVE["PNG"], threading.get_ident()

    def save(image: Image.Image, stream: IO[bytes], name: str | bytes) -> None:
        if threading.get_ident() != drawing:  # another job's picture, which is written as always
            usual(image, stream, name)
            return
        info = {"compress_level": _PACKED, **image.encoderinfo}
        if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
            image = image.convert("RGB")
        image.encoderinfo = info
        usual(image, stream, name)

    Image.register_save("PNG", save)
    try:
        yield
    finally:
        Image.register_save("PNG", usual)


@contextmanager
def _letters_alone() -> Iterator[None]:
    """Leave a font's rules of layout out of a PDF, where every letter has its place already.

    Working out which of those rules the letters of a figure need takes longer than drawing it.
    """
    from fontTools import subset

    usual = subset.Options

    def without_layout(**options: Any) -> Any:
        made = usual(**options)
        made.drop_tables = [*made.drop_tables, "GDEF", "GPOS", "GSUB"]
        return made

    subset.Options = without_layout
    try:
        yield
    finally:
        subset.Options = usual


def _metadata(kind: Format, title: str, provenance: Mapping[str, Any]) -> dict[str, Any]:
    record, program = canonical_json(dict(provenance)), f"NeoPain {__version__}"
    if kind == "png":
        return {PROVENANCE_KEY: record, "Software": program}
    if kind == "pdf":
        return {"Title": title, "Keywords": record, "Creator": program, "CreationDate": None}
    return {"Title": title, "Description": record, "Creator": program, "Date": None}


def font(bold: bool, points: float) -> Any:
    """Return the plotting library's own font: one of the same name may be installed as well."""
    import matplotlib as mpl
    from matplotlib.font_manager import FontProperties

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return FontProperties(fname=Path(mpl.get_data_path(), "fonts", "ttf", name), size=points)


def drawable(text: str, font_file: Any) -> str:
    """Replace what the font has no letter for."""
    from matplotlib.font_manager import get_font

    known = get_font(font_file).get_charmap()
    return "".join(one if one == "\n" or ord(one) in known else "□" for one in text)


def lay_over(figure: Figure, canvas: NDArray[np.uint8]) -> None:
    """Lay pixels over a whole figure, as they are.

    The plotting library's own images become floating-point numbers first, and are sampled anew.

    Parameters
    ----------
    figure : Figure
        As wide and high as the pixels are at :data:`DPI`.
    canvas : ndarray of uint8, shape (H, W, 3)
        RGB.
    """
    from matplotlib.artist import Artist
    from matplotlib.transforms import Affine2D

    opaque = np.dstack([canvas, np.full(canvas.shape[:2], 255, np.uint8)])

    class Pixels(Artist):
        def draw(self, renderer: Any) -> None:
            context, size = renderer.new_gc(), figure.bbox
            if renderer.option_scale_image():  # SVG and PDF, whose units are no pixels
                placed = Affine2D().scale(size.width, -size.height).translate(0, size.height)
                renderer.draw_image(context, 0, 0, opaque, placed)
            else:
                renderer.draw_image(context, 0, 0, opaque[::-1])
            context.restore()

    figure.add_artist(Pixels())
