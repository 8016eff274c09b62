"""NeoPain: what people and neural networks look at when they judge neonatal pain.

Importing this package imports nothing heavy; each subpackage does its own work.
"""

__version__ = "0.1.0"
__released__ = "2026-12-01"
"""The day on which this version was made: a year later About says that it is old."""
