# cmake -DINPUT=font.otf -DOUTPUT=font.cpp -DNAME=inter_regular -P embed.cmake: a file as a C++
# array.
file(READ "${INPUT}" bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string(REPEAT "." 80 line)
string(REGEX REPLACE "(${line})" "\\1\n" bytes "${bytes}")
file(WRITE "${OUTPUT}.new" "#include <viewer/font/inter.hpp>

namespace chestlens::viewer {
namespace {
constexpr unsigned char bytes[] = {
${bytes}};
}  // namespace
std::span<const unsigned char> ${NAME}() { return bytes; }
}  // namespace chestlens::viewer
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
