"""Moments as French letters write them, in the time of Paris."""

import datetime as dt
import zoneinfo

PARIS = zoneinfo.ZoneInfo("Europe/Paris")

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def in_words(moment: dt.datetime, seen_from: dt.datetime) -> str:
    """« lundi 23 novembre à 14 h 05 »; the year is added when it is not the reader's."""
    local = moment.astimezone(PARIS)
    day = "1er" if local.day == 1 else str(local.day)
    year = "" if local.year == seen_from.astimezone(PARIS).year else f" {local.year}"
    date = f"{WEEKDAYS[local.weekday()]} {day} {MONTHS[local.month - 1]}{year}"
    return f"{date} à {local.hour} h {local.minute:02d}"
