"""In a process of its own, with a system that has no font."""

import os
import subprocess
import sys

import pytest

CODE = """
import sys
from pathlib import Path
from PySide6.QtGui import QFontInfo
from neopain_gui.gui import application
from neopain_gui.gui.base.settings import Settings

settings = Settings(Path(sys.argv[1]) / "window.ini")
one = application.make_application(settings)
window = application.make_window(settings)
application.say_first_words(window, settings, one)
texts = [message.text for message in window.messages.messages()]
print(one.without_fonts, QFontInfo(window.font()).family(), *texts, sep="|")
window.close()
"""
NO_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/nonexistent</dir><cachedir>/nonexistent</cachedir></fontconfig>
"""


@pytest.mark.skipif(sys.platform != "linux", reason="fontconfig")
def test_a_system_without_fonts_gets_the_figures_own(tmp_path):
    settings = tmp_path / "fonts.conf"
    settings.write_text(NO_FONTS)
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path)],
        env={**os.environ, "FONTCONFIG_FILE": str(settings), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    without, family, text, *_ = done.stdout.strip().split("|")
    assert without == "True"
    assert family == "DejaVu Sans"
    assert text.startswith("No fonts are installed on this computer")
