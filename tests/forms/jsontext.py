"""JSON as text: numbers keep their digits, objects the order of their keys."""

import json
import re

_NUMBER = re.compile(r'"@number:([^"@]*)@"')


def number(digits):
    """A value that dumps() writes as these digits, so that 3.10 stays 3.10."""
    return f"@number:{digits}@"


def dumps(value, **options):
    options.setdefault("ensure_ascii", False)
    return _NUMBER.sub(r"\1", json.dumps(value, **options))


def exact(text):
    """Parses text to a value that is equal only where keys, order and digits are equal."""
    return json.loads(
        text,
        parse_int=lambda digits: ("number", digits),
        parse_float=lambda digits: ("number", digits),
        object_pairs_hook=lambda pairs: ("object", tuple(pairs)),
    )


def members(value):
    """The members of an object that exact() gave."""
    return dict(value[1])
