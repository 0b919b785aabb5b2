"""Let `mkdocs serve` and `mkdocs build` run the archive's build first and index the site last.

Nothing here is essential: `archive build --pages-only` writes the same pages for a generator without hooks.
The only other modules that know MkDocs are deferred_pages, mkdocs_build, mkdocs_changes, mkdocs_page,
mkdocs_server, saved_document and settings, in press_archive/publish.
"""

from __future__ import annotations

import gc
import hashlib
import io
import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from jinja2 import Environment
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from press_archive.base.files.docs import DOCS, GENERATED_FOLDERS, GENERATED_HOME
from press_archive.base.files.foreign import find_foreign_files, is_own_file, is_refused
from press_archive.base.kept import Kept, load_kept
from press_archive.base.problems import print_problems
from press_archive.base.processes import beside, number_of_processes, work_alone
from press_archive.base.progress import interruptible
from press_archive.commands.progress import progress
from press_archive.publish.build import Build, Checked, build_changed, build_docs, load_checked
from press_archive.publish.conversion.deferred_pages import (
    DeferredPages,
    digest_of_common,
    is_no_skipped_page,
)
from press_archive.publish.conversion.mkdocs_page import ConvertedPage, is_convertible
from press_archive.publish.data_files import write_data
from press_archive.publish.handover import take_over
from press_archive.publish.kept.kept_site import KeptSite, keep_site, load_site
from press_archive.publish.search_index import write_index
from press_archive.publish.serve.data_notice import explain_missing_data
from press_archive.publish.serve.hosts import check_hosts, parse_names
from press_archive.publish.serve.mkdocs_changes import Changes, digest_files
from press_archive.publish.serve.mkdocs_server import (
    Superseded,
    abort_if_refused,
    follow_no_links,
    give_up_if_superseded,
    reload_after_build,
    show_now,
    watch_folder,
)
from press_archive.publish.serve.saved_document import SavedPaths, Whole, show_saved
from press_archive.publish.settings import parse_address
from press_archive.publish.site_files.digests import ASSETS, CODE, digest_of, in_digest_folder
from press_archive.publish.site_files.sitemap import FOR_SEARCH_ENGINES, write_packed_sitemap

log = logging.getLogger("mkdocs.archive")

# Of the theme: scripts, which no page loads, and maps for whoever develops it. They are 2.3 MB.
UNUSED = re.compile(r"assets/javascripts/|.*\.map$")
SITE = "site"
INLINE = re.compile("inline/")  # of the archive's theme: what a page has in itself
COLLECTION = Path("sources/collection.yml")
LARGE = 500  # documents; with more, the rest of a build takes seconds
# Seconds that the browser then has to load the page, because the rest of the build slows the server down.
RELOAD = 1.5


class _State:
    """What is kept from one build of `mkdocs serve` to the next."""

    serving = False
    server: LiveReloadServer | None = None
    build: Build | None = None
    nav: Navigation | None = None
    whole: Whole | None = None  # what the last build of the whole site, or of what had changed, had in memory
    saved = SavedPaths()
    kept = Kept()  # records that were read and checked before
    checked: Checked | None = None  # the records of the current build, if they have already been read
    quick = False
    theme: dict[str, bytes] | None = None
    changes = Changes()
    deferred = DeferredPages()
    dirty = False


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).resolve().parent


def _reading_room(config: MkDocsConfig) -> bool:
    return bool(config.extra.get("reading_room"))


def _server() -> LiveReloadServer:
    assert _State.server is not None  # set when serving begins
    return _State.server


def on_startup(*, command: str, **_: object) -> None:
    """Remember whether MkDocs serves the site or only builds it."""
    _State.serving = command == "serve"
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
    if _State.serving:
        config.theme.static_templates.difference_update(FOR_SEARCH_ENGINES)
    config.extra["content_policy"] = config.extra.get("content_policy", True) and not _State.serving
    if _reading_room(config) and Path(config.site_dir).name == "site":
        raise Abort("The reading room shows restricted text. Expected a site_dir other than site/.")
    if Path(config.config_file_path).is_symlink():
        raise Abort("The configuration is a symbolic link. Expected a file. Nothing was built.")


def on_pre_build(config: MkDocsConfig) -> None:
    """Write the pages of the records, unless a command has done so and hands them over; log problems as a
    warning, at which --strict stops.
    """
    root = _root(config)
    if _State.quick:
        assert _State.build is not None
        _name_site(config, _State.build)
        return  # the pages are written already
    if _State.serving and not _State.dirty:
        _State.changes.begin(root / DOCS)
        _State.theme = _State.theme or _theme_files(config)
    checked, _State.checked = _State.checked, None
    with progress():
        _State.build = take_over() or _build(root, _reading_room(config), checked)
    _name_site(config, _State.build)
    _State.changes.written.update(_State.build.changed)
    report = io.StringIO()
    if print_problems(_State.build.problems, report) and _State.build.refused:
        raise Abort(report.getvalue().rstrip())
    if report.getvalue():
        log.warning("Records left out or incomplete:\n%s", report.getvalue().rstrip())
    _refuse_foreign_files(config)


def _build(root: Path, reading_room: bool, checked: Checked | None) -> Build:
    if checked is None and not _State.dirty:
        _State.kept = load_kept(root)
    return build_docs(root, reading_room, checked or load_checked(root, _State.kept))


def _name_site(config: MkDocsConfig, build: Build) -> None:
    """Give the site the name of its collection, whatever mkdocs.yml says; mark that of the reading room."""
    if build.archive.collection:
        config.site_name = build.archive.collection.title
    if _reading_room(config):
        config.site_name += " (reading room)"


def _refuse_foreign_files(config: MkDocsConfig) -> None:
    """Stop before MkDocs reads docs/ where it would follow a link or wait for a pipe."""
    if is_refused(found := find_foreign_files(_root(config))):
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
    if config.extra.get("asset_digests") and not _State.serving:
        _name_by_digest(files, config)
    if _State.dirty:
        _State.changes.mark(files)
    else:
        _State.changes.files = files
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
    _State.nav = nav
    _State.deferred.begin(nav, config, _State.server is None and _is_own_conversion(config))
    return nav


def _is_own_conversion(config: MkDocsConfig) -> bool:
    return config.extra.get("own_conversion", True) and is_convertible(config)


def on_pre_page(page: Page, config: MkDocsConfig, **_: object) -> Page:
    """Let the archive convert the page, in a tenth of the time, unless that is switched off."""
    if _is_own_conversion(config) and not _State.deferred.defer(page):
        # Another page for the same file would not do: MkDocs has already put this one into its navigation.
        page.__class__ = ConvertedPage
    if _State.dirty and not _State.quick:
        _give_up_if_superseded()
    return page


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Leave out the lines of templates that only have tags: they are 1.4 KB of each page. Make the pages that
    were deferred.
    """
    env.trim_blocks = env.lstrip_blocks = True
    with progress():
        _make_deferred(config, files, env)
    assert _State.nav is not None  # MkDocs makes it first
    _State.whole = Whole(config, files, _State.nav, env)
    return env


def _make_deferred(config: MkDocsConfig, files: Files, env: Environment) -> None:
    """Make the pages that were deferred, or take them from the site that this one is to replace."""
    root, before, key = _root(config), KeptSite(), ""
    is_public = not _State.serving and not _reading_room(config) and not config.extra.get("preview")
    if is_public:
        key = digest_of_common(config, files, _State.deferred.pages)
        before = load_site(root, key, files.src_uris, root / SITE, Path(config.site_dir))
    made = _State.deferred.make(config, files, env, before)
    if is_public:
        keep_site(root, key, made)


def on_post_build(config: MkDocsConfig) -> None:
    """Add the files of data, unless MkDocs serves; index the built pages for the search, unless the index is
    switched off; pack the sitemap without its time.
    """
    assert _State.build is not None
    write_packed_sitemap(Path(config.site_dir))
    with _data_beside(config) as data_are_written:
        if _State.dirty:
            _State.changes.remove_unknown(config)
        if _State.quick:
            return  # the search follows when all pages are built
        if config.extra.get("search_index", True):
            with progress():
                write_index(_State.build.archive, Path(config.site_dir))
        else:
            log.info("The search index is switched off: the search page finds nothing.")
        data_are_written()


def _data_beside(config: MkDocsConfig) -> AbstractContextManager[Callable[[], None]]:
    """Write the files of data while the search index is made, in another process if there may be one."""
    assert _State.build is not None
    root, archive, site = _root(config), _State.build.archive, Path(config.site_dir)
    if _State.serving or config.extra.get("preview"):
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
    docs = _root(config) / DOCS
    follow_no_links(server)
    _State.saved.watch(server, _root(config) / "sources")
    server.unwatch(config.docs_dir)
    watch_folder(server, docs, {*GENERATED_FOLDERS, GENERATED_HOME})
    _State.server = server
    _State.changes.end()
    build_all = server.builder
    server.builder = lambda: _rebuild(config, build_all)


def _theme_files(config: MkDocsConfig) -> dict[str, bytes]:
    """Return the SHA-256 of the files that every page depends on; every page has the collection's title."""
    root = _root(config)
    files = [*root.glob("*.yml"), *filter(is_own_file, [root / COLLECTION])]
    settings = {path.name: hashlib.sha256(path.read_bytes()).digest() for path in files}
    return settings | digest_files(root / "overrides")


def _rebuild(config: MkDocsConfig, build_all: Callable[[], None]) -> None:
    """Build the pages that changed, or all pages if the theme, the configuration or the set of hand-written
    files changed. Documents that were saved come first, and a build of what changed is given up if there is
    something newer.

    No page of the archive shows what another page's Markdown renders to, and pages that don't change keep
    their bytes. So the result is that of a whole build; a test compares the two.
    """
    shown = _show_saved()
    theme = _theme_files(config)
    _State.changes.begin(_root(config) / DOCS)
    if theme != _State.theme or _State.changes.is_for_all_pages(config):
        build_all()
        _State.changes.end()
        _State.theme = theme
    else:
        _State.dirty = True
        try:
            with _quiet_about_dirty_builds(), _no_garbage_collection(), interruptible(_give_up_if_superseded):
                shown = _build_changed(config, shown)
        except Superseded:
            return  # what this build has not made is left to the next one, which begins now
        finally:
            _State.dirty = False
    if shown:
        reload_after_build(_server())


def _give_up_if_superseded() -> None:
    give_up_if_superseded(_server())


def _show_saved() -> bool:
    """Show documents that were saved, if nothing but their words changed; return whether they are shown."""
    assert _State.build is not None
    saved = _State.saved.take()
    if not saved or _State.whole is None or _State.build.pages is None:
        return False
    shown = show_saved(saved, _State.build, _State.whole)
    if shown:
        _State.changes.written.update(shown)
        _show_now(_State.build)
    return bool(shown)


def _show_now(build: Build) -> None:
    show_now(_server())
    if len(build.archive.documents) > LARGE:
        time.sleep(RELOAD)


def _build_changed(config: MkDocsConfig, shown: bool) -> bool:
    """Build the documents that changed, unless they are shown already, and then the other pages and the
    search: with thousands of documents, these take longer. Return whether documents were shown first.
    """
    assert _State.build is not None
    checked = load_checked(_root(config), _State.kept)
    before = _State.build.archive
    changed = None if shown else build_changed(before, checked, _root(config), _reading_room(config))
    if changed:
        _State.changes.written.update(changed.changed)
        _State.build, _State.quick = changed, True
        try:
            _build_modified(config)
        finally:
            _State.quick = False
        _show_now(changed)
    _State.checked = checked
    _build_modified(config)
    return shown or bool(changed)


def _build_modified(config: MkDocsConfig) -> None:
    fresh = load_config(config_file=config.config_file_path, site_dir=config.site_dir, strict=config.strict)
    fresh.site_url = config.site_url
    mkdocs_build.build(fresh, serve_url=config.site_url, dirty=True)
    _State.changes.end()


@contextmanager
def _quiet_about_dirty_builds() -> Iterator[None]:
    """Suppress MkDocs' warning that building only changed pages may leave others wrong: here it can't."""

    def wanted(record: logging.LogRecord) -> bool:
        return "'dirty' build" not in record.getMessage()

    mkdocs_build.log.addFilter(wanted)
    try:
        yield
    finally:
        mkdocs_build.log.removeFilter(wanted)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Turn garbage collection off during a build: its objects live until the end, and collecting takes a
    tenth of the time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()
