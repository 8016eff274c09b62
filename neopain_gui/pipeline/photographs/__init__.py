"""Photographs of a study: their names, faces and regions, tables that change them, removal."""
