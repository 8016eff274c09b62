"""A blind round by three raters in the real window: ``python -m benchmarks.walk_round [NEONATES]``.

Phantoms of so many neonates (30: 60 photographs) become a study; a round with a tenth of them
twice is made by its page. Ana rates it there, in a process that is killed in the middle; Bea and
Caio rate folders that were made for other machines. What they said is collected, compared,
decided, and becomes the label that counts and extraction models. Everything is done with keys and
pointer; printed is what the program took for each photograph, and when the window stood still.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, thread_time
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer

from benchmarks.round_by_hand import Hands, Mind
from neopain_gui.annotation.answers import Answer, Mark
from neopain_gui.study import Study

NAME, RATERS = "Ward round", ("Ana", "Bea", "Caio")
ASKS = ("NFCS-5", "Regions")
"""Beside label and score, which a new round asks anyway."""
STILL = 0.05
"""Seconds of the processor from which on the window stood still."""
ROOT = Path(__file__).parents[1]

Kept = list[list[Any]]
"""Answers and regions of a rater, as JSON holds them."""


def main(neonates: int, folder: Path) -> None:
    """Walk the whole way, and say how it went."""
    from neopain_gui.pipeline.demo_study import make_demo_study

    path = make_demo_study(folder, subjects=neonates)
    truth = truth_of(path)
    (folder / "away").mkdir()
    with window(path, folder / "first") as one:
        hands = Hands(one)
        hands.new_round(NAME, RATERS, ASKS)
        away = [hands.hand_over(rater, folder / "away") for rater in RATERS[1:]]
    many = killed(path, folder, truth, RATERS[0])
    print(f"killed after {many} answers and regions, of which none was lost")
    with window(path, folder / "first") as one:
        _rated(Hands(one), RATERS[0], truth, RATERS[0])
    for rater, study in zip(RATERS[1:], away, strict=True):
        with window(study, folder / rater) as one:
            hands = Hands(one)
            _rated(hands, rater, truth)
            file = hands.write_file(folder)
    with window(path, folder / "first") as one:
        hands = Hands(one)
        print(hands.collect(away[0], file))
        print(hands.agreement())
        print(hands.decide(10), "disagreements, 10 of them decided")
        begun = perf_counter()
        models = hands.outcome("The adjudicated label")
        print(f"{', '.join(models)}: made in {perf_counter() - begun:.0f} s")


def _rated(hands: Hands, rater: str, truth: dict[str, bool], listed: str = "") -> None:
    """Let a rater do what is left and hand in; say what each photograph took."""
    page = hands.begin(listed)
    with still() as found:
        taken = hands.rate(page, Mind(rater, truth), page.course.left)
    hands.hand_in(page)
    slow = [one for one in found if one > STILL]
    print(f"{rater}: {len(taken)} photographs, from Return until the next is seen")
    for title, times in zip(
        ("by the clock", "of the processor"), zip(*taken, strict=True), strict=True
    ):
        print(
            f"  {title}: {1000 * median(times):.0f} ms, of 20 one "
            f"{1000 * quantiles(times, n=20)[-1]:.0f} ms, at most {1000 * max(times):.0f} ms"
        )
    print(
        f"  the window stood still for {1000 * STILL:.0f} ms {len(slow)} times, at most "
        f"{1000 * max(found, default=0):.0f} ms of the processor"
    )


def truth_of(path: Path) -> dict[str, bool]:
    """Return which photographs of a study show pain, by the SHA-256 of their pixels."""
    with Study.open(path, read_only=True) as study:
        return {
            sha256(study.images.pixels(one.id).tobytes()).hexdigest(): one.label is not None
            and one.label.value == "pain"
            for one in study.images.all()
        }


# -- a machine --------------------------------------------------------------------------------
@contextmanager
def window(path: Path, home: Path) -> Iterator[Any]:
    """Open a study in a window of a machine of its own."""
    from neopain_gui.gui.application import make_application, make_window
    from neopain_gui.gui.base.settings import Settings

    home.mkdir(exist_ok=True)
    settings = Settings(home / "window.ini")
    make_application(settings)
    made = make_window(settings)
    made.resize(1280, 720)
    made.show()
    hands = Hands(made)
    made.open_study(path)
    hands.until(lambda: made.session.study is not None and made.isVisible())
    try:
        yield made
    finally:
        hands.until(lambda: not made.jobs.busy)
        made.close()
        made.deleteLater()


@contextmanager
def still() -> Iterator[list[float]]:
    """Note for how long the event loop did not turn: seconds of the processor in its thread."""
    found: list[float] = []
    last = [thread_time()]

    def turned() -> None:
        now = thread_time()
        found.append(now - last[0])
        last[0] = now

    holder = QObject()
    timer = QTimer(holder)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(turned)
    timer.start(5)
    try:
        yield found
    finally:
        timer.stop()


# -- a machine that is killed ---------------------------------------------------------------------
def killed(path: Path, home: Path, truth: dict[str, bool], rater: str, turns: int = 0) -> int:
    """Rate in a process that is killed after so many photographs, half of them by default.

    Returns
    -------
    int
        How many answers and regions the window had shown; the study holds all of them.
    """
    with Study.open(path, read_only=True) as study:
        turns = turns or len(study.annotations.turns(NAME, rater)) // 2
    (home / "truth.json").write_text(json.dumps(truth))
    command = [sys.executable, "-m", "benchmarks.walk_round", "--rate", str(path), rater, str(home)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    shown: Kept = []
    for _ in range(turns):
        shown += json.loads(process.stdout.readline())
    process.kill()
    process.wait(60)
    process.stdout.close()
    with Study.open(path, read_only=True) as study:
        store = study.annotations
        kept = _as_kept(store.answers(NAME, rater), store.marks(NAME, rater))
    lost = [one for one in shown if one not in kept]
    assert not lost, lost
    return len(shown)


def rate_until_killed(path: Path, rater: str, home: Path) -> None:
    """Rate, and print what the page shows of each photograph before it is left."""
    truth = json.loads((home / "truth.json").read_text())
    with window(path, home / "killed") as one:
        hands = Hands(one)
        page = hands.begin(rater)

        def told() -> None:
            said = page.course.said
            print(json.dumps(_as_kept(said.answers, said.marks)), flush=True)

        hands.rate(page, Mind(rater, truth), page.course.left, told)


def _as_kept(answers: Sequence[Answer], marks: Sequence[Mark]) -> Kept:
    said = [[one.instrument, one.item, one.value, one.codable, *_turn(one)] for one in answers]
    return [*said, *([one.name, *map(len, one.outlines), *_turn(one)] for one in marks)]


def _turn(one: Answer | Mark) -> tuple[str, int]:
    return one.image_id, one.repeat


def _run(arguments: Sequence[str]) -> None:
    if arguments[:1] == ["--rate"]:
        rate_until_killed(Path(arguments[1]), arguments[2], Path(arguments[3]))
        return
    neonates = int(arguments[0]) if arguments else 30
    with tempfile.TemporaryDirectory() as folder:
        main(neonates, Path(folder))


if __name__ == "__main__":
    _run(sys.argv[1:])
