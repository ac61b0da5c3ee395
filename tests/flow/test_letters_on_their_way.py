"""Letters that arrive, come back, or reach nobody: what the dossier knows, and who is told."""

import asyncio
from functools import partial

import pytest

from services.notifier.handler import Tools, send_letters
from shared.adapters.memory_contacts import MemoryContacts, MemoryHookOutbox
from shared.adapters.memory_files import MemoryEffects
from shared.adapters.memory_sms import MemorySms
from shared.domain.contact_events import CandidateEmailCorrected
from shared.domain.delivery import UNDELIVERABLE, undelivered
from shared.domain.dossier import LetterKind
from shared.domain.events import LetterBounced, Replayed
from shared.domain.letter import Channel, DeliveryState, Reader
from shared.errors import MailRefused, ServerUnavailable
from shared.pipeline.contacts import Contact, Hook
from shared.settings import Settings
from shared.stages import StageName
from shared.web.links import LinkSigner
from tests.builders import a_change, a_result, an_identity
from tests.flow.line import Line, stands

S = StageName
SCHOOL = Contact(account_id="ecole", email="ecole@exemple.fr")
CANDIDATE = "camille.specimen@example.org"
MOBILE = "0612345678"


class Mailbox:
    """A mail server; addresses in `unknown` do not exist, those in `away` time out."""

    def __init__(self, *unknown):
        self.unknown = set(unknown)
        self.away = set()
        self.taken = []

    async def send(self, message, envelope_from=None):
        to = str(message["To"])
        if to in self.away:
            raise ServerUnavailable("mail")
        if to in self.unknown:
            raise MailRefused("5.1.1")
        self.taken.append((to, str(message["Subject"])))

    def to(self, address):
        return [subject for to, subject in self.taken if to == address]


class Post:
    """The real notification stage on memory ports."""

    def __init__(self, *unknown, sms=None, school=SCHOOL, mobile=None):
        self.line, self.mailbox = Line(), Mailbox(*unknown)
        self.sms, self.hooks = sms, MemoryHookOutbox()
        self.candidate = an_identity(mobile=mobile)
        self.tools = Tools(
            mailer=self.mailbox,
            effects=MemoryEffects(),
            clock=self.line.clock,
            links=LinkSigner(Settings(secret_key="x" * 32)),
            mail_from="x@example.org",
            contacts=MemoryContacts(*([school] if school else [])),
            hooks=self.hooks,
            sms=sms,
        )
        self.line.works[S.NOTIFICATION] = partial(send_letters, tools=self.tools)

    async def file(self):
        """A dossier whose first letter asks for its validation."""
        change = a_change("G-TEST", table=self.line.table, candidate=self.candidate)
        await self.line.register.open(change)
        await self.line.send_pieces("G-TEST", needs_validation=True)
        return await self.settled()

    async def settled(self):
        """The dossier once its letters have ended, one way or the other."""
        ended = ("done", "parked")
        return await self.line.until(
            "G-TEST", lambda d: d.stage(S.NOTIFICATION).status in ended and d.letters
        )


def row(dossier, reader, seq=1):
    found = dossier.letters[seq - 1].delivery_to(reader)
    return found and (found.channel, found.state, found.cause)


async def test_candidate_and_school_each_hear_in_their_own_words():
    post = Post()
    async with post.line.running():
        dossier = await post.file()

    assert post.mailbox.to(CANDIDATE) == ["Demande de permis : elle attend votre validation"]
    assert post.mailbox.to("ecole@exemple.fr") == [
        "Camille S. : demande reçue, validation attendue"
    ]
    assert row(dossier, Reader.CANDIDATE) == (Channel.MAIL, DeliveryState.SENT, None)
    assert row(dossier, Reader.SCHOOL) == (Channel.MAIL, DeliveryState.SENT, None)
    assert undelivered(dossier) == ()


async def test_an_address_that_takes_no_mail_is_told_to_the_school_and_parked_in_the_open():
    post = Post(CANDIDATE)
    async with post.line.running():
        dossier = await post.file()
        dossier = await post.line.until("G-TEST", stands(S.NOTIFICATION, "parked"))

    assert dossier.stage(S.NOTIFICATION).cause == UNDELIVERABLE
    assert row(dossier, Reader.CANDIDATE) == (Channel.MAIL, DeliveryState.UNDELIVERABLE, "5.1.1")
    assert [letter.kind for letter in dossier.letters] == ["validation_request", "unreachable"]
    assert "Camille S. : nos courriers ne lui parviennent pas" in post.mailbox.to(SCHOOL.email)
    assert dossier.letters[0].sent_at is None and dossier.letters[1].sent_at is not None
    assert len(post.mailbox.to(SCHOOL.email)) == 2  # each letter once, whatever the candidate's did


async def test_a_mobile_is_the_second_way():
    post = Post(CANDIDATE, sms=MemorySms(), mobile=MOBILE)
    async with post.line.running():
        dossier = await post.file()

    assert [number for number, _, _ in post.sms.sent] == [MOBILE]
    assert "Camille" not in post.sms.sent[0][1]
    assert row(dossier, Reader.CANDIDATE) == (Channel.SMS, DeliveryState.SENT, "5.1.1")
    assert dossier.stage(S.NOTIFICATION).status == "done"


async def test_when_both_ways_fail_the_stage_ends_as_undeliverable():
    post = Post(CANDIDATE, sms=MemorySms(MOBILE), mobile=MOBILE, school=None)
    async with post.line.running():
        await post.file()
        dossier = await post.line.until("G-TEST", stands(S.NOTIFICATION, "parked"))

    assert dossier.stage(S.NOTIFICATION).cause == UNDELIVERABLE
    assert row(dossier, Reader.CANDIDATE)[1] is DeliveryState.UNDELIVERABLE


async def test_a_school_that_cannot_be_reached_holds_up_nobody():
    post = Post(SCHOOL.email)
    async with post.line.running():
        dossier = await post.file()

    assert dossier.stage(S.NOTIFICATION).status == "done"
    assert row(dossier, Reader.SCHOOL)[1] is DeliveryState.UNDELIVERABLE
    assert len(undelivered(dossier)) == 1


async def test_a_letter_that_came_back_goes_by_sms_and_never_by_mail_again():
    post = Post(sms=MemorySms(), mobile=MOBILE)
    async with post.line.running():
        await post.file()
        bounce = LetterBounced(seq=1, reader=Reader.CANDIDATE, cause="5.2.1")
        assert await post.line.register.apply("G-TEST", bounce)
        dossier = await post.line.until("G-TEST", lambda d: d.letters[0].sent_at is not None)
        assert await post.line.register.apply("G-TEST", bounce) is None

    assert row(dossier, Reader.CANDIDATE) == (Channel.SMS, DeliveryState.SENT, "5.2.1")
    assert len(post.mailbox.to(CANDIDATE)) == 1
    assert len(post.mailbox.to(SCHOOL.email)) == 1
    assert len(post.sms.sent) == 1


async def test_a_letter_that_came_back_is_undeliverable_without_a_mobile():
    post = Post(school=None)
    async with post.line.running():
        await post.file()
        bounce = LetterBounced(seq=1, reader=Reader.CANDIDATE, cause="5.1.1")
        await post.line.register.apply("G-TEST", bounce)
        dossier = await post.line.until("G-TEST", stands(S.NOTIFICATION, "parked"))
        await post.line.register.apply("G-TEST", Replayed(stage=S.NOTIFICATION))
        await asyncio.sleep(0.05)
        dossier = await post.line.until("G-TEST", stands(S.NOTIFICATION, "parked"))

    assert row(dossier, Reader.CANDIDATE) == (Channel.MAIL, DeliveryState.UNDELIVERABLE, "5.1.1")
    assert len(post.mailbox.to(CANDIDATE)) == 1


async def test_a_refused_letter_arrives_once_the_address_takes_mail_and_ops_replay_it():
    post = Post(CANDIDATE, school=None)
    async with post.line.running():
        await post.file()
        await post.line.until("G-TEST", stands(S.NOTIFICATION, "parked"))
        post.mailbox.unknown.clear()
        await post.line.register.apply("G-TEST", Replayed(stage=S.NOTIFICATION))
        dossier = await post.line.until("G-TEST", stands(S.NOTIFICATION, "done"))

    assert row(dossier, Reader.CANDIDATE) == (Channel.MAIL, DeliveryState.SENT, None)


async def test_a_reader_whose_server_is_away_keeps_no_other_waiting_and_nobody_hears_twice():
    post = Post()
    post.mailbox.away.add(CANDIDATE)
    async with post.line.running():
        change = a_change("G-TEST", table=post.line.table)
        await post.line.register.open(change)
        await post.line.send_pieces("G-TEST", needs_validation=True)
        await post.line.until("G-TEST", lambda d: d.stage(S.NOTIFICATION).attempt == 2)
        assert len(post.mailbox.to(SCHOOL.email)) == 1
        post.mailbox.away.clear()
        await post.settled()

    assert len(post.mailbox.to(CANDIDATE)) == len(post.mailbox.to(SCHOOL.email)) == 1


@pytest.mark.parametrize("seq", [1, 7])
async def test_a_report_on_what_never_left_changes_nothing(seq):
    post = Post(school=None)
    async with post.line.running():
        await post.file()
        strange = LetterBounced(seq=seq, reader=Reader.SCHOOL, cause="5.1.1")
        assert await post.line.register.apply("G-TEST", strange) is None


async def test_each_letter_lays_one_event_for_a_hook_whatever_becomes_of_its_mail():
    hook = Hook(url="https://ecole.exemple/hook", secret="whsec_eA==")
    post = Post(CANDIDATE, school=Contact(account_id="ecole", email="e@exemple.fr", hook=hook))
    async with post.line.running():
        await post.file()
        await post.line.until("G-TEST", stands(S.NOTIFICATION, "parked"))

    assert sorted(post.hooks.events) == [
        "G-TEST:notification:1:webhook",
        "G-TEST:notification:2:webhook",
    ]


async def test_incident_and_recovery_of_a_reception_are_told_once_each():
    post = Post(school=None)

    async def broken(dossier):
        raise MailRefused("1")  # any permanent error

    async def whole(dossier):
        return a_result()

    post.line.works[S.RECEPTION] = broken
    async with post.line.running():
        await post.file()
        for _ in range(2):
            await post.line.until("G-TEST", stands(S.RECEPTION, "parked"))
            await post.line.register.apply("G-TEST", Replayed(stage=S.RECEPTION))
        await post.line.until("G-TEST", stands(S.RECEPTION, "parked"))
        post.line.works[S.RECEPTION] = whole
        await post.line.register.apply("G-TEST", Replayed(stage=S.RECEPTION))
        await post.line.until("G-TEST", stands(S.RECEPTION, "done"))
        dossier = await post.settled()

    told = [letter.kind for letter in dossier.letters]
    assert told.count(LetterKind.INCIDENT) == told.count(LetterKind.INCIDENT_OVER) == 1


async def test_a_corrected_address_gets_the_newer_letter_alone():
    post = Post(CANDIDATE, school=None)
    async with post.line.running():
        await post.file()
        await post.line.until("G-TEST", stands(S.NOTIFICATION, "parked"))
        right = CandidateEmailCorrected(email="right@example.org", account="ecole")
        assert await post.line.register.apply("G-TEST", right)
        dossier = await post.line.until("G-TEST", stands(S.NOTIFICATION, "done"))

    assert len(post.mailbox.to("right@example.org")) == 1
    assert dossier.unsent_letters() == ()
    assert row(dossier, Reader.CANDIDATE)[1] is DeliveryState.UNDELIVERABLE
    assert row(dossier, Reader.CANDIDATE, seq=len(dossier.letters))[1] is DeliveryState.SENT
