#pragma once

/// Before a function: compiled for several widths of register, of which the processor's widest is
/// chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define CHESTLENS_WIDEST_REGISTERS \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CHESTLENS_WIDEST_REGISTERS
#endif
