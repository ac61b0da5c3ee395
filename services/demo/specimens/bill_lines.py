"""What a bill charges for, and how French bills print dates and amounts."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

CENT = Decimal("0.01")
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an account."""

    label: str
    quantity: Decimal
    unit: str
    price: Decimal

    @property
    def amount(self) -> Decimal:
        """Quantity by unit price, to the cent."""
        return (self.quantity * self.price).quantize(CENT)

    def printed(self) -> list[str]:
        """The four cells of the line."""
        price = f"{self.price}".replace(".", ",") + f"{NO_BREAK}€"
        quantity = f"{self.quantity}{NO_BREAK}{self.unit}".strip()
        return [self.label, quantity, price, euros(self.amount)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The lines of a bill and the number of days that they cover."""

    lines: tuple[Line, ...]
    days: int


def electricity_account(seed: int) -> Account:
    """Two months of electricity; quantities vary with the seed, prices are only plausible."""
    day, night = np.random.default_rng(seed).integers((180, 90), (420, 260))
    energy = Decimal(int(day + night))
    return Account(
        days=61,
        lines=(
            _line("Abonnement, option heures creuses", "2", "mois", "15.74"),
            _line("Consommation en heures pleines", str(day), "kWh", "0.1494"),
            _line("Consommation en heures creuses", str(night), "kWh", "0.1122"),
            _line("Accise sur l’électricité", str(energy), "kWh", "0.0299"),
            _line("Contribution tarifaire d’acheminement", "2", "mois", "1.46"),
        ),
    )


def phone_account(seed: int) -> Account:
    """One month of a mobile line; the calls outside the plan vary with the seed."""
    calls = int(np.random.default_rng(seed).integers(1, 9))
    return Account(
        days=30,
        lines=(
            _line("Forfait mobile 100 Go, France et Europe", "1", "mois", "16.66"),
            _line("Assurance de l’appareil", "1", "mois", "4.17"),
            _line("Communications hors forfait", str(calls), "appels", "0.35"),
        ),
    )


def euros(amount: Decimal) -> str:
    """An amount with its decimal comma."""
    return f"{amount:.2f}".replace(".", ",") + f"{NO_BREAK}€"


def _line(label: str, quantity: str, unit: str, price: str) -> Line:
    return Line(label=label, quantity=Decimal(quantity), unit=unit, price=Decimal(price))
