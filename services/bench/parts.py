"""What can be measured by itself; apart from the measurements, which import a lot."""

import enum


class Part(enum.StrEnum):
    """A part of `guichet bench`."""

    RUNNER = "runner"
    STORE = "store"
    CHECKS = "checks"
    PHOTO = "photo"
    WATCH = "watch"
    DIVERGENCE = "divergence"
    UPLOADS = "uploads"
    DASHBOARD = "dashboard"
    CONSOLE = "console"
    PIPELINE = "pipeline"
    GROWTH = "growth"
    IDLE = "idle"
    LATENCY = "latency"
    COST = "cost"
