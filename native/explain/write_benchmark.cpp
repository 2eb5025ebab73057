#include "explain/benchmark.hpp"
#include "io/atomic_file.hpp"
#include "io/sums.hpp"
#include "io/temporary.hpp"

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view benchmark_writer = "chestlens explain-benchmark";

OwnFolder benchmark_folder() {
  return {"a benchmark",
          [](const fs::path& folder) { return check_sums(folder, benchmark_writer); }};
}

}  // namespace

Status check_benchmark_folder(const fs::path& folder, const OutputRule& rule) {
  CHESTLENS_TRY(const auto named, named_output(folder));
  return check_output_folder(named, rule, benchmark_folder());
}

Status write_benchmark(const fs::path& folder, const std::vector<ModelBenchmark>& models,
                       const BenchmarkOptions& options, const OutputRule& rule) {
  CHESTLENS_CHECK(check_benchmark_folder(folder, rule));
  CHESTLENS_TRY(const auto named, named_output(folder));
  remove_leftovers(named);
  CHESTLENS_TRY(auto made, TemporaryFolder::beside(named));
  CHESTLENS_CHECK(write_file_atomic(made.path() / "benchmark.txt", to_text(models)));
  CHESTLENS_CHECK(write_file_atomic(made.path() / "benchmark.csv", to_csv(models)));
  CHESTLENS_CHECK(write_file_atomic(made.path() / "benchmark.json", to_json(models, options)));
  for (const ModelBenchmark& model : models) {
    CHESTLENS_CHECK(write_file_atomic(made.path() / (model.model + ".svg"), to_svg(model)));
  }
  CHESTLENS_CHECK(write_sums(made.path(), benchmark_writer));
  return commit_output_folder(made, named, rule, benchmark_folder());
}

}  // namespace chestlens
