"""Which passwords are taken, how they are kept, and what a wrong one costs."""

import pytest
from argon2 import PasswordHasher

from shared.adapters.memory_accounts import MemoryAccounts
from shared.adapters.passwords import Argon2Passwords
from shared.web.access import Account, Role
from shared.web.passwords import (
    NAMED,
    TOO_LONG,
    TOO_PLAIN,
    TOO_SHORT,
    password_fault,
    right_password,
)
from tests.rules.entrance_face import PASSWORD, QUICK, SCHOOL


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("quatre mots sans rapport", None),
        ("abcdéfghijkm", None),
        ("abcdéfghijk", TOO_SHORT),
        ("é" * 3 + "abcdefgh", TOO_SHORT),
        ("x y z " * 42 + "abcd", None),
        ("x y z " * 42 + "abcde", TOO_LONG),
        ("ma belle ecole-1 !", NAMED),
        ("ECOLE@example.org 2026", NAMED),
        ("la clef E0906900010", NAMED),
        ("aaaaaaaaaaaa", TOO_PLAIN),
        ("121212121212", TOO_PLAIN),
        ("123456789012", TOO_PLAIN),
        ("AzertyuiopAz", TOO_PLAIN),
    ],
    ids=str,
)
def test_a_password_is_judged_by_length_and_by_what_others_would_try(password, fault):
    assert password_fault(password, SCHOOL) == fault


def test_a_short_part_of_a_name_does_not_forbid_every_sentence():
    account = Account(account_id="a", role=Role.OPS, label="Li", email="li@example.org")
    assert password_fault("une lime et la mer", account) is None


async def test_a_hash_says_how_it_was_made_and_never_the_password():
    stored = await Argon2Passwords().hash(PASSWORD)
    # RFC 9106, 4: argon2id, 3 passes, 64 MiB, 4 lanes
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PASSWORD not in stored
    assert (await Argon2Passwords().judge(stored, PASSWORD)).right


@pytest.fixture
async def accounts():
    accounts = MemoryAccounts()
    await accounts.put(SCHOOL, "key")
    await accounts.set_password("ecole-1", QUICK.hash(PASSWORD))
    return accounts


async def test_a_hash_of_older_parameters_is_renewed_at_the_next_sign_in(accounts):
    stronger = Argon2Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))

    assert await right_password(accounts, stronger, "ecole-1", PASSWORD) == SCHOOL

    renewed = (await accounts.credentials("ecole-1")).password_hash
    assert "m=16,t=2" in renewed
    assert await right_password(accounts, stronger, "ecole-1", PASSWORD) == SCHOOL
    assert (await accounts.credentials("ecole-1")).password_hash == renewed


async def test_a_wrong_password_renews_nothing(accounts):
    stronger = Argon2Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert await right_password(accounts, stronger, "ecole-1", "wrong") is None
    assert "t=1" in (await accounts.credentials("ecole-1")).password_hash


@pytest.mark.parametrize("name", ["ecole-1", "Ecole@example.org", " ecole-1 "])
async def test_name_and_address_open_the_same_account(accounts, name):
    assert await right_password(accounts, Argon2Passwords(QUICK), name, PASSWORD) == SCHOOL


async def test_the_same_characters_typed_otherwise_are_the_same_password(accounts):
    passwords = Argon2Passwords(QUICK)
    await accounts.set_password("ecole-1", await passwords.hash("déjà vu à la gare"))
    decomposed = "de\u0301ja\u0300 vu a\u0300 la gare"
    assert await right_password(accounts, passwords, "ecole-1", decomposed) == SCHOOL


class CountingHasher(PasswordHasher):
    """Says how many hashes were compared."""

    compared = 0

    def verify(self, hash, password):
        self.compared += 1
        return super().verify(hash, password)


@pytest.mark.parametrize("name", ["ecole-1", "nobody", "nobody@example.org", "agent-1"])
async def test_an_unknown_account_costs_the_same_work_as_a_wrong_password(accounts, name):
    await accounts.put(Account(account_id="agent-1", role=Role.INSTRUCTOR), "other key")
    hasher = CountingHasher(time_cost=1, memory_cost=8, parallelism=1)
    assert await right_password(accounts, Argon2Passwords(hasher), name, "wrong") is None
    assert hasher.compared == 1


async def test_the_password_of_nobody_opens_nothing(accounts):
    assert await right_password(accounts, Argon2Passwords(QUICK), "x", "nobody's password") is None


async def test_what_is_kept_but_is_no_hash_opens_nothing(accounts):
    await accounts.set_password("ecole-1", "no hash")
    assert await right_password(accounts, Argon2Passwords(QUICK), "ecole-1", "no hash") is None
