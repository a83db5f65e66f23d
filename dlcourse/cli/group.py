"""The command line as a whole: how commands are listed, and how a mistake is told in one sentence."""

import os
import sys

import click


class BadInput(click.ClickException):
    """A mistake of the user: one sentence, exit code 2."""

    exit_code = 2


def without(package, extra="lab"):
    """The mistake of whoever has not installed the part of the course that brings a package."""
    return BadInput(f'This needs {package}, which is not installed: pip install "dlcourse[{extra}]"')


class Group(click.Group):
    """Commands whose errors are one sentence on stderr that says the remedy."""

    def main(self, args=None, prog_name=None, **options):
        """Run a command and leave the process with its exit code."""
        options["standalone_mode"] = False
        try:
            code = super().main(args, prog_name or "dlcourse", **options)
            sys.stdout.flush()  # here, so that a closed pipe is noticed here
        except click.ClickException as error:
            code = error.exit_code
            click.echo(f"dlcourse: {_sentence(error)}", err=True)
        except ModuleNotFoundError as error:
            if not error.name or error.name.startswith("dlcourse"):
                raise
            code = 2
            click.echo(f"dlcourse: {without(error.name).format_message()}", err=True)
        except (click.Abort, KeyboardInterrupt):
            code = 130
        except BrokenPipeError:  # `dlcourse list | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        sys.exit(code if isinstance(code, int) else 0)

    def list_commands(self, ctx):
        """The commands in the order in which a learner meets them."""
        return list(self.commands)

    def resolve_command(self, ctx, args):
        """Name the nearest command for one that does not exist."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            import difflib

            near = difflib.get_close_matches(name, self.list_commands(ctx), n=1)
            meant = f"did you mean `dlcourse {near[0]}`?" if near else "`dlcourse --help` lists them."
            raise BadInput(f"There is no command {name!r}: {meant}")
        return super().resolve_command(ctx, args)


def _sentence(error):
    text = " ".join(error.format_message().split())
    if isinstance(error, click.UsageError) and error.ctx:
        command = error.ctx.command_path
        return f"{text.rstrip('.')}: `{command} --help` shows how to call it."
    return text
