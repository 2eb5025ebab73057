#include "bundle/runtime.hpp"
#include "cli/commands.hpp"
#include "cli/threads.hpp"
#include "cli/torch_program.hpp"
#include "io/build_info.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace chestlens {
namespace {

struct Asked {
  bool version = false;
  bool details = false;
};

Status print_version() {
  fmt::print("chestlens {}\n", build_info().version);
  return {};
}

Status print_details() {
  BuildInfo info = build_info();
  if (const auto found = torch_is_here(); !found) {
    info.libtorch = "missing; chestlens train says how to get it";
    info.cuda = info.nccl = "not without LibTorch";
  }
  fmt::print(
      "chestlens {}\n"
      "commit        {}\n"
      "compiler      {}\n"
      "LibTorch      {}\n"
      "ONNX Runtime  {}\n"
      "OpenCV        {}\n"
      "CUDA          {}\n"
      "NCCL          {}\n"
      "cores         {}\n",
      info.version, info.commit, info.compiler, info.libtorch, onnx_runtime_version(), info.opencv,
      info.cuda, info.nccl, physical_cores());
  return {};
}

}  // namespace

void add_version(CLI::App& app, Action& chosen) {
  const auto asked = std::make_shared<Asked>();
  CLI::Option* version = app.add_flag("--version", asked->version, "Print the version");
  app.add_flag("--verbose", asked->details, "With --version: as chestlens version")->needs(version);
  app.parse_complete_callback([asked, &chosen] {
    if (asked->version) chosen = asked->details ? print_details : print_version;
  });
  app.add_subcommand("version",
                     "Print the version, its commit, compiler and libraries, and the cores here.")
      ->callback([&chosen] { chosen = print_details; });
}

}  // namespace chestlens
