# The README of a release. Sourced by tools/release.sh after libraries.sh.

# write_readme VERSION COMMIT STAGE TORCH: TORCH is yes where LibTorch is inside.
write_readme() {
  local version=$1 commit=$2 stage=$3 torch=$4 files
  mapfile -t files < <(elf_files "$stage")
  cat <<TEXT
ChestLens $version ($commit), Linux x86-64

For education and research, never for diagnosis. No network in it has been validated on patients.

  bin/chestlens predict --models models --model mobilenet_v2 FILM...   probabilities of films
  bin/chestlens serve                                                  the page, at http://localhost:8080
  bin/chestlens --help                                                 all commands

bin/        chestlens; put it on PATH, or call it where it is
libexec/    chestlens-torch, which chestlens starts for the commands that need LibTorch (train, evaluate, export
            and others)
lib/        libraries that both use
site/       the page
models/     recipes and the networks that ship
LICENSES.txt, site/LICENSES.txt   the licences of what is inside
SHA256SUMS  of every file: sha256sum --check SHA256SUMS

TEXT
  if [ "$torch" = yes ]; then
    echo "LibTorch, for the CPU, and the libraries that it loads are in lib/torch."
  else
    cat <<TEXT
LibTorch is not inside. Predicting, serving the page, phantom, dataset and catalog need none. For the others take
chestlens-$version-linux-x86_64-torch.tar.gz, which has it, or set CHESTLENS_TORCH to a folder that holds
lib/libtorch_cpu.so of the version that "chestlens train" asks for; the system's is found by itself.
TEXT
  fi
  printf '\nIt needs, at least:'
  least_versions "${files[@]}" | while read -r name least; do printf ' %s %s' "$name" "$least"; done
  cat <<TEXT
 (glibc and libstdc++), on x86-64.
Bare Debian 12 and 13 are what it is tried on (tools/test/release.sh of the sources). Not tried: Ubuntu,
Fedora and other distributions, musl (Alpine), WSL, processors without AVX2.

tools/test/same_bytes.sh of the sources builds this commit again and compares all bytes.
TEXT
}
