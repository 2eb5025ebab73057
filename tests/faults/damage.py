"""Files that change, are damaged, or stand where they should not, between runs and during one."""

import os
import random
import shutil
import signal
import time

from world import expect


def _flip(path, bytes_to_flip=1):
    content = bytearray(path.read_bytes())
    for _ in range(bytes_to_flip):
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    path.write_bytes(content)


def _zero_page(path):
    content = bytearray(path.read_bytes())
    at = random.randrange(max(1, len(content) - 4096))
    content[at:at + 4096] = bytes(len(content[at:at + 4096]))
    path.write_bytes(content)


def _truncate(path):
    os.truncate(path, random.randrange(path.stat().st_size))


DAMAGES = {"a flipped bit": _flip, "a zeroed page": _zero_page, "a cut": _truncate}


def a_checkpoint_damaged(world, _):
    world.interrupted("checkpoint")
    path = world.folder / "checkpoint/last.safetensors"
    whole = path.read_bytes()
    for name, damage in DAMAGES.items():
        for _ in range(3):
            path.write_bytes(whole)
            damage(path)
            if path.read_bytes() == whole:
                continue
            resumed = world.train("checkpoint")
            expect(resumed.returncode == 1, f"{name} was not noticed")
            expect("last.safetensors" in resumed.stderr, f"{name}: {resumed.stderr}")
    path.write_bytes(whole)
    world.resume("checkpoint")
    return f"{', '.join(DAMAGES)}: noticed and named; restored, it resumes"


def weights_damaged(world, _):
    world.reference()
    shutil.copytree(world.folder / "whole-1", world.folder / "weights")
    path = world.folder / "weights/best.safetensors"
    whole = path.read_bytes()
    for _ in range(5):
        path.write_bytes(whole)
        _flip(path, 200)
        scored = world.run("evaluate", "--run", world.folder / "weights", "--threads", 1)
        expect(scored.returncode == 1, "200 flipped bits were evaluated")
        expect("best.safetensors" in scored.stderr, scored.stderr)
    return "200 flipped bits in best.safetensors are named"


def a_cache_damaged(world, _):
    world.reference()
    for name, damage in DAMAGES.items():
        for path in (world.folder / "cache/chestlens/films").glob("*.films"):
            damage(path)
        world.resume(f"cache {name}")
    return f"{', '.join(DAMAGES)}: the films are prepared again"


def a_manifest_damaged(world, _):
    world.interrupted("manifest")
    path = world.data / "manifest.csv"
    whole = path.read_bytes()
    try:
        rows = whole.splitlines(keepends=True)
        for name, content in {"cut": whole[:len(whole) // 2], "empty": b"",
                              "a row less": b"".join(rows[:5] + rows[6:]),
                              "zeroed": bytes(len(whole))}.items():
            path.write_bytes(content)
            resumed = world.train("manifest")
            expect(resumed.returncode == 1, f"a manifest ({name}) was not noticed")
            expect("manifest" in resumed.stderr or "split.csv" in resumed.stderr, resumed.stderr)
    finally:
        path.write_bytes(whole)
    world.resume("manifest")
    return "cut, emptied, zeroed or a row less: refused; restored, it resumes"


def films_that_change(world, _):
    """Between kill and resume: never the same run in silence."""
    world.interrupted("changed films")
    films = sorted(world.data.rglob("*.png"))
    kept = {path: path.read_bytes() for path in films[:20]}
    try:
        for path in kept:
            path.write_bytes(films[20].read_bytes())
        resumed = world.train("changed films")
        expect(resumed.returncode == 1, "20 films were replaced, and training went on in silence")
        expect("film" in resumed.stderr, resumed.stderr)
    finally:
        for path, content in kept.items():
            path.write_bytes(content)
    world.resume("changed films")
    return "replaced films are noticed; restored, it resumes"


def a_folder_removed_or_moved(world, _):
    for name in ("removed", "moved"):
        process = world.start(name)
        world.wait_for_checkpoint(name, process)
        folder = world.folder / name
        folder.rename(world.folder / f"{name} elsewhere")
        if name == "removed":
            shutil.rmtree(world.folder / "removed elsewhere")
        codes, texts = world.finish([process])
        expect(codes == [1], f"{name}: went on: {codes}")
        expect(name in texts[0], texts[0])
        left = {path.name for path in folder.iterdir()} if folder.exists() else set()
        # A checkpoint that was being written when the folder went may still come to its place.
        expect(left <= {"last.safetensors"}, f"{name}: half a run was made again: {left}")
    world.resume("moved elsewhere")
    return "training ends and says so; what was moved resumes where it is"


def clocks_that_jump(world, _):
    world.interrupted("clock")
    later = time.time() + 10 * 365 * 86400
    for path in [*(world.folder / "clock").iterdir(), *world.data.rglob("*"),
                 *(world.folder / "cache").rglob("*")]:
        os.utime(path, (later, later))
    world.resume("clock")
    world.interrupted("clock back")
    for path in [*(world.folder / "clock back").iterdir(), *world.data.rglob("*")]:
        os.utime(path, (1, 1))
    world.resume("clock back")
    return "files of the year to come, and of 1970, change nothing"


def leftovers_of_the_dead(world, _):
    cache = world.folder / "cache/chestlens/films"
    shutil.rmtree(cache, ignore_errors=True)
    for attempt in range(40):
        process = world.start(f"preparing-{attempt}")
        deadline = time.monotonic() + 20.0
        while time.monotonic() < deadline and process.poll() is None:
            if cache.exists() and any(path.name.startswith(".") for path in cache.iterdir()):
                break
        process.send_signal(signal.SIGKILL)
        world.finish([process])
        if any(path.name.startswith(".") for path in cache.iterdir()):
            break
    listed = world.run("dataset", "cache")
    left = [path.name for path in cache.iterdir() if path.name.startswith(".")]
    expect(not left, f"{left} stayed: {listed.stdout}")
    return f"dataset cache: {listed.stdout.strip().splitlines()[0]}"
