"""Makes the leads and activities of rules/b2b_saas: 500 people and what they did, seeded.

    python tests/packs/make_b2b_saas.py [FOLDER]

Nobody in it exists: company domains end in `.example`, and private addresses carry `.example` before the @.
Only `Random.random` is used, the one generator Python promises to keep the same, so that a test can hold the
shipped files to this script. The mess is that of a CRM export: blanks and capitals, several spellings of a
country, placeholders for "not given", activities without a time or after the day of scoring.
"""

import csv
import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

T = TypeVar("T")
SEED = 20261101
LEADS = 500
AS_OF = dt.datetime(2026, 11, 1)
PACK = Path(__file__).parents[2] / "rules" / "b2b_saas"
LEAD_COLUMNS = (
    *("id", "created", "name", "email", "title", "company", "country", "employees"),
    *("industry", "budget", "stack", "consent", "Lead Source"),
)
ACTIVITY_COLUMNS = ("lead_id", "occurred", "action", "page", "campaign", "visit", "minutes")


class Market(NamedTuple):
    share: int
    spellings: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]
    legal: tuple[str, ...]


MARKETS = (
    Market(
        26,
        ("NL", "NL", "NL", "nl", "Netherlands", " NL", "The Netherlands"),
        ("Sanne", "Daan", "Femke", "Bram", "Lotte", "Jeroen", "Fleur", "Ruben", "Anouk", "Sjoerd"),
        ("de Vries", "Jansen", "van Dijk", "Bakker", "Visser", "Smit", "Meijer", "de Groot", "Mulder", "van den Berg"),
        ("B.V.", "Groep", "Holding"),
    ),
    Market(
        8,
        ("BE", "BE", "Belgium", "be"),
        ("Noor", "Lucas", "Elise", "Thibault", "Margaux", "Wout"),
        ("Peeters", "Janssens", "Maes", "Dubois", "Lambert", "Claes"),
        ("NV", "SRL"),
    ),
    Market(
        20,
        ("DE", "DE", "Germany", "de", "AT", "CH", "Austria"),
        ("Anna", "Lukas", "Jürgen", "Katharina", "Felix", "Sabine", "Jonas", "Heike"),
        ("Müller", "Schmidt", "Groß", "Weber", "Köhler", "Fischer", "Öztürk", "Brandt"),
        ("GmbH", "AG", "& Söhne"),
    ),
    Market(
        14,
        ("GB", "UK", "United Kingdom", "IE", "gb"),
        ("Olivia", "Harry", "Priya", "Callum", "Siobhan", "Amir", "Grace"),
        ("Smith", "O'Brien", "Patel", "Hughes", "MacLeod", "Khan", "Whitaker"),
        ("Ltd", "plc", "LLP"),
    ),
    Market(
        10,
        ("FR", "FR", "France", "fr "),
        ("Camille", "Hugo", "Éloïse", "Théo", "Inès", "Benoît"),
        ("Martin", "Lefèvre", "Moreau", "Girard", "Roux", "Chevalier"),
        ("SAS", "SA"),
    ),
    Market(
        8,
        ("SE", "DK", "NO", "Sweden", "FI"),
        ("Astrid", "Søren", "Lars", "Ingrid", "Åsa", "Mikko"),
        ("Ødegård", "Lindqvist", "Nielsen", "Berg", "Korhonen", "Åkesson"),
        ("AB", "A/S", "Oy"),
    ),
    Market(
        6,
        ("PL", "CZ", "ES", "IT", "PT"),
        ("Łukasz", "Agnieszka", "Jana", "Pablo", "Giulia", "Inês"),
        ("Wiśniewski", "Nováková", "García", "Rossi", "Ferreira", "Zieliński"),
        ("Sp. z o.o.", "S.L.", "S.r.l."),
    ),
    Market(
        5,
        ("US", "USA", "CA", "United States"),
        ("Jordan", "Emily", "Marcus", "Wei", "Aaliyah"),
        ("Johnson", "Nguyen", "Rivera", "Chen", "Taylor"),
        ("Inc", "LLC", "Corp"),
    ),
    Market(
        3,
        ("JP", "Japan", "BR", "TR"),
        ("Yuki", "Haruto", "Beatriz", "İbrahim", "Elif"),
        ("Tanaka", "Sato", "Silva", "Yılmaz", "Demir"),
        ("K.K.", "Ltda", "A.Ş."),
    ),
)


class Persona(NamedTuple):
    share: int
    titles: tuple[str, ...]
    sizes: tuple[int, ...]
    budgets: tuple[str, ...]
    private_mail: float
    gaps: float  # how often a field is left open
    warmth: tuple[int, ...]  # how much they do, drawn from


DECIDER = Persona(
    17,
    (
        "CEO", "Chief Marketing Officer", "VP Marketing", "vp, marketing", "Head of Growth ", "Founder & CEO",
        "Director of Demand Generation", "Managing Director", "CTO", "Owner", "HEAD OF MARKETING", "Directeur Marketing",
    ),
    (40, 90, 180, 260, 420, 800, 1500, 5200),
    ("10k to 50k", "10k to 50k", "over 50k", "under 10k"),
    0.08, 0.10, (0, 1, 1, 2, 3, 3, 4),
)  # fmt: skip
PRACTITIONER = Persona(
    33,
    (
        "Marketing Manager", "Marketing Operations Manager", "Growth Marketer", "Team Lead CRM", "CRM Specialist",
        "Sales Operations Analyst", "Digital Marketing Manager", "marketing manager", "Campaign Manager", "Assistant to the CEO",
    ),
    (8, 25, 60, 150, 240, 600, 1100),
    ("under 10k", "10k to 50k", "under 10k"),
    0.12, 0.18, (0, 0, 1, 1, 2, 3, 4),
)  # fmt: skip
SMALL_BUSINESS = Persona(
    16,
    ("Owner", "Founder", "Freelancer", "Consultant", "Zaakvoerder", "Inhaberin", "Co-founder"),
    (1, 1, 2, 3, 6, 9, 14),
    ("under 10k", "under 10k", "none"),
    0.45, 0.20, (0, 1, 1, 2, 2),
)  # fmt: skip
LEARNER = Persona(
    9,
    ("Student", "PhD Student", "Marketing Intern", "Working student", "Job seeker", "Trainee"),
    (1, 300),
    ("none", "none", "under 10k"),
    0.60, 0.30, (1, 1, 2, 3),
)  # fmt: skip
UNKNOWN = Persona(22, ("",), (30, 200), ("under 10k",), 0.35, 0.75, (0, 0, 0, 1, 2))
RIVAL = Persona(3, ("Product Manager", "Head of Product", "VP Sales"), (90, 350), ("over 50k",), 0.0, 0.10, (1, 2, 3))
PERSONAS = (DECIDER, PRACTITIONER, SMALL_BUSINESS, LEARNER, UNKNOWN, RIVAL)

TRADES = ("Logistics", "Interieur", "Analytics", "Foods", "Robotics", "Media", "Health", "Energy", "Travel", "Textiles")
RIVAL_DOMAINS = ("leadforge.example", "scorewell.example", "pipelyze.example")
FREE_DOMAINS = ("gmail.com", "gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "gmx.de", "ziggo.nl", "proton.me")
INDUSTRIES = (
    "Software",
    "IT services",
    "Finance",
    "Manufacturing",
    "Retail",
    "Education",
    "Healthcare",
    "software",
    "Media",
)
TOOLS = ("Salesforce", "HubSpot", "Marketo", "Slack", "Snowflake", "Excel", "Mailchimp", "dbt", "Pipedrive")
SOURCES = ("Webinar", "Organic search", "Paid search", "Event", "Partner", "organic search", "Referral", "List import")
NOT_GIVEN = ("", "", "", "Select", "N/A", "-", "unknown")
PAGES = (
    *("/", "/", "/product", "/product", "/product/scoring", "/integrations", "/customers", "/customers/vandijk"),
    *("/pricing", "/pricing", "/pricing/enterprise", "/blog", "/blog/mql-definition", "/about", "/careers"),
)
STUDIES = ("/guides/lead-scoring", "/guides/sales-handover", "/reports/benchmark-2026", "/guides/gdpr")
CAMPAIGNS = ("autumn-webinar", "benchmark-2026", "nl-roadshow", "newsletter-09", "newsletter-10", "retargeting")


def pick(rng: Random, options: Sequence[T]) -> T:
    return options[int(rng.random() * len(options))]


def weighted(rng: Random, options: Sequence[tuple[int, T]]) -> T:
    mark = rng.random() * sum(share for share, _ in options)
    for share, option in options:
        mark -= share
        if mark < 0:
            return option
    return options[-1][1]


@dataclass
class Person:
    """A lead in the making; `cells` in the order of LEAD_COLUMNS."""

    cells: list[str]
    warmth: int


def slug(text: str) -> str:
    plain = text.lower().translate(str.maketrans("éèïëöøüåäçłńśıİşğãíáß", "eeieoouaaclnsiisgaias"))
    return "".join(ch if ch.isascii() and ch.isalnum() else "-" for ch in plain).strip("-").replace("--", "-")


def untidy(rng: Random, text: str) -> str:
    """As people type: now and then in capitals or with blanks around it."""
    roll = rng.random()
    if roll < 0.03:
        return text.upper()
    return f" {text} " if roll < 0.06 else text


def address(rng: Random, name: str, domain: str, private: float) -> str:
    local = slug(name).replace("-", ".")
    if rng.random() < private:
        return f"{local}.example@{pick(rng, FREE_DOMAINS)}"
    return f"{local}@{domain}"


def person(rng: Random, number: int) -> Person:
    market = weighted(rng, [(m.share, m) for m in MARKETS])
    persona = weighted(rng, [(p.share, p) for p in PERSONAS])
    name = f"{pick(rng, market.given)} {pick(rng, market.family)}"
    root = f"{pick(rng, market.family).split()[-1]} {pick(rng, TRADES)}"
    domain = pick(rng, RIVAL_DOMAINS) if persona is RIVAL else f"{slug(root)}.example"
    created = awake(rng, AS_OF - dt.timedelta(days=1 + rng.random() ** 2 * 400))

    def given(value: str) -> str:
        return pick(rng, NOT_GIVEN) if rng.random() < persona.gaps else untidy(rng, value)

    def count(value: int) -> str:
        return "" if rng.random() < persona.gaps else str(value)

    cells = [
        f"L-{number:04}",
        created.strftime("%Y-%m-%d %H:%M"),
        name,
        untidy(rng, address(rng, name, domain, persona.private_mail)) if rng.random() > 0.02 else "",
        given(pick(rng, persona.titles)),
        given(f"{root} {pick(rng, market.legal)}"),
        pick(rng, market.spellings) if rng.random() > persona.gaps / 2 else "",
        count(pick(rng, persona.sizes) + int(rng.random() * 9)),
        given(pick(rng, INDUSTRIES)),
        given(pick(rng, persona.budgets)) if rng.random() > 0.25 else pick(rng, NOT_GIVEN),
        "; ".join(sorted({pick(rng, TOOLS) for _ in range(int(rng.random() * 4))})),
        pick(rng, ("yes", "yes", "TRUE", "Yes", "yes", "1", "no", "", "", "")),
        given(pick(rng, SOURCES)),
    ]
    return Person(cells, pick(rng, persona.warmth))


def odd_ones(people: list[Person]) -> None:
    """Records every CRM has: our own staff, tests, the same person twice under two ids."""
    for number, mail, title in (
        (41, "femke@tallyho.example", "Account Executive"),
        (173, "Test@tallyho.example", "test"),
        (308, "demo.account@tallyho.example", "Director"),
        (422, "test@signup.example", "asdf"),
    ):
        people[number].cells[3], people[number].cells[4] = mail, title
    people[299].cells[2:8] = people[120].cells[2:8]


def view(rng: Random) -> tuple[str, str, str]:
    return "page_view", pick(rng, PAGES), ""


def deed(rng: Random, warmth: int) -> tuple[str, str, str]:
    """What somebody does next, as (action, page, campaign); the warm ones come closer to us."""
    roll = rng.random()
    if roll < 0.30:
        return "email_open", "", pick(rng, CAMPAIGNS)
    if roll < 0.45:
        return "email_click", pick(rng, PAGES), pick(rng, CAMPAIGNS)
    if roll < 0.55:
        return "download", pick(rng, STUDIES), ""
    if roll < 0.62 and warmth > 1:
        return "webinar", "", pick(rng, CAMPAIGNS[:3])
    if roll < 0.65 and warmth > 2:
        return "trial_start", "/signup", ""
    if roll < 0.69 and warmth > 1:
        return pick(rng, ("demo_request", "demo_request", "contact_sales")), "/contact", ""
    if roll > 0.982:
        return pick(rng, ("bounce", "unsubscribe")), "", pick(rng, CAMPAIGNS)
    return view(rng)


def awake(rng: Random, day: dt.datetime) -> dt.datetime:
    """Some minute of that day, between seven and ten at night."""
    return day.replace(hour=7 + int(rng.random() * 15), minute=int(rng.random() * 60))


def moment(rng: Random, created: dt.datetime, warmth: int) -> dt.datetime:
    """Some time in the eight months since they came to us, the warm ones more often of late."""
    age = min(AS_OF - created, dt.timedelta(days=240)) * rng.random() ** (1 + warmth / 3)
    return max(created, awake(rng, AS_OF - age - dt.timedelta(minutes=1)))


def visit(rng: Random, number: str, start: dt.datetime, length: int) -> list[tuple[str, ...]]:
    """A run of page views under one visit id."""
    code = f"v{int(rng.random() * 16**6):06x}"
    rows: list[tuple[str, ...]] = []
    for step in range(length):
        action, page, _ = view(rng)
        at = start + dt.timedelta(minutes=3 * step)
        rows.append((number, at.strftime("%Y-%m-%d %H:%M"), action, page, "", code, ""))
    return rows


def activities(rng: Random, lead: Person) -> list[tuple[str, ...]]:
    number = lead.cells[0]
    created = dt.datetime.strptime(lead.cells[1], "%Y-%m-%d %H:%M")
    rows: list[tuple[str, ...]] = []
    for _ in range(int((lead.warmth + rng.random()) ** 1.6)):
        at = moment(rng, created, lead.warmth)
        if rng.random() < 0.22:
            rows += visit(rng, number, at, 2 + int(rng.random() * 4))
            continue
        action, page, campaign = deed(rng, lead.warmth)
        minutes = str(int(rng.random() * 55)) if action == "webinar" and rng.random() < 0.9 else ""
        rows.append((number, at.strftime("%Y-%m-%d %H:%M"), action, page, campaign, "", minutes))
    return rows


def odd_activities(rng: Random, rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Seven lost their time on import, three are registrations for a webinar still to come."""
    for _ in range(7):
        index = int(rng.random() * len(rows))
        rows[index] = (rows[index][0], "", *rows[index][2:])
    for day in (3, 9, 17):
        number = pick(rng, rows)[0]
        rows.append((number, f"2026-11-{day:02} 16:00", "webinar", "", "autumn-webinar", "", ""))
    return rows


def write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def make(folder: Path) -> None:
    """Writes leads.csv and activities.csv into a folder."""
    rng = Random(SEED)
    people = [person(rng, number) for number in range(1, LEADS + 1)]
    odd_ones(people)
    rows = odd_activities(rng, [row for lead in people for row in activities(rng, lead)])
    write(folder / "leads.csv", LEAD_COLUMNS, [lead.cells for lead in people])
    write(folder / "activities.csv", ACTIVITY_COLUMNS, sorted(rows, key=lambda row: (row[1], row)))


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else PACK)
