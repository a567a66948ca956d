"""What crawl.py and journeys.py share: a browser, visitors in it, and how addresses are told apart."""
import json
import re
import sys
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import sync_playwright

# An id, a token, or a number: what differs between two addresses of one kind of page.
ID = re.compile(r"(?<=/)(?:[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{40,}|\d+)(?=/|$)")


def pattern(address):
    """The kind of an address: its path with a star for each id, and the names of what is asked."""
    parts = urlsplit(address)
    return ID.sub("*", parts.path) + ("?" + re.sub(r"=[^&]*", "=", parts.query) if parts.query else "")


def form_kind(method, address):
    """A form is known by its method and where it is sent; what a GET form asks is no part of that."""
    return f"{method.upper()} {pattern(address).split('?')[0]}"


def forms_of(page):
    return sorted({
        form_kind(form.get_attribute("method") or "get", urljoin(page.url, form.get_attribute("action") or page.url))
        for form in page.locator("form").all()})


def sign_in(page, origin, person):
    """As one of the people on /demo/people, by number."""
    page.goto(origin + "/demo/people")
    page.locator(f'form[action="/demo/people"]:has(input[value="{person}"]) button').click()
    page.wait_for_load_state()


def run(explanation, work):
    """Reads the plan that the command line names and works by it in Chromium; the exit code is what the work gives.
    The last line says that all was done."""
    if len(sys.argv) != 2:
        print(explanation, file=sys.stderr)
        return 64
    with open(sys.argv[1], encoding="utf-8") as file:
        plan = json.load(file)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=plan["browser"], args=["--no-sandbox"])
        try:
            failed = work(browser, plan)
        finally:
            browser.close()
    tell({"end": True})
    return failed


def tell(row):
    """One line of what was seen."""
    print(json.dumps(row, ensure_ascii=False), flush=True)
