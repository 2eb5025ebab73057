"""Rounds of films per second on standard input, one per line, - where there is none, as a row of run.sh's
table: each column's median, then for each of ours the median ratio to PyTorch's default, to the fastest of
its settings, and to the fastest with memory kept."""
import statistics
import sys

START, NAMES = sys.argv[1], sys.argv[2:]
ROUNDS = [[None if word == '-' else float(word) for word in line.split()] for line in sys.stdin]
if any(len(row) != len(NAMES) for row in ROUNDS):
    sys.exit(1)  # a process has ended, and run.sh has said so


def median(values):
    values = [value for value in values if value is not None]
    return statistics.median(values) if values else None


COLUMNS = {name: [row[i] for row in ROUNDS] for i, name in enumerate(NAMES)}
MEDIANS = {name: median(column) for name, column in COLUMNS.items()}


def fastest(kept):
    names = [name for name in NAMES if not name.startswith('ours-') and name.endswith('+kept') == kept]
    names = [name for name in names if MEDIANS[name]]
    return max(names, key=MEDIANS.get, default=None)


def ratio(ours, peer):
    pairs = zip(COLUMNS[ours], COLUMNS.get(peer, [None] * len(ROUNDS)))
    value = median([a / b if a and b else None for a, b in pairs])
    return '—' if value is None else f'{value:.2f}'


cells = ['—' if MEDIANS[name] is None else f'{MEDIANS[name]:.1f}' for name in NAMES]
for ours in (name for name in NAMES if name.startswith('ours-')):
    cells.append(ratio(ours, 'default'))
    for peer in (fastest(kept=False), fastest(kept=True)):
        cells.append(ratio(ours, peer) + (f' ({peer})' if peer else ''))
print(START, ' | '.join(cells), '|', flush=True)
