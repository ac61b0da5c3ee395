"""The shape of the repository: sizes, names, who may use which library, what texts look like."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAX_FILE, MAX_FUNCTION, MAX_PARAMETERS = 200, 30, 5

CODE = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("services", "shared")
    for path in (ROOT / folder).rglob("*.py")
)
TESTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py"))
TEXTS = sorted(
    path.relative_to(ROOT).as_posix()
    for ending in ("*.html", "*.txt")
    for folder in ("services", "shared")
    for path in (ROOT / folder).rglob(ending)
)
PURE = [path for path in CODE if path.startswith("shared/domain/") or path.endswith("/rules.py")]
REQUIREMENTS = sorted((ROOT / "deploy" / "requirements").glob("*.txt"))
#: Fewer pins than a whole environment has: what builds the package.
FEWEST = {"build.txt": 1}

#: Libraries of the outside, and the only places that may know them. The benchmarks drive some
#: of them bare, to compare.
HOMES = {
    "aio_pika": (
        "shared/adapters/broker.py",
        "shared/adapters/subscription.py",
        "shared/adapters/queue_figures.py",
        "shared/adapters/parking.py",  # parked messages are picked out one by one
        "services/bench/",
    ),
    "opentelemetry": ("shared/adapters/otlp.py",),
    "prometheus_client": ("shared/metrics.py", "shared/adapters/broker_figures.py"),
    "aiormq": (
        "shared/adapters/broker.py",
        "shared/adapters/subscription.py",
        "shared/adapters/gathering.py",
    ),
    "motor": ("shared/adapters/driver.py",),
    "obstore": ("shared/adapters/s3_blobs.py",),
    "gridfs": ("shared/adapters/driver.py", "shared/adapters/blobs.py"),
    "pymongo": ("shared/adapters/",),
    "aiosmtplib": ("shared/adapters/mailer.py",),
    "aiosmtpd": ("services/standalone/mail_sink.py",),
    "pytesseract": ("services/imagecheck/engines/tesseract.py",),
    "pypdfium2": ("services/imagecheck/engines/pdf.py",),
    "pillow_heif": ("services/imagecheck/engines/heif.py",),
    "rapidocr": ("services/imagecheck/engines/rapidocr.py",),
    "ai_edge_litert": ("services/imagecheck/engines/litert.py",),
    "zxingcpp": (
        "services/imagecheck/engines/datamatrix.py",
        "services/demo/specimens/",  # codes of specimens
        "shared/documents/qr_code.py",
    ),
    "tddoc": ("services/imagecheck/twoddoc/payload.py",),  # its table of field lengths
    "cryptography": (
        "services/imagecheck/twoddoc/",
        "services/demo/specimens/",  # authorities of specimens, made when they are drawn
        "shared/web/receipts.py",
        "shared/adapters/sealing.py",
        "shared/adapters/key_ring.py",
    ),
    "joserfc": ("shared/web/receipts.py", "shared/adapters/openid.py"),
    "argon2": ("shared/adapters/passwords.py",),
    "typst": ("services/demo/", "shared/documents/typesetting.py"),
    "secantus": (),
    "secantusdb": (),
    "unittest": (),
}

#: Who touches the environment, and why settings would not do.
ENVIRONMENT = {
    "services/standalone/": "hands the settings to the services it starts",
    "services/imagecheck/engines/tesseract.py": "sets the engine's thread limit",
    "services/imagecheck/models/train_mrz.py": "sets the thread limit of the trainer",
    "services/demo/run.py": "does not wait for a person where nobody watches",
}

#: The clock itself, the stand-in of a server that has its own, and what runs outside services.
ASKERS = (
    "shared/adapters/clock.py",
    "shared/adapters/memory_files.py",
    "services/check_report.py",
    "services/demo/",
    "services/standalone/",
)

#: Texts of others, kept letter for letter.
ATTESTED = ("Divergence d'identité entre le portail ANTS",)

BANNED_NAMES = re.compile(r"^(utils?|helpers?|common|misc|base_.*|.*_?manager)$")
#: A French elision with the straight apostrophe; an English possessive is none.
ELISION = re.compile(r"\b(?:[cdjlmnst]|\w*qu|aujourd)'[a-zà-ÿœ]", re.IGNORECASE)


@cache
def tree_of(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text())


def imports_of(path: str) -> set[str]:
    """The top package of everything that the file imports, wherever in it."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return {name.partition(".")[0].lower() for name in found}


def functions_of(path: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, kinds)]


def parameters_of(function) -> list[str]:
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [argument.arg for argument in every if argument.arg not in ("self", "cls")]


def attributes_of(path: str) -> set[str]:
    """Every dotted name used in the file, as written: "os.environ", "clock.now"."""
    return {
        f"{ast.unparse(node.value)}.{node.attr}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
    }


def lives_in(path: str, homes) -> bool:
    return any(path == home or (home.endswith("/") and path.startswith(home)) for home in homes)


def test_the_search_finds_the_code_the_tests_and_the_texts():
    assert {"shared/stages.py", "services/intake/handler.py"} <= set(CODE)
    assert "tests/test_architecture.py" in TESTS
    assert TEXTS
    assert {path.stem for path in REQUIREMENTS} >= {"dev", "runtime"}


def test_every_file_is_short_enough_to_read_at_once():
    sizes = {path: len((ROOT / path).read_text().splitlines()) for path in CODE}
    assert {path: size for path, size in sizes.items() if size > MAX_FILE} == {}


def test_functions_are_short():
    long = [
        f"{path}:{function.name}"
        for path in CODE
        for function in functions_of(path)
        if (function.end_lineno or 0) - function.lineno + 1 > MAX_FUNCTION
    ]
    assert long == []


def test_functions_take_few_parameters():
    many = [
        f"{path}:{function.name}"
        for path in CODE
        for function in functions_of(path)
        if len(parameters_of(function)) > MAX_PARAMETERS
    ]
    assert many == []


def test_every_file_is_named_by_its_noun():
    assert [path for path in (*CODE, *TESTS) if BANNED_NAMES.match(Path(path).stem)] == []


def test_dates_come_with_their_module_and_imports_are_absolute():
    wrong = [
        path
        for path in (*CODE, *TESTS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and (node.level or node.module == "datetime")
    ]
    assert wrong == []


def test_nothing_is_mocked():
    mocked = [path for path in (*CODE, *TESTS) if imports_of(path) & {"unittest", "mock"}]
    assert mocked == []


def test_each_outside_library_is_known_in_its_own_place_only():
    strays = [
        f"{path}: {library}"
        for path in CODE
        for library in imports_of(path) & set(HOMES)
        if not lives_in(path, HOMES[library])
    ]
    assert strays == []


@pytest.mark.parametrize("library", [name for name, homes in HOMES.items() if homes])
def test_each_place_of_a_library_uses_it(library):
    assert any(library in imports_of(path) for path in CODE if lives_in(path, HOMES[library]))


def test_the_one_machine_store_is_imported_nowhere():
    strays = [path for path in (*CODE, *TESTS) if imports_of(path) & {"secantus", "secantusdb"}]
    assert strays == []


def test_the_environment_is_read_by_the_settings_only():
    readers = {"os.environ", "os.getenv", "os.putenv", "os.environb"}
    using = [path for path in CODE if attributes_of(path) & readers]
    assert [path for path in using if not lives_in(path, ENVIRONMENT)] == []
    assert [home for home in ENVIRONMENT if not any(lives_in(p, (home,)) for p in using)] == []


def test_the_domain_and_the_rules_wait_for_nothing_and_ask_nothing_of_the_outside():
    waiting = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    clocks = {"dt.datetime.now", "dt.date.today", "time.time", "time.monotonic"}
    for path in PURE:
        assert not any(isinstance(node, waiting) for node in ast.walk(tree_of(path))), path
        assert not attributes_of(path) & clocks, path
        assert not imports_of(path) & {"random", "secrets", "structlog", "asyncio"}, path


def test_no_service_asks_the_time_of_anything_but_the_clock():
    clocks = {"dt.datetime.now", "dt.datetime.utcnow", "dt.date.today"}
    asking = [path for path in CODE if attributes_of(path) & clocks]
    assert [path for path in asking if not lives_in(path, ASKERS)] == []


def docstrings_of(path: str) -> set[int]:
    """The lines on which docstrings begin."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        node.body[0].lineno
        for node in ast.walk(tree_of(path))
        if isinstance(node, owners) and ast.get_docstring(node)
    }


def strings_of(path: str) -> list[str]:
    """Every string of the file that is not a docstring."""
    documented = docstrings_of(path)
    return [
        node.value
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.lineno not in documented
    ]


def test_texts_in_the_code_use_the_typographic_apostrophe():
    straight = [
        f"{path}: {text}"
        for path in CODE
        for text in strings_of(path)
        if ELISION.search(text) and not text.startswith(ATTESTED)
    ]
    assert straight == []


def test_texts_in_letters_and_pages_use_the_typographic_apostrophe():
    code = re.compile(r"\{[{%#].*?[}%#]\}|<script.*?</script>|<[^>]*>", re.DOTALL)
    texts = {path: code.sub(" ", (ROOT / path).read_text()) for path in TEXTS}
    assert [path for path, text in texts.items() if ELISION.search(text)] == []


@pytest.mark.parametrize(
    ("text", "straight"),
    [
        ("l'agent", True),
        ("Aujourd'hui", True),
        ("lorsqu'il", True),
        ("D'Exemple", True),
        ("l’agent", False),
        ("the stage's oldest dossier", False),
        ("'quoted'", False),
    ],
)
def test_a_straight_apostrophe_is_told_from_an_english_possessive(text, straight):
    assert bool(ELISION.search(text)) == straight


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_with_its_hashes_and_names_no_host(path):
    text = path.read_text()
    assert not re.search(r"://|^\s*(-i|--index-url|--extra-index-url|--find-links)\b", text, re.M)
    pins = re.split(r"\n(?=\S)", text.replace("\\\n", " ").strip())
    for pin in pins:
        assert re.match(r"[A-Za-z0-9._\[\]-]+==\S+", pin), pin
        assert "--hash=sha256:" in pin, pin
    assert len(pins) >= FEWEST.get(path.name, 21)
