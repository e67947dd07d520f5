"""The supporter goal: a number that was counted, its date, and a way to give."""
