"""Python runs this first in every child process of the tests: the network is closed there too."""

from network import close_network

close_network()
