"""uvicorn with the flags of Wexstream's own, for what Wexstream is measured beside."""

import os

import uvicorn
from litestar import Litestar


def serve(app: Litestar) -> None:
    """Serve on the port that the environment names, until told to stop."""
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=15,
    )
