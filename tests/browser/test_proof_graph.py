"""The graph of proofs as a reader meets it: pointed at, gone through by keyboard, on a telephone."""

PAGE = "chapters/proofs.html"
NODE = '.proof-node[data-name="thm-i4"]'


def marked(page):
    return set(page.locator(".proof-node.proof-below").evaluate_all("all => all.map(each => each.dataset.name)"))


def test_what_a_result_stands_on_is_marked_and_said(open_page):
    page, log = open_page(PAGE)
    usual = page.locator(".proof-said").inner_text()
    page.locator(NODE).scroll_into_view_if_needed()
    page.hover(NODE)
    below = marked(page)
    assert {"thm-i4", "lem-outer", "lem-own", "lem-indicator"} <= below
    assert "thm-i5" not in below
    assert "It stands on What outer alignment says of the base objective" in page.locator(".proof-said").inner_text()
    drawn = page.locator(".proof-edge.proof-below").evaluate_all("all => all.map(e => [e.dataset.from, e.dataset.to])")
    assert drawn
    assert {name for edge in drawn for name in edge} == below
    page.mouse.move(0, 0)
    assert marked(page) == set()
    assert page.locator(".proof-said").inner_text() == usual
    assert (log.outside, log.errors, log.failed) == ([], [], [])


def test_the_keyboard_goes_through_it_and_opens_a_proof(open_page):
    page, _ = open_page(PAGE)
    page.locator(NODE).focus()
    assert "lem-outer" in marked(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.proof-node') !== null")
    page.locator(NODE).focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#thm-i4")
    box = page.locator("#thm-i4").bounding_box()
    assert 0 <= box["y"] < 900


def test_nothing_moves_when_a_result_is_pointed_at(open_page):
    page, _ = open_page(PAGE)
    before = page.locator(".proof-wide svg").bounding_box()
    for node in page.locator(".proof-node").all():
        node.focus()
        assert page.locator(".proof-wide svg").bounding_box()["height"] == before["height"]
        top = page.evaluate("document.querySelector('.proof-wide svg').getBoundingClientRect().top + scrollY")
        assert abs(top - before["y"]) < 1


def test_on_a_telephone_it_is_a_list(open_page):
    page, _ = open_page(PAGE, viewport={"width": 390, "height": 844})
    assert not page.locator(".proof-wide").is_visible()
    lists = page.locator(".proof-narrow details")
    lists.first.locator("summary").click()
    link = lists.first.locator("a").first
    assert link.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    target = link.get_attribute("href")
    link.click()
    assert page.url.endswith(target)
