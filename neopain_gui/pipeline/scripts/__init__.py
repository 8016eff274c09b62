"""What a script is handed of a study: arrays, tables, maps of a photograph, warnings."""
