"""The command line: demo, serve, play, project, export, user. `python -m app --help` says what there is."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[Path | None, typer.Option(help="The data folder (default: DATA, or ./var).", show_default=False)]


class Format(StrEnum):
    """What a proposal can be written as, and the data behind it."""

    DOCX = "docx"
    MD = "md"
    DATA = "data"


class Language(StrEnum):
    """What it can be written in."""

    EN = "en"
    FR = "fr"


app = typer.Typer(
    help="Groundwork: structured meetings that become a proposal.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip
project = typer.Typer(help="The projects in the database.", no_args_is_help=True)
user = typer.Typer(help="People with an account.", no_args_is_help=True)
app.add_typer(project, name="project")
app.add_typer(user, name="user")


@app.command()
def demo(
    data: Data = None,
    crowd: Annotated[int, typer.Option(envvar="CROWD", min=0, max=500, help="Synthetic participants.")] = 0,
    links: Annotated[Path | None, typer.Option(envvar="LINKS", help="Write the links to this JSON file.")] = None,
    meeting: Annotated[str, typer.Option(envvar="MEETING", help="Open at the start of this one, 1 to 4.")] = "",
) -> None:
    """Serve a synthetic project, with links that work at once. HOST, PORT and PUBLIC_URL say where.

    Without MEETING all meetings have been held; with a crowd, which wants something to do, it is at the first.
    """
    from app.cli import serving

    serving.demo(data, crowd, links, meeting)


@app.command()
def play(
    protocol: Annotated[Path, typer.Argument(help="A series of meetings, as JSON.")],
    recording: Annotated[Path, typer.Argument(help="What people did in it, as JSON.")],
    data: Data = None,
    until: Annotated[str, typer.Option(help="Stop before the meeting or block of this code.")] = "",
    seed: Annotated[int, typer.Option(help="Of the order in which people answer.")] = 0,
) -> None:
    """Make a fresh database and play a recorded series into it, as people would have answered."""
    from app.cli import played

    played.play(protocol, recording, data, until, seed)


@app.command()
def serve(data: Data = None) -> None:
    """Serve this installation. HOST, PORT and PUBLIC_URL say where."""
    from app.cli import serving

    serving.serve(data)


@app.command()
def export(
    name: Annotated[str, typer.Argument(metavar="PROJECT", help="Its short name or id.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    format: Annotated[Format, typer.Option(help="Word, Markdown, or the data (a zip).")] = Format.DOCX,
    language: Annotated[Language, typer.Option(help="English or French.")] = Language.EN,
    data: Data = None,
) -> None:
    """Write a project's proposal, every figure with a footnote to where it came from; or the data package."""
    from app.cli import records

    records.export(data, name, format.value, out, language.value)


@project.command("list")
def list_projects(data: Data = None) -> None:
    """A line a project, its short name first."""
    from app.cli import records

    records.list_projects(data)


@project.callback()
def _project() -> None:  # pyright: ignore[reportUnusedFunction]
    """The projects in the database."""


@user.command("add")
def add_user(
    email: Annotated[str, typer.Argument(help="What they sign in with.")],
    name: Annotated[str, typer.Option(help="What they are called.")],
    data: Data = None,
) -> None:
    """Make an account; asks for a password."""
    from app.cli import records

    records.add_user(data, email, name)


@user.callback()
def _user() -> None:  # pyright: ignore[reportUnusedFunction]
    """People with an account."""


if __name__ == "__main__":
    app(prog_name="python -m app")
