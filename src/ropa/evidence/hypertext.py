"""The text of HTML as a reader sees it, read as a stream of tags, so that no depth is too deep."""

import codecs
import re
from io import StringIO

import webencodings
from lxml import etree

from ropa.evidence.unreadable import Unreadable, broken


def read_html(data: bytes) -> str | Unreadable:
    """The text of the page *data*; a line ends where an element ends that does not stand inside a line."""
    page = _Page()
    # No tree is built, so nothing that is nested costs more than what is not.
    parser = etree.HTMLParser(target=page, encoding="utf-8", huge_tree=True, no_network=True)
    try:
        parser.feed(_DECLARATION.sub("", _decoded(data), count=1).encode())
        parser.close()
    # The parser mends whatever it meets; should it ever give up, the page is at fault and not the record.
    except (etree.LxmlError, ValueError) as error:
        return broken("HTML page", error)
    # What it cannot mend it leaves out, and a page is read whole or not at all.
    fatal = [entry for entry in parser.error_log if entry.level == etree.ErrorLevels.FATAL]
    if fatal:
        return Unreadable(f"is not a readable HTML page: line {fatal[0].line}: {fatal[0].message}")
    return page.text.getvalue()


_DECLARATION = re.compile(
    r"""\A(?P<before>(?>\s++|<!--(?>[^-]++|-(?!->))*+-->|<\?[^>]*+>)*+)
    <!DOCTYPE[^<>\[]*+\[(?><!--(?>[^-]++|-(?!->))*+-->|[^\]"'<]++|<|"[^"]*+"|'[^']*+')*+\]\s*+>""",
    re.IGNORECASE | re.VERBOSE,
)
"""A declaration that defines entities: HTML has none, so that a parser would take the end of it for text."""


class _Page:
    """What a page says, put together from its tags as they come."""

    def __init__(self) -> None:
        self.text = StringIO()
        self._hidden = 0
        self._at_block = False
        self._last = "\n"

    def start(self, tag: str, _attributes: object) -> None:
        """An element begins."""
        self._hidden += tag in _NEVER_SHOWN
        self._at_block = self._at_block or tag in _BLOCKS

    def data(self, text: str) -> None:
        """Text stands here."""
        if self._hidden or not text:
            return
        # Words before a block and words in it are two words, even where no blank is written.
        if self._at_block and not self._last.isspace() and not text[0].isspace():
            self.text.write("\n")
        self._write(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in _NEVER_SHOWN:
            self._hidden -= 1
        elif not self._hidden and tag not in _INLINE:
            self._write("\n")

    def close(self) -> None:
        """The page ends."""

    def _write(self, text: str) -> None:
        self.text.write(text)
        self._at_block = False
        self._last = text[-1]


_NEVER_SHOWN = frozenset({"script", "style", "template"})

_INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "u"})
"""Elements that stand inside a line; every other ends one."""

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"}
    | {"nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
"""Elements that begin a line of their own."""


def _decoded(data: bytes) -> str:
    """*data* as text: by its byte order mark, by what it declares, as UTF-8, or else as Western European."""
    encoding = _marked(data) or _declared(data)
    if encoding is None:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            encoding = webencodings.lookup("windows-1252")
    return str(webencodings.decode(data, encoding)[0])


def _marked(data: bytes) -> webencodings.Encoding | None:
    """UTF-16, by the first character of a page, or by a mark before it; a mark of UTF-8 needs no other."""
    if data.startswith((codecs.BOM_UTF16_LE, b"<\0")):
        return webencodings.lookup("utf-16le")
    if data.startswith((codecs.BOM_UTF16_BE, b"\0<")):
        return webencodings.lookup("utf-16be")
    return webencodings.UTF8 if data.startswith(codecs.BOM_UTF8) else None


_CHARSET = re.compile(rb"""<(?:meta\s[^>]*?charset|\?xml\s[^>]*?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)


def _declared(data: bytes) -> webencodings.Encoding | None:
    """The encoding that the head of a page names, where there is one of that name."""
    match = _CHARSET.search(data[:_HEAD])
    encoding = webencodings.lookup(match.group(1).decode("ascii")) if match else None
    # A declaration in ASCII is not in UTF-16, whatever it says.
    return webencodings.UTF8 if encoding and encoding.name.startswith("utf-16") else encoding


_HEAD = 4096
"""Bytes in which a page has to say how it is encoded; browsers look at 1,024 of them at least."""
