#!/usr/bin/env bash
# imgui.sh DIR: Dear ImGui's sources with backends, from trixie (libimgui-dev has no imgui.cpp).
set -euo pipefail
. "$(dirname "$0")/../debian.sh"
unpack_source "$1/source" trixie imgui
mv "$1"/source/* "$1/"
rm -r "$1/source"
[ -e "$1/imgui.cpp" ] && [ -e "$1/backends/imgui_impl_glfw.cpp" ]
