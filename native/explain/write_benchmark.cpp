#include "explain/benchmark.hpp"
#include "io/output_folder.hpp"

#include <vector>

namespace chestlens {
namespace {

constexpr FolderWriter benchmark_writer{"a benchmark", "chestlens explain-benchmark"};

}  // namespace

Status check_benchmark_folder(const std::filesystem::path& folder, const OutputRule& rule) {
  return check_written_folder(folder, rule, benchmark_writer);
}

Status write_benchmark(const std::filesystem::path& folder,
                       const std::vector<ModelBenchmark>& models, const BenchmarkOptions& options,
                       const OutputRule& rule) {
  std::vector<OutputFile> files{{"benchmark.txt", to_text(models)},
                                {"benchmark.csv", to_csv(models)},
                                {"benchmark.json", to_json(models, options)}};
  for (const ModelBenchmark& model : models) files.push_back({model.model + ".svg", to_svg(model)});
  return write_output_folder(folder, files, benchmark_writer, rule);
}

}  // namespace chestlens
