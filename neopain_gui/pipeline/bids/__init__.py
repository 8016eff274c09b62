"""A study as a data set after BIDS, the Brain Imaging Data Structure, version 1.11."""
