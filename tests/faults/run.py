#!/usr/bin/env python3
"""run.py [--program build/native/native/cli/chestlens] [--kills 100] [--seed N] [--only A,B] [--short]:
trains small networks while something goes wrong, and compares what comes of it with a run that
nothing happened to, byte for byte. Prints a line a trial; exits with 1 where one failed. --short is
the part that the test suite runs: three kills, and nothing that waits for long."""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))

import damage  # noqa: E402
import disk  # noqa: E402
import kills  # noqa: E402
from world import Failed, Skipped, World  # noqa: E402

SHORT = [kills.one_process_killed, kills.two_trainings_in_one_folder, kills.a_reader_that_leaves,
         disk.no_room_before_the_first_epoch, damage.a_folder_removed_or_moved]
LONG = [kills.two_ranks_killed, kills.signals_save_and_go_on,
        kills.a_run_that_is_evaluated_while_it_trains, kills.a_rank_that_comes_late,
        kills.a_rank_that_hangs, kills.ranks_that_were_started_otherwise, kills.slurm_without_srun,
        disk.no_room_later, disk.a_disk_of_its_own, damage.a_checkpoint_damaged,
        damage.weights_damaged, damage.a_cache_damaged, damage.a_manifest_damaged,
        damage.films_that_change, damage.clocks_that_jump, damage.leftovers_of_the_dead]


def make(trial, world, kill_count):
    began = time.monotonic()
    try:
        word, found = "holds", trial(world, kill_count)
    except Skipped as reason:
        word, found = "skipped", str(reason)
    except Failed as failure:
        word, found = "FAILED", str(failure)
    name = trial.__name__.replace("_", " ")
    print(f"{word:8}{name}: {found}  ({time.monotonic() - began:.0f} s)", flush=True)
    return word != "FAILED"


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/native/native/cli/chestlens")
    parser.add_argument("--kills", type=int)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 100000)
    parser.add_argument("--only", help="names of trials, parted by commas")
    parser.add_argument("--short", action="store_true")
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    kill_count = arguments.kills or (3 if arguments.short else 100)
    trials = SHORT if arguments.short else SHORT + LONG
    if arguments.only:
        names = arguments.only.split(",")
        trials = [trial for trial in SHORT + LONG if trial.__name__ in names]
    print(f"seed {arguments.seed}")
    with tempfile.TemporaryDirectory(prefix="chestlens-faults-") as folder:
        world = World(arguments.program, folder)
        held = [make(trial, world, kill_count) for trial in trials]
    print(f"{sum(held)} of {len(held)} trials hold")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
