"""`python -m dlcourse`: the command line."""

from dlcourse.cli import main

if __name__ == "__main__":
    main()
