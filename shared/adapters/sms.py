"""SMS through a plain HTTP gateway: one POST of JSON {"to", "text", "reference"}, 2xx is yes."""

import aiohttp

from shared.errors import EffectInDoubt, ServerUnavailable, SmsRefused
from shared.pipeline.sms import Sms
from shared.settings import Settings

#: Seconds for one whole conversation.
TIMEOUT = 15
#: « Too many requests »: the number is right, the moment is not.
_LATER = 429
#: Answers that speak of our account and not of the number.
_OURS = frozenset({401, 403, 404, 405})


class HttpSms:
    """Hands texts to the operator's gateway. Most take a reference against doubles; ours is one."""

    def __init__(self, url: str, token: str) -> None:
        """Take the gateway's address, and its token where it asks for one."""
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    async def send(self, number: str, text: str, reference: str) -> None:
        """Return once the gateway has taken the text."""
        body = {"to": number, "text": text, "reference": reference}
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, headers=self._headers) as session,
                session.post(self._url, json=body, allow_redirects=False) as answer,
            ):
                status = answer.status
        except aiohttp.ClientConnectorError as error:
            raise ServerUnavailable("sms") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise EffectInDoubt("sms") from error
        if 200 <= status < 300:
            return
        if 400 <= status < 500 and status != _LATER and status not in _OURS:
            raise SmsRefused(str(status))
        raise ServerUnavailable("sms")


def sms_of(settings: Settings) -> Sms | None:
    """The gateway of the settings; None where none is set."""
    if not settings.sms_url:
        return None
    return HttpSms(settings.sms_url, settings.sms_token.get_secret_value())
