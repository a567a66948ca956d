#!/usr/bin/env python3
"""Walks a running Cairn site in Chromium, as each persona, and says of every page what holds.

usage: crawl.py PLAN      PLAN is a JSON file:
  {"origin": "http://localhost:8080", "browser": "/usr/bin/chromium", "limit": 60,
   "personas": [{"name": "nobody", "person": null, "start": ["/"]}, {"name": "learner", "person": 0, "start": ["/wallet/"]}]}
"person" is a number on the page /demo/people, by which one signs in.
Prints one JSON object a page, a line each. A finding is a sentence in "findings"; a page without findings is as it should be.
Links are followed within the origin, by the path's pattern: of addresses that differ only in ids the first two are visited.
"""
import json
import re
import sys
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

# What is judged how: a narrow phone, a desktop at 400 % (1280 px wide are 320 of CSS), and the usual desktop in both schemes.
LOOKS = [
    {"name": "desktop light", "scheme": "light", "width": 1280, "height": 900},
    {"name": "desktop dark", "scheme": "dark", "width": 1280, "height": 900},
    {"name": "phone", "scheme": "light", "width": 320, "height": 640},
    {"name": "400 %", "scheme": "light", "width": 320, "height": 225},
]
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{40,}|\d+")
SIDEWAYS = """() => [...document.querySelectorAll('body *')]
    .filter(e => !e.closest('.scroll') && !e.closest('svg') && !e.closest('.hide') && !e.closest('.skip') && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.tagName.toLowerCase() + (e.className ? '.' + e.className : '')).slice(0, 3)"""
SMALL = """() => [...document.querySelectorAll('button, input, select, textarea, summary')]
    .filter(e => { const r = e.getBoundingClientRect(), s = getComputedStyle(e);
        return r.width > 0 && !(s.display === 'inline') && e.type !== 'hidden' && !e.closest('.skip') && (r.width < 24 || r.height < 24) })
    .map(e => e.outerHTML.slice(0, 80)).slice(0, 3)"""


def pattern(url):
    parts = urlsplit(url)
    return ID.sub("*", parts.path) + ("?" + re.sub(r"=[^&]*", "=", parts.query) if parts.query else "")


def is_page(link, origin):
    return link.startswith(origin) and not re.search(r"\.(json|css|yaml|csv)$|/api/|/enter\?|/document$", urlsplit(link).path)


def judge(page, axe, answer, statuses):
    """What is wrong with the page that is open, in every look."""
    findings = []
    if answer is None or answer.status not in statuses:
        findings.append(f"the status is {answer.status if answer else 'none'}")
    headings = page.locator("h1").all_inner_texts()
    if len(headings) != 1:
        findings.append(f"it has {len(headings)} h1")
    title = page.title()
    if not title.endswith(" - Cairn"):
        findings.append(f"the title is {title!r}")
    root = page.locator("html")
    if not root.get_attribute("lang") or not root.get_attribute("dir"):
        findings.append("lang or dir is missing")
    if page.locator("script, [style]").count():
        findings.append("it holds script or inline style")
    for look in LOOKS:
        page.set_viewport_size({"width": look["width"], "height": look["height"]})
        page.emulate_media(color_scheme=look["scheme"])
        for violation in axe.run(page).response["violations"]:
            where = "; ".join(str(node["target"][0]) for node in violation["nodes"][:3])
            findings.append(f"{look['name']}: {violation['id']} ({violation['help']}) at {where}")
        for wide in page.evaluate(SIDEWAYS):
            findings.append(f"{look['name']}: {wide} is wider than the page")
        for small in page.evaluate(SMALL):
            findings.append(f"{look['name']}: smaller than 24 px: {small}")
    return findings, headings, title


def sign_in(page, origin, person):
    page.goto(origin + "/demo/people")
    page.locator(f'form[action="/demo/people"]:has(input[value="{person}"]) button').click()
    page.wait_for_load_state()


def crawl(browser, plan, persona, report):
    origin = plan["origin"]
    # Without script the page must do all that it does; axe itself needs script, so judging has a context of its own with the same cookies.
    bare = browser.new_context(java_script_enabled=False)
    judged = browser.new_context(bypass_csp=True)
    page, axe = judged.new_page(), Axe()
    walker = bare.new_page()
    foreign = []
    for context in (bare, judged):
        context.on("request", lambda request: foreign.append(request.url) if not request.url.startswith((origin, "data:")) else None)
    if persona.get("person") is not None:
        sign_in(walker, origin, persona["person"])
        judged.add_cookies(bare.cookies())
    # Whoever is not signed in is told so where a page needs it, on a page like any other.
    statuses = (200,) if persona.get("person") is not None else (200, 401)
    queue = [urljoin(origin, path) for path in persona["start"]]
    seen, visits = set(queue), {}
    while queue and sum(visits.values()) < plan.get("limit", 60):
        url = queue.pop(0)
        kind = pattern(url)
        if visits.get(kind, 0) >= 2:
            continue
        visits[kind] = visits.get(kind, 0) + 1
        answer = walker.goto(url)
        links = [
            urljoin(walker.url, a.get_attribute("href")) for a in walker.locator("a[href]").all()]
        forms = [
            {"action": urljoin(walker.url, form.get_attribute("action") or walker.url), "method": (form.get_attribute("method") or "get").lower()}
            for form in walker.locator("form").all()]
        judged_answer = page.goto(url)
        findings, headings, title = judge(page, axe, judged_answer, statuses)
        if answer.status != judged_answer.status:
            findings.append(f"without script the status is {answer.status}")
        report({"persona": persona["name"], "url": url[len(origin):], "pattern": kind, "title": title, "h1": headings, "forms": forms,
                "links": sorted({l[len(origin):] for l in links if l.startswith(origin)}), "findings": findings})
        for link in links:
            link = link.split("#")[0]
            if link not in seen and is_page(link, origin):
                seen.add(link)
                queue.append(link)
    if foreign:
        report({"persona": persona["name"], "url": "*", "pattern": "*", "title": "", "h1": [], "forms": [], "links": [],
                "findings": [f"a request to another host: {url}" for url in sorted(set(foreign))]})
    bare.close()
    judged.close()


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 64
    with open(sys.argv[1], encoding="utf-8") as file:
        plan = json.load(file)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=plan["browser"], args=["--no-sandbox"])
        for persona in plan["personas"]:
            crawl(browser, plan, persona, lambda row: print(json.dumps(row, ensure_ascii=False), flush=True))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
