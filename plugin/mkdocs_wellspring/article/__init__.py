"""The furniture of a checked article: when it was checked, what it says in short, and what to bear in mind."""
