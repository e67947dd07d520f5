"""How the payments API is asked, and how far its answers are believed; `ledger.stripe` does the asking."""

__all__: list[str] = []
