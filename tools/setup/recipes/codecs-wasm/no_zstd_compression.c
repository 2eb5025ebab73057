// libtiff names these, and only to write: films are read.
#include <zstd.h>

ZSTD_CStream* ZSTD_createCStream(void) {
  return NULL;  // which libtiff reports
}
size_t ZSTD_freeCStream(ZSTD_CStream* stream) {
  (void)stream;
  return 0;
}
size_t ZSTD_initCStream(ZSTD_CStream* stream, int level) {
  (void)stream, (void)level;
  return 0;
}
size_t ZSTD_compressStream(ZSTD_CStream* stream, ZSTD_outBuffer* out, ZSTD_inBuffer* in) {
  (void)stream, (void)out, (void)in;
  return 0;
}
size_t ZSTD_endStream(ZSTD_CStream* stream, ZSTD_outBuffer* out) {
  (void)stream, (void)out;
  return 0;
}
int ZSTD_maxCLevel(void) {
  return 22;
}
