"""What settings a study has, and how they differ from the dissertation's or another study's."""
