"""A Keras network as a classifier: what is in it, whether it can be explained, its scores."""
