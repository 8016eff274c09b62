"""The page *Classifiers*: what lies in the folders of models, and what a weight file is."""
