#!/usr/bin/python3
"""Opens what `report` writes in a headless Chromium and uses it as a person would.

usage: page_test.py BINARY [unittest arguments]
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

import imports
from browser import Browser

BINARY = None  # set from the command line
ROOT = pathlib.Path(__file__).resolve().parents[2]
LARGE = 100_000


def run(command, *arguments, cwd=ROOT):
    done = subprocess.run([BINARY, command, *map(str, arguments)], cwd=cwd, capture_output=True, check=False)
    if done.returncode > 1:
        raise AssertionError(f"{command} ended with status {done.returncode}: {done.stderr.decode()}")
    return done.stdout


def count(number):
    return f"{number:,}"


class PageTest(unittest.TestCase):
    """One page, opened anew for each test."""

    def write_input(self, folder):
        """The arguments that name the import; made in `folder` where it is made up."""
        raise NotImplementedError

    @classmethod
    def setUpClass(cls):
        if cls is PageTest:
            raise unittest.SkipTest("a base")
        cls.scratch = tempfile.TemporaryDirectory()
        folder = pathlib.Path(cls.scratch.name)
        cls.input = cls.write_input(cls, folder)
        cls.page = folder / "report.html"
        run("report", "--out", cls.page, *cls.input)
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.scratch.cleanup()

    def setUp(self):
        self.browser.open(self.page)

    def tearDown(self):
        self.assertEqual(self.browser.misdeeds(), [])

    def type(self, selector, text):
        field = self.browser.one(selector)
        field.clear()
        field.send_keys(text)

    def choose(self, selector, value):
        self.browser.ask(
            "(e => { e.value = arguments[1]; e.dispatchEvent(new Event('input', {bubbles: true})) })"
            "(document.querySelector(arguments[0]))", selector, value)

    def customers(self):
        return self.browser.texts("#customers-table tbody th")

    def column(self, title):
        titles = self.browser.texts("#customers-table thead th")
        return self.browser.texts(f"#customers-table tbody tr > :nth-child({titles.index(title) + 1})")

    def sort(self, title):
        self.browser.ask("[...document.querySelectorAll('#customers-table thead button')]"
                         ".find(e => e.textContent === arguments[0]).click()", title)

    def found(self):
        return self.browser.one("#found").text

    def wait_for(self, what, is_so):
        end = time.monotonic() + 10
        while not is_so():
            self.assertLess(time.monotonic(), end, f"waited for {what}")
            time.sleep(0.02)

    def wait_for_story(self):
        self.wait_for("the story", lambda: self.browser.all("#customer .events"))
        return self.browser.one("#customer").text


class SampleData(PageTest):
    def write_input(self, folder):
        return ["--batches", "sample-data/import/batches", "sample-data/import"]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.audit = json.loads(run("audit", "--json", *cls.input))

    def test_only_the_owner_may_read_it(self):
        self.assertEqual(self.page.stat().st_mode & 0o777, 0o600)

    def test_same_input_same_bytes(self):
        again = self.page.with_name("again.html")
        run("report", "--out", again, *self.input)
        self.assertEqual(again.read_bytes(), self.page.read_bytes())

    def test_redacted_it_names_nobody(self):
        redacted = self.page.with_name("redacted.html")
        run("report", "--redact", "--redact-key", redacted.with_name("key"), "--out", redacted, *self.input)
        shown, hidden = self.page.read_text().upper(), redacted.read_text().upper()
        names = set(re.findall(r'"(?:USERNAME|LAST_NAME|EMAIL)":"([^"]{5,})"', shown))
        self.assertGreater(len(names), 40)
        self.assertEqual([name for name in names if name in hidden], [])
        self.browser.open(redacted, "#customer=customer%3A51000100005")
        self.assertIn("CONFLICT", self.wait_for_story())

    def test_totals_are_those_of_audit(self):
        totals = self.audit["totals"]
        last = self.audit["last_words"]
        failed = sum(totals["reasons"].values())
        sums = [" ".join(text.split()) for text in self.browser.texts("#sums .sum p")]
        self.assertEqual(sums[0], "Planned {planned} = never sent {never_sent} + sent {sent}".format(**totals))
        self.assertEqual(sums[1], "Sent {sent} = answered {answered} + presumed accepted {presumed}"
                                  " + untold {untold} + unanswered {unanswered}".format(**totals))
        self.assertEqual(sums[2], f"Answered {totals['answered']} = succeeded {totals['succeeded']}"
                                  f" + failed {failed}")
        reasons = sorted(totals["reasons"].items(), key=lambda entry: -entry[1])
        self.assertEqual(sums[3], f"Failed {failed} = " + " + ".join(f"{r} {n}" for r, n in reasons))
        self.assertIn("failures {failures} + superseded {superseded} + resolved {resolved}".format(**last), sums[5])
        headlines = self.browser.texts("#headlines dd")
        self.assertEqual([text.split()[0] for text in headlines[:5]], [
            count(number) for number in (totals["sent"], totals["succeeded"], last["failures"],
                                         totals["unanswered"], last["resolved"])])

    def rows(self, table):
        return self.browser.ask("[...document.querySelectorAll(`${arguments[0]} tbody tr`)]"
                                ".map(row => [...row.cells].map(cell => cell.innerText.trim()))", table)

    def test_runs_are_those_of_audit(self):
        titles = self.browser.texts("#runs-table thead th")
        rows = [dict(zip(titles, row)) for row in self.rows("#runs-table")]
        self.assertEqual(len(rows), len(self.audit["runs"]) + 1)
        for row, figures in zip(rows, [*self.audit["runs"], self.audit["totals"]]):
            for key in ("batches", "attempts", "planned", "sent", "answered", "succeeded", "presumed",
                        "untold", "unanswered"):
                self.assertEqual(row[key.capitalize()], count(figures[key]), key)
            self.assertEqual(row["Failed"], count(sum(figures["reasons"].values())))

    def test_reasons_are_those_of_audit(self):
        shown = {row[0]: row[1:] for row in self.rows("#reasons-table")}
        for reason in self.audit["reasons"]:
            title = reason["reason"] + (" (households)" if reason["households"] else "")
            self.assertEqual(shown.pop(title), [count(reason[key]) for key in (
                "failures", "joined", "ambiguous", "unmatched", "already_imported", "superseded", "resolved")])
        self.assertEqual([*shown], ["all"])

    def test_times_are_those_of_audit(self):
        buckets = [bucket for bucket in self.audit["throughput"]["buckets"]
                   if bucket["answered"] + bucket["presumed"] + bucket["untold"] + bucket["unanswered"]]
        self.browser.one("#time-chart summary").click()
        titles = [title.lower().split()[0] for title in self.browser.texts("#time-chart thead th")[1:]]
        self.assertEqual(self.rows("#time-chart"), [
            [bucket["time"].replace("T", " ")[:19], *(count(bucket[title]) for title in titles)]
            for bucket in buckets])

    def test_claims_and_sources_are_those_of_audit(self):
        claims = sorted(self.audit["claims"], key=lambda claim: claim["holds"])
        shown = self.rows("#claims-table")
        self.assertEqual([row[:4] for row in shown], [
            [claim["claim"], count(claim["said"]), count(claim["evidence"]), "yes" if claim["holds"] else "no"]
            for claim in claims][:len(shown)])
        if len(self.audit["sources"]) > 20:
            self.browser.one("#sources-table button").click()
        files = [row[0] for row in self.rows("#sources-table")]
        self.assertEqual(files[:-1], [source["file"] for source in self.audit["sources"]])

    def test_each_failure_is_a_row(self):
        self.choose("#filter-state", "failure")
        expected = json.loads((ROOT / "sample-data/expected.json").read_text())
        shown = dict(zip(self.customers(), self.column("Reason")))
        for customer, reason in expected["failures"].items():
            self.assertEqual(shown.get(customer), reason, customer)
        self.assertEqual(len(self.customers()), self.audit["last_words"]["failures"])
        self.choose("#filter-state", "resolved")
        self.assertEqual(sorted(self.customers()), sorted(expected["resolved"]))
        self.choose("#filter-state", "unanswered")
        self.assertEqual(len(self.customers()), self.audit["totals"]["unanswered"])

    def test_search_looks_into_ids_names_emails_and_errors(self):
        for text, customer in (("51000100005", "51000100005"), ("yngve sjövik", "51000100005"),
                               ("USER51000100005@", "51000100005"), ("clashes CUSTOMER yngve", "51000100005"),
                               ("51003100040", "51000100040")):
            self.type("#search", text)
            self.assertEqual(self.customers(), [customer], text)
            self.assertIn("1 to 1 of 1, chosen from ", self.found())
        self.type("#search", "nobody at all")
        self.assertEqual(self.found(), "No customer fits.")
        self.browser.one("#filters button[type=reset]").click()
        self.wait_for("all rows", lambda: len(self.customers()) > 1)

    def test_filters_go_together(self):
        self.choose("#filter-reason", "CONFLICT")
        self.choose("#filter-joining", "ambiguous")
        self.assertEqual(self.column("Joined by"), ["ambiguous"])
        self.browser.one("#filters button[type=reset]").click()
        self.wait_for("all rows", lambda: len(self.customers()) > 1)
        self.choose("#filter-run", "2")
        self.choose("#filter-batch", "2")
        self.assertEqual(set(zip(self.column("Run"), self.column("Batch"))), {("2", "2")})

    def test_sorts_by_each_column_both_ways(self):
        for title in self.browser.texts("#customers-table thead th"):
            self.sort(title)
            header = self.browser.one("#customers-table [aria-sort=ascending]")
            self.assertEqual(header.text, title)
            up = [value for value in self.column(title) if value not in ("", "no id")]
            self.sort(title)
            self.assertEqual(self.browser.one("#customers-table [aria-sort=descending]").text, title)
            down = [value for value in self.column(title) if value not in ("", "no id")]
            self.assertEqual(sorted(up), sorted(down), title)
            if title in ("Customer", "Reason", "Time"):
                self.assertEqual(up, sorted(up), title)
                self.assertEqual(down, sorted(down, reverse=True), title)
            if title in ("Run", "Batch", "Attempts"):
                self.assertEqual([int(value) for value in up], sorted(map(int, up)), title)

    def test_a_click_in_the_strip_shows_the_batch(self):
        cells = self.browser.one(".strip svg")
        ActionChains(self.browser.driver).move_to_element_with_offset(
            cells, 10 + 3 * 20 - cells.size["width"] / 2, 10 - cells.size["height"] / 2).click().perform()
        batch = next(b for b in self.audit["batches"] if b["run"] == 1 and b["batch"] == 4)
        text = self.browser.one("#batch").text
        self.assertIn("Run 1, batch 4", text)
        self.assertIn(f"{batch['answered']} = {batch['succeeded']} succeeded + "
                      f"{sum(batch['reasons'].values())} failed", text)
        self.assertIn(f"{batch['unanswered']} unanswered", text)
        self.assertIn(batch["parts"][0]["file"], text)
        self.browser.one("#batch-in-table").click()
        self.assertEqual(set(zip(self.column("Run"), self.column("Batch"))), {("1", "4")})

    def test_the_strip_goes_by_keyboard(self):
        strip = self.browser.one(".strip [role=slider]")
        strip.send_keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
        self.assertEqual(strip.get_attribute("aria-valuenow"), "3")
        self.assertIn("Run 1, batch 3: ", strip.get_attribute("aria-valuetext"))
        strip.send_keys(Keys.END, Keys.ENTER)
        self.assertIn("Run 1, batch 10", self.browser.one("#batch").text)
        self.assertEqual(self.browser.ask("document.activeElement.id"), "batch")
        strip.send_keys(Keys.HOME, Keys.ARROW_LEFT)
        self.assertEqual(strip.get_attribute("aria-valuenow"), "1")

    def test_a_customer_opens_and_closes_by_keyboard(self):
        self.type("#search", "51000100005")
        link = self.browser.one("#customers-table tbody a")
        link.send_keys(Keys.ENTER)
        story = self.wait_for_story()
        for told in ("FAILED", "CONFLICT", "Clashes with another customer", "2025-11-11 09:30:44",
                     "import/bulk_import.log:146", "joined by customer id",
                     "import/api_responses/batch_002_success_20251111_093044.json:18"):
            self.assertIn(told, story)
        self.assertTrue(self.browser.ask("document.querySelector('#customer').contains(document.activeElement)"))
        self.browser.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
        self.wait_for("the dialog to close", lambda: not self.browser.one("#customer").is_displayed())
        self.assertEqual(self.browser.driver.switch_to.active_element, link)
        self.assertNotIn("#", self.browser.driver.current_url)

    def test_a_click_on_a_row_opens_the_customer(self):
        self.type("#search", "pilsäter")
        self.browser.one("#customers-table tbody td").click()
        story = self.wait_for_story()
        self.assertIn("It may be:", story)
        self.assertIn("customer:51000100050", story)
        self.browser.one("#close").click()
        self.assertFalse(self.browser.one("#customer").is_displayed())

    def test_an_address_opens_a_customer(self):
        self.browser.open(self.page, "#customer=customer%3A51000100007")
        self.assertIn("NOT_FOUND", self.wait_for_story())
        self.browser.open(self.page, "#customer=nobody")
        self.assertIn("is not among them", self.browser.one("#customer").text)

    def test_prints_all_rows(self):
        self.choose("#page-size", "25")
        self.browser.ask("document.querySelector('#page-size').dispatchEvent(new Event('change'))")
        self.browser.ask("void addEventListener('beforeprint', () =>"
                         " { window.printed = document.querySelectorAll('#customers-table tbody tr').length })")
        self.assertTrue(self.browser.print_pdf().startswith(b"%PDF"))
        self.assertEqual(self.browser.ask("window.printed"), 28)
        self.assertEqual(len(self.customers()), 25)
        self.browser.command("Emulation.setEmulatedMedia", media="print")
        self.assertFalse([e for e in self.browser.all(".controls") if e.is_displayed()])
        self.browser.command("Emulation.setEmulatedMedia", media="")

    def test_fits_a_narrow_screen(self):
        self.browser.command("Emulation.setDeviceMetricsOverride", width=400, height=800,
                             deviceScaleFactor=1, mobile=False)
        self.browser.open(self.page)
        self.assertLessEqual(self.browser.ask("document.documentElement.scrollWidth"), 400)
        self.browser.command("Emulation.clearDeviceMetricsOverride")


# The least contrast of what is written on the page, over all texts that are seen, and the text.
LEAST_CONTRAST = """(() => {
  const parse = color => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
      .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
      .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const color = parse(getComputedStyle(e).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  let least = [Infinity, ''];
  for (const e of document.querySelectorAll('body *')) {
    const text = [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join('');
    if (!text || !e.checkVisibility() || e.closest('svg, script')) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    const contrast = (a + .05) / (b + .05);
    if (contrast < least[0]) least = [contrast, text];
  }
  return least;
})()"""


class Accessible(PageTest):
    def write_input(self, folder):
        return ["--batches", "sample-data/import/batches", "sample-data/import"]

    def test_light_and_dark_by_the_system_and_by_the_button(self):
        grounds = []
        for scheme in ("light", "dark"):
            self.browser.emulate(prefers_color_scheme=scheme)
            self.browser.open(self.page)
            grounds.append(self.browser.ask("getComputedStyle(document.body).backgroundColor"))
            contrast, text = self.browser.ask(LEAST_CONTRAST)
            self.assertGreaterEqual(contrast, 4.5, f"{scheme}: {text}")
        self.assertNotEqual(*grounds)
        self.browser.one("#theme").click()
        self.assertEqual(self.browser.ask("getComputedStyle(document.body).backgroundColor"), grounds[0])
        self.assertEqual(self.browser.one("#theme").text, "Dark colours")
        self.browser.emulate(prefers_color_scheme="light")

    def test_language_landmarks_and_headings(self):
        self.assertEqual(self.browser.ask("document.documentElement.lang"), "en")
        for landmark in ("header", "nav[aria-label]", "main", "footer"):
            self.assertEqual(len(self.browser.all(landmark)), 1, landmark)
        levels = [int(name[1]) for name in self.browser.ask(
            "[...document.querySelectorAll('h1, h2, h3, h4')].filter(e => e.checkVisibility()).map(e => e.tagName)")]
        self.assertEqual(levels.count(1), 1)
        self.assertEqual(levels[0], 1)
        for above, below in zip(levels, levels[1:]):
            self.assertLessEqual(below, above + 1)
        names = self.browser.ask("[...document.querySelectorAll('section, dialog')].map(e =>"
                                 " document.getElementById(e.getAttribute('aria-labelledby')) !== null)")
        self.assertTrue(all(names))

    def test_everything_that_takes_input_has_a_name(self):
        unnamed = self.browser.ask("""[...document.querySelectorAll('input, select, button, a, [tabindex="0"], [role=img]')]
            .filter(e => !(e.labels?.length || e.textContent.trim() || e.getAttribute('aria-label') ||
                document.getElementById(e.getAttribute('aria-labelledby')))).map(e => e.outerHTML)""")
        self.assertEqual(unnamed, [])
        self.assertEqual(self.browser.all("[tabindex]:not([tabindex='0'], [tabindex='-1'])"), [])
        self.assertEqual(self.browser.all("[style], [onclick]"), [])

    def test_tables_tell_what_their_headers_head(self):
        self.assertEqual(self.browser.all("th:not([scope])"), [])
        self.assertEqual(self.browser.ask(
            "[...document.querySelectorAll('table')].filter(e => !e.caption || !e.tHead).length"), 0)

    def test_ids_are_there_once(self):
        ids = self.browser.ask("[...document.querySelectorAll('[id]')].map(e => e.id)")
        self.assertEqual(len(ids), len(set(ids)))

    def test_the_page_is_reached_from_the_first_key(self):
        self.browser.one("body").send_keys(Keys.TAB)
        self.assertEqual(self.browser.driver.switch_to.active_element.text, "Skip to the figures")


class HostileNames(PageTest):
    def write_input(self, folder):
        imports.write_hostile(folder / "import")
        return [folder / "import"]

    def test_names_stay_text(self):
        self.assertEqual(len(self.customers()), len(imports.HOSTILE))
        shown = self.browser.ask("[...document.querySelectorAll('#customers-table td.name > bdi')].map(e => e.textContent)")
        self.assertEqual(sorted(shown), sorted(imports.HOSTILE))
        self.assertEqual(self.browser.all("main img, dialog img, main script, svg[onload]"), [])

    def test_stories_of_hostile_names_stay_text(self):
        for number, name in enumerate(imports.HOSTILE):
            self.browser.open(self.page, f"#customer=customer%3A52{number:09}")
            self.wait_for_story()
            told = self.browser.ask("document.querySelector('#customer').textContent")
            self.assertIn(f"Not valid: {name}", told)
            self.assertEqual(self.browser.misdeeds(), [])

    def test_a_hostile_address_stays_text(self):
        self.browser.open(self.page, "#customer=%3Cimg%20src=x%20onerror=window.ran=1%3E%")
        self.assertIn("is not among them", self.browser.one("#customer").text)
        self.assertEqual(self.browser.all("dialog img"), [])

    def test_hostile_names_are_found(self):
        self.type("#search", "<img onerror")
        self.assertEqual(self.customers(), ["52000000000"])

    def test_the_policy_allows_nothing_else(self):
        for attempt in ("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))",
                        "document.body.innerHTML = '<img src=x onerror=\"window.ran = 1\">'"):
            self.browser.ask("(() => { try { " + attempt + " } catch {} })()")
        self.assertIsNone(self.browser.ask("window.ran ?? null"))
        self.assertNotEqual(self.browser.all("h1"), [])
        self.assertEqual(self.browser.ask("window.refused"), ["require-trusted-types-for"] * 2)
        self.browser.open(self.page)  # what was refused was the test's own


class HundredThousand(PageTest):
    def write_input(self, folder):
        imports.write_large(folder / "import", LARGE)
        return [folder / "import"]

    def test_all_can_be_reached_and_few_are_elements(self):
        self.assertEqual(self.found(), f"1 to 50 of {count(LARGE)}")
        self.assertLess(self.browser.ask("document.querySelectorAll('*').length"), 10_000)
        self.assertEqual(self.browser.one("#pages").text, f"of {count(LARGE // 50)}")
        self.browser.one("#last").send_keys(Keys.ENTER)
        self.assertEqual(self.found(), f"{count(LARGE - 49)} to {count(LARGE)} of {count(LARGE)}")
        self.browser.one("#next").click()
        self.assertEqual(self.browser.ask("document.activeElement.id"), "next")
        self.assertIn(f"to {count(LARGE)} of", self.found())
        self.browser.one("#previous").click()
        self.assertEqual(self.browser.one("#page").get_attribute("value"), str(LARGE // 50 - 1))
        self.browser.one("#page").send_keys(Keys.CONTROL + "a" + Keys.NULL, "7", Keys.ENTER)
        self.assertEqual(self.found(), f"301 to 350 of {count(LARGE)}")
        self.browser.one("#first").click()
        self.assertEqual(self.found(), f"1 to 50 of {count(LARGE)}")

    def test_search_filter_sort_and_open(self):
        self.type("#search", "name976 last976")
        both = sum(n % 977 == 976 and str(n % 1009).startswith("976") for n in range(LARGE))
        self.assertIn(f"of {both}, chosen from {count(LARGE)}", self.found())
        self.type("#search", "52000098765")
        self.assertEqual(self.customers(), ["52000098765"])
        self.browser.one("#customers-table tbody a").click()
        self.assertIn("is not valid for 98765", self.wait_for_story())
        self.browser.one("#close").click()
        self.type("#search", " ")
        self.choose("#filter-reason", "ERROR")
        self.sort("Customer")
        self.sort("Customer")
        last = max(n for n in range(LARGE) if n % 3 == 1)
        self.assertEqual(self.customers()[0], f"52{last:09}")
        self.assertEqual(set(self.column("Reason")), {"ERROR"})
        self.assertIn(f"of {count(sum(n % 3 == 1 for n in range(LARGE)))},", self.found())

    def test_a_batch_of_a_thousand_shows(self):
        strip = self.browser.one(".strip [role=slider]")
        self.assertEqual(strip.get_attribute("aria-valuemax"), str(LARGE // imports.BATCH))
        strip.send_keys(Keys.END, Keys.ENTER)
        self.assertIn(f"Run 1, batch {LARGE // imports.BATCH}", self.browser.one("#batch").text)
        self.assertIn("Show all 100 in the table", self.browser.one("#batch").text)

    def test_prints_no_more_than_anybody_reads(self):
        self.browser.ask("void dispatchEvent(new Event('beforeprint'))")
        self.assertEqual(len(self.customers()), 1000)
        self.assertEqual(self.found(), f"The first 1,000 of {count(LARGE)}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BINARY = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
