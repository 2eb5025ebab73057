#!/usr/bin/env bash
# surprises.sh FOLDER: pictures that are no chest films, in a folder of FOLDER for each kind, to measure with
# `chestlens trust --surprises FOLDER`: photographs and drawings of Debian's backgrounds, the pictures of
# python3-skimage, and CT and MR slices of python3-pydicom. The packages are downloaded by apt-get, unpacked in
# FOLDER.packages and not installed. Slices want python3 with numpy; without it they are left out.
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/.."
. tools/setup/log.sh

[ "${1:-}" != --help ] || usage tools/surprises.sh
(($# == 1)) || usage tools/surprises.sh 2 >&2
folder=$(cd "$called_from" && realpath -m "$1")
packages=$folder.packages
[ ! -e "$folder" ] || fail "$folder is there: name a new folder"

names=(desktop-base gnome-backgrounds lxqt-themes mate-backgrounds plasma-workspace-wallpapers python3-pydicom python3-skimage)
mkdir -p "$packages/debs" "$packages/root"
(cd "$packages/debs" && apt-get download "${names[@]}")
for package in "$packages"/debs/*.deb; do dpkg-deb -x "$package" "$packages/root"; done

# copy_pictures KIND FOLDER...: the PNG, JPEG and TIFF files below, numbered in the order of their paths.
copy_pictures() {
  local kind=$1 number=0 file
  shift
  mkdir -p "$folder/$kind"
  while IFS= read -r -d '' file; do
    number=$((number + 1))
    cp -L "$file" "$folder/$kind/$(printf '%04d' "$number")-$(basename "$file")"
  done < <(find "$@" -type f \( -iname '*.png' -o -iname '*.jpg' -o -iname '*.jpeg' -o -iname '*.tif' \) -size +2k -print0 |
    sort -z)
  say "$kind: $number pictures"
}
share=$packages/root/usr/share modules=$packages/root/usr/lib/python3/dist-packages
copy_pictures backgrounds "$share/backgrounds" "$share/wallpapers" "$share/lxqt" "$share/desktop-base"
copy_pictures skimage "$modules/skimage/data"

if /usr/bin/python3 -c 'import numpy' 2>/dev/null; then
  mkdir -p "$folder/slices"
  PYTHONPATH=$modules /usr/bin/python3 -W ignore - "$modules/pydicom/data" "$folder/slices" <<'PYTHON'
import pathlib, struct, sys
import numpy, pydicom

source, target = map(pathlib.Path, sys.argv[1:])
count = 0
for path in sorted(source.rglob("*")):
    try:
        slice_ = pydicom.dcmread(path)
        pixels = slice_.pixel_array.astype(float)
    except Exception:  # no DICOM, no pixels, or a compression that wants another library
        continue
    if slice_.get("Modality") not in ("CT", "MR") or pixels.ndim != 2 or min(pixels.shape) < 32:
        continue
    low, high = pixels.min(), pixels.max()
    grey = ((pixels - low) * (255 / max(high - low, 1))).astype(numpy.uint8)
    height, width = grey.shape
    rows = numpy.pad(grey[::-1], ((0, 0), (0, -width % 4))).tobytes()
    palette = b"".join(bytes((level, level, level, 0)) for level in range(256))
    start = 14 + 40 + len(palette)
    header = struct.pack("<2sIHHI", b"BM", start + len(rows), 0, 0, start)
    header += struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, 0, len(rows), 0, 0, 256, 0)
    (target / f"{path.stem}.bmp").write_bytes(header + palette + rows)
    count += 1
print(f"slices: {count} pictures")
PYTHON
fi
