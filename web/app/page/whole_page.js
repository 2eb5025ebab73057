/** The page's address without ?embed, which asks for the compact one.
 * @param {string} address */
export function whole_page(address) {
  const url = new URL(address);
  url.searchParams.delete("embed");
  return url.href;
}
