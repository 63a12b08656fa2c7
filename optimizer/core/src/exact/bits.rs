//! Sets of up to 128 things as the bits of a word.

/// A set of units, blocks or territories.
pub(super) type Set = u128;

/// Things that a set can hold.
pub(super) const MOST: usize = Set::BITS as usize;

/// The positions of the bits that are set, ascending.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bits(pub Set);

impl Iterator for Bits {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.0 == 0 {
            return None;
        }
        let at = self.0.trailing_zeros() as usize;
        self.0 &= self.0 - 1;
        Some(at)
    }
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
        assert_eq!(Bits(0b1010_0001).collect::<Vec<_>>(), [0, 5, 7]);
        assert_eq!(Bits(first(128)).count(), 128);
        assert_eq!(first(3), 7);
    }

    #[test]
    fn a_flood_stays_inside() {
        // 0 - 1 - 2 - 3
        let adjacency = [0b0010, 0b0101, 0b1010, 0b0100];
        assert_eq!(flood(&adjacency, 0b0001, 0b1011), 0b0011);
        assert_eq!(flood(&adjacency, 0b0001, 0b1111), 0b1111);
    }
}
