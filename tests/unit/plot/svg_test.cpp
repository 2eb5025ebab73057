#include "plot/svg.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::HasSubstr;

TEST(XmlText, EscapesMarkup) {
  EXPECT_EQ(xml_text("a<b> & \"c\""), "a&lt;b&gt; &amp; &quot;c&quot;");
}

TEST(XmlText, KeepsUnicode) {
  const std::string text = "Größe – 肺 \xF0\x9F\xAB\x81";
  EXPECT_EQ(xml_text(text), text);
}

TEST(XmlText, ShowsWhatXmlCannotHold) {
  EXPECT_EQ(xml_text(std::string_view("a\0b\x1b", 4)), "a\\x00b\\x1b");
  EXPECT_EQ(xml_text("line\nbreak\ttab"), "line\nbreak\ttab");
  EXPECT_EQ(xml_text("\xFFz"), "\\xffz");
  EXPECT_EQ(xml_text("\xC3"), "\\xc3");                    // cut short
  EXPECT_EQ(xml_text("\xC0\xAF"), "\\xc0\\xaf");           // overlong
  EXPECT_EQ(xml_text("\xED\xA0\x80"), "\\xed\\xa0\\x80");  // a surrogate
  EXPECT_EQ(xml_text("\xEF\xBF\xBF"), "\\uffff");
  EXPECT_EQ(xml_text("a\xE2\x80\xAEgnp"), "a\\u202egnp");  // from here right to left
}

TEST(HtmlText, SetsWordsFromRightToLeftApart) {
  EXPECT_EQ(html_text("a <b>: 1"), "a &lt;b&gt;: 1");
  EXPECT_EQ(html_text("\u05d0\u05d1.png: normal 0.9"), "<bdi>\u05d0\u05d1.png:</bdi> normal 0.9");
  EXPECT_EQ(html_text("of \u0635\u062f\u0631 \u05d0 <i> it"),
            "of <bdi>\u0635\u062f\u0631 \u05d0</bdi> &lt;i&gt; it");
  EXPECT_EQ(html_text(" \u05d0 "), " <bdi>\u05d0</bdi> ");
  EXPECT_EQ(html_text(""), "");
}

TEST(Svg, WritesShortNumbers) {
  Svg svg(100.0, 50.0, "name");
  svg.line({1.0, 2.5}, {-0.001, 3.14159}, {});
  const std::string document = svg.finish();
  EXPECT_THAT(document, HasSubstr("x1=\"1\" y1=\"2.5\" x2=\"0\" y2=\"3.14\""));
}

TEST(Svg, TextWidthCountsCharactersNotBytes) {
  EXPECT_EQ(text_width("Größe", 10.0), text_width("Grosz", 10.0));
}

TEST(Fitted, CutsWholeCharactersOnlyWhereItMust) {
  EXPECT_EQ(fitted("normal", 10.0, text_width("normal", 10.0)), "normal");
  const std::string cut = fitted("Größenänderung", 10.0, text_width("Größen", 10.0) + 0.1);
  EXPECT_EQ(cut, "Größe…");
  EXPECT_EQ(fitted("Größe", 10.0, text_width("xxx", 10.0) + 0.1), "Gr…");
  EXPECT_EQ(fitted("normal", 10.0, 0.0), "…");
}

}  // namespace
}  // namespace chestlens
