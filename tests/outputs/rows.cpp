#include "rows.hpp"

namespace chestlens::test {

std::vector<OutputRow> output_rows(const World& world) {
  const std::string one = " --threads 1 ";
  const std::string films = " --data " + world.films();
  const std::string recipe = " --recipe " + world.recipe();
  const std::string models = " --models " + world.models();
  const std::string predict = one + "--bundle " + world.bundle() + " ";
  return {
      {.command = "phantom", .written = Written::folder, .arguments = "--films 8 --size 64 --out"},
      {.command = "augment",
       .arguments = one + recipe + films + " --films 2 --draws 1 --show",
       .ending = ".png",
       .inputs = {world.recipe(), world.films() + "/manifest.csv", world.film_of_set()}},
      {.command = "lr-find",
       .arguments = one + recipe + films + " --out",
       .ending = ".svg",
       .inputs = {world.recipe(), world.films() + "/manifest.csv"}},
      {.command = "evaluate",
       .written = Written::folder,
       .arguments = one + models + films + " --split test --table",
       .inputs = {world.models(), world.films(), world.bundle()}},
      {.command = "export",
       .written = Written::folder,
       .arguments = one + "--run " + world.run() + " --out",
       .inputs = {world.run(), world.films(), world.models()}},
      {.command = "export",
       .arguments =
           one + "--run " + world.run() + " --out " + world.path("beside") + " --torchscript",
       .ending = ".pt",
       .inputs = {world.weights(), world.films() + "/manifest.csv"}},
      {.command = "ensemble",
       .arguments =
           one + models + films + " --members one two --name both --title Both --equal --curve",
       .ending = ".svg",
       .inputs = {world.films() + "/manifest.csv", world.models() + "/catalog.json"}},
      {.command = "predict",
       .written = Written::growing,
       .arguments = predict + world.film() + " --overlay",
       .inputs = {world.films(), world.bundle(), world.path("")}},
      {.command = "predict",
       .arguments = predict + world.film() + " --heatmap",
       .ending = ".png",
       .inputs = {world.film(), world.bundle() + "/model.json"}},
      {.command = "predict",
       .arguments = predict + world.film() + " --out",
       .ending = ".csv",
       .inputs = {world.film(), world.bundle() + "/model.json", world.films() + "/manifest.csv"}},
      {.command = "predict",
       .arguments = predict + world.film() + " --out",
       .ending = ".jsonl",
       .inputs = {world.film()}},
      {.command = "embed",
       .written = Written::folder,
       .arguments = one + "--bundle " + world.bundle() + films + " --out",
       .inputs = {world.bundle(), world.films()}},
      {.command = "report",
       .written = Written::folder,
       .arguments = one + models + films + " --out",
       .inputs = {world.models(), world.films(), world.bundle()}},
      {.command = "show",
       .written = Written::folder,
       .arguments = one + world.run() + " --out",
       .inputs = {world.run(), world.films(), world.models()}},
      {.command = "audit",
       .written = Written::folder,
       .arguments = one + "--bundle " + world.bundle() + films + " --out",
       .inputs = {world.films(), world.bundle()}},
      {.command = "explain",
       .written = Written::folder,
       .arguments = predict + world.film() + " --method gradcam --out",
       .inputs = {world.films(), world.bundle(), world.film()}},
      {.command = "explain-benchmark",
       .written = Written::folder,
       .arguments = one + "--bundles " + world.bundle() + films +
                    " --method gradcam --wrong-too --films 5 --draws 100 --out",
       .inputs = {world.films(), world.bundle()}},
      {.command = "dataset cover",
       .written = Written::folder,
       .arguments = one + world.films() + " --part border --out",
       .inputs = {world.films()}},
      {.command = "dataset check",
       .written = Written::folder,
       .arguments = one + world.films() + " --out",
       .inputs = {world.films()}},
  };
}

std::vector<ResultRow> result_rows(const World& world) {
  const std::string one = " --threads 1 ";
  return {
      {"audit", one + "--bundle " + world.bundle() + " --film " + world.film()},
      {"catalog", "--models " + world.models() + " one two"},
      {"compare", "--draws 100 --runs " + world.run() + " --against " + world.other_run()},
      {"complexity", one + "--repetitions 1 --seconds 0 --bundles " + world.bundle()},
      {"completion", "bash"},
      {"dataset cache", ""},
      {"dataset check", one + world.films()},
      {"evaluate", one + "--run " + world.run()},
      {"embed", one + "--bundle " + world.bundle() + " --data " + world.films()},
      {"embed", one + "--json --bundle " + world.bundle() + " --data " + world.films()},
      {"explain", one + "--bundle " + world.bundle() + " " + world.film()},
      {"help", "dataset import"},
      {"inspect", world.film()},
      {"networks", "mobilenet_v2"},
      {"predict", one + "--bundle " + world.bundle() + " " + world.film()},
      {"predict", one + "--json --bundle " + world.bundle() + " " + world.film()},
      {"predict", one + "--csv --bundle " + world.bundle() + " " + world.film()},
      {"predict", one + "--jsonl --bundle " + world.bundle() + " " + world.film()},
      {"runs", world.path("")},
      {"show", one + world.run()},
      {"version", ""},
      {"weights inspect", world.weights()},
      {"weights list", ""},
  };
}

}  // namespace chestlens::test
