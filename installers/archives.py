"""Pack a bundle: ``.tar.zst`` for Linux, ``.zip`` for any system. Equal bundles give equal bytes.

``python -m installers.archives`` packs ``build/bundle``; ``NEOPAIN_LEVEL`` is how hard zstd tries.
"""

from __future__ import annotations

import os
import platform
import stat
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from installers.bundle import BUNDLE, DIST, epoch
from neopain_gui import __version__

WINDOW = 27
"""How far back zstd looks (128 MB): the most that ``tar --zstd`` unpacks unasked."""


def stem(folder: Path = DIST) -> Path:
    """Return the archives' path without their endings."""
    system = f"{platform.system()}-{platform.machine()}".lower()
    return folder / f"neopain-{__version__}-{system}"


def members(bundle: Path) -> Iterator[tuple[Path, str]]:
    """Yield every file and link of a bundle with its place in an archive, in a fixed order."""
    for path in sorted(bundle.rglob("*")):
        if path.is_symlink() or path.is_file():
            yield path, f"{bundle.name}/{path.relative_to(bundle).as_posix()}"


def tarball(bundle: Path, target: Path, when: int, level: int) -> None:
    """Write ``.tar.zst``."""

    def anonymous(info: tarfile.TarInfo) -> tarfile.TarInfo:
        info.mtime, info.uid, info.gid, info.uname, info.gname = when, 0, 0, "", ""
        info.mode = 0o755 if info.mode & stat.S_IXUSR else 0o644
        return info

    command = ["zstd", "--quiet", "--force", f"-{level}", f"--long={WINDOW}", "-T0"]
    with subprocess.Popen([*command, "-o", str(target)], stdin=subprocess.PIPE) as packer:
        with tarfile.open(fileobj=packer.stdin, mode="w|", format=tarfile.PAX_FORMAT) as packed:
            for path, place in members(bundle):
                packed.add(path, place, recursive=False, filter=anonymous)
        if packer.stdin:
            packer.stdin.close()
    if packer.returncode:
        sys.exit("zstd failed")


def zipped(bundle: Path, target: Path, when: int) -> None:
    """Write ``.zip``; links are kept as links."""
    moment = time.gmtime(when)[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for path, place in members(bundle):
            info = zipfile.ZipInfo(place, moment)
            info.create_system, info.compress_type = 3, zipfile.ZIP_DEFLATED
            if path.is_symlink():
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
                packed.writestr(info, path.readlink().as_posix())
                continue
            mode = 0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644
            info.external_attr = (stat.S_IFREG | mode) << 16
            info.file_size = path.stat().st_size
            with path.open("rb") as source, packed.open(info, "w") as inside:
                while piece := source.read(1 << 20):
                    inside.write(piece)


def main() -> None:
    """Pack it both ways."""
    DIST.mkdir(exist_ok=True)
    when, level = int(epoch()), int(os.environ.get("NEOPAIN_LEVEL", "19"))
    for ending, pack in ((".tar.zst", tarball), (".zip", zipped)):
        target = stem().with_name(stem().name + ending)
        pack(BUNDLE, target, when, *([level] if pack is tarball else []))
        print(f"{target}: {target.stat().st_size / 1e6:,.0f} MB", flush=True)


if __name__ == "__main__":
    main()
