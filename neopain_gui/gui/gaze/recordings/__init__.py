"""Importer of recordings: what the files hold, which photograph each stimulus is, who took part."""
