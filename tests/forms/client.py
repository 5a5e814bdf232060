"""The stand-in of the import client: plays one run and tells what it wrote, line by line."""

import math
from dataclasses import dataclass, field
from datetime import timedelta

import api
import jsontext
from world import Event, Fact, Run, Sending

WORKERS = 3
ATTEMPTS = 2


@dataclass
class Plan:
    """What happens in one run.

    endings: batch number: how each attempt at it ends; all others are answered. Endings are
    "answered", "cut", "tail" (whole, with garbage behind), "http", "proxy", "timed out", "refused".
    """

    result_of: object  # item -> reason, or SUCCESS
    batch_size: int = 7
    endings: dict = field(default_factory=dict)
    list_errors: bool = False
    answer_ms: tuple = (20, 240)  # how long the API takes
    interleaved: bool = False
    names_first_three: bool = False  # first release: `Failed:` for the first three of a batch
    auth_down_from: int | None = None  # this batch and all after it are never sent
    stops_after: int | None = None  # the import is killed while it sends the batch after this one


def plan_batches(release, files, size):
    """The sendings of a run over these files, as this release cuts them."""
    if release.planning == "across":
        items = [item for file in files for item in file.items]
        cuts = range(0, len(items), size)
        return [Sending(n, items[at : at + size]) for n, at in enumerate(cuts, 1)]
    sendings = []
    for file in files:
        for at in range(0, len(file.items), size):
            sendings.append(Sending(len(sendings) + 1, file.items[at : at + size], file, at))
    return sendings


class Client:
    """One run of the client. events holds what it wrote, not yet in order of time."""

    def __init__(self, world, rng, plan, files, start):
        self.world, self.rng, self.plan = world, rng, plan
        self.release = world.release
        self.run = Run(start, files, plan_batches(self.release, files, plan.batch_size))
        self.events = []
        self.now = start
        self.answer_free = start  # when the last answer was dealt with
        self.done = 0
        self.failed_batches = []

    def play(self):
        """Gives the events of the whole run."""
        self._announce()
        free = [self.now] * WORKERS
        for sending in self.run.sendings:
            if self.plan.auth_down_from and sending.number >= self.plan.auth_down_from:
                continue
            worker = free.index(min(free))
            self.now = free[worker] + self._ms(1, 4)
            self._batch(sending)
            free[worker] = self.now
        self.now = max([*free, self.answer_free])
        if self.plan.auth_down_from:
            self._abort_rest()
        self._sum_up()
        if self.plan.stops_after:
            self._kill()
        return self.events

    # Lines.

    def _ms(self, low, high):
        return timedelta(milliseconds=self.rng.randint(low, high))

    def _log(self, message, *facts, level="INFO"):
        self.events.append(Event(self.now, level, message, facts))
        if self.plan.interleaved:
            self.now += self._ms(0, 9)
        else:
            self.now += self._ms(0, 1)

    def _wrote(self, write, *facts):
        self.events.append(Event(self.now, facts=facts, write=write))

    def _words(self, early, later):
        return later if self.release.plain_words else early

    def _path(self, file):
        if self.world.windows:
            return "C:\\import\\" + file.path.replace("/", "\\")
        return file.path

    def _announce(self):
        run, release, things = self.run, self.release, self.release.things
        size = self.plan.batch_size
        if release.lazy:
            self._log("Created single_failures directory structure with README")
        start = self._words("🚀 Starting", "[IMPORT] Starting")
        self._log(f"{start} bulk import from {len(run.files)} files")
        for file in run.files:
            count = len(file.items)
            batches = math.ceil(count / size)
            loaded = f"{count} {things} from {self._path(file)}"
            if release.lazy:
                self._log(f"Planned {loaded} -> {batches} batches (not loaded yet)")
            elif release.planning == "per file":
                self._log(f"Loaded {loaded} -> {batches} batches")
            else:
                self._log(f"Loaded {loaded}")
        total = sum(len(file.items) for file in run.files)
        if release.lazy:
            self._log(f"[STATS] Total {things} to import: {total}")
            self._log(f"[STATS] Planned {len(run.sendings)} batches (lazy loading)")
        created = self._words("📦 Created", "[STATS] Created")
        planned = Fact("log", "planned", run=run)
        self._log(f"{created} {len(run.sendings)} batches of {size} {things} each", planned)
        self._log(self._words("🔧 Using", "[STATS] Using") + f" {WORKERS} worker threads")

    def _load(self, sending):
        if self.release.lazy:
            place = f"(customers {sending.first}-{sending.end}) - {len(sending.items)} customers"
            fact = Fact("log", "loading", sending)
            path = self._path(sending.file)
            self._log(f"Loading batch {sending.number} from {path} {place}", fact)

    # A batch.

    def _batch(self, sending):
        self._load(sending)
        endings = self.plan.endings.get(sending.number, ["answered"])
        for attempt, ending in enumerate(endings, 1):
            sending.sent = True
            things = f"{len(sending.items)} {self.release.things}"
            fact = Fact("log", "sending", sending)
            self._log(f"Sending batch {sending.number} (attempt {attempt}/{ATTEMPTS}) - {things}", fact)
            self.now += self._ms(*self.plan.answer_ms)
            if not self.plan.interleaved:
                self.now = max(self.now, self.answer_free)
            if ending in ("answered", "cut", "tail"):
                self._answered(sending, ending)
            else:
                self._failed(sending, attempt, ending)
            if not self.plan.interleaved:
                self.answer_free = self.now
        if endings[-1] not in ("answered", "cut", "tail"):
            self._give_up(sending, endings[-1])

    def _failed(self, sending, attempt, ending):
        fact = Fact("log", "failed", sending)
        number = sending.number
        if ending == "timed out":
            self.now += timedelta(seconds=2)
            self._log(f"⏰ Batch {number} timed out (attempt {attempt})", fact, level="WARNING")
        elif ending == "refused":
            text = "HTTPSConnectionPool(host='api.example.org', port=443): Max retries exceeded"
            self._log(f"[ERROR] Batch {number} error (attempt {attempt}): {text}", fact, level="ERROR")
        else:
            status, text = (500, api.PROBLEM) if ending == "http" else (502, api.PROXY_PAGE)
            self._save_response(sending, status, text)
            self._window_error(sending, attempt, status, text)
            message = f"⚠️ Batch {number} failed with status {status}: {text}"
            self._log(message, fact, level="WARNING")

    def _give_up(self, sending, ending):
        """All attempts failed."""
        status = {"http": 500, "proxy": 502}.get(ending)
        text = {"http": api.PROBLEM, "proxy": api.PROXY_PAGE}.get(ending, "no answer")
        self.failed_batches.append((sending, status, text))
        if not self.release.lazy or not status:
            return
        folder = f"{self.release.failed_folder}/response_nok_{self.run.stamp}"
        path = f"{folder}/batch_{sending.number:05}_status_{status}.json"
        info = {"batch_id": sending.number, "status_code": status, "response_text": text}
        info |= {"timestamp": self.now.isoformat(), "customer_count": len(sending.items)}
        whole = self._document(sending.items) | {"error_info": info}
        self._wrote(lambda world: world.save_json(path, whole))
        number = sending.number
        self._log(f"[RESPONSE_NOK] Saved non-200 batch {number} (HTTP {status}) to {path}")

    def _document(self, items):
        key = "households" if self.release.households else "data"
        return {key: [item.value for item in items]}

    def _answered(self, sending, ending):
        list_errors = self.plan.list_errors and ending == "answered"
        rows = api.answer(self.rng, sending.items, self.plan.result_of, list_errors)
        text = api.body(self.rng, rows)
        told = rows
        if ending == "cut":
            text, told = api.cut(text, rows)
        elif ending == "tail":
            text += "\n<!-- trailing -->"
        fact = Fact("responses", "response", sending, rows=tuple(told), whole=ending != "cut")
        self._save_response(sending, 200, text, fact)
        if self.release.checks:
            found = self._check(sending, told, broken=ending != "answered")
        else:
            found = self._look_at_errors(sending, told)
        self._window_answer(sending, text, found, fact)
        self.done += 1
        done = self._words("✅", "[SUCCESS]") + f" Batch {sending.number} completed successfully"
        answered = Fact("log", "answered", sending)
        self._log(f"{done} - {self.done}/{len(self.run.sendings)}", answered)

    def _look_at_errors(self, sending, rows):
        """The first release sees failures in a list `errors` only."""
        found = [row for row in rows if row.in_errors]
        if found:
            self._record(sending, found, result="FAILED")
            message = f"⚠️ Batch {sending.number} completed but {len(found)} customers failed"
            self._log(message, Fact("log", "counted", sending), level="WARNING")
            if self.plan.names_first_three:
                self._first_three(sending, found)
        elif any(row.failed for row in rows):
            text = "'in <string>' requires string as left operand, not NoneType"
            self._log(f"Error parsing API response for failures: {text}", level="ERROR")
        return found

    def _check(self, sending, rows, broken):
        number, things = sending.number, self.release.things
        if broken:
            text = "Unterminated string starting at: line 1 column 875 (char 874)"
            fact = Fact("log", "broken", sending)
            self._log(f"⚠️ Batch {number} - JSON decode error: {text}", fact, level="WARNING")
        check = f"[CHECK] Batch {number} - Checking for failed {things} in response..."
        self._log(check)
        failed = [row for row in rows if row.failed]
        if broken:  # what its pattern finds in the text: rows with an id and a name
            failed = [row for row in failed if row.told_id and row.told_name]
        answered = Fact("log", "answered", sending)
        if not failed:
            self._log(f"[SUCCESS] Batch {number} - No failed {things} detected", answered)
            return []
        for row in failed:
            self._found(sending, row, broken)
        self._log(f"[REGEX] Found {len(failed)} failed customer matches in response text")
        total = f"[FAILED] TOTAL FAILED {things.upper()} DETECTED: {len(failed)}"
        self._log(total, Fact("log", "counted", sending), level="WARNING")
        self._record(sending, failed)
        self._save_batch(sending)
        message = f"[FAILED] Batch {number} completed with HTTP 200 but {len(failed)} {things} FAILED!"
        self._log(message, answered, level="ERROR")
        self._first_three(sending, failed)
        return failed

    def _found(self, sending, row, broken):
        line = f"{row.told_id} - {row.told_name}"
        if broken:
            fact = Fact("log", "named", sending, rows=(row,))
            self._log(f"[REGEX] NEW FAILED CUSTOMER: {line}", fact)
            return
        result = row.result if self.release.results_in_log else None
        if result and row.in_errors:
            result = "FAILED"
        named = Fact("log", "named", sending, rows=(row,), result=result)
        facts = [named] if row.item.named_in_log else []
        self._log(f"[FAILED] FOUND FAILED CUSTOMER: {line}" + (f" - Result: {result}" if result else ""), *facts)
        if not row.told_id and not row.told_name:
            place = sending.items.index(row.item)
            message = f"[FALLBACK] All {len(sending.items)} items failed - matching by position {place}"
            self._log(message, level="WARNING")

    def _first_three(self, sending, failed):
        for row in failed[:3]:
            named = Fact("log", "named", sending, rows=(row,))
            facts = [named] if row.item.named_in_log else []
            who = f"{row.told_id} ({row.told_name})"
            self._log(f"   - Failed: {who} - {row.told_error}", *facts, level="ERROR")
        if len(failed) > 3:
            self._log(f"   - ... and {len(failed) - 3} more failures", level="ERROR")

    # What it saves beside the log.

    def _save_response(self, sending, status, text, *facts):
        if not self.release.saves_responses:
            return
        kind = "success" if status == 200 else "error"
        pattern = f"api_responses/batch_{sending.number:03}_{kind}_{{}}.json"
        moment = self.now

        def write(world):
            path = world.free_time_for(pattern, moment)
            value = {"timestamp": path[-20:-5], "batch_id": sending.number, "status_code": status}
            value |= {"headers": {"Content-Type": "application/json"}}
            value |= {"response_data": api.parsed(text), "response_type": kind}
            world.save_json(path, value)

        self._wrote(write, *facts)

    def _block(self, head, status, sending, lines):
        moment = self.now.strftime("%H:%M:%S")
        first = [f"[{moment}] {head} - Batch {sending.number}", f"Status Code: {status}"]
        count = f"{self.release.things.title()}: {len(sending.items)}"
        block = "\n".join([*first, count, *lines, "-" * 80]) + "\n"
        return lambda world: world.window.append(block)

    def _window_answer(self, sending, text, found, fact):
        release = self.release
        if release.window_shows_data:
            data = jsontext.dumps(api.parsed(text), indent=2, ensure_ascii=True)
            lines = [f"Response Data: {data}", 'Headers: {\n  "Content-Type": "application/json"\n}']
            self._wrote(self._block("✅ SUCCESS", 200, sending, lines), fact)
            return
        lines = []
        if found:
            lines = [f"❌ Failed Customers: {len(found)}", "Failed Customer Details (first 3):"]
            for place, row in enumerate(found[:3], 1):
                lines += [f"  {place}. ID: {row.told_id}", f"     Username: {row.told_name}"]
                lines += [f"     Error: {row.told_error}"]
        lines += ["Headers: Content-Type: unknown, Size: unknown"]
        self._wrote(self._block("⚠️ SUCCESS" if found else "✅ SUCCESS", 200, sending, lines))

    def _window_error(self, sending, attempt, status, text):
        lines = [f"Attempt: {attempt}/{ATTEMPTS}"]
        if self.release.window_shows_data:
            lines += ["Error Data: " + jsontext.dumps(api.parsed(text), indent=2, ensure_ascii=True)]
        else:
            lines += [f"Error Summary: {api.parsed(text)}"]
        self._wrote(self._block("❌ ERROR", status, sending, lines))

    def _record(self, sending, failed, result=None):
        """failed_customers.json, and later one file a failure in single_failures."""
        for row in failed:
            self._record_one(sending, row, result or row.result)
        name = f"{self.release.failed_folder}/{self.release.failed_folder}.json"
        self._log(f"Saved {len(failed)} failed customers to {name}")
        if self.release.lazy:
            for reason in sorted({row.result for row in failed}):
                self._single_failures(reason, [row for row in failed if row.result == reason])

    def _record_one(self, sending, row, result):
        value = {"customerId": row.told_id, "username": row.told_name, "result": result}
        value |= {"error": row.told_error, "timestamp": self.now.isoformat()}
        value["originalData"] = row.item.value if self.release.lazy else None
        if self.release.checks:
            value["batchInfo"] = "Found in structured response data"
        fact = Fact("records", "record", sending, rows=(row,), result=result)
        facts = [fact] if row.item.named_in_log else []
        self._wrote(lambda world: world.records.append(value), *facts)

    def _single_failures(self, reason, rows):
        things = self.release.things
        folder = f"{self.release.failed_folder}/single_failures/{reason}"
        saved = f"Saved {len(rows)}/{len(rows)} {reason} {things} to {folder}"
        summary = {"import_type": things, "failure_reason": reason, f"total_{things}": len(rows)}
        summary |= {"timestamp": self.run.stamp, "directory": folder, "directory_structure": folder}
        summary[f"{things}_list"] = [
            {"customerId": r.told_id, "username": r.told_name, "error": r.told_error[:100]} for r in rows
        ]

        def write(world):
            for row in rows:
                name = "_".join(filter(None, [self._thing(), row.told_id, _cleaned(row.told_name)]))
                content = jsontext.dumps(self._document([row.item]), indent=2).encode()
                world.files[f"{folder}/{name}.json"] = content
            world.files[f"{folder}/_SUMMARY_{reason}.json"] = jsontext.dumps(summary, indent=2).encode()

        self._wrote(write)
        self._log(f"[INDIVIDUAL {things.upper()}] {saved}")

    def _thing(self):
        return self.release.things[:-1]

    def _save_batch(self, sending):
        name = self.release.batch_file_name(sending.number)
        path = f"{self.release.failed_folder}/batches_to_retry_{self.run.stamp}/{name}"
        whole = self._document(sending.items)
        self._wrote(lambda world: world.save_json(path, whole))
        saved = self._words("💾", "[SAVE]") + f" Saved failed batch {sending.number}"
        self._log(f"{saved} to {path} ({len(sending.items)} customers)")

    # The end of the run.

    def _abort_rest(self):
        rest = [s for s in self.run.sendings if s.number >= self.plan.auth_down_from]
        for place, sending in enumerate(rest):
            fact = Fact("log", "aborted", sending)
            if place < WORKERS:
                self._load(sending)
                self._log(f"[AUTH SERVICE DOWN] Aborting batch {sending.number}", fact, level="ERROR")
                self._save_aborted(sending)
            else:
                message = f"[STOP] STOPPING - Batch {sending.number} not processed due to auth service down"
                self._log(message, fact, level="WARNING")
        ranges = [
            {"file_path": self._path(s.file), "start_idx": s.first, "end_idx": s.end, "expected_size": len(s.items)}
            for s in rest
        ]
        path = f"resume_work_{self.run.stamp}/remaining_batches_AUTH_SERVICE_DOWN.json"
        self._wrote(lambda world: world.save_json(path, {"remaining_batches": ranges}))

    def _save_aborted(self, sending):
        error = {"batch_id": sending.number, "error": "auth service down", "timestamp": self.now.isoformat()}
        whole = self._document(sending.items) | {"auth_service_error": error}
        folder = f"{self.release.failed_folder}/auth_service_down_{self.run.stamp}"
        path = f"{folder}/batch_{sending.number:05}.json"
        self._wrote(lambda world: world.save_json(path, whole))

    def _sum_up(self):
        total = sum(len(file.items) for file in self.run.files)
        self._log(self._words("📊", "[SUMMARY]") + " IMPORT SUMMARY:")
        self._log(f"   Total {self.release.things}: {total}")
        self._log("   Failed: 0")
        if self.release.lazy and self.failed_batches:
            self._retry_batches()

    def _retry_batches(self):
        folder = f"retry_batches_{self.run.stamp}"
        details = []
        for place, (sending, status, text) in enumerate(self.failed_batches, 1):
            name = f"retry_batch_{place:05}_failed.json"
            whole = self._document(sending.items)
            self._wrote(lambda world, path=f"{folder}/{name}", whole=whole: world.save_json(path, whole))
            detail = {"batch_id": sending.number, "customer_count": len(sending.items)}
            detail |= {"error": f"HTTP {status}: {text}" if status else text}
            details.append(detail | {"status_code": status, "retry_file": name})
            self._log(f"[RETRY] {name}: {len(sending.items)} customers (Error: {detail['error'][:60]}")
        summary = {"timestamp": self.run.stamp, "import_type": self.release.things}
        summary |= {"total_failed_batches": len(details)}
        summary[f"total_failed_{self.release.things}"] = sum(d["customer_count"] for d in details)
        summary |= {"retry_files": [d["retry_file"] for d in details], "error_details": details}
        self._wrote(lambda world: world.save_json(f"{folder}/retry_summary.json", summary))
        text = b"# Failed Batch Retry Instructions\n"
        self._wrote(lambda world: world.files.update({f"{folder}/RETRY_INSTRUCTIONS.md": text}))
        self._log(f"[RETRY] Created {len(details)} retry files in {folder}")

    def _kill(self):
        """Nothing is written any more once the next batch after stops_after is on its way."""
        last = next(
            event.time
            for event in sorted(self.events, key=lambda event: event.time)
            for fact in event.facts
            if fact.kind == "sending" and fact.sending.number == self.plan.stops_after + 1
        )
        self.events = [event for event in self.events if event.time <= last]


def _cleaned(name):
    return "".join(c for c in name or "" if c.isalnum() or c in "-_")
