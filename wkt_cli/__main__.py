"""`python -m wkt_cli` and the console script `wkt`."""

from .cli.main import main

if __name__ == "__main__":
    main()
