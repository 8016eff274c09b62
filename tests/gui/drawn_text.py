"""What a widget writes on itself: it is drawn on a device that keeps the words, not the pixels."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor, QPaintDevice, QPaintEngine, QRegion
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Words:
    """A piece of text: where it was drawn, how much of it may be seen, and in which ink."""

    text: str
    place: QRectF
    clip: QRectF | None
    ink: QColor

    @property
    def cut(self) -> float:
        """How many pixels of it are clipped away, across."""
        if self.clip is None:
            return 0.0
        return max(
            self.clip.left() - self.place.left(), self.place.right() - self.clip.right(), 0.0
        )

    @property
    def cut_down(self) -> float:
        """How many pixels of it are clipped away, above or below."""
        if self.clip is None:
            return 0.0
        return max(
            self.clip.top() - self.place.top(), self.place.bottom() - self.clip.bottom(), 0.0
        )


class _Engine(QPaintEngine):
    def __init__(self):
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.words = []
        self._clip = self._transform = None
        self._ink = QColor()

    def begin(self, _device):
        return True

    def end(self):
        return True

    def type(self):
        return QPaintEngine.Type.User

    def updateState(self, state):
        flags, dirty = state.state(), QPaintEngine.DirtyFlag
        self._transform = state.transform()
        self._ink = state.pen().color()
        if flags & (dirty.DirtyClipEnabled | dirty.DirtyClipRegion | dirty.DirtyClipPath):
            painter = self.painter()
            has = painter.hasClipping()
            self._clip = (
                self._transform.mapRect(QRectF(painter.clipBoundingRect())) if has else None
            )

    def drawTextItem(self, place, item):
        ascent, descent = item.ascent(), item.descent()
        box = QRectF(place.x(), place.y() - ascent, item.width(), ascent + descent)
        where = self._transform.mapRect(box)
        self.words.append(Words(item.text(), where, self._clip, QColor(self._ink)))


def _nothing(_self, *_what):
    pass


for _what in ("Pixmap", "Image", "Polygon", "Rects", "Path", "Lines", "Ellipse", "Points"):
    setattr(_Engine, f"draw{_what}", _nothing)
_Engine.drawTiledPixmap = _nothing


class Sheet(QPaintDevice):
    """A device to paint on that keeps the words."""

    def __init__(self):
        super().__init__()
        self._engine = _Engine()

    @property
    def words(self):
        """The words that were painted."""
        return self._engine.words

    def paintEngine(self):
        return self._engine

    def metric(self, what):
        metric = QPaintDevice.PaintDeviceMetric
        return {
            metric.PdmWidth: 4000,
            metric.PdmHeight: 4000,
            metric.PdmDepth: 32,
            metric.PdmDevicePixelRatio: 1,
            metric.PdmDevicePixelRatioScaled: 65536,
            metric.PdmNumColors: 1 << 24,
        }.get(metric(what), 96)


def words_on(widget: QWidget) -> list[Words]:
    """Return what a widget writes on itself, in its own coordinates; not what is inside it."""
    sheet = Sheet()
    # unbound: views of scenes have a render of their own, of the whole scene
    QWidget.render(widget, sheet, QPoint(0, 0), QRegion(), QWidget.RenderFlag(0))
    return sheet.words
