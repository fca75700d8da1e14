"""``python -m osv_tui``."""

from osv_tui.cli import main

if __name__ == "__main__":
    main(prog_name="osv-tui")
