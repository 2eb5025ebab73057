"""Processes that end by force, by a signal, or because another does."""

import random
import signal
import subprocess
import time

from world import expect, free_port


def _kill_again_and_again(world, ranks, kills):
    """Kills at random moments; each run that comes to its end is compared, and the next begins."""
    _, seconds = world.reference(ranks)
    done = runs = 0
    while done < kills:
        run = f"killed-{ranks}-{runs}"
        while True:
            processes = [world.start(run)] if ranks == 1 else world.start_ranks(run)
            if done < kills and not world.has_finished(run):
                time.sleep(random.uniform(0.0, seconds))
                living = [process for process in processes if process.poll() is None]
                if living:
                    random.choice(living).kill()
            codes, texts = world.finish(processes, waiting=True)
            if codes == [0] * ranks:
                break
            expect(-signal.SIGKILL in codes, f"{run} failed by itself: {codes} {texts}")
            expect(all(code in (-signal.SIGKILL, 0, 1) for code in codes), f"{run}: {codes} {texts}")
            done += 1
        world.expect_same(run, ranks)
        runs += 1
    return f"{done} of {done} kills, {runs} runs, each with the bits of the whole run"


def one_process_killed(world, kills):
    return _kill_again_and_again(world, 1, kills)


def two_ranks_killed(world, kills):
    return _kill_again_and_again(world, 2, kills)


def signals_save_and_go_on(world, _):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        run = f"signal-{number.name}"
        said = world.interrupted(run, number)
        expect("state saved; --resume goes on" in said, f"{number.name}: {said}")
        world.resume(run)
    return "SIGINT, SIGTERM and SIGHUP save; the resumed runs have the same bits"


def a_reader_that_leaves(world, _):
    process = world.start("piped", stdout=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    codes, texts = world.finish([process])
    expect(codes[0] in (0, 1), f"{codes} {texts}")
    world.expect_same("piped")
    return "| head -1 ends what is shown, not the training"


def two_trainings_in_one_folder(world, _):
    first = world.start("shared")
    world.wait_for_checkpoint("shared", first)
    second = world.train("shared")
    expect(second.returncode == 1, f"the second trained, too: {second.stdout}")
    expect(f"another process (pid {first.pid}, since " in second.stderr, second.stderr)
    expect("is training here" in second.stderr, second.stderr)
    codes, texts = world.finish([first])
    expect(codes == [0], f"the first was disturbed: {texts}")
    world.expect_same("shared")
    return f"the second is refused: {second.stderr.strip().splitlines()[-1][:110]}"


def a_run_that_is_evaluated_while_it_trains(world, _):
    process = world.start("watched", "--epochs-scale", 20)
    world.wait_for("watched/best.safetensors", process)
    scored = world.run("evaluate", "--run", world.folder / "watched", "--threads", 1)
    process.kill()
    world.finish([process])
    expect(scored.returncode == 0, scored.stderr)
    expect(f"another process (pid {process.pid}, since " in scored.stderr, scored.stderr)
    return "what is whole is scored, and said to be of a training that goes on"


def a_rank_that_comes_late(world, _):
    port = free_port()
    first = world.start("late", rank=0, port=port)
    time.sleep(4.0)
    codes, texts = world.finish([first, world.start("late", rank=1, port=port)])
    expect(codes == [0, 0], f"{codes} {texts}")
    expect(f"waiting for rank 1 at 127.0.0.1:{port}" in texts[0], texts[0])
    world.expect_same("late", 2)
    return "the one that waits says for whom"


def a_rank_that_hangs(world, _):
    processes = world.start_ranks("hangs")
    world.wait_for_checkpoint("hangs", processes[0])
    processes[1].send_signal(signal.SIGSTOP)
    codes, texts = world.finish(processes[:1], seconds=60)
    processes[1].kill()
    world.finish(processes[1:])
    expect(codes == [1] and "gave no sign of life" in texts[0], f"{codes} {texts}")
    world.resume("hangs", 2)
    return "the other ends after 20 s and says so; both resume"


def ranks_that_were_started_otherwise(world, _):
    port = free_port()
    other = world.folder / "other.toml"
    other.write_text(world.recipe.read_text().replace("epochs = 2", "epochs = 4"))
    first = world.start("unlike", rank=0, port=port)
    second = world.start("unlike", "--seed", 7, rank=1, port=port, recipe=other)
    codes, texts = world.finish([first, second])
    expect(codes == [1, 1], f"{codes} {texts}")
    for text in texts:
        expect("the recipe of rank 1" in text and "--seed of rank 1" in text, text)
    return "every rank says what is not rank 0's"


def slurm_without_srun(world, _):
    began = time.monotonic()
    alone = world.start("slurm", environment={"SLURM_PROCID": "0", "SLURM_NTASKS": "4",
                                              "SLURM_LOCALID": "0"})
    codes, texts = world.finish([alone])
    seconds = time.monotonic() - began
    expect(codes == [1] and "srun chestlens train" in texts[0], f"{codes} {texts}")
    return f"refused after {seconds:.1f} s, with the way out"
