"""Repositories of aggregates: what a transaction reads, locks and keeps.

Locks are taken in one order everywhere: addresses, accounts by id, relations by pair, conferences by id, then
the rest, which is only changed under one of those. They are held until the transaction ends.
"""
