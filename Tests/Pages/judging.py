"""What is wrong with a page that is open in Chromium, each thing in a sentence."""
from pathlib import Path

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")

# What is judged how: the usual desktop in both schemes, a narrow phone, and a desktop at 400 % (1280 px wide are 320 of CSS).
LOOKS = [
    {"name": "desktop light", "scheme": "light", "width": 1280, "height": 900},
    {"name": "desktop dark", "scheme": "dark", "width": 1280, "height": 900},
    {"name": "phone", "scheme": "light", "width": 320, "height": 640},
    {"name": "400 %", "scheme": "light", "width": 320, "height": 225},
]
# The most bytes of a page with its stylesheet, and of the stylesheet.
PAGE_LIMIT, STYLESHEET_LIMIT = 100_000, 15_360
# The most stops of the Tab key that are followed on one page.
STOPS = 60

SIDEWAYS = """() => [...document.querySelectorAll('body *')]
    .filter(e => !e.closest('.scroll, svg, .hide, .skip') && e.checkVisibility()
        && (e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1))
    .map(e => e.tagName.toLowerCase() + (e.className ? '.' + e.className : '')).slice(0, 3)"""
SMALL = """() => [...document.querySelectorAll('button, input, select, textarea, summary, .btn')]
    .filter(e => { const r = e.getBoundingClientRect(); const least = e.matches('button:not(.plain), .btn') ? 44 : 24;
        return r.width > 0 && e.type !== 'hidden' && (r.width < 24 || r.height < least) })
    .map(e => e.outerHTML.slice(0, 80)).slice(0, 3)"""
FINE_PRINT = """() => [...document.querySelectorAll('main *')]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && parseFloat(getComputedStyle(e).fontSize) < 15)
    .map(e => e.tagName.toLowerCase() + ' ' + e.textContent.trim().slice(0, 40)).slice(0, 3)"""
CUT = """() => [...document.querySelectorAll('main *')]
    .filter(e => !e.closest('.hide, svg, .scroll, textarea, select, input') && getComputedStyle(e).clipPath === 'none'
        && ['hidden', 'clip'].includes(getComputedStyle(e).overflowX)
        && e.scrollWidth > e.clientWidth + 1)
    .map(e => e.tagName.toLowerCase() + ' ' + e.textContent.trim().slice(0, 40)).slice(0, 3)"""
TWINS = """() => { const places = new Map();
    for (const a of document.querySelectorAll('a[href]')) {
        const name = (a.getAttribute('aria-label') || a.textContent).trim().replace(/\\s+/g, ' ');
        places.set(name, (places.get(name) || new Set()).add(a.href)) }
    return [...places].filter(([, at]) => at.size > 1).map(([name]) => name).slice(0, 3) }"""
SPACED = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}"
LONGER = """() => { const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
    while (walk.nextNode()) if (walk.currentNode.data.trim() && !walk.currentNode.parentElement.closest('svg')) texts.push(walk.currentNode);
    for (const text of texts) text.data += ' ' + text.data.trim().slice(0, Math.ceil(text.data.trim().length * .4)) }"""
FOCUS = """() => { const e = document.activeElement;
    if (!e || e === document.body) return null;
    const s = getComputedStyle(e), r = e.getBoundingClientRect();
    return {place: [...document.querySelectorAll('*')].indexOf(e), name: e.outerHTML.slice(0, 80), isDate: e.type === 'date', isSkip: e.matches('.skip'),
        ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
        seen: r.width > 0 && r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth} }"""
# A group of radio buttons is one stop: the arrow keys go about in it.
STOPS_OF_PAGE = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden], [type=radio]), select, textarea, summary')]
    .filter(e => e.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}) && !e.disabled).length"""
PRINTED = """() => ({
    shown: [...document.querySelectorAll('.bar, .foot, .skip, nav, button, .btn')].filter(e => e.checkVisibility())
        .map(e => e.outerHTML.slice(0, 60)),
    folded: [...document.querySelectorAll('details > :not(summary)')].filter(e => e.getBoundingClientRect().height === 0).length})"""


def standing(page, answer, statuses):
    """What holds of a page in any look."""
    findings = []
    if answer is None or answer.status not in statuses:
        findings.append(f"the status is {answer.status if answer else 'none'}")
    headings = page.locator("h1").count()
    if headings != 1:
        findings.append(f"it has {headings} h1")
    if not page.title().endswith(" - Cairn"):
        findings.append(f"the title is {page.title()!r}")
    root = page.locator("html")
    if not root.get_attribute("lang") or not root.get_attribute("dir"):
        findings.append("lang or dir is missing")
    if page.locator("script, style, [style]").count():
        findings.append("it holds script or inline style")
    for twin in page.evaluate(TWINS):
        findings.append(f"two links are called {twin!r} and lead to different places")
    return findings


def accessible(page, look):
    """What axe says in one look."""
    if not page.evaluate("() => typeof axe === 'object'"):
        page.evaluate(AXE)
    for violation in page.evaluate("() => axe.run().then(r => r.violations)"):
        where = "; ".join(str(node["target"][0]) for node in violation["nodes"][:3])
        yield f"{look}: {violation['id']} ({violation['help']}) at {where}"


def fitting(page, look):
    """What is wider, smaller or shorter than it may be."""
    for wide in page.evaluate(SIDEWAYS):
        yield f"{look}: {wide} is wider than the page"
    for small in page.evaluate(SMALL):
        yield f"{look}: too small to hit: {small}"
    for text in page.evaluate(FINE_PRINT):
        yield f"{look}: smaller than 15 px: {text}"
    for text in page.evaluate(CUT):
        yield f"{look}: is cut: {text}"


def see(page, look):
    page.set_viewport_size({"width": look["width"], "height": look["height"]})
    page.emulate_media(color_scheme=look["scheme"])


def keys(page):
    """Walks the page by the Tab key: first the skip link, then all in reading order, each seen to have the focus."""
    wanted, last, stop = page.evaluate(STOPS_OF_PAGE), -1, 0
    page.evaluate("() => { document.activeElement && document.activeElement.blur(); scrollTo(0, 0) }")
    while stop < min(STOPS, wanted):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at and at["isDate"] and at["place"] == last:
            continue  # day, month and year are stops of one field
        if at is None:
            yield f"keys: only {stop} of {wanted} places are reached"
            return
        if stop == 0 and not at["isSkip"]:
            yield f"keys: the first stop is {at['name']}, not the skip link"
        if at["place"] <= last:
            yield f"keys: out of reading order: {at['name']}"
            return
        if not at["ring"] or not at["seen"]:
            yield f"keys: the focus is not seen at {at['name']}"
        last, stop = at["place"], stop + 1


def paper(page):
    """What a print of it holds too much or too little of."""
    page.emulate_media(media="print")
    printed = page.evaluate(PRINTED)
    page.emulate_media(media="screen")
    for shown in printed["shown"]:
        yield f"print: shows {shown}"
    if printed["folded"]:
        yield f"print: {printed['folded']} folded parts are not shown"


def stretched(page):
    """Changes the page as other languages and eyes do. It comes last: the page is not what it was."""
    see(page, LOOKS[2])
    page.evaluate("() => document.documentElement.dir = 'rtl'")
    yield from fitting(page, "right to left")
    page.evaluate("() => document.documentElement.dir = 'ltr'")
    tag = page.add_style_tag(content=SPACED)
    yield from fitting(page, "wide spacing")
    tag.evaluate("tag => tag.remove()")
    page.evaluate(LONGER)
    yield from fitting(page, "longer words")


def judge(page, answer, statuses, wholly):
    """What is wrong with the page that is open; `wholly` also in every look, by keys, on paper and stretched."""
    findings = standing(page, answer, statuses)
    if answer is not None:
        # As it travels: compressed.
        size = answer.request.sizes()["responseBodySize"]
        if size > PAGE_LIMIT - STYLESHEET_LIMIT:
            findings.append(f"it is {size:,} bytes long")
    for look in LOOKS if wholly else LOOKS[:2]:
        see(page, look)
        findings += accessible(page, look["name"])
        findings += fitting(page, look["name"])
    if wholly:
        see(page, LOOKS[0])
        findings += keys(page)
        findings += paper(page)
        findings += stretched(page)
    return findings
