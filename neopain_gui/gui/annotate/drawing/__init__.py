"""Drawing on the photograph of a round: regions and points of the face."""
