"""What is dropped on the window: taken as a copy, so that nobody's files are moved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent

WEIGHTS = (
    *(".h5", ".hdf5", ".keras", ".safetensors"),
    *(".pth", ".pt", ".mat", ".t7", ".caffemodel"),
)
"""Endings of files that may hold a classifier's weights; what is in them decides."""


def dropped_paths(event: QDropEvent) -> list[Path]:
    """Return the local files and folders that are being dragged."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def accept_copy(event: QDropEvent) -> bool:
    """Accept files and folders that are dragged; never as a move, whatever the keys say."""
    if not dropped_paths(event):
        return False
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
    return True
