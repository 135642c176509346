"""Pictures of the appendix: counted right, told in words, and with nothing in them but text and lines."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from registers import activity, activity_of, bakery, files, register_of
from ropa import drawing
from ropa.documents.pictures import Bar, Bars, Flow, Lane, flow, summary
from ropa.drawing import Request
from ropa.fields.values import unqualified
from ropa.output.pictures import draw

SVG = "{http://www.w3.org/2000/svg}"

SAID = """\
    purposes:
      selling: {text: Sell bread., lawful_basis: {contract: stated, consent: stated}}
      counting: {text: Count., lawful_basis: not-stated}
    data_subjects: {customers: stated, employees: {inferred: They stand at the till.}}
    collected_from: {data-subject: stated}
    recipients: {payment-processors: stated}
    transfers:
      cards: {countries: [US, GB]}
      papers: {text: Papers.}
    """


def test_a_flow_leads_from_people_to_countries(tmp_path: Path) -> None:
    """Who looks at the picture sees the same words as in the table below, open answers among them."""
    register = register_of(tmp_path, files(activities=SAID))

    lanes = {
        lane.heading: [(one.text, str(one.state)) for one in lane.values]
        for lane in flow(activity_of(register)).lanes
    }

    assert lanes == {
        "Data subjects": [("customers", "stated"), ("employees", "inferred")],
        "Collected from": [("data subject directly", "stated")],
        "Processing activity": [("Sales", "stated")],
        "Recipients": [("payment processors", "stated")],
        "Destination": [
            ("United States", "stated"),
            ("United Kingdom", "stated"),
            ("countries not named", "not-recorded"),
        ],
    }


def test_the_summary_counts_activities(tmp_path: Path) -> None:
    """A bar says how many of how many, and an open answer is a bar of its own."""
    register = register_of(
        tmp_path,
        files(
            activities={
                "sales": activity("sales", SAID),
                "mail": activity("mail", "transfers: none\n"),
            }
        ),
    )

    found = {
        bars.title: [(bar.label, bar.full, bar.whole) for bar in bars.bars]
        for bars in summary(register)
    }

    assert found["Activities by role"] == [("controller", 2, 2)]
    assert found["Activities as controller by lawful basis of a purpose"] == [
        ("consent, Art. 6(1)(a)", 1, 2),
        ("contract, Art. 6(1)(b)", 1, 2),
        ("not stated", 1, 2),
    ]
    assert found["Activities by destination of transfers"] == [
        ("United Kingdom", 1, 2),
        ("United States", 1, 2),
        ("no transfer", 1, 2),
        ("countries not named", 1, 2),
    ]


def test_a_picture_is_told_in_words() -> None:
    """ISO 14289-1, 7.3: who does not see it hears the same."""
    shown = Bars("Activities by role", (Bar("controller", 14, 15), Bar("processor", 1, 15)))

    svg = ElementTree.fromstring(draw(shown))

    assert (
        svg.findtext(f"{SVG}title")
        == "Activities by role. controller: 14 of 15; processor: 1 of 15"
    )


def test_what_qualifies_a_bar_is_drawn_whole() -> None:
    """At the end of a bar there is room for a count; the rest goes on below, and the next bar begins under it."""
    signs = "“may”; conditional; general; for some"
    shown = Bars(
        "Destinations", (Bar("countries not named", 11, 11, signs=signs), Bar("Norway", 1, 11))
    )

    texts = ElementTree.fromstring(draw(shown)).iter(f"{SVG}text")
    beside = [element for element in texts if float(element.attrib["x"]) > 500]

    assert " ".join(element.text or "" for element in beside) == f"11 of 11 [{signs}] 1 of 11"
    assert max(len(element.text or "") for element in beside) <= 22
    assert len({element.attrib["y"] for element in beside}) == len(beside)


HOSTILE = [
    '</title><script>alert(1)</script><image href="http://x.example/a.png"/>',
    "&lt;b&gt; & <b>",
    "W" * 100_000,
    "\u202etxt.exe".replace("\u202e", "") + " שלום 日本語 " * 40,
    "😀" * 500,
]


@pytest.mark.parametrize("words", HOSTILE, ids=["markup", "entities", "long", "scripts", "emoji"])
def test_text_in_a_picture_is_text_and_stays_inside(words: str) -> None:
    """A name cannot add an element, and none is drawn wider than its box."""
    lane = Lane(words, (unqualified(words),) * 20)
    drawn = draw(Flow(words, (lane, lane, lane, lane, lane)))

    svg = ElementTree.fromstring(drawn)

    texts = [element for element in svg.iter() if element.tag in (f"{SVG}text", "span")]
    assert {element.tag.removeprefix(SVG) for element in svg.iter()} - {"div", "span"} == {
        "svg",
        "title",
        "text",
        "rect",
        "line",
        "polygon",
    }
    assert {
        name
        for element in svg.iter()
        for name in element.attrib
        if "href" in name or name.startswith("on")
    } == set()
    assert max(len(element.text or "") for element in texts) <= 31
    assert len(drawn) < 200_000 + 12 * len(words) * 25


FIGURE = Bars("Roles", (Bar("controller", 2, 5, general=1), Bar("processor", 1, 5)))
LANES = tuple(
    Lane(name, (unqualified(name),)) for name in ("people", "till", "sales", "bank", "US")
)


@pytest.mark.parametrize("picture", [FIGURE, Flow("Sales", LANES)], ids=["bars", "flow"])
def test_from_right_to_left_a_picture_is_its_mirror_image(
    picture: Bars | Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every box, arrow and bar, and each text ends where it began; only words are not turned round."""
    rightward = ElementTree.fromstring(draw(picture))
    monkeypatch.setattr("ropa.output.pictures.direction", lambda: "rtl")
    leftward = ElementTree.fromstring(draw(picture))

    assert [*map(edges, leftward.iter())] == [*map(mirrored, rightward.iter())]
    anchors = {element.get("text-anchor") for element in leftward.iter(f"{SVG}text")}
    assert anchors == {"end"}


def edges(element: ElementTree.Element) -> tuple[str, list[float], str]:
    """What an element is, where it is seen from the left, and what it says."""
    attributes = element.attrib
    places = [float(attributes[name]) for name in ("x", "x1", "x2") if name in attributes]
    if "width" in attributes and "x" in attributes:
        places.append(places[0] + float(attributes["width"]))
    places += [float(point.split(",")[0]) for point in attributes.get("points", "").split()]
    rounded = [round(place, 1) for place in places]
    return element.tag, rounded, element.text or ""


def mirrored(element: ElementTree.Element) -> tuple[str, list[float], str]:
    tag, places, words = edges(element)
    turned = [round(700 - place, 1) for place in places]
    return tag, sorted(turned) if tag == f"{SVG}rect" else turned, words


NAMES = {"paper": "שלום", "till": "مبيعات", "bank": "बैंक"}
"""Letters that run to the left, that join, and that stack."""


@pytest.mark.needs("pango", "pdftoppm")
def test_words_of_every_script_are_drawn_as_they_are_read(tmp_path: Path) -> None:
    """In an SVG they are set letter by letter: Hebrew stood backwards, Arabic in letters that do not join."""
    labels = ", ".join(f"{key}: {{label: {name}}}" for key, name in NAMES.items())
    known = f"vocabulary: {{recipient_categories: {{{labels}}}}}\n"
    said = "recipients: {paper: stated, till: stated, bank: stated}\n"
    register = register_of(tmp_path, files(said=known, activities=said))
    paper = tmp_path / "appendix.pdf"
    paper.write_bytes(drawing.draw("pdf", Request(register, date(2026, 1, 31)))["appendix.pdf"])

    command = ["pdftotext", str(paper), "-"]
    pages = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")
    [page] = [page for page in pages if "An arrow joins lists" in page]
    assert [page.count(name) for name in NAMES.values()] == [2, 2, 2]


def test_a_register_without_activities_has_no_bars(tmp_path: Path) -> None:
    """Nothing divides by nothing."""
    assert all(bar.whole for bars in summary(bakery()) for bar in bars.bars)
