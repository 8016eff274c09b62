"""Render the program's and a study's icon at the sizes that systems ask for.

``python -m installers.render_icons`` writes ``resources/desktop/icons``: PNGs, ``.ico`` for
Windows and ``.icns`` for macOS, from the drawings in ``resources``.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
RENDERED = RESOURCES / "desktop" / "icons"
THEMED = {
    RESOURCES / "icons" / "neopain.svg": "neopain",
    RESOURCES / "desktop" / "neopain-study.svg": "application-x-neopain-study+json",
}
"""Our drawings, and what they are called in a theme of icons."""
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
OF_WINDOWS = (16, 24, 32, 48, 64, 128, 256)


def picture(drawing: Path, size: int) -> Image.Image:
    """Return the drawing at a size, transparent where nothing is."""
    image = QImage(size, size, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    return Image.frombytes("RGBA", (size, size), bytes(image.constBits()))


def render(drawing: Path, themed: str, folder: Path) -> None:
    """Write one drawing at every size, and as the files that hold all of them."""
    pictures = {size: picture(drawing, size) for size in (*SIZES, 1024)}
    for size in SIZES:
        place = folder / f"{size}x{size}"
        place.mkdir(parents=True, exist_ok=True)
        pictures[size].save(place / f"{themed}.png", optimize=True)
    large, *others = (pictures[size] for size in reversed(OF_WINDOWS))
    large.save(
        folder / f"{drawing.stem}.ico",
        sizes=[(size, size) for size in OF_WINDOWS],
        append_images=others,
    )
    pictures[1024].save(
        folder / f"{drawing.stem}.icns", append_images=[pictures[s] for s in (128, 256, 512)]
    )


def main() -> None:
    """Render both."""
    application = QGuiApplication.instance() or QGuiApplication(["-platform", "offscreen"])
    for drawing, themed in THEMED.items():
        render(drawing, themed, RENDERED)
    del application


if __name__ == "__main__":
    main()
