"""How long to wait, in words that do not promise more than is known."""

import datetime as dt
import math

from shared.domain.forecast import Forecast

#: Up to here the smaller unit says more: 90 minutes, 48 hours.
_MOST_MINUTES, _MOST_HOURS = 90, 48


def wait_said(forecast: Forecast | None) -> str:
    """« 3 demandes avant la vôtre : environ 2 minutes d’attente. »; empty when unknown."""
    if forecast is None:
        return ""
    ahead = _ahead(forecast.position - 1)
    return f"{ahead}." if forecast.wait is None else f"{ahead} : {_about(forecast.wait)} d’attente."


def _ahead(count: int) -> str:
    if count == 0:
        return "Votre demande est la prochaine"
    thousands = f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return f"{thousands} {'demande' if count == 1 else 'demandes'} avant la vôtre"


def _about(wait: dt.timedelta) -> str:
    """Rounded up: nobody minds being served early."""
    seconds = wait.total_seconds()
    minutes, hours, days = (math.ceil(seconds / size) for size in (60, 3_600, 86_400))
    if minutes <= 1:
        return "moins d’une minute"
    if minutes <= _MOST_MINUTES:
        return f"environ {minutes} minutes"
    return f"environ {hours} heures" if hours <= _MOST_HOURS else f"environ {days} jours"
