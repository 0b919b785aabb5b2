"""Let `mkdocs serve` and `mkdocs build` run the archive's build first and index the site last.

Nothing here is essential: `archive build --pages-only` writes the same pages for a generator without hooks.
The only other modules that know MkDocs are deferred_pages, mkdocs_build, mkdocs_changes, mkdocs_page,
mkdocs_server, saved_document, session and settings, in press_archive/publish.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from jinja2 import Environment
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from press_archive.base.files.docs import DOCS, GENERATED_FOLDERS, GENERATED_HOME
from press_archive.base.files.foreign import find_foreign_files, is_refused
from press_archive.base.kept import load_kept
from press_archive.base.problems import print_problems
from press_archive.base.processes import beside, number_of_processes, work_alone
from press_archive.collection.sites.placing import part_of, parts_of
from press_archive.commands.progress import progress
from press_archive.publish.build import Build, Checked, build_docs, load_checked
from press_archive.publish.conversion.deferred_pages import (
    digest_of_common,
    is_no_skipped_page,
)
from press_archive.publish.conversion.mkdocs_page import ConvertedPage, is_convertible
from press_archive.publish.data_files import write_data
from press_archive.publish.handover import take_over
from press_archive.publish.kept.kept_site import KeptSite, keep_site, load_site
from press_archive.publish.parts.dividing import WHOLE
from press_archive.publish.search_index import write_index
from press_archive.publish.serve.data_notice import explain_missing_data
from press_archive.publish.serve.hosts import check_hosts, parse_names
from press_archive.publish.serve.mkdocs_server import (
    abort_if_refused,
    follow_no_links,
    watch_folder,
)
from press_archive.publish.serve.saved_document import Whole
from press_archive.publish.serve.session import Session, is_reading_room, root_of, theme_files
from press_archive.publish.settings import parse_address
from press_archive.publish.site_files.digests import ASSETS, CODE, digest_of, in_digest_folder
from press_archive.publish.site_files.sitemap import FOR_SEARCH_ENGINES, write_packed_sitemap

log = logging.getLogger("mkdocs.archive")

# Of the theme: scripts, which no page loads, and maps for whoever develops it. They are 2.3 MB.
UNUSED = re.compile(r"assets/javascripts/|.*\.map$")
SITE = "site"
INLINE = re.compile("inline/")  # of the archive's theme: what a page has in itself

SESSION = Session()  # one for the process: MkDocs loads the hook once


def on_startup(*, command: str, **_: object) -> None:
    """Remember whether MkDocs serves the site or only builds it."""
    SESSION.serving = command == "serve"
    mkdocs_build.log.addFilter(is_no_skipped_page)


def on_config(config: MkDocsConfig) -> None:
    """Refuse an address or a number of processes that is none, and the reading room in the public site's
    folder.

    While MkDocs serves, allow the server's own script, and leave out what is for search engines.
    """
    try:
        parse_address(config.site_url)
        number_of_processes()
    except (ConfigurationError, ValueError) as error:
        raise Abort(str(error)) from error
    if SESSION.serving:
        config.theme.static_templates.difference_update(FOR_SEARCH_ENGINES)
    config.extra["content_policy"] = config.extra.get("content_policy", True) and not SESSION.serving
    if is_reading_room(config) and Path(config.site_dir).name == "site":
        raise Abort("The reading room shows restricted text. Expected a site_dir other than site/.")
    if Path(config.config_file_path).is_symlink():
        raise Abort("The configuration is a symbolic link. Expected a file. Nothing was built.")


def on_pre_build(config: MkDocsConfig) -> None:
    """Write the pages of the records, unless a command has done so and hands them over; log problems as a
    warning, at which --strict stops.
    """
    root = root_of(config)
    if SESSION.quick:
        assert SESSION.build is not None
        _name_site(config, SESSION.build)
        return  # the pages are written already
    if SESSION.serving and not SESSION.dirty:
        SESSION.changes.begin(root / DOCS)
        SESSION.theme = SESSION.theme or theme_files(config)
    checked, SESSION.checked = SESSION.checked, None
    with progress():
        SESSION.build = take_over() or _build(root, is_reading_room(config), checked)
    _name_site(config, SESSION.build)
    SESSION.changes.written.update(SESSION.build.changed)
    report = io.StringIO()
    if print_problems(SESSION.build.problems, report) and SESSION.build.refused:
        raise Abort(report.getvalue().rstrip())
    if report.getvalue():
        log.warning("Records left out or incomplete:\n%s", report.getvalue().rstrip())
    _refuse_foreign_files(config)


def _build(root: Path, reading_room: bool, checked: Checked | None) -> Build:
    if checked is None and not SESSION.dirty:
        SESSION.kept = load_kept(root)
    return build_docs(root, reading_room, checked or load_checked(root, SESSION.kept))


def _name_site(config: MkDocsConfig, build: Build) -> None:
    """Give the site the name of its collection, whatever mkdocs.yml says; mark that of the reading room. Say
    where its parts are, if it has any.
    """
    if build.archive.collection:
        config.site_name = build.archive.collection.title
    if is_reading_room(config):
        config.site_name += " (reading room)"
    if config.site_url and (parts := parts_of(build.archive)):
        config.extra["parts"] = [{"years": part.name, "address": part.address} for part in parts]


def _refuse_foreign_files(config: MkDocsConfig) -> None:
    """Stop before MkDocs reads docs/ where it would follow a link or wait for a pipe."""
    if is_refused(found := find_foreign_files(root_of(config))):
        raise Abort(f"Nothing was built. {found[0]}")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave out the theme's scripts; name the archive's own style sheets and scripts by what is in them; say
    which files changed, while MkDocs serves.
    """
    for file in [*files]:
        if file.src_dir != config.docs_dir:
            unused = INLINE if file.src_dir == config.theme.custom_dir else UNUSED
            if unused.match(file.src_uri):
                files.remove(file)
    if config.extra.get("asset_digests") and not SESSION.serving:
        _name_by_digest(files, config)
    if SESSION.dirty:
        SESSION.changes.mark(files)
    else:
        SESSION.changes.files = files
    return files


def _name_by_digest(files: Files, config: MkDocsConfig) -> None:
    """Put what the pages load into one folder, as modules import each other by relative addresses.

    Whoever serves the site to edit it keeps the plain names: else a change of one would change every page.
    """
    code = {
        file.src_uri: file
        for file in files
        if file.src_dir == config.docs_dir
        and file.src_uri.startswith(ASSETS)
        and (file.src_uri.endswith(CODE) or file.src_uri == config.theme["favicon"])
    }
    digest = digest_of({path: file.content_bytes for path, file in code.items()})
    for path, file in code.items():
        file.dest_uri = in_digest_folder(path, digest)
    config.extra["assets"] = in_digest_folder(ASSETS, digest)

    def renamed(path: str) -> str:
        return code[path].dest_uri if path in code else path

    config.extra_css = [renamed(path) for path in config.extra_css]
    for script in config.extra_javascript:
        if not isinstance(script, str):
            script.path = renamed(script.path)
    config.extra_javascript = [
        renamed(script) if isinstance(script, str) else script for script in config.extra_javascript
    ]
    config.theme["favicon"] = renamed(config.theme["favicon"])


def on_nav(nav: Navigation, config: MkDocsConfig, **_: object) -> Navigation:
    """Defer generated pages, which several processes make, unless the server is at work already: a process
    with threads must not be copied.
    """
    SESSION.nav = nav
    SESSION.deferred.begin(nav, config, SESSION.server is None and _is_own_conversion(config))
    return nav


def _is_own_conversion(config: MkDocsConfig) -> bool:
    return config.extra.get("own_conversion", True) and is_convertible(config)


def on_pre_page(page: Page, config: MkDocsConfig, **_: object) -> Page:
    """Let the archive convert the page, in a tenth of the time, unless that is switched off.

    Where the archive is published as several sites, the page's address is that on its own site.
    """
    if config.extra.get("parts"):
        assert SESSION.build is not None  # which has said where they are
        if part := part_of(SESSION.build.archive, page.url):
            page.canonical_url = part.address + page.url
    if _is_own_conversion(config) and not SESSION.deferred.defer(page):
        # Another page for the same file would not do: MkDocs has already put this one into its navigation.
        page.__class__ = ConvertedPage
    if SESSION.dirty and not SESSION.quick:
        SESSION.give_up_if_superseded()
    return page


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Leave out the lines of templates that only have tags: they are 1.4 KB of each page. Make the pages that
    were deferred.
    """
    env.trim_blocks = env.lstrip_blocks = True
    with progress():
        _make_deferred(config, files, env)
    assert SESSION.nav is not None  # MkDocs makes it first
    SESSION.whole = Whole(config, files, SESSION.nav, env)
    return env


def _make_deferred(config: MkDocsConfig, files: Files, env: Environment) -> None:
    """Make the pages that were deferred, or take them from the site that this one is to replace."""
    root, before, key = root_of(config), KeptSite(), ""
    is_public = not SESSION.serving and not is_reading_room(config) and not config.extra.get("preview")
    if is_public:
        key = digest_of_common(config, files, SESSION.deferred.pages)
        site = root / (WHOLE if config.extra.get("parts") else SITE)
        before = load_site(root, key, files.src_uris, site, Path(config.site_dir))
    made = SESSION.deferred.make(config, files, env, before)
    if is_public:
        keep_site(root, key, made)


def on_post_build(config: MkDocsConfig) -> None:
    """Add the files of data, unless MkDocs serves; index the built pages for the search, unless the index is
    switched off; pack the sitemap without its time.
    """
    assert SESSION.build is not None
    write_packed_sitemap(Path(config.site_dir), parse_address(config.site_url))
    with _data_beside(config) as data_are_written:
        if SESSION.dirty:
            SESSION.changes.remove_unknown(config)
        if SESSION.quick:
            return  # the search follows when all pages are built
        if config.extra.get("search_index", True):
            with progress():
                write_index(SESSION.build.archive, Path(config.site_dir))
        else:
            log.info("The search index is switched off: the search page finds nothing.")
        data_are_written()


def _data_beside(config: MkDocsConfig) -> AbstractContextManager[Callable[[], None]]:
    """Write the files of data while the search index is made, in another process if there may be one."""
    assert SESSION.build is not None
    root, archive, site = root_of(config), SESSION.build.archive, Path(config.site_dir)
    if SESSION.serving or config.extra.get("preview"):
        return nullcontext(lambda: None)
    address, alone = parse_address(config.site_url), number_of_processes() < 2

    def write() -> None:
        with progress() if alone else nullcontext():  # one bar at a time
            write_data(root, archive, address, site)

    return beside(write)


def on_build_error(error: Exception, **_: object) -> None:
    """Say in one line what the system refuses, such as a full disk."""
    abort_if_refused(error)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, **_: object) -> None:
    """Answer only under the names of this machine; watch what people write, in docs/ and elsewhere.

    What the build writes must not start another build.
    """
    work_alone()  # the site has been built once; from now on there are threads
    app = explain_missing_data(server.get_app())
    server.set_app(check_hosts(app, parse_names(config.extra.get("allow_hosts"))))
    docs = root_of(config) / DOCS
    follow_no_links(server)
    SESSION.saved.watch(server, root_of(config) / "sources")
    server.unwatch(config.docs_dir)
    watch_folder(server, docs, {*GENERATED_FOLDERS, GENERATED_HOME})
    SESSION.server = server
    SESSION.changes.end()
    build_all = server.builder
    server.builder = lambda: SESSION.rebuild(config, build_all)
