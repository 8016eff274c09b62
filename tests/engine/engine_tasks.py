"""Functions that the engine tests send to the engine: they must be importable by name."""

import ctypes
import os
import signal
import time

from neopain_gui.errors import ImageError
from neopain_gui.jobs import Said


def add(job, *, a, b):
    job.progress(1, 2, "adding")
    job.partial(Said(text=str(a)))
    return a + b


def wait_for_cancel(job):
    job.partial(Said(text=str(os.getpid())))
    while True:
        job.check()
        time.sleep(0.01)


def ignore_cancel(job):
    job.partial(Said(text="started"))
    time.sleep(60)


def deaf(job):
    job.partial(Said(text=str(os.getpid())))
    time.sleep(60)


def greedy(job):
    """Let no other thread of Python have a turn, as some libraries do while they load."""
    job.partial(Said(text=str(os.getpid())))
    ctypes.PyDLL(None).sleep(60)


def idle(job):
    job.partial(Said(text=str(os.getpid())))


def bad_image(job):
    raise ImageError("is cut off", file="baby.png", remedy="save it again")


def bug(job):
    raise RuntimeError("wires crossed")


def leave(job):
    raise SystemExit(3)


def no_memory(job):
    raise MemoryError


def die(job):
    job.partial(Said(text="dying"))
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)


def unpicklable(job):
    return lambda: None


def flood(job):
    for k in range(20_000):
        job.progress(k, 20_000)


def modules(job):
    import sys

    return sorted(sys.modules)


def talk(job, *, then_die=False):
    os.write(1, b"said by a library\n")
    os.write(2, b"said by a library\n")
    if then_die:
        os.abort()
