"""Customers and households as they stand in batch files. All names and numbers are invented."""

from dataclasses import dataclass, field

import jsontext

FIRST = [
    "ALVA", "BJÖRN", "ÅSA", "ÖSTEN", "ZOË", "LARS-ÅKE", "MAY-BRITT", "ANNA KARIN", "JOSÉ", "RENÉE",
    "TORE", "SIGNE", "MÄRTA", "PER OLOF", "EBBA", "YNGVE", "CÉLINE", "HÅKAN", "ULLA", "VIDAR",
]
LAST = [
    "TALLÅS", "ÖRNVIK", "AF SKOGSTA", "O'HARE", "VON BÄCKEN", "GRANLIDA", "MÜLLERSTAM", "SJÖHED",
    "ÅKERBRO", "D'ALMBY", "LINDTORP", "HÄSSELMO", "ÄNGSVALL", "BJÖRKNÄS", "ROSENHAGE", "ELMSÄTER",
    "FURUKULLA", "ASPLID", "KVARNFORS", "STENRÖS", "VIKDAL", "ÖDEGÅRD", "NORRMALM", "SÖDERHOLT",
]
CITIES = ["Norrhamra", "Östvik", "Ålunda", "Sundby"]

# How the API names a customer in its rows; what each kind of customer can be told by.
PERSON_WITH_ID = ["id", "id", "id", "id", "id as number", "card", "name", "personal number"]
PERSON_WITHOUT_ID = ["card", "username", "email", "personal number", "name"]


@dataclass
class Item:
    """One customer or household as it was sent. Two versions of one customer share the key."""

    key: str
    value: dict
    told_by: str = "id"
    identity: dict = field(default_factory=dict)  # the fields of a row of the API that name it
    text: str = ""

    def __post_init__(self):
        self.text = jsontext.dumps(self.value)

    @property
    def change_type(self):
        return self.value["changeType"]

    @property
    def kind(self):
        """A DELETE and all other changes have a last word each."""
        return "DELETE" if self.change_type == "DELETE" else "other"

    @property
    def named_in_log(self):
        return bool(self.identity.get("customerId") or self.identity.get("username"))


class Maker:
    """Makes customers and households; no two of them share a name, but for namesakes()."""

    def __init__(self, rng, prefix):
        self.rng = rng
        self.prefix = prefix
        self.made = 0
        self.names = [(first, last) for first in FIRST for last in LAST]
        rng.shuffle(self.names)

    def customer(self, told_by=None, name=None, birthday=None):
        self.made += 1
        shape = self.rng.random()
        if told_by is None and name is None and shape < 0.08:
            return self._organization()
        with_id = told_by in ("id", "id as number") or (told_by is None and shape < 0.75)
        told_by = told_by or self.rng.choice(PERSON_WITH_ID if with_id else PERSON_WITHOUT_ID)
        person = self._person(with_id, told_by, name or self.names.pop(), birthday)
        return self._item(person, "person", told_by)

    def namesakes(self):
        """Two customers of one name and different birthdays: rows tell them by id or by date."""
        name = self.names.pop()
        return [
            self.customer("id", name, "1951-03-14"),
            self.customer("personal number", name, "1987-11-02"),
        ]

    def household(self):
        self.made += 1
        number = f"7{self.prefix}{self.made:05}"
        first, last = self.names.pop()
        value = {
            "changeType": self.rng.choice(["CREATE", "CREATE", "UPDATE", "UPSERT"]),
            "householdId": number,
            "name": f"{first} {last}",
            "status": "ACTIVE",
            "primaryMemberId": number,
            "memberIds": [number, f"8{self.prefix}{self.made:05}"],
            "score": jsontext.number("1.50"),
        }
        return Item(f"household {number}", value, "id", {"customerId": number})

    def changed(self, item):
        """A later version of the same customer."""
        value = jsontext.json.loads(jsontext.json.dumps(item.value))
        value["mendedBy"] = "hand"
        return Item(item.key, value, item.told_by, item.identity)

    def _number(self, series):
        return f"5100{series}{self.prefix}{self.made:04}"

    def _person(self, with_id, told_by, name, birthday):
        rng = self.rng
        birthday = birthday or f"{rng.randint(1930, 2005)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        person = {"customerId": self._number(0)} if with_id else {}
        person |= {"status": rng.choice(["ACTIVE", "UNACTIVATED"])}
        person |= {"firstName": name[0], "lastName": name[1], "languageCode": "sv"}
        person |= {"birthday": birthday, "bonus": jsontext.number(f"{self.made}.10")}
        person["addresses"] = [{"street": "Storgatan", "city": rng.choice(CITIES), "postalCode": "99001"}]
        if told_by == "card" or rng.random() < 0.5:
            key = rng.choice(["number", "cardNumber"])
            person["customerCards"] = [{key: self._number(3), "type": "MAIN_CARD", "scope": "GLOBAL"}]
            if rng.random() < 0.4:
                partner = {key: self._number(7), "type": "PARTNER_CARD", "scope": "GLOBAL"}
                person["customerCards"].append(partner)
        needs_email = not with_id and told_by != "username"  # what the API requires of everybody
        if needs_email or rng.random() < 0.4:
            person["emails"] = [self._email()]
        if told_by == "personal number" or rng.random() < 0.3:
            person["personalNumber"] = f"{birthday.replace('-', '')}-{rng.randint(1000, 9999)}"
        if told_by == "username":
            person["username"] = f"user.{self.prefix}{self.made:05}"
        return person

    def _email(self):
        address = f"someone{self.prefix}{self.made:05}@example.org"
        return {
            "email": address,
            "contactPurposeTypeCode": "DEFAULT",
            "contactMethodTypeCode": "HOMEEMAIL",
        }

    def _organization(self):
        organization = {"customerId": self._number(0), "status": "ACTIVE"}
        organization |= {"name": f"VÄVSTUGA {self.made} AB", "username": f"vavstuga-{self.prefix}{self.made}"}
        return self._item(organization, "organization", self.rng.choice(["id", "username"]))

    def _item(self, fields, level, told_by):
        change = self.rng.choice(["CREATE"] * 5 + ["UPDATE", "UPSERT", "UPDATE", "DELETE"])
        value = {"changeType": change, "type": level.upper()}
        if level == "person" and self.rng.random() < 0.2:
            value |= fields  # flat
        else:
            value[level] = fields
        key = f"customer {self.prefix}{self.made:05}"
        value["externalReference"] = key
        return Item(key, value, told_by, self._identity(fields, told_by))

    def _identity(self, fields, told_by):
        """The fields by which the API names the customer."""
        rng = self.rng
        digits = f"{rng.randint(1000, 9999)}"
        name = None
        if "firstName" in fields:
            joint = rng.choice([" ", "-"])
            name = f"{fields['firstName']}{joint}{fields['lastName']}-{digits}"
        if told_by == "id":
            return {"customerId": fields["customerId"], "username": name or fields["username"]}
        if told_by == "id as number":
            return {"customerId": jsontext.number(fields["customerId"]), "username": name}
        if told_by == "card":
            card = rng.choice(fields["customerCards"])
            return {"customerId": card.get("number") or card["cardNumber"], "username": name}
        if told_by == "username":
            return {"customerId": None, "username": fields["username"]}
        if told_by == "email":
            return {"email": fields["emails"][0]["email"]}
        if told_by == "personal number":
            person = f"{fields['firstName']} {fields['lastName']}-{fields['personalNumber']}"
            return {"customerId": None, "username": person}
        if told_by == "name":
            return {"username": name}
        assert told_by == "position"
        return {}


def document(items, form, key="data"):
    """The bytes of a batch file of these items."""
    texts = [item.text for item in items]
    listed = "[" + ", ".join(texts) + "]"
    if form == "array":
        return listed.encode()
    if form == "export":
        return f'{{"importId": "11-22", "customers": {listed}}}'.encode()
    value = "{\n  \"%s\": [\n    %s\n  ]\n}\n" % (key, ",\n    ".join(texts))
    if form == "windows":
        return b"\xef\xbb\xbf" + value.replace("\n", "\r\n").encode()
    return value.encode()
