"""Queries asked in the page."""

PAGE = "chapters/15_atlas.html"
FORM = "#live-query"


def ask(page, key, sign):
    """Turn a switch, and wait for the new sentence."""
    form = page.locator(FORM)
    before = form.locator(".live-sentence").inner_text()
    form.locator(f"#query-{key}-{sign}").click()
    page.wait_for_function(
        "([sentence, before]) => document.querySelector(sentence).innerText !== before",
        arg=[f"{FORM} .live-sentence", before],
    )
    return form.locator(".live-sentence").inner_text()


def test_a_world_then_a_theorem_then_its_proof(open_page):
    page, log = open_page(PAGE)
    form = page.locator(FORM)
    assert "it can happen" in form.locator(".live-sentence").inner_text()
    said = ask(page, "objective", "holds")
    assert "never, in any finite world" in said
    assert page.evaluate("document.activeElement.id") == "query-objective-holds"
    assert form.locator("#query-outer-holds").get_attribute("aria-pressed") == "true"
    links = form.locator(".query-answer a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert links == ["proofs.html#thm-i2", "proofs.html#thm-i3"]
    assert "it can happen" in ask(page, "impact", "either")
    with page.expect_popup() as beside:
        form.locator(".query-answer a").first.click()
    beside.value.wait_for_selector("#live-editor")
    assert (log.outside, log.errors, log.failed) == ([], [], [])
