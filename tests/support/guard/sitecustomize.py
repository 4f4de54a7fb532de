"""Python runs this first in every child process of the tests: the network is closed there too; steps are counted."""

import os

from network import close_network
from steps import begin

close_network()
begin(os.environ)
