"""The browser that `$BROWSER` names in these tests: hands its URL to the person who waits at a port, and ends."""

import socket
import sys

with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=10) as person:
    person.sendall(sys.argv[2].encode())
