"""What leaves the tab Train: a network on all neonates, weights, TFLite."""
