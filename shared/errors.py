"""Every error that Guichet raises on purpose, and the two families that decide what follows.

    GuichetError
    ├── Retryable           the system could not answer now: try again, then park
    │   ├── ServerUnavailable   broker, store or mail server did not answer
    │   ├── NewerFormat         a newer version wrote this: it is left for one
    │   ├── EffectInDoubt       a server went away while it may have been acting
    │   ├── PhotoCodePending    a photo-signature code has nothing to give yet
    │   ├── CheckCrashed        the process that ran a check died
    │   └── CheckTimedOut       a check passed its time limit and was killed
    └── Permanent           trying again cannot help: park at once, with the cause
        ├── MailRefused         an address takes no mail
        ├── SmsRefused          a number takes no SMS
        ├── InvalidMessage      a queue message that cannot be understood
        ├── MissingBlob         a dossier names bytes that the file store does not hold
        ├── KeyErased           a dossier's pieces were erased: its retention has ended
        ├── AlteredBlob         stored bytes are not those that were sealed
        ├── UnknownMasterKey    a key is wrapped by a master key that the settings do not name
        ├── DossierExists       a new dossier has the identifier of an older one
        ├── AgrementTaken       an account claims the agrément number of another school
        ├── EmailTaken          an account claims the e-mail address of another account
        └── Unprintable         a document holds a character that its typefaces lack

A bad piece is a verdict, never one of these. The message of an error is its class's docstring
and identifiers; it never holds personal data.
"""


class GuichetError(Exception):
    """An error raised on purpose."""

    def __init__(self, *ids: str) -> None:
        """Name what is concerned by identifiers only."""
        summary = (type(self).__doc__ or "").partition("\n")[0].rstrip(".")
        super().__init__(" ".join([summary, *ids]).strip())


class StoppedAtStart(Exception):
    """A process was told to stop while it still waited for its servers; nothing is wrong."""


class Retryable(GuichetError):
    """The system could not answer now."""


class ServerUnavailable(Retryable):
    """An outside server did not answer."""


class NewerFormat(Retryable):
    """A newer version wrote what this one does not understand."""


class EffectInDoubt(Retryable):
    """An outside server went away before it said whether it had acted."""


class PhotoCodePending(Retryable):
    """A photo-signature code has nothing to give yet."""


class CheckCrashed(Retryable):
    """The process that ran a check died."""


class CheckTimedOut(Retryable):
    """A check passed its time limit and was ended."""


class Permanent(GuichetError):
    """Trying again cannot help."""


class MailRefused(Permanent):
    """An address takes no mail."""

    def __init__(self, reply: str) -> None:
        """Keep the server's reply code, never its text: that quotes the address."""
        super().__init__(reply)
        self.reply = reply


class SmsRefused(Permanent):
    """A number takes no SMS."""


class InvalidMessage(Permanent):
    """A queue message cannot be understood."""


class MissingBlob(Permanent):
    """A dossier names bytes that the file store does not hold."""


class KeyErased(Permanent):
    """A dossier's pieces were erased."""


class AlteredBlob(Permanent):
    """Stored bytes are not those that were sealed."""


class UnknownMasterKey(Permanent):
    """A dossier's key is wrapped by a master key that the settings do not name."""


class DossierExists(Permanent):
    """A new dossier has the identifier of an older one."""


class AgrementTaken(Permanent):
    """An account claims the agrément number of another school."""


class EmailTaken(Permanent):
    """An account claims the e-mail address of another account."""


class Unprintable(Permanent):
    """A document holds a character that its typefaces lack."""
