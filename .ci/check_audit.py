#!/usr/bin/python3
"""Holds what `audit --json` prints against itself and against what is known of a corpus.

usage: check_audit.py AUDIT EXPECTED

The sums are taken here once more. EXPECTED names the failures, the resolved and the unanswered.
"""
import json
import sys

FIGURES = [
    "batches", "planned", "never_sent", "sent", "answered", "presumed", "untold", "unanswered",
    "succeeded", "attempts", "batches_answered_after_a_failed_attempt",
    "resolved_by_a_later_sending", "duration_seconds",
]


def items_add_up(what, figures, problems):
    sent = sum(figures[key] for key in ("answered", "presumed", "untold", "unanswered"))
    if figures["sent"] != sent:
        problems.append(f"{what}: sent {figures['sent']}, not {sent}")
    answered = figures["succeeded"] + sum(figures["reasons"].values())
    if figures["answered"] != answered:
        problems.append(f"{what}: answered {figures['answered']}, not {answered}")
    planned = figures.get("planned", figures.get("items") or 0)
    if planned != figures["never_sent"] + figures["sent"]:
        problems.append(f"{what}: planned {planned} is not never sent + sent")


def check(audit, expected):
    problems = []
    totals, words, books = audit["totals"], audit["last_words"], audit["books"]
    items_add_up("totals", totals, problems)
    for run in audit["runs"]:
        items_add_up(f"run {run['run']}", run, problems)
    for batch in audit["batches"]:
        items_add_up(f"run {batch['run']} batch {batch['batch']}", batch, problems)
    for key in FIGURES:
        if totals[key] != sum(run[key] for run in audit["runs"]):
            problems.append(f"{key}: {totals[key]} in all is not the sum over the runs")
    failed = words["failures"] + words["superseded"] + words["resolved"]
    places = words["in_batches"] + words["outside_runs"] + words["beside_items"]
    shapes = sum(error["count"] for error in audit["errors"])
    if not failed == places == shapes == books["failed_outcomes"]:
        problems.append(f"failed: {failed}, by place {places}, by error {shapes}")
    for source in audit["sources"]:
        kinds = ("documents", "log_lines", "window", "salvaged", "blank", "not_understood")
        if source["bytes"] != sum(source[kind] for kind in kinds):
            problems.append(f"{source['file']}: the bytes do not add up")
    for name, found in (
        ("failures", words["failures"]),
        ("resolved", words["resolved"]),
        ("unanswered", books["unanswered_by_state"].get("open", 0)),
    ):
        if found != len(expected[name]):
            problems.append(f"{name}: {found}, not {len(expected[name])}")
    return problems


def main(audit, expected):
    with open(audit, encoding="utf-8") as file:
        audit = json.load(file)
    with open(expected, encoding="utf-8") as file:
        problems = check(audit, json.load(file))
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"audit: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
