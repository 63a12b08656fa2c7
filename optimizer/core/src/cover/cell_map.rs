//! Hash maps keyed by cell with one fixed hash.

use core::hash::{BuildHasherDefault, Hasher};
use std::collections::HashMap;

use h3o::CellIndex;

/// A map from cells to `V`. Only looked up, never iterated, so that no result depends on its order.
pub type CellMap<V> = HashMap<CellIndex, V, BuildHasherDefault<CellHasher>>;

/// Mixes the 64 bits of a cell by one multiplication (Fibonacci hashing) and folds the halves.
#[derive(Default)]
pub struct CellHasher(u64);

impl Hasher for CellHasher {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(29) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}
