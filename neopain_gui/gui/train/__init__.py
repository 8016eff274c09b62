"""The tab Train: protocol and folds, a training under way, what it achieved."""
