# npm packages of the page and of its browser tests, in the cache and linked into the checkout.
# Sourced after cache.sh and items.sh.

# provide_npm_packages FOLDER: fills the cache for FOLDER's lock file and links FOLDER/node_modules to it.
provide_npm_packages() {
  local folder=$1 dir link=$1/node_modules
  [ -e "$folder/package-lock.json" ] || return 0
  dir=$(item_dir "npm-${folder//\//-}" "$folder/package.json" "$folder/package-lock.json" "$recipes/npm-packages.sh")
  provide "npm packages of $folder" "$dir" bash "$recipes/npm-packages.sh" "$PWD/$folder"
  [ "$(readlink "$link")" != "$dir/node_modules" ] || return 0
  rm -rf "$link"
  ln -s "$dir/node_modules" "$link"
}
