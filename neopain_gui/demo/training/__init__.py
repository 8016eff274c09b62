"""The training of the demo's classifiers, on phantoms."""
