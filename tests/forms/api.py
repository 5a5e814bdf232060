"""What the stand-in of the API answers."""

import json
from dataclasses import dataclass

import jsontext

SUCCESS_WORDS = ["SUCCESS"] * 6 + ["OK", "Imported", "ACCEPTED", "success"]
ERRORS = [
    None,
    "Customer exists already",
    'Field "birthday" is no date: "1955-13-01"',
    "Värdet är ogiltigt {kod: 17}, försök [igen]",
    "Service did not answer in time",
]
LIST_KEYS = ["data", "data", "data", "customers", "results", "customerResults"]
PROBLEM = '{"type": "/problem/internal", "title": "Internal Server Error", "status": 500}'
PROXY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>proxy</body></html>"


@dataclass
class Row:
    """What the API says of one item: a reason in upper case, or SUCCESS."""

    item: object
    result: str
    word: str
    error: str | None
    in_errors: bool = False

    @property
    def failed(self):
        return self.result != "SUCCESS"

    def fields(self):
        named = {k: v for k, v in self.item.identity.items()}
        if self.in_errors:
            return named | {"message": self.error or "rejected"}
        row = named | {"changeType": self.item.change_type, "result": self.word}
        return row | ({"error": self.error} if self.error else {})

    @property
    def told_id(self):
        return plain(self.item.identity.get("customerId"))

    @property
    def told_name(self):
        return self.item.identity.get("username")

    @property
    def told_error(self):
        return self.error or "Unknown error"


def plain(value):
    """The value as the client prints it in a line."""
    return None if value is None else value.removeprefix("@number:").removesuffix("@")


def answer(rng, items, result_of, list_errors):
    """The rows of one answer. list_errors: FAILED stands in a list `errors`, without a result."""
    rows = []
    for item in items:
        result = result_of(item)
        if result == "SUCCESS":
            rows.append(Row(item, result, rng.choice(SUCCESS_WORDS), None))
        else:
            word = rng.choice([result, result, result.title(), result.lower()])
            in_errors = list_errors and result == "FAILED" and bool(item.identity)
            rows.append(Row(item, result, word, rng.choice(ERRORS), in_errors))
    return rows


def body(rng, rows):
    """The text of the answer with these rows."""
    value = {rng.choice(LIST_KEYS): [row.fields() for row in rows if not row.in_errors]}
    errors = [row.fields() for row in rows if row.in_errors]
    if errors:
        value = {"data": next(iter(value.values())), "errors": errors}
    return jsontext.dumps(value)


def cut(text, rows):
    """Cuts the text within the row at two thirds; gives it and the rows that are whole in it."""
    whole = len(rows) * 2 // 3
    start = -1
    for _ in range(whole + 1):
        start = text.index('{"', start + 1)
        if start == 0:
            start = text.index('{"', 1)
    return text[: start + 12], rows[:whole]


def parsed(text):
    """The body as the client saves it: parsed, or the text where it is no JSON."""
    try:
        json.loads(text)
    except ValueError:
        return {"raw_response": text}
    # The digits of numbers are kept by marking them again.
    return json.loads(text, parse_int=jsontext.number, parse_float=jsontext.number)
