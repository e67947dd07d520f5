"""Citations: `[1]` and `[@key]` in the text, a list of sources, and a way back from each to what it supports."""
