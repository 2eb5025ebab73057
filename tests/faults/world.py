"""Films, a recipe and the program, in a folder of their own; what the trials have in common."""

import hashlib
import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

# All that has a state to lose within an epoch: norms, dropout, augmentation, mixup, averaged weights.
RECIPE = """name = "faults"
[network]
name = "mobilenet_v2"
[data]
validation_fraction = 0.3
[train]
batch = 4
precision = "fp32"
ema_decay = 0.95
balanced_sampling = true
[[stage]]
size_pixels = 32
epochs = 2
max_learning_rate = 1e-3
mixup_alpha = 0.4
[[stage]]
size_pixels = 48
epochs = 1
max_learning_rate = 1e-3
"""
FILES = ("last.safetensors", "best.safetensors", "log.jsonl", "split.csv")


class Failed(Exception):
    """What a trial found."""


class Skipped(Exception):
    """Why a trial cannot be made here."""


def expect(condition, text):
    if not condition:
        raise Failed(text)


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


class World:
    def __init__(self, program, folder, films=28, make=True):
        self.program = str(Path(program).resolve())
        self.folder = Path(folder)
        self.data = self.folder / "films"
        self.recipe = self.folder / "faults.toml"
        self.environment = {**os.environ, "XDG_CACHE_HOME": str(self.folder / "cache")}
        self.references = {}
        if not make:
            return
        self.recipe.write_text(RECIPE)
        made = self.run("phantom", "--films", films, "--size", 64, "--seed", 5, "--out", self.data)
        expect(made.returncode == 0, made.stderr)

    def run(self, *arguments, **options):
        """A command, to its end; at most two minutes."""
        return subprocess.run(
            [self.program, *map(str, arguments)], capture_output=True, text=True, timeout=120,
            env=self.environment, **options)

    def arguments(self, run, *more, recipe=None):
        return [self.program, "train", "--threads", "1", "--device", "cpu", "--resume",
                "--checkpoint-minutes", "0", "--recipe", str(recipe or self.recipe),
                "--data", str(self.data), "--run", str(self.folder / run), *map(str, more)]

    def train(self, run, *more, **options):
        return self.run(*self.arguments(run, *more)[1:], **options)

    def start(self, run, *more, rank=None, ranks=2, port=0, environment=None, recipe=None,
              **options):
        """A training in the background, alone or as one of several ranks."""
        env = {**self.environment, **(environment or {})}
        if rank is not None:
            env |= {"RANK": str(rank), "LOCAL_RANK": str(rank), "WORLD_SIZE": str(ranks),
                    "LOCAL_WORLD_SIZE": str(ranks), "MASTER_ADDR": "127.0.0.1",
                    "MASTER_PORT": str(port)}
        descriptor, path = tempfile.mkstemp(prefix="errors-", dir=self.folder)
        os.close(descriptor)
        with open(path, "a") as errors:
            options = {"stdout": subprocess.DEVNULL, "stderr": errors, "text": True, **options}
            process = subprocess.Popen(self.arguments(run, *more, recipe=recipe), env=env,
                                       **options)
        process.errors = Path(path)
        return process

    def start_ranks(self, run, *more):
        port = free_port()
        return [self.start(run, *more, rank=rank, port=port) for rank in range(2)]

    @staticmethod
    def said(process):
        """What a process has said on standard error so far."""
        return process.errors.read_text()

    def finish(self, processes, seconds=120, waiting=False):
        """Exit codes and what was said on standard error. With `waiting`, a rank that says that it
        waits for one that is dead is killed, as its launcher would do."""
        end = time.monotonic() + seconds
        while any(process.poll() is None for process in processes):
            time.sleep(0.05)
            for process in processes:
                if process.poll() is not None:
                    continue
                is_alone = any(other.poll() is not None for other in processes)
                late = time.monotonic() > end
                if late or (waiting and is_alone and "waiting for rank" in self.said(process)):
                    process.kill()
                    process.wait()
                if late:
                    raise Failed(f"did not end within {seconds} s: {self.said(process)}")
        return [process.returncode for process in processes], list(map(self.said, processes))

    def digests(self, run):
        return {name: hashlib.sha256((self.folder / run / name).read_bytes()).hexdigest()[:10]
                for name in FILES}

    def reference(self, ranks=1):
        """Digests of a run that nothing happened to, and the seconds that it took."""
        if ranks not in self.references:
            began = time.monotonic()
            run = f"whole-{ranks}"
            processes = [self.start(run)] if ranks == 1 else self.start_ranks(run)
            codes, texts = self.finish(processes)
            if any("without torch.distributed" in text for text in texts):
                raise Skipped("LibTorch has no process groups")
            expect(codes == [0] * ranks, f"the whole run failed: {texts}")
            self.references[ranks] = (self.digests(run), time.monotonic() - began)
        return self.references[ranks]

    def has_finished(self, run):
        """Whether the run has logged its three epochs."""
        log = self.folder / run / "log.jsonl"
        return log.exists() and log.read_text().count("\n") == 3

    def expect_same(self, run, ranks=1):
        """The run ended with the bits of one that nothing happened to, and left nothing behind."""
        whole, _ = self.reference(ranks)
        found = self.digests(run)
        expect(found == whole, f"{run} ended otherwise: {found}, not {whole}")
        left = [path.name for path in (self.folder / run).iterdir() if path.name.startswith(".")]
        expect(not left, f"{run}: left behind: {left}")

    def resume(self, run, ranks=1):
        """Trains on to the end, which must have the bits of the whole run."""
        processes = [self.start(run)] if ranks == 1 else self.start_ranks(run)
        codes, texts = self.finish(processes)
        expect(codes == [0] * ranks, f"{run} was not resumed: {texts}")
        self.expect_same(run, ranks)

    def wait_for(self, name, process):
        """Until a running process has written a file."""
        for _ in range(1200):
            if (self.folder / name).exists():
                return
            if process.poll() is not None:
                raise Failed(f"ended before {name}: {self.said(process)}")
            time.sleep(0.05)
        raise Failed(f"{name} is not there after a minute")

    def wait_for_checkpoint(self, run, process):
        self.wait_for(f"{run}/last.safetensors", process)

    def interrupted(self, run, number=signal.SIGKILL):
        """A run that a signal ended within its training; what it said."""
        process = self.start(run)
        self.wait_for_checkpoint(run, process)
        process.send_signal(number)
        _, texts = self.finish([process])
        return texts[0]
