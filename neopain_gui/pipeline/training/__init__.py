"""Training classifiers on a study's photographs."""
