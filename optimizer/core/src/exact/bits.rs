//! Sets of up to 128 things as the bits of a word.

/// A set of units, blocks or territories.
pub(super) type Set = u128;

/// Things that a set can hold.
pub(super) const MOST: usize = Set::BITS as usize;

/// The positions of the bits that are set, ascending; in halves, for which WebAssembly has instructions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bits {
    low: u64,
    high: u64,
}

/// The things in a set, ascending.
#[inline]
pub(super) fn bits(set: Set) -> Bits {
    Bits { low: set as u64, high: (set >> 64) as u64 }
}

impl Iterator for Bits {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.low != 0 {
            let at = self.low.trailing_zeros() as usize;
            self.low &= self.low - 1;
            return Some(at);
        }
        if self.high == 0 {
            return None;
        }
        let at = self.high.trailing_zeros() as usize;
        self.high &= self.high - 1;
        Some(at + 64)
    }
}

/// The set of one thing. A shift of the whole word by a variable is a call in WebAssembly.
#[inline]
pub(super) fn one(at: usize) -> Set {
    let half = 1u64 << (at & 63);
    if at < 64 { Set::from(half) } else { Set::from(half) << 64 }
}

/// Whether a set holds a thing.
#[inline]
pub(super) fn has(set: Set, at: usize) -> bool {
    let half = if at < 64 { set as u64 } else { (set >> 64) as u64 };
    half >> (at & 63) & 1 == 1
}

/// The set of the first `count` things, at most 128.
pub(super) fn first(count: usize) -> Set {
    if count >= MOST { Set::MAX } else { (1 << count) - 1 }
}

/// Whatever in `inside` can be reached from `from` over `adjacency` without leaving it.
pub(super) fn flood(adjacency: &[Set], from: Set, inside: Set) -> Set {
    let mut reached = from & inside;
    let mut front = reached;
    while front != 0 {
        let unit = front.trailing_zeros() as usize;
        front &= front - 1;
        let new = adjacency[unit] & inside & !reached;
        reached |= new;
        front |= new;
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_come_in_ascending_order() {
        assert_eq!(bits(0b1010_0001).collect::<Vec<_>>(), [0, 5, 7]);
        assert_eq!(bits(first(128)).count(), 128);
        assert_eq!(first(3), 7);
        for at in 0..MOST {
            assert_eq!(bits(one(at)).collect::<Vec<_>>(), [at]);
            assert!(has(one(at), at) && !has(!one(at), at));
        }
    }

    #[test]
    fn a_flood_stays_inside() {
        // 0 - 1 - 2 - 3
        let adjacency = [0b0010, 0b0101, 0b1010, 0b0100];
        assert_eq!(flood(&adjacency, 0b0001, 0b1011), 0b0011);
        assert_eq!(flood(&adjacency, 0b0001, 0b1111), 0b1111);
    }
}
