"""Studies of any size, and what has to stay quick in them: ``python -m benchmarks scale``."""
