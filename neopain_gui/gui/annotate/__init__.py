"""The tab Annotate: rounds of raters, what they say, and what comes of it."""
