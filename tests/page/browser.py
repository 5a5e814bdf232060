"""A headless Chromium that a test can ask, and that tells whatever a page should not have done."""

import base64
import json
import tempfile

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

OPTIONS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--force-prefers-reduced-motion", "--window-size=1280,1000",
]

# Runs before the page: what its policy refused, and whether a text of a log ran as script.
WATCH = """
window.refused = [];
document.addEventListener('securitypolicyviolation', event => window.refused.push(event.violatedDirective));
"""


class Browser:
    def __init__(self):
        self._profile = tempfile.TemporaryDirectory()
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for option in [*OPTIONS, f"--user-data-dir={self._profile.name}"]:
            options.add_argument(option)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.driver.set_page_load_timeout(60)
        self.command("Page.addScriptToEvaluateOnNewDocument", source=WATCH)

    def close(self):
        self.driver.quit()
        self._profile.cleanup()

    def open(self, path, fragment=""):
        self.driver.get("about:blank")
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.driver.get(path.as_uri() + fragment)

    def command(self, name, **arguments):
        return self.driver.execute_cdp_cmd(name, arguments)

    def ask(self, script, *arguments):
        return self.driver.execute_script(f"return {script}", *arguments)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def texts(self, selector):
        """The visible texts of the elements, read at once."""
        return self.ask("[...document.querySelectorAll(arguments[0])].map(e => e.innerText.trim())", selector)

    def emulate(self, **features):
        self.command("Emulation.setEmulatedMedia", features=[
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()])

    def print_pdf(self):
        return base64.b64decode(self.command("Page.printToPDF", printBackground=True)["data"])

    def misdeeds(self):
        """What the open page did and should not have: a list that is empty where all is well."""
        found = [f"console: {entry['message']}" for entry in self.driver.get_log("browser")]
        found += [f"refused: {directive}" for directive in self.ask("window.refused")]
        found += [f"fetched: {name}" for name in self.ask(
            "performance.getEntriesByType('resource').map(entry => entry.name)")]
        if ran := self.ask("window.ran ?? null"):
            found.append(f"ran: {ran}")
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] != "Network.requestWillBeSent":
                continue
            url = message["params"]["request"]["url"]
            if not url.startswith(("file:", "about:", "data:")):
                found.append(f"requested: {url}")
        return found
