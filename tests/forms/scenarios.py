"""What can happen to an import. Each scenario is played for each release that it fits."""

import gzip
import random
from dataclasses import dataclass
from datetime import timedelta

import items as forms
from client import Client, Plan
from world import BatchFile, World

REASONS = ["CONFLICT", "CONFLICT", "FAILED", "FAILED", "ERROR", "NOT_FOUND", "DUPLICATE"]
FORMS = ["data", "export", "array", "windows"]
LOG = "bulk_import.log"


class Stage:
    """Where a scenario is played: makes files and runs, and keeps the log's lines."""

    def __init__(self, release, name, seed):
        self.rng = random.Random(f"{release.name} {name} {seed}")
        self.release = release
        self.world = World(release)
        self.maker = forms.Maker(self.rng, f"{self.rng.randint(10, 99)}")
        self.now = release.start
        self.lines = []

    def make_items(self, count, told_by=None):
        if self.release.households:
            return [self.maker.household() for _ in range(count)]
        made = [self.maker.customer(told_by) for _ in range(count - (2 if not told_by else 0))]
        if not told_by:
            for customer in self.maker.namesakes():
                made.insert(self.rng.randrange(len(made)), customer)
        return made

    def file(self, items, name=None):
        number = len(self.world.batch_files) + 1
        name = name or f"{self.release.things}_batch_{number:02}.json"
        form = FORMS[(number - 1) % len(FORMS)]
        if self.release.households and form == "export":
            form = "data"
        file = BatchFile(f"batches/{name}", items, form)
        self.world.batch_files.append(file)
        return file

    def files(self, sizes=(16, 12, 9)):
        return [self.file(self.make_items(size)) for size in sizes]

    def results(self, rate=0.25, reasons=REASONS):
        rng = self.rng
        return lambda item: rng.choice(reasons) if rng.random() < rate else "SUCCESS"

    def play(self, files, plan, start=None):
        """Plays a run; its lines come after those of the runs before."""
        start = start or self.now
        client = Client(self.world, self.rng, plan, files, start)
        lines = self.world.add(client.play())
        self.world.runs.append(client.run)
        self.lines += lines
        self.now = lines[-1].time + timedelta(minutes=self.rng.randint(50, 1900), seconds=self.rng.randint(0, 59))
        return lines

    def write_log(self, name=LOG, lines=None):
        self.world.logs[name] = "".join(line.text for line in (self.lines if lines is None else lines))


def clean(stage):
    stage.play(stage.files(), Plan(lambda item: "SUCCESS"))


def failures(stage):
    stage.play(stage.files(), Plan(stage.results(0.35), list_errors=stage.rng.random() < 0.5))


def failures_in_a_list_of_errors(stage):
    stage.play(stage.files(), Plan(stage.results(0.4, ["FAILED"]), list_errors=True))


def second_run_resolves_some(stage):
    files = stage.files()
    stage.play(files, Plan(stage.results(0.4)))
    stage.play(files[:2], Plan(stage.results(0.15)))


def several_runs(stage):
    files = stage.files()
    for _ in range(4):
        stage.play(stage.rng.sample(files, stage.rng.randint(1, 3)), Plan(stage.results(0.25)))


def _one_batch_ends(*endings):
    def play(stage):
        number = stage.rng.randint(2, 4)
        stage.play(stage.files(), Plan(stage.results(), endings={number: list(endings), 5: ["answered"]}))
    return play


def two_failed_batches_one_mended_later(stage):
    files = stage.files()
    endings = {2: ["http", "http"], 4: ["proxy", "timed out"]}
    stage.play(files, Plan(stage.results(), endings=endings))
    stage.play(files[:1], Plan(stage.results()))


def failed_again_after_an_answer(stage):
    """What was answered in the first run is not answered in the second."""
    files = stage.files()
    stage.play(files, Plan(stage.results(0.4)))
    stage.play(files, Plan(stage.results(0.4), endings={2: ["http", "http"], 3: ["timed out"] * 2}))


def import_stopped(stage):
    stage.play(stage.files(), Plan(stage.results(), stops_after=2))


def stopped_and_begun_again(stage):
    files = stage.files()
    stage.play(files, Plan(stage.results(), stops_after=2))
    stage.play(files[1:], Plan(stage.results()))


def auth_service_down(stage):
    stage.play(stage.files(), Plan(stage.results(), auth_down_from=3))


def rotated_logs(stage):
    _two_runs_for_rotation(stage)
    cuts = sorted(stage.rng.sample(range(5, len(stage.lines) - 5), 2))
    stage.write_log(f"{LOG}.2", stage.lines[: cuts[0]])
    stage.write_log(f"{LOG}.1", stage.lines[cuts[0] : cuts[1]])
    stage.write_log(LOG, stage.lines[cuts[1] :])


def rotated_and_compressed_logs(stage):
    rotated_logs(stage)
    for name in (f"{LOG}.2", f"{LOG}.1"):
        text = stage.world.logs.pop(name)
        stage.world.compressed_logs[f"{name}.gz"] = gzip.compress(text.encode(), mtime=0)


def _two_runs_for_rotation(stage):
    files = stage.files()
    stage.play(files, Plan(stage.results(0.3), endings={3: ["http", "http"]}))
    stage.play(files[:2], Plan(stage.results(0.3), endings={1: ["timed out", "timed out"]}))


def log_begins_midway(stage):
    stage.play(stage.files(), Plan(stage.results(), endings={3: ["http", "http"]}))
    cut = len(stage.lines) * 2 // 5
    stage.world.forget(stage.lines[:cut])
    stage.write_log(lines=stage.lines[cut:])


def log_ends_midway(stage):
    stage.play(stage.files(), Plan(stage.results(), endings={2: ["http", "http"]}))
    cut = len(stage.lines) * 3 // 5
    stage.world.forget(stage.lines[cut:])
    stage.write_log(lines=stage.lines[:cut])
    stage.world.logs[LOG] += stage.lines[cut].text[:30].rstrip("\n")


def threads_interleaved(stage):
    plan = Plan(stage.results(0.4), interleaved=True, endings={4: ["http", "answered"], 5: ["http", "http"]})
    stage.play(stage.files((23, 16, 9)), plan)


def log_counts_more_than_it_names(stage):
    plan = Plan(stage.results(0.8, ["FAILED"]), list_errors=True, names_first_three=True)
    stage.play(stage.files(), plan)


def duplicate_files(stage):
    files = stage.files()
    stage.play(files, Plan(stage.results(0.3), endings={2: ["http", "http"]}))
    stage.write_log()
    world = stage.world
    world.logs["bulk_import - Copy.log"] = world.logs[LOG]
    copies = {path: content for path, content in world.files.items() if path.startswith("api_responses/")}
    world.files |= {f"saved/{path}": content for path, content in copies.items()}
    copy = BatchFile("batches/copies/" + files[0].path.split("/")[-1], files[0].items, files[0].form)
    world.batch_files.append(copy)


def resent_from_retry_batches(stage):
    stage.play(stage.files(), Plan(stage.results(), endings={3: ["http", "http"], 4: ["timed out"] * 2}))
    stamp = stage.world.runs[0].stamp
    failed = [stage.world.runs[0].sendings[2], stage.world.runs[0].sendings[3]]
    files = [
        BatchFile(f"retry_batches_{stamp}/retry_batch_{place:05}_failed.json", sending.items)
        for place, sending in enumerate(failed, 1)
    ]
    stage.play(files, Plan(stage.results(0.3), endings={2: ["http", "http"]}))


def two_runs_at_once(stage):
    first, second = stage.files((30, 19)), stage.files((8, 11))
    start = stage.now
    slow = {"answer_ms": (900, 1900)}
    stage.play(first, Plan(stage.results(), endings={6: ["http", "http"]}, **slow), start)
    stage.play(second, Plan(stage.results(), **slow), start + timedelta(milliseconds=1137))
    stage.lines.sort(key=lambda line: line.time)


def rows_without_identity(stage):
    files = [stage.file(stage.make_items(9, "id")) for _ in range(2)]
    for item in files[1].items:
        item.identity = {}
    stage.play(files, Plan(stage.results(0.4), batch_size=9))


def saved_on_windows(stage):
    stage.world.windows = True
    stage.play(stage.files(), Plan(stage.results(0.3), endings={2: ["http", "http"], 3: ["cut"]}))


def mended_version_sent_later(stage):
    file = stage.files((14,))[0]
    stage.play([file], Plan(stage.results(0.5)))
    day = stage.now.strftime("%Y%m%d_%H%M%S")
    mended = stage.file([stage.maker.changed(item) for item in file.items], f"mended_{day}.json")
    stage.play([mended], Plan(stage.results(0.4), endings={2: ["http", "http"]}))


def batches_of_seventy(stage):
    size = 100 if stage.release.lazy else 70
    stage.play(stage.files((230,)), Plan(stage.results(0.1), batch_size=size, endings={2: ["http", "http"]}))


def _only(*starts):
    return lambda release: release.name.startswith(starts)


def _all(release):
    return True


@dataclass(frozen=True)
class Scenario:
    name: str
    scene: object
    fits: object = _all
    not_by: tuple = ()  # ways of giving the sources that cannot tell what happened


SCENARIOS = [
    Scenario("clean", clean),
    Scenario("failures", failures),
    Scenario("list of errors", failures_in_a_list_of_errors),
    Scenario("second run", second_run_resolves_some),
    Scenario("several runs", several_runs),
    Scenario("answered at second attempt", _one_batch_ends("http", "answered")),
    Scenario("all attempts fail", _one_batch_ends("http", "http")),
    Scenario("timed out", _one_batch_ends("timed out", "timed out")),
    Scenario("connection error", _one_batch_ends("refused", "refused")),
    Scenario("response cut", _one_batch_ends("cut")),
    Scenario("garbage behind the body", _one_batch_ends("tail")),
    Scenario("failed, mended later", two_failed_batches_one_mended_later),
    Scenario("failed after an answer", failed_again_after_an_answer),
    Scenario("import stopped", import_stopped),
    Scenario("stopped and begun again", stopped_and_begun_again),
    Scenario("auth service down", auth_service_down, _only("2025-11")),
    Scenario("rotated logs", rotated_logs),
    Scenario("rotated, compressed logs", rotated_and_compressed_logs),
    Scenario("log begins midway", log_begins_midway),
    Scenario("log ends midway", log_ends_midway),
    Scenario("threads interleaved", threads_interleaved),
    Scenario("counts more than it names", log_counts_more_than_it_names),
    Scenario("duplicate files", duplicate_files),
    Scenario("resent from retry_batches", resent_from_retry_batches, _only("2025-11")),
    Scenario("two runs at once", two_runs_at_once),
    Scenario("rows without identity", rows_without_identity),
    Scenario("saved on windows", saved_on_windows),
    Scenario("mended version", mended_version_sent_later, not_by=("responses",)),
    Scenario("batches of seventy", batches_of_seventy),
]


def play(release, name, seed):
    """The world that the scenario of this name leaves behind."""
    stage = Stage(release, name, seed)
    next(known for known in SCENARIOS if known.name == name).scene(stage)
    if not stage.world.logs and not stage.world.compressed_logs:
        stage.write_log()
    return stage.world
