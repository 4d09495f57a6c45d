"""Run the command line of `toymodel.cli`: ``python -m toymodel``."""

from .cli import main

if __name__ == "__main__":
    raise SystemExit(main())
