"""`python -m wexstream.adapters.system.postgres_keeper FOLDER durable|throw-away`: the keeper's process."""

from wexstream.adapters.system.postgres_keeper.keeper import main

main()
