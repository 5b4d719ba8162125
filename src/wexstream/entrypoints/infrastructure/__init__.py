"""What entrypoints stand on: the database, the platform over it, the jobs, backups, and what is tried out.

Beside the container, the only package that names adapters.
"""
