"""Speed measurements, each beside the same work done the usual way: ``python -m benchmarks``."""
