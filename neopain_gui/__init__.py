"""NeoPain: what people and neural networks look at when they judge neonatal pain.

Importing this package imports nothing heavy; each subpackage does its own work.
"""

__version__ = "0.1.0"
