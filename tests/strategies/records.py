"""Leads and activities of a schema: around the constants the rules use, at the edges of windows and days, with
missing values in every spelling, ties, and times to come."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from tests.strategies import words
from tests.strategies.dice import Dice
from tests.strategies.rulesets import RuleSet
from tests.strategies.schema import Field

UNITS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
STEP = timedelta(microseconds=1)


@dataclass(frozen=True)
class Lead:
    values: dict[str, object]
    activities: tuple[dict[str, object], ...]
    previous: str | None


def make_lead(dice: Dice, rules: RuleSet) -> Lead:
    maker = _Maker(dice, rules)
    absent = dice.pick((0.05, 0.25, 0.25, 0.5))
    values = {f.name: maker.raw(f, absent) for f in rules.schema.lead if not f.key}
    values = {name: value for name, value in values.items() if value is not None or dice.chance(0.5)}
    many = dice.pick((0, 0, 1, 2, 3, 4, 6, 9))
    moments = [maker.moment() for _ in range(dice.pick((1, 1, 2, 3, 4)))]  # few, so that activities meet at one moment
    maker.familiar = [maker.text() for _ in range(dice.between(1, 3))] if dice.chance(0.5) else []
    activities = tuple(maker.activity(dice.pick((0.0, 0.1, 0.3)), moments) for _ in range(many))
    previous = dice.pick((None, None, "Nowhere", *rules.stages)) if dice.chance(0.5) else None
    return Lead({"id": "L-1", **values}, activities, previous)


class _Maker:
    def __init__(self, dice: Dice, rules: RuleSet) -> None:
        self.dice, self.rules, self.zone = dice, rules, ZoneInfo(rules.schema.zone)
        self.familiar: list[str] = []  # texts that come again, in other case
        self.constants = {kind: sorted(values) for kind, values in rules.constants.items()}

    def activity(self, absent: float, moments: list[datetime]) -> dict[str, object]:
        row: dict[str, object] = {"lead_id": "L-1"}
        for f in self.rules.schema.activity:
            if f.kind == "time" and not self.dice.chance(absent) and self.dice.chance(0.75):
                value = self._written_time(self.dice.pick(moments))
                row[f.name] = value if self.rules.schema.declared else str(value)
            elif not f.key:
                row[f.name] = self.raw(f, absent)
        return row

    def raw(self, f: Field, absent: float) -> object:
        """A cell or a Python value, seldom one that does not fit; without a schema always a cell."""
        value = self._raw(f, absent)
        return value if value is None or self.rules.schema.declared else str(value)

    def _raw(self, f: Field, absent: float) -> object:
        if self.dice.chance(0.0008):
            return self.dice.pick(("1,5", "tomorrow", "maybe", "2026-02-30", "12 km"))
        if self.dice.chance(absent):
            return self._missing()
        match f.kind:
            case "text":
                return self._spelled(self.dice.pick(self.familiar)) if self.familiar else self.text()
            case "one of":
                return self._spelled(self.dice.pick(f.values))
            case "list":
                return self._list(f)
            case "boolean":
                return self.dice.pick((True, False, "true", "FALSE", "Yes", "no", "1", "0", 1, 0))
            case "number" | "integer":
                return self._number(f.kind == "integer")
            case "date":
                return self._date(f)
        return self._written_time(self.moment())

    def _missing(self) -> object:
        spellings = [self._spelled(s) for s in self.rules.schema.missing]
        return self.dice.pick((None, None, "", "  \u00a0", *spellings))

    # --- text ------------------------------------------------------------------------------------------------

    def _spelled(self, value: str) -> str:
        value = self.dice.pick((value, value, value.upper(), value.lower(), value.swapcase()))
        return f" {value}\u2003" if self.dice.chance(0.1) else value

    def text(self) -> str:
        dice = self.dice
        used, needles = self.constants.get("text", []), self.constants.get("needle", [])
        pieces = [*used, *used, *needles, *needles, dice.pick(words.TEXTS)]
        value = self._spelled(dice.pick(pieces))
        if dice.chance(0.4):
            value = dice.pick((" ", "", ".", "-", "x")).join(dice.shuffled([value, self._spelled(dice.pick(pieces))]))
        return value if value.strip() else "x"

    def _list(self, f: Field) -> object:
        items = [self.text().replace(",", "").replace(";", "").replace("|", "") for _ in range(self.dice.between(0, 3))]
        if self.dice.chance(0.5):
            return items
        written = (f.split_by or ",").join(items)
        return None if written.startswith("[") else written  # would be JSON

    # --- numbers -----------------------------------------------------------------------------------------------

    def _number(self, whole: bool) -> object:
        dice = self.dice
        used = [Decimal(n) for n in self.constants.get("number", [])] or [Decimal(0)]
        value = dice.pick((dice.pick(used), dice.pick(used), Decimal(dice.pick(words.NUMBERS))))
        value += dice.pick((Decimal(0), Decimal(0), Decimal("0.0001"), Decimal("-0.0001"), Decimal(1), Decimal(-1)))
        if dice.chance(0.1):
            value = -value
        if whole:
            value = Decimal(int(value))
            return dice.pick((int(value), str(value)))
        if dice.chance(0.05):
            value += Decimal("0.00005")
        if dice.chance(0.02):
            return dice.pick((float("nan"), float("-inf"), "1e3", Decimal("NaN"), "99999999999999.99995"))
        return dice.pick((format(value, "f"), value, float(value), format(value, "f")))

    # --- dates and times -----------------------------------------------------------------------------------------

    def _date(self, f: Field) -> object:
        dice = self.dice
        used = [date.fromisoformat(d) for d in self.constants.get("date", [])]
        today = self.rules.as_of.astimezone(self.zone).date()
        day = dice.pick((*used, *used, today)) + timedelta(days=dice.pick((0, 0, 1, -1, -30, -7)))
        if dice.chance(0.1):
            return self._written_time(self.moment())  # cut to its day
        if dice.chance(0.2):
            return day
        return f"{day:%d/%m/%Y}" if f.format else day.isoformat()

    def moment(self) -> datetime:
        """At an edge as often as not."""
        dice, as_of = self.dice, self.rules.as_of
        used = [datetime.fromisoformat(t).replace(tzinfo=self.zone) for t in self.constants.get("time", [])]
        spans = [_span(d) for d in self.constants.get("duration", [])] or [timedelta(days=7)]
        base = dice.weighted(
            (4, lambda: as_of - dice.pick(spans)),
            (1, lambda: as_of - 2 * dice.pick(spans)),
            (1, lambda: as_of - dice.pick(spans) - dice.pick(spans)),
            (1, lambda: as_of),
            (2, lambda: self._midnight(dice.between(-9, 0))),
            (1 if used else 0, lambda: dice.pick(used).astimezone(UTC)),
            (2, lambda: as_of - timedelta(seconds=dice.between(0, 100 * 86_400))),
            (0.5, lambda: as_of + dice.pick(spans)),
            (0.5, self._clock_change),
        )
        shift = dice.pick((0, 0, 0, 1, -1, 3_600_000_000, -1_800_000_000))
        return base + shift * STEP

    def _midnight(self, days: int) -> datetime:
        day = self.rules.as_of.astimezone(self.zone).date() + timedelta(days=days)
        return datetime(day.year, day.month, day.day, tzinfo=self.zone).astimezone(UTC)

    def _clock_change(self) -> datetime:
        """The last hour in the thirty days before at which the zone's offset changed, or that long ago."""
        moment = self.rules.as_of.replace(minute=0, second=0, microsecond=0)
        for _ in range(24 * 30):
            earlier = moment - timedelta(hours=1)
            if earlier.astimezone(self.zone).utcoffset() != moment.astimezone(self.zone).utcoffset():
                return moment
            moment = earlier
        return moment

    def _written_time(self, moment: datetime) -> object:
        local = moment.astimezone(self.zone)
        naive = local.replace(tzinfo=None)
        if self.dice.chance(0.05):
            return self.dice.pick((naive.date(), naive.date().isoformat()))
        return self.dice.pick(
            (
                moment,
                local,
                naive,
                moment.isoformat(),
                local.isoformat(sep=" "),
                naive.isoformat(sep=" "),
                naive.isoformat(),
                moment.replace(tzinfo=None).isoformat() + "Z",
            )
        )


def _span(duration: str) -> timedelta:
    amount, unit = duration.split()
    return timedelta(seconds=float(amount) * UNITS[unit.rstrip("s")])
