"""A child that does what a file says, at once: `ready`, `ends`, or `never ends`."""

import os
import socket
import sys
import time
from pathlib import Path

line = socket.socket(fileno=int(sys.argv[2]))
told = Path(os.environ["LITTLE"])
with told.with_suffix(".started").open("a", encoding="ascii") as started:
    started.write(".")
match told.read_text(encoding="ascii"):
    case "ready":
        line.send(b".")
        line.recv(1)
    case "never ends":
        line.send(b".")
        time.sleep(300)
    case _:
        sys.exit(1)
