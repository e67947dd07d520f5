"""A pretend Stripe on this machine: payments without an account, for demonstrations and tests.

It answers in the shapes of Stripe's API 2026-05-27.dahlia, holds everything in memory, listens on loopback only,
and moves no money. It needs the extra `[live]`; `command.py` may be imported without it.
"""
