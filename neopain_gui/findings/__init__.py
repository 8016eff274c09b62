"""What is found of a study's agreement: records that are worked out above and told below."""
