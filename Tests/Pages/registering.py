"""A registrar's way through the issuer's pages: a file with a wrong row, from the form to credentials; one of them found, checked and taken back; a
review decided.

registering(site) wants of the site: `plan` with "registrar", her number on /demo/people (and, where the college is not the demo's, "campus" and
"achievement", codes of it), `origin`, `visitor(person)` that gives a page without script, and `step(what, holds, seen)`.
"""
import time


def heading(page):
    return page.locator("h1").inner_text()


def said(page):
    return page.locator("main").inner_text()


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def refused(site, page, field, what):
    """The summary and the field say the same, letter by letter, and the summary leads to the field."""
    line, text = page.locator(".errors a"), page.locator(f"#{field}-e")
    same = line.count() == 1 and text.count() == 1 and text.text_content().replace("Error: ", "") == line.inner_text()
    site.step(f"{what} is refused, in the same words above and at the field", same and line.get_attribute("href") == f"#{field}", said(page))


def registering(site):
    step = site.step
    registrar = site.visitor(site.plan["registrar"])
    step("a registrar comes to what needs her", registrar.url.endswith("/issuer/") and heading(registrar) == "What needs me today?", registrar.url)
    student = f"J{time.time_ns() // 1_000_000}"
    batch = issuing(site, registrar, student)
    taking_back(site, registrar, student)
    deciding(site, registrar)
    stranger = site.visitor()
    for address in ("/issuer/", "/issuer/batches", "/issuer/credentials", "/issuer/reviews", "/issuer/achievements", batch):
        answer = stranger.goto(site.origin + address)
        step(f"nobody else sees {address.split('?')[0]}", answer.status == 401 and heading(stranger) == "Sign in first", heading(stranger))


def issuing(site, registrar, student):
    """From the form to the result; gives the result's path."""
    step = site.step
    campus, achievement = site.plan.get("campus", "HARBOR"), site.plan.get("achievement", "IT-HARDWARE")
    registrar.get_by_role("link", name="Issue by file").first.click()
    press(registrar, "Check the file")
    refused(site, registrar, "file", "a form without a file")
    rows = f"{student},{campus},{achievement},2026-05-30\n{student}x,{campus},{achievement},30 May\n"
    send = {"name": "journey.csv", "mimeType": "text/csv"}
    registrar.set_input_files("#file", {**send, "name": "columns.csv", "buffer": b"campus,achievement\n"})
    press(registrar, "Check the file")
    refused(site, registrar, "file", "a file without its columns")
    registrar.set_input_files("#file", {**send, "buffer": ("student_id,campus,achievement,completed_on\n" + rows).encode()})
    press(registrar, "Check the file")
    step("a file says what would happen", heading(registrar) == "What would happen" and "1 learner gets" in said(registrar), said(registrar))
    row = registrar.locator("tbody tr")
    step("its wrong row is named by line, column and what to do",
         row.count() == 1 and all(text in row.inner_text() for text in ("3", "completed_on", "Write it as 2026-05-30")), said(registrar))
    wrong = registrar.context.request.get(registrar.url.replace("/check", "/wrong-rows.csv"))
    step("the wrong rows can be downloaded", wrong.ok and '"3","completed_on","30 May"' in wrong.text(), wrong.text())
    registrar.get_by_role("link", name="Continue with 1").click()
    step("issuing is previewed", heading(registrar) == "Issue 1 credential?" and "Signed with" in said(registrar), said(registrar))
    registrar.get_by_role("link", name="Go back").click()
    step("and can be left", heading(registrar) == "What would happen", heading(registrar))
    registrar.get_by_role("link", name="Continue with 1").click()
    press(registrar, "Issue 1 credential")
    end = time.monotonic() + 30
    while heading(registrar) == "Issuing" and time.monotonic() < end:
        registrar.get_by_role("link", name="Refresh").click()
    step("the file is issued, all but its wrong row",
         heading(registrar) == "1 credential issued" and "1 row was wrong." in said(registrar), said(registrar))
    path = registrar.url[len(site.origin):]
    registrar.goto(site.origin + "/issuer/batches")
    first = registrar.locator("tbody tr").first.inner_text()
    step("the list of batches says so", "journey.csv" in first and "Done" in first, first)
    return path


def taking_back(site, registrar, student):
    step = site.step
    registrar.locator("header").get_by_role("link", name="Credentials").click()
    press(registrar, "Find it")
    refused(site, registrar, "student", "a search for nothing")
    registrar.fill("#student", student + "y")
    press(registrar, "Find it")
    refused(site, registrar, "student", "an unknown student number")
    step("what was typed stays", registrar.locator("#student").input_value() == student + "y", said(registrar))
    registrar.fill("#student", student)
    press(registrar, "Find it")
    step("a learner's credentials are found, and no address holds her number",
         registrar.locator("tbody tr").count() == 1 and student not in registrar.url, said(registrar))
    name = registrar.locator("tbody th").inner_text().split(",")[0].strip()
    registrar.locator("tbody th a").click()
    step("one credential says whose it is and that it is in force",
         heading(registrar) == name and student in said(registrar) and "In force" in said(registrar), said(registrar))
    page = registrar.url
    press(registrar, "Check it as others do")
    seen = registrar.locator("#verdict").first.inner_text()
    step("the public check takes its file", "/verifier/" in registrar.url and "passed" in seen, seen)
    registrar.goto(page)
    registrar.get_by_role("link", name="Take back this credential").click()
    step("taking back is previewed", heading(registrar) == "Take back this credential?", said(registrar))
    registrar.get_by_role("link", name="Keep it").click()
    step("and can be left", registrar.url == page and "In force" in said(registrar), said(registrar))
    registrar.get_by_role("link", name="Take back this credential").click()
    press(registrar, "Take back 1 credential")
    refused(site, registrar, "reason", "taking back without a reason")
    registrar.fill("#reason", "The journey's own")
    press(registrar, "Take back 1 credential")
    step("it is taken back, and why is kept",
         registrar.url == page and "Taken back" in said(registrar) and "The journey's own" in said(registrar), said(registrar))
    registrar.locator("header").get_by_role("link", name="Achievements").click()
    registrar.locator("main h2 a").first.click()
    step("an achievement says what must be done for it", "What must be done" in said(registrar), said(registrar))


def deciding(site, registrar):
    """Decides the review that waits longest, where one waits: the demo's story leaves one."""
    step = site.step
    registrar.locator("header").get_by_role("link", name="Reviews").click()
    waiting = registrar.locator("tbody tr").count()
    step("reviews are listed, or that there are none", heading(registrar) == "Reviews" and (waiting or "No reviews." in said(registrar)), said(registrar))
    if not waiting:
        return
    registrar.locator("tbody th a").first.click()
    page = registrar.url
    step("a review says why it is asked", heading(registrar).startswith("Review: ") and "Taken back" in said(registrar), said(registrar))
    registrar.get_by_role("link", name="Keep the award").click()
    step("keeping is previewed", heading(registrar).startswith("Keep “"), heading(registrar))
    press(registrar, "Keep the award")
    refused(site, registrar, "reason", "keeping without a reason")
    registrar.get_by_role("link", name="Decide later").click()
    registrar.get_by_role("link", name="Take back the award").click()
    step("taking back an award is previewed", heading(registrar).startswith("Take back “"), heading(registrar))
    registrar.fill("#reason", "It was earned with work that was not hers")
    press(registrar, "Take back the award")
    step("the decision stands on the review's page", registrar.url == page and "The award was taken back." in said(registrar), said(registrar))
    registrar.locator("header").get_by_role("link", name="Reviews").click()
    step("and nobody is asked again", registrar.locator(f'tbody a[href="{page[len(site.origin):]}"]').count() == 0, said(registrar))
