#!/usr/bin/env python3
"""Uses a running Cairn site as people do, in Chromium without script, and says of each step what was seen.

usage: journeys.py PLAN      PLAN is a JSON file:
  {"origin": "http://localhost:8080", "browser": "/usr/bin/chromium", "learner": 0, "recruiter": 6, "badge": "/path/to/badge.json"}
"learner" and "recruiter" are numbers on the page /demo/people. Prints one JSON object a step: what it was, and whether it was as it should be.
Every form of the learner's and the verifier's pages is posted here, and its effect looked at with other eyes.
"""
import json
import sys

from playwright.sync_api import sync_playwright


class Steps:
    def __init__(self):
        self.failed = 0

    def __call__(self, step, holds, seen=""):
        self.failed += 0 if holds else 1
        print(json.dumps({"step": step, "holds": bool(holds), "seen": str(seen)[:600]}, ensure_ascii=False), flush=True)


def visitor(browser, plan, person=None):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.set_default_timeout(15_000)
    if person is not None:
        page.goto(plan["origin"] + "/demo/people")
        page.locator(f'form[action="/demo/people"]:has(input[value="{person}"]) button').click()
    return page


def heading(page):
    return page.locator("h1").inner_text()


def banner(page):
    return page.locator("#verdict").first.inner_text()


def checking(browser, plan, step):
    page = visitor(browser, plan)
    page.goto(plan["origin"] + "/")
    page.get_by_role("link", name="Check a credential").first.click()
    page.locator("main button").click()
    step("an empty form says what is missing, above and at the field",
         page.locator(".errors a").inner_text() == page.locator("#file-e").inner_text().replace("Error: ", ""), page.locator("main").inner_text())
    page.set_input_files("#file", plan["badge"])
    page.locator("main button").click()
    step("a badge's file is checked", banner(page).endswith("checks passed."), banner(page))
    with open(plan["badge"], encoding="utf-8") as file:
        text = file.read()
    page.goto(plan["origin"] + "/verifier/")
    page.fill("#text", text.replace("2026", "2025", 1).replace("2024", "2023", 1))
    page.locator("main button").click()
    step("a changed one is not what was signed", "not what the issuer signed" in banner(page), banner(page))


def sharing(browser, plan, step):
    learner = visitor(browser, plan, plan["learner"])
    step("a learner comes to her record", learner.url.endswith("/wallet/"), learner.url)
    learner.locator("main h2 a").first.click()
    name = heading(learner)
    step("one credential shows its checks", "passed" in banner(learner), banner(learner))
    learner.get_by_role("link", name="Share").first.click()
    learner.fill("#until", "")
    learner.locator("main form button").click()
    step("a link without an end is refused, and what was typed stays", learner.locator(".errors").count() == 1, learner.locator("main").inner_text())
    learner.fill("#audience", "Harbour Works")
    learner.fill("#name", "Ada Test")
    learner.fill("#until", "2099-01-01")
    learner.locator("main form button").click()
    refused = learner.locator(".errors").count()
    if refused:
        # The furthest end that is allowed is said in words; a month from now is within it.
        import datetime
        learner.fill("#until", (datetime.date.today() + datetime.timedelta(days=30)).isoformat())
        learner.locator("main form button").click()
    address = learner.locator("#url").input_value()
    step("a link is made", address.startswith(plan["origin"] + "/c/"), address)
    stranger = visitor(browser, plan)
    answer = stranger.goto(address)
    step("whoever has the link sees the credential and every check",
         heading(stranger) == name and "passed" in banner(stranger) and stranger.locator(".checks li").count() > 5, banner(stranger))
    step("the learner's name stands there as given by her", "Ada Test" in stranger.locator("main").inner_text(), "")
    step("no search engine keeps it", "noindex" in (answer.headers.get("x-robots-tag", "") + stranger.content()), answer.headers)
    learner.goto(plan["origin"] + "/wallet/links")
    learner.get_by_role("link", name="End this link").first.click()
    learner.locator("main form button").click()
    again = stranger.goto(address)
    step("an ended link says so, and not that the credential ended",
         again.status in (404, 410) and "link has ended" in stranger.locator("main").inner_text(), stranger.locator("main").inner_text())


def consenting(browser, plan, step):
    learner = visitor(browser, plan, plan["learner"])
    learner.goto(plan["origin"] + "/wallet/consents")
    learner.locator("main form button").last.click()
    step("a consent to nobody is refused", learner.locator(".errors").count() == 1, learner.locator("main").inner_text())
    stops = learner.get_by_role("link", name="Stop sharing")
    before = stops.count()
    if before == 0:
        learner.goto(plan["origin"] + "/wallet/consents")
        learner.locator("#employer").select_option(index=1)
        for box in learner.locator("input[type=checkbox]").all():
            box.check()
        learner.locator("input[type=radio]").first.check()
        import datetime
        learner.fill("#until", (datetime.date.today() + datetime.timedelta(days=30)).isoformat())
        learner.locator("main form button").last.click()
        learner.goto(plan["origin"] + "/wallet/consents")
        step("a consent is given", learner.get_by_role("link", name="Stop sharing").count() == 1, learner.locator("main").inner_text())
        before = 1
    learner.goto(plan["origin"] + "/wallet/consents")
    learner.get_by_role("link", name="Stop sharing").first.click()
    step("stopping is previewed", heading(learner).startswith("Stop sharing"), heading(learner))
    learner.locator("main form button").click()
    learner.goto(plan["origin"] + "/wallet/consents")
    step("and then done", learner.get_by_role("link", name="Stop sharing").count() == before - 1, learner.locator("main").inner_text())


def advising(browser, plan, step):
    learner = visitor(browser, plan, plan["learner"])
    learner.goto(plan["origin"] + "/pathway/")
    learner.locator("main h2 a").first.click()
    text = learner.locator("main").inner_text()
    step("a learner's pathway says what is done and what comes", "done" in text.lower(), text)


def recruiting(browser, plan, step):
    recruiter = visitor(browser, plan, plan["recruiter"])
    step("a recruiter comes to her roles", recruiter.url.endswith("/matching/roles"), recruiter.url)
    recruiter.locator("main h2 a").first.click()
    text = recruiter.locator("main").inner_text()
    step("a role's list shows candidates with points and proof, and no name", "Candidate " in text and " points" in text, text)
    page = visitor(browser, plan)
    answer = page.goto(recruiter.url)
    step("nobody else sees it", answer.status == 401 and heading(page) == "Sign in first", heading(page))


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 64
    with open(sys.argv[1], encoding="utf-8") as file:
        plan = json.load(file)
    step = Steps()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=plan["browser"], args=["--no-sandbox"])
        for journey in (checking, sharing, consenting, advising, recruiting):
            try:
                journey(browser, plan, step)
            except Exception as error:  # a step that could not even be tried
                step(f"{journey.__name__} goes to its end", False, error)
        browser.close()
    return 1 if step.failed else 0


if __name__ == "__main__":
    sys.exit(main())
