"""MkDocs' server of pages while they are edited: what it keeps to itself, under names that say what it is
for.

MkDocs 1.6.1 has no call for either. Its server answers while the version of the site that is visible is the
one that is wanted; a build raises the wanted version, and the end of the build the visible one. A browser
reloads when the visible version rises. These private names are used in no other module.
"""

from __future__ import annotations

from mkdocs.livereload import LiveReloadServer


def show_now(server: LiveReloadServer) -> None:
    """Let the server answer, and the browser reload, although a build goes on."""
    with server._epoch_cond:
        server._visible_epoch = server._wanted_epoch
        server._epoch_cond.notify_all()


def reload_after_build(server: LiveReloadServer) -> None:
    """Let the browser reload once more at the end of a build whose pages were shown before."""
    server._wanted_epoch += 1
