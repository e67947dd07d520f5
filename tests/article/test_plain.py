"""The words of HTML."""

import pytest

from mkdocs_wellspring.article.plain import plain


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>It is <strong>not</strong> so.</p><p>See <a href='c'>c</a>.</p>", "It is not so. See c."),
        ("<ul><li>a</li><li>b</li></ul>c<br>d", "a b c d"),
        ("un<em>believ</em>able &amp; &lt;b&gt; &#8220;x&#8221;", "unbelievable & <b> “x”"),
        ('So [1] <wellspring-cite raw="[1]"></wellspring-cite>.', "So [1]."),
        ('<bdi>Poe</bdi><wellspring-cite raw="[-@{poe}]"></wellspring-cite> says', "Poe says"),
        ('So <wellspring-cite raw="[@a]" left=""></wellspring-cite>[@a].', "So [@a]."),
        ('So <wellspring-cite raw="[@a, p. 4 &gt; &quot;x&quot;]"></wellspring-cite>!', "So!"),
        ("So<!--wellspring-cite 3 -->, so", "So, so"),
        ('So <span class="ws-cite">[<a href="#s">1</a> <span>x</span>]</span>, <span>so</span>.', "So, so."),
        ('So <span class="ws-cite ws-cite-words" id="x">(Poe)</span> is', "So is"),
        ('So<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>. 10<sup>3</sup>', "So. 103"),
        ("a <script>if (a < b) {}</script>b<style>p{}</style>", "ab"),
        ('<img alt="x > y" src="i.png">a<svg><title>t</title></svg>', "a"),
        ("a < b and c > d", "a < b and c > d"),
        ("", ""),
    ],
)
def test_words_are_what_a_reader_reads(html, words):
    assert plain(html) == words
