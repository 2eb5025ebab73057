#include "page/page.hpp"

#include "io/atomic_file.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

const Page page{
    .title = "A <b>run</b>",
    .lead = "Finished & kept.",
    .sections = {{.title = "First",
                  .notes = {"A note on \"films\"."},
                  .facts = {{"network", "x < y"}, {"classes", "a, b"}},
                  .tables = {{.title = "By class",
                              .header = {"class", "films"},
                              .rows = {{"<script>alert(1)</script>", "12"}}}},
                  .figures = {{"one.svg", "One", "<svg>1</svg>\n"}},
                  .films = {{"bad \xff name.png", "data:image/png;base64,AA==", "data:,"}},
                  .verbatim = "name = \"<x>\"\n"},
                 {.title = "Empty"}}};

TEST(Page, IsTextWithFactsTablesAndNotes) {
  EXPECT_EQ(to_text(page),
            "A <b>run</b>\n"
            "Finished & kept.\n"
            "\n"
            "First\n"
            "  network  x < y\n"
            "  classes  a, b\n"
            "\n"
            "  By class\n"
            "  class                      films\n"
            "  <script>alert(1)</script>  12\n"
            "\n"
            "  A note on \"films\".\n");
}

TEST(Page, EscapesWhatItIsGiven) {
  const std::string html = to_html(page);
  for (const char* text :
       {"<title>ChestLens: A &lt;b&gt;run&lt;/b&gt;</title>", "<h1>A &lt;b&gt;run&lt;/b&gt;</h1>",
        "Finished &amp; kept.", "<dd>x &lt; y</dd>", "&lt;script&gt;alert(1)&lt;/script&gt;",
        "bad \\xff name.png", "name = &quot;&lt;x&gt;&quot;"}) {
    EXPECT_THAT(html, HasSubstr(text)) << text;
  }
  EXPECT_THAT(html, Not(HasSubstr("<script")));
}

TEST(Page, IsReadByMachinesThatReadItAloud) {
  const std::string html = to_html(page);
  for (const char* text :
       {"<html lang=\"en\">", "<th scope=\"col\" class=\"word\">class</th>",
        "<th scope=\"row\" class=\"word\">", "<caption>By class</caption>",
        "<section id=\"s0\" aria-labelledby=\"h0\">", "<h2 id=\"h0\">First</h2>", "href=\"#s1\"",
        "alt=\"the film with its heat-map\"", "prefers-color-scheme: dark"}) {
    EXPECT_THAT(html, HasSubstr(text)) << text;
  }
  for (const char* outside : {"http://", "https://", "url(", "@import"}) {
    EXPECT_THAT(html, Not(HasSubstr(outside))) << "the page needs nothing beside it";
  }
}

TEST(Page, SetsOffWhatAReaderMustNotMissAndSaysHowItIsMade) {
  const Page summary{
      .title = "Report",
      .lead = "Of two models.",
      .sections = {{.title = "First",
                    .figures = {{"a.svg", "A", "<svg/>", true}},
                    .points = {{"What it is < not", "A diagnosis.", PageTone::alarm}},
                    .panels = {"<section class=\"panel\"></section>"},
                    .commands = {"chestlens report --data 'a b' > c"},
                    .is_sheet = true}},
      .style = ".panel { margin: 0; }"};
  const std::string html = to_html(summary);
  for (const char* text :
       {"<section id=\"s0\" class=\"sheet\"", "<figure class=\"wide\">", ".panel { margin: 0; }",
        "<div class=\"point alarm\"><h3>What it is &lt; not</h3><p>A diagnosis.</p></div>",
        "<section class=\"panel\"></section>", "<pre>chestlens report --data 'a b' &gt; c\n</pre>",
        "@page", "@media print"}) {
    EXPECT_THAT(html, HasSubstr(text)) << text;
  }
  EXPECT_EQ(to_text(summary),
            "Report\nOf two models.\n\nFirst\n  What it is < not\n  A diagnosis.\n");
}

TEST(Page, IsWrittenWithItsFigures) {
  const test::TemporaryFolder folder;
  ASSERT_TRUE(write_page(folder / "out", page, {}));
  EXPECT_EQ(read_text(folder / "out" / "one.svg").value(), "<svg>1</svg>\n");
  EXPECT_EQ(read_text(folder / "out" / "index.html").value(), to_html(page));
  EXPECT_FALSE(write_page(folder / "out", page, {})) << "without --replace";
  EXPECT_TRUE(write_page(folder / "out", page, {.replace = true}));
  ASSERT_TRUE(write_file_atomic(folder / "out" / "notes.txt", "mine"));
  EXPECT_FALSE(write_page(folder / "out", page, {.replace = true})) << "it holds another file";
  EXPECT_EQ(read_text(folder / "out" / "notes.txt").value(), "mine");
}

}  // namespace
}  // namespace chestlens
