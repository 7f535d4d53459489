"""`doctor`: is this installation sound?"""

from __future__ import annotations

import click

from forensicdesk.cli.options import JSON
from forensicdesk.cli.output import emit_json
from forensicdesk.language import _, retold
from forensicdesk.session import examine_installation


@click.command()
@JSON
def doctor(*, as_json: bool) -> int:
    """Known-answer tests, libraries with licences, the proof of being offline, and what holds child processes."""
    findings = examine_installation()
    if as_json:
        emit_json(
            {
                "sound": findings.sound,
                "program": findings.program,
                "checks": [
                    {"name": check.name, "passed": check.passed, "detail": check.detail} for check in findings.checks
                ],
                "offline": dict(findings.offline),
                "children": dict(findings.children),
                "libraries": [
                    {"name": name, "version": version, "licence": licence}
                    for name, version, licence in findings.libraries
                ],
                "installed": [
                    {"name": one.name, "version": one.version, "licence": one.licence}
                    for one in findings.installed.libraries
                ],
            }
        )
    else:
        click.echo(findings.program)
        for check in findings.checks:
            verdict = _("ok") if check.passed else _("FAIL")
            click.echo(f"  {verdict:<4} {retold(check.name)}: {retold(check.detail)}")
        click.echo(_("Offline:"))
        for name, text in findings.offline:
            click.echo(f"  {retold(name)}: {retold(text)}")
        click.echo(_("Child processes, as one of them finds it:"))
        for name, text in findings.children:
            click.echo(f"  {retold(name)}: {retold(text)}")
        click.echo(_("Libraries that decode and hash:"))
        for name, version, licence in findings.libraries:
            click.echo(f"  {name} {version} ({licence})")
        click.echo(_("All libraries, as they state their licence themselves (NOTICE.md has what they bring along):"))
        unknown = _("not stated")
        for one in findings.installed.libraries:
            click.echo(f"  {one.name} {one.version} ({one.licence or unknown})")
    return 0 if findings.sound else 1
