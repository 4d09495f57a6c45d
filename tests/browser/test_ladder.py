"""What objectives may be about, chosen in the page; and the table on a telephone."""

PAGE = "chapters/15_atlas.html"
FORM = "#live-atlas"


def test_a_step_turns_what_is_lost_and_lets_go_again(open_page):
    page, log = open_page(PAGE)
    form = page.locator(FORM)
    assert form.locator(".atlas-lost").count() == 0
    usual = form.locator(".live-sentence").inner_text()
    form.locator("#atlas-among-list").click()
    page.wait_for_selector(f"{FORM} .atlas-lost")
    assert form.locator("a .atlas-lost").count() == 32
    assert (
        "64 of 168 cells are theorems. 32 of those over all R(s,a) are lost"
        in form.locator(".live-sentence").inner_text()
    )
    assert page.evaluate("document.activeElement.id") == "atlas-among-list"
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{FORM} .atlas-lost", state="detached")
    assert form.locator(".live-sentence").inner_text() == usual
    assert (log.outside, log.errors, log.failed) == ([], [], [])


def test_on_a_telephone_the_table_needs_no_scrolling(open_page):
    page, _ = open_page(PAGE, viewport={"width": 390, "height": 844})
    table = page.locator(f"{FORM} .atlas-scroll")
    assert table.evaluate("each => each.scrollWidth <= each.clientWidth")
    marks = page.locator(f"{FORM} table.atlas tbody a svg")
    assert marks.count() == 168
    assert min(marks.evaluate_all("all => all.map(each => each.getBoundingClientRect().width)")) >= 12
