"""The data of examples: literals of the type of each field."""

from dataclasses import dataclass

from tests.strategies.expressions import Maker
from tests.strategies.schema import Field, text


@dataclass(frozen=True)
class Example:
    maker: Maker

    def lead(self) -> str:
        return f"lead {{ {self._given(self.maker.schema.lead)} }}"

    def activity(self) -> str:
        dice = self.maker.dice
        times = f" times {dice.between(1, 3)}" if dice.chance(0.2) else ""
        return f"activity {{ {self._given(self.maker.schema.activity)} }}{times}"

    def moment(self) -> str:
        """` as of …`, or nothing."""
        if self.maker.dice.chance(0.6):
            return ""
        return f" as of {self.maker.moment_literal()}"

    def _given(self, fields: tuple[Field, ...]) -> str:
        dice = self.maker.dice
        given = [f"{f.written}: {self._literal(f)}" for f in fields if not f.key and dice.chance(0.7)]
        return ", ".join(dice.shuffled(given))

    def _literal(self, f: Field) -> str:
        maker, dice = self.maker, self.maker.dice
        match f.kind:
            case "text":
                return maker.text_literal(f.exact)
            case "one of":
                return text(dice.pick(f.values))
            case "list":
                return "[" + ", ".join(maker.text_literal(f.exact) for _ in range(dice.between(0, 2))) + "]"
            case "boolean":
                return dice.pick(("true", "false"))
            case "integer":
                return dice.pick(("0", "1", "-7", "1_000", "200"))
            case "number":
                return maker.signed()
            case "date":
                return maker.day()
        return f"{maker.duration()} ago" if dice.chance(0.6) else maker.moment_literal()
