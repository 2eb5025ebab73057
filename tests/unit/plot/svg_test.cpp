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

TEST(XmlText, ReplacesWhatXmlCannotHold) {
  const std::string gap = "\xEF\xBF\xBD";
  EXPECT_EQ(xml_text(std::string_view("a\0b\x1b", 4)), "a" + gap + "b" + gap);
  EXPECT_EQ(xml_text("line\nbreak\ttab"), "line\nbreak\ttab");
  EXPECT_EQ(xml_text("\xFFz"), gap + "z");
  EXPECT_EQ(xml_text("\xC3"), gap);                      // cut short
  EXPECT_EQ(xml_text("\xC0\xAF"), gap + gap);            // overlong
  EXPECT_EQ(xml_text("\xED\xA0\x80"), gap + gap + gap);  // a surrogate
  EXPECT_EQ(xml_text("\xEF\xBF\xBF"), gap);              // U+FFFF
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
