"""Documents as the API and the client write them, and what may happen to them. All is made up, and
the same for the same seed."""

import json
import random

FIRST = ["ANNA", "BJÖRN", "ÅSA", "KARL-ERIK", "MARIE LOUISE", "ŁUCJA", "D'ARC", "O\"NEIL", "李", "ZOË\\X"]
LAST = ["ÅBERG", "EK", "SÖDERBERG", "VON {TEST}", "BACK\\SLASH", "LIND[1]", "NUÑEZ", "ØST", "𝔸LF"]
RESULTS = ["SUCCESS", "SUCCESS", "SUCCESS", "FAILED", "CONFLICT", "ERROR", "NOT_FOUND", "success",
           "Ok", "imported", " Accepted ", "Straße", "", None, 7]
ERRORS = ["Customer already exists", "Field \"x\" is bad: {\"a\": [1]}", "line one\nline two", "",
          None, {"code": 17, "details": [{"field": "email"}]}, ["a", "b"], "åäö 💥", 12.50,
          "Unknown error", "{\"customerId\": \"9\", \"result\": \"FAILED\"}", "C:\\temp\\u00e5"]
LISTS = ["data", "customers", "results", "customerResults", "householdResults", "errors", "items"]


class Maker:
    """Makes documents, one after the other."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.number = 0
        self.uncut = []  # the whole of what was cut short before it was put into a document

    def pick(self, among):
        return self.random.choice(among)

    def chance(self, of_one):
        return self.random.random() < of_one

    def identity(self):
        self.number += 1
        digits = f"{50_000_000_000 + self.number}"
        return digits, f"{self.pick(FIRST)} {self.pick(LAST)}-{self.number % 10000:04}"

    def result(self, errors_list=False):
        digits, username = self.identity()
        fields = [("customerId", self.pick([digits, digits, int(digits), None]))]
        if self.chance(0.8):
            fields.append(("username", username))
        if self.chance(0.3):
            fields.append(("email", f"mail{self.number}@example.com"))
        if self.chance(0.7):
            fields.append(("changeType", self.pick(["CREATE", "UPDATE", "upsert"])))
        if not errors_list and self.chance(0.95):
            fields.append(("result", self.pick(RESULTS)))
        if errors_list or self.chance(0.5):
            fields.append((self.pick(["error", "errorMessage", "message"]), self.pick(ERRORS)))
        if self.chance(0.1):
            fields.append(("meta", {"deep": [{"customerId": "1"}, {"x": None}], "result": "x"}))
        if self.chance(0.05):
            fields.append(self.pick(fields))  # a key that comes twice, of one value
        if self.chance(0.05):
            fields = [(key, value) for key, value in fields if key != "customerId"]
        self.random.shuffle(fields)
        return Fields(fields)

    def original(self):
        digits, _ = self.identity()
        person = {"customerId": digits, "firstName": self.pick(FIRST), "lastName": self.pick(LAST),
                  "emails": [{"emailAddress": f"mail{self.number}@example.com"}]}
        return {"changeType": "CREATE", "type": "PERSON", "person": person}

    def results(self, most=8):
        key = self.pick(LISTS)
        return key, [self.result(key == "errors") for _ in range(self.random.randint(0, most))]

    def answer(self):
        key, rows = self.results()
        body = rows if self.chance(0.1) else Fields([(key, rows)])
        if isinstance(body, Fields) and self.chance(0.2):
            body.append(self.pick([("message", "done"), ("total", len(rows)), ("nested", {"data": []}),
                                   ("errors", []), ("customerId", "1")]))
        return body

    def saved(self, data):
        return {"timestamp": "20251110_081506", "batch_id": self.number % 90 + 1, "status_code": 200,
                "headers": {"Content-Type": "application/json", "Date": "Mon, 10 Nov 2025"},
                "response_data": data, "response_type": "success"}

    def client_record(self):
        record = self.result()
        record.append(("originalData", self.pick([None, self.original()])))
        record.append(("batchInfo", self.pick([None, "Batch 3/10", {"batch_number": 3}])))
        return record

    def summary(self):
        rows = []
        for _ in range(self.random.randint(0, 5)):
            digits, username = self.identity()
            rows.append({"customerId": digits, "username": username, "error": self.pick(ERRORS)})
        return {"failure_reason": "CONFLICT", "total_customers": len(rows),
                "timestamp": "2025-11-10T08:15:06", "customers_list": rows}

    def text(self, value):
        layout = self.pick([{"indent": 2}, {"indent": 2}, {}, {"separators": (",", ":")}])
        text = dumps(value, ensure_ascii=self.chance(0.5), **layout)
        return text.replace("\n", "\r\n") if self.chance(0.2) else text

    def document(self):
        """A name that its file may have, and its text."""
        kind = self.random.random()
        name = "answer.json"
        if kind < 0.45:
            value = self.saved(self.answer())
        elif kind < 0.6:
            value = self.answer()
        elif kind < 0.7:
            value = [self.client_record() for _ in range(self.random.randint(0, 5))]
        elif kind < 0.75:
            value = self.summary()
        elif kind < 0.85:
            value = self.saved({"raw_response": self.raw()})
        elif kind < 0.9:
            value = {"data": [self.original() for _ in range(3)]}
        else:
            return "bulk_import.log", self.log()
        return name, self.text(value)

    def raw(self):
        """The body as the client keeps it where it could not read it: often cut short."""
        text = dumps(self.answer(), ensure_ascii=self.chance(0.5))
        self.uncut.append(text)
        if self.chance(0.2):
            text = dumps({"raw_response": text})
        return text[:self.random.randint(0, len(text))] if self.chance(0.6) else text

    def line(self, words):
        self.number += 1
        return f"2025-11-10 08:{self.number // 60 % 60:02}:{self.number % 60:02},000 - INFO - {words}\n"

    def log(self):
        """A document in a log, at times with lines of other threads between its own."""
        text = self.text(self.answer())
        lines = [self.line("Sending batch 7 (attempt 1/3) - 70 customers")]
        lines += self.line("Response of batch 7: " + text).splitlines(keepends=True)
        if self.chance(0.5):
            for _ in range(self.random.randint(1, 3)):
                lines.insert(self.random.randint(1, len(lines)), self.line("Sending batch 8 (attempt 1/3) - 9 customers"))
        return "".join(lines) + self.line("[STOP] done")

    def damage(self, data, other):
        """The bytes, damaged, and the stretches of the new bytes that are not as they were."""
        if len(data) < 4:
            return data, [(0, len(data))]
        at = self.random.randrange(2, len(data))
        kind = self.random.randrange(9)
        if kind == 0:  # cut short
            return data[:at], [(at, at)]
        if kind == 1:  # the begin is lost
            return data[at:], [(0, 0)]
        if kind == 2:  # bits are others
            byte = data[at] ^ (1 << self.random.randrange(8))
            if byte in (0, 0x1B):  # what these mean is for the decoder to know
                byte = 0x3F
            return data[:at] + bytes([byte]) + data[at + 1:], [(at, at + 1)]
        if kind == 3:  # bytes are lost
            return data[:at] + data[at + self.random.randint(1, 40):], [(at, at)]
        if kind == 4:  # bytes come between
            more = bytes(self.random.choice(b'"{}[],:\\x \n0eE-') for _ in range(self.random.randint(1, 6)))
            return data[:at] + more + data[at:], [(at, at + len(more))]
        if kind == 5:  # goes on as another
            cut = self.random.randrange(len(other))
            return data[:at] + other[cut:], [(at, at)]
        if kind == 6:  # another one begins in the middle
            return data[:at] + other + data[at:], [(at, at), (at + len(other), at + len(other))]
        if kind == 7:  # an escape is broken
            at = data.find(b"\\", at)
            at = at if at >= 0 else data.find(b"\\")
            if at < 2:
                return data[:-1], [(len(data) - 1, len(data) - 1)]
            return data[:at + 1] + data[at + self.random.randint(2, 4):], [(at, at + 1)]
        # a line of a log stands in the middle
        line = self.line("Sending batch 9 (attempt 1/3) - 4 customers").encode()
        line = (b"\n" if self.chance(0.5) else b"") + line
        return data[:at] + line + data[at:], [(at, at + len(line))]


class Fields(list):
    """An object, as pairs: keys can come twice, in any order."""


def dumps(value, indent=None, separators=None, ensure_ascii=True, depth=0):
    """json.dumps, which also writes Fields."""
    comma, colon = separators or ((", " if indent is None else ","), ": ")
    again = lambda inner: dumps(inner, indent, separators, ensure_ascii, depth + 1)
    line = "" if indent is None else "\n" + " " * indent * (depth + 1)
    end = "" if indent is None else "\n" + " " * indent * depth
    if isinstance(value, dict):
        value = Fields(value.items())
    if isinstance(value, Fields):
        rows = [json.dumps(key) + colon + again(field) for key, field in value]
        return "{" + line + (comma + line).join(rows) + end + "}" if rows else "{}"
    if isinstance(value, list):
        return "[" + line + (comma + line).join(map(again, value)) + end + "]" if value else "[]"
    return json.dumps(value, ensure_ascii=ensure_ascii)
