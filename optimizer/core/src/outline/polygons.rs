use super::{corner::PointE7, walk_rings::Rings};

/// Rows of edges that one hole's search looks through, about.
const EDGES_PER_STRIP: usize = 8;

/// One owner's rings in the plane, holes told from exteriors and each hole given to the exterior around it.
pub(crate) struct Polygons {
    /// The rings of each polygon, the exterior first.
    pub(crate) rings: Vec<Vec<usize>>,
}

/// Groups rings into polygons: counter-clockwise ones are exteriors, clockwise ones holes; rings without an inside are dropped.
///
/// # Cost
/// Linear in the points, and for several exteriors with holes about one strip of edges per hole.
pub(crate) fn group_polygons(rings: &Rings) -> Polygons {
    let all: Vec<&[PointE7]> = rings.iter().collect();
    let doubled: Vec<i128> = all.iter().map(|ring| doubled_extent(ring)).collect();
    let exteriors: Vec<usize> = (0..all.len()).filter(|ring| doubled[*ring] > 0).collect();
    let mut polygons: Vec<Vec<usize>> = exteriors.iter().map(|ring| vec![*ring]).collect();
    let mut polygon_of = vec![usize::MAX; all.len()];
    for (polygon, ring) in exteriors.iter().enumerate() {
        polygon_of[*ring] = polygon;
    }
    let mut strips = None;
    for hole in (0..all.len()).filter(|ring| doubled[*ring] < 0) {
        let around = if exteriors.len() < 2 {
            exteriors.first().copied()
        } else {
            let strips = strips.get_or_insert_with(|| Strips::new(&all, &doubled));
            all[hole].first().and_then(|point| strips.smallest_around(*point, &all, &doubled))
        };
        if let Some(polygon) = around.and_then(|ring| polygons.get_mut(polygon_of[ring])) {
            polygon.push(hole);
        }
    }
    Polygons { rings: polygons }
}

/// Twice the signed extent of a ring in the plane; positive when it runs counter-clockwise.
fn doubled_extent(ring: &[PointE7]) -> i128 {
    let Some(&[lng0, lat0]) = ring.first() else {
        return 0;
    };
    let from_first = |[lng, lat]: &PointE7| [i128::from(*lng) - i128::from(lng0), i128::from(*lat) - i128::from(lat0)];
    ring.windows(2)
        .map(|pair| (from_first(&pair[0]), from_first(&pair[1])))
        .map(|(a, b)| a[0] * b[1] - a[1] * b[0])
        .sum()
}

/// The edges of exteriors, sorted into strips of latitude.
struct Strips {
    south: i64,
    height: i64,
    /// Where the edges of each strip start.
    start: Vec<u32>,
    /// Ring and first point of each edge.
    edges: Vec<(u32, u32)>,
}

impl Strips {
    fn new(rings: &[&[PointE7]], doubled: &[i128]) -> Self {
        let exteriors = || rings.iter().zip(0u32..).zip(doubled).filter(|(_, doubled)| **doubled > 0);
        let lats = || exteriors().flat_map(|((ring, _), _)| ring.iter().map(|point| i64::from(point[1])));
        let (south, north) = (lats().min().unwrap_or(0), lats().max().unwrap_or(0));
        let count = (lats().count() / EDGES_PER_STRIP).max(1) as i64;
        let mut strips = Self { south, height: (north - south) / count + 1, start: Vec::new(), edges: Vec::new() };
        let mut placed: Vec<(u32, u32, u32)> = Vec::new();
        for ((ring, number), _) in exteriors() {
            for (at, first) in (0u32..).zip(ring.iter()) {
                let second = ring[(at as usize + 1) % ring.len()];
                let [a, b] = [strips.strip(first[1]), strips.strip(second[1])];
                placed.extend((a.min(b)..=a.max(b)).map(|strip| (strip, number, at)));
            }
        }
        placed.sort_unstable();
        strips.start =
            (0..=count as u32 + 1).map(|strip| placed.partition_point(|edge| edge.0 < strip) as u32).collect();
        strips.edges = placed.into_iter().map(|(_, ring, at)| (ring, at)).collect();
        strips
    }

    fn strip(&self, lat: i32) -> u32 {
        ((i64::from(lat) - self.south) / self.height).max(0) as u32
    }

    /// The smallest exterior around a point: of those that an odd number of edges west of the point belongs to.
    fn smallest_around(&self, point: PointE7, rings: &[&[PointE7]], doubled: &[i128]) -> Option<usize> {
        let strip = self.strip(point[1]) as usize;
        let run = *self.start.get(strip)? as usize..*self.start.get(strip + 1)? as usize;
        let mut west: Vec<u32> = Vec::new();
        for &(number, at) in self.edges.get(run)? {
            let ring = rings[number as usize];
            let (a, b) = (ring[at as usize], ring[(at as usize + 1) % ring.len()]);
            if (a[1] > point[1]) != (b[1] > point[1]) && is_west(a, b, point) {
                west.push(number);
            }
        }
        west.sort_unstable();
        west.chunk_by(|a, b| a == b)
            .filter(|hits| hits.len() % 2 == 1)
            .filter_map(|hits| hits.first().map(|ring| *ring as usize))
            .min_by_key(|ring| (doubled[*ring], *ring))
    }
}

/// Whether an edge that spans the point's latitude passes west of it.
fn is_west(a: PointE7, b: PointE7, point: PointE7) -> bool {
    let [low, high] = if a[1] < b[1] { [a, b] } else { [b, a] };
    let along = |from: i32, to: i32| i128::from(to) - i128::from(from);
    along(low[0], point[0]) * along(low[1], high[1]) > along(low[0], high[0]) * along(low[1], point[1])
}
