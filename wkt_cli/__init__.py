"""wkt: a connector development kit for the command line.

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     file = Path(folder, "greeter.rb")
...     _ = file.write_text("{ title: 'Greeter', methods: { hello: ->(name) { \\"Hello, #{name}\\" } } }")
...     connector = load(file)
>>> connector.title
'Greeter'
>>> connector.block("methods.hello").function("Ana")
'Hello, Ana'
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .connector.model import Connector

__version__ = "0.1.0"


def load(path: str | Path) -> Connector:
    """Load a connector, Ruby or Python, as the commands do.

    Args:
        path: the ``.rb`` or ``.py`` file.

    Returns:
        The connector; `connector.block(key_path).function` is a Python callable. Blocks that send requests need a
        `wkt_cli.runtime.session.Session`.

    Raises:
        ConnectorFileError: it can't be read, parsed or run, or its fields can't be used.
    """
    from .connector.load import load as load_file

    return load_file(Path(path))
