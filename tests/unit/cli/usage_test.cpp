#include "support/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

using test::run_program;

struct Misuse {
  std::string arguments;
  std::string message;
};

class Usage : public testing::TestWithParam<Misuse> {};

TEST_P(Usage, IsExitCode2AndSaysWhat) {
  const auto run = run_program(GetParam().arguments);
  EXPECT_EQ(run.exit_code, 2) << run.errors;
  EXPECT_THAT(run.errors, StartsWith("chestlens: "));
  EXPECT_THAT(run.errors, HasSubstr(GetParam().message));
  EXPECT_EQ(std::ranges::count(run.errors, '\n'), 2) << run.errors;
  EXPECT_LT(run.errors.size(), 500U) << run.errors;
  EXPECT_EQ(run.output, "");
}

INSTANTIATE_TEST_SUITE_P(
    Arguments, Usage,
    testing::Values(
        Misuse{"train --data x --run y", "train: --recipe is required"},
        Misuse{"train --recipe", "train: --recipe: its value is missing"},
        Misuse{"complexity --json", "--bundles is required"},
        Misuse{"augment --recipe a --data b", "--show is required"},
        Misuse{"curves", "--arm is required"},
        Misuse{"curves --arm name", "wants a name and then the folders of its runs"},
        Misuse{"curves --arm a b --arm '' c", "--arm"},
        Misuse{"curves --arm a b --title t", "requires --out"},
        Misuse{"curves --arm a b --metric loss", "loss is not one of macro_f1"},
        Misuse{"predict film.png", "One of --bundle and --models is required"},
        Misuse{"ask film.png", "One of --bundle and --models is required"},
        Misuse{"ask --bundle a", "film is required"},
        Misuse{"ask --bundle a --cover heart f.png",
               "heart is not one of border, text, right-lung"},
        Misuse{"ask --bundle a --rectangle 1,2,3 f.png",
               "1,2,3 is not LEFT,TOP,RIGHT,BOTTOM in whole pixels"},
        Misuse{"ask --bundle a --brush 4,1,2,3 f.png", "4,1,2,3 is not RADIUS,X,Y and more X,Y"},
        Misuse{"ask --bundle a --rotate 45 f.png", "45 is not a number from -30 to 30"},
        Misuse{"explain film.png", "One of --bundle and --models is required"},
        Misuse{"explain --bundle a", "Either films or --cases is required"},
        Misuse{"explain --bundle a --cases b", "requires --out"},
        Misuse{"explain-benchmark --bundles a", "--data is required"},
        Misuse{"explain --bundle a --method lime f.png", "--method"},
        Misuse{"predict --bundle a --models b film.png", "excludes"},
        Misuse{"predict --bundle a --model b film.png", "requires --models"},
        Misuse{"evaluate --run x --split tset", "tset is not one of validation, test, all"},
        Misuse{"train --recipe a --data b --run c --device tpu",
               "tpu is not one of auto, cpu, cuda"},
        Misuse{"ensemble --models m --data d --members a b --name n --title t "
               "--objective macro_f2",
               "did you mean macro_f1?"},
        Misuse{"networks densenet122", "did you mean densenet121?"},
        Misuse{"train --recipe a --data b --run ''", "--run: is given an empty value"},
        Misuse{"phantom --out ''", "--out: is given an empty value"},
        Misuse{"inspect ''", "films: is given an empty value"},
        Misuse{"runs --json --csv", "excludes"}, Misuse{"runs --sort best", "--sort"},
        Misuse{"report --data d --out o", "One of --bundle and --models is required"},
        Misuse{"report --bundle b --model m --data d --out o", "requires --models"},
        Misuse{"report --bundle b --data d --out o --split all --external", "excludes"},
        Misuse{"show", "folder is required"}, Misuse{"show run --films", "requires --out"},
        Misuse{"dataset import kagle --from a --out b", "did you mean kaggle?"}));

INSTANTIATE_TEST_SUITE_P(
    UnknownWords, Usage,
    testing::Values(
        Misuse{"trian", "no such command: trian; did you mean train?\nSee chestlens --help."},
        Misuse{"trian --recipe a --data b", "no such command: trian; did you mean train?"},
        Misuse{"paint", "no such command: paint; commands: phantom, augment"},
        Misuse{"help trian", "no such command: trian; did you mean train?"},
        Misuse{"dataset", "give one of the commands import, check, cover, cache"},
        Misuse{"dataset split x", "dataset: no such command: split; commands: import, check"},
        Misuse{"dataset chekc x", "did you mean check?\nSee chestlens dataset --help."},
        // Said before that --recipe is required, which it is not the cause of.
        Misuse{"train --recpie m.toml --data d --run r",
               "train: no such option: --recpie; did you mean --recipe?\n"
               "See chestlens train --help."},
        Misuse{"train --recipe=m.toml --dta=d --run r", "--dta; did you mean --data?"},
        Misuse{"train films --recipe a --data b --run c", "not expected: films"}));

INSTANTIATE_TEST_SUITE_P(
    Numbers, Usage,
    testing::Values(
        Misuse{"dataset cache --limit -1", "--limit: -1 is not a number from 0 to 1000000"},
        Misuse{"dataset cache --limit nan", "--limit: nan is not"},
        Misuse{"dataset cache --limit 1e400", "--limit: 1e400 is not"},
        Misuse{"dataset cache --limit 0x10", "--limit: 0x10 is not"},
        Misuse{"dataset cache --limit " + std::string(400, '9'), "--limit: 9999999999"},
        Misuse{"train --recipe a --data b --run c --epochs-scale nan",
               "--epochs-scale: nan is not"},
        Misuse{"train --recipe a --data b --run c --epochs-scale inf",
               "--epochs-scale: inf is not"},
        Misuse{"train --recipe a --data b --run c --checkpoint-minutes nan", "nan is not"},
        Misuse{"train --recipe a --data b --run c --seed -1",
               "--seed: -1 is not a whole number from 0 to"},
        Misuse{"train --recipe a --data b --run c --seed 18446744073709551615", "--seed: 184"},
        Misuse{"train --recipe a --data b --run c --threads 0", "--threads: 0 is not"},
        Misuse{"train --recipe a --data b --run c --threads 2x", "--threads: 2x is not"},
        Misuse{"evaluate --run x --tta 65", "--tta: 65 is not a whole number from 0 to 64"},
        Misuse{"evaluate --run x --tta 1.5", "--tta: 1.5 is not"},
        Misuse{"complexity --bundles x --repetitions 0", "--repetitions: 0 is not"},
        Misuse{"complexity --bundles x --seconds nan", "--seconds: nan is not"},
        Misuse{"compare --runs a --against b --seed -1", "--seed: -1 is not"},
        Misuse{"curves --arm a b --reach 1.5", "--reach: 1.5 is not a number from 0.01 to 1"},
        Misuse{"phantom --out x --films 0", "--films: 0 is not a whole number from 1"},
        Misuse{"phantom --out x --seed -3", "--seed: -3 is not"},
        Misuse{"phantom --out x --test-fraction nan", "--test-fraction: nan is not"},
        Misuse{"phantom --out x --mildest 1e-", "--mildest: 1e- is not"},
        Misuse{"augment --recipe a --data b --show c --seed -1", "--seed: -1 is not"},
        Misuse{"predict --bundle a --opacity nan f.png", "--opacity: nan is not"}));

TEST(UsageHelp, IsThatOfTheCommand) {
  for (const std::string command : {"train", "dataset import"}) {
    const auto run = run_program("help " + command);
    EXPECT_EQ(run.exit_code, 0) << run.errors;
    EXPECT_EQ(run.output, run_program(command + " --help").output);
  }
  EXPECT_EQ(run_program("help").output, run_program("--help").output);
}

TEST(UsageHelp, IsShownWhereNothingIsAsked) {
  const auto run = run_program("");
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_EQ(run.output, "");
  EXPECT_EQ(run.errors, run_program("--help").output);
}

}  // namespace
}  // namespace chestlens
