"""How far raters agree, and deciding where they do not."""
