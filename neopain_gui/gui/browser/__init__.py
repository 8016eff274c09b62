"""The study's photographs: thumbnails, filter, order."""

from neopain_gui.gui.browser.browser_panel import BrowserPanel

__all__ = ["BrowserPanel"]
