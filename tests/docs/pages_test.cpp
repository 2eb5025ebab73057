#include "pages.hpp"

#include <gtest/gtest.h>

namespace chestlens::docs {
namespace {

using Words = std::vector<std::string>;

TEST(Pages, AreReadAsGitHubShowsThem) {
  const Page page = parse_page("a.md",
                               "# The `title`, with 2 parts!\n"
                               "See [this](b.md#part) and `[not](that)`, ![picture](c.png).\n"
                               "<img src=\"d.svg\" width=\"49%\" alt=\"x\">\n"
                               "| a | b |\n"
                               "```sh\n"
                               "tools/x.sh --data A \\\n"
                               "  --out B   # a remark [no](link)\n"
                               "\n"
                               "# only a remark\n"
                               "chestlens train\n"
                               "```\n"
                               "```\nno command\n# no heading\n```\n");
  EXPECT_EQ(page.anchors, Words{"the-title-with-2-parts"});
  EXPECT_EQ(page.links, (Words{"b.md#part", "c.png", "d.svg"}));
  EXPECT_EQ(page.code, (Words{"title", "[not](that)"}));
  EXPECT_EQ(page.rows, Words{"| a | b |"});
  ASSERT_EQ(page.commands.size(), 2U);
  EXPECT_EQ(words(page.commands[0]), (Words{"tools/x.sh", "--data", "A", "--out", "B"}));
  EXPECT_EQ(page.commands[1], "chestlens train");
}

TEST(Pages, CommandsEndWhereAnotherBegins) {
  EXPECT_EQ(words("a --b && c"), (Words{"a", "--b"}));
  EXPECT_EQ(words("a | b"), Words{"a"});
}

TEST(Pages, OptionsAreWholeWords) {
  EXPECT_EQ(option_of("--data"), "--data");
  EXPECT_EQ(option_of("[--data"), "--data");
  EXPECT_EQ(option_of("--tta=4"), "--tta");
  EXPECT_EQ(option_of("-h"), "");
  EXPECT_EQ(option_of("data--x"), "");
  EXPECT_TRUE(names_option("--run TEXT", "--run"));
  EXPECT_FALSE(names_option("--runs TEXT, --run-all", "--run"));
}

}  // namespace
}  // namespace chestlens::docs
