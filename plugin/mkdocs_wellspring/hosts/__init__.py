"""Where Wellspring is at home: each host translates its events, and nothing more."""
