"""Linear algebra on one thread, where it is of many small matrices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep linear algebra on the thread that asks for it; a decorator as well.

    Sharing out a product of a few thousand numbers takes longer than the product: threads that
    wait for each other took a third of the processor time of a study's statistics.
    """
    import scipy.linalg  # noqa: F401  # has a library of its own, which must be there to be told
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        yield
