"""Every page of the built book: it stays at home, raises no error, is drawn, and can be used by everyone."""

import re
from pathlib import Path

import pytest
import yaml

from toymodel_book.ledger import ROWS

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
AXE = (ROOT / "_ext" / "node_modules" / "axe-core" / "axe.min.js").read_text()
MOVED = yaml.safe_load((ROOT / "_config.yml").read_text())["sphinx"]["config"]["moved"]
PAGES = sorted(path.relative_to(HTML).as_posix() for path in HTML.rglob("*.html") if "_static" not in path.parts)

UNDRAWN = """() => [...document.querySelectorAll('.math')]
    .filter(each => !each.querySelector('math') || each.querySelector('.temml-error'))
    .map(each => each.textContent)"""
# Formulas are left to the tests of what draws them: they are half of a page's elements, and in the text's colour.
BARRED = """async () => (await axe.run({ exclude: [['math']] }, { resultTypes: ['violations'] })).violations
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll('body *')]
        .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 5).map(each => each.outerHTML.slice(0, 150))"""
CUT = """() => [...document.querySelectorAll('main :is(div.math, .toy-formula)')]
    .filter(box => box.querySelector('math')?.getBoundingClientRect().left < box.getBoundingClientRect().left - 1)
    .map(box => box.textContent.slice(0, 60))"""
UNTIDY = """() => {
    const faults = [];
    const seen = new Set();
    for (const { id } of document.querySelectorAll('[id]')) {
        if (seen.has(id)) faults.push(`two elements are called ${id}`);
        seen.add(id);
    }
    const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) => Number(tagName[1]));
    if (levels.filter(level => level === 1).length !== 1) faults.push('not one h1');
    if (levels.some((level, at) => level > (levels[at - 1] ?? 0) + 1)) faults.push(`levels are skipped: ${levels}`);
    if ([...document.querySelectorAll('th')].some(head => !head.textContent.trim())) faults.push('an empty head');
    if (!document.querySelector('meta[name=description]')?.content) faults.push('no description');
    if (!document.documentElement.lang || !document.title) faults.push('no language or no title');
    return faults;
}"""
# Every control that changes a picture is moved once; text is left, since it answers only when it means something.
MOVE = """() => document.querySelectorAll('form.live:not([data-exercise])').forEach(form => {
    for (const input of form.querySelectorAll('input[type=range], select, input[type=radio]:not(:checked)')) {
        if (input.matches(':disabled')) continue;
        if (input.type === 'radio') { input.click(); continue; }
        if (input.type === 'range') input.value = Number(input.value) < Number(input.max) ? Number(input.value) + 1 : 0;
        else input.selectedIndex = (input.selectedIndex + 1) % input.options.length;
        for (const kind of ['input', 'change']) input.dispatchEvent(new Event(kind, { bubbles: true }));
    }
})"""
OPEN = """() => {
    document.querySelectorAll('article details').forEach(each => { each.open = true; });
    // (axe takes all in a disabled fieldset for out of reach; browsers only its buttons and inputs.)
    document.querySelectorAll('fieldset').forEach(each => { each.disabled = false; });
}"""
SETTLED = 1000  # milliseconds after which the theme has looked which boxes scroll
STILL = "() => document.getAnimations().forEach(each => each.finish())"
WATCH = """() => {
    globalThis.violations = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
        violations.push(`${violatedDirective}: ${blockedURI} ${sample}`));
}"""


def test_every_chapter_of_the_contents_is_among_the_pages():
    named = [line.split()[-1] for line in (ROOT / "_toc.yml").read_text().splitlines() if "file:" in line]
    assert {f"{name}.html" for name in [*named, "intro"]} <= set(PAGES)


@pytest.mark.parametrize("path", PAGES)
def test_page_is_drawn_at_home_and_can_be_used_by_everyone(open_page, path):
    if path.removesuffix(".html") in ("index", *MOVED):
        pytest.skip("it only leads to another page; tests below read it")
    page, log = open_page(path, color_scheme="light", bypass_csp=False, before=WATCH)
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE)
    html = page.locator("html")
    faults = {"undrawn": page.evaluate(UNDRAWN), "untidy": page.evaluate(UNTIDY), "light": page.evaluate(BARRED)}
    assert html.get_attribute("data-theme") == "light"

    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_selector("html[data-theme=dark]")
    page.wait_for_timeout(SETTLED)
    page.evaluate(STILL)
    faults["dark, 390"] = page.evaluate(BARRED)

    page.evaluate(MOVE)
    page.wait_for_selector("form.live[aria-busy=true]", state="detached")  # Python has drawn what is not baked
    page.set_viewport_size({"width": 320, "height": 640})
    faults["too wide"] = page.evaluate(TOO_WIDE)
    faults["cut on the left"] = page.evaluate(CUT)
    # What has to scroll there can be scrolled by keyboard, in opened details too.
    page.evaluate(OPEN)
    page.wait_for_timeout(SETTLED)
    page.evaluate(STILL)
    faults["moved, dark, 320"] = page.evaluate(BARRED)

    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_selector("html[data-theme=light]")
    page.wait_for_timeout(SETTLED)
    page.evaluate(STILL)
    faults["moved, light, 1920"] = page.evaluate(BARRED)
    faults["against the policy"] = page.evaluate("violations")
    faults |= {"outside": log.outside, "errors": log.errors, "failed": log.failed}
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("path", PAGES)
def test_page_has_its_policy_before_all_that_it_loads(path):
    text = (HTML / path).read_text()
    rules = re.search('<meta http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert rules
    assert rules.start() < min(text.find(f"<{tag}") % len(text) for tag in ("script", "link", "style"))
    scripts = re.search("script-src ([^;]*)", rules[1])[1].split()
    assert {"'unsafe-inline'", "'unsafe-eval'"}.isdisjoint(scripts)
    assert all(each in {"'self'", "'wasm-unsafe-eval'"} or each.startswith("'sha256-") for each in scripts)
    assert "object-src 'none'" in rules[1]


def test_page_runs_no_script_that_is_put_in(open_page):
    page, _ = open_page("intro.html", bypass_csp=False, before=WATCH)
    page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'globalThis.put = true';
        document.body.append(script);
        document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="globalThis.put = true" alt="">');
    }""")
    page.wait_for_timeout(200)
    assert page.evaluate("globalThis.put") is None
    assert len(page.evaluate("violations")) == 2
    assert page.evaluate("fetch('http://127.0.0.2:9/').then(() => 'sent', () => 'refused')") == "refused"


def test_first_page_of_the_folder_says_where_the_book_begins():
    text = (HTML / "index.html").read_text()
    for part in (
        '<html lang="en">',
        "<title>A toy model",
        '<meta name="description" content="',
        '<a href="intro.html">',
    ):
        assert part in text


def test_an_old_address_leads_to_where_the_chapter_is_now(open_page):
    for old, new in MOVED.items():
        assert f'<link rel="canonical" href="../{new}.html">' in (HTML / f"{old}.html").read_text()
    old = next(old for old, new in MOVED.items() if new == "chapters/06_intent_alignment")
    page, _ = open_page(f"{old}.html#for-the-group", bypass_csp=False)
    page.wait_for_url("**/chapters/06_intent_alignment.html#for-the-group")


def test_a_section_names_the_claims_that_it_answers():
    for row in ROWS:
        for link in row.links:
            text = (HTML / "chapters" / f"{link.page}.html").read_text()
            assert f'<a href="claims.html#claim-{row.id}"' in text, (row.id, link.address)
            assert f'id="claim-{row.id}"' in (HTML / "chapters" / "claims.html").read_text()


def test_page_can_be_used_by_keyboard(open_page):
    page, _ = open_page("chapters/06_intent_alignment.html", viewport={"width": 1280, "height": 800})
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main-content"
    for _ in range(40):
        page.keyboard.press("Tab")
        hidden = page.evaluate("""() => {
            const at = document.activeElement, style = getComputedStyle(at);
            const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
            return at === document.body || (marked && at.checkVisibility()) ? null : at.outerHTML.slice(0, 200);
        }""")
        assert hidden is None
    page.keyboard.press("Control+k")
    dialog = page.locator("#pst-search-dialog")
    dialog.wait_for(state="visible")
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    page.keyboard.press("Control+k")
    page.keyboard.type("W5")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=W5")


def test_only_notebooks_offer_to_be_launched(open_page):
    for path, launches in {"intro.html": 0, "chapters/01_misguided_researcher.html": 2}.items():
        page, _ = open_page(path)
        links = page.locator("a[href*='colab.research.google.com'], a[href*='mybinder.org']")
        assert links.count() == launches, path
        for link in links.all():
            assert link.get_attribute("href").endswith(".ipynb")


def test_all_notebooks_are_offered_in_one_file(open_page):
    for path, places in {"intro.html": 2, "chapters/01_misguided_researcher.html": 1}.items():
        page, _ = open_page(path)
        links = page.locator("a[href$='toymodel-book.zip']").all()
        assert len(links) == places, path
        for link in links:
            assert page.request.get(link.evaluate("link => link.href")).body().startswith(b"PK"), path
