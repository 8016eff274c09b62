"""Read strangers' files in a process of its own, and print what each costs: a line of JSON a file.

``python hostile_reader.py KIND FILE KIND FILE …``; the first of each kind is an honest file, which
takes along what libraries need once.
"""

import json
import sys
import time
from pathlib import Path

from neopain_gui.errors import NeoPainError


def weights(path: Path) -> None:
    from neopain_gui.classifiers import build_n_cnn, load_weights

    load_weights(build_n_cnn(), path)


def spreadsheet(path: Path) -> None:
    from neopain_gui.gaze import read_recording

    read_recording(path)


def study(path: Path) -> None:
    from neopain_gui.study import Study

    with Study.open(path) as opened:
        opened.images.all()


def memory_mb(name: str) -> float:
    """Return VmHWM, the peak since it was last forgotten, or VmRSS, what is held now.

    The peak that ``resource`` knows is the parent's where that was larger.
    """
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def main(words: list[str]) -> None:
    readers = {"weights": weights, "spreadsheet": spreadsheet, "study": study}
    for kind, name in zip(words[::2], words[1::2], strict=True):
        Path("/proc/self/clear_refs").write_text("5")
        said, start, before = "", time.process_time(), memory_mb("VmRSS")
        try:
            readers[kind](Path(name))
        except NeoPainError as error:
            said = str(error)
        cost = {"seconds": time.process_time() - start, "mb": memory_mb("VmHWM") - before}
        print(json.dumps({"file": Path(name).name, "said": said, **cost}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
