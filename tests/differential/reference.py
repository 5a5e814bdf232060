"""What a text says of customers, read slowly and plainly: what the extractor must find.

Two ways, as README.md and the format notes tell them:

  whole(text)   the records of an intact JSON document
  scan(text)    the records that are whole in a text of any kind, also a broken one

A record is a dict: begin and end (bytes of the file), id, username, email, changeType, result,
error, standing. Where the two ways differ by definition, the reason stands at the place.
"""

import re
from json.decoder import JSONDecodeError, scanstring

ACCEPTED = {"SUCCESS", "OK", "IMPORTED", "ACCEPTED"}
RESULT_LISTS = {"data", "customers", "results", "customerResults", "households",
                "householdResults", "errors", ""}
SUMMARY_LISTS = {"customers_list", "households_list"}
COPIES = {"originalData", "complete_batch_data"}
PERSON_FIELDS = {"firstName", "lastName", "customerCards", "addresses", "birthday", "emails",
                 "personalNumber", "phones", "contactMethods"}
BLANKS = re.compile(r"[ \t\r\n]*")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
ESCAPE = re.compile(r"""\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})
                        |u([0-9a-fA-F]{4})|(["\\/bfnrt]))""", re.X)
STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.S)
SHORT = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class Value:
    """A JSON value and where it stands in the text."""

    def __init__(self, kind, begin, end, text="", fields=(), items=()):
        self.kind = kind      # object, array, string, number, word
        self.begin = begin
        self.end = end
        self.text = text      # of a string its characters, of a number or word itself
        self.fields = fields  # of an object: pairs of key and value, in their order
        self.items = items

    def find(self, key):
        """The last field of that name: of duplicates it counts."""
        for name, value in reversed(self.fields):
            if name == key:
                return value
        return None


def characters(text):
    """Half of a surrogate pair is no character."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


class NoJson(Exception):
    pass


def blanks(text, at):
    return BLANKS.match(text, at).end()


def parse_string(text, at):
    # A raw control character in a string is read: strict=False.
    try:
        value, end = scanstring(text, at + 1, False)
    except JSONDecodeError as error:
        raise NoJson from error
    return characters(value), end


def parse(text, at=0):
    """The JSON value that begins at text[at]."""
    first = text[at:at + 1]
    if first == '"':
        value, end = parse_string(text, at)
        return Value("string", at, end, value)
    if first == "{":
        return parse_object(text, at)
    if first == "[":
        return parse_array(text, at)
    number = NUMBER.match(text, at)
    if number:
        return Value("number", at, number.end(), number.group())
    for word in ("true", "false", "null"):
        if text.startswith(word, at):
            return Value("word", at, at + len(word), word)
    raise NoJson


def parse_object(text, begin):
    fields = []
    at = blanks(text, begin + 1)
    if text[at:at + 1] == "}":
        return Value("object", begin, at + 1)
    while True:
        if text[at:at + 1] != '"':
            raise NoJson
        key, at = parse_string(text, at)
        at = blanks(text, at)
        if text[at:at + 1] != ":":
            raise NoJson
        value = parse(text, blanks(text, at + 1))
        fields.append((key, value))
        at = blanks(text, value.end)
        if text[at:at + 1] == "}":
            return Value("object", begin, at + 1, fields=fields)
        if text[at:at + 1] != ",":
            raise NoJson
        at = blanks(text, at + 1)


def parse_array(text, begin):
    items = []
    at = blanks(text, begin + 1)
    if text[at:at + 1] == "]":
        return Value("array", begin, at + 1)
    while True:
        items.append(parse(text, at))
        at = blanks(text, items[-1].end)
        if text[at:at + 1] == "]":
            return Value("array", begin, at + 1, items=items)
        if text[at:at + 1] != ",":
            raise NoJson
        at = blanks(text, at + 1)


def document(text):
    """The one document that a text is, or None."""
    try:
        value = parse(text, blanks(text, 0))
    except (NoJson, RecursionError):
        return None
    return value if blanks(text, value.end) == len(text) else None


def unescape(text):
    """Undoes JSON's escapes once, wherever they stand; other backslashes stand for themselves."""
    def meant(match):
        high, low, unit, short = match.groups()
        if short:
            return SHORT[short]
        if unit:
            return characters(chr(int(unit, 16)))
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
    return ESCAPE.sub(meant, text)


def upper(text):
    """Upper case, character by character, so that a sharp s becomes the capital one."""
    return "".join("ẞ" if c == "ß" else c.upper() if len(c.upper()) == 1 else c
                   for c in text.strip(" \t\r\n\f\v"))


def text_of(value):
    return value.text if value is not None and value.kind in ("string", "number") else ""


def error_of(fields, text):
    for key in ("error", "errorMessage", "message"):
        value = fields.find(key)
        if value is None or (value.kind == "word" and value.text == "null"):
            continue
        plain = value.kind in ("string", "number")
        said = value.text if plain else text[value.begin:value.end]
        if said:
            return said
    return ""


def is_original(fields):
    """A customer or household as it is sent, and not as an answer speaks of it."""
    has = lambda key: fields.find(key) is not None
    if has("result"):
        return False
    if has("householdId"):
        return has("memberIds") or has("primaryMemberId") or has("changeType")
    if not has("changeType"):
        return False
    if has("person") or has("organization"):
        return True
    return upper(text_of(fields.find("type"))) in ("PERSON", "ORGANIZATION") or \
        any(has(key) for key in PERSON_FIELDS)


def judge(result, in_errors, record):
    """result: None where the record has no such field."""
    if result is not None:
        record["result"] = upper(result) or "UNKNOWN"
    elif in_errors:
        record["result"] = "FAILED"
    elif record["error"] and (record["id"] or record["username"] or record["email"]):
        record["result"] = "UNKNOWN"
    else:
        record["result"] = ""
    record["standing"] = "rejected" if not record["result"] else \
        "accepted" if record["result"] in ACCEPTED else "failed"


def record_of(fields, text, key, in_list, reason):
    """What an object says of one customer, or None where it is no record. `key` is that of the list
    it stands in; `reason` that of the client's summary around it."""
    has = lambda name: fields.find(name) is not None
    username = text_of(fields.find("username"))
    if re.search(r"\\u[0-9A-Fa-f]{4}", username):  # in what the client found by pattern
        username = unescape(username)
    record = {
        "begin": fields.begin,
        "end": fields.end,
        "id": text_of(fields.find("customerId")) or text_of(fields.find("householdId")),
        "username": username,
        "email": text_of(fields.find("email")),
        "changeType": upper(text_of(fields.find("changeType"))),
        "error": error_of(fields, text),
    }
    identity = bool(record["id"] or record["username"] or record["email"])
    in_results = in_list and key in RESULT_LISTS
    listed = has("originalData") or key in SUMMARY_LISTS
    if has("result"):
        if not identity and not in_results:
            return None
    elif listed:
        if not identity:
            return None
    elif record["error"] and identity:
        pass
    elif in_list and key == "errors":
        if not identity and not record["error"]:
            return None
    elif not in_results or not (identity or has("changeType")):
        return None
    summary = key in SUMMARY_LISTS or bool(reason)
    result = text_of(fields.find("result"))
    stated = has("result") or listed or summary
    if summary and not result:
        result = reason
    judge(result if stated else None, in_list and key == "errors", record)
    client = summary or has("originalData") or has("batchInfo")
    if client and record["error"] == "Unknown error":  # the client's words for no error
        record["error"] = ""
    return record


def whole(text):
    """The records of a text that is one intact document, and those of the texts that stand in strings
    of it, escaped; None where it is none."""
    root = document(text)
    if root is None or root.kind not in ("object", "array"):
        return None
    found, quoted = [], []
    walk(root, "", False, "", text, found, quoted)
    nested = []
    for string in quoted:
        records = whole(string.text)
        here = scan(string.text) if records is None else records[0] + records[1]
        nested += [{**record, "literal": text[string.begin:string.end]} for record in here]
    return sorted(found, key=lambda record: (record["begin"], record["end"])), nested


def holds_results(fields):
    """An object around an answer or a list of results is no record, whatever else it says."""
    return fields.find("response_data") is not None or any(value.kind == "array" and key in RESULT_LISTS and
               any(holds_object(item) for item in value.items) for key, value in fields.fields)


def holds_object(value):
    return value.kind == "object" or \
        (value.kind == "array" and any(holds_object(item) for item in value.items))


def walk(value, key, in_list, reason, text, found, quoted):
    if value.kind == "array":
        for item in value.items:
            walk(item, key, True, reason, text, found, quoted)
        return
    if value.kind == "string" and '"' in value.text and "{" in value.text:
        quoted.append(value)
    if value.kind != "object":
        return
    if in_list or not holds_results(value):
        if is_original(value):
            return
        record = record_of(value, text, key if in_list else "", in_list, reason)
        if record is not None:
            found.append(record)
            return
    if value.find("customers_list") is not None or value.find("households_list") is not None:
        reason = text_of(value.find("failure_reason"))
    problem = value.find("title") is not None and value.find("status") is not None
    for name, field in value.fields:
        # RFC 7807 lists what is wrong with a request under `errors`, not customers.
        if name in COPIES or (name == "errors" and problem):
            continue
        walk(field, name, False, reason, text, found, quoted)


def objects(text):
    """The outermost objects that are whole in a text, whatever stands around them: from each bracket
    on it is tried."""
    at = text.find("{")
    while at >= 0:
        behind = at + 1
        try:
            value = parse(text, at)
            yield value
            behind = value.end
        except (NoJson, RecursionError):
            pass
        at = text.find("{", behind)


def scan(text):
    """The records that are whole in a text.

    Only one that states its result counts: of one without, a broken text does not tell whether it
    was lost. Nor does one in which a key comes again: bytes may be lost that parted two records, and
    these must not become one. A string does not run over the end of a line: of a quote that is lost,
    all that follows would be a string.
    """
    found = []
    for value in objects(text):
        scan_object(value, text, found)
    for record in found:
        record["in_summary"] = in_summary(record, text)
    return [record for record in found if not has_line_in_string(text[record["begin"]:record["end"]])]


def in_summary(record, text):
    """The same where it came to stand in a list of the client's summary, which tells the reason of
    what states none, and knows no error by the client's own words for none; None where no such list
    begins before it."""
    if not any(f'"{key}"' in text[:record["begin"]] for key in SUMMARY_LISTS):
        return None
    fields = parse(text, record["begin"])
    return record_of(fields, text, "customers_list", True, "CONFLICT")


def is_inside_record(text, begin, end):
    """Whether nothing before text[end] tells of damage, and what stands from `begin` on is a part of
    a record or an original: what nests in one is its own."""
    closers = []
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[][{}]', text[:end], re.S):
        token = match.group()
        if token in "{[":
            closers.append("}" if token == "{" else "]")
        elif token in "}]" and (not closers or closers.pop() != token):
            return False
    try:
        node = parse(text[:end] + "".join(reversed(closers)), blanks(text, 0))
    except (NoJson, RecursionError):
        return False
    key, in_list = "", False
    while node is not None and node.begin < begin:
        if node.kind == "object" and (is_original(node) or not holds_results(node) and
                                      record_of(node, text, key if in_list else "", in_list, "")):
            return True
        in_list = node.kind == "array"
        inner = [(key, item) for item in node.items] + list(node.fields)
        key, node = next(((name, value) for name, value in inner
                          if value.begin <= begin < value.end), ("", None))
    return False


def has_line_in_string(text):
    return any("\n" in string or "\r" in string for string in STRING.findall(text))


def every(text):
    """All that whole objects of a text may say, at whatever place they stood before the damage: also
    without a result, and objects inside of others."""
    found = []
    pending = list(objects(text))
    while pending:
        value = pending.pop()
        for name, field in value.fields:
            pending.append(field)
        pending += value.items
        if value.kind != "object" or is_original(value):
            continue
        for key, reason in (("", ""), ("errors", ""), ("items", ""), ("customers_list", "CONFLICT"),
                            ("customers_list", "")):
            record = record_of(value, text, key, True, reason)
            if record is not None:
                # Of one that has lost its end it is not known that the words are the client's.
                found += [record, {**record, "error": error_of(value, text)}]
        # In a broken text a result that is no string is not read; then the list of errors tells, but
        # not of what the client saved.
        result = value.find("result")
        if result is not None and not states_result(value):
            without = Value("object", value.begin, value.end,
                            fields=[field for field in value.fields if field[0] != "result"])
            saved = value.find("originalData") is not None or value.find("batchInfo") is not None
            record = record_of(without, text, "" if saved else "errors", True, "")
            found += [record] if record is not None else []
    return found


def states_result(fields):
    result = fields.find("result")
    return result is not None and (result.kind == "string" or result.text == "null")


def scan_object(fields, text, found):
    if is_original(fields):
        return
    record = record_of(fields, text, "", False, "")
    # An object around an answer is none: what it says of a customer is of another document, of which
    # only the end is left, and would be mixed with the answer's own time and batch.
    wrapper = fields.find("response_data") is not None
    if states_result(fields) and record is not None and not wrapper:
        if len({key for key, _ in fields.fields}) == len(fields.fields):
            found.append(record)
        return
    for name, value in fields.fields:
        if name not in COPIES:
            scan_value(value, text, found)


def scan_value(value, text, found):
    if value.kind == "object":
        scan_object(value, text, found)
    for item in value.items:
        scan_value(item, text, found)
