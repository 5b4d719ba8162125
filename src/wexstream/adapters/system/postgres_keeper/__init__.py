"""The process that stands between PostgreSQL and those who use it in a data folder (embedded_postgres.py).

It works whichever of them ends in whatever way:

- A user holds a shared lock on a file for as long as it needs the database. The kernel drops it when the
  process ends, by `kill -9` too.
- The first user starts the keeper, in a session of its own, and the keeper starts PostgreSQL. It looks for
  users by trying for the same lock exclusively. When it gets that, there are none, and none can come while it
  stops PostgreSQL and ends. Should PostgreSQL die while there are users, it starts it again.
- Should the keeper be killed, the kernel tells PostgreSQL to shut down (PR_SET_PDEATHSIG).
- PostgreSQL's processes inherit a third lock. While it is held, some of them are left, and a new keeper ends
  them first; when it is free, none is, whatever a stale postmaster.pid names.
"""
