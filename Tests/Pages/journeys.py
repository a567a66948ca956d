#!/usr/bin/env python3
"""Uses a running Cairn site as people do, in Chromium without script, and says of each step what was seen.

usage: journeys.py PLAN      PLAN is a JSON file:
  {"origin": "http://localhost:8080", "browser": "/usr/bin/chromium", "badge": "/path/to/badge.json", "ticket": "http://localhost:8080/enter?ticket=...",
   "learner": 0, "student": "S232260", "registrar": 3, "recruiter": 6}
"learner", "registrar" and "recruiter" are numbers on the page /demo/people; "ticket" is a sign-in link that nobody has used.
Prints one JSON object a step: what it was, and whether it was as it should be; then one for each form that was sent, by method and address.
A row with "left" is the address of something that people leave to be seen: by nobody in particular, or by the "person" it names.
"student" is the number of the learner who is "learner".
Every form of the site is posted here, and its effect looked at with other eyes.
"""
import datetime
import sys
from urllib.parse import urljoin, urlsplit

from browsing import form_kind, run, sign_in, tell
from registering import registering


class Steps:
    """Tells each step, and keeps which forms were sent."""

    def __init__(self):
        self.sent, self.failed = set(), 0

    def __call__(self, step, holds, seen=""):
        self.failed += 0 if holds else 1
        tell({"step": step, "holds": bool(holds), "seen": str(seen)[:600]})


class Site:
    """Visitors of one site, each a browser of her own."""

    def __init__(self, browser, plan, step):
        self.browser, self.plan, self.step, self.origin = browser, plan, step, plan["origin"]

    def visitor(self, person=None):
        context = self.browser.new_context(java_script_enabled=False)
        context.on("request", self.note)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if person is not None:
            sign_in(page, self.origin, person)
        return page

    def note(self, request):
        if request.method == "POST" or (request.is_navigation_request() and urlsplit(request.url).query):
            self.step.sent.add(form_kind(request.method, request.url))


def heading(page):
    return page.locator("h1").inner_text()


def banner(page):
    return page.locator("#verdict").first.inner_text()


def said(page):
    return page.locator("main").inner_text()


def in_days(count):
    return (datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=count)).isoformat()


def path(page):
    """Where a page is; a place within it that was asked for before stays in the address."""
    return urlsplit(page.url).path


def send(page):
    with page.expect_navigation():
        page.locator("main form button").last.click()


def refused(site, page, what, fields):
    """A refused form says so first of all, in the same words above and at each field, and what was typed stays."""
    step = site.step
    summary = page.locator(".errors")
    if summary.count() != 1:
        step(f"{what}: it is refused", False, said(page))
        return
    step(f"{what}: the summary comes first and has the focus",
         page.locator("main > *").first.get_attribute("class") == "errors" and summary.get_attribute("autofocus") is not None,
         page.locator("main").inner_html())
    step(f"{what}: the title says so", page.title().startswith("Error: "), page.title())
    for link in summary.locator("a").all():
        name = link.get_attribute("href")[1:]
        field = page.locator(f"#{name}")
        at_field = page.locator(f"#{name}-e").text_content() if page.locator(f"#{name}-e").count() else ""
        step(f"{what}: {name} says the same above and at the field", at_field == "Error: " + link.inner_text(), at_field)
        described = (field.get_attribute("aria-describedby") or "") if field.count() else ""
        step(f"{what}: {name} is described by it", f"{name}-e" in described.split(), described)
        link.click()
        focused = page.evaluate("() => document.activeElement.id")
        step(f"{what}: the link leads to {name}", focused == name, focused)
    for name, value in fields.items():
        kept = page.locator(f"#{name}").input_value()
        step(f"{what}: what was typed in {name} stays", kept == value, kept)


def checking(site):
    step, plan = site.step, site.plan
    page = site.visitor()
    page.goto(site.origin + "/")
    page.get_by_role("link", name="Check a credential").first.click()
    send(page)
    refused(site, page, "an empty check", {"text": ""})
    with open(plan["badge"], encoding="utf-8") as file:
        text = file.read()
    page.set_input_files("#file", plan["badge"])
    page.fill("#text", "{}")
    send(page)
    refused(site, page, "a file and a text", {"text": "{}"})
    page.goto(site.origin + "/verifier/")
    page.set_input_files("#file", {"name": "large.json", "mimeType": "application/json", "buffer": b" " * 1_200_000})
    send(page)
    refused(site, page, "a file of more than a megabyte", {})
    page.goto(site.origin + "/verifier/")
    page.set_input_files("#file", plan["badge"])
    send(page)
    step("a badge's file is checked", banner(page).endswith("checks passed.") and banner(page).startswith("All "), banner(page))
    step("a result is titled by its verdict", page.title() == f"{banner(page)[:-1]}: {heading(page)} - Cairn", page.title())
    page.get_by_role("link", name="Check another credential").click()
    page.fill("#text", text.replace("2026", "2025", 1))
    send(page)
    step("a changed one is not what was signed", banner(page) == "Do not rely on this. The text is not what the issuer signed.", banner(page))
    step("its name is what the file says, and no heading of ours", heading(page).startswith("The file says: “"), heading(page))
    step("each check that was not made has its name",
         len(set(page.locator(".checks b").all_inner_texts())) == page.locator(".checks b").count() > 10, said(page))
    step("what it claims is folded", page.locator("main > article > details").count() == 1 and "Passed" not in said(page), said(page))
    page.goto(site.origin + "/verifier/")
    page.fill("#text", "not a credential")
    send(page)
    step("what is no credential is said to be none", banner(page) == "We could not read this as a credential.", banner(page))


def entering(site):
    step = site.step
    page = site.visitor()
    page.goto(site.plan["ticket"])
    step("a link greets before it lets anybody in", heading(page).startswith("Sign in"), heading(page))
    page.goto(site.plan["ticket"])
    send(page)
    step("it lets one in", page.url == site.origin + "/wallet/" and heading(page) == "My record", page.url)
    other = site.visitor()
    other.goto(site.plan["ticket"])
    if other.locator("main form button").count():
        send(other)
    step("once; it says so, and offers nobody to sign in as",
         heading(other) == "This link was used already" and not other.locator("main form").count(), said(other))
    page.goto(site.origin + "/demo/people")
    page.get_by_role("button", name="Sign out").click()
    page.goto(site.origin + "/wallet/")
    step("whoever signed out is out", heading(page) == "Sign in first", heading(page))


def sharing(site):
    step = site.step
    learner = site.visitor(site.plan["learner"])
    step("a learner comes to her record", learner.url.endswith("/wallet/"), learner.url)
    learner.locator("main h2 a").first.click()
    name = heading(learner)
    step("one credential shows its checks", banner(learner).startswith("All ") and learner.locator(".checks li").count() > 5, banner(learner))
    learner.locator("main").get_by_role("link", name="Share this").first.click()
    typed = {"audience": "Harbour Works", "name": "Ada Test"}
    for days, what in ((None, "a link without an end"), (-1, "a link that ends before it begins"), (4_000, "a link without end")):
        until = in_days(days) if days else ""
        for field, value in (typed | {"until": until}).items():
            learner.fill("#" + field, value)
        send(learner)
        refused(site, learner, what, typed | {"until": until})
    learner.fill("#until", in_days(30))
    send(learner)
    step("a link is made", heading(learner) == "Your link is ready", heading(learner))
    address = learner.locator("#url").input_value()
    step("its address is the site's", address.startswith(site.origin + "/c/"), address)
    stranger = site.visitor()
    answer = stranger.goto(address)
    step("whoever has the link sees the credential and every check",
         heading(stranger) == name and banner(stranger).startswith("All ") and stranger.locator(".checks li").count() > 5, banner(stranger))
    step("the learner's name stands there as given by her", "Ada Test name given by the learner" in said(stranger), said(stranger))
    step("whom it was made for stands there", "made this link for Harbour Works" in said(stranger), said(stranger))
    step("no search engine keeps it", "noindex" in (answer.headers.get("x-robots-tag", "") + stranger.content()), answer.headers)
    stranger.get_by_role("link", name="Check again").click()
    step("it can be checked again", banner(stranger).startswith("All "), banner(stranger))
    learner.goto(site.origin + "/wallet/links")
    step("her links say when link and credential end",
         "The link stops on" in said(learner) and "The credential" in said(learner), said(learner))
    learner.get_by_role("link", name="End this link").first.click()
    step("ending is previewed", heading(learner) == "End this link?", heading(learner))
    learner.get_by_role("link", name="Keep the link").click()
    step("and can be left", stranger.goto(address).status == 200, heading(learner))
    learner.get_by_role("link", name="End this link").first.click()
    send(learner)
    again = stranger.goto(address)
    step("an ended link says so, and not that the credential ended",
         again.status == 410 and "The credential may still be good." in said(stranger), said(stranger))
    learner.goto(site.origin + "/wallet/")
    learner.locator("main").get_by_role("link", name="Share this").first.click()
    send(learner)
    tell({"left": learner.locator("#url").input_value()})


def consenting(site):
    step = site.step
    learner = site.visitor(site.plan["learner"])

    def stops():
        return learner.get_by_role("link", name="Stop sharing").count()

    learner.goto(site.origin + "/wallet/consents")
    before = stops()
    for box in learner.locator("input[type=checkbox]").all():
        box.uncheck()
    learner.fill("#until", "")
    send(learner)
    refused(site, learner, "a consent to nobody, of nothing", {"until": "", "employer": ""})
    employer = learner.locator("#employer option").nth(1).get_attribute("value")
    learner.select_option("#employer", employer)
    learner.locator("#what input").first.check()
    learner.locator("#purpose input").last.check()
    learner.fill("#until", in_days(4_000))
    send(learner)
    refused(site, learner, "a consent without end", {"employer": employer, "until": in_days(4_000)})
    step("its boxes stay as they were",
         [box.is_checked() for box in learner.locator("#what input").all()] == [True, False, False, False]
         and learner.locator("#purpose input").last.is_checked(), said(learner))
    learner.fill("#until", in_days(30))
    send(learner)
    step("a consent is given", stops() == before + 1 and path(learner) == "/wallet/consents", said(learner))
    learner.get_by_role("link", name="Stop sharing").first.click()
    step("stopping is previewed", heading(learner).startswith("Stop sharing with "), heading(learner))
    learner.get_by_role("link", name="Keep sharing").click()
    step("and can be left", stops() == before + 1, said(learner))
    learner.get_by_role("link", name="Stop sharing").first.click()
    send(learner)
    step("and then done", stops() == before and path(learner) == "/wallet/consents", said(learner))


def advising(site):
    step = site.step
    learner = site.visitor(site.plan["learner"])
    learner.goto(site.origin + "/pathway/")
    learner.locator("main h2 a").first.click()
    step("a learner's pathway says what is done and what comes",
         heading(learner).startswith("Your way to ") and "What is done?" in said(learner), said(learner))
    nobody = site.visitor()
    nobody.goto(learner.url)
    step("whoever is not signed in sees what it takes", heading(nobody).startswith("The way to ") and "It takes" in said(nobody), said(nobody))


def recruiting(site):
    step = site.step
    recruiter = site.visitor(site.plan["recruiter"])
    step("a recruiter comes to her roles", recruiter.url.endswith("/matching/roles"), recruiter.url)
    recruiter.locator("main h2 a").first.click()
    text = said(recruiter)
    step("a role's list shows candidates with points and proof, and no name", "Candidate " in text and " points" in text, text)
    page = site.visitor()
    answer = page.goto(recruiter.url)
    step("nobody else sees it", answer.status == 401 and heading(page) == "Sign in first", heading(page))


def leaving(site):
    """A file that is checked and waits: the page that says what would happen, and the one that asks, are there to be seen."""
    registrar = site.visitor(site.plan["registrar"])
    registrar.goto(site.origin + "/issuer/batches/new")
    # An address that nothing breaks must not make the page wider than a phone.
    address = "ftp://records.college.example/" + 100 * "x"
    rows = ("student_id,campus,achievement,completed_on,evidence_url\nWAITING,HARBOR,IT-HARDWARE,2026-05-30,\n"
            f"WAITING,HARBOR,NOTHING,2026-05-30,\nWAITING,HARBOR,IT-HARDWARE,2026-05-29,{address}\n")
    registrar.set_input_files("#file", {"name": "waiting.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    send(registrar)
    site.step("a file waits for a yes", heading(registrar) == "What would happen", heading(registrar))
    registrar.goto(site.origin + "/issuer/credentials")
    registrar.fill("#student", site.plan["student"])
    send(registrar)
    tell({"left": urljoin(registrar.url, registrar.locator("tbody th a").first.get_attribute("href")), "person": site.plan["registrar"]})


def work(browser, plan):
    step = Steps()
    site = Site(browser, plan, step)
    for journey in (checking, entering, sharing, consenting, advising, registering, leaving, recruiting):
        try:
            journey(site)
        except Exception as error:  # a step that could not even be tried
            step(f"{journey.__name__} goes to its end", False, error)
    for form in sorted(step.sent):
        tell({"sent": form})
    return 1 if step.failed else 0


if __name__ == "__main__":
    sys.exit(run(__doc__, work))
