"""What the payments API answers, read into what is kept: shapes checked, people hashed."""

__all__: list[str] = []
