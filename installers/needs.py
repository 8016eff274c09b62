"""What a bundle's own files need of the system: which glibc, and which libraries.

``python -m installers.needs FOLDER`` reads both from the symbols of every ELF file in it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from elftools.common.exceptions import ELFError
from elftools.elf.dynamic import DynamicSection
from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection

_MAGIC = b"\x7fELF"
_GLIBC = "GLIBC_"
OF_GLIBC = ("ld-linux", "libc.so", "libdl.so", "libm.so", "libpthread.so", "librt.so", "libutil.so")


@dataclass(slots=True)
class Needs:
    """What the ELF files of a folder need that is not in the folder."""

    glibc: dict[tuple[int, ...], list[str]] = field(default_factory=dict)
    """Each version of glibc that a symbol asks for, with the files that ask."""
    libraries: dict[str, list[str]] = field(default_factory=dict)
    """Each library that is not in the folder, with the files that ask for it."""

    @property
    def newest(self) -> tuple[int, ...]:
        """The glibc below which the bundle does not start."""
        return max(self.glibc)


def binaries(folder: Path) -> Iterator[Path]:
    """Yield the ELF files of a folder, links not followed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == _MAGIC:
                    yield path


def needs(folder: Path) -> Needs:
    """Read what the files of a bundle need."""
    found = Needs()
    files = list(binaries(folder))
    there = {path.name for path in folder.rglob("*")}
    for path in files:
        name = path.relative_to(folder).as_posix()
        with path.open("rb") as file:
            try:
                sections = list(ELFFile(file).iter_sections())
            except ELFError:
                continue
            for section in sections:
                for version in _versions(section):
                    found.glibc.setdefault(version, []).append(name)
                for library in _libraries(section):
                    if library not in there and not library.startswith(OF_GLIBC):
                        found.libraries.setdefault(library, []).append(name)
    return found


def _versions(section: object) -> Iterator[tuple[int, ...]]:
    if isinstance(section, GNUVerNeedSection):
        for _, wanted in section.iter_versions():
            for one in wanted:
                numbers = one.name.removeprefix(_GLIBC).split(".")
                if one.name.startswith(_GLIBC) and all(map(str.isdigit, numbers)):
                    yield tuple(map(int, numbers))


def _libraries(section: object) -> Iterator[str]:
    if isinstance(section, DynamicSection):
        for tag in section.iter_tags("DT_NEEDED"):
            yield tag.needed


def main() -> None:
    """Print both."""
    found = needs(Path(sys.argv[1]))
    for version in sorted(found.glibc)[-4:]:
        files = found.glibc[version]
        print(f"glibc {'.'.join(map(str, version))}: {len(files)} files, {', '.join(files[:3])}")
    for library, files in sorted(found.libraries.items()):
        print(f"{library}: {len(files)} files, {', '.join(files[:3])}")


if __name__ == "__main__":
    main()
