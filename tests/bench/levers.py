"""Parts of levers.sh that are about text: `split DATA FOLDER` writes FOLDER/all/manifest.csv and
FOLDER/left-out/manifest.csv, the films of models/levers/README.md; `table RESULTS FILMS SEEDS LEVER...` prints
what the predictions and audits of RESULTS say."""
import collections
import csv
import json
import math
import re
import statistics
import sys
from pathlib import Path

SHARE = 1 / 6  # of each class and source: set apart, and again for validation
SMALLEST_GROUP = 30
LEFT_OUT = {  # by class, the beginning of its source's name
    'covid19': 'ml-workgroup',
    'normal': 'NIH',
    'viral': 'ieee8023',
    'bacterial': 'ieee8023',
}


def natural(text):
    return [int(part) if part.isdigit() else part for part in re.split(r'(\d+)', text)]


def is_left_out(row):
    return row['source'].startswith(LEFT_OUT[row['class']])


def training_films(data):
    with open(Path(data) / 'manifest.csv', newline='') as file:
        reader = csv.DictReader(file)
        rows = [row for row in reader if not row.get('duplicate_of') and row['split'] == 'train']
    return reader.fieldnames, [row | {'file': str((Path(data) / row['file']).resolve())} for row in rows]


def sides(rows):
    """By patient: test in the last sixth of its series' films, validation in the sixth before."""
    films = collections.defaultdict(lambda: collections.Counter())
    for row in rows:
        films[row['class'], row['source']][row['patient_id']] += 1
    side = {}
    for series in films.values():
        total, seen = sum(series.values()), 0
        for patient in sorted(series, key=natural):
            place = (seen + series[patient] / 2) / total
            new = 'test' if place > 1 - SHARE else 'validation' if place > 1 - 2 * SHARE else 'train'
            side.setdefault(patient, new)  # a patient of several classes stays on one side
            seen += series[patient]
    return side


def split(data, folder):
    fields, rows = training_films(data)
    side = sides(rows)
    for name, declared in (
        ('all', lambda row: side[row['patient_id']]),
        ('left-out', lambda row: 'test' if row['patient_id'] in hidden else side[row['patient_id']]),
    ):
        hidden = {row['patient_id'] for row in rows if is_left_out(row)}
        (Path(folder) / name).mkdir(parents=True)
        with open(Path(folder) / name / 'manifest.csv', 'w', newline='') as file:
            writer = csv.DictWriter(file, fields)
            writer.writeheader()
            writer.writerows(row | {'split': declared(row)} for row in rows)


class Predictions:
    """A run's answers on the films of its manifest that are declared test."""

    def __init__(self, results, name):
        with open(Path(results) / name / 'predictions.csv', newline='') as file:
            self.rows = list(csv.DictReader(file))
        self.classes = [column[6:] for column in self.rows[0] if column.startswith('logit ')]
        for row in self.rows:
            logits = [float(row['logit ' + name]) for name in self.classes]
            largest = max(logits)
            shares = [math.exp(logit - largest) for logit in logits]
            row['confidence'] = max(shares) / sum(shares)
            row['answer'] = self.classes[logits.index(largest)]
            row['right'] = row['answer'] == row['class']

    def recall(self, chosen):
        films = [row['right'] for row in self.rows if chosen(row)]
        return sum(films) / len(films) if films else math.nan

    def macro_f1(self):
        scores = []
        for name in self.classes:
            both = sum(row['right'] for row in self.rows if row['class'] == name)
            either = sum((row['class'] == name) + (row['answer'] == name) for row in self.rows)
            scores.append(2 * both / either if either else 0.0)
        return statistics.mean(scores)

    def worst_group(self):
        groups = collections.Counter((row['class'], row['source']) for row in self.rows)
        return min(
            self.recall(lambda row, group=group: (row['class'], row['source']) == group)
            for group, films in groups.items()
            if films >= SMALLEST_GROUP
        )

    def calibration_error(self, chosen, bins=10):
        """Expected calibration error (Guo 2017)."""
        films = [row for row in self.rows if chosen(row)]
        binned = collections.defaultdict(list)
        for row in films:
            binned[min(int(row['confidence'] * bins), bins - 1)].append(row['right'] - row['confidence'])
        return sum(abs(sum(gaps)) for gaps in binned.values()) / len(films)


def finding(results, name, test, about=None):
    audit = json.loads((Path(results) / name / 'audit.json').read_text())['models'][0]
    values = [
        found['value']
        for found in audit['findings']
        if found['test'] == test and (about is None or found['about'].startswith(about))
    ]
    return statistics.mean(values) if values else math.nan


def figures(results, lever, seed):
    name = f'{lever}-all-{seed}'
    whole = Predictions(results, name)
    hidden = Predictions(results, f'{lever}-left-out-{seed}')
    adults = [row for row in hidden.rows if is_left_out(row) and row['class'] in ('viral', 'bacterial')]
    return [
        100 * whole.macro_f1(),
        100 * whole.worst_group(),
        100 * finding(results, name, 'features tell sources', 'normal'),
        100 * finding(results, name, 'border only, the network'),
        100 * hidden.recall(lambda row: is_left_out(row) and row['class'] == 'covid19'),
        100 * hidden.recall(lambda row: is_left_out(row) and row['class'] == 'normal'),
        100 * statistics.mean(row['answer'] == 'covid19' for row in adults) if adults else math.nan,
        100 * hidden.calibration_error(is_left_out),
    ]


def table(results, films, seeds, *levers):
    heads = ('macro F1', 'worst group', 'sources told apart in normal', 'border alone')
    heads += ('covid19, source left out', 'normal, source left out', 'adults called covid19')
    heads += ('calibration error, sources left out',)
    print('| % (each seed) | ' + ' | '.join(heads) + ' |')
    print('|---|' + '--:|' * len(heads))
    means = {}
    for lever in levers:
        of_seeds = list(zip(*(figures(results, lever, seed) for seed in seeds.split())))
        means[lever] = [statistics.mean(values) for values in of_seeds]
        cells = [
            f'{mean:.1f} ({", ".join(f"{value:.1f}" for value in values)})'
            for mean, values in zip(means[lever], of_seeds)
        ]
        print(f'| {lever.replace("_", " ")} | ' + ' | '.join(cells) + ' |')
    plain = means['plain']
    able = [
        lever
        for lever in levers
        if means[lever][0] >= plain[0] - 2 and means[lever][1] > plain[1] and means[lever][2] < plain[2]
    ]
    best = max(able, key=lambda lever: means[lever][4] + means[lever][5], default=None)
    print(f'\nChosen by the protocol: {best.replace("_", " ") if best else "none"}.')


{'split': split, 'table': table}[sys.argv[1]](*sys.argv[2:])
