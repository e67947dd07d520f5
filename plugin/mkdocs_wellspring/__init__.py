"""Citations, follow-up questions and a supporter goal for sites that stand on sources and on supporters."""

__version__ = "0.1.0"
