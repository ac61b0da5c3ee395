"""The token of one piece for one agent: signed, and over after two minutes."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer

from shared.domain.piece import PieceKind
from shared.pipeline.ports import Clock
from shared.settings import Settings

#: Enough to load a page on a slow line, too short to pass an address on. [D]
LIFETIME = dt.timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePass:
    """What a token opens, and for whom."""

    dossier_id: str
    kind: PieceKind
    account: str


class _ClockSigner(TimestampSigner):
    """Stamps by the service's clock, which tests put forward."""

    def __init__(self, *args: Any, clock: Clock, **options: Any) -> None:
        super().__init__(*args, **options)
        self._clock = clock

    def get_timestamp(self) -> int:
        """Seconds since 1970."""
        return int(self._clock.now().timestamp())


class FilePasses:
    """Makes and reads tokens."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        """Use the service-wide secret."""
        self._serializer = URLSafeTimedSerializer(
            settings.secret_key.get_secret_value(),
            salt="piece-file",
            signer=_ClockSigner,
            signer_kwargs={"clock": clock},
        )

    def token_of(self, granted: FilePass) -> str:
        """The token: identifiers only."""
        token = self._serializer.dumps([granted.dossier_id, granted.kind.value, granted.account])
        return token if isinstance(token, str) else token.decode()

    def read(self, token: str) -> FilePass | None:
        """What a token opens; None for one that is over, and for anything that we did not sign."""
        try:
            dossier_id, kind, account = self._serializer.loads(
                token, max_age=int(LIFETIME.total_seconds())
            )
        except BadSignature:  # too old is a kind of it
            return None
        return FilePass(dossier_id=dossier_id, kind=PieceKind(kind), account=account)
