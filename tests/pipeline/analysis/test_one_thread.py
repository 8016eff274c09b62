"""Linear algebra keeps to one thread where it is asked to, and only there."""

from threadpoolctl import threadpool_info

from neopain_gui.pipeline.analysis.one_thread import one_thread


def threads():
    return [one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"]


def test_every_library_keeps_to_one_thread_for_as_long():
    with one_thread():
        assert threads()  # there is one, NumPy's or SciPy's
        assert set(threads()) == {1}
        here = threads()
    before = threads()
    assert len(before) == len(here)
    with one_thread():
        assert set(threads()) == {1}
    assert threads() == before
