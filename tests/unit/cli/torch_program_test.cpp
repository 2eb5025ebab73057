#include "cli/find_libtorch.hpp"
#include "cli/loaded_libraries.hpp"
#include "support/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

/// A folder of programs as a release has them: bin/chestlens and, where it is wanted, a
/// chestlens-torch in libexec that asks for a LibTorch which no machine has.
class Release {
 public:
  explicit Release(bool with_torch_program) {
    fs::create_directories(folder_ / "bin");
    fs::copy(CHESTLENS_PROGRAM, folder_ / "bin/chestlens");
    if (!with_torch_program) return;
    fs::create_directories(folder_ / "libexec");
    std::string bytes =
        read_text(fs::path(CHESTLENS_PROGRAM).parent_path() / "chestlens-torch").value();
    const std::string needed = "libtorch_cpu.so";
    for (std::size_t at = bytes.find(needed); at != bytes.npos; at = bytes.find(needed, at + 1)) {
      bytes[at + needed.find("cpu")] = 'x';
    }
    std::ofstream(folder_ / "libexec/chestlens-torch", std::ios::binary) << bytes;
    fs::permissions(folder_ / "libexec/chestlens-torch", fs::perms::owner_all);
  }

  test::ProgramRun run(const std::string& arguments) const {
    return test::run(folder_ / "bin/chestlens", arguments);
  }

 private:
  test::TemporaryFolder folder_;
};

TEST(TorchProgram, IsNotWantedByWhatNeedsNoLibTorch) {
  const auto libraries = loaded_libraries(CHESTLENS_PROGRAM);
  ASSERT_TRUE(libraries) << to_string(libraries.error());
  EXPECT_GT(libraries->size(), 5U);
  for (const LoadedLibrary& library : *libraries) {
    EXPECT_THAT(library.name, Not(HasSubstr("torch")));
    EXPECT_FALSE(library.path.empty()) << library.name;
  }
}

// PyTorch's libtorch.so has functions of another libstdc++, which would win.
TEST(TorchProgram, TakesTheStandardLibraryFromTheCompilersOwn) {
  const auto libraries = loaded_libraries(CHESTLENS_PROGRAM "-torch");
  ASSERT_TRUE(libraries) << to_string(libraries.error());
  const auto place_of = [&](const std::string& name) {
    return std::ranges::find_if(*libraries,
                                [&](const auto& one) { return one.name.starts_with(name); });
  };
  ASSERT_NE(place_of("libtorch"), libraries->end());
  EXPECT_LT(place_of("libstdc++.so"), place_of("libtorch"));
}

TEST(TorchProgram, IsNamedWhereItIsMissing) {
  const Release release(false);
  const auto train = release.run("train --recipe a.toml --data films --run runs/a");
  EXPECT_EQ(train.exit_code, 1);
  EXPECT_THAT(train.errors, HasSubstr("chestlens: train: LibTorch is needed"));
  EXPECT_THAT(train.errors, HasSubstr("chestlens-torch, which is not in "));
  EXPECT_THAT(train.errors, HasSubstr("-linux-x86_64-torch.tar.gz"));
  EXPECT_EQ(std::ranges::count(train.errors, '\n'), 1);
  EXPECT_EQ(release.run("help train").errors, [&] {
    std::string text = train.errors;
    return text.replace(text.find("train"), 5, "help");
  }());
}

TEST(TorchProgram, NamesTheLibrariesThatAreMissing) {
  const Release release(true);
  const auto train = release.run("train --recipe a.toml --data films --run runs/a");
  EXPECT_EQ(train.exit_code, 1);
  EXPECT_THAT(train.errors, HasSubstr("this machine has no libtorch_xpu.so"));
  EXPECT_THAT(train.errors, HasSubstr("set CHESTLENS_TORCH to a folder"));
  EXPECT_EQ(std::ranges::count(train.errors, '\n'), 1);
}

TEST(TorchProgram, LeavesTheOtherCommandsAsTheyAre) {
  for (const bool with_program : {false, true}) {
    const Release release(with_program);
    EXPECT_EQ(release.run("--help").output, test::run_program("--help").output);
    EXPECT_EQ(release.run("predict --help").output, test::run_program("predict --help").output);
    EXPECT_THAT(release.run("trian").errors, HasSubstr("did you mean train?"));
    EXPECT_EQ(release.run("completion bash").exit_code, 0);
    const auto version = release.run("version");
    EXPECT_EQ(version.exit_code, 0);
    EXPECT_THAT(version.output, HasSubstr("LibTorch      missing; "));
    EXPECT_THAT(version.output, testing::ContainsRegex("\nONNX Runtime +[0-9]"));
  }
}

TEST(TorchProgram, HasTheSameCommandLine) {
  const std::string torch = CHESTLENS_PROGRAM "-torch";
  for (const char* arguments : {"--help", "help weights get", "train --help", "completion fish",
                                "train", "train --run", "export --ru x", "version"}) {
    const auto here = test::run_program(arguments);
    const auto there = test::run(torch, arguments);
    EXPECT_EQ(here.exit_code, there.exit_code) << arguments;
    EXPECT_EQ(here.output, there.output) << arguments;
    EXPECT_EQ(here.errors, there.errors) << arguments;
  }
}

TEST(TorchProgram, KnowsALibTorchByItsNameOrByWhatLiesBesideIt) {
  const test::TemporaryFolder folder;
  const fs::path lib = folder / "torch/lib";
  fs::create_directories(lib);
  std::ofstream(lib / "libtorch_cpu.so.1.13") << "library";
  fs::create_symlink("libtorch_cpu.so.1.13", lib / "linked.so");
  EXPECT_EQ(libtorch_version(lib / "linked.so"), "1.13");

  std::ofstream(lib / "libtorch_cpu.so") << "library";
  EXPECT_EQ(libtorch_version(lib / "libtorch_cpu.so"), "");
  std::ofstream(folder / "torch/build-version") << "2.11.0+cpu\n";
  EXPECT_EQ(libtorch_version(lib / "libtorch_cpu.so"), "2.11.0");
  std::ofstream(folder / "torch/version.py") << "debug = False\n__version__ = '2.15.0+cu132'\n";
  EXPECT_EQ(libtorch_version(lib / "libtorch_cpu.so"), "2.15.0");

  EXPECT_TRUE(is_same_libtorch("1.13.1", "1.13"));
  EXPECT_TRUE(is_same_libtorch("2.15.0", ""));
  EXPECT_FALSE(is_same_libtorch("2.1.0", "2.15.0"));
  EXPECT_FALSE(is_same_libtorch("1.13.1", "2.13.1"));
}

TEST(TorchProgram, TellsALibTorchOfAnotherVersionApart) {
  const test::TemporaryFolder folder;
  fs::create_directories(folder / "torch/lib");
  std::ofstream(folder / "torch/lib/libtorch_cpu.so") << "library";
  std::ofstream(folder / "torch/version.py") << "__version__ = '99.1.0+cpu'\n";
  // What is there fits neither the version that the program is said to be built with.
  const auto status = find_libtorch(CHESTLENS_PROGRAM "-torch", folder / "own", folder / "torch",
                                    "98.2.0", "chestlens-torch.tar.gz");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::mismatch);
  EXPECT_THAT(status.error().message, HasSubstr("built with LibTorch 98.2.0"));
  EXPECT_THAT(status.error().message, HasSubstr("which is LibTorch 99.1.0"));
  EXPECT_THAT(status.error().message, HasSubstr("or unset it"));

  const auto of_machine = find_libtorch(CHESTLENS_PROGRAM "-torch", folder / "own", "", "98.2.0",
                                        "chestlens-torch.tar.gz");
  ASSERT_FALSE(of_machine);
  EXPECT_EQ(of_machine.error().code, ErrorCode::mismatch);
  EXPECT_THAT(of_machine.error().message, HasSubstr("was built with LibTorch 98.2.0"));
  EXPECT_THAT(of_machine.error().message, HasSubstr("chestlens-torch.tar.gz"));
}

// The machine's LibTorch would do: another was asked for.
TEST(TorchProgram, TakesNothingElseInThePlaceOfAWrongFolder) {
  const test::TemporaryFolder folder;
  for (const auto& wrong : {folder.path(), folder / "not-there"}) {
    const std::string setting = "CHESTLENS_TORCH=" + wrong.string() + " ";
    const auto networks = test::run("env " + setting + CHESTLENS_PROGRAM, "networks");
    EXPECT_EQ(networks.exit_code, 1);
    EXPECT_THAT(networks.errors, HasSubstr("CHESTLENS_TORCH names " + wrong.string() + ","));
    EXPECT_THAT(networks.errors, HasSubstr("no " + (wrong / "lib/libtorch_cpu.so").string()));
    EXPECT_EQ(std::ranges::count(networks.errors, '\n'), 1);
  }
  for (const char* word : {"debian", "pip", ""}) {
    const std::string setting = std::string("CHESTLENS_TORCH=") + word + " ";
    EXPECT_EQ(test::run("env " + setting + CHESTLENS_PROGRAM, "networks").exit_code, 0) << word;
  }
}

}  // namespace
}  // namespace chestlens
