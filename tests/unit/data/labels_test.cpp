#include "data/labels.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace chestlens {
namespace {

using testing::HasSubstr;

TEST(Labels, ReadBack) {
  const std::string text = "Edema=1;Pleural Effusion=0;Lung Lesion=?";
  const auto labels = parse_labels(text).value();
  ASSERT_EQ(labels.size(), 3U);
  EXPECT_EQ(labels[0].name, "Edema");
  EXPECT_EQ(labels[0].value, 1.0F);
  EXPECT_EQ(labels[1].value, 0.0F);
  EXPECT_TRUE(std::isnan(labels[2].value));
  EXPECT_EQ(labels_text(labels), text);
}

TEST(Labels, BlanksAndALastSemicolonDoNotMatter) {
  EXPECT_EQ(labels_text(parse_labels(" Edema = 1 ; Mass=0; ").value()), "Edema=1;Mass=0");
  EXPECT_TRUE(parse_labels("  ").value().empty());
}

TEST(Labels, WhatIsNoLabelIsNamed) {
  for (const char* text :
       {"Edema", "Edema=", "=1", "Edema=2", "Edema=1;;Mass=0", "Edema=1,Mass=0"}) {
    const auto labels = parse_labels(text);
    ASSERT_FALSE(labels) << text;
    EXPECT_EQ(labels.error().code, ErrorCode::parse);
  }
  EXPECT_THAT(parse_labels("A=1;A=0").error().message, HasSubstr("\"A\" is given twice"));
}

}  // namespace
}  // namespace chestlens
