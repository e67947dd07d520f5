"""The banner round the templates of a theme and of a site."""

import re

import jinja2
import pytest

from mkdocs_wellspring.hosts.mkdocs.theme import Added, carries_banner, wrap_theme

BANNER, HEAD, BACK = '<section id="probe"></section>', '<meta name="probe">', '<p id="back"></p>'
HOOK = f"""
from mkdocs_wellspring.hosts.mkdocs.theme import Added, wrap_theme


def on_env(env, config, files):
    def banner(page):
        return "" if page is not None and page.meta.get("goal") is False else {BANNER!r}

    def back(page):
        return {BACK!r} if banner(page) else ""

    return wrap_theme(env, Added(banner, lambda page: {HEAD!r}, back, PLACE))
"""
OWN = """{% extends "base.html" %}
{% block announce %}<p>OWN ANNOUNCEMENT</p>{% endblock %}
{% block extrahead %}<meta name="own">{% endblock %}
{% block content %}<p>OWN CONTENT</p>{{ super() }}{% endblock %}
"""
LANDING = """{% extends "main.html" %}
{% block announce %}LANDING BAR{% endblock %}{% block content %}LANDING PAGE{% endblock %}
"""
THEMES = ["material", "mkdocs", "readthedocs"]


def build(site, theme, place="top", **overrides: str) -> None:
    site.write("docs/index.md", "# Home\n\nSome text.\n")
    site.write("docs/quiet.md", "---\ngoal: false\n---\n# Quiet\n\nNo ask here.\n")
    site.write("hook.py", f"PLACE = {place!r}\n{HOOK}")
    for name, source in overrides.items():
        site.write(f"overrides/{name}.html", source)
    settings = {"name": theme, "custom_dir": "overrides"} if overrides else theme
    site.build(theme=settings, plugins=["search"], hooks=["hook.py"])


def stands_once(html: str) -> bool:
    head, _, body = html.partition("</head>")
    counts = [part.count(probe) for probe in (HEAD, BANNER, BACK) for part in (head, body)]
    return counts == [1, 0, 0, 1, 0, 1]


@pytest.mark.parametrize("theme", THEMES)
def test_the_banner_stands_once_on_each_page_of_a_theme(site, theme):
    build(site, theme)
    assert stands_once(site.html())
    assert "Some text." in site.html()
    assert stands_once(site.html("404.html"))
    assert "ot found" in site.html("404.html")
    if theme == "readthedocs":
        assert stands_once(site.html("search.html"))
        assert "Search Results" in site.html("search.html")
    if theme == "material":
        bar = site.html().partition('<aside class="md-banner">')[2].partition("</aside>")[0]
        assert f'<div class="ws-place ws-alone">{BANNER}</div>' in bar
    else:
        assert f'<div class="ws-place ws-below col-12">{BANNER}</div>' in site.html()
        assert site.html().index(BANNER) < site.html().index("Some text.")


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_without_a_banner_is_as_it_was(site, theme):
    build(site, theme)
    html = site.html("quiet/index.html")
    assert BANNER not in html
    assert BACK not in html
    assert "ws-place" not in html
    assert "md-banner" not in html
    assert html.count(HEAD) == 1


@pytest.mark.parametrize("theme", THEMES)
def test_a_site_keeps_the_blocks_of_its_own_main_html(site, theme):
    build(site, theme, main=OWN, landing=LANDING)
    html = site.html()
    assert stands_once(html)
    assert html.count("OWN CONTENT") == 1
    assert html.count('<meta name="own">') == 1
    assert "Some text." in html
    assert stands_once(site.html("404.html"))
    if theme == "material":
        bar = html.partition('<aside class="md-banner">')[2].partition("</aside>")[0]
        assert bar.index(f'<div class="ws-place">{BANNER}</div>') < bar.index("OWN ANNOUNCEMENT")
        assert "OWN ANNOUNCEMENT" in site.html("quiet/index.html")


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_a_page_with_a_template_of_its_own_and_an_own_404_page_have_it_too(site, theme):
    site.write("docs/landing.md", "---\ntemplate: landing.html\n---\n# Landing\n")
    lost = '{% extends "base.html" %}{% block content %}OWN 404{% endblock %}'
    build(site, theme, landing=LANDING, **{"404": lost})
    html = site.html("landing/index.html")
    assert stands_once(html)
    assert "LANDING PAGE" in html
    assert ("LANDING BAR" in html) == (theme == "material")
    assert stands_once(site.html("404.html"))
    assert "OWN 404" in site.html("404.html")


BASE = "<{% block extrahead %}{% endblock %}|{% block content %}{% endblock %}>"


def wrapped(sources: dict[str, str], **added) -> jinja2.Environment:
    env = jinja2.Environment(loader=jinja2.DictLoader(sources))
    return wrap_theme(env, Added(banner=lambda page: f"[{page}]", head=lambda page: f"({page})", **added))


def test_a_page_that_is_no_document_is_none():
    env = wrapped({"base.html": BASE, "main.html": '{% extends "base.html" %}'})
    place = '<div class="ws-place ws-below col-12">[{}]</div>\n'
    assert env.get_template("main.html").render() == f"<(None)|{place.format(None)}>"
    assert env.get_template("main.html").render(page="Page") == f"<(Page)|{place.format('Page')}>"


@pytest.mark.parametrize(
    "source",
    [
        "whole page",
        '{# {% extends "base.html" %} #}whole page',
        '{% extends "frame.html" %}{% block content %}whole page{% endblock %}',
        '{% raw %}{% extends "base.html" %}{% endraw %}whole page',
    ],
)
def test_a_template_that_does_not_extend_the_theme_s_base_is_left_alone(source):
    sources = {"base.html": BASE, "frame.html": "{% block content %}{% endblock %}", "main.html": source}
    plain = jinja2.Environment(loader=jinja2.DictLoader(sources))
    assert wrapped(sources).get_template("main.html").render() == plain.get_template("main.html").render()


@pytest.mark.parametrize(
    "tag", ["{% extends 'base.html' %}", '{%- extends "base.html" -%}', '{% set x = 1 %}\n{%extends "base.html"%}']
)
def test_the_ways_to_write_extends_are_one(tag):
    env = wrapped({"base.html": BASE, "main.html": tag + "{% block content %}own{% endblock %}"})
    html = env.get_template("main.html").render()
    assert html.count("[None]") == 1
    assert "own" in html


def test_however_many_templates_a_page_is_made_of_the_banner_is_one():
    sources = {"base.html": BASE, "level0.html": '{% extends "base.html" %}{% block content %}own{% endblock %}'}
    for level in range(1, 6):
        sources[f"level{level}.html"] = (
            f'{{% extends "level{level - 1}.html" %}}{{% block content %}}{{{{ super() }}}}{level}{{% endblock %}}'
        )
    html = wrapped(sources).get_template("level5.html").render()
    assert (html.count("[None]"), html.count("(None)")) == (1, 1)
    assert "own12345" in html


def test_a_theme_that_wraps_itself_wraps_nothing_twice():
    env = wrapped({"base.html": BASE, "main.html": '{% extends "base.html" %}'})
    again = wrap_theme(env, Added(banner=lambda _page: "second", head=lambda _page: "second"))
    html = again.get_template("main.html").render()
    assert html.count("[None]") == 1
    assert "second" not in html


def test_a_theme_with_no_place_for_it_is_whole_without_it():
    env = wrapped(
        {
            "base.html": "<{% block body %}{% endblock %}>",
            "main.html": '{% extends "base.html" %}{% block body %}x{% endblock %}',
        }
    )
    assert env.get_template("main.html").render() == "<x>"


@pytest.mark.parametrize(
    ("main", "carried"),
    [
        ('{% extends "base.html" %}', True),
        ('{% extends "mine.html" %}', True),
        ("whole page", False),
        ('{% extends "frame.html" %}', False),
        ('{% extends "missing.html" %}', True),  # told as what it is, where a page is made of it
    ],
)
def test_a_theme_is_known_to_carry_a_banner_or_not(main, carried):
    sources = {"base.html": BASE, "mine.html": '{% extends "base.html" %}', "frame.html": "x", "main.html": main}
    assert carries_banner(wrapped(sources)) is carried


def test_a_base_without_the_blocks_carries_no_banner():
    sources = {"base.html": "<{% block body %}{% endblock %}>", "main.html": '{% extends "base.html" %}'}
    assert not carries_banner(wrapped(sources))


@pytest.mark.parametrize(
    ("place", "order"), [("top", ["[None]", "own", "back"]), ("above", ["[None]", "own", "back"]),
                         ("end", ["own", "[None]", "back"])],
)  # fmt: skip
@pytest.mark.parametrize("footer", ["", "<footer>{% block footer %}foot{% endblock %}</footer>"])
def test_the_banner_stands_where_it_is_wanted_and_the_way_back_in_the_footer_or_at_the_end(place, order, footer):
    sources = {
        "base.html": BASE + footer,
        "main.html": '{% extends "base.html" %}{% block content %}own{% endblock %}',
    }
    html = wrapped(sources, back=lambda _page: "back", place=place).get_template("main.html").render()
    assert sorted(order, key=html.index) == order
    assert [html.count(one) for one in order] == [1, 1, 1]
    assert not footer or html.endswith("footback</footer>")
    assert ("ws-end" in html) == (place == "end")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("place", ["above", "end"])
def test_the_banner_stands_above_the_article_or_at_its_end_on_each_theme(site, theme, place):
    build(site, theme, place, main=OWN)
    html = site.html()
    assert stands_once(html)
    assert stands_once(site.html("404.html"))
    assert (html.index(BANNER) < html.index("OWN CONTENT")) == (place == "above")
    assert (html.index("Some text.") < html.index(BANNER)) == (place == "end")
    assert html.index(BANNER) < html.index(BACK)
    assert html.index("OWN CONTENT") < html.index(BACK)
    if theme == "material":
        assert BANNER in html.partition("<article")[2].partition("</article>")[0]
        assert "ws-place" not in html.partition('<aside class="md-banner">')[2].partition("</aside>")[0]


@pytest.mark.parametrize("dismiss", [False, True])
@pytest.mark.parametrize("place", ["top", "above", "end"])
def test_lists_of_posts_and_templates_round_the_content_have_it_too(site, place, dismiss):
    site.write("docs/index.md", "---\ntemplate: own.html\n---\n# Home\n\nSome text.\n")
    site.write("docs/blog/index.md", "# News\n")
    post = "---\ndate: 2026-11-0{0}\ncategories: [Talks]\n---\n# Post {0}\n\nText.\n\n<!-- more -->\n\nMore.\n"
    for number in (1, 2):
        site.write(f"docs/blog/posts/{number}.md", post.format(number))
    site.write("overrides/own.html", '{% extends "main.html" %}{% block container %}<p>Own</p>{% endblock %}')
    top = place == "top" and not dismiss
    site.write("hook.py", f"PLACE = {place if top or place != 'top' else 'above'!r}\n{HOOK}")
    theme = {"name": "material", "custom_dir": "overrides", "features": ["announce.dismiss"] if dismiss else []}
    site.build(theme=theme, plugins=["search", "blog"], hooks=["hook.py"])
    for path in ("blog/index.html", "blog/category/talks/index.html", "blog/2026/11/01/post-1/index.html"):
        html = site.html(path)
        assert stands_once(html), path
        before, _, after = html.partition(BANNER)
        assert ("md-content__inner" in before) is not top
        assert ("Text." in before) is (place == "end")
        # Within the column: its end and that of what is round it come after.
        assert top or re.match(r"</div>\s*", after)
        assert place != "end" or re.match(r"</div>\s*</(div|article)>\s*</div>", after)
    # What has neither the content nor Material's column of it has no place for a banner, and so no way back to one.
    assert [probe in site.html() for probe in (BANNER, BACK)] == [top, top]


def test_html_stays_html_where_templates_escape():
    def both(_page) -> str:
        return "<b>"

    env = jinja2.Environment(
        loader=jinja2.DictLoader(
            {"base.html": BASE, "main.html": '{% extends "base.html" %}{% block content %}<i>{% endblock %}'}
        ),
        autoescape=True,
    )
    html = wrap_theme(env, Added(banner=both, head=both)).get_template("main.html").render()
    assert html == '<<b>|<div class="ws-place ws-below col-12"><b></div>\n<i>>'


def test_a_template_that_changes_is_read_again():
    sources = {"base.html": BASE, "main.html": '{% extends "base.html" %}{% block content %}old{% endblock %}'}
    env = wrapped(sources)
    assert "old" in env.get_template("main.html").render()
    sources["main.html"] = sources["main.html"].replace("old", "new")
    assert "new" in env.get_template("main.html").render()
    sources["main.html"] = "whole page"
    assert env.get_template("main.html").render() == "whole page"


def test_the_theme_s_templates_are_listed_as_they_were():
    sources = {"base.html": BASE, "main.html": '{% extends "base.html" %}'}
    assert wrapped(sources).list_templates() == sorted(sources)


def test_a_mistake_in_a_site_s_template_is_told_as_the_site_s_own():
    env = wrapped({"base.html": BASE, "main.html": '{% extends "base.html" %}\n{% blok content %}'})
    with pytest.raises(jinja2.TemplateSyntaxError, match="blok") as error:
        env.get_template("main.html").render()
    assert (error.value.name, error.value.lineno) == ("main.html", 2)


@pytest.mark.parametrize("parent", ["main.html", "missing.html"])
def test_a_template_that_extends_itself_or_nothing_fails_as_it_did(parent):
    env = wrapped({"base.html": BASE, "main.html": f'{{% extends "{parent}" %}}'})
    with pytest.raises((RecursionError, jinja2.TemplateNotFound)):
        env.get_template("main.html").render()
