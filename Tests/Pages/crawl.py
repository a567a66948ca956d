#!/usr/bin/env python3
"""Walks a running Cairn site in Chromium, as each persona, and says of every page what holds.

usage: crawl.py PLAN      PLAN is a JSON file:
  {"origin": "http://localhost:8080", "browser": "/usr/bin/chromium", "limit": 60,
   "personas": [{"name": "nobody", "person": null, "start": ["/"], "whole": true},
                {"name": "learner", "person": 0, "start": ["/wallet/"], "skip": ["/verifier/"]}]}
"person" is a number on the page /demo/people, by which one signs in.
Prints one JSON object a page, a line each. A finding is a sentence in "findings"; a page without findings is as it should be.
Links are followed within the origin, by the path's pattern: of addresses that differ only in ids the first two are visited. For a persona that is
"whole" the first of them is judged in every look, by keys, on paper, right to left, with wider spacing and longer words; all others are judged on
a desktop, light and dark. "follow": false stays on the pages where one starts. "skip" names beginnings of paths that are the same for everybody and are judged for somebody else.
"""
import re
import sys
from urllib.parse import urljoin, urlsplit

from browsing import forms_of, pattern, run, sign_in, tell
from judging import judge

# How many pages of one kind are visited.
VISITS = 2


def is_page(link, origin):
    return link.startswith(origin + "/") and not re.search(r"\.(json|css|yaml|csv)$|/api/|/document$", urlsplit(link).path)


def crawl(browser, plan, persona):
    origin = plan["origin"]
    # Without script the page must do all that it does; axe itself needs script, so judging has a context of its own with the same cookies.
    bare = browser.new_context(java_script_enabled=False)
    judged = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    walker, page = bare.new_page(), judged.new_page()
    foreign = set()
    for context in (bare, judged):
        context.on("request", lambda request: foreign.add(request.url) if not request.url.startswith((origin + "/", "data:")) else None)
    if persona.get("person") is not None:
        sign_in(walker, origin, persona["person"])
        judged.add_cookies(bare.cookies())
    # Whoever is not signed in is told so where a page needs it, on a page like any other. So is whoever is somebody else.
    queue = [(urljoin(origin + "/", path), "") for path in persona["start"]]
    seen, visits = {url for url, _ in queue}, {}
    while queue:
        if sum(visits.values()) >= plan.get("limit", 60):
            tell({"persona": persona["name"], "url": "*", "pattern": "*", "findings": [f"there are more pages: {len(queue)} are not visited"]})
            break
        url, found_on = queue.pop(0)
        kind = pattern(url)
        if visits.get(kind, 0) >= VISITS or url[len(origin):].startswith(tuple(persona.get("skip", ()))):
            continue
        visits[kind] = visits.get(kind, 0) + 1
        answer = walker.goto(url)
        links = [urljoin(walker.url, link) for link in walker.evaluate("() => [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")]
        judged_answer = page.goto(url)
        row = {
            "persona": persona["name"], "url": url[len(origin):], "at": judged_answer.url[len(origin):], "pattern": kind,
            "from": found_on, "status": answer.status, "title": page.title(), "h1": page.locator("h1").all_inner_texts(),
            "verdict": page.locator("#verdict").all_inner_texts(), "forms": forms_of(walker)}
        row["findings"] = judge(page, judged_answer, persona.get("statuses", [200]), wholly=visits[kind] == 1 and persona.get("whole", False))
        if answer.status != judged_answer.status:
            row["findings"].append(f"without script the status is {answer.status}")
        tell(row)
        for link in links if persona.get("follow", True) else ():
            link = link.split("#")[0]
            if link not in seen and is_page(link, origin):
                seen.add(link)
                queue.append((link, row["url"]))
    for url in sorted(foreign):
        tell({"persona": persona["name"], "url": "*", "pattern": "*", "findings": [f"a request to another host: {url}"]})
    bare.close()
    judged.close()


def work(browser, plan):
    for persona in plan["personas"]:
        crawl(browser, plan, persona)
    return 0


if __name__ == "__main__":
    sys.exit(run(__doc__, work))
