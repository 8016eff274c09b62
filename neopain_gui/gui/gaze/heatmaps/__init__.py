"""Importer of heatmap pictures: what a folder holds, and where photographs are on the screen."""
