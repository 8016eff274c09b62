"""Colours and icons: the chrome follows the system, the data has its own colours.

Icons are SVG with ``currentColor`` and are drawn in the palette's text colour at the moment of
painting, so that they follow a change of the colour scheme by themselves.
"""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from neopain_gui import locations

SPACE = 8
"""The grid that everything is laid out on, in device-independent pixels."""

SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}

# Okabe and Ito's vermilion and blue, darkened for text to 4.5:1 on a light ground: told apart
# with every kind of colour vision, and a word always stands beside them.
PAIN = QColor("#9c4000")
NO_PAIN = QColor("#005f99")
PAIN_ON_DARK = QColor("#f59a52")
NO_PAIN_ON_DARK = QColor("#56b4e9")

_LEVELS = {
    "info": ("#2f6fb0", "#7db5ec"),
    "warning": ("#8a5a00", "#f0b73d"),
    "error": ("#b3261e", "#ff8a80"),
    "success": ("#28752d", "#7fcf84"),
}


def follow_system() -> None:
    """Draw everything anew whenever the system's scheme changes while the window is open."""
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(lambda *_: QTimer.singleShot(0, _follow))


def _follow() -> None:
    if QApplication.palette().isBrushSet(QPalette.ColorGroup.Active, QPalette.ColorRole.Window):
        _show_boxes()  # a forced scheme, which has its own palette
    else:
        _take_systems()


def apply_scheme(name: str) -> None:
    """Follow the system's colour scheme, or force the light or the dark one; at once.

    Qt hands the wish to the platform, which may ignore it (a bare X server does), so a forced
    scheme brings its own palette.
    """
    QGuiApplication.styleHints().setColorScheme(SCHEMES.get(name, Qt.ColorScheme.Unknown))
    if name in _INKS:
        QApplication.setPalette(_palette(name))
        _show_boxes()
    else:
        _take_systems()


def _take_systems() -> None:
    QApplication.setPalette(QPalette())  # sets nothing: what the system has comes back
    QApplication.setPalette(_readable(QApplication.palette()))
    _show_boxes()


def _readable(system: QPalette) -> QPalette:
    """Return what is to be set beside a system's palette so that it can be read.

    Its highlight is written on in black or white; secondary text and what is switched off, which
    Fusion and others make fainter than 4.5:1 and 3:1, are mixed as in a forced scheme.
    """
    readable, role, group = QPalette(), QPalette.ColorRole, QPalette.ColorGroup
    readable.setColor(role.HighlightedText, ink_on(system.highlight().color()))
    readable.setColor(role.PlaceholderText, muted(system))
    faded = _faded(system.windowText().color(), system.window().color(), is_dark(system))
    for which in (role.WindowText, role.Text, role.ButtonText):
        readable.setColor(group.Disabled, which, faded)
    return readable


def _faded(text: QColor, window: QColor, dark: bool) -> QColor:
    """Return the ink of what is switched off: 3:1 and more, on buttons too."""
    return blend(text, window, 0.3 if dark else 0.42)


def luminance(colour: QColor) -> float:
    """Return the relative luminance (WCAG 2.2), in [0, 1]."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def ink_on(ground: QColor) -> QColor:
    """Return black or white, whichever is read better: one of them always has 4.5:1."""
    light = luminance(ground) + 0.05
    return QColor("black") if light / 0.05 >= 1.05 / light else QColor("white")


def _show_boxes() -> None:
    """Give boxes to tick an edge that can be seen.

    Fusion draws it a little darker than the window, even where that is dark already; a check box
    paints nothing else in that colour.
    """
    palette = QApplication.palette()
    palette.setColor(QPalette.ColorRole.Window, muted(palette).lighter(_DARKENED))
    for kind in ("QCheckBox", "QRadioButton"):
        # PySide takes text only, whatever its stubs say
        QApplication.setPalette(palette, kind)  # type: ignore[arg-type]


_MUTED = 0.27
"""How far secondary text goes towards the ground: it can be read on a message's tint, too."""
_DARKENED = 140
"""Per cent by which Fusion darkens it."""

_INKS = {
    # window, base, raised, text, highlight, highlighted text, link
    "light": ("#f3f3f4", "#ffffff", "#fafafa", "#1b1c1f", "#2f6fb0", "#ffffff", "#1f5fa0"),
    "dark": ("#313439", "#1d1f22", "#3d4147", "#ececef", "#6aa9ea", "#14181d", "#8fc0f5"),
}


def _palette(name: str) -> QPalette:
    window, base, raised, text, highlight, highlighted, link = (QColor(ink) for ink in _INKS[name])
    palette = QPalette(raised, window)
    faded = _faded(text, window, name == "dark")
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    for which, colour in (
        (role.Base, base),
        (role.AlternateBase, blend(base, window, 0.6)),
        (role.WindowText, text),
        (role.Text, text),
        (role.ButtonText, text),
        (role.PlaceholderText, blend(text, window, _MUTED)),
        (role.ToolTipBase, raised),
        (role.ToolTipText, text),
        (role.Highlight, highlight),
        (role.Accent, highlight),
        (role.HighlightedText, highlighted),
        (role.Link, link),
    ):
        palette.setColor(which, colour)
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, which, faded)
    palette.setColor(group.Disabled, role.Highlight, faded)
    return palette


def is_dark(palette: QPalette | None = None) -> bool:
    """Return whether the palette is a dark one."""
    palette = palette or QApplication.palette()
    return palette.window().color().lightness() < palette.windowText().color().lightness()


def level_colour(level: str) -> QColor:
    """Return the colour of ``info``, ``warning``, ``error`` or ``success`` on this palette."""
    return QColor(_LEVELS[level][is_dark()])


def label_colour(label: str) -> QColor:
    """Return the colour that goes with a label's word: pain, no pain, or none."""
    if label == "pain":
        return PAIN_ON_DARK if is_dark() else PAIN
    if label == "no pain":
        return NO_PAIN_ON_DARK if is_dark() else NO_PAIN
    return muted()


def muted(palette: QPalette | None = None) -> QColor:
    """Return the colour of secondary text: at least 4.5:1 on the window's ground."""
    palette = palette or QApplication.palette()
    return blend(palette.windowText().color(), palette.window().color(), _MUTED)


def hairline(palette: QPalette | None = None) -> QColor:
    """Return the colour of the lines that separate."""
    palette = palette or QApplication.palette()
    return blend(palette.windowText().color(), palette.window().color(), 0.84)


def blend(first: QColor, second: QColor, share: float) -> QColor:
    """Mix two colours; ``share`` of the second."""
    pairs = (
        (first.red(), second.red()),
        (first.green(), second.green()),
        (first.blue(), second.blue()),
    )
    return QColor(*(round(a + (b - a) * share) for a, b in pairs))


def heading_font(base: QFont) -> QFont:
    """Return the one larger, heavier font."""
    font = QFont(base)
    font.setPointSizeF(base.pointSizeF() * 1.5)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def strong_font(base: QFont) -> QFont:
    """Return the text's font, one weight heavier."""
    font = QFont(base)
    font.setWeight(QFont.Weight.DemiBold)
    return font


@cache
def _source(name: str) -> str:
    return (locations.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _drawn(name: str, ink: int, side: int, scale: float) -> QPixmap:
    """Draw an icon once per colour and size: lists paint hundreds of them."""
    pixmap = QPixmap(round(side * scale), round(side * scale))
    pixmap.fill(Qt.GlobalColor.transparent)
    svg = _source(name).replace("currentColor", QColor(ink).name())
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


class _Engine(QIconEngine):
    """Draws an icon in the colour that text has at this moment."""

    def __init__(self, name: str, colour: QColor | None) -> None:
        super().__init__()
        self._name, self._colour = name, colour

    def _ink(self, mode: QIcon.Mode) -> QColor:
        palette = QApplication.palette()
        if mode == QIcon.Mode.Disabled:
            return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
        if mode == QIcon.Mode.Selected:
            return palette.color(QPalette.ColorRole.HighlightedText)
        return self._colour or palette.color(QPalette.ColorRole.WindowText)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        scale = painter.device().devicePixelRatioF()
        place = QRect(0, 0, side, side)
        place.moveCenter(rect.center())
        painter.drawPixmap(place, _drawn(self._name, self._ink(mode).rgb(), side, scale))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(  # Qt's name
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        side = min(size.width(), size.height())
        return _drawn(self._name, self._ink(mode).rgb(), side, scale)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._colour)


@cache
def icon(name: str) -> QIcon:
    """Return one of the project's own icons, tinted by the palette whenever it is drawn."""
    return QIcon(_Engine(name, None))


def coloured_icon(name: str, colour: QColor) -> QIcon:
    """Return an icon in a fixed colour, for a label or a warning."""
    return QIcon(_Engine(name, colour))


def application_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(str(locations.resources() / "icons" / "neopain.svg"))
