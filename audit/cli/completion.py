"""audit completion: the script that lets a shell complete commands, options and names."""

from pathlib import Path

import click

from audit.cli.desk import Desk, everywhere
from audit.cli.screen import tell

SCRIPTS = {"bash": "audit.bash", "zsh": "audit.zsh", "fish": "audit.fish", "powershell": "audit.ps1"}
WHERE = {
    "bash": "To have it always: audit completion bash > ~/.local/share/bash-completion/completions/audit",
    "zsh": "To have it always, put it into a folder of $fpath: audit completion zsh > ~/.zfunc/_audit",
    "fish": "To have it always: audit completion fish > ~/.config/fish/completions/audit.fish",
    "powershell": "To have it always: audit completion powershell >> $PROFILE",
}
FOLDER = Path(__file__).resolve().parent / "shells"


@click.command()
@click.argument("shell", type=click.Choice([*SCRIPTS]))
@everywhere
def completion(desk: Desk, shell: str) -> None:  # noqa: ARG001 - every command has one
    """Print the script that lets a shell complete what you type, with the Tab key.

    It completes commands, options and files, and the names that the workspace knows: rounds, agencies,
    templates, samples, plans, actions. Names with blanks are quoted.

    \b
    For this session:
      bash        eval "$(audit completion bash)"
      zsh         eval "$(audit completion zsh)"      (after compinit)
      fish        audit completion fish | source
      PowerShell  audit completion powershell | Out-String | Invoke-Expression

    \b
    Examples, to have it always:
      audit completion bash > ~/.local/share/bash-completion/completions/audit
      audit completion zsh > ~/.zfunc/_audit      (a folder of $fpath)
      audit completion fish > ~/.config/fish/completions/audit.fish
      audit completion powershell >> $PROFILE
    """
    click.echo(script(shell), nl=False)
    tell(WHERE[shell])


def script(shell: str) -> str:
    """The script of a shell, which asks `audit` itself what fits."""
    return (FOLDER / SCRIPTS[shell]).read_text(encoding="utf-8")
