"""Citations: `[1]` in the text, a source list at the end, and a way back from each source to what it supports."""
