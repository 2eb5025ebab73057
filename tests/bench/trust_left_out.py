"""Parts of trust_left_out.sh that are about text: `sources DATA` names all sources of a manifest but the
largest; `split DATA SOURCE WORK` writes WORK/kept/manifest.csv with the films of the others and links to the
source's films in WORK/left-out; `table FOLDER SOURCE...` prints what the cards of FOLDER say of them."""
import collections
import csv
import json
import re
import sys
from pathlib import Path


def read_manifest(data):
    with open(Path(data) / 'manifest.csv', newline='') as file:
        reader = csv.DictReader(file)
        return reader.fieldnames, [row for row in reader if not row.get('duplicate_of')]


def sources(data):
    counts = collections.Counter(row['source'] for row in read_manifest(data)[1])
    print('\n'.join(source for source, _ in counts.most_common()[1:]))


def split(data, source, work):
    fields, rows = read_manifest(data)
    left_out = Path(work) / 'left-out' / 'films of the source'
    kept = Path(work) / 'kept'
    left_out.mkdir(parents=True)
    kept.mkdir()
    with open(kept / 'manifest.csv', 'w', newline='') as file:
        writer = csv.DictWriter(file, fields)
        writer.writeheader()
        for number, row in enumerate(rows):
            path = (Path(data) / row['file']).resolve()
            if row['source'] == source:
                (left_out / f'{number:06}{path.suffix}').symlink_to(path)
            else:
                writer.writerow(row | {'file': str(path)})


def table(folder, names):
    print('| source left out | its films | warned of, % | of the others\' unseen films | warned of, % |')
    print('|---|--:|--:|--:|--:|')
    for source in names:
        card = json.loads((Path(folder) / (re.sub('[^A-Za-z0-9]', '-', source) + '.json')).read_text())
        cells = [source]
        for kind in ('films of the source', 'films never seen'):
            found = next(metric for metric in card['trust'] if metric['name'] == kind)
            value, low, high = (100 * found[key] for key in ('value', 'low', 'high'))
            cells += [re.match(r'\d+', found['measured_on'])[0], f'{value:.1f} ({low:.1f}–{high:.1f})']
        print('| ' + ' | '.join(cells) + ' |')


{'sources': sources, 'split': split, 'table': lambda folder, *names: table(folder, names)}[sys.argv[1]](*sys.argv[2:])
