"""Linear algebra keeps to one thread where it is asked to, and only there."""

from threadpoolctl import threadpool_info, threadpool_limits

from neopain_gui.pipeline.analysis.one_thread import one_thread


def threads():
    return [one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"]


def test_every_library_keeps_to_one_thread_for_as_long():
    with threadpool_limits(2, user_api="blas"):  # however many the tests are run with
        with one_thread():
            assert threads()  # there is one, NumPy's or SciPy's
            assert set(threads()) == {1}
            here = threads()
        before = threads()
        assert len(before) == len(here)
        assert 2 in before  # a library that was loaded within has as many as it likes
        with one_thread():
            assert set(threads()) == {1}
        assert threads() == before
