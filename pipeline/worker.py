"""The main of a worker process of the in-process engine (--direct_running_mode=multi_processing).

Beam's own main, without its start-up log: that is 30 lines a worker on the user's terminal.
"""

import logging
import sys


def main() -> None:
    """Serve the engine that started this process, until it says to stop."""
    logging.disable(logging.WARNING)
    from apache_beam.runners.worker import sdk_worker_main

    sdk_worker_main.main(sys.argv)


if __name__ == "__main__":
    main()
