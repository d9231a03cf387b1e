"""Tokens and money: metering, prices, budgets, reservations, the ledger and the audit row."""
