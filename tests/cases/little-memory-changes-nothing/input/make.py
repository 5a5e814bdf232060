# Inputs that are larger than a small share of memory, in all forms.
import json
import os

CUSTOMERS = 20000


def customer(i):
    return {"changeType": "CREATE", "type": "PERSON",
            "person": {"customerId": f"5{i:010}", "firstName": "KÅRE", "lastName": "ÖSTEN",
                       "username": f"kare.{i}@example.com"}}


def result(i):
    failed = i % 1000 == 7
    return {"customerId": f"5{i:010}", "username": f"kare.{i}@example.com", "changeType": "CREATE",
            "result": "FAILED" if failed else "SUCCESS", "error": "no" if failed else None}


def copy(i):
    return {"customerId": f"7{i:010}", "result": "FAILED", "error": "gone",
            "originalData": {"changeType": "CREATE", "type": "PERSON",
                             "person": {"customerId": f"7{i:010}", "firstName": "Ås"}}}


os.mkdir("batches")
with open("batches/all.json", "w") as out:
    json.dump({"data": [customer(i) for i in range(CUSTOMERS)]}, out, ensure_ascii=False, indent=1)
with open("answers.json", "w") as out:
    json.dump({"data": [result(i) for i in range(CUSTOMERS)], "status_code": 200}, out)
# Copies among originals that stand by themselves.
with open("mixed.json", "w") as out:
    json.dump({"failed_customers": [copy(i) for i in range(300)],
               "data": [customer(i) for i in range(30000, 30300)],
               "more": [copy(i) for i in range(300, 600)]}, out)
lines = []
for b in range(2000):
    head = f"2025-11-10 {8 + b // 3600:02}:{b // 60 % 60:02}:{b % 60:02},123 - INFO - "
    lines.append(head + f"Sending batch {b + 1} (attempt 1/2) - 100 customers")
    lines.append(head + "ÅÄÖ talks of something else")
text = "\n".join(lines) + "\n"
with open("log", "w") as out:
    out.write(text)
with open("wide.log", "w", encoding="utf-16") as out:
    out.write(text)
with open("colours.log", "w") as out:
    out.write("".join(f"\x1b[32m{line[:23]}\x1b[0m{line[23:]}\n" for line in lines))
with open("line.log", "w") as out:
    body = json.dumps({"data": [result(i) for i in range(5000)]})
    out.write(f"2025-11-10 09:15:02,123 - INFO - Response of batch 1: {json.dumps(body)}\n")
