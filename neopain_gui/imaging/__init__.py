"""Pictures in and out: one decoder, one encoder, colours, resampling."""

from neopain_gui.imaging.colormaps import apply, overlay
from neopain_gui.imaging.decode import Examined, decode, examine, probe, read_sha256
from neopain_gui.imaging.encode import (
    png_bytes,
    read_provenance,
    sync_files,
    thumbnail,
    write_bytes_atomic,
    write_fault,
    write_png,
)
from neopain_gui.imaging.resize import resize
from neopain_gui.imaging.writable import require_file, require_folder

__all__ = [
    "Examined",
    "apply",
    "decode",
    "examine",
    "overlay",
    "png_bytes",
    "probe",
    "read_provenance",
    "read_sha256",
    "require_file",
    "require_folder",
    "resize",
    "sync_files",
    "thumbnail",
    "write_bytes_atomic",
    "write_fault",
    "write_png",
]
