"""Disks that are full, have a quota, or become read-only. Without root: a limit on the sizes of files,
and where the system lets a user mount one, a small disk of his own."""

import os
import resource
import shutil
import subprocess
import sys

from world import Skipped, expect

DISK_BYTES = 240 << 20


def _limit_files(size):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def no_room_before_the_first_epoch(world, _):
    """As with a quota: the room that is looked for is not there."""
    limited = world.train("no room", preexec_fn=_limit_files(8 << 20))
    expect(limited.returncode == 1, "went on without room for a checkpoint")
    expect("last.safetensors: cannot be written: File too large" in limited.stderr, limited.stderr)
    expect("epoch 1" not in limited.stderr, f"an epoch was lost: {limited.stderr}")
    expect(not (world.folder / "no room/last.safetensors").exists(), "half a checkpoint")
    world.resume("no room")
    return "said before the first epoch; with room it trains"


def no_room_later(world, _):
    world.interrupted("later")
    before = (world.folder / "later/last.safetensors").read_bytes()
    limited = world.train("later", preexec_fn=_limit_files(8 << 20))
    expect(limited.returncode == 1 and "cannot be written" in limited.stderr, limited.stderr)
    expect((world.folder / "later/last.safetensors").read_bytes() == before, "checkpoint lost")
    world.resume("later")
    return "the checkpoint stays; with room it resumes"


def a_disk_of_its_own(world, _):
    """Runs this file within a mount namespace."""
    inside = ["unshare", "--mount", "--map-root-user", "--user"] if os.geteuid() else ["unshare", "--mount"]
    done = subprocess.run([*inside, sys.executable, __file__, world.program, str(world.folder)],
                          capture_output=True, text=True, timeout=600)
    if done.returncode == 77 or "unshare" in done.stderr:
        raise Skipped(f"no disk can be mounted here ({done.stderr.strip()[-100:]})")
    expect(done.returncode == 0, done.stdout + done.stderr)
    return done.stdout.strip().splitlines()[-1]


def _on_a_small_disk(world):
    disk = world.folder / "disk"
    disk.mkdir(exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "none", str(disk)],
                             capture_output=True, text=True)
    if mounted.returncode != 0:
        print(mounted.stderr, file=sys.stderr)
        sys.exit(77)

    # Full in the middle: the next checkpoint fails, the last one stays.
    process = world.start("disk/full")
    world.wait_for_checkpoint("disk/full", process)
    filler = disk / "filler"
    with filler.open("wb") as file:
        try:
            while True:
                file.write(bytes(1 << 16))
                file.flush()
        except OSError:
            pass
    codes, texts = world.finish([process])
    expect(codes == [1], f"went on with a full disk: {codes} {texts}")
    expect("cannot be written: No space left on device" in texts[0], texts[0])
    filler.unlink(missing_ok=True)
    world.resume("disk/full")
    shutil.rmtree(disk / "full")

    # Read-only in the middle.
    process = world.start("disk/read-only")
    world.wait_for_checkpoint("disk/read-only", process)
    for _ in range(2000):  # the system refuses while a file is open for writing
        if subprocess.run(["mount", "-o", "remount,ro", str(disk)],
                          capture_output=True).returncode == 0:
            break
    codes, texts = world.finish([process])
    expect(codes == [1] and "Read-only file system" in texts[0], f"{codes} {texts}")
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    world.resume("disk/read-only")
    print("full or read-only in the middle: named, the last checkpoint stays and resumes")


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(__file__))
    from world import World
    _on_a_small_disk(World(sys.argv[1], sys.argv[2], make=False))
