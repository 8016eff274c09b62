"""What an import of recordings would take in, before anything is kept."""
