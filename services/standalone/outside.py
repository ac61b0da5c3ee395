"""Servers that a machine finds instead of starting its own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideServers:
    """Where they are; the names are those of the settings."""

    amqp_url: str
    mongodb_url: str
    mongodb_database: str
    #: The broker's figures are read of a private node only: here they mix virtual hosts.
    broker_metrics_url: str = ""
