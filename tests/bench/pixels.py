"""The table of pixels.sh, as Markdown: pixels.py FOLDER PIXELS..."""

import json
import pathlib
import sys

folder, pixels = pathlib.Path(sys.argv[1]), sys.argv[2:]
costs = json.loads((folder / 'costs.json').read_text())


def percent(figure):
    return '{:.1f} ({:.1f}–{:.1f})'.format(*(100 * figure[key] for key in ('value', 'low', 'high')))


def milliseconds(cost, batch):
    timing = next(timing for timing in cost['onnx_runtime'] if timing['batch'] == batch)
    return f'{timing["median_milliseconds"]:.3g}'


print('| pixels | macro F1 % | accuracy % | loss | multiply-adds | one film, ms | 32 films, ms |')
print('|---:|---:|---:|---:|---:|---:|---:|')
for number, cost in zip(pixels, costs['bundles'], strict=True):
    scores = json.loads((folder / number / 'evaluation-validation.json').read_text())
    cells = [
        number,
        percent(scores['macro_f1']),
        percent(scores['accuracy']),
        f'{scores["loss"]:.3f}',
        f'{cost["multiply_adds"] / 1e9:.2f} G',
        milliseconds(cost, 1),
        milliseconds(cost, 32),
    ]
    print('|', ' | '.join(cells), '|')
print(f'\nValidation films with 95 % intervals; ONNX Runtime in fp32, median, {costs["threads"]} threads of {costs["processor"]}.')
