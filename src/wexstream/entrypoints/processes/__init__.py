"""Several processes that serve beside each other, under one that watches them (`serve --processes N`).

Each child may end at any time, and is not missed for long:

- The parent listens, and its children accept from the same sockets. Who waits to be accepted is taken by
  another child when one ends; had each a socket of its own (SO_REUSEPORT), who waits there would be lost.
- A child is a program that is started anew, no copy of the parent: one that comes later is of the code, the
  settings and the certificate that lie there by then. So a running server is upgraded, child by child.
- Each child has a line to the parent, a pair of sockets. By it the child says that it is ready, and the
  parent has it finish, by hanging up. So does the kernel: should the parent be killed, its children finish.
- With the embedded database one more child does the jobs; the parent holds the database too, which so
  outlasts all children.
"""
