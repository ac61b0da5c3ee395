"""The system clock."""

import asyncio
import datetime as dt


class SystemClock:
    """Real time, in UTC."""

    def now(self) -> dt.datetime:
        """Aware UTC time, to the millisecond that the store keeps."""
        now = dt.datetime.now(dt.UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
