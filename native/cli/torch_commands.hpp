#pragma once

namespace chestlens {

/// A command that needs LibTorch. Both programs name it in their help; chestlens-torch runs it.
struct TorchCommand {
  const char* name;
  const char* description;
};

inline constexpr TorchCommand augment_command{
    "augment",
    "Show what a recipe's augmentation does to films: a contact sheet of each film beside\n"
    "augmented copies, with the changes in words; and the films mixed with each other, where the\n"
    "recipe has mixup or CutMix."};

inline constexpr TorchCommand compare_command{
    "compare",
    "Compare two ways of training, each by runs of several seeds that were evaluated on the\n"
    "same films: mean metrics and their difference with bootstrap intervals and p values that\n"
    "are corrected for their number, as a Markdown table. Of one run against one accuracy has\n"
    "McNemar's test and each class's ROC area DeLong's, both by patient."};

inline constexpr TorchCommand complexity_command{
    "complexity",
    "Measure what bundles cost, as a Markdown table: parameters, multiply-adds, bytes as\n"
    "stored and as sent (gzip), and the time to predict one film and a batch of 32 on this\n"
    "processor, in LibTorch and in ONNX Runtime; several bundles are also summed as an\n"
    "ensemble. LibTorch runs the card's network with random weights, on which the time does\n"
    "not depend. Measure on a quiet machine."};

inline constexpr TorchCommand curves_command{
    "curves",
    "Show how several ways of training went, each by runs of several seeds: a score of the\n"
    "validation films over the epochs, its mean as a line and its range over the seeds as a band\n"
    "(--out), and a table of who ends higher and who is faster. The films that choose the best\n"
    "epoch flatter it: chestlens compare sets two ways against each other on test films."};

inline constexpr TorchCommand ensemble_command{
    "ensemble",
    "Choose the weights of an ensemble on the validation films and write it into the catalog:\n"
    "the weighted mean of its members' calibrated probabilities, at a temperature that is\n"
    "fitted on the same films."};

inline constexpr TorchCommand evaluate_command{
    "evaluate",
    "Score a run's best weights on films that it was not trained on: a Markdown table on\n"
    "standard output, evaluation-SPLIT.json and each film's logits in predictions-SPLIT.csv in\n"
    "the run's folder. With --models, score and audit the bundles and ensembles of a catalog,\n"
    "with --bundle one bundle. Films that trained a model, and other films of its training\n"
    "patients, are left out, counted and said. Choose between models on validation; score the\n"
    "test films once; --external is for films of another hospital."};

inline constexpr TorchCommand export_command{
    "export",
    "Write a run's best weights as a bundle: ONNX model, card and reference input. The exported\n"
    "model is compared with LibTorch first; a bundle that differs is refused."};

inline constexpr TorchCommand lr_find_command{
    "lr-find",
    "Find a learning rate: train on up to 100 batches while the rate grows from 1e-7 to 10,\n"
    "plot the loss over the rate, and suggest two rates: where the loss falls steepest, and\n"
    "the middle of its longest valley. No run is written or changed."};

inline constexpr TorchCommand networks_command{
    "networks",
    "List the networks that a recipe may name, with their parameters and multiply-adds as\n"
    "published (1000 classes; COVID-Net's four), counted on the network at its native size."};

inline constexpr TorchCommand report_command{
    "report",
    "Say what a set of models is worth, as one page that prints: scores with intervals, ROC\n"
    "curves, confusion, calibration, thresholds, differences, costs, films with where the answers\n"
    "come from, what an audit convicts, the map of the films, what is warned of, limits, and the\n"
    "command that makes each part again. Its first sheet says what the scores mean and do not.\n"
    "JSON and CSV lie beside it. For education and research, never diagnosis."};

inline constexpr TorchCommand runs_command{
    "runs",
    "List the runs of a folder and of those below it: recipe, network, size of the films, epochs\n"
    "done of those planned, best epoch with its metric, state, and when it was saved last. A\n"
    "damaged run is listed with its reason."};

inline constexpr TorchCommand show_command{
    "show",
    "Say what a run or a bundle is: network, classes, films, recipe, epochs, and its figures with\n"
    "intervals. --out draws a page with the training's curves, and of a run that chestlens\n"
    "evaluate has scored the confusion, ROC curves, reliability and most confident mistakes."};

inline constexpr TorchCommand train_command{
    "train",
    "Train a network by a recipe on the films of a manifest. The run's folder receives the\n"
    "split, a checkpoint per epoch, the weights of the best epoch, a log, and what made it\n"
    "(run.json). Ctrl-C stops after the current batch and saves the state. Processes started by\n"
    "torchrun, mpirun or srun train together: the recipe's batch is that of each process, and\n"
    "all of them must see the --run folder."};

inline constexpr TorchCommand upgrade_command{
    "upgrade",
    "Rewrite bundles of an earlier version in today's format, in their place: the networks and\n"
    "their figures stay, the models gain the evidence that adds up to each logit, and what trust\n"
    "is told by. The new model is compared with the old one first; a bundle that differs is\n"
    "refused and stays as it is."};

inline constexpr TorchCommand weights_command{
    "weights", "List, download and inspect ImageNet weights to start a training from."};

/// All of them.
inline constexpr TorchCommand torch_commands[] = {
    augment_command,  compare_command, complexity_command, curves_command,   ensemble_command,
    evaluate_command, export_command,  lr_find_command,    networks_command, report_command,
    runs_command,     show_command,    train_command,      upgrade_command,  weights_command};

}  // namespace chestlens
