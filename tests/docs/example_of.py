#!/usr/bin/env python3
"""Prints the first example of a page: its command, and below it what that prints.

Usage: example_of.py PAGE
"""

import pathlib
import sys

from docs_test import examples

if __name__ == "__main__":
    command, below = examples(pathlib.Path(sys.argv[1]))[0]
    print(command)
    print(below, end="")
