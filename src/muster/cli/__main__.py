"""`python -m muster.cli`: the `muster` command."""

from __future__ import annotations

import sys

from muster.cli.app import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
