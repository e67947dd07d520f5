"""The furniture of a checked article: what was claimed and found, when and by whom it was checked, what was mended."""
