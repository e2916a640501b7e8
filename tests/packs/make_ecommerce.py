"""Makes rules/ecommerce/leads.jsonl: 80 customers of a coffee shop, each with what they did, seeded.

    python tests/packs/make_ecommerce.py [OUT]

Nobody in it exists; addresses end in `.example`. As in make_b2b_saas.py only `Random.random` is used.
"""

import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import TypeVar

T = TypeVar("T")
Json = dict[str, object]
SEED = 7
CUSTOMERS = 80
AS_OF = dt.datetime(2026, 11, 1)
LEADS = Path(__file__).parents[2] / "rules" / "ecommerce" / "leads.jsonl"
SHELVES = {"espresso": 14.0, "filter coffee": 11.5, "grinders": 189.0, "machines": 649.0, "cups": 24.0, "tea": 9.9}
GIVEN = ("Chloé", "Mathis", "Zoé", "Rémi", "Amina", "Yanis", "Louise", "Gaël", "Inès", "Paul", "Noémie", "Karim")
FAMILY = ("Laurent", "Petit", "Benali", "Fontaine", "Mercier", "Guérin", "Nguyen", "Da Silva", "Robin", "Lemaître")


def pick(rng: Random, options: Sequence[T]) -> T:
    return options[int(rng.random() * len(options))]


def ascii_of(text: str) -> str:
    return text.lower().translate(str.maketrans("éèëîï ", "eeeii."))


def event(days: float, name: str, shelf: str, price: float | None = None) -> Json:
    at = AS_OF - dt.timedelta(minutes=int(days * 24 * 60) + 1)
    row: Json = {"event": name, "happened": at.strftime("%Y-%m-%dT%H:%M"), "category": shelf}
    return row if price is None else row | {"amount": price}


def shopping(rng: Random, days: float, keeps: float) -> list[Json]:
    """A trip to the shop: some visits, now and then a cart, an order, something sent back."""
    shelf = pick(rng, tuple(SHELVES))
    price = round(SHELVES[shelf] * (1 + int(rng.random() * 3)), 2)
    rows = [event(days + 0.5 * visit, "visit", shelf) for visit in range(1 + int(rng.random() * 3))]
    if rng.random() < 0.55:
        rows.append(event(days, "cart", shelf, price))
        if rng.random() < 0.75:
            rows.append(event(max(days - 0.1, 0.0), "order", shelf, price))
            if rng.random() > keeps:
                rows.append(event(max(days - 9, 0.0), "return", shelf, price if rng.random() < 0.9 else None))
    if rng.random() < 0.25:
        rows.append(event(max(days - 2, 0.0), "newsletter_click", shelf))
    return rows


def customer(rng: Random, number: int) -> Json:
    name = f"{pick(rng, GIVEN)} {pick(rng, FAMILY)}"
    member = 20 + rng.random() ** 2 * 1400
    loyal = rng.random()
    trips = int(rng.random() ** 2 * 14)
    rows = [row for _ in range(trips) for row in shopping(rng, rng.random() ** 2 * min(member, 420), 0.3 + loyal * 0.7)]
    if rng.random() < 0.03:
        rows.append(event(rng.random() * 20, "complaint", "machines"))
    return {
        "id": f"C{number:03}",
        "name": name,
        "email": f"{ascii_of(name)}@mail.example" if rng.random() > 0.05 else None,
        "country": pick(rng, ("FR", "FR", "FR", "BE", "CH", "fr", None)),
        "joined": (AS_OF - dt.timedelta(days=member)).strftime("%d/%m/%Y"),
        "loyalty": "gold" if trips > 9 else "silver" if trips > 6 else pick(rng, ("none", "none", None)),
        "Newsletter?": pick(rng, ("yes", "yes", "no", None)),
        "likes": sorted({pick(rng, tuple(SHELVES)) for _ in range(int(rng.random() * 3))}),
        "activities": sorted(rows, key=lambda row: (str(row["happened"]), str(row["event"]))),
    }


def make(out: Path) -> None:
    """Writes the customers, one JSON object a line."""
    rng = Random(SEED)
    people = [customer(rng, number) for number in range(1, CUSTOMERS + 1)]
    people[33]["email"] = "stock@ourshop.example"
    lines = [json.dumps(person, ensure_ascii=False) for person in people]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else LEADS)
