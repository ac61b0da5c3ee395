"""Whom guesses keep out: the one who guesses for a day, the account's owner for a minute."""

import pytest
from aiohttp.test_utils import TestClient, TestServer

from shared.domain.contact import folded_address, same_address
from shared.web.directory import fold_email
from shared.web.oidc import Provider
from shared.web.problems import Problem
from shared.web.rates import SignInRates
from tests.flow.line import ManualClock
from tests.rules.entrance_face import OURS, SCHOOL, Entrance


class Pages(SignInRates):
    """Rates whose windows of a minute are over before each attempt."""

    def attempt(self, name, client):
        """Whether the attempt may be made."""
        self._minutes.forget(name)
        try:
            self.count(name, client)
        except Problem:
            return False
        return True


def test_a_day_of_guesses_keeps_out_who_guesses_and_not_the_owner():
    rates = Pages("1000/hour", ManualClock())
    guesses = [rates.attempt("account:a", "address:192.0.2.1") for _ in range(30)]

    assert sum(guesses) == 25
    assert rates.attempt("account:a", "address:198.51.100.7")
    assert rates.attempt("account:b", "address:192.0.2.1")


def test_five_guesses_a_minute_are_all_that_an_account_takes_from_everywhere():
    rates = SignInRates("1000/hour", ManualClock())
    for number in range(5):
        rates.count("account:a", f"address:{number}")

    with pytest.raises(Problem):
        rates.count("account:a", "address:5")


async def test_the_names_of_one_account_are_counted_together():
    entrance = Entrance()
    await entrance.add(SCHOOL, "key")
    async with TestClient(TestServer(entrance.app()), headers=OURS) as browser:
        statuses = []
        for number in range(6):
            name = SCHOOL.email if number % 2 else SCHOOL.account_id
            typed = {"nom": name, "mot_de_passe": "guess"}
            statuses.append((await browser.post("/connexion", data=typed)).status)

    assert statuses == [401] * 5 + [429]


class Asked(Provider):
    """A provider that counts what it is asked."""

    def __init__(self):
        self.times = 0


async def test_who_comes_back_again_and_again_is_sent_away():
    entrance = Entrance(provider=Asked(), rate_limit_anonymous="2/minute")
    async with TestClient(TestServer(entrance.app()), headers=OURS) as browser:
        statuses = [(await browser.get("/connexion/retour?code=x")).status for _ in range(4)]

    assert statuses == [403, 403, 429, 429]


@pytest.mark.parametrize("fold", [fold_email, folded_address])
def test_only_case_makes_no_other_address(fold):
    assert fold(" Camille@Große.de ") == fold("camille@große.de")
    assert fold("camille@grosse.de") != fold("camille@große.de")
    assert fold("rene\u0301@exemple.fr") == fold("RENÉ@exemple.fr")


def test_an_address_of_another_domain_is_not_the_same():
    assert not same_address("a@große.de", "a@grosse.de")
