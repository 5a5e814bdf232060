"""The releases of the import client that the stand-in can play."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Release:
    name: str
    start: datetime
    planning: str  # how files become batches: "across" files, "per file", or "lazy"
    checks: bool = True  # it looks for failures in every answer and says whom it found
    results_in_log: bool = False
    saves_responses: bool = True
    window_shows_data: bool = False
    window_file: str = "api_responses.txt"
    plain_words: bool = False  # [IMPORT] where earlier releases had pictures
    households: bool = False

    @property
    def lazy(self):
        return self.planning == "lazy"

    @property
    def things(self):
        return "households" if self.households else "customers"

    @property
    def failed_folder(self):
        return f"failed_{self.things}"

    def batch_file_name(self, number):
        return f"batch_{number:05}.json" if self.lazy else f"batch_{number:03}.json"


RELEASES = [
    Release(
        "2025-07-03", datetime(2025, 7, 3, 9, 12, 5), "across", checks=False,
        saves_responses=False, window_shows_data=True, window_file="response.log",
    ),
    Release("2025-07-11", datetime(2025, 7, 11, 10, 2, 44), "across"),
    Release("2025-07-mid", datetime(2025, 7, 17, 8, 40, 31), "per file"),
    Release("2025-11", datetime(2025, 11, 11, 13, 5, 9), "lazy", results_in_log=True, plain_words=True),
    Release(
        "2025-11-households", datetime(2025, 11, 12, 7, 55, 20), "lazy",
        results_in_log=True, plain_words=True, households=True,
    ),
]
