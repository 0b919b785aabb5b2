"""What stands below .github: forms, templates and workflows are valid, and the workflow does what it
promises.

The steps of the workflow for pull requests are read from its file and run here, with repositories on this
disk.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from configparser import ConfigParser
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from conftest import HERE, REPOSITORY, TOY, copy_project, plain_git, sampled
from html_pages import Element, parse_html
from press_archive.cli import main
from press_archive.collection.loading import load_archive
from press_archive.commands.summary import LIMIT, Change, render_changes, shown
from press_archive.records.closed_lists import Kind

GITHUB = REPOSITORY / ".github"
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
TEMPLATES = sorted((GITHUB / "PULL_REQUEST_TEMPLATE").glob("*.md"))


def load(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def triggers(workflow: dict) -> dict:
    return workflow[True]  # YAML 1.1 takes the key `on` for a truth value


LABELS = {label["name"] for label in load(GITHUB / "labels.yml")}
DEPENDABOT = load(GITHUB / "dependabot.yml")
PULL_REQUEST = load(GITHUB / "workflows" / "pull-request.yml")
PUBLISH = load(GITHUB / "workflows" / "publish.yml")
VERIFY = load(GITHUB / "workflows" / "verify.yml")

by_name = {"ids": lambda path: path.name}
every_form = pytest.mark.parametrize("form", [pytest.param(load(path), id=path.stem) for path in FORMS])
every_workflow = pytest.mark.parametrize("path", WORKFLOWS, **by_name)


# --- Labels


def test_a_label_has_a_name_a_colour_and_a_description() -> None:
    for label in load(GITHUB / "labels.yml"):
        assert set(label) == {"name", "color", "description"}
        assert re.fullmatch(r"[0-9a-f]{6}", str(label["color"])), label
        assert 0 < len(label["description"]) <= 100  # the most that GitHub takes


def test_the_labels_in_use_are_those_of_the_list() -> None:
    used = {label for path in FORMS for label in load(path)["labels"]}
    used |= {label for update in DEPENDABOT["updates"] for label in update["labels"]}
    assert used == LABELS


# --- Issue forms
# https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms,
# syntax-for-githubs-form-schema and common-validation-errors-when-creating-issue-forms in the same place.

TEXT, TRUTH, LIST = str, bool, list
TOP = {"name": TEXT, "description": TEXT, "body": LIST, "title": TEXT, "labels": LIST}
ATTRIBUTES: dict[str, dict[str, type]] = {
    "markdown": {"value": TEXT},
    "textarea": {"label": TEXT, "description": TEXT, "placeholder": TEXT, "value": TEXT, "render": TEXT},
    "input": {"label": TEXT, "description": TEXT, "placeholder": TEXT, "value": TEXT},
    "dropdown": {"label": TEXT, "description": TEXT, "multiple": TRUTH, "options": LIST, "default": int},
    "checkboxes": {"label": TEXT, "description": TEXT, "options": LIST},
}
REQUIRED = {"markdown": {"value"}, "dropdown": {"label", "options"}, "checkboxes": {"label", "options"}}


def mapping_problems(where: str, value: object, known: dict[str, type], required: set[str]) -> Iterator[str]:
    """Say what is wrong with the keys of a mapping and the types of its values; a text may not be empty."""
    if not isinstance(value, dict):
        yield f"{where}: not a mapping"
        return
    for key in sorted(required - set(value)):
        yield f"{where}: {key} is missing"
    for key, found in value.items():
        if key not in known:
            yield f"{where}: {key} is not a key"
        elif type(found) is not known[key]:
            yield f"{where}: {key} is not a {known[key].__name__}"
        elif found in ("", []) or (isinstance(found, str) and not found.strip()):
            yield f"{where}: {key} is empty"


def option_problems(where: str, kind: str, options: list) -> Iterator[str]:
    """Say what is wrong with the options of a menu (texts) or of check boxes (mappings)."""
    labels = options
    if kind == "checkboxes":
        for option in options:
            yield from mapping_problems(where, option, {"label": TEXT, "required": TRUTH}, {"label"})
        labels = [option.get("label") for option in options if isinstance(option, dict)]
    elif any(not isinstance(option, str) or not option.strip() for option in options):
        yield f"{where}: an option is not a text"  # yes and no without quotation marks are truth values
    if any(str(label).strip().lower() == "none" for label in labels):
        yield f"{where}: an option is none, which GitHub keeps for itself"
    if len({str(label) for label in labels}) < len(labels):
        yield f"{where}: two options are the same"


def form_problems(form: dict) -> Iterator[str]:
    """Say why GitHub would refuse an issue form."""
    yield from mapping_problems("form", form, TOP, {"name", "description", "body"})
    ids: list[str] = []
    labels: list[str] = []
    body = form.get("body") or []
    for position, element in enumerate(body):
        where = f"body[{position}]"
        kind = element.get("type")
        if kind not in ATTRIBUTES:
            yield f"{where}: {kind} is not a type"
            continue
        known = {"type": TEXT, "attributes": dict} | (
            {} if kind == "markdown" else {"id": TEXT, "validations": dict}
        )
        yield from mapping_problems(where, element, known, {"type", "attributes"})
        attributes = element.get("attributes", {})
        yield from mapping_problems(where, attributes, ATTRIBUTES[kind], REQUIRED.get(kind, {"label"}))
        if isinstance(attributes.get("options"), list):
            yield from option_problems(where, kind, attributes["options"])
        validations = {} if kind == "checkboxes" else {"required": TRUTH}  # each box has its own
        yield from mapping_problems(where, element.get("validations", {}), validations, set())
        if "id" in element:
            ids.append(element["id"])
            if not re.fullmatch(r"[A-Za-z0-9_-]+", str(element["id"])):
                yield f"{where}: {element['id']} is not an id"
        if "label" in attributes:
            labels.append(re.sub(r"\W", "", str(attributes["label"])).lower())
    if len(set(ids)) < len(ids):
        yield "body: two elements have one id"
    if len(set(labels)) < len(labels):
        yield "body: two labels are too similar"
    if all(element.get("type") == "markdown" for element in body):
        yield "body: nothing to fill in"


def elements(form: dict, *kinds: str) -> list[dict]:
    return [element for element in form["body"] if element["type"] in kinds]


def text_of(form: dict) -> str:
    """Everything that a person reads on a form, white space folded."""
    found = [form["name"], form["description"]]
    for element in form["body"]:
        attributes = element["attributes"]
        found += [
            attributes[key] for key in ("label", "description", "placeholder", "value") if key in attributes
        ]
        found += [
            option["label"] if isinstance(option, dict) else option
            for option in attributes.get("options", [])
        ]
    return " ".join(" ".join(found).split())


def test_there_is_a_form_for_each_of_four_wishes() -> None:
    assert {path.stem for path in FORMS} == {
        "suggest-a-source",
        "correct-a-record",
        "withdraw",
        "report-a-fault",
    }


@every_form
def test_github_accepts_the_form(form: dict) -> None:
    assert list(form_problems(form)) == []


FIELD = {"type": "input", "id": "page", "attributes": {"label": "Page"}}
GOOD_FORM = {"name": "A form", "description": "For something.", "body": [FIELD]}


def with_field(**changes: object) -> dict:
    return GOOD_FORM | {"body": [FIELD | changes]}


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"name": "A form", "body": [FIELD]}, "form: description is missing"),
        (GOOD_FORM | {"description": True}, "form: description is not a str"),
        (GOOD_FORM | {"name": " "}, "form: name is empty"),
        (GOOD_FORM | {"hello": "world"}, "form: hello is not a key"),
        (GOOD_FORM | {"body": [FIELD, FIELD | {"attributes": {"label": "Other"}}]}, "body: two elements have one id"),
        (GOOD_FORM | {"body": [FIELD, FIELD | {"id": "b", "attributes": {"label": "page!"}}]},
         "body: two labels are too similar"),
        (GOOD_FORM | {"body": [{"type": "markdown", "attributes": {"value": "Hello"}}]}, "body: nothing to fill in"),
        (with_field(type="text"), "body[0]: text is not a type"),
        (with_field(id="a page"), "body[0]: a page is not an id"),
        (with_field(attributes={"description": "Which page"}), "body[0]: label is missing"),
        (with_field(validations={"required": "yes"}), "body[0]: required is not a bool"),
        (with_field(type="checkboxes", attributes={"label": "Page", "options": ["a"]}), "body[0]: not a mapping"),
        (with_field(type="dropdown", attributes={"label": "Page", "options": ["None"]}),
         "body[0]: an option is none, which GitHub keeps for itself"),
        (with_field(type="dropdown", attributes={"label": "Page", "options": [True]}), "body[0]: an option is not a text"),
        (with_field(type="dropdown", attributes={"label": "Page", "options": ["a", "a"]}), "body[0]: two options are the same"),
    ],
)  # fmt: skip
def test_a_form_that_github_refuses_is_recognised(form: dict, problem: str) -> None:
    assert list(form_problems(GOOD_FORM)) == []
    assert problem in list(form_problems(form))


@every_form
def test_a_form_says_never_to_paste_a_text_and_asks_to_confirm_it(form: dict) -> None:
    assert re.search(r"never paste the text|not repeat the text itself", text_of(form), re.IGNORECASE)
    confirmed = elements(form, "checkboxes")[-1]["attributes"]["options"]
    assert any("pasted" in option["label"] and option["required"] for option in confirmed)


@every_form
def test_every_field_of_a_form_can_be_filled_in_by_its_id(form: dict) -> None:
    assert all("id" in element for element in elements(form, "input", "textarea", "dropdown", "checkboxes"))
    assert any(element.get("validations", {}).get("required") for element in form["body"])


def test_the_form_for_a_source_knows_every_kind_and_the_criteria() -> None:
    form = load(GITHUB / "ISSUE_TEMPLATE" / "suggest-a-source.yml")
    (kind,) = [element for element in form["body"] if element.get("id") == "kind"]
    *kinds, unknown = kind["attributes"]["options"]
    assert [name.lower().replace(" ", "-") for name in kinds] == [str(kind) for kind in Kind]
    assert unknown == "I don't know"
    criteria = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for words in ("it was **published**", "it contains words of the person the archive is about", "the archive does not have it yet",
                  "it can be described honestly", "unpublished papers and personal data of private people"):  # fmt: skip
        assert words in text_of(form), words
        assert words in " ".join(criteria.split()), f"no longer a criterion: {words}"


def test_the_form_for_a_withdrawal_is_free_of_the_words_of_programmers() -> None:
    form = load(GITHUB / "ISSUE_TEMPLATE" / "withdraw.yml")
    jargon = r"\b(?:issues?|pull|repositor\w+|commit\w*|git\w*|merge\w*|branch|fork|labels?|markdown)\b"
    assert re.findall(jargon, text_of(form), re.IGNORECASE) == []


def test_the_form_for_a_withdrawal_warns_and_offers_a_way_in_private_without_an_address() -> None:
    form = load(GITHUB / "ISSUE_TEMPLATE" / "withdraw.yml")
    first = form["body"][0]["attributes"]["value"]
    assert first.startswith("**Everyone can read what you write here**")
    ways = [element["attributes"]["options"] for element in form["body"] if element.get("id") == "answer"]
    assert ways == [["Here, where everyone can read it", "I want to explain it in private"]]
    assert "*I want to explain it in private*" in " ".join(first.split())
    assert "@" not in text_of(form)


def test_blank_issues_are_on_as_long_as_pages_of_the_site_open_one() -> None:
    templates = [path.read_text(encoding="utf-8") for path in (REPOSITORY / "overrides").rglob("*.html")]
    link = any("/issues/new?title=" in text for text in templates)
    assert load(GITHUB / "ISSUE_TEMPLATE" / "config.yml") == {"blank_issues_enabled": link}


# --- Templates of pull requests, owners


def test_the_first_template_leads_to_all_others() -> None:
    text = (GITHUB / "pull_request_template.md").read_text(encoding="utf-8")
    linked = re.findall(r"\]\(\?expand=1&template=([a-z-]+\.md)\)", text)
    assert sorted(linked) == [path.name for path in TEMPLATES]
    assert {path.stem for path in TEMPLATES} == {"add-a-source", "correct-a-record", "change-the-code"}


@pytest.mark.parametrize("path", TEMPLATES, **by_name)
def test_a_template_is_a_short_list_of_boxes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert 3 <= len(re.findall(r"^- \[ \] .+\.$", text, re.MULTILINE)) <= 7
    assert len(text.splitlines()) <= 16


def test_every_command_and_file_that_a_template_names_exists() -> None:
    named = [
        name for path in TEMPLATES for name in re.findall(r"`([^`]+)`", path.read_text(encoding="utf-8"))
    ]
    assert "make test" in named
    assert [name for name in named if name.startswith("docs/") and not (REPOSITORY / name).is_file()] == []


def owner_problems(text: str) -> list[str]:
    """Return the lines that GitHub would report:
    https://docs.github.com/articles/about-code-owners#codeowners-syntax.
    """
    owner = r"@[A-Za-z0-9-]+(/[A-Za-z0-9_.-]+)?|[^@\s]+@[^@\s]+\.[^@\s]+"
    lines = [line.split("#")[0].split() for line in text.splitlines()]
    return [
        " ".join(parts)
        for parts in lines
        if parts
        and (re.search(r"^!|[\[\]]", parts[0]) or not all(re.fullmatch(owner, part) for part in parts[1:]))
    ]


def test_owners_are_written_as_github_reads_them() -> None:
    assert owner_problems("/sources/ OWNER\n!x @a\n[a] @a\n") == ["/sources/ OWNER", "!x @a", "[a] @a"]
    text = (GITHUB / "CODEOWNERS").read_text(encoding="utf-8")
    assert owner_problems(text) == []
    suggested = re.findall(r"^#     (\S+) +OWNER$", text, re.MULTILINE)
    assert {"*", "/sources/", "/.github/"} <= set(suggested)
    assert [path for path in suggested if path != "*" and not (REPOSITORY / path.strip("/")).exists()] == []
    assert owner_problems("\n".join(f"{path} @somebody" for path in suggested)) == []


# --- Dependabot, editors, git


def test_new_versions_wait_and_come_together() -> None:
    assert DEPENDABOT["version"] == 2
    assert {update["package-ecosystem"] for update in DEPENDABOT["updates"]} == {
        "pip",
        "npm",
        "github-actions",
    }
    for update in DEPENDABOT["updates"]:
        assert update["cooldown"]["default-days"] >= 7
        assert [group["patterns"] for group in update["groups"].values()] == [["*"]]
        assert (REPOSITORY / update["directory"].strip("/")).is_dir()


def test_the_container_has_the_python_of_the_workflows_and_shows_the_site() -> None:
    container = json.loads((REPOSITORY / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    used = {
        step["with"]["python-version"]
        for path in WORKFLOWS
        for job in load(path)["jobs"].values()
        for step in job["steps"]
        if step.get("uses", "").startswith("actions/setup-python@")
    }
    assert re.fullmatch(r"python:(\d+\.\d+)-\w+", container["image"])[1] in used
    assert len(used) == 1
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert container["forwardPorts"] == [
        int(re.search(r"^ADDRESS \?= 127\.0\.0\.1:(\d+)$", makefile, re.MULTILINE)[1])
    ]
    targets = re.search(r"make (.+)$", container["postCreateCommand"])[1].split()
    assert [target for target in targets if f"\n{target}:" not in makefile] == []


def test_hooks_before_a_commit_fetch_nothing_and_check_the_records() -> None:
    hooks = [hook for repo in load(REPOSITORY / ".pre-commit-config.yaml")["repos"] for hook in repo["hooks"]]
    assert [repo["repo"] for repo in load(REPOSITORY / ".pre-commit-config.yaml")["repos"]] == ["local"]
    assert {hook["language"] for hook in hooks} == {"system"}
    assert len({hook["id"] for hook in hooks}) == len(hooks)
    (records,) = [hook for hook in hooks if hook["entry"] == ".venv/bin/archive check"]
    assert re.search(records["files"], "sources/2013/a-source/capture.txt")
    assert records["pass_filenames"] is False
    assert all(hook["entry"].split()[0] in (".venv/bin/archive", ".venv/bin/ruff") for hook in hooks)


def test_editors_leave_captures_as_they_are() -> None:
    config = ConfigParser()
    config.read_string("[top]\n" + (REPOSITORY / ".editorconfig").read_text(encoding="utf-8"))
    assert config["top"]["root"] == "true"
    assert (config["*"]["charset"], config["*"]["end_of_line"], config["*.py"]["max_line_length"]) == (
        "utf-8",
        "lf",
        "130",
    )
    (captures,) = [section for section in config.sections() if "capture.txt" in section]
    assert {"**/capture.txt", "**/original.*", "tests/toy/captures/**"} == set(
        captures.strip("{}").split(",")
    )
    for name in ("charset", "end_of_line", "insert_final_newline", "trim_trailing_whitespace"):
        assert config[captures][name] == "unset"
    assert config.sections()[-1] == captures  # the last that fits a file counts


@pytest.mark.parametrize(
    "path",
    [
        "sources/2013/a-source/capture.txt",
        "sources/2013/a-source/original.html",
        "tests/toy/captures/gull.txt",
        "tests/cases/a.yml",
    ],
)
def test_git_changes_no_byte_of_a_capture(path: str, tmp_path: Path, git: Callable[..., str]) -> None:
    data = b"Two kinds of\r\nline ends\nand one\rmore.\r\n"
    folder = tmp_path / "repository"
    for name, content in {path: data, "Makefile": b"all:\r\n", "tests/test_x.py": b"pass\r\n"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    shutil.copyfile(REPOSITORY / ".gitattributes", folder / ".gitattributes")
    git(folder, "init", "-q")
    git(folder, "config", "core.autocrlf", "true")  # as on Windows
    git(folder, "add", "--force", ".")
    git(folder, "commit", "-q", "-m", "One")
    shutil.rmtree(folder / Path(path).parts[0])
    (folder / "Makefile").unlink()
    git(folder, "checkout", "-q", ".")
    assert (folder / path).read_bytes() == data
    assert (folder / "Makefile").read_bytes() == b"all:\n"
    assert git(folder, "cat-file", "-p", "HEAD:tests/test_x.py") == "pass"


# --- Workflows


def test_there_are_three_workflows() -> None:
    assert [path.stem for path in WORKFLOWS] == ["publish", "pull-request", "verify"]


@every_workflow
def test_a_workflow_has_the_least_permissions_and_an_end(path: Path) -> None:
    workflow = load(path)
    assert workflow["permissions"] == {}
    assert workflow["defaults"] == {"run": {"shell": "bash"}}
    assert workflow["concurrency"]["group"]
    for name, job in workflow["jobs"].items():
        assert job["permissions"], name
        assert job["timeout-minutes"] <= 30, name
    assert "pull_request_target" not in triggers(workflow)
    assert not re.search(r"\$\{\{[^}]*\bsecrets\b", path.read_text(encoding="utf-8"))


@every_workflow
def test_an_action_is_pinned_by_its_commit_with_its_version_beside_it(path: Path) -> None:
    used = re.findall(r"uses: *(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert used
    assert [
        line for line in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)
    ] == []


def test_an_action_has_one_version_everywhere() -> None:
    used = {
        use
        for path in WORKFLOWS
        for use in re.findall(r"uses: *(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len({use.split("@")[0] for use in used}) == len(used)


@every_workflow
def test_a_script_takes_nothing_from_an_expression_and_a_checkout_leaves_no_token(path: Path) -> None:
    for job in load(path)["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_a_pull_request_can_only_read() -> None:
    assert set(triggers(PULL_REQUEST)) == {"pull_request"}
    for job in PULL_REQUEST["jobs"].values():
        assert job["permissions"] == {"contents": "read"}


def test_only_main_is_published_by_the_job_that_builds_nothing() -> None:
    assert triggers(PUBLISH) == {"push": {"branches": ["main"]}, "workflow_dispatch": None}
    build, deploy = PUBLISH["jobs"]["build"], PUBLISH["jobs"]["deploy"]
    assert build["if"] == "github.ref == 'refs/heads/main'"
    assert build["permissions"] == {"contents": "read", "pages": "read"}
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    assert deploy["needs"] == "build"
    assert all("run" not in step for step in deploy["steps"])
    assert PUBLISH["concurrency"] == {"group": "publish", "cancel-in-progress": False}
    scripts = [step["run"] for step in build["steps"] if "run" in step]
    fetching = scripts.pop(1)
    assert "data/releases/SHA256SUMS" in fetching
    assert scripts == [
        "make check",
        "rm -rf export/cards && make cards\n"
        ".venv/bin/archive export release || { rm -rf export/releases && .venv/bin/archive export release; }\n",
        'make offline OPTIONS="--require-publisher --require-address --cards --exports"',
        "mv ./*-offline.zip site/offline-copy.zip",
    ]
    (drawn,) = [step for step in build["steps"] if "archive export" in step.get("run", "")]
    assert drawn["env"] == {"SITE_URL": "${{ steps.pages.outputs.base_url }}/"}  # which a release names
    (site,) = [step for step in build["steps"] if step.get("run", "").startswith("make offline ")]
    assert site["env"] == {
        "SITE_URL": "${{ steps.pages.outputs.base_url }}/",
        "OFFLINE_COPY": "offline-copy.zip",
    }


@pytest.mark.parametrize("published", ["a release", "none", "another file than its checksum"])
def test_the_next_release_knows_the_one_that_is_published(tmp_path: Path, published: str) -> None:
    (script,) = [
        step["run"] for step in PUBLISH["jobs"]["build"]["steps"] if "SHA256SUMS" in step.get("run", "")
    ]
    if not shutil.which("curl"):
        pytest.skip(f"{HERE} there is no curl")
    site, work, name = tmp_path / "site/data/releases", tmp_path / "work", "harbour-archive-2026-11-26.zip"
    (work / "export/cards").mkdir(parents=True)
    if published != "none":
        site.mkdir(parents=True)
        (site / name).write_bytes(b"a zip")
        other = b"a zip" if published == "a release" else b"another zip"
        (site / "SHA256SUMS").write_text(f"{hashlib.sha256(other).hexdigest()}  {name}\n")
    environment = {**os.environ, "SITE_URL": f"{(tmp_path / 'site').as_uri()}/"}
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
    )
    files = [path.relative_to(work).as_posix() for path in work.rglob("*") if path.is_file()]
    assert done.returncode == 0, done.stderr
    assert files == ([f"export/releases/{name}"] if published == "a release" else [])
    assert ("::notice::There is no release before this one" in done.stdout) == (published != "a release")


def test_main_is_verified_every_week_and_can_only_be_read() -> None:
    assert triggers(VERIFY) == {"schedule": [{"cron": "23 4 * * 1"}], "workflow_dispatch": None}
    (job,) = VERIFY["jobs"].values()
    assert job["permissions"] == {"contents": "read"}
    assert [step["run"] for step in job["steps"] if "run" in step] == [
        "sha256sum --check --quiet --strict --ignore-missing MANIFEST.sha256",
        "make verify",
    ]


def installed(program: str) -> str:
    """The path of a program that the packages for tests bring."""
    found = Path(sys.executable).parent / program
    assert found.is_file(), f"{program} is missing: make .venv/test.stamp"
    return str(found)


def zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    options = ["--pedantic", "--offline", "--no-progress", "--no-config", "--strict-collection"]
    return subprocess.run(
        [installed("zizmor"), *options, str(folder)], capture_output=True, text=True, check=False
    )


def test_zizmor_finds_nothing() -> None:
    done = zizmor(GITHUB)
    assert done.returncode == 0, done.stdout
    for name in ("dependabot.yml", "publish.yml", "pull-request.yml", "verify.yml"):
        assert f"{name}\n" in done.stderr  # it was looked at


def test_zizmor_would_find_a_script_that_takes_a_title(tmp_path: Path) -> None:
    shutil.copytree(GITHUB, tmp_path / ".github")
    workflow = tmp_path / ".github" / "workflows" / "pull-request.yml"
    text = workflow.read_text(encoding="utf-8")
    workflow.write_text(
        text.replace("run: make test", "run: echo '${{ github.event.pull_request.title }}'"), encoding="utf-8"
    )
    done = zizmor(tmp_path / ".github")
    assert done.returncode != 0
    assert "template-injection" in done.stdout


def test_actionlint_finds_nothing() -> None:
    done = subprocess.run(
        [installed("actionlint"), "-shellcheck=", "-pyflakes=", "-no-color", *map(str, WORKFLOWS)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# --- The steps for a pull request, run here

INSTALL = "make .venv/site.stamp"
HOSTILE = "::error::<img src=x onerror=alert(1)> | [x](javascript:y) @pell #1 :boat:"
NEW = "sources/2015/gull-post-pier/2015-04-01-the-pier.md"
SOURCE = f"""\
label: Gull Post, notice of 1 April 2015
file: pier.txt
sha256: {"a1" * 32}
bytes: 60
lines: 3
blank: 2
captured: 2015-04-02
captured_from: https://gull.example/pier
rights: InC
access: summary
"""
DOCUMENT = f"""\
---
title: "{HOSTILE}"
date: 2015-04-01
outlet: gull-post
kind: news-report
language: en
original_url: https://gull.example/pier
byline: unknown
lines: 1-3
roles: {{1: title}}
nearness: report
chain: [gull-post]
wholeness: complete
topics: [free-quay]
---
The pier at Saltmere is said to open again [L3]. Thanks go to @pell and to #1 for that [L3].
"""
RAN = "import os; open(os.path.join(os.environ['HOME'], 'ran'), 'a').close()\n"


def keep_compiled(scripts: Path) -> None:
    """Put what Python has compiled of the repository's program beside the same program in a checkout.

    To compile it again takes longer than any test. A module that differs is left to be compiled.
    """
    for compiled in (REPOSITORY / "scripts").rglob(f"__pycache__/*.{sys.implementation.cache_tag}.pyc"):
        module = compiled.parents[1] / f"{compiled.name.partition('.')[0]}.py"
        copy = scripts / module.relative_to(REPOSITORY / "scripts")
        if copy.is_file() and copy.read_bytes() == module.read_bytes():
            shutil.copystat(module, copy)  # the time of its last change is in the compiled file
            place = scripts / compiled.relative_to(REPOSITORY / "scripts")
            place.parent.mkdir(exist_ok=True)
            shutil.copyfile(compiled, place)


@dataclass
class PullRequest:
    """A pull request on this disk: the project it is for, a folder for the runner, and what the runner did."""

    git: Callable[..., str]
    project: Path
    workspace: Path
    environment: dict[str, str]
    printed: dict[str, subprocess.CompletedProcess[str]] = field(default_factory=dict)
    uploaded: dict[str, Path] = field(default_factory=dict)

    def write(self, files: dict[str, str]) -> None:
        """Write files of the pull request."""
        for name, text in files.items():
            (self.project / name).parent.mkdir(parents=True, exist_ok=True)
            (self.project / name).write_text(text, encoding="utf-8")

    def commit(self) -> None:
        """Commit what stands in the project's folder as the pull request, merged into main, as GitHub does
        for a try.
        """
        self.git(self.project, "add", "--all", ".")
        self.git(self.project, "commit", "-q", "-m", "The change")
        self.merge(self.git(self.project, "rev-parse", "HEAD^{tree}"))

    def merge(self, tree: str) -> None:
        """Make a tree the result of the merge."""
        head = self.git(self.project, "commit-tree", tree, "-p", "main", "-m", "The change")
        merged = self.git(self.project, "commit-tree", tree, "-p", "main", "-p", head, "-m", "The merge")
        self.git(self.project, "update-ref", "refs/pull/1/merge", merged)

    def checkout(self, options: dict) -> None:
        """Do what actions/checkout does for a pull request; a tree that git refuses to write down stays
        unwritten.
        """
        folder = self.workspace / options.get("path", ".")
        folder.mkdir(parents=True, exist_ok=True)
        depth, ref = str(options.get("fetch-depth", 1)), "refs/remotes/pull/1/merge"
        self.git(folder, "init", "-q")
        limit = () if depth == "0" else ("--depth", depth)
        self.git(folder, "fetch", "-q", *limit, self.project.as_uri(), f"+refs/pull/1/merge:{ref}")
        self.git(folder, "update-ref", "--no-deref", "HEAD", ref)
        subprocess.run(["git", "-C", str(folder), "reset", "-q", "--hard"], capture_output=True, check=False)

    def install(self, folder: Path) -> None:
        """Stand in for the step that fetches packages: this Python runs the program that the folder holds."""
        code = "import sys; from press_archive.cli import main; sys.exit(main())"
        script = f'#!/bin/sh\nPYTHONPATH=scripts exec {shlex.quote(sys.executable)} -c "{code}" "$@"\n'
        keep_compiled(folder / "scripts")
        (folder / ".venv" / "bin").mkdir(parents=True)
        (folder / ".venv" / "bin" / "archive").write_text(script, encoding="utf-8")
        (folder / ".venv" / "bin" / "archive").chmod(0o755)
        for name in ("pip.stamp", "site.stamp"):
            (folder / ".venv" / name).touch()

    def run(self, job: str, until: str = "") -> str:
        """Run the steps of a job up to the first that fails, or the one named; return its name."""
        assert PULL_REQUEST["defaults"] == {"run": {"shell": "bash"}}
        for step in PULL_REQUEST["jobs"][job]["steps"]:
            action, folder = (
                step.get("uses", "").split("@")[0],
                self.workspace / step.get("working-directory", "."),
            )
            if action == "actions/checkout":
                self.checkout(step["with"])
            elif action == "actions/upload-artifact":
                self.uploaded[step["with"]["name"]] = self.workspace / step["with"]["path"]
            elif action:
                assert action == "actions/setup-python"
            elif step["run"] == INSTALL:
                self.install(folder)
            else:
                done = subprocess.run(  # as the runner calls bash: https://docs.github.com/actions (shell)
                    ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                    cwd=folder, env=self.environment, capture_output=True, text=True, errors="replace", check=False,
                )  # fmt: skip
                self.printed[step["name"]] = done
                if done.returncode:
                    return step["name"]
            if step["name"] == until:
                return until
        return ""

    @property
    def summary(self) -> str:
        """What stands in the summary of the job."""
        return (self.workspace / "summary.md").read_text(encoding="utf-8")

    @property
    def ran(self) -> bool:
        """Whether code of the pull request ran."""
        return (Path(self.environment["HOME"]) / "ran").exists()


@pytest.fixture(scope="module")
def project_on_main(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the toy archive's records, committed to main; a branch for a change is checked out."""
    project = copy_project(tmp_path_factory.mktemp("main") / "project", TOY)
    (project / "scripts").unlink()
    shutil.copytree(REPOSITORY / "scripts", project / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", "pyproject.toml", ".gitignore", ".gitattributes"):
        shutil.copyfile(REPOSITORY / name, project / name)
    shutil.copytree(REPOSITORY / "locks", project / "locks")
    with pytest.MonkeyPatch.context() as patch:
        git = plain_git(patch, tmp_path_factory.mktemp("home"))
        git(project, "init", "-q", "--initial-branch", "main")
        git(project, "add", "--all", ".")
        git(project, "add", "--force", "sources/2014/ministry-address/capture.txt")
        git(project, "commit", "-q", "-m", "Main")
        git(project, "checkout", "-q", "-b", "change")
        git(project, "gc", "-q")  # one file is copied faster than hundreds
    return project


@pytest.fixture
def pull_request(tmp_path: Path, git: Callable[..., str], project_on_main: Path) -> PullRequest:
    """A pull request to a project with the toy archive's records, without any change yet."""
    project = shutil.copytree(project_on_main, tmp_path / "project", symlinks=True)
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    files = {
        name: str(workspace / f"{name.rpartition('_')[2].lower()}.md")
        for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
    }
    environment = {**os.environ, **files, "SITE_URL": "", "NO_MKDOCS_2_WARNING": "1"}
    environment.pop("PYTHONPATH", None)  # a folder's own program must be what runs
    return PullRequest(git, project, workspace, environment)


PUT = "Put its records into a copy of main"
CHECK = "Check all records"
CAPTURES = "Look for captures in all commits"
FORM = "Compare the records with their canonical form"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["sources/searches.yml"], "records=true\nprogram=\n"),
        (["scripts/press_archive/cli.py", "docs/about/index.md"], "records=\nprogram=true\n"),
        (["sources/collection.yml", "mkdocs.yml"], "records=true\nprogram=true\n"),
    ],
)
def test_jobs_run_only_for_what_they_look_at(
    files: list[str], expected: str, pull_request: PullRequest
) -> None:
    pull_request.write(dict.fromkeys(files, "changed\n"))
    pull_request.commit()
    assert pull_request.run("changes") == ""
    assert (pull_request.workspace / "output.md").read_text(encoding="utf-8") == expected
    outputs = PULL_REQUEST["jobs"]["changes"]["outputs"]
    assert outputs == {name: f"${{{{ steps.compare.outputs.{name} }}}}" for name in ("records", "program")}
    for job, output in {"records": "records", "tests": "program"}.items():
        assert PULL_REQUEST["jobs"][job]["if"] == f"needs.changes.outputs.{output} == 'true'"
        assert PULL_REQUEST["jobs"][job]["needs"] == "changes"


@pytest.mark.slow
def test_records_are_checked_and_shown_with_the_program_of_main(pull_request: PullRequest) -> None:
    files = {name: RAN + (pull_request.project / name).read_text(encoding="utf-8")
             for name in ("scripts/press_archive/cli.py", "scripts/press_archive/__init__.py", "scripts/hook.py")}  # fmt: skip
    files |= {
        "Makefile": "%:\n\ttouch $(HOME)/ran\n",
        "mkdocs.yml": "hooks: [evil.py]\n",
        "evil.py": RAN,
        "docs/evil.md": "Evil.\n",
    }
    files |= {
        NEW: DOCUMENT,
        str(Path(NEW).with_name("source.yml")): SOURCE,
        ".gitattributes": "* text eol=crlf\n",
    }
    pull_request.write(files)
    pull_request.commit()
    assert pull_request.run("records") == "", pull_request.printed
    assert not pull_request.ran

    main_folder = pull_request.workspace / "main"
    differing = pull_request.git(main_folder, "diff", "--name-only", "HEAD").splitlines()
    assert differing == [NEW, str(Path(NEW).with_name("source.yml"))]
    assert (main_folder / NEW).read_bytes() == DOCUMENT.encode()
    assert not (main_folder / "docs" / "evil.md").exists()

    assert "- 1 document added\n- 1 source added\n" in pull_request.summary
    assert page_text(pull_request.summary).count(HOSTILE) == 1
    id = Path(NEW).stem
    pages = pull_request.uploaded["pages"]
    assert [path.name for path in (pages / "documents").iterdir()] == [id]
    assert "The pier at Saltmere" in (pages / "documents" / id / "index.html").read_text(encoding="utf-8")
    assert len(list(pages.glob("assets/*/archive.css"))) == 1


@pytest.mark.measured
def test_a_record_with_a_problem_fails_the_check_and_is_annotated(pull_request: PullRequest) -> None:
    pull_request.write(
        {NEW: DOCUMENT.replace("[free-quay]", "[free-quays]"), str(Path(NEW).with_name("source.yml")): SOURCE}
    )
    pull_request.commit()
    assert pull_request.run("records") == CHECK
    done = pull_request.printed[CHECK]
    annotations = [
        line for line in (done.stdout + done.stderr).splitlines() if line.lstrip().startswith("::")
    ]
    assert len(annotations) == 1
    line = DOCUMENT.splitlines().index("topics: [free-quay]") + 1
    assert re.match(
        rf"::error (?=.*\bfile={re.escape(NEW)}[,:])(?=.*\bline={line}[,:]).*R104", annotations[0]
    )
    assert "free-quays" in annotations[0]
    assert page_text(pull_request.summary).count(HOSTILE) == 1  # shown all the same


@pytest.mark.measured
def test_a_capture_that_may_not_be_in_git_fails_the_check(pull_request: PullRequest) -> None:
    path = "sources/2019/vestnik-dogovor/capture.txt"
    shutil.copyfile(TOY / "captures" / "vestnik-dogovor.txt", pull_request.project / path)
    pull_request.git(pull_request.project, "add", "--force", path)
    pull_request.commit()
    assert pull_request.run("records") == CHECK
    done = pull_request.printed[CHECK]
    assert re.search(rf"^::error .*\bfile={re.escape(path)}\b.*C107", done.stdout + done.stderr, re.MULTILINE)
    assert pull_request.uploaded == {}
    captured = (pull_request.project / path).read_text(encoding="utf-8")
    assert [
        line for line in captured.splitlines() if len(line) > 30 and line in page_text(pull_request.summary)
    ] == []


@pytest.mark.measured
def test_a_capture_that_a_later_commit_removes_again_fails_the_check(pull_request: PullRequest) -> None:
    git, project, path = pull_request.git, pull_request.project, "docs/notes.txt"
    shutil.copyfile(TOY / "captures" / "vestnik-dogovor.txt", project / path)
    for verb in ("Add", "Remove"):
        git(project, "add", "--all", ".")
        git(project, "commit", "-q", "-m", f"{verb} a file")
        (project / path).unlink(missing_ok=True)
    tree, head = git(project, "rev-parse", "HEAD^{tree}"), git(project, "rev-parse", "HEAD")
    merged = git(project, "commit-tree", tree, "-p", "main", "-p", head, "-m", "The merge")
    git(project, "update-ref", "refs/pull/1/merge", merged)
    assert pull_request.run("commits") == CAPTURES
    printed = pull_request.printed[CAPTURES].stdout
    assert re.search(rf"^::error .*\bfile={re.escape(path)}\b.*C114", printed, re.MULTILINE)
    assert f"in the commit {git(project, 'rev-parse', 'HEAD~1')[:10]}, " in printed
    assert not pull_request.ran


def test_commits_without_a_capture_pass(pull_request: PullRequest) -> None:
    pull_request.write({"docs/about.md": "# About\n", "scripts/press_archive/cli.py": RAN})
    pull_request.commit()
    assert pull_request.run("commits") == ""
    assert not pull_request.ran


@pytest.mark.measured
def test_a_name_that_is_only_unusual_is_left_to_the_check(pull_request: PullRequest) -> None:
    folder = "sources/2015/gull-post, d\u00e9tail"
    pull_request.write({f"{folder}/{Path(NEW).name}": DOCUMENT, f"{folder}/source.yml": SOURCE})
    pull_request.commit()
    assert pull_request.run("records") == CHECK
    done = pull_request.printed[CHECK]
    assert re.findall(r"^::error .*\b([A-Z]\d{3})\b", done.stdout + done.stderr, re.MULTILINE) == ["F106"]


@pytest.mark.slow
@pytest.mark.measured
def test_a_record_in_another_form_is_no_fault_and_is_kept_as_it_should_be(pull_request: PullRequest) -> None:
    source = str(Path(NEW).with_name("source.yml"))
    modeline = "# yaml-language-server: $schema=../../../schema/source.json\n"
    pull_request.write({NEW: DOCUMENT, source: SOURCE.replace("access: summary\n", "access:   'summary'\n")})
    pull_request.commit()
    assert pull_request.run("records") == ""
    assert pull_request.printed[FORM].stdout.count("::warning::Records are not in canonical form.") == 1
    form = pull_request.uploaded["canonical-form"]
    kept = {
        path.relative_to(form).as_posix(): path.read_text(encoding="utf-8")
        for path in form.rglob("*")
        if path.is_file()
    }
    assert kept.pop(source) == modeline + SOURCE
    assert set(kept) <= {NEW}


def test_a_record_that_is_removed_is_gone_from_the_copy_of_main(pull_request: PullRequest) -> None:
    folder = pull_request.project / "sources" / "2013" / "zeebode-maandblad"
    shutil.rmtree(folder)
    pull_request.commit()
    assert pull_request.run("records", until="Show the records that change") == "Show the records that change"
    assert not (pull_request.workspace / "main" / "sources" / "2013" / "zeebode-maandblad").exists()
    assert "- 2 documents removed\n- 1 source removed\n" in pull_request.summary


def odd_tree(pull_request: PullRequest, entry: bytes) -> str:
    """Return a tree whose `sources/` holds one odd entry, as `git mktree` reads it but without its checks."""
    git, project = pull_request.git, pull_request.project
    mode, name = entry.split(b" ", 1)
    blob = git(project, "hash-object", "-w", "--stdin", stdin=b"../../scripts\n")
    target = git(project, "rev-parse", "main") if mode == b"160000" else blob
    if mode == b"40000":
        inner = b"100644 evil\0" + bytes.fromhex(blob)
        target = git(project, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=inner)
    odd = mode + b" " + name + b"\0" + bytes.fromhex(target)
    sources = git(project, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=odd)
    listed = git(project, "ls-tree", "-z", "main").split("\0")
    kept = [line for line in listed if line and not line.endswith("\tsources")]
    return git(
        project, "mktree", "-z", stdin="\0".join([*kept, f"040000 tree {sources}\tsources", ""]).encode()
    )


ODD_ENTRIES = {
    "a link": (b"120000 link.yml", "120000 blob "),
    "a submodule": (b"160000 module", "160000 commit "),
    "attributes": (b"100644 .gitattributes", "\tsources/.gitattributes"),
    "git's own folder": (b"40000 .git", "\tsources/.git/evil"),
    "a quotation mark": (b'100644 a"b.yml', r'"sources/a\"b.yml"'),
    "two dots": (b"40000 ..", "\tsources/../evil"),
    "a line feed": (b"100644 a\n::error::b.yml", r'"sources/a\n::error::b.yml"'),
}


@pytest.mark.parametrize(("entry", "listed"), sampled(list(ODD_ENTRIES.values()), 3), ids=ODD_ENTRIES)
def test_links_and_odd_paths_are_refused_before_anything_is_written(
    entry: bytes, listed: str, pull_request: PullRequest
) -> None:
    pull_request.merge(odd_tree(pull_request, entry))
    assert pull_request.run("records") == PUT
    first, stop, *names, end = pull_request.printed[PUT].stdout.splitlines()
    assert first == ("::error::sources/ contains a link, or a name that begins with a dot or has control characters. "
                     "Expected plain files.")  # fmt: skip
    mark = re.fullmatch(r"::stop-commands::([0-9a-f-]{36})", stop)[1]
    assert end == f"::{mark}::"
    assert [listed in name for name in names] == [True]
    assert not any(name.startswith("::") for name in names)
    assert not (pull_request.workspace / "main").exists()
    assert list(pull_request.workspace.rglob("evil")) == []


# --- The summary of the records that change


def html_of(markdown: str) -> Element:
    """Read Markdown by the rules of CommonMark, with GitHub's tables."""
    return parse_html(MarkdownIt("commonmark").enable("table").render(markdown))


def page_text(markdown: str) -> str:
    return html_of(markdown).text


def texts(element: Element) -> Iterator[str]:
    """Yield every text of a page by itself: what GitHub looks through for mentions, references and names of
    pictures.
    """
    for found in element.walk():
        yield from (child for child in found.children if isinstance(child, str))


OWN = {"document", "h2", "h3", "ul", "li", "p", "table", "thead", "tbody", "tr", "th", "td", "span"}


# Any character that HTML can show as itself; test_escape.py has the others.
@given(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=60))
@example("*a* _b_ `c` ~~d~~ [e](f) ![g](h) <i>j</i> <!-- k --> &amp; \\l ||m| $n$ [^o] :p: @q #1 GH-1")
@example("https://r.example www.s.example t@u.example v/w#2 x@0123456789abcdef")
@example("- list")
@example("1. list")
@example("    code")
@example("# heading")
@example("> [!NOTE]")
@example("<script>alert(1)</script>")
@example("===")
def test_any_text_is_shown_exactly_wherever_it_stands(text: str) -> None:
    for tag, markdown in {"p": "{}\n", "h3": "### {}\n", "li": "- {}\n", "td": "|h|\n|-|\n|{}|\n"}.items():
        found = html_of(markdown.format(shown(text)))
        assert found.first(tag).text == " ".join(text.split())
        assert {element.tag for element in found.walk()} <= OWN
        assert all(not element.attributes for element in found.walk())
        assert not any(re.search(r"[@#:]\w|\w[-/.:]", part) for part in texts(found))


@pytest.fixture
def repository_of_records(toy: Path, git: Callable[..., str]) -> Path:
    """The toy archive as a repository whose only commit has all of its records."""
    git(toy, "init", "-q")
    git(toy, "add", "sources")
    git(toy, "add", "--force", "sources/2014/ministry-address/capture.txt")
    git(toy, "commit", "-q", "-m", "All")
    return toy


def summarise(root: Path, capsys: pytest.CaptureFixture[str], since: str = "HEAD") -> str:
    assert main(["--root", str(root), "summary", "--since", since]) == 0
    return capsys.readouterr().out


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def rows(section: Element) -> dict[str, str]:
    """The facts of the first table of a page that has two columns."""
    facts = next(table for table in section.all("tbody") if len(table.first("tr").all("td")) == 2)
    return {row.all("td")[0].text: row.all("td")[1].text for row in facts.all("tr")}


def test_a_changed_document_is_shown_with_its_facts_and_its_summary(repository_of_records, capsys):
    path = (
        repository_of_records
        / "sources/2013/tidewatch-shared-harbour/2013-09-23-velmora-offers-ostrand-a-shared-harbour.md"
    )
    replace(path, "free of charge at the start", "**free** of [charge](https://gull.example/a)")
    found = html_of(summarise(repository_of_records, capsys))
    assert [item.text for item in found.first("ul").all("li")] == ["1 document changed"]
    assert found.first("h3").text == "Document changed: Velmora offers Ostrand a shared harbour"
    assert rows(found) == {
        "Date": "23 September 2013",
        "Outlet": "Tidewatch",
        "Kind": "news report",
        "Language": "English",
        "Original": "https://tidewatch.example/2013/09/23/shared-harbour",
        "Author": "Pell Arden",
        "How the words reach us": "report",
        "Lines": "3-12, 15-22, 24: 9 of text, 6 of details, 4 blank",
        "Notes": "The report prints the time of its publication beside the date.",
        "File": path.relative_to(repository_of_records).as_posix(),
    }
    assert "free of charge (https://gull.example/a) [L8]" in found.text
    assert found.all("a") == []


def test_a_document_is_shown_though_its_terms_are_unknown(repository_of_records, capsys):
    path = (
        repository_of_records
        / "sources/2013/gull-post-harbour/2013-10-01-once-more-by-request-the-shared-harbour.md"
    )
    replace(path, "outlet: gull-post", "outlet: <b>")
    assert "It could not be read. The check of the records says why." in summarise(
        repository_of_records, capsys
    )
    replace(path, "outlet: <b>", "outlet: the-gull-post")
    assert rows(html_of(summarise(repository_of_records, capsys)))["Outlet"] == "the gull post"


def test_a_source_is_shown_with_the_account_of_its_lines(repository_of_records, capsys):
    replace(
        repository_of_records / "sources/2013/gull-post-harbour/source.yml",
        "Gull Post, four",
        "Gull Post | four",
    )
    found = html_of(summarise(repository_of_records, capsys))
    assert found.first("h3").text == "Source changed: Gull Post | four items of autumn 2013"
    assert (
        rows(found)["Lines"]
        == "19: 8 of text, 6 of details, 4 blank, 1 cut (menus and other parts of the page)"
    )
    assert rows(found)["Documents"] == "4"


def test_only_the_terms_that_differ_are_shown(repository_of_records, capsys):
    topics = repository_of_records / "sources/vocabulary/topics.yml"
    before = yaml.safe_load(topics.read_text(encoding="utf-8"))
    gone = sorted(before)[0]
    changed = sorted(before)[1]
    after = {id: term for id, term in before.items() if id != gone}
    after[changed] = after[changed] | {"scope": "Now | otherwise."}
    after["pier-rights"] = {"label": "Rights of the @pier", "scope": "Who may land."}
    after["zz-broken"] = {"label": "No scope"}
    topics.write_text(yaml.safe_dump(after, allow_unicode=True), encoding="utf-8")
    found = html_of(summarise(repository_of_records, capsys))
    counted = [item.text for item in found.first("ul").all("li")]
    assert counted == ["1 topic added", "1 topic changed", "1 topic removed", "1 topic unreadable"]
    headings = [heading.text for heading in found.all("h3")]
    assert headings == [
        f"Topic removed: {gone}",
        f"Topic changed: {before[changed]['label']}",
        "Topic added: Rights of the @pier",
        "Topic unreadable: zz-broken",
    ]
    assert "Now | otherwise." in [cell.text for cell in found.all("td")]


def test_new_files_that_git_does_not_follow_yet_are_shown_and_captures_never(repository_of_records, capsys):
    folder = repository_of_records / "sources/2019/vestnik-dogovor"
    shutil.copyfile(TOY / "captures" / "vestnik-dogovor.txt", folder / "capture.txt")
    shown_now = summarise(repository_of_records, capsys)
    assert "File added" in shown_now and "capture" in shown_now
    lines = (folder / "capture.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.strip() and line in page_text(shown_now)] == []


def test_no_change_is_said_so(repository_of_records, capsys):
    assert summarise(repository_of_records, capsys) == "## The records of this change\n\nNo record changes.\n"


def test_a_link_among_the_records_is_not_followed(repository_of_records, capsys, tmp_path):
    secret = tmp_path / "secret.md"
    secret.write_text(DOCUMENT.replace(HOSTILE, "A secret"), encoding="utf-8")
    path = (
        repository_of_records
        / "sources/2013/tidewatch-shared-harbour/2013-09-23-velmora-offers-ostrand-a-shared-harbour.md"
    )
    path.unlink()
    path.symlink_to(secret)
    told = summarise(repository_of_records, capsys)
    assert "It could not be read" in told
    assert "secret" not in told


@pytest.mark.parametrize("since", ["no-such-branch", "--output=x", "HEAD:sources"])
def test_a_revision_that_is_none_is_named(repository_of_records, capsys, since):
    assert main(["--root", str(repository_of_records), "summary", f"--since={since}"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"'{since}': not a revision that git knows here (")
    assert not (repository_of_records / "x").exists()


def test_a_change_that_is_too_large_for_the_page_is_counted(toy):
    archive = load_archive(toy)
    changes = [
        Change(entry.path, "added")
        for entry in sorted(archive.documents.values(), key=lambda entry: entry.path)
    ]
    whole = render_changes(archive, changes, {})
    assert "more record" not in whole
    many = render_changes(archive, changes * (LIMIT // len(whole.encode()) + 2), {})
    assert LIMIT * 0.99 < len(many.encode()) <= LIMIT
    (omitted,) = re.findall(
        r"^(\d+) more records: too long for this page\. Look at the files themselves\.$", many, re.MULTILINE
    )
    headings = many.count("\n### ")
    assert headings + int(omitted) == len(changes) * (LIMIT // len(whole.encode()) + 2)
