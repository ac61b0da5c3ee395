"""Every setting, read once from the environment; `deploy/env.example` lists them all."""

from typing import Literal, Self

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

#: How a rate is written: "600/minute".
_RATE = r"^[1-9]\d*/(second|minute|hour)$"

#: How centres are written: a name, and the départements that it instructs.
_CENTRES = r"^\s*([^=;]+=\s*[0-9AB]{2,3}(\s+[0-9AB]{2,3})*\s*(;|$)\s*)*$"

#: How lists of services are written: a centre, and names parted by commas.
_SERVICES = r"^\s*([^=;]+=[^=;]+(;|$)\s*)*$"


class Settings(BaseSettings):
    """What an operator may choose. Each is an environment variable GUICHET_<NAME>."""

    model_config = SettingsConfigDict(
        env_prefix="GUICHET_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    #: RabbitMQ: 3.10 or later.
    amqp_url: str = "amqp://guest:guest@127.0.0.1:5672/"
    #: RabbitMQ's Prometheus plugin, such as http://127.0.0.1:15692, of each node of a cluster,
    #: parted by commas; the conservation check asks it. Empty: no such check.
    broker_metrics_url: str = ""
    #: MongoDB: a replica set in production, since writes ask for a majority.
    mongodb_url: str = "mongodb://127.0.0.1:27017/"
    mongodb_database: str = "guichet"
    #: Driver of the store: motor, or PyMongo's own async client, its successor.
    store_driver: Literal["motor", "pymongo"] = "motor"
    #: Bucket for pieces: "s3://bucket?endpoint=https://…&region=…". Empty: they lie in MongoDB.
    blobs_url: str = Field("", pattern=r"^(s3://[^/?]+(\?.+)?)?$")
    #: Its keys; empty where the machine's own role opens it.
    blobs_access_key: SecretStr = SecretStr("")
    blobs_secret_key: SecretStr = SecretStr("")
    #: Signs links, receipts, documents, audit heads and return addresses: the same for every
    #: service, at least 32 random characters. Changing it ends the links already sent.
    secret_key: SecretStr = Field(min_length=32)
    #: Wrap the keys that pieces are sealed with: 32 random bytes in base64, several parted by
    #: commas, the newest first. `guichet keys new` makes one; a lost one loses its pieces.
    master_keys: SecretStr = SecretStr("")
    #: Folder into which the audit's signed heads are exported every day; empty: not at all.
    audit_folder: str = ""
    #: Days other than the retention table's, such as "accepted.pieces=90 closed.person=30".
    retention: str = ""

    #: Address under which people reach the intake pages; it stands in letters.
    public_url: str = "http://127.0.0.1:8400"
    #: Addresses under which agents and ops reach theirs.
    instruction_public_url: str = "http://127.0.0.1:8401"
    watch_public_url: str = "http://127.0.0.1:8402"
    #: Addresses that the services listen on.
    listen_host: str = "127.0.0.1"
    intake_port: int = 8400
    instruction_port: int = 8401
    watch_port: int = 8402
    #: Where imagecheck listens for intake, and where intake finds it: the preflight of photos.
    imagecheck_port: int = 8404
    imagecheck_url: str = "http://127.0.0.1:8404"
    #: Port of /metrics alone; 0 shows it on the ports above, and for the others nowhere.
    metrics_port: int = 0
    #: OpenTelemetry collector (OTLP over HTTP); empty sends no spans. Needs the extra `otel`.
    otlp_endpoint: str = ""

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 8425
    #: Turn plain SMTP into TLS before anything is said.
    smtp_starttls: bool = False
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    mail_from: str = "ne-pas-repondre@guichet.invalid"
    #: Mailbox that collects reports of failure; the envelope sender of a letter is this address
    #: with « +… » before its @. Empty: they go to `mail_from`, and are not read.
    bounce_address: str = ""
    #: SMS gateway (POST of JSON to, text, reference), used where mail cannot arrive. Empty: none.
    sms_url: str = ""
    #: Sent to it as a bearer token; empty sends none.
    sms_token: SecretStr = SecretStr("")
    #: Webhooks may have http addresses and lead into this network: for one machine and tests only.
    webhooks_private: bool = False

    #: Origins of other front ends whose pages may call the API, parted by commas.
    cors_origins: str = ""
    #: Requests of one account, or of one signed link, per intake process.
    rate_limit: str = Field("600/minute", pattern=_RATE)
    #: The same for an address without account; wrong keys count here.
    rate_limit_anonymous: str = Field("60/minute", pattern=_RATE)
    #: Pictures that one client may have judged before any dossier exists.
    rate_limit_preflight: str = Field("10/minute", pattern=_RATE)
    #: Attempts to sign in with a password from one address, per process.
    rate_limit_sign_in: str = Field("60/hour", pattern=_RATE)
    #: OpenID Connect provider; empty: passwords and keys only. Its client is registered with
    #: <public url>/connexion/retour of each face.
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_scopes: str = "openid email"
    #: True for a provider that vouches for every address and has no claim `email_verified`.
    oidc_trust_email: bool = False
    #: Claim that holds what somebody may be there, and what each of its values means here, such as
    #: "cert:instructor,astreinte:ops"; empty: the account's own role stands.
    oidc_role_claim: str = ""
    oidc_roles: str = ""
    #: Proxies in front of intake that write X-Forwarded-For; 0 believes nobody.
    trusted_proxies: int = Field(0, ge=0)
    #: Dossiers open in one stage of the machine, past which intake takes no new work.
    max_open_per_stage: int = Field(5000, ge=0)
    #: The same for the oldest of them: this many times the stage's deadline.
    max_oldest_factor: float = Field(3, gt=0)
    #: Largest piece, in bytes. RULEBOOK FI1 [D].
    max_piece_bytes: int = 10 * 1024 * 1024
    #: ClamAV's daemon, which then sees every piece on its way in; empty switches it off. While it
    #: does not answer, no piece is taken.
    clamd_host: str = ""
    clamd_port: int = 3310
    #: Rules that are said to agents and weigh nothing, parted by commas, such as "photo.colour".
    advice_only_rules: str = ""
    #: Share of decisions against a rule past which ops are told that it may be set to advice only.
    overturn_threshold: float = Field(0.3, gt=0, le=1)
    #: The départements of each centre: "Lyon=01 69; Lille=59 62". A centre that is not named here
    #: takes all others; an agent without a centre sees everything.
    centres: str = Field("", pattern=_CENTRES)
    #: Services whose opinion each centre may ask: "Lyon=Référent fraude, Mairie; Lille=…". A centre
    #: that is not named here has the usual list.
    opinion_services: str = Field("", pattern=_SERVICES)
    #: Share of approvals of the clean pile that another agent reads too, without knowing it.
    second_reading_share: float = Field(0.02, ge=0, le=1)
    #: Folder that stands in for the administration's service of photo-signature codes; empty: codes
    #: are left to agents.
    photo_codes_folder: str = ""
    #: The office that makes titles, asked as shared/adapters/title_office.py says; empty: titles
    #: stay ordered, and ops are told once they are late.
    title_office_url: str = ""
    #: Sent to it as a bearer token; empty sends none.
    title_office_key: SecretStr = SecretStr("")
    #: Agréments that the operator granted, for the share of schools with an account; 0: unknown.
    approvals_granted: int = Field(0, ge=0)
    #: Queue stages that this process works, such as "photo,signature"; empty: all of its service.
    stages: str = ""
    #: Processes that run checks; 0 means one a core.
    check_processes: int = 0
    #: Memory that one such process may map, in MiB.
    check_memory_mb: int = 3072
    #: Multiplies the deadlines and waits of machines; 1 outside tests.
    pace: float = 1.0
    #: Takes one guarantee away, so that the fault campaign can show that it is needed. Never set
    #: it elsewhere: "inbox" lets a message act twice, "journal" answers before a write is on
    #: disk, "sweep" leaves what a crash left unsent.
    weaken: Literal["", "inbox", "journal", "sweep"] = ""
    #: Shows on every page that the data are fictitious.
    demo: bool = False
    log_level: str = "INFO"

    @property
    def advice_only(self) -> frozenset[str]:
        """The rules that weigh nothing, one by one."""
        return frozenset(self.advice_only_rules.replace(",", " ").split())

    @property
    def departements_by_centre(self) -> dict[str, list[str]]:
        """The départements of each centre by its name."""
        named = [part.partition("=") for part in self.centres.split(";") if part.strip()]
        return {name.strip(): codes.split() for name, _, codes in named}

    @property
    def services_by_centre(self) -> dict[str, tuple[str, ...]]:
        """The services whose opinion each centre may ask, by its name."""
        named = [part.partition("=") for part in self.opinion_services.split(";") if part.strip()]
        lists = {name.strip(): listed.split(",") for name, _, listed in named}
        return {
            name: tuple(service.strip() for service in listed if service.strip())
            for name, listed in lists.items()
        }

    @classmethod
    def from_env(cls) -> Self:
        """Read the environment; raises pydantic's ValidationError naming what is wrong."""
        return cls()
